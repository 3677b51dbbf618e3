import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
  it('whose writer is killed goes on with the next institution, and leaves no half file', async () => {
    const id = exports.start(years, ['docx', 'xlsx'], null)
    await expect.poll(() => exports.status(id)?.done, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
    for (let kills = 1; kills <= 3; kills++) {
      process.kill(writers.at(-1) ?? 0, 'SIGKILL')
      await expect.poll(() => writers.length, { timeout: 60_000, interval: 5 }).toBe(kills + 1)
    }
    await ended(id)
    const { done, files, failures } = exports.status(id) ?? { done: 0, files: [], failures: [] }
    expect(done).toBe(years.length)
    expect(failures).toHaveLength(3)
    expect(failures[0]).toContain('没有写成')
    // one of the two files of an institution may have been whole when the other was interrupted
    expect(files.length).toBe((years.length - 3) * 2)
    expect(reports().length).toBeGreaterThanOrEqual(files.length)
    for (const name of reports()) {
      expect(name).not.toMatch(/\.part$|^~/)
      expect(Object.keys(unzipSync(readFileSync(join(folder, '报告', name)))).length).toBeGreaterThan(5)
    }
  })

  it('beside another keeps the files apart', async () => {
    const both = [exports.start(years.slice(0, 4), ['xlsx'], null), exports.start(years.slice(0, 4), ['xlsx'], null)]
    for (const id of both) await ended(id)
    for (const id of both) expect(exports.status(id)).toMatchObject({ done: 4, failures: [] })
    const names = both.flatMap(id => exports.status(id)?.files.map(file => file.name) ?? [])
    expect(new Set(names).size).toBe(8)
    expect(reports()).toEqual(names.sort())
  })

  it('that is stopped writes nothing more', async () => {
    const id = exports.start(years, ['docx'], null)
    await expect.poll(() => exports.status(id)?.done, { timeout: 60_000, interval: 5 }).toBeGreaterThan(1)
    exports.cancel(id)
    await ended(id)
    const { files, failures } = exports.status(id) ?? { files: [], failures: [] }
    expect(failures).toEqual([])
    expect(files.length).toBeLessThan(years.length)
    expect(reports()).toEqual(files.map(file => file.name).sort())
  })
})
