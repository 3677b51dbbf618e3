import { AUDIT_TABLES, TABLE_NAMES, TABLES, type TableName } from './schema.ts'
import { countOf, type Row, type Sql, textOrNull } from './sql.ts'

/** One row, or `null`. */
export function rowOf(sql: Sql, table: TableName, id: string): Row | null {
  return sql.prepare(`SELECT * FROM "${table}" WHERE "id" = ?`).get(id) ?? null
}

/** The rows that belong to another row, in the order people see. */
export function rowsOf(sql: Sql, table: TableName, owner: string): readonly Row[] {
  const [column] = Object.entries(TABLES[table]).find(([, c]) => c.of) ?? ['id']
  return sql.prepare(`SELECT * FROM "${table}" WHERE "${column}" = ? ORDER BY ${orderOf(table)}`).all(owner)
}

/** All rows of a table in their order. */
export function allRows(sql: Sql, table: TableName): readonly Row[] {
  return sql.prepare(`SELECT * FROM "${table}" ORDER BY ${orderOf(table)}`).all()
}

/** Every row of a table without what only the workbook needs, in the order of `allRows`; columns may be named otherwise. */
export function factRows(sql: Sql, table: TableName, names: Readonly<Record<string, string>> = {}): readonly Row[] {
  const columns = Object.entries(TABLES[table]).flatMap(([name, { kind }]) =>
    kind === 'count' ? [] : [`"${name}" AS "${names[name] ?? name}"`],
  )
  return sql.prepare(`SELECT ${columns.join(', ')} FROM "${table}" ORDER BY ${orderOf(table)}`).all()
}

function orderOf(table: TableName): string {
  if (TABLES[table].ordinal) return '"ordinal", "id"'
  return TABLES[table].month ? '"month"' : '"id"'
}

/** How many rows a table has. */
export function rowCount(sql: Sql, table: TableName): number {
  return countOf(sql.prepare(`SELECT count(*) AS "count" FROM "${table}"`).get()?.count)
}

/** The texts of a column, each once, in their order. */
export function distinctTexts(sql: Sql, table: TableName, column: string): readonly string[] {
  const rows = sql.prepare(`SELECT DISTINCT "${column}" AS "text" FROM "${table}" ORDER BY "text"`).all()
  return rows.flatMap(({ text }) => textOrNull(text) ?? [])
}

/** The last signature of an institution-year, or `null` for a draft. */
export function lastSignoff(sql: Sql, year: string): Row | null {
  return rowsOf(sql, 'signoff', year).at(-1) ?? null
}

/** Whether facts, answers and runs of an institution-year are locked. */
export function isFinal(sql: Sql, year: string): boolean {
  return lastSignoff(sql, year)?.state === 'final'
}

export type StepAfter = {
  readonly sequence: number
  readonly label: string
  readonly at: string
  readonly place: string | null
}

/** Rows that say nothing of an audit: stored evaluations, text half read, further signatures. */
export const BESIDE_AUDIT: readonly TableName[] = ['run', 'draft', 'signoff']

/** The steps after a signature in its institution, and those over many (`place`: null), that changed more than what is beside. */
export function stepsAfter(sql: Sql, signoff: string): readonly StepAfter[] {
  const rows = sql
    .prepare(
      `SELECT a."sequence", a."label", a."kind", a."at", a."place" FROM "change" c JOIN "action" s ON s."sequence" = c."action" JOIN "action" a ON a."sequence" > s."sequence" AND (a."place" = s."place" OR a."place" IS NULL) WHERE c."tableName" = 'signoff' AND c."row" = ? AND s."kind" = 'do' AND EXISTS (SELECT 1 FROM "change" d WHERE d."action" = a."sequence" AND d."tableName" NOT IN (${BESIDE_AUDIT.map(() => '?').join(', ')})) ORDER BY a."sequence"`,
    )
    .all(signoff, ...BESIDE_AUDIT)
  return rows.map(({ sequence, label, kind, at, place }) => ({
    sequence: countOf(sequence),
    label: kind === 'undo' ? `撤销 ${label}` : kind === 'redo' ? `重做 ${label}` : String(label),
    at: String(at),
    place: textOrNull(place),
  }))
}

/** The consumption of a whole year, by supply and month. */
export function consumptionOf(sql: Sql, year: string): readonly Row[] {
  return sql
    .prepare(
      'SELECT c.* FROM "supply" s JOIN "consumption" c ON c."supply" = s."id" WHERE s."year" = ? ORDER BY s."ordinal", s."id", c."month"',
    )
    .all(year)
}

