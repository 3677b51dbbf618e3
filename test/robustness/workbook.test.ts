import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Detail, ListView } from '#core/contract/views.ts'
import { Session } from '#core/service/session.ts'
import { checkContent } from '#core/workbook/check.ts'
import { allRows, rowOf } from '#core/workbook/read.ts'
import { SCHEMA_VERSION, TABLE_NAMES } from '#core/workbook/schema.ts'
import type { Sql } from '#core/workbook/sql.ts'
import { Desk } from '../../electron/dispatch.ts'
import { nodeHost } from '../../electron/files.ts'
import { openSqlite } from '../../electron/sqlite.ts'
import { openWorkbookFile } from '../../electron/workbook-file.ts'
import { OPEN_STANDARD, temporaryFolder } from '../tool/workbook.ts'

function sampleFile(): { folder: string; path: string; area: string } {
  const folder = temporaryFolder()
  const desk = new Desk(folder)
  expect(desk.call('workbook.openSample', {})).toMatchObject({ ok: true })
  const path = desk.path ?? ''
  const list = desk.call('institution.list', { since: 0 })
  const [first] = list.ok ? (list.value as ListView).rows : []
  const detail = desk.call('institution.detail', { year: first?.year })
  const area = detail.ok ? String((detail.value as Detail).areas[0]?.id) : ''
  desk.close()
  return { folder, path, area }
}

const bytes = (path: string) => readFileSync(path).toString('base64')

describe('files that are not opened: one Chinese sentence, not a byte changed', () => {
  const { path } = sampleFile()
  const folder = temporaryFolder()
  const good = readFileSync(path)
  const patched = (at: number, value: number[]) =>
    Buffer.concat([good.subarray(0, at), Buffer.from(value), good.subarray(at + value.length)])
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    ['zero bytes', Buffer.alloc(0), /空的/],
    ['text', Buffer.from('这不是数据库'.repeat(50)), /不是本程序的工作簿/],
    ['100 bytes', good.subarray(0, 99), /不是本程序的工作簿/],
    ['another application', patched(68, [0, 0, 0, 7]), /别的程序/],
    ['a newer version', patched(60, [0, 0, 0, SCHEMA_VERSION + 1]), /更新的版本/],
    ['a version ten higher', patched(60, [0, 0, 0, SCHEMA_VERSION + 10]), /更新的版本/],
    ['cut in the middle', good.subarray(0, 20_000), /损坏|结构/],
    [
      'a broken first table',
      patched(
        100,
        Array.from({ length: 400 }, () => 0xff),
      ),
      /损坏|结构/,
    ],
  ]
  it.each(cases)('%s', (_, content, sentence) => {
    const file = join(folder, 'bad.eaw')
    writeFileSync(file, content)
    expect(() => openWorkbookFile(file, 'write')).toThrow(sentence)
    expect(readFileSync(file).equals(content)).toBe(true)
    expect(readdirSync(folder)).toEqual(['bad.eaw'])
  })

  it('a folder, a missing file, a column more', () => {
    expect(() => openWorkbookFile(folder, 'write')).toThrow(/不是一个文件/)
    expect(() => openWorkbookFile(join(folder, 'gone.eaw'), 'write')).toThrow(/没有这个文件/)
    const file = join(folder, 'column.eaw')
    copyFileSync(path, file)
    const sql = openSqlite(file, 'write')
    sql.exec('ALTER TABLE "area" ADD COLUMN "extra" TEXT')
    sql.close()
    const before = bytes(file)
    expect(() => openWorkbookFile(file, 'write')).toThrow(/结构/)
    expect(bytes(file)).toBe(before)
  })
})

