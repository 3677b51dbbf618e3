import { join } from 'node:path'
import { PROGRAMME_FORMAT } from '#core/contract/programme.ts'
import { type EfficiencyPack, isEfficiencyPack } from '#core/programme/pack.ts'
import { openProgramme } from '#core/programme/self-check.ts'
import { packDigest } from '#core/service/open-pack.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'
import { ROOT } from './fujian.ts'

export const TAIWAN_FOLDER = join(ROOT, 'assets/standard/taiwan-electricity-efficiency-113')

let opened: EfficiencyPack | null = null

/** The Taiwan programme as the application opens it. */
export function taiwan(): EfficiencyPack {
  if (!opened) {
    const files = readPackFolder(TAIWAN_FOLDER)
    const loaded = openProgramme(files, packDigest(nodeHost, files))
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    if (!isEfficiencyPack(loaded.programme)) throw new Error('not a programme of efficiency')
    opened = loaded.programme
  }
  return opened
}

type Rows = Readonly<Record<string, unknown>>

/** A year of body K in 甲組 with one unit U1: base EUI 100, benchmark 60, 80 in 2024. Every test changes what it is about. */
export function programme(change: Rows = {}): Rows {
  return {
    format: PROGRAMME_FORMAT,
    programme: 'taiwan-electricity-efficiency-113',
    year: '2024',
    benchmarks: [{ category: '監理所', group: '第一組', eui: '60', source: '示例值' }],
    bodies: [{ code: 'K', name: '甲部', group: '甲組', taskForceWorking: 'yes' }],
    units: [{ code: 'U1', name: '甲所', body: 'K', category: '監理所', group: '第一組', target: 'benchmark' }],
    years: [unitYear(), unitYear({ year: '2024', electricity: '800000' })],
    ...change,
  }
}

/** The base year of U1, with no points. */
export function unitYear(change: Rows = {}): Rows {
  return {
    unit: 'U1',
    year: '2023',
    electricity: '1000000',
    floorArea: '10000',
    ems: 'no',
    improvement: 'no',
    label: 'no',
    ...change,
  }
}
