import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { importFacts } from '#core/service/import-facts.ts'
import { Session } from '#core/service/session.ts'
import { gradeYears } from '#core/service/workbook-facts.ts'
import { initialise } from '#core/workbook/open.ts'
import { apply, storeSetting } from '#core/workbook/write.ts'
import { nodeHost } from '../../electron/files.ts'
import { gradeWorkbook } from '../../electron/grade-workbook.ts'
import { openSqlite } from '../../electron/sqlite.ts'
import { openPackFolder, PACKS } from '../../electron/standards.ts'
import { generateFacts } from './generate.ts'

const PACK = join(PACKS, 'fujian-public-institution-quota')
const { loaded, files } = openPackFolder(PACK)
if (!loaded.ok) throw new Error('the pack does not load')
export const OPEN_STANDARD = { standard: loaded.standard, files }

/** A workbook file of generated institutions, made once and kept in `.build/bench`. */
export function workbookOf(howMany: number): string {
  const folder = join(import.meta.dirname, '..', '..', '.build', 'bench')
  const path = join(folder, `${howMany}.eaw`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  rmSync(`${path}.new`, { force: true })
  const sql = openSqlite(path, 'create')
  initialise(sql)
  storeSetting(sql, 'name', `生成的 ${howMany} 家`)
  storeSetting(sql, 'year', '2023')
  const all = generateFacts(howMany)
  for (let from = 0; from < howMany; from += 1000) {
    const changes = all
      .slice(from, from + 1000)
      .flatMap((facts, i) => importFacts(nodeHost, facts, from + i + 1, '2023'))
    apply(sql, nodeHost, { kind: 'do', target: null, label: `装入 ${from}`, place: null, command: null }, changes)
  }
  new Session(nodeHost, sql, OPEN_STANDARD, false)
  sql.close()
  return path
}

/** Grades every institution of an open workbook; returns how many indicators were graded. */
export async function evaluateWorkbook(
  path: string,
): Promise<{ evaluateMs: number; aloneMs: number; scanMs: number; graded: number }> {
  const sql = openSqlite(path, 'read')
  const start = performance.now()
  let graded = 0
  for await (const { indicators } of gradeWorkbook(sql, { workbook: path, pack: PACK }))
    for (const { grade } of indicators) if (grade !== 'undetermined') graded += 1
  const evaluateMs = performance.now() - start
  const single = performance.now()
  let again = 0
  for (const { result } of gradeYears(sql, OPEN_STANDARD.standard))
    for (const { grade } of result.indicators) if (grade !== 'undetermined') again += 1
  const aloneMs = performance.now() - single
  if (again !== graded) throw new Error('one thread and several differ')
  const bare = performance.now()
  let seen = 0
  for (const table of [
    'institution',
    'year',
    'area',
    'personGroup',
    'supply',
    'consumption',
    'specialUse',
    'operation',
    'correction',
    'choice',
  ])
    for (const row of sql.prepare(`SELECT * FROM "${table}"`).iterate()) if (row.id) seen += 1
  const scanMs = performance.now() - bare
  sql.close()
  if (seen === 0) throw new Error('nothing scanned')
  return { evaluateMs, aloneMs, scanMs, graded }
}