describe('an open workbook', () => {
  it('is refused to a second program at once, and free again after closing', () => {
    const { path } = sampleFile()
    const first = openWorkbookFile(path, 'write')
    expect(() => openWorkbookFile(path, 'write')).toThrow(/已在别处打开/)
    first.sql.close()
    openWorkbookFile(path, 'write').sql.close()
  })

  it('opened for reading answers and refuses commands with a sentence', () => {
    const { path } = sampleFile()
    chmodSync(path, 0o444)
    const { sql, readOnly } = openWorkbookFile(path, 'read')
    const session = new Session(nodeHost, sql, OPEN_STANDARD, readOnly)
    expect(() => session.createInstitution('x', '2023')).toThrow(/只读/)
    sql.close()
  })

  it('takes no name that a file system would not', () => {
    const desk = new Desk(temporaryFolder())
    for (const name of ['a/b', '..', 'CON', 'x?', '.hidden', 'tail.', '   '])
      expect(desk.call('workbook.create', { name, year: '2023' }), name).toMatchObject({ ok: false })
    expect(desk.call('workbook.create', { name: '2023 年度 😀 审计', year: '2023' })).toMatchObject({ ok: true })
    expect(desk.call('workbook.create', { name: '2023 年度 😀 审计', year: '2023' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('没有覆盖'),
    })
  })

  it('refuses unknown operations and wrong inputs without throwing', () => {
    const desk = new Desk(temporaryFolder())
    expect(desk.call('host.reopen', '/etc/passwd')).toMatchObject({ ok: false, code: 'invalidInput' })
    expect(desk.call('constructor', {})).toMatchObject({ ok: false, code: 'invalidInput' })
    expect(desk.call('__proto__', {})).toMatchObject({ ok: false, code: 'invalidInput' })
    expect(desk.call('institution.detail', { year: 5 })).toMatchObject({ ok: false, code: 'invalidInput' })
    expect(desk.call('institution.list', { since: 0 })).toMatchObject({ ok: false, code: 'noWorkbook' })
    desk.call('workbook.openSample', {})
    expect(desk.call('institution.detail', { year: 'nobody' })).toMatchObject({ ok: false, code: 'refused' })
    expect(desk.call('field.set', { table: 'area', row: 'x', field: '__proto__', typed: '1' })).toMatchObject({
      ok: false,
      code: 'refused',
    })
  })
})

describe('whatever is sent', () => {
  it('never becomes an incident, a false alarm of the content check or a step that cannot be undone', () => {
    const desk = new Desk(temporaryFolder())
    desk.call('workbook.openSample', {})
    const before = desk.call('institution.list', { since: 0 })
    const list = desk.call('institution.list', { since: 0 })
    const year = list.ok ? (list.value as ListView).rows[0]?.year : ''
    const shown = desk.call('institution.detail', { year })
    const detail = shown.ok ? (shown.value as Detail) : null
    const texts = [
      '\ud800',
      'a\u0000b',
      '😀'.repeat(400),
      '=1+1',
      '<img src=x onerror=alert(1)>',
      '  ',
      '\u202e反',
      'x'.repeat(1999),
      '-1',
      '1e999',
      '１２',
    ]
    const rows = [
      ['institution', detail?.institution],
      ['year', detail?.yearRow],
      ['area', detail?.areas[0]],
      ['personGroup', detail?.people[0]],
      ['supply', detail?.supplies[0]],
      ['specialUse', detail?.specialUses[0]],
      ['operation', detail?.operation],
      ['correction', detail?.correction],
    ] as const
    let written = 0
    for (const [table, row] of rows)
      for (const field of Object.keys(row ?? {}))
        for (const typed of texts) {
          const reply = desk.call('field.set', { table, row: row?.id, field, typed })
          if (reply.ok) written += 1
          else expect(['refused', 'invalidInput'], `${table}.${field} ${typed} ${reply.message}`).toContain(reply.code)
        }
    const others: [string, unknown][] = [
      ['row.add', { table: 'supply', year, values: {} }],
      ['row.add', { table: 'supply', year, values: { carrier: 'electricity', unit: 'kWh', use: 'special:nobody' } }],
      ['row.add', { table: 'area', year, values: { floorArea: '1,5' } }],
      ['row.add', { table: 'area', year, values: { year: 'x', id: 'y', nothing: 'z' } }],
      ['row.add', { table: 'institution', year, values: {} }],
      ['row.add', { table: 'area', year: 'nobody', values: {} }],
      ['choice.set', { year, name: 'yearBasis', value: 'x', reason: '' }],
      ['row.remove', { table: 'year', row: detail?.yearRow.id }],
      ['institution.remove', { year: 'nobody' }],
      ['run.store', { year: 'nobody', label: '\ud800' }],
      ['derivation.show', { year, cell: 'energy[99999999999].x' }],
      ['derivation.show', { year, cell: '__proto__' }],
    ]
    for (const [name, input] of others) {
      const reply = desk.call(name, input)
      if (!reply.ok) expect(['refused', 'invalidInput'], `${name} ${reply.message}`).toContain(reply.code)
    }
    expect(written).toBeGreaterThan(100)
    expect(desk.call('workbook.check', {})).toMatchObject({ ok: true, value: [] })
    for (let i = 0; i < 1000 && desk.call('history.undo', {}).ok; i++);
    expect(desk.call('workbook.check', {})).toMatchObject({ ok: true, value: [] })
    const after = desk.call('institution.list', { since: 0 })
    expect(after.ok && after.value).toEqual(before.ok && before.value)
  })
})

describe('a command said twice, because the answer was lost', () => {
  it('is carried out once and answered the same', () => {
    const desk = new Desk(temporaryFolder())
    desk.call('workbook.openSample', {})
    const ids = Array.from({ length: 6 }, () => randomUUID())
    const twice = (i: number, name: string, input: unknown) => [
      desk.call(name, input, { command: ids[i] ?? null }),
      desk.call(name, input, { command: ids[i] ?? null }),
    ]
    const [made, again] = twice(0, 'institution.create', { name: '新' })
    expect(again).toMatchObject({
      ok: true,
      value: { year: made?.ok ? Reflect.get(made.value as object, 'year') : '' },
    })
    const year = ids[0]
    const [added, readded] = twice(1, 'row.add', {
      table: 'supply',
      year,
      values: { carrier: 'electricity', unit: 'kWh' },
    })
    expect(readded).toMatchObject({ ok: true, value: added?.ok ? added.value : {} })
    const detail = desk.call('institution.detail', { year })
    expect(detail.ok && (detail.value as Detail).supplies).toHaveLength(1)
    twice(2, 'history.undo', {})
    const list = desk.call('institution.list', { since: 0 })
    expect(list.ok && (list.value as ListView).rows).toHaveLength(15)
    const [, undone] = twice(3, 'history.undo', {})
    expect(undone).toMatchObject({ ok: true, value: { label: '新建 新' } })
    const left = desk.call('institution.list', { since: 0 })
    expect(left.ok && (left.value as ListView).rows).toHaveLength(14)
  })
})

describe('a full disk', () => {
  it('at any page of an edit changes nothing, says so, and lets the next try through', () => {
    const { path, area } = sampleFile()
    const { sql } = openWorkbookFile(path, 'write')
    const session = new Session(nodeHost, sql, OPEN_STANDARD, false)
    const long = 'x'.repeat(299)
    let passed = false
    for (let k = 0; k < 40 && !passed; k++) {
      const pages = Number(sql.prepare('PRAGMA page_count').get()?.page_count)
      sql.exec(`PRAGMA max_page_count = ${pages + k}`)
      const before = JSON.stringify(rowOf(sql, 'area', area))
      const { revision } = session
      try {
        for (let i = 0; i < 12; i++) session.setField('area', area, 'label', `${long.slice(0, 290)}${k}-${i}`)
        passed = true
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringContaining('SQLITE_FULL') })
        expect(checkContent(sql, nodeHost)).toEqual([])
        if (session.revision === revision) expect(JSON.stringify(rowOf(sql, 'area', area))).toBe(before)
      }
    }
    expect(passed).toBe(true)
    expect(checkContent(sql, nodeHost)).toEqual([])
    sql.close()
  })
})

