import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKLIST_FILES, type LoadedChecklist, loadChecklist } from '#core/audit/checklist.ts'
import type { LoadedProgramme, ProgrammePack } from '#core/programme/pack.ts'
import { openProgramme } from '#core/programme/self-check.ts'
import { openPack, packDigest } from '#core/service/open-pack.ts'
import type { OpenStandard } from '#core/service/session.ts'
import { packView } from '#core/service/views.ts'
import type { OpenChecklist } from '#core/service/visits.ts'
import type { LoadedPack } from '#core/standard/pack/load.ts'
import { foldersIn, nodeHost, readPackFolder, readTextFile, UnusableFile } from './files.ts'

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

export type PackKind = 'quota' | 'checklist' | 'programme'

/** Opens the checklist in a folder, and checks it against what the installed quotas compute. */
export function openChecklistFolder(folder: string): LoadedChecklist {
  const files = readPackFolder(folder, CHECKLIST_FILES)
  const quotas = packIds().flatMap(id => {
    const { loaded } = openPackFolder(join(PACKS, id))
    return loaded.ok ? [loaded.standard] : []
  })
  return loadChecklist(files, packDigest(nodeHost, files), {
    cells: new Set(quotas.flatMap(({ terms }) => [...terms.keys()])),
    classes: new Set(quotas.flatMap(standard => packView(standard).classes.map(({ name }) => name))),
  })
}

/** Opens the programme in a folder, its own examples run. */
export function openProgrammeFolder(folder: string): LoadedProgramme {
  const files = readPackFolder(folder)
  return openProgramme(files, packDigest(nodeHost, files))
}

/**
 * The programmes that are installed and sound, by their ids. One that is not is left out: `cli packs` says why.
 */
export function openProgrammes(): ProgrammePack[] {
  return packIds('programme').flatMap(id => {
    const loaded = openProgrammeFolder(join(PACKS, id))
    return loaded.ok ? [loaded.programme] : []
  })
}

/**
 * The checklist in use, with the texts it was read from.
 *
 * @throws UnusableFile when there is none, or it is not sound
 */
export function openChecklist(): OpenChecklist {
  const [id] = packIds('checklist')
  if (id === undefined) throw new UnusableFile('没有检查表。')
  const files = readPackFolder(join(PACKS, id), CHECKLIST_FILES)
  const loaded = loadChecklist(files, packDigest(nodeHost, files))
  if (!loaded.ok) throw new UnusableFile(`检查表 ${id} 有错，不能使用。请用 check-pack 检查。`)
  return { checklist: loaded.checklist, files }
}

/** What a folder says it holds; one that says nothing readable is taken for a quota, whose loader tells what is wrong. */
export function kindOfPack(folder: string): PackKind {
  try {
    const kind: unknown = Reflect.get(JSON.parse(readTextFile(join(folder, 'pack.json'))), 'kind')
    return kind === 'checklist' || kind === 'programme' ? kind : 'quota'
  } catch {
    return 'quota'
  }
}

/** The packs of a kind that are there, by the names of their folders. */
export function packIds(kind: PackKind = 'quota'): string[] {
  return foldersIn(PACKS).filter(id => kindOfPack(join(PACKS, id)) === kind)
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
