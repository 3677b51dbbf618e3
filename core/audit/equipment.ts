import type { DecimalText } from '#core/contract/decimal-text.ts'
import { type Decimal, decimal } from '../quantity/decimal.ts'

/** What a year's energy of a device is estimated from. */
export type Rated = {
  readonly quantity: DecimalText | null
  /** Of one: kW, or what it takes in an hour. */
  readonly power: DecimalText | null
  /** h in a year. */
  readonly hours: DecimalText | null
  /** Share of the rated power it runs at on average. */
  readonly load: DecimalText | null
}

/** Use in a year: quantity × rating × hours × load factor; `null` while one of them is missing, which is never taken for 1. */
export function estimatedEnergy({ quantity, power, hours, load }: Rated): Decimal | null {
  if (quantity === null || power === null || hours === null || load === null) return null
  return decimal(quantity).times(decimal(power)).times(decimal(hours)).times(decimal(load))
}

/** A model of the catalogue; one that ends in `*` or 系列 stands for all that begin like it. */
export type Eliminated = { readonly model: string }

/**
 * The first entry of an elimination catalogue that a model fits, or `null`. Written differently is not different: case, width,
 * spaces and dashes do not count. A fit wants a person's look; the catalogue may name limits that a model does not show.
 */
export function eliminatedBy<Entry extends Eliminated>(catalogue: readonly Entry[], model: string): Entry | null {
  const wanted = plain(model)
  if (wanted === '') return null
  return (
    catalogue.find(entry => {
      const series = /^(.+?)(?:\*|系列)$/.exec(entry.model.trim())?.[1]
      return series === undefined ? plain(entry.model) === wanted : wanted.startsWith(plain(series))
    }) ?? null
  )
}

function plain(model: string): string {
  return model
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s‐-―−-]/g, '')
}
