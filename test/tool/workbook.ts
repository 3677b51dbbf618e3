import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { Session } from '#core/service/session.ts'
import { checkContent } from '#core/workbook/check.ts'
import { initialise } from '#core/workbook/open.ts'
import { nodeHost } from '../../electron/files.ts'
import { openSqlite } from '../../electron/sqlite.ts'
import { openPackFolder, PACKS } from '../../electron/standards.ts'
import { ROOT } from './fujian.ts'

const { loaded, files } = openPackFolder(join(PACKS, 'fujian-public-institution-quota'))
if (!loaded.ok) throw new Error('the pack does not load')

export const OPEN_STANDARD = { standard: loaded.standard, files }

export const SAMPLE: readonly InstitutionFacts[] = JSON.parse(
  readFileSync(join(ROOT, 'assets/example/sample.json'), 'utf8'),
).institutions

/** A workbook in memory. */
export function emptySession(): Session {
  const sql = openSqlite(':memory:', 'create')
  initialise(sql)
  return new Session(nodeHost, sql, OPEN_STANDARD, false)
}

export function sampleSession(): Session {
  const session = emptySession()
  session.begin('装入示例数据', SAMPLE, '2023')
  return session
}

export const damageOf = (session: Session) => checkContent(session.sql, nodeHost)

export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'eaw-'))
