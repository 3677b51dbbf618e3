import type { DecimalText } from '#core/contract/decimal-text.ts'

/** The only conversions there are, by the unit that each ends in: powers of ten, never kWh to MJ or kg to L silently. */
const FAMILIES: ReadonlyMap<string, Readonly<Record<string, DecimalText>>> = new Map([
  ['kWh', { kWh: '1', MWh: '1000', 万kWh: '10000' }],
  ['kg', { kg: '1', t: '1000' }],
  ['m3', { m3: '1', 万m3: '10000' }],
  ['MJ', { MJ: '1', GJ: '1000' }],
  ['kgce', { kgce: '1', tce: '1000' }],
  ['L', { L: '1' }],
])

/** How many `to` one `from` is, as exact decimal text; `null` if the two measure different things. */
export function conversionFactor(from: string, to: string): DecimalText | null {
  return FAMILIES.get(to)?.[from] ?? null
}

/** The units in which an amount may be typed that is counted in `base`, e.g. kWh → kWh, MWh, 万kWh. */
export function unitsOf(base: string): readonly string[] {
  return Object.keys(FAMILIES.get(base) ?? {})
}

/** A unit as a product of powers: `kgce/m2` is kgce¹ · m2⁻¹. The dimensionless unit is the empty map. */
export type UnitPowers = ReadonlyMap<string, number>

const DIMENSIONLESS: UnitPowers = new Map()
const SYMBOL = /^[\p{L}%][\p{L}\d%]*$/u

/** Reads `kgce/(…)`-free unit text: factors joined by `*` and `/`, left to right; `1` is dimensionless. `null` if unreadable. */
export function parseUnit(text: string): UnitPowers | null {
  let powers = DIMENSIONLESS
  let sign = 1
  for (const part of text.split(/([*/])/)) {
    if (part === '*') sign = 1
    else if (part === '/') sign = -1
    else if (part !== '1') {
      if (!SYMBOL.test(part)) return null
      powers = combineUnits(powers, new Map([[part, 1]]), sign)
    }
  }
  return powers
}

/** `a · b` for sign 1, `a / b` for sign −1. */
export function combineUnits(a: UnitPowers, b: UnitPowers, sign: number): UnitPowers {
  const result = new Map(a)
  for (const [symbol, power] of b) {
    const sum = (result.get(symbol) ?? 0) + sign * power
    if (sum === 0) result.delete(symbol)
    else result.set(symbol, sum)
  }
  return result
}

/** Whether two units are the same product of powers. */
export function sameUnit(a: UnitPowers, b: UnitPowers): boolean {
  return a.size === b.size && [...a].every(([symbol, power]) => b.get(symbol) === power)
}

/** Replaces one symbol by a unit, e.g. carrierUnit by kWh in kgce/carrierUnit. */
export function substituteUnit(unit: UnitPowers, symbol: string, by: UnitPowers): UnitPowers {
  const power = unit.get(symbol)
  if (power === undefined) return unit
  let result: UnitPowers = new Map([...unit].filter(([s]) => s !== symbol))
  for (let i = 0; i < Math.abs(power); i++) result = combineUnits(result, by, Math.sign(power))
  return result
}

/** The unit as text in the order of its symbols, `1` when dimensionless. */
export function unitText(unit: UnitPowers): string {
  const side = (wanted: number) =>
    [...unit].filter(([, power]) => Math.sign(power) === wanted).flatMap(([s, power]) => Array(Math.abs(power)).fill(s))
  const above = side(1)
  const below = side(-1)
  return [above.join('*') || '1', ...below].join('/')
}
