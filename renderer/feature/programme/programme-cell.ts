import type { Input } from '#core/contract/operations.ts'

type EfficiencyCell = Input<'efficiency.explain'>
type GreenPowerCell = Input<'greenPower.explain'>

/** One number of a programme, as the panel of explanations is asked for it. */
export type ProgrammeCell =
  | { readonly of: 'efficiency'; readonly cell: EfficiencyCell }
  | { readonly of: 'greenPower'; readonly cell: GreenPowerCell }

/** A number of a body or a unit as the one text that the stack of explanations holds. */
export function cellOf(cell: EfficiencyCell): string {
  return JSON.stringify({ of: 'efficiency', cell })
}

/** The same of a number of a holder and year. */
export function greenCell(cell: GreenPowerCell): string {
  return JSON.stringify({ of: 'greenPower', cell })
}

/** The number that such a text names. */
export function readCell(text: string): ProgrammeCell {
  return JSON.parse(text)
}
