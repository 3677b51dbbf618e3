import { join } from 'node:path'
import { GREEN_POWER_ROWS } from '#core/contract/green-power.ts'
import { PROGRAMME_FORMAT } from '#core/contract/programme.ts'
import { type GreenPowerPack, isGreenPowerPack } from '#core/programme/pack.ts'
import { openProgramme } from '#core/programme/self-check.ts'
import { packDigest } from '#core/service/open-pack.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'
import { ROOT } from './fujian.ts'

export const INNER_MONGOLIA_FOLDER = join(ROOT, 'assets/standard/inner-mongolia-green-power-2025')

let opened: GreenPowerPack | null = null

/** The green-power notice as the application opens it. */
export function innerMongolia(): GreenPowerPack {
  if (!opened) {
    const files = readPackFolder(INNER_MONGOLIA_FOLDER)
    const loaded = openProgramme(files, packDigest(nodeHost, files))
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    if (!isGreenPowerPack(loaded.programme)) throw new Error('not a programme of certificates')
    opened = loaded.programme
  }
  return opened
}

type Rows = Readonly<Record<string, unknown>>

/** Works A used 1 000 MWh in 2025 and holds 307 certificates of March: exactly 30.7 %. Every test changes what it is about. */
export function greenPower(change: Rows = {}): Rows {
  return {
    format: PROGRAMME_FORMAT,
    programme: 'inner-mongolia-green-power-2025',
    asOf: '2025-12-31',
    holders: [
      { code: 'A', name: '甲铝业', category: 'keyIndustry' },
      { code: 'G', name: '某风电场', category: 'supplier' },
    ],
    events: [issue()],
    electricity: [{ holder: 'A', year: '2025', mwh: '1000' }],
    ...change,
  }
}

/** The issue of 307 certificates to A. */
export function issue(change: Rows = {}): Rows {
  return {
    id: 'E1',
    kind: 'issue',
    date: '2025-04-10',
    first: 'GEC2025000001',
    last: 'GEC2025000307',
    to: 'A',
    form: 'directSupply',
    generationMonth: '2025-03',
    ...change,
  }
}

/** An event as the ledger takes it. */
export function event(row: Rows) {
  return GREEN_POWER_ROWS.events.parse(row)
}
