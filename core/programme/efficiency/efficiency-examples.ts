import { z } from 'zod'
import type { PackProblem } from '#core/standard/pack/load.ts'
import type { EfficiencyPack } from '../pack.ts'
import { type Comparison, expectedCells, runExamples } from '../run-examples.ts'
import { type EfficiencyEvaluation, evaluateEfficiency } from './efficiency.ts'

const codes = z.array(z.string())

/** What an example of an efficiency programme may expect; only what is written is compared. */
const expectation = z.strictObject({
  problems: codes.optional().meta({ description: 'Codes of all problems that refuse something, in order.' }),
  bodies: z
    .record(
      z.string(),
      z.strictObject({
        outcome: z.enum(['scored', 'undetermined']).optional(),
        rank: z.int().nullable().optional(),
        tied: z.boolean().optional(),
        eligible: z.enum(['yes', 'no', 'undetermined']).optional(),
        list: codes.optional(),
        display: z.record(z.string(), z.string().nullable()).optional(),
        cells: expectedCells.optional(),
      }),
    )
    .optional(),
  units: z
    .record(
      z.string(),
      z.strictObject({
        met: z.enum(['met', 'unmet', 'undetermined']).optional(),
        reason: z.string().nullable().optional(),
        unmetYears: z.int().optional(),
        duties: codes.optional(),
        dueDates: z.array(z.string().nullable()).optional(),
        cells: expectedCells.optional(),
      }),
    )
    .optional(),
  groups: z
    .record(
      z.string(),
      z.strictObject({
        top: codes.optional(),
        bottom: codes.optional(),
        excluded: codes.optional(),
        undetermined: codes.optional(),
      }),
    )
    .optional(),
  whatIf: z
    .array(
      z.strictObject({
        body: z.string(),
        rank: z.int(),
        outcome: z.enum(['already', 'reachable', 'notEnough', 'undetermined']),
        more: z.int().optional(),
      }),
    )
    .optional(),
})

/** Runs the examples of an efficiency pack and tells what came out otherwise. */
export function checkEfficiencyExamples(pack: EfficiencyPack): readonly PackProblem[] {
  return runExamples(pack, expectation, (expected, facts, comparison) =>
    compare(expected, evaluateEfficiency(facts, pack), comparison),
  )
}

function compare(expect: z.infer<typeof expectation>, evaluation: EfficiencyEvaluation, comparison: Comparison): void {
  const { results, whatIf } = evaluation
  const refusals = results.problems.filter(p => p.severity === 'refusal').map(p => p.code)
  comparison.same('problems', expect.problems, refusals)
  for (const [code, wanted] of Object.entries(expect.bodies ?? {})) {
    const place = `bodies.${code}`
    const body = results.bodies.find(b => b.code === code)
    comparison.same(`${place}.outcome`, wanted.outcome, body?.outcome)
    comparison.same(`${place}.rank`, wanted.rank, body?.rank)
    comparison.same(`${place}.tied`, wanted.tied, body?.tied)
    comparison.same(`${place}.eligible`, wanted.eligible, body?.eligible)
    comparison.same(`${place}.list`, wanted.list, body?.list)
    for (const [term, display] of Object.entries(wanted.display ?? {})) {
      const value: unknown = body && Object.hasOwn(body, term) ? Reflect.get(body, term) : undefined
      const actual: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'display') : undefined
      comparison.same(`${place}.display.${term}`, display, actual)
    }
    comparison.sameCells(place, wanted.cells, term => evaluation.cell({ body: code, term }))
  }
  for (const [code, wanted] of Object.entries(expect.units ?? {})) {
    const place = `units.${code}`
    const unit = results.units.find(u => u.code === code)
    comparison.same(`${place}.met`, wanted.met, unit?.met)
    comparison.same(`${place}.reason`, wanted.reason, unit?.reason)
    comparison.same(`${place}.unmetYears`, wanted.unmetYears, unit?.unmetYears)
    comparison.same(
      `${place}.duties`,
      wanted.duties,
      unit?.duties.map(d => `${d.id}${d.state === 'due' ? '' : '?'}`),
    )
    comparison.same(
      `${place}.dueDates`,
      wanted.dueDates,
      unit?.duties.map(d => d.dueDate),
    )
    comparison.sameCells(place, wanted.cells, term => evaluation.cell({ body: unit?.body ?? '', unit: code, term }))
  }
  for (const [name, wanted] of Object.entries(expect.groups ?? {})) {
    const group = results.groups.find(g => g.group === name)
    comparison.same(
      `groups.${name}.top`,
      wanted.top,
      group?.top.map(l => l.code),
    )
    comparison.same(
      `groups.${name}.bottom`,
      wanted.bottom,
      group?.bottom.map(l => l.code),
    )
    comparison.same(`groups.${name}.excluded`, wanted.excluded, group?.excluded)
    comparison.same(`groups.${name}.undetermined`, wanted.undetermined, group?.undetermined)
  }
  for (const [i, wanted] of (expect.whatIf ?? []).entries()) {
    const came = whatIf(wanted.body, wanted.rank)
    comparison.same(`whatIf[${i}].outcome`, wanted.outcome, came.outcome)
    comparison.same(`whatIf[${i}].more`, wanted.more, came.outcome === 'reachable' ? came.more : undefined)
  }
}
