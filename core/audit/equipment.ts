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
 * The first entry of an elimination catalogue that a model fits, or `null`. Written differently is not different: case, width and
 * the kind of dash do not count, and for a single model not even whether there is one. A fit wants a person's look; the catalogue
 * may name limits that a model does not show.
 */
export function eliminatedBy<Entry extends Eliminated>(catalogue: readonly Entry[], model: string): Entry | null {
  const wanted = plain(model)
  if (wanted === '') return null
  return (
    catalogue.find(entry => {
      const series = /^(.*?)(?:\*|系列)$/.exec(entry.model.trim())?.[1]
      return series === undefined
        ? plain(entry.model).replaceAll('-', '') === wanted.replaceAll('-', '')
        : begins(wanted, plain(series))
    }) ?? null
  )
}

/** Y132 is of the series Y and YE3 is not; S7-630 is of S7-* and S75-A is not. */
function begins(model: string, series: string): boolean {
  if (!/[\p{L}\d]/u.test(series) || !model.startsWith(series)) return false
  const [last, next] = [series.at(-1) ?? '', model.charAt(series.length)]
  return !(/[A-Z]/.test(last) && /[A-Z]/.test(next)) && !(/\d/.test(last) && /\d/.test(next))
}

function plain(model: string): string {
  return model
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/[\s‐-―−-]+/g, '-')
}
