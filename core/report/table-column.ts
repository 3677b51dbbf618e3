import type { TableColumn } from '#core/contract/report.ts'

/** What stands in a cell of a report where there is nothing to say. */
export const NONE = '—'

/** A column of a report's table; `width` is its share of the page. */
export function column(label: string, align: TableColumn['align'], width: number): TableColumn {
  return { label, align, width }
}
