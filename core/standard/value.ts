import type { Missing } from '#core/contract/cell.ts'
import type { Decimal } from '#core/quantity/decimal.ts'

/** What stands in place of a value that cannot be known yet: the terms that would settle it. */
export type Lacking = readonly Missing[]

export type Value = Decimal | string | Lacking

/** A fact that was not given. Who reads it learns which term it is; until then it costs nothing. */
export const ABSENT: Lacking = Object.freeze([])

/** Whether a value is missing. */
export function isLacking(value: Value): value is Lacking {
  return Array.isArray(value)
}

/**
 * The values of one row of facts by slot: row `key` of `table`, or the institution's own line (`table` null). The key is the
 * row's index, for indicators their id. Which case or table row a value came from is not kept: it follows from the values.
 */
export type Line = {
  readonly table: string | null
  readonly key: number | string
  readonly values: Value[]
}

/** Everything about one institution that formulas read and write; `rows` by the tables of its fact model. */
export type Sheet = { readonly own: Line; readonly rows: Readonly<Record<string, Line[]>> }

const NO_ROWS: readonly Line[] = Object.freeze([])

/** The rows of a table of facts, in their order. */
export function rowsOf(sheet: Sheet, table: string): readonly Line[] {
  return sheet.rows[table] ?? NO_ROWS
}

/** The cell of a term on a line: `energy[3].coalEquivalent`, on the institution's own line just the term. */
export function cellId(line: Line, term: string): string {
  return line.table === null ? term : `${line.table}[${line.key}].${term}`
}