/** Everything that people entered and the log of it. */
const contents = (sql: Sql) =>
  JSON.stringify([...TABLE_NAMES.map(table => allRows(sql, table)), sql.prepare('SELECT * FROM "change"').all()])

describe('damage', () => {
  it('of one byte of what was entered is found, wherever in the file it is read from', () => {
    const { folder, path } = sampleFile()
    const desk = new Desk(folder)
    desk.open(path)
    expect(desk.call('workbook.copy', { name: '副本' })).toMatchObject({ ok: true })
    desk.close()
    const file = join(folder, '副本.eaw')
    const good = readFileSync(file)
    const words = ['总表 A-01', '机房表', '充电桩', '年度工作会议', '云岭区图书馆'].map(word => Buffer.from(word))
    const intact = openWorkbookFile(file, 'read')
    const whole = contents(intact.sql)
    intact.sql.close()
    let places = 0
    for (const word of words)
      for (let at = good.indexOf(word); at >= 0; at = good.indexOf(word, at + 1)) {
        const bad = Buffer.from(good)
        bad[at + 2] = (bad[at + 2] ?? 0) ^ 1
        writeFileSync(file, bad)
        const { sql } = openWorkbookFile(file, 'read')
        const found = checkContent(sql, nodeHost).length
        const same = contents(sql) === whole
        sql.close()
        // bytes that a page has left over from moving its cells are read by nobody
        expect(found > 0 || same, `${word} at ${at}`).toBe(true)
        if (found > 0) places += 1
      }
    expect(places).toBeGreaterThan(words.length)
  })
})

describe('kill −9 while editing', () => {
  it('loses nothing that was acknowledged and leaves nothing half, 100 times', async () => {
    const { folder, path, area } = sampleFile()
    let acknowledged = 0
    for (let i = 0; i < 100; i++) {
      const child = fork(
        join(import.meta.dirname, 'typing-process.ts'),
        [folder, path, 'area', area, String(acknowledged + 1)],
        { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
      )
      child.on('message', n => {
        acknowledged = Number(n)
      })
      await once(child, 'message')
      await new Promise(done => setTimeout(done, (i * 7) % 40))
      child.kill('SIGKILL')
      await once(child, 'exit')
      const { sql } = openWorkbookFile(path, 'write')
      const stored = Number(rowOf(sql, 'area', area)?.floorArea)
      expect(stored).toBeGreaterThanOrEqual(acknowledged)
      expect(stored).toBeLessThanOrEqual(acknowledged + 1)
      acknowledged = stored
      if (i % 20 === 0) expect(checkContent(sql, nodeHost)).toEqual([])
      sql.close()
    }
    const { sql } = openWorkbookFile(path, 'write')
    expect(checkContent(sql, nodeHost)).toEqual([])
    sql.close()
  })
})
