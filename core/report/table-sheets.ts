import type { Block, Section } from '#core/contract/report.ts'
import type { LiveCell, LiveSheet } from './live-workbook.ts'

const WIDTH = 120

type Table = Extract<Block, { kind: 'table' }>

/** Sections of a report that have tables or photos, as sheets of a spreadsheet: numbers as numbers. */
export function tableSheets(sections: readonly Section[]): LiveSheet[] {
  return sections.flatMap(({ title, blocks }) => {
    const tables = blocks.flatMap(block => (block.kind === 'table' ? [block] : []))
    if (tables.length === 0) return []
    return [{ name: title, wraps: true, widths: widthsOf(tables), rows: blocks.flatMap(rowsOf) }]
  })
}

function rowsOf(block: Block): LiveCell[][] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return [[{ kind: 'note', text: block.text }]]
    case 'photos':
      return [
        [{ kind: 'title', text: '照片' }],
        ...block.photos.map(({ digest, caption }): LiveCell[] => [
          { kind: 'label', text: caption },
          { kind: 'label', picture: digest },
        ]),
      ]
    case 'table':
      return [
        [{ kind: 'title', text: block.title }],
        block.columns.map(({ label }): LiveCell => ({ kind: 'head', text: label })),
        ...block.rows.map(row => row.map((text, c) => cellOf(text, block.columns[c]?.align === 'right'))),
        ...(block.note ? [[{ kind: 'note', text: block.note } satisfies LiveCell]] : []),
        [],
      ]
    default:
      return []
  }
}

/** Every column as wide as the widest of the tables above each other wants it. */
function widthsOf(tables: readonly Table[]): number[] {
  const wanted = tables.map(({ columns }) => {
    const whole = columns.reduce((sum, { width }) => sum + width, 0)
    return columns.map(({ width }) => (width * WIDTH) / whole)
  })
  const most = wanted.reduce((count, widths) => (widths.length > count ? widths.length : count), 0)
  return Array.from({ length: most }, (_, c) =>
    wanted.reduce((width, widths) => ((widths[c] ?? 0) > width ? (widths[c] ?? 0) : width), 0),
  )
}

/** A plain number in a column of numbers is a number with the decimals it is printed with; everything else is the text. */
function cellOf(text: string, numeric: boolean): LiveCell {
  const plain = text.replaceAll('\u2009', '').replace('\u2212', '-')
  if (!numeric) return { kind: 'label', text }
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return { kind: 'label', text, right: true }
  return { kind: 'label', number: plain, digits: plain.split('.')[1]?.length ?? 0 }
}
