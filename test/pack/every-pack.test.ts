import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decimal } from '#core/quantity/decimal.ts'
import { openPack } from '#core/service/open-pack.ts'
import { gradeOf } from '#core/standard/grade.ts'
import { gradeInstitution } from '#core/standard/grade-institution.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'
import { PACKS, packIds } from '../../electron/standards.ts'
import { ROOT } from '../tool/fujian.ts'

const shipped = packIds().map(id => join(PACKS, id))
const folders = [...shipped, join(ROOT, 'test/pack/fixture/shandong-education')]

it('there is a pack to test', () => {
  expect(shipped.length).toBeGreaterThan(0)
})

describe.each(folders)('%s', folder => {
  const loaded = openPack(nodeHost, readPackFolder(folder))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2))
  const { standard } = loaded
  const { document } = standard

  it('opens with its own examples right, in a folder of its own name', () => {
    expect(standard.examples.length).toBeGreaterThan(0)
    if (shipped.includes(folder)) expect(folder.endsWith(document.id)).toBe(true)
  })

  it('grades right one last-digit step below, at and above every printed threshold', () => {
    const { table } = standard.lookups.find(l => l.id === document.thresholds.lookup) ?? { table: undefined }
    let checked = 0
    for (const row of table?.rows ?? [])
      for (const [column, tiers] of row.tiers)
        for (const [i, limit] of tiers.entries()) {
          if (limit === null) continue
          const places = Math.max(limit.decimalPlaces(), 0)
          const step = decimal(`0.${'0'.repeat(places + 3)}1`)
          const better = document.grades.findIndex(g => g.satisfies === document.tiers[i]?.id)
          const rank = (value: typeof limit) =>
            document.grades.findIndex(g => g.id === gradeOf(document, tiers, value)?.id)
          const at = `${row.id} ${column} ${document.tiers[i]?.id}`
          expect(rank(limit.minus(step)), `below ${at}`).toBe(better)
          expect(rank(limit.plus(step)), `above ${at}`).toBeGreaterThan(better)
          expect(rank(limit) === better, `at ${at}`).toBe(document.tiers[i]?.boundary === '<=')
          checked += 1
        }
    expect(checked).toBeGreaterThan(0)
  })

  it('gives the same grades when a bill is written in a larger unit', () => {
    const larger = { kWh: ['万kWh', 4], kg: ['t', 3], m3: ['万m3', 4], MJ: ['GJ', 3] } as const
    let changed = 0
    for (const { id, facts } of standard.examples) {
      const copy = structuredClone(facts) as { energy?: { carrier: string; amount: string | null; unit: string }[] }
      for (const entry of copy.energy ?? []) {
        const to = Object.hasOwn(larger, entry.unit) ? larger[entry.unit as keyof typeof larger] : undefined
        if (!to || entry.amount === null || entry.carrier === 'other' || entry.amount.length > 11) continue
        entry.amount = shifted(entry.amount, to[1])
        entry.unit = to[0]
      }
      const [before, after] = [facts, copy].map(f => gradeInstitution(f, standard, id).result)
      if (before?.outcome === 'refused') continue
      expect(after?.indicators, id).toEqual(before?.indicators)
      changed += 1
    }
    expect(changed).toBeGreaterThan(0)
  })
})

/** The decimal text divided by a power of ten, without arithmetic. */
function shifted(text: string, places: number): string {
  const [whole = '', fraction = ''] = text.split('.')
  const padded = whole.padStart(places + 1, '0')
  return `${padded.slice(0, -places).replace(/^0+(?=\d)/, '')}.${padded.slice(-places)}${fraction}`
}
