import { z } from 'zod'
import type { PackProblem } from '#core/standard/pack/load.ts'
import type { GreenPowerPack } from '../pack.ts'
import { type Comparison, expectedCells, runExamples } from '../run-examples.ts'
import { evaluateGreenPower, type GreenPowerEvaluation } from './green-power.ts'

const counts = z.record(z.string(), z.string())

const requirement = z.strictObject({
  verdict: z.enum(['conform', 'nonconform', 'notReached', 'notApplicable', 'undetermined']),
  ownVerdict: z.enum(['conform', 'nonconform', 'notReached', 'notApplicable', 'undetermined']).optional(),
  certificatesToBuy: z.string().nullable().optional(),
  buyBy: z.string().nullable().optional(),
  missing: z.array(z.string()).optional().meta({ description: 'Terms, in order.' }),
  cells: expectedCells.optional(),
})

const yearOfHolder = z.strictObject({
  cells: expectedCells.optional(),
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
  return runExamples(pack, expectation, (expected, facts, comparison) =>
    compare(expected, evaluateGreenPower(facts, pack), comparison),
  )
}

function compare(expect: z.infer<typeof expectation>, evaluation: GreenPowerEvaluation, comparison: Comparison): void {
  const { results } = evaluation
  const codes = (severity: string) => results.problems.filter(p => p.severity === severity).map(p => p.code)
  comparison.same('problems', expect.problems, codes('refusal'))
  comparison.same('warnings', expect.warnings, codes('warning'))
  for (const [state, wanted] of Object.entries(expect.totals ?? {}))
    comparison.same(`totals.${state}`, wanted, amountOf(results.totals, state))
  comparison.same(
    'certificates',
    expect.certificates,
    evaluation
      .certificates()
      .map(c => `${c.first}-${c.last} ${c.state} ${c.holder}${c.forYear === null ? '' : ` ${c.forYear}`}`),
  )
  comparison.same(
    'expiring',
    expect.expiring,
    results.expiring.map(row => `${row.holder} ${row.expiry} ${row.amount.certificates}`),
  )
  for (const [code, wanted] of Object.entries(expect.holders ?? {})) {
    const holder = results.holders.find(h => h.code === code)
    for (const [state, of] of Object.entries(wanted.totals ?? {}))
      comparison.same(`holders.${code}.totals.${state}`, of, amountOf(holder?.totals ?? {}, state))
    for (const [year, of] of Object.entries(wanted.years ?? {})) {
      const place = `holders.${code}.years.${year}`
      const result = holder?.years.find(y => y.year === year)
      comparison.sameCells(place, of.cells, term => evaluation.cell({ holder: code, year, term }))
      for (const [period, held] of Object.entries(of.held ?? {})) {
        const row = [...(result?.months ?? []), ...(result?.quarters ?? [])].find(r => r.period === period)
        comparison.same(
          `${place}.held.${period}`,
          held,
          row === undefined ? undefined : (row.held?.certificates ?? null),
        )
      }
      for (const [id, asked] of Object.entries(of.requirements ?? {})) {
        const at = `${place}.requirements.${id}`
        const came = result?.requirements.find(r => r.id === id)
        comparison.same(`${at}.verdict`, asked.verdict, came?.verdict)
        comparison.same(`${at}.ownVerdict`, asked.ownVerdict, came?.ownVerdict)
        comparison.same(`${at}.certificatesToBuy`, asked.certificatesToBuy, came?.certificatesToBuy)
        comparison.same(`${at}.buyBy`, asked.buyBy, came?.buyBy)
        comparison.same(
          `${at}.missing`,
          asked.missing,
          came?.missing.map(m => m.term),
        )
        comparison.sameCells(at, asked.cells, term => evaluation.cell({ holder: code, year, requirement: id, term }))
      }
    }
  }
}

/** The certificates of a state, `undefined` if there is no such state. */
function amountOf(totals: object, state: string): unknown {
  const amount: unknown = Object.hasOwn(totals, state) ? Reflect.get(totals, state) : undefined
  return typeof amount === 'object' && amount !== null ? Reflect.get(amount, 'certificates') : undefined
}
