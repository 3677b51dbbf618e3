import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openPack } from '#core/service/open-pack.ts'
import type { LoadedPack } from '#core/standard/pack/load.ts'
import { foldersIn, nodeHost, readPackFolder } from './files.ts'

/** Beside the sources, and two folders up from the bundle of the desktop shell. */
export const ASSETS =
  [join(import.meta.dirname, '..', 'assets'), join(import.meta.dirname, '..', '..', 'assets')].find(folder =>
    existsSync(join(folder, 'standard')),
  ) ?? ''
export const PACKS = join(ASSETS, 'standard')

/** Opens the pack in a folder; the texts it was read from go along, because a stored run keeps them. */
export function openPackFolder(folder: string): { loaded: LoadedPack; files: ReadonlyMap<string, string> } {
  const files = readPackFolder(folder)
  return { loaded: openPack(nodeHost, files), files }
}

/** The packs that are there, by the names of their folders. */
export function packIds(): string[] {
  return foldersIn(PACKS)
}
