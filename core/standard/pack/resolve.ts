import type { Cite } from '#core/contract/cell.ts'
import { isLacking, type Lacking, type Value } from '../value.ts'
import { bandContains, type Table, type TableRow } from './table.ts'

/** A choice of one row of a table by keys, and the names that its columns then give. */
export type Lookup = {
  readonly id: string
  readonly table: Table
  readonly each: string | null
  readonly keys: readonly { readonly column: string; readonly name: string }[]
  readonly gives: readonly { readonly column: string; readonly name: string }[]
  readonly missing: string | null
  readonly cite: Cite
}

/** One key of a lookup: the column of the table, and the value that a row must match. */
export type Key = { readonly column: string; readonly value: Value }

/**
 * For a table with one key column and no band, as the factors of carriers: the row of each word. `null` for other tables,
 * and for rows that match anything. It is read once per bill, so it is not searched.
 */
export function rowsByWord(table: Table): ReadonlyMap<string, TableRow> | null {
  const [column, ...others] = [...table.columns.values()].filter(c => c.kind === 'key' || c.kind === 'band')
  if (column?.kind !== 'key' || others.length > 0 || table.rows.some(row => !row.keys.has(column.id))) return null
  return new Map(table.rows.flatMap(row => (row.keys.get(column.id) ?? []).map(word => [word, row])))
}

/**
 * Chooses the row of a table that all keys match. A key that a row does not set matches anything; a key whose value is
 * still unknown only matters if the rows left over ask for it. Lint has proved that no two rows match the same keys.
 *
 * @returns the row; or what is missing to choose one; or `null` when the values are known and no row has them
 */
export function lookupRow(table: Table, keys: readonly Key[]): TableRow | Lacking | null {
  const known = keys.filter(key => !isLacking(key.value))
  const candidates = table.rows.filter(row => known.every(key => matches(row, key)))
  if (candidates.length === 0) return null
  const open = keys.filter(key => isLacking(key.value))
  const asksFor = (key: Key) => (row: TableRow) => row.keys.has(key.column) || row.bands.has(key.column)
  const asked = open.filter(key => candidates.every(asksFor(key)))
  const partlyAsked = candidates.length > 1 ? open.filter(key => candidates.some(asksFor(key))) : []
  const lacking = (asked.length > 0 ? asked : partlyAsked).flatMap(key => (isLacking(key.value) ? key.value : []))
  return lacking.length > 0 ? lacking : (candidates[0] ?? null)
}

function matches(row: TableRow, { column, value }: Key): boolean {
  const words = row.keys.get(column)
  if (words) return typeof value === 'string' && words.includes(value)
  const band = row.bands.get(column)
  return !band || (typeof value === 'object' && !isLacking(value) && bandContains(band, value))
}
