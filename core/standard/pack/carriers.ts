import { CARRIERS } from '#core/contract/facts.ts'
import { unitsOf } from '#core/quantity/unit.ts'
import type { PackDocument } from './schema.ts'
import type { CarrierRule, FactorRule } from './standard.ts'
import type { Table } from './table.ts'

const RULES: readonly FactorRule[] = ['listedOnly', 'measuredOrListed', 'measuredOrWithinRange', 'statedOnly']

type Report = (place: string, message: string) => void

/** Reads the pack's table of carriers: unit, rule and range of the coal-equivalent factor, one row per carrier of the facts. */
export function readCarriers(
  document: PackDocument,
  tables: ReadonlyMap<string, Table>,
  reportPack: Report,
  reportTables: Report,
): ReadonlyMap<string, CarrierRule> {
  const table = tables.get(document.carrierTable)
  if (!table) {
    reportPack('carrierTable', `没有表“${document.carrierTable}”。`)
    return new Map()
  }
  const carriers = new Map<string, CarrierRule>()
  for (const [i, row] of table.rows.entries()) {
    const place = `${table.id}.rows[${i}]`
    const carrier = row.keys.get('carrier')?.[0] ?? ''
    const factorRule = RULES.find(rule => rule === row.texts.get('factorRule'))
    const unit = row.texts.get('unit') ?? null
    const listed = row.numbers.get('listedFactor')
    const lowestFactor = row.numbers.get('lowestFactor') ?? null
    const highestFactor = row.numbers.get('highestFactor') ?? null
    if (!CARRIERS.some(known => known === carrier))
      reportTables(place, `能源种类“${carrier}”不认识。可用：${CARRIERS.join('、')}。`)
    else if (!factorRule) reportTables(place, `factorRule 应为 ${RULES.join('、')} 之一。`)
    else if ((factorRule === 'listedOnly' || factorRule === 'measuredOrListed') && !listed)
      reportTables(place, `取法 ${factorRule} 要有 listedFactor。`)
    else if (factorRule === 'measuredOrWithinRange' && !(lowestFactor && highestFactor))
      reportTables(place, `取法 ${factorRule} 要有 lowestFactor 和 highestFactor。`)
    else if (unit === null ? factorRule !== 'statedOnly' : unitsOf(unit).length === 0)
      reportTables(
        place,
        `单位“${unit ?? 'null'}”不能作系数所对的单位。可用 kWh、kg、m3、MJ；只有 statedOnly 可以是 null。`,
      )
    else carriers.set(carrier, { carrier, unit, factorRule, lowestFactor, highestFactor })
  }
  return carriers
}
