import { columnsOf, TABLE_NAMES, TABLES, type TableName } from './schema.ts'
import { countOf, type Row, type Sql, type SqlValue, textOrNull } from './sql.ts'

/** One row as it was and as it shall be; `null` before it existed and after it is gone. */
export type Change = {
  readonly table: TableName
  readonly id: string
  readonly before: Row | null
  readonly after: Row | null
}

/** `base`: what a workbook starts with, which cannot be taken back. */
export const ACTION_KINDS = ['do', 'undo', 'redo', 'base'] as const

/** What a person did, as it is called in the list of steps, and the institution it concerns. */
export type Action = {
  readonly kind: (typeof ACTION_KINDS)[number]
  readonly target: number | null
  readonly label: string
  readonly place: string | null
  /** The sender's own id of the command: said twice, it is carried out once. */
  readonly command: string | null
}

export type Clock = { readonly now: () => string; readonly sha256: (content: string | Uint8Array) => string }

/** A row is not what the change says it was: somebody else wrote in between. Nothing has been written. */
export class Outdated extends Error {}

/** A value that the schema does not allow. A bug in a command, since commands read typed text first. */
export class WrongValue extends Error {}

/**
 * Writes an action: its changes, their log and the link of the hash chain, all or nothing. The only function that inserts,
 * updates or deletes what people entered. Returns the new revision, which is the number of the action.
 *
 * @throws Outdated, WrongValue; the caller's transaction is then rolled back
 */
