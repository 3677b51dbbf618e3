import { accessSync, closeSync, constants, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { InspectedFile } from '#core/contract/views.ts'
import { type HeaderFault, hasOurSchema, headerFault, initialise } from '#core/workbook/open.ts'
import { institutionCount, settingOf } from '#core/workbook/read.ts'
import type { Sql } from '#core/workbook/sql.ts'
import { UnusableFile } from './files.ts'
import { openSqlite } from './sqlite.ts'

const HEADER_FAULTS: Readonly<Record<HeaderFault, string>> = {
  empty: '文件是空的，不是工作簿。文件没有改动；请换一个文件，或从备份恢复。',
  notSqlite: '不是本程序的工作簿。文件没有改动；请选扩展名为 .eaw 的工作簿。',
  notWorkbook: '是别的程序的数据库，不是本程序的工作簿。文件没有改动；请选扩展名为 .eaw 的工作簿。',
  newer: '这个工作簿由更新的版本保存，打不开。文件没有改动；升级本程序后再开。',
  older: '这个工作簿由试用版本保存，打不开。文件没有改动；请用当时的版本导出事实文件。',
}

const OPEN_FAULTS = {
  SQLITE_BUSY: '这个工作簿已在别处打开。请先在那边关闭，再来打开；文件没有改动。',
  SQLITE_LOCKED: '这个工作簿已在别处打开。请先在那边关闭，再来打开；文件没有改动。',
  SQLITE_NOTADB: '文件内容损坏，不是完整的工作簿。文件没有改动；请从备份恢复。',
  SQLITE_CORRUPT: '文件内容损坏，不是完整的工作簿。文件没有改动；请从备份恢复。',
  SQLITE_FULL: '磁盘已满，没有写入；文件没有改动。请腾出空间再试。',
  SQLITE_CANTOPEN: '打不开这个位置的文件。请检查文件夹还在不在、有没有权限。',
} as const

export type OpenedFile = { readonly sql: Sql; readonly path: string; readonly readOnly: boolean }

/**
 * Opens a workbook file, read-only where it cannot be written. A file that is not a workbook of this version is never
 * written to.
 *
 * @throws UnusableFile
 */
export function openWorkbookFile(path: string, access: 'write' | 'read'): OpenedFile {
  const header = readHeader(path)
  const fault = headerFault(header)
  if (fault) throw new UnusableFile(HEADER_FAULTS[fault])
  const readOnly = access === 'read' || !writable(path)
  return tellingFault(() =>
    patiently(() => {
      const sql = openSqlite(path, readOnly ? 'read' : 'write')
      try {
        if (!hasOurSchema(sql))
          throw new UnusableFile('工作簿的结构与本版本不同，打不开。文件没有改动；请从备份恢复，或把文件发给开发者。')
        return { sql, path, readOnly }
      } catch (error) {
        sql.close()
        throw error
      }
    }),
  )
}

const PATIENCE = 2_000
const PAUSE = 100

/**
 * Tries again for two seconds while the file is locked: the welcome page looks into it for a moment, and a process that is
 * ending takes a moment to let go. Another window keeps it much longer.
 */
function patiently<T>(work: () => T): T {
  const until = performance.now() + PATIENCE
  for (;;) {
    try {
      return work()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!/^SQLITE_(BUSY|LOCKED)/.test(code) || performance.now() > until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
    }
  }
}

/** Why a file is no workbook of this version, in a few words for a list; `null`: it may be opened. */
export function faultOf(path: string): string | null {
  try {
    const fault = headerFault(readHeader(path))
    return fault && SHORT_FAULTS[fault]
  } catch {
    return '读不出来'
  }
}

const SHORT_FAULTS: Readonly<Record<HeaderFault, string>> = {
  empty: '空文件',
  notSqlite: '不是工作簿',
  notWorkbook: '不是工作簿',
  newer: '由更新的版本保存',
  older: '由试用版本保存',
}

/**
 * Looks into a workbook without keeping it open: whether SQLite finds it whole, and what it holds.
 *
 * @throws UnusableFile
 */
export function inspectWorkbook(path: string): InspectedFile {
  const { sql } = openWorkbookFile(path, 'read')
  try {
    // attached files have their digests; reading gigabytes of them would keep a person waiting
    for (const { name } of sql
      .prepare(`SELECT "name" FROM "sqlite_schema" WHERE "type" = 'table' AND "name" NOT IN ('file', 'picture')`)
      .all()) {
      const [verdict] = Object.values(sql.prepare(`PRAGMA quick_check("${name}")`).get() ?? {})
      if (verdict !== 'ok') throw new UnusableFile(OPEN_FAULTS.SQLITE_CORRUPT)
    }
    return {
      name: settingOf(sql, 'name'),
      year: settingOf(sql, 'year'),
      sample: settingOf(sql, 'sample') === 'yes',
      institutions: institutionCount(sql),
    }
  } finally {
    sql.close()
  }
}

/**
 * Makes a new workbook: under another name first, then renamed, so that no half file ever carries the final name.
 *
 * @throws UnusableFile when there is a file of that name already, or the place cannot be written
 */
export function createWorkbookFile(path: string, fill: (sql: Sql) => void): OpenedFile {
  if (existsSync(path)) throw new UnusableFile('已有同名的工作簿，没有覆盖它。请换一个名称。')
  const draft = `${path}.new`
  return tellingFault(() => {
    rmSync(draft, { force: true })
    const sql = openSqlite(draft, 'create')
    try {
      initialise(sql)
      fill(sql)
    } catch (error) {
      sql.close()
      rmSync(draft, { force: true })
      throw error
    }
    sql.close()
    renameSync(draft, path)
    return openWorkbookFile(path, 'write')
  })
}

/**
 * Writes a complete copy under a new name, by SQLite itself: the open file is never read past its lock.
 *
 * @throws UnusableFile
 */
export function copyWorkbook({ sql }: OpenedFile, to: string): void {
  if (existsSync(to)) throw new UnusableFile('已有同名的文件，没有覆盖它。请换一个名称。')
  const draft = `${to}.new`
  tellingFault(() => {
    rmSync(draft, { force: true })
    try {
      sql.prepare('VACUUM INTO ?').run(draft)
      renameSync(draft, to)
    } finally {
      rmSync(draft, { force: true })
    }
  })
}

/** Runs work on a workbook file; what SQLite or the disk says becomes a Chinese sentence. */
export function tellingFault<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (error instanceof UnusableFile || code === '') throw error
    const family = code.split('_').slice(0, 2).join('_')
    const known = Object.keys(OPEN_FAULTS).find((name): name is keyof typeof OPEN_FAULTS => name === family)
    const sentence = (known && OPEN_FAULTS[known]) ?? (code === 'ENOSPC' ? OPEN_FAULTS.SQLITE_FULL : undefined)
    if (sentence === undefined && !family.startsWith('SQLITE') && !/^E[A-Z]+$/.test(code)) throw error
    throw new UnusableFile(sentence ?? `这个位置写不了（${code}），没有改动文件。请检查磁盘和权限，或换一个位置。`)
  }
}

function readHeader(path: string): Uint8Array {
  return tellingFault(() => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) throw new UnusableFile('没有这个文件。可能已移动或改名；请重新选择。')
    if (!stat.isFile()) throw new UnusableFile('这不是一个文件。请选扩展名为 .eaw 的工作簿。')
    const header = new Uint8Array(100)
    const file = openSync(path, 'r')
    try {
      return header.slice(0, readSync(file, header, 0, 100, 0))
    } finally {
      closeSync(file)
    }
  })
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    accessSync(dirname(path), constants.W_OK)
    return true
  } catch {
    return false
  }
}
