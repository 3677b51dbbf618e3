import { z } from 'zod'
import type { Cell } from '#core/contract/cell.ts'
import { disagreement, disagreements } from '#core/standard/pack/expected.ts'
import type { PackProblem } from '#core/standard/pack/load.ts'
import { expectedNumber } from '#core/standard/pack/schema.ts'
import type { EfficiencyPack } from '../pack.ts'
import { type Finding, runExamples } from '../run-examples.ts'
import { type EfficiencyEvaluation, evaluateEfficiency } from './efficiency.ts'

const cells = z.record(z.string(), expectedNumber)
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
        cells: cells.optional(),
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
        cells: cells.optional(),
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
  return runExamples(pack, expectation, (expected, facts) => comparisons(expected, evaluateEfficiency(facts, pack)))
}

function comparisons(expect: z.infer<typeof expectation>, evaluation: EfficiencyEvaluation): readonly Finding[] {
  const { results, whatIf } = evaluation
  const found: Finding[] = []
  const same = (place: string, expected: unknown, actual: unknown) => {
    if (expected === undefined) return
    const message = disagreement(written(expected), written(actual))
    if (message !== null) found.push({ place: `expect.${place}`, message })
  }
  const sameCells = (
    place: string,
    wanted: z.infer<typeof cells> | undefined,
    cellOf: (term: string) => Cell | null,
  ) => {
    for (const [term, of] of Object.entries(wanted ?? {}))
      for (const message of disagreements(of, cellOf(term)))
        found.push({ place: `expect.${place}.cells.${term}`, message })
  }
  const refusals = results.problems.filter(p => p.severity === 'refusal').map(p => p.code)
  same('problems', expect.problems, refusals)
  for (const [code, wanted] of Object.entries(expect.bodies ?? {})) {
    const place = `bodies.${code}`
    const body = results.bodies.find(b => b.code === code)
    same(`${place}.outcome`, wanted.outcome, body?.outcome)
    same(`${place}.rank`, wanted.rank, body?.rank)
    same(`${place}.tied`, wanted.tied, body?.tied)
    same(`${place}.eligible`, wanted.eligible, body?.eligible)
    same(`${place}.list`, wanted.list, body?.list)
    for (const [term, display] of Object.entries(wanted.display ?? {})) {
      const value: unknown = body && Object.hasOwn(body, term) ? Reflect.get(body, term) : undefined
      const actual: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'display') : undefined
      same(`${place}.display.${term}`, display, actual)
    }
    sameCells(place, wanted.cells, term => evaluation.cell({ body: code, term }))
  }
  for (const [code, wanted] of Object.entries(expect.units ?? {})) {
    const place = `units.${code}`
    const unit = results.units.find(u => u.code === code)
    same(`${place}.met`, wanted.met, unit?.met)
    same(`${place}.reason`, wanted.reason, unit?.reason)
    same(`${place}.unmetYears`, wanted.unmetYears, unit?.unmetYears)
    same(
      `${place}.duties`,
      wanted.duties,
      unit?.duties.map(d => `${d.id}${d.state === 'due' ? '' : '?'}`),
    )
    same(
      `${place}.dueDates`,
      wanted.dueDates,
      unit?.duties.map(d => d.dueDate),
    )
    sameCells(place, wanted.cells, term => evaluation.cell({ body: unit?.body ?? '', unit: code, term }))
  }
  for (const [name, wanted] of Object.entries(expect.groups ?? {})) {
    const group = results.groups.find(g => g.group === name)
    same(
      `groups.${name}.top`,
      wanted.top,
      group?.top.map(l => l.code),
    )
    same(
      `groups.${name}.bottom`,
      wanted.bottom,
      group?.bottom.map(l => l.code),
    )
    same(`groups.${name}.excluded`, wanted.excluded, group?.excluded)
    same(`groups.${name}.undetermined`, wanted.undetermined, group?.undetermined)
  }
  for (const [i, wanted] of (expect.whatIf ?? []).entries()) {
    const came = whatIf(wanted.body, wanted.rank)
    same(`whatIf[${i}].outcome`, wanted.outcome, came.outcome)
    same(`whatIf[${i}].more`, wanted.more, came.outcome === 'reachable' ? came.more : undefined)
  }
  return found
}

function written(value: unknown): string {
  if (value === undefined) return '没有这一项'
  if (value === null) return '空缺'
  return Array.isArray(value) ? value.map(written).join('、') || '无' : String(value)
}
