import Database from 'better-sqlite3'
import type { Sql, Statement } from '#core/workbook/sql.ts'

/**
 * Opens a database file as workbooks are kept: rollback journal (a person may copy the file by hand), synced at every
 * commit, locked for one program. The settings are made at every opening; the library's defaults are others.
 *
 * @throws the library's SqliteError with its code
 */
export function openSqlite(
  path: string,
  access: 'create' | 'write' | 'read',
): Sql & { readonly raw: Database.Database } {
  const raw = new Database(path, { readonly: access === 'read', fileMustExist: access !== 'create', timeout: 0 })
  try {
    raw.pragma('locking_mode = EXCLUSIVE')
    raw.pragma('trusted_schema = OFF')
    raw.pragma('cell_size_check = ON')
    raw.pragma('mmap_size = 0')
    raw.pragma('cache_size = -32768')
    raw.pragma('foreign_keys = ON')
    if (access !== 'read') {
      raw.pragma('journal_mode = DELETE')
      raw.pragma('synchronous = EXTRA')
      raw.exec('BEGIN IMMEDIATE; COMMIT')
    }
  } catch (error) {
    raw.close()
    throw error
  }
  const statements = new Map<string, Statement>()
  const prepare = (text: string): Statement => {
    const known = statements.get(text)
    if (known) return known
    const compiled = raw.prepare(text)
    const statement: Statement = {
      run: (...values) => {
        compiled.run(...values)
      },
      get: (...values) => compiled.get(...values) as ReturnType<Statement['get']>,
      all: (...values) => compiled.all(...values) as ReturnType<Statement['all']>,
      bytes: (...values) => {
        const [first] = Object.values(compiled.get(...values) ?? {})
        return first instanceof Uint8Array ? first : null
      },
      iterate: (...values) => compiled.iterate(...values) as ReturnType<Statement['iterate']>,
    }
    statements.set(text, statement)
    return statement
  }
  return {
    raw,
    exec: text => {
      raw.exec(text)
    },
    prepare,
    transaction: work => (raw.inTransaction ? work() : raw.transaction(work).immediate()),
    close: () => {
      // gives the lock back in order, which also takes away the journal that an exclusive opening keeps beside the file
      if (access !== 'read' && !raw.inTransaction) {
        raw.pragma('locking_mode = NORMAL')
        raw.exec('BEGIN IMMEDIATE; COMMIT')
      }
      raw.close()
    },
  }
}
