import { join } from 'node:path'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { openPack } from '#core/service/open-pack.ts'
import { gradeInstitution } from '#core/standard/grade-institution.ts'
import type { Standard } from '#core/standard/pack/standard.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'

export const ROOT = join(import.meta.dirname, '..', '..')
export const FUJIAN_FOLDER = join(ROOT, 'assets/standard/fujian-public-institution-quota')

let opened: Standard | null = null

/** The Fujian pack as the application opens it. */
export function fujian(): Standard {
  if (!opened) {
    const loaded = openPack(nodeHost, readPackFolder(FUJIAN_FOLDER))
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    opened = loaded.standard
  }
  return opened
}

/** An office of 10 000 m² with 200 people in Fuzhou, a whole year of electricity and water; every test changes what it is about. */
export function office(change: Partial<InstitutionFacts> = {}): InstitutionFacts {
  return {
    id: 'O1',
    name: '某机关',
    place: '福州',
    class: '党政机关',
    type: null,
    period: { from: '2023-01-01', to: '2023-12-31' },
    floorArea: '10000',
    energyUserCount: '200',
    energy: [{ carrier: 'electricity', amount: '400000', unit: 'kWh', use: 'general' }],
    water: [{ amount: '6000', unit: 'm3', use: 'general' }],
    ...change,
  }
}

/** Grades plain JSON by the Fujian pack. */
export function grade(raw: unknown) {
  return gradeInstitution(raw, fujian(), 'institutions[0]')
}

/** The result of one indicator of an institution that was not refused. */
export function indicator(raw: unknown, id: string) {
  const { result } = grade(raw)
  const found = result.indicators.find(i => i.id === id)
  if (!found) throw new Error(`${id}: ${JSON.stringify(result.problems)}`)
  return found
}