export function apply(sql: Sql, clock: Clock, action: Action, changes: readonly Change[]): number {
  return sql.transaction(() => {
    const last = sql.prepare('SELECT "sequence", "hash" FROM "action" ORDER BY "sequence" DESC LIMIT 1').get()
    const sequence = countOf(last?.sequence) + 1
    const at = clock.now()
    for (const change of changes) writeRow(sql, change)
    const hash = clock.sha256(linkText(String(last?.hash ?? ''), sequence, action, at, changes))
    sql
      .prepare(
        'INSERT INTO "action" ("sequence", "kind", "target", "label", "place", "command", "at", "hash") VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(sequence, action.kind, action.target, action.label, action.place, action.command, at, hash)
    const log = sql.prepare(
      'INSERT INTO "change" ("action", "position", "tableName", "row", "before", "after") VALUES (?, ?, ?, ?, ?, ?)',
    )
    changes.forEach(({ table, id, before, after }, position) => {
      log.run(sequence, position, table, id, jsonOf(table, before), jsonOf(table, after))
    })
    return sequence
  })
}

/** The text whose digest chains an action to the one before. */
export function linkText(
  previous: string,
  sequence: number,
  { kind, target, label, place, command }: Action,
  at: string,
  changes: readonly Change[],
): string {
  const rows = changes.map(({ table, id, before, after }) => [table, id, jsonOf(table, before), jsonOf(table, after)])
  return JSON.stringify([previous, sequence, kind, target, label, place, command, at, rows])
}

/** A row as canonical JSON: the values in the order of the schema. */
export function jsonOf(table: TableName, row: Row | null): string | null {
  return row && JSON.stringify(columnsOf(table).map(name => row[name] ?? null))
}

/** The action that a command has already become, `null` if it has not. */
export function actionOfCommand(sql: Sql, command: string): { label: string; sequence: number } | null {
  const row = sql.prepare('SELECT "label", "sequence" FROM "action" WHERE "command" = ?').get(command)
  return row ? { label: String(row.label), sequence: countOf(row.sequence) } : null
}

/** The row that canonical JSON stands for. */
export function rowFrom(table: TableName, json: string | null): Row | null {
  if (json === null) return null
  const values: SqlValue[] = JSON.parse(json)
  return Object.fromEntries(columnsOf(table).map((name, i) => [name, values[i] ?? null]))
}

/** The changes that take an action back, in reverse order. */
export function inverse(changes: readonly Change[]): Change[] {
  return changes.map(({ table, id, before, after }) => ({ table, id, before: after, after: before })).reverse()
}

/** What an action changed. */
export function changesOf(sql: Sql, sequence: number): Change[] {
  const rows = sql.prepare('SELECT * FROM "change" WHERE "action" = ? ORDER BY "position"').all(sequence)
  return rows.map(row => {
    const table = tableNamed(String(row.tableName))
    return {
      table,
      id: String(row.row),
      before: rowFrom(table, textOrNull(row.before)),
      after: rowFrom(table, textOrNull(row.after)),
    }
  })
}

/** What can be taken back and what can be done again, from the whole log: it survives a restart. */
export type History = { readonly undo: readonly Step[]; readonly redo: readonly Step[]; readonly revision: number }
export type Step = {
  readonly sequence: number
  readonly label: string
  readonly place: string | null
  readonly at: string
}

/** Reads the log once; afterwards {@link advance} keeps the history up to date. */
export function readHistory(sql: Sql): History {
  let history: History = { undo: [], redo: [], revision: 0 }
  for (const row of sql.prepare('SELECT * FROM "action" ORDER BY "sequence"').iterate()) {
    history = advance(history, kindOf(row), {
      sequence: countOf(row.sequence),
      label: String(row.label),
      place: textOrNull(row.place),
      at: String(row.at),
    })
  }
  return history
}

/** The kind of a logged action. */
export function kindOf(action: Row): Action['kind'] {
  return ACTION_KINDS.find(kind => kind === action.kind) ?? 'do'
}

/** The history after one more action. */
export function advance({ undo, redo }: History, kind: Action['kind'], step: Step): History {
  const revision = step.sequence
  const undone = undo.at(-1)
  const redone = redo.at(-1)
  if (kind === 'base') return { undo: [], redo: [], revision }
  if (kind === 'undo' && undone) return { undo: undo.slice(0, -1), redo: [...redo, undone], revision }
  if (kind === 'redo' && redone) return { undo: [...undo, redone], redo: redo.slice(0, -1), revision }
  return { undo: [...undo.slice(-(MOST_STEPS - 1)), step], redo: [], revision }
}

/** As many steps back as a person can take; older ones stay in the log. */
const MOST_STEPS = 1000

/** Puts the result of an institution-year beside its facts; derived, so it is neither logged nor undone. */
export function storeResult(sql: Sql, year: string, result: string, summary: string): void {
  sql
    .prepare('INSERT OR REPLACE INTO "current_result" ("year", "result", "summary") VALUES (?, ?, ?)')
    .run(year, result, summary)
}

/** Forgets all derived results, before they are made anew by another standard. */
export function forgetResults(sql: Sql): void {
  sql.exec('DELETE FROM "current_result"')
}

/** Keeps the bytes of a pack that a stored run was computed with, once per digest. */
export function keepPack(sql: Sql, digest: string, files: string): void {
  sql.prepare('INSERT OR IGNORE INTO "pack" ("digest", "files") VALUES (?, ?)').run(digest, files)
}

/** A name, the year, whether it is a sample: what belongs to the file and to no institution. */
export function storeSetting(sql: Sql, name: string, value: string): void {
  sql.prepare('INSERT OR REPLACE INTO "setting" ("name", "value") VALUES (?, ?)').run(name, value)
}

function writeRow(sql: Sql, { table, id, before, after }: Change): void {
  const current = sql.prepare(`SELECT * FROM "${table}" WHERE "id" = ?`).get(id)
  if (jsonOf(table, current ?? null) !== jsonOf(table, before)) throw new Outdated(`${table} ${id}`)
  if (after === null) {
    sql.prepare(`DELETE FROM "${table}" WHERE "id" = ?`).run(id)
    return
  }
  const columns = columnsOf(table)
  const values = columns.map(name => allowed(table, name, after[name] ?? null))
  if (values[0] !== id) throw new WrongValue(`${table}.id`)
  const names = columns.map(name => `"${name}"`)
  const places = columns.map(() => '?')
  sql
    .prepare(
      before
        ? `UPDATE "${table}" SET ${names.map(name => `${name} = ?`).join(', ')} WHERE "id" = ?`
        : `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${places.join(', ')})`,
    )
    .run(...values, ...(before ? [id] : []))
}

/** Quantities are text; a JavaScript number would be stored as its rounded print. */
function allowed(table: TableName, name: string, value: SqlValue): SqlValue {
  const column = TABLES[table][name]
  if (value === null) {
    if (name === 'id' || column?.required) throw new WrongValue(`${table}.${name} is empty`)
    return null
  }
  const isCount = column?.kind === 'count'
  if (typeof value !== (isCount ? 'number' : 'string') || (isCount && !Number.isSafeInteger(value)))
    throw new WrongValue(`${table}.${name}: ${typeof value}`)
  if (column?.oneOf && !column.oneOf.includes(String(value))) throw new WrongValue(`${table}.${name}: ${value}`)
  return value
}

function tableNamed(name: string): TableName {
  const table = TABLE_NAMES.find(known => known === name)
  if (!table) throw new WrongValue(`no table ${name}`)
  return table
}
