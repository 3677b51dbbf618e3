import type { DecimalText } from '#core/contract/decimal-text.ts'
import { type Decimal, decimal } from '../quantity/decimal.ts'

/** What a year's energy of a device is estimated from. */
export type Rated = {
  readonly quantity: DecimalText | null
  /** kW of one. */
  readonly power: DecimalText | null
  /** h in a year. */
  readonly hours: DecimalText | null
  /** Share of the rated power it runs at on average. */
  readonly load: DecimalText | null
}

/** kWh in a year: quantity × rated power × hours × load factor; `null` while one of them is missing, which is never taken for 1. */
export function estimatedEnergy({ quantity, power, hours, load }: Rated): Decimal | null {
  if (quantity === null || power === null || hours === null || load === null) return null
  return decimal(quantity).times(decimal(power)).times(decimal(hours)).times(decimal(load))
}
