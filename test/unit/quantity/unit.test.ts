import { describe, expect, it } from 'vitest'
import {
  combineUnits,
  conversionFactor,
  parseUnit,
  sameUnit,
  substituteUnit,
  unitsOf,
  unitText,
} from '#core/quantity/unit.ts'

const unit = (text: string) => {
  const parsed = parseUnit(text)
  if (!parsed) throw new Error(text)
  return parsed
}

describe('conversionFactor', () => {
  it.each([
    ['万kWh', 'kWh', '10000'],
    ['MWh', 'kWh', '1000'],
    ['t', 'kg', '1000'],
    ['万m3', 'm3', '10000'],
    ['GJ', 'MJ', '1000'],
    ['tce', 'kgce', '1000'],
    ['kWh', 'MJ', null],
    ['L', 'kg', null],
    ['kWh', 'kgce', null],
  ])('one %s is %s × %s', (from, to, factor) => {
    expect(conversionFactor(from, to)).toBe(factor)
  })

  it('lists the units an amount may be typed in', () => {
    expect(unitsOf('kWh')).toEqual(['kWh', 'MWh', '万kWh'])
  })
})

describe('units as products of powers', () => {
  it('cancels, and keeps m2 and m3 apart', () => {
    expect(unitText(combineUnits(unit('kgce/m2'), unit('m2'), 1))).toBe('kgce')
    expect(sameUnit(unit('kgce/m2'), unit('kgce/m3'))).toBe(false)
    expect(unitText(combineUnits(unit('h'), unit('h'), -1))).toBe('1')
  })

  it('replaces an open unit by the one of the row', () => {
    expect(unitText(substituteUnit(unit('kgce/carrierUnit'), 'carrierUnit', unit('kWh')))).toBe('kgce/kWh')
    expect(unitText(substituteUnit(unit('indicatorUnit*denominatorUnit'), 'indicatorUnit', unit('kgce/p')))).toBe(
      'denominatorUnit*kgce/p',
    )
  })

  it('does not read nonsense', () => {
    expect(parseUnit('kgce//m2')).toBeNull()
    expect(parseUnit('')).toBeNull()
    expect(parseUnit('2kg')).toBeNull()
  })
})
