import type { Decimal } from '#core/quantity/decimal.ts'
import type { Calculation } from '../cells.ts'
import type { ExampleDocument, PackDocument } from './schema.ts'
import type { Table } from './table.ts'

/** A pack that has been read and found sound: documents, trees and the order of computing. */
export type Standard = Calculation & {
  readonly document: PackDocument
  /** `sha256:` over the sorted lines `path NUL sha256(file)`. */
  readonly digest: string
  readonly tables: ReadonlyMap<string, Table>
  readonly carriers: ReadonlyMap<string, CarrierRule>
  readonly examples: readonly ExampleDocument[]
}

/** How a carrier may get its coal-equivalent factor. */
export type FactorRule = 'listedOnly' | 'measuredOrListed' | 'measuredOrWithinRange' | 'statedOnly'

export type CarrierRule = {
  readonly carrier: string
  /** The unit the factor refers to; `null`: the unit of the entry. */
  readonly unit: string | null
  readonly factorRule: FactorRule
  readonly lowestFactor: Decimal | null
  readonly highestFactor: Decimal | null
}

/** What a term is called in Chinese. */
export function termLabel(standard: Pick<Calculation, 'terms'>, term: string): string {
  return standard.terms.get(term)?.label ?? term
}
