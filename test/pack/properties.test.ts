import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EnergyEntry, InstitutionFacts, PersonEntry } from '#core/contract/facts.ts'
import { fujian, grade, office } from '../tool/fujian.ts'

/** Typed decimals as bills have them: up to two decimals. */
const amount = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(2, '0')}`)

const energy: fc.Arbitrary<EnergyEntry> = fc.oneof(
  amount(900_000).map((a): EnergyEntry => ({ carrier: 'electricity', amount: a, unit: 'kWh', use: 'general' })),
  amount(9_000).map((a): EnergyEntry => ({ carrier: 'electricity', amount: a, unit: 'kWh', use: 'special:dc' })),
  amount(9_000).map(
    (a): EnergyEntry => ({ carrier: 'electricity', amount: a, unit: 'kWh', use: 'transport', source: 'onsitePv' }),
  ),
  amount(9_000).map(
    (a): EnergyEntry => ({ carrier: 'gasoline', amount: a, unit: 'L', use: 'transport', density: '0.73' }),
  ),
  fc.tuple(amount(9_000), fc.integer({ min: 7700, max: 9310 })).map(
    ([a, kcal]): EnergyEntry => ({
      carrier: 'naturalGas',
      amount: a,
      unit: 'm3',
      use: 'general',
      calorificValue: { value: `${kcal}`, unit: 'kcal/m3' },
    }),
  ),
)
const person: fc.Arbitrary<PersonEntry> = fc.oneof(
  fc.integer({ min: 1, max: 900 }).map((n): PersonEntry => ({ count: `${n}` })),
  fc.tuple(fc.integer({ min: 1, max: 90_000 }), amount(365)).map(([n, days]): PersonEntry => ({ count: `${n}`, days })),
  fc
    .tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 365 }))
    .map(([n, d]): PersonEntry => ({ count: `${n}`, absentDays: `${d}` })),
)
const facts = fc
  .record({
    floorArea: amount(40_000).map(a => (a.startsWith('0.') ? '1000' : a)),
    people: fc.array(person, { minLength: 1, maxLength: 6 }),
    energy: fc.array(energy, { minLength: 1, maxLength: 8 }),
    hours: fc.integer({ min: 1, max: 8784 }),
    exclude: fc.boolean(),
    place: fc.constantFrom('福州', '三明'),
  })
  .map(
    ({ floorArea, people, energy: bills, hours, exclude, place }): InstitutionFacts =>
      office({
        place,
        floorArea,
        energyUserCount: null,
        people: [{ count: '5' }, ...people],
        energy: bills,
        specialUses: [{ id: 'dc', name: '机房', meteredSeparately: true, floorArea: '0.5', people: '1', exclude }],
        operation: { annualHours: `${hours}` },
        correction: { apply: true, reason: '排班表' },
      }),
  )

const RANK = fujian().document.grades.map(g => g.id)

it('the order of entries is irrelevant, to the last digit', () => {
  fc.assert(
    fc.property(facts, one => {
      const reversed = { ...one, people: [...(one.people ?? [])].reverse(), energy: [...(one.energy ?? [])].reverse() }
      const [a, b] = [one, reversed].map(f => grade(f).result)
      expect(b?.indicators.map(({ missingAt: _, ...rest }) => rest)).toEqual(
        a?.indicators.map(({ missingAt: _, ...rest }) => rest),
      )
      expect([b?.energyUserCount, b?.comprehensiveEnergy]).toEqual([a?.energyUserCount, a?.comprehensiveEnergy])
    }),
  )
})

it('more energy never improves a grade', () => {
  fc.assert(
    fc.property(facts, energy, (one, more) => {
      const [before, after] = [one, { ...one, energy: [...(one.energy ?? []), more] }].map(
        f => grade(f).result.indicators,
      )
      for (const [i, indicator] of (before ?? []).entries()) {
        const next = after?.[i]
        if (indicator.grade === 'undetermined' || next?.grade === 'undetermined') continue
        expect(RANK.indexOf(next?.grade ?? '')).toBeGreaterThanOrEqual(RANK.indexOf(indicator.grade))
      }
    }),
  )
})

it('evaluation twice gives the same bytes, results and cells alike', () => {
  fc.assert(
    fc.property(facts, one => {
      const [first, second] = [grade(one), grade(structuredClone(one))]
      expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result))
      expect(JSON.stringify(second.evaluation?.cells())).toBe(JSON.stringify(first.evaluation?.cells()))
    }),
    { numRuns: 30 },
  )
})

it('every cell leads down to facts and printed values that are cells themselves, without a circle', () => {
  fc.assert(
    fc.property(facts, one => {
      const { evaluation } = grade(one)
      const cells = new Map(evaluation?.cells().map(cell => [cell.id, cell]))
      const done = new Set<string>()
      const walk = (id: string, above: readonly string[]) => {
        expect(above, id).not.toContain(id)
        if (done.has(id)) return
        done.add(id)
        const from = cells.get(id)?.from ?? evaluation?.cell(id)?.from
        expect(from, id).not.toBeUndefined()
        if (from?.kind === 'formula') for (const input of from.inputs) walk(input, [...above, id])
        if (from?.kind === 'lookup') for (const key of from.keys) walk(key, [...above, id])
        if (from?.kind === 'grade') for (const input of [from.value, ...from.tiers]) walk(input, [...above, id])
        if (from?.kind === 'rounded') walk(from.value, [...above, id])
      }
      for (const id of cells.keys()) walk(id, [])
      expect(done.size).toBeGreaterThan(60)
    }),
    { numRuns: 30 },
  )
})
