import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StateView } from '#core/contract/views.ts'
import { CoreClient } from '../../electron/core-client.ts'
import { Desk } from '../../electron/dispatch.ts'
import { Exports } from '../../electron/exports.ts'
import { startChild } from '../../electron/peer.ts'
import { temporaryFolder } from '../tool/workbook.ts'

let folder: string
let desk: Desk
let years: string[]
let writers: number[]
let exports: Exports

beforeEach(() => {
  folder = temporaryFolder()
  desk = new Desk(folder)
  desk.call('workbook.openSample', {})
  const list = desk.call('institution.list', { since: 0 })
  if (!list.ok) throw new Error(list.message)
  years = (list.value as { rows: { year: string }[] }).rows.map(row => row.year)
  writers = []
  const start = startChild('writer-process.ts')
  exports = new Exports(
    {
      folder,
      call: async (name, input, sender) => desk.call(name, input, sender),
      evidence: async () => null,
      grant: async path => path,
    },
    args => {
      const peer = start(args)
      writers.push(peer.pid ?? 0)
      return peer
    },
  )
})
afterEach(() => desk.close())

const reports = () => readdirSync(join(folder, '报告')).sort()
const ended = (id: string) =>
  expect.poll(() => exports.status(id)?.running, { timeout: 60_000, interval: 20 }).toBe(false)

describe('an export', () => {
  it('whose writer is killed writes the same file again, and leaves no half file', async () => {
    const id = exports.start({ years }, ['docx', 'xlsx'], null)
    // each of the first two once: a writer killed twice over the same file is told as such
    for (const k of [0, 1]) {
      await expect.poll(() => exports.status(id)?.done, { timeout: 60_000, interval: 5 }).toBeGreaterThan(k * 4)
      const before = writers.length
      process.kill(writers[k] ?? 0, 'SIGKILL')
      await expect.poll(() => writers.length, { timeout: 60_000, interval: 5 }).toBe(before + 1)
    }
    await ended(id)
    const { done, files, failures } = exports.status(id) ?? { done: 0, files: [], failures: [] }
    expect(done).toBe(years.length)
    expect(failures).toEqual([])
    expect(files).toHaveLength(years.length * 2)
    for (const name of reports()) {
      expect(name).not.toMatch(/\.part$|^~/)
      expect(Object.keys(unzipSync(readFileSync(join(folder, '报告', name)))).length).toBeGreaterThan(5)
    }
  })

  it('whose writer dies again and again says so, names the institution and goes on', async () => {
    const dead = new Exports(
      {
        folder,
        call: async (name, input, sender) => desk.call(name, input, sender),
        evidence: async () => null,
        grant: async path => path,
      },
      args => {
        const peer = startChild('writer-process.ts')(args)
        peer.kill()
        return peer
      },
    )
    const id = dead.start({ years: years.slice(0, 2) }, ['docx'], null)
    await expect.poll(() => dead.status(id)?.running, { timeout: 60_000 }).toBe(false)
    expect(dead.status(id)).toMatchObject({ done: 2, files: [] })
    expect(dead.status(id)?.failures[0]).toContain('云岭区机关事务服务中心 2023：写报告的程序两次中断')
  })

  it('is one step of the workbook, however many institutions it stores', async () => {
    const id = exports.start({ years }, ['xlsx'], null)
    await ended(id)
    const state = desk.call('app.state', {})
    expect(state).toMatchObject({ ok: true, value: { workbook: { revision: 2 } } })
  })

  it('ends when the workbook changes under it, with one sentence', async () => {
    let asked = 0
    const moved = new Exports(
      {
        folder,
        call: async (name, input, sender) => {
          if (name === 'report.prepare') asked += 1
          if (asked < 3) return desk.call(name, input, sender)
          return { ok: false, code: 'otherWorkbook', message: '另一个窗口换了工作簿' }
        },
        evidence: async () => null,
        grant: async path => path,
      },
      startChild('writer-process.ts'),
    )
    const id = moved.start({ years }, ['xlsx'], null)
    await expect.poll(() => moved.status(id)?.running, { timeout: 60_000 }).toBe(false)
    expect(moved.status(id)?.files).toHaveLength(2)
    expect(moved.status(id)?.failures).toEqual(['工作簿已换，导出停了：已写的文件留着，其余的没有写。'])
  })

  it('removes what a power cut left an hour ago, and nothing else', async () => {
    const old = join(folder, '报告', `~${'0'.repeat(36)}.part`)
    const mine = join(folder, '报告', '~mine.part')
    mkdirSync(join(folder, '报告'))
    for (const path of [old, mine]) {
      writeFileSync(path, 'half')
      utimesSync(path, new Date(0), new Date(0))
    }
    await ended(exports.start({ years: years.slice(0, 1) }, ['xlsx'], null))
    expect(reports().filter(name => name.endsWith('.part'))).toEqual(['~mine.part'])
  })

  it('ends with the program', async () => {
    const client = new CoreClient(folder, desk.path)
    desk.close()
    const state = await client.call('app.state', {})
    const id = state.ok ? (state.value as StateView).workbook?.id : null
    const started = await client.call('report.export', { years, formats: ['xlsx'] }, { workbook: id ?? null })
    expect(started.ok).toBe(true)
    const waiting = client.call('institution.list', { since: 0 })
    client.close()
    expect(await waiting).toMatchObject({ ok: false, code: 'refused' })
    expect(await client.call('app.state', {})).toMatchObject({ ok: false, code: 'refused' })
    const job = (started as { value: { job: string } }).value.job
    await expect
      .poll(async () => {
        const status = await client.call('report.status', { job })
        return status.ok && (status.value as { running: boolean }).running
      })
      .toBe(false)
  })

  it('beside another keeps the files apart', async () => {
    const both = [
      exports.start({ years: years.slice(0, 4) }, ['xlsx'], null),
      exports.start({ years: years.slice(0, 4) }, ['xlsx'], null),
    ]
    for (const id of both) await ended(id)
    for (const id of both) expect(exports.status(id)).toMatchObject({ done: 4, failures: [] })
    const names = both.flatMap(id => exports.status(id)?.files.map(file => file.name) ?? [])
    expect(new Set(names).size).toBe(8)
    expect(reports()).toEqual(names.sort())
  })

  it('that is stopped writes nothing more', async () => {
    const id = exports.start({ years }, ['docx'], null)
    await expect.poll(() => exports.status(id)?.done, { timeout: 60_000, interval: 5 }).toBeGreaterThan(1)
    exports.cancel(id)
    await ended(id)
    const { files, failures } = exports.status(id) ?? { files: [], failures: [] }
    expect(failures).toEqual([])
    expect(files.length).toBeLessThan(years.length)
    expect(reports()).toEqual(files.map(file => file.name).sort())
  })
})
