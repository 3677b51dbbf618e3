import type { Missing } from '#core/contract/cell.ts'
import type { FactTable } from '#core/contract/terms.ts'
import type { Decimal } from '#core/quantity/decimal.ts'
import type { TableRow } from './pack/table.ts'

/** What stands in place of a value that cannot be known yet: the terms that would settle it. */
export type Lacking = readonly Missing[]

export type Value = Decimal | string | Lacking

/** A fact that was not given. Who reads it learns which term it is; until then it costs nothing. */
export const ABSENT: Lacking = Object.freeze([])

export function isLacking(value: Value): value is Lacking {
  return Array.isArray(value)
}

/** How a value came about: a fact, the case of its formula, or the row of a table. */
export type How = 'fact' | number | TableRow

/**
 * The values of one row of facts (or of the institution itself), by slot. `at` is the row's name, e.g. `energy[3]`;
 * the institution's own line has an empty one. `units` says what the open units (`carrierUnit` …) are on this row.
 */
export type Line = {
  readonly at: string
  readonly values: Value[]
  readonly how: How[]
  readonly units: Readonly<Record<string, string>>
}

/** Everything about one institution that formulas read and write. */
export type Sheet = { readonly own: Line; readonly rows: Readonly<Record<FactTable, Line[]>> }

/** The cell of a term on a line. */
export function cellId(line: Line, term: string): string {
  return line.at === '' ? term : `${line.at}.${term}`
}
