import type { PackProblem } from '#core/standard/pack/load.ts'
import { checkEfficiencyExamples } from './efficiency/efficiency-examples.ts'
import { checkGreenPowerExamples } from './green-power/green-power-examples.ts'
import { isEfficiencyPack, isGreenPowerPack, type LoadedProgramme, loadProgramme, type ProgrammePack } from './pack.ts'

/**
 * Opens a programme pack from the texts of its files: reads, checks and runs its own examples (自检). A pack that disagrees
 * with one of its examples is not opened.
 */
export function openProgramme(files: ReadonlyMap<string, string>, digest: string): LoadedProgramme {
  const loaded = loadProgramme(files, digest)
  if (!loaded.ok) return loaded
  const problems = checkExamples(loaded.programme)
  return problems.length > 0 ? { ok: false, problems } : loaded
}

/** Runs the examples of a programme pack; an empty list means that every example came out as written. */
export function checkExamples(pack: ProgrammePack): readonly PackProblem[] {
  if (isEfficiencyPack(pack)) return checkEfficiencyExamples(pack)
  return isGreenPowerPack(pack) ? checkGreenPowerExamples(pack) : []
}
