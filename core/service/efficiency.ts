import type { UnitResult } from '#core/contract/efficiency-programme.ts'
import { PROGRAMME_FORMAT } from '#core/contract/programme.ts'
import type { EfficiencyView } from '#core/contract/programme-view.ts'
import { type EfficiencyEvaluation, evaluateEfficiency } from '../programme/efficiency/efficiency.ts'
import type { EfficiencyPack } from '../programme/pack.ts'
import { allRows, factRows } from '../workbook/read.ts'
import type { Row, Sql } from '../workbook/sql.ts'

/** What people entered for an efficiency programme, as the document that the engine takes. */
export function efficiencyFacts(sql: Sql, programme: string, year: string): Readonly<Record<string, unknown>> {
  return {
    format: PROGRAMME_FORMAT,
    programme,
    year,
    benchmarks: factRows(sql, 'benchmark'),
    bodies: bodiesOf(allRows(sql, 'body'), year).map(bodyFacts),
    units: factRows(sql, 'unit'),
    years: factRows(sql, 'unitYear'),
    path: factRows(sql, 'pathYear'),
    approvals: factRows(sql, 'approval'),
  }
}

/**
 * Each body once: it may have a line for the totals of every year. Its totals are those of the year looked at, else those of no
 * year, else of another, which the evaluation leaves out and says so; what is not of a year is the same in all of them.
 */
function bodiesOf(rows: readonly Row[], year: string): readonly Row[] {
  return [...Map.groupBy(rows, row => String(row.code)).values()].map(lines => {
    const of = (wanted: string | null) => lines.find(line => (line.statedYear ?? null) === wanted)
    const totals = of(year) ?? (lines.length === 1 ? undefined : of(null)) ?? lines.at(-1) ?? {}
    return totals
  })
}

const STATED = 'stated'

/** A body with its stated totals apart, if there are any. */
function bodyFacts({ code = null, name = null, group = null, taskForceWorking = null, ...rest }: Row) {
  const totals = Object.entries(rest).flatMap(([key, value]) => {
    if (!key.startsWith(STATED)) return []
    const bare = key.slice(STATED.length)
    return [[`${bare.charAt(0).toLowerCase()}${bare.slice(1)}`, value] as const]
  })
  const stated = totals.some(([, value]) => value !== null) ? Object.fromEntries(totals) : null
  return { code, name, group, taskForceWorking, stated }
}

/** A year of the programme by what the workbook holds. */
export function evaluateEfficiencyOf(sql: Sql, pack: EfficiencyPack, year: string): EfficiencyEvaluation {
  return evaluateEfficiency(efficiencyFacts(sql, pack.document.id, year), pack)
}

/** Everything but the units, of which there may be thousands. */
export function efficiencyView({ results }: EfficiencyEvaluation): EfficiencyView {
  const { units, ...rest } = results
  const tally = { met: 0, unmet: 0, undetermined: 0 }
  for (const { met } of units) tally[met] += 1
  return { ...rest, tally }
}

const PAGE = 100

/** A hundred of the units of one body, and how many it has. */
export function unitsOfBody(
  { results }: EfficiencyEvaluation,
  body: string,
  from: number,
): { readonly units: readonly UnitResult[]; readonly found: number } {
  const all = results.units.filter(unit => unit.body === body)
  return { units: all.slice(from, from + PAGE), found: all.length }
}
