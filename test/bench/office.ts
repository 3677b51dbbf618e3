import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FORMATS, type Format, type ReportJob } from '#core/contract/operations.ts'
import type { ListView } from '#core/contract/views.ts'
import { gradeFacts } from '#core/standard/grade-institution.ts'
import { Desk } from '../../electron/dispatch.ts'
import { Exports } from '../../electron/exports.ts'
import { startChild } from '../../electron/peer.ts'
import { writeReport } from '../../electron/write-report.ts'
import { generateFacts } from './generate.ts'
import { OPEN_STANDARD, workbookOf } from './workbook.ts'

const { standard } = OPEN_STANDARD

function jobs(howMany: number): ReportJob[] {
  const info = {
    at: '2026-01-01T00:00:00Z',
    run: '评价记录',
    factsDigest: `sha256:${'0'.repeat(64)}`,
    sample: true,
    signed: null,
  }
  return generateFacts(howMany).map(facts => ({
    facts,
    pack: null,
    audit: null,
    packDigest: standard.digest,
    info,
    name: facts.name ?? facts.id,
  }))
}

export type OfficeTimes = {
  readonly one: Readonly<Record<Format, number>>
  readonly evaluateMs: number
  readonly all: number
  readonly megabytes: number
}

/** One report in each format (median of seven, beside the bare evaluation), then those of 200 institutions, with what the writers grew by after the first quarter. */
export async function measureOffice(): Promise<OfficeTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const [first] = jobs(1)
  if (!first) throw new Error('no facts')
  const median = async (work: () => unknown) => {
    await work()
    const times: number[] = []
    for (let i = 0; i < 7; i++) {
      const start = performance.now()
      await work()
      times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)[3] ?? 0
  }
  const docx = await median(() => writeReport(first, standard, ['docx'], folder))
  const xlsx = await median(() => writeReport(first, standard, ['xlsx'], folder))
  const evaluateMs = await median(() => gradeFacts(first.facts, standard).evaluation?.cells())
  const { all, megabytes } = await exported(200)
  rmSync(folder, { recursive: true })
  return { one: { docx, xlsx }, evaluateMs, all, megabytes }
}

/** The whole export as the application runs it: prepared by the core, written by processes beside it. */
async function exported(howMany: number): Promise<{ all: number; megabytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const path = join(folder, 'bench.eaw')
  copyFileSync(workbookOf(howMany), path)
  const desk = new Desk(folder)
  desk.open(path)
  const list = desk.call('institution.list', { since: 0 })
  if (!list.ok) throw new Error(list.message)
  const years = (list.value as ListView).rows.map(row => row.year)
  const writers: number[] = []
  const begin = startChild('writer-process.ts')
  const exports = new Exports(
    {
      folder,
      call: async (name, input, sender) => desk.call(name, input, sender),
      evidence: async () => null,
      grant: async file => file,
    },
    args => {
      const peer = begin(args)
      writers.push(peer.pid ?? 0)
      return peer
    },
  )
  const resident = () =>
    writers.reduce(
      (sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
      0,
    ) / 1024
  const start = performance.now()
  const id = exports.start({ years }, FORMATS, null)
  let early = 0
  let late = 0
  for (;;) {
    const status = exports.status(id)
    if (!status) throw new Error('no such export')
    if (status.done >= howMany / 4 && early === 0) early = resident()
    if (status.running && status.done >= howMany * 0.95) late = resident()
    if (!status.running) {
      if (status.files.length !== howMany * 2) throw new Error(`${status.files.length} files: ${status.failures}`)
      break
    }
    await new Promise(wait => setTimeout(wait, 20))
  }
  const all = performance.now() - start
  desk.close()
  rmSync(folder, { recursive: true })
  return { all, megabytes: late - early }
}
