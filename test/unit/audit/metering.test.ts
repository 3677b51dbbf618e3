import { describe, expect, it } from 'vitest'
import { estimatedEnergy } from '#core/audit/equipment.ts'
import { equipping, ruleOn } from '#core/audit/metering.ts'
import { textOf } from '#core/quantity/decimal.ts'
import { openChecklist } from '../../../electron/standards.ts'

const { metering } = openChecklist().checklist
const on = (date: string | null) => ruleOn(metering, date)?.id ?? null

describe('the rule for meters', () => {
  it('is the one in force on the day: until the day before the next begins', () => {
    expect([on('2006-01-01'), on('2026-01-31'), on('2026-02-01'), on('2030-01-01')]).toEqual([
      'GB 17167-2006',
      'GB 17167-2006',
      'GB 17167-2025',
      'GB 17167-2025',
    ])
    expect([on(null), on(''), on('2026-02-30')]).toEqual([null, null, null])
  })

  it('compares installed ÷ required exactly with what it wants of a carrier and level', () => {
    const rule = ruleOn(metering, '2024-03-14')
    const at = (installed: string, required: string | null, level: 'unit' | 'secondary' | 'equipment' = 'equipment') =>
      equipping(rule, 'electricity', level, installed, required)
    expect(at('4', '6', 'secondary')).toEqual({ ratio: '66.7 %', wanted: '100', meets: false })
    expect(at('19', '20')).toEqual({ ratio: '95.0 %', wanted: '95', meets: true })
    expect(at('9499', '10000')).toMatchObject({ ratio: '95.0 %', meets: false })
    expect(at('0', '0')).toEqual({ ratio: null, wanted: '95', meets: null })
    expect(at('1', null)).toMatchObject({ ratio: null, meets: null })
  })

  it('decides nothing where its numbers have not been seen', () => {
    const newer = ruleOn(metering, '2026-02-01')
    expect(equipping(newer, 'electricity', 'unit', '1', '2')).toEqual({ ratio: '50.0 %', wanted: null, meets: null })
    expect(equipping(null, 'electricity', 'unit', '1', '2').meets).toBeNull()
    expect(equipping(ruleOn(metering, '2024-03-14'), 'other', 'unit', '1', '2').wanted).toBeNull()
  })
})

describe('a year’s energy of a device', () => {
  it('is quantity × power × hours × load, and unknown while one is', () => {
    const lamps = { quantity: '420', power: '0.036', hours: '2500', load: '0.8' }
    const energy = estimatedEnergy(lamps)
    expect(energy && textOf(energy)).toBe('30240')
    for (const name of ['quantity', 'power', 'hours', 'load'])
      expect(estimatedEnergy({ ...lamps, [name]: null }), name).toBeNull()
  })
})
