import { count } from '#core/quantity/decimal.ts'
import type { Table, TableRow } from '#core/standard/pack/table.ts'
import { bandContains } from '#core/standard/pack/table.ts'
import type { GreenPowerPack } from '../pack.ts'

/** A row of the pack's table of requirements, its words read. */
export type Requirement = {
  readonly id: string
  readonly row: TableRow
  readonly label: string
  /** Whether it is asked for in this year. */
  readonly applies: boolean
  readonly measure: 'share' | 'cleanEnergy' | 'none'
  readonly comparison: '>=' | '>'
  /** The parameter that stands in for a printed number; `null` if there is one, or none is needed. */
  readonly parameter: string | null
  readonly obligation: GreenPowerPack['document']['rules']['obligations'][number] | null
  readonly carried: boolean
  readonly remark: string | null
}

/** What the notice asks of a category in a year, in the order of the pack. */
export function requirementsOf(pack: GreenPowerPack, category: string | null, year: string): readonly Requirement[] {
  const { rules } = pack.document
  const table: Table | undefined = pack.tables.get(rules.requirements.table)
  const number = count(Number.parseInt(year, 10))
  const rows = table?.rows.filter(row => {
    const band = row.bands.get('year')
    return row.texts.get('category') === category && band !== undefined && bandContains(band, number)
  })
  return (rows ?? []).map(row => {
    const text = (column: string) => row.texts.get(column) ?? null
    const measure = text('measure')
    return {
      id: row.keys.get('requirement')?.[0] ?? row.id,
      row,
      label: text('label') ?? row.id,
      applies: text('applies') === 'yes',
      measure: measure === 'share' || measure === 'cleanEnergy' ? measure : 'none',
      comparison: text('comparison') === '>' ? '>' : '>=',
      parameter: text('parameter'),
      obligation: rules.obligations.find(obligation => obligation.id === text('obligation')) ?? null,
      carried: text('carried') === 'yes',
      remark: text('remark'),
    }
  })
}