/** The institution-year a row belongs to, or `null` for an institution itself. */
export function yearOf(sql: Sql, table: TableName, row: Row): string | null {
  if (table === 'year') return textOrNull(row.id)
  const [column, owner] = Object.entries(TABLES[table]).find(([, { of }]) => of) ?? []
  if (column === undefined || owner?.of === undefined) return null
  if (owner.of === 'year') return textOrNull(row[column])
  return yearOf(sql, owner.of, rowOf(sql, owner.of, String(row[column])) ?? {})
}

/** The tables whose rows belong to a row of this one. */
export function tablesBelow(table: TableName): readonly TableName[] {
  return TABLE_NAMES.filter(name => Object.values(TABLES[name]).some(column => column.of === table))
}

/** Every monthly cell of a carrier in the whole workbook, with the unit of its meter. */
export function monthlyCells(sql: Sql, carrier: string): IterableIterator<Row> {
  return sql
    .prepare(
      'SELECT c."supply", c."month", c."state", c."amount", s."unit" FROM "supply" s JOIN "consumption" c ON c."supply" = s."id" WHERE s."carrier" = ? AND c."month" > 0',
    )
    .iterate(carrier)
}

/** The institution-years in the order of the list. */
export function yearIds(sql: Sql): readonly { readonly year: string; readonly institution: string }[] {
  const rows = sql
    .prepare(
      'SELECT y."id" AS "year", i."id" AS "institution" FROM "institution" i JOIN "year" y ON y."institution" = i."id" ORDER BY i."ordinal", i."id", y."from"',
    )
    .all()
  return rows.map(row => ({ year: String(row.year), institution: String(row.institution) }))
}

export function settingOf(sql: Sql, name: string): string | null {
  return textOrNull(sql.prepare('SELECT "value" FROM "setting" WHERE "name" = ?').get(name)?.value)
}

/** What the list shows of every institution-year, in its order, as stored. */
export function summaries(
  sql: Sql,
  first: number | null = null,
): readonly { readonly year: string; readonly summary: string | null }[] {
  const rows = sql
    .prepare(
      'SELECT y."id" AS "year", r."summary" FROM "institution" i INDEXED BY "institution_order" CROSS JOIN "year" y ON y."institution" = i."id" LEFT JOIN "current_result" r ON r."year" = y."id" ORDER BY i."ordinal", i."id", y."from" LIMIT ?',
    )
    .all(first ?? -1)
  return rows.map(row => ({ year: String(row.year), summary: textOrNull(row.summary) }))
}

/** What the list shows of one institution-year. */
export function summaryOfYear(sql: Sql, year: string): string | null {
  return textOrNull(sql.prepare('SELECT "summary" FROM "current_result" WHERE "year" = ?').get(year)?.summary)
}

export function institutionCount(sql: Sql): number {
  return countOf(sql.prepare('SELECT count(*) AS "count" FROM "institution"').get()?.count)
}

/** All rows of one institution-year; those of a table in the order people see, consumption by its supply. */
export type YearRows = {
  readonly year: Row
  readonly institution: Row
  readonly of: (table: TableName) => readonly Row[]
  readonly consumptionOf: (supply: string) => readonly Row[]
}

const OF_YEAR = TABLE_NAMES.filter(
  table => TABLES[table].year?.of && !['run', 'draft', ...AUDIT_TABLES].includes(table),
)

/** Reads the rows of institution-years together, with one query per table; an id that is not there is left out. */
export function rowsOfYears(sql: Sql, years: readonly string[]): readonly YearRows[] {
  const wanted = JSON.stringify(years)
  const among = 'IN (SELECT "value" FROM json_each(?))'
  const read = (query: string, key: string) => Map.groupBy(sql.prepare(query).all(wanted), row => row[key])
  const tables = new Map(
    OF_YEAR.map(table => [
      table,
      read(`SELECT * FROM "${table}" WHERE "year" ${among} ORDER BY "year", ${orderOf(table)}`, 'year'),
    ]),
  )
  // unsorted, because sorting takes as long as reading and each cell says its month
  const consumption = read(
    `SELECT c.* FROM "supply" s JOIN "consumption" c ON c."supply" = s."id" WHERE s."year" ${among}`,
    'supply',
  )
  const found = read(`SELECT * FROM "year" WHERE "id" ${among}`, 'id')
  const institutions = read(
    `SELECT * FROM "institution" WHERE "id" IN (SELECT "institution" FROM "year" WHERE "id" ${among})`,
    'id',
  )
  return years.flatMap(id =>
    (found.get(id) ?? []).map(year => ({
      year,
      institution: institutions.get(year.institution)?.[0] ?? {},
      of: (table: TableName) => tables.get(table)?.get(id) ?? [],
      consumptionOf: (supply: string) => consumption.get(supply) ?? [],
    })),
  )
}
