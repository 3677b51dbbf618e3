import type { Section } from '#core/contract/report.ts'
import type { LiveCell, LiveSheet } from './live-workbook.ts'

const WIDTH = 120

/** Sections of a report that have tables, as sheets of a spreadsheet: numbers as numbers. */
export function tableSheets(sections: readonly Section[]): LiveSheet[] {
  return sections.flatMap(({ title, blocks }) => {
    const tables = blocks.flatMap(block => (block.kind === 'table' ? [block] : []))
    if (tables.length === 0) return []
    const widest = tables.reduce((most, table) => (table.columns.length > most.columns.length ? table : most))
    const whole = widest.columns.reduce((sum, { width }) => sum + width, 0)
    const texts = blocks.flatMap(block =>
      block.kind === 'text' ? [[{ kind: 'note', text: block.text } satisfies LiveCell]] : [],
    )
    const rows = tables.flatMap(table => [
      [{ kind: 'title', text: table.title }] satisfies LiveCell[],
      table.columns.map(({ label }): LiveCell => ({ kind: 'head', text: label })),
      ...table.rows.map(row => row.map((text, c) => cellOf(text, table.columns[c]?.align === 'right'))),
      ...(table.note ? [[{ kind: 'note', text: table.note } satisfies LiveCell]] : []),
      [],
    ])
    return [
      { name: title, widths: widest.columns.map(({ width }) => (width * WIDTH) / whole), rows: [...texts, ...rows] },
    ]
  })
}

/** A plain number in a column of numbers is a number; everything else is the text as printed. */
function cellOf(text: string, numeric: boolean): LiveCell {
  const plain = text.replaceAll('\u2009', '')
  return numeric && /^\d+(\.\d+)?$/.test(plain) ? { kind: 'label', number: plain } : { kind: 'label', text }
}
