import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openPack } from '#core/service/open-pack.ts'
import type { OpenStandard } from '#core/service/session.ts'
import type { LoadedPack } from '#core/standard/pack/load.ts'
import { foldersIn, nodeHost, readPackFolder, UnusableFile } from './files.ts'

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

/**
 * The standard in use, with the texts it was read from.
 *
 * @throws UnusableFile when there is none, or it fails its own examples
 */
export function openStandard(): OpenStandard {
  const [id] = packIds()
  if (id === undefined) throw new UnusableFile('没有标准包。')
  const { loaded, files } = openPackFolder(join(PACKS, id))
  if (!loaded.ok) throw new UnusableFile(`标准包 ${id} 自检未通过，不能使用。请用 check-pack 检查。`)
  return { standard: loaded.standard, files }
}
