import type { TableName } from '../workbook/schema.ts'
import type { Row, Sql } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'
import type { Host } from './host.ts'

/** The field that an unreadable text was typed in. */
export type DraftPlace = {
  readonly year: string
  readonly table: TableName
  readonly row: string
  readonly field: string
}

const MOST_KEPT = 1000

/** Puts, replaces or, with no unread text, takes away the draft of a field. */
export function draftChanges(
  sql: Sql,
  host: Host,
  { year, table, row, field }: DraftPlace,
  unread: { readonly typed: string; readonly message: string } | null,
): Change[] {
  const before = draftOf(sql, table, row, field)
  if (unread === null) return before ? [{ table: 'draft', id: String(before.id), before, after: null }] : []
  const id = String(before?.id ?? host.newId())
  const typed = unread.typed.slice(0, MOST_KEPT)
  const after = { id, year, tableName: table, row, field, typed, message: unread.message }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ table: 'draft', id, before, after }]
}

function draftOf(sql: Sql, table: TableName, row: string, field: string): Row | null {
  return (
    sql.prepare('SELECT * FROM "draft" WHERE "tableName" = ? AND "row" = ? AND "field" = ?').get(table, row, field) ??
    null
  )
}
