import { APPLICATION_ID, SCHEMA_VERSION, schemaStatements } from './schema.ts'
import type { Sql } from './sql.ts'

/** Why a file is not opened, found before SQLite touches it. */
export type HeaderFault = 'empty' | 'notSqlite' | 'notWorkbook' | 'newer' | 'older'

const MAGIC = 'SQLite format 3\u0000'

/** Reads the first 100 bytes: whose file it is and which version wrote it. `null`: it may be opened. */
export function headerFault(header: Uint8Array): HeaderFault | null {
  if (header.length === 0) return 'empty'
  const magic = String.fromCharCode(...header.slice(0, MAGIC.length))
  if (header.length < 100 || magic !== MAGIC) return 'notSqlite'
  if (word(header, 68) !== APPLICATION_ID) return 'notWorkbook'
  const version = word(header, 60)
  if (version > SCHEMA_VERSION) return 'newer'
  return version < SCHEMA_VERSION ? 'older' : null
}

function word(bytes: Uint8Array, at: number): number {
  return [0, 1, 2, 3].reduce((sum, i) => sum * 256 + (bytes[at + i] ?? 0), 0)
}

/** Makes the tables of a new workbook in one transaction. */
export function initialise(sql: Sql): void {
  sql.transaction(() => {
    for (const statement of schemaStatements()) sql.exec(statement)
    sql.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    sql.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
  })
}

/** Whether the tables are exactly those of this version: no column less, no trigger more. */
export function hasOurSchema(sql: Sql): boolean {
  const found = sql.prepare('SELECT "sql" FROM "sqlite_schema" WHERE "sql" IS NOT NULL').all()
  const statements = found.map(row => String(row.sql)).sort()
  return JSON.stringify(statements) === JSON.stringify([...schemaStatements()].sort())
}
