import { type LoadedPack, loadPack } from '../standard/pack/load.ts'
import { selfCheck } from '../standard/self-check.ts'
import type { Host } from './host.ts'

/**
 * Opens a standard pack from the texts of its files: reads, checks and runs its own examples. A pack that disagrees with
 * one of its examples is not opened, so nothing is ever graded by it.
 *
 * @param files path inside the pack → text
 */
export function openPack(host: Host, files: ReadonlyMap<string, string>): LoadedPack {
  const loaded = loadPack(files, packDigest(host, files))
  if (!loaded.ok) return loaded
  const problems = selfCheck(loaded.standard)
  return problems.length > 0 ? { ok: false, problems } : loaded
}

/** `sha256:` over the sorted lines `path NUL sha256(file)`: names the exact bytes a result was computed with. */
export function packDigest(host: Host, files: ReadonlyMap<string, string>): string {
  const lines = [...files].map(([path, text]) => `${path}\0${host.sha256(text)}\n`).sort()
  return `sha256:${host.sha256(lines.join(''))}`
}
