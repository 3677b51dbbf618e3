import { z } from 'zod'
import type { Cell } from '#core/contract/cell.ts'
import { disagreement, disagreements } from '#core/standard/pack/expected.ts'
import type { PackProblem } from '#core/standard/pack/load.ts'
import { expectedNumber } from '#core/standard/pack/schema.ts'
import type { GreenPowerPack } from '../pack.ts'
import { type Finding, runExamples } from '../run-examples.ts'
import { evaluateGreenPower, type GreenPowerEvaluation } from './green-power.ts'

const cells = z.record(z.string(), expectedNumber)
const counts = z.record(z.string(), z.string())

const requirement = z.strictObject({
  verdict: z.enum(['conform', 'nonconform', 'notReached', 'notApplicable', 'undetermined']),
  ownVerdict: z.enum(['conform', 'nonconform', 'notReached', 'notApplicable', 'undetermined']).optional(),
  certificatesToBuy: z.string().nullable().optional(),
  buyBy: z.string().nullable().optional(),
  missing: z.array(z.string()).optional().meta({ description: 'Terms, in order.' }),
  cells: cells.optional(),
})

const yearOfHolder = z.strictObject({
  cells: cells.optional(),
  requirements: z.record(z.string(), requirement).optional(),
  held: z
    .record(z.string(), z.string().nullable())
    .optional()
    .meta({ description: 'Certificates held at the end of a month or quarter.' }),
})

/** What an example of a green-power programme may expect; only what is written is compared. */
const expectation = z.strictObject({
  problems: z.array(z.string()).optional().meta({ description: 'Codes of all problems that refuse something.' }),
  warnings: z.array(z.string()).optional(),
  totals: counts.optional().meta({ description: 'Certificates by state, of all holders together.' }),
  certificates: z
    .array(z.string())
    .optional()
    .meta({ description: 'Every run of numbers: first-last state holder year.' }),
  expiring: z.array(z.string()).optional().meta({ description: 'holder lastDay certificates' }),
  holders: z
    .record(
      z.string(),
      z.strictObject({ totals: counts.optional(), years: z.record(z.string(), yearOfHolder).optional() }),
    )
    .optional(),
})

/** Runs the examples of a green-power pack and tells what came out otherwise. */
export function checkGreenPowerExamples(pack: GreenPowerPack): readonly PackProblem[] {
  return runExamples(pack, expectation, (expected, facts) => comparisons(expected, evaluateGreenPower(facts, pack)))
}

function comparisons(expect: z.infer<typeof expectation>, evaluation: GreenPowerEvaluation): readonly Finding[] {
  const { results } = evaluation
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
  const codes = (severity: string) => results.problems.filter(p => p.severity === severity).map(p => p.code)
  same('problems', expect.problems, codes('refusal'))
  same('warnings', expect.warnings, codes('warning'))
  for (const [state, wanted] of Object.entries(expect.totals ?? {}))
    same(`totals.${state}`, wanted, amountOf(results.totals, state))
  same(
    'certificates',
    expect.certificates,
    evaluation
      .certificates()
      .map(c => `${c.first}-${c.last} ${c.state} ${c.holder}${c.forYear === null ? '' : ` ${c.forYear}`}`),
  )
  same(
    'expiring',
    expect.expiring,
    results.expiring.map(row => `${row.holder} ${row.expiry} ${row.amount.certificates}`),
  )
  for (const [code, wanted] of Object.entries(expect.holders ?? {})) {
    const holder = results.holders.find(h => h.code === code)
    for (const [state, of] of Object.entries(wanted.totals ?? {}))
      same(`holders.${code}.totals.${state}`, of, amountOf(holder?.totals ?? {}, state))
    for (const [year, of] of Object.entries(wanted.years ?? {})) {
      const place = `holders.${code}.years.${year}`
      const result = holder?.years.find(y => y.year === year)
      sameCells(place, of.cells, term => evaluation.cell({ holder: code, year, term }))
      for (const [period, held] of Object.entries(of.held ?? {})) {
        const row = [...(result?.months ?? []), ...(result?.quarters ?? [])].find(r => r.period === period)
        same(`${place}.held.${period}`, held, row === undefined ? undefined : (row.held?.certificates ?? null))
      }
      for (const [id, asked] of Object.entries(of.requirements ?? {})) {
        const at = `${place}.requirements.${id}`
        const came = result?.requirements.find(r => r.id === id)
        same(`${at}.verdict`, asked.verdict, came?.verdict)
        same(`${at}.ownVerdict`, asked.ownVerdict, came?.ownVerdict)
        same(`${at}.certificatesToBuy`, asked.certificatesToBuy, came?.certificatesToBuy)
        same(`${at}.buyBy`, asked.buyBy, came?.buyBy)
        same(
          `${at}.missing`,
          asked.missing,
          came?.missing.map(m => m.term),
        )
        sameCells(at, asked.cells, term => evaluation.cell({ holder: code, year, requirement: id, term }))
      }
    }
  }
  return found
}

/** The certificates of a state, `undefined` if there is no such state. */
function amountOf(totals: object, state: string): unknown {
  const amount: unknown = Object.hasOwn(totals, state) ? Reflect.get(totals, state) : undefined
  return typeof amount === 'object' && amount !== null ? Reflect.get(amount, 'certificates') : undefined
}

function written(value: unknown): string {
  if (value === undefined) return '没有这一项'
  if (value === null) return '空缺'
  return Array.isArray(value) ? value.map(written).join('、') || '无' : String(value)
}
