import { bytesOf } from './files.ts'
import { allRows } from './read.ts'
import { TABLE_NAMES } from './schema.ts'
import { countOf, type Sql, textOrNull } from './sql.ts'
import { type Clock, changesOf, jsonOf, kindOf, linkText } from './write.ts'

/** A place where the tables and the log of actions disagree. */
export type Damage = { readonly table: string; readonly row: string; readonly message: string }

/**
 * The content check: replays the log and compares it with the tables, and verifies the hash chain. SQLite's own check is no
 * checksum; this finds a single changed byte in what people entered.
 */
export function checkContent(sql: Sql, clock: Clock): Damage[] {
  const damage: Damage[] = []
  const replayed = new Map<string, string>()
  let previous = ''
  for (const action of sql.prepare('SELECT * FROM "action" ORDER BY "sequence"').all()) {
    const sequence = countOf(action.sequence)
    const changes = changesOf(sql, sequence)
    const target = typeof action.target === 'number' ? action.target : null
    const step = {
      kind: kindOf(action),
      target,
      label: String(action.label),
      place: textOrNull(action.place),
      command: textOrNull(action.command),
    } as const
    const hash = clock.sha256(linkText(previous, sequence, step, String(action.at), changes))
    if (hash !== action.hash) damage.push({ table: 'action', row: String(sequence), message: '操作记录与写入时不同。' })
    previous = String(action.hash)
    for (const { table, id, after } of changes) {
      const json = jsonOf(table, after)
      if (json === null) replayed.delete(`${table} ${id}`)
      else replayed.set(`${table} ${id}`, json)
    }
  }
  for (const table of TABLE_NAMES)
    for (const row of allRows(sql, table)) {
      const id = String(row.id)
      const expected = replayed.get(`${table} ${id}`)
      replayed.delete(`${table} ${id}`)
      if (expected !== jsonOf(table, row)) damage.push({ table, row: id, message: '与操作记录不一致。' })
    }
  for (const key of replayed.keys()) {
    const [table = '', row = ''] = key.split(' ')
    damage.push({ table, row, message: '操作记录里有，表里没有。' })
  }
  return [...damage, ...damagedFiles(sql, clock)]
}

/** Attached files whose bytes are gone or are not those that were added. */
function damagedFiles(sql: Sql, clock: Clock): Damage[] {
  return sql
    .prepare('SELECT DISTINCT "digest", "name" FROM "evidence" ORDER BY "name"')
    .all()
    .flatMap(({ digest, name }) => {
      const bytes = bytesOf(sql, String(digest), 'original')
      if (bytes !== null && clock.sha256(bytes) === digest) return []
      const message = bytes === null ? '文件不在工作簿里了。' : '文件与加入时不同。'
      return [{ table: '证据', row: String(name), message }]
    })
}
