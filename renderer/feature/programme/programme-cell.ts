/** One number of an efficiency programme, as the panel of explanations is asked for it. */
export type EfficiencyCell = {
  readonly programme: string
  readonly year: string
  readonly body: string
  readonly unit: string | null
  readonly term: string
}

/** The number as the one text that the stack of explanations holds. */
export function cellOf(cell: EfficiencyCell): string {
  return JSON.stringify([cell.programme, cell.year, cell.body, cell.unit, cell.term])
}

/** The number that such a text names. */
export function readCell(text: string): EfficiencyCell {
  const [programme, year, body, unit, term] = JSON.parse(text)
  return { programme, year, body, unit, term }
}
