import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FORMATS, type Format, type ReportJob } from '#core/contract/operations.ts'
import { gradeFacts } from '#core/standard/grade-institution.ts'
import { writeReport } from '../../electron/write-report.ts'
import { generateFacts } from './generate.ts'
import { OPEN_STANDARD } from './workbook.ts'

const { standard } = OPEN_STANDARD

function jobs(howMany: number): ReportJob[] {
  const info = { at: '2026-01-01T00:00:00Z', run: '评价记录', factsDigest: `sha256:${'0'.repeat(64)}`, sample: true }
  return generateFacts(howMany).map(facts => ({
    facts,
    pack: null,
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

/** One report in each format (median of seven, beside the bare evaluation), then those of 200 institutions, with the memory it took. */
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
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  const start = performance.now()
  for (const job of jobs(200)) await writeReport(job, standard, FORMATS, folder)
  const all = performance.now() - start
  const megabytes = (process.memoryUsage().rss - before) / 1024 / 1024
  rmSync(folder, { recursive: true })
  return { one: { docx, xlsx }, evaluateMs, all, megabytes }
}
