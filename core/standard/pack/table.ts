import type { Cite } from '#core/contract/cell.ts'
import { inWords } from '#core/contract/schema-issue.ts'
import { compare, type Decimal, decimal } from '#core/quantity/decimal.ts'
import type { BandDocument, TableColumn, TableDocument } from './schema.ts'

/** One table of a standard, its cells read by the kind of their column. */
export type Table = {
  readonly id: string
  readonly title: string
  readonly cite: Cite
  readonly columns: ReadonlyMap<string, TableColumn>
  readonly rows: readonly TableRow[]
}

export type Band = {
  readonly from: Decimal | null
  readonly fromIncluded: boolean
  readonly to: Decimal | null
  readonly toIncluded: boolean
}

/** A printed row. A key or band that is absent matches anything; a number or tier that is null is not set ("—"), never zero. */
export type TableRow = {
  readonly id: string
  readonly table: string
  readonly cite: Cite & { readonly row: string }
  readonly toBeVerified: boolean
  readonly keys: ReadonlyMap<string, readonly string[]>
  readonly bands: ReadonlyMap<string, Band>
  readonly numbers: ReadonlyMap<string, Decimal>
  readonly texts: ReadonlyMap<string, string>
  readonly tiers: ReadonlyMap<string, readonly (Decimal | null)[]>
}

const PRINTED = /^\d+(\.\d+)?$/

/** Reads a table; a cell that does not fit its column is told through `report` with its place. */
export function readTable(
  document: TableDocument,
  tierCount: number,
  report: (place: string, message: string) => void,
): Table {
  const columns = new Map(document.columns.map(column => [column.id, column]))
  if (columns.size < document.columns.length) report('columns', '有列的编号重复。请改成各不相同的编号。')
  const rows = document.rows.map((row, i): TableRow => {
    const keys = new Map<string, readonly string[]>()
    const bands = new Map<string, Band>()
    const numbers = new Map<string, Decimal>()
    const texts = new Map<string, string>()
    const tiers = new Map<string, readonly (Decimal | null)[]>()
    for (const [id, cell] of Object.entries(row.cells)) {
      const column = columns.get(id)
      const wrong = (expected: string) => report(`rows[${i}].cells.${id}`, `应为${expected}，读到${inWords(cell)}。`)
      if (!column) report(`rows[${i}].cells`, `表中没有列“${id}”。请核对写法。`)
      else if (cell === null) continue
      else if (column.kind === 'key') {
        if (typeof cell === 'string') keys.set(id, [cell])
        else if (Array.isArray(cell) && cell.length > 0 && cell.every(word => typeof word === 'string'))
          keys.set(id, cell)
        else wrong('文字，或文字与别名的列表')
      } else if (column.kind === 'band') {
        if (typeof cell === 'object' && !Array.isArray(cell)) bands.set(id, readBand(cell))
        else wrong('区间')
      } else if (column.kind === 'text') {
        if (typeof cell === 'string') texts.set(id, cell)
        else wrong('文字')
      } else if (column.kind === 'number') {
        if (typeof cell === 'string' && PRINTED.test(cell)) numbers.set(id, decimal(cell))
        else wrong('原文所印的数（文字，不分组）')
      } else if (!Array.isArray(cell) || cell.length !== tierCount) wrong(`${tierCount} 个等级的数`)
      else if (!cell.every(n => n === null || PRINTED.test(n))) wrong('原文所印的数或 null')
      else
        tiers.set(
          id,
          cell.map(n => (n === null ? null : decimal(n))),
        )
    }
    for (const column of columns.values())
      if (!Object.hasOwn(row.cells, column.id))
        report(`rows[${i}].cells`, `缺少列“${column.id}”。原文没有规定的请写 null。`)
    return {
      id: row.id,
      table: document.id,
      cite: { ...document.cite, ...definedOnly(row.cite) },
      toBeVerified: row.toBeVerified ?? false,
      keys,
      bands,
      numbers,
      texts,
      tiers,
    }
  })
  return { id: document.id, title: document.title, cite: document.cite, columns, rows }
}

/** A row may name its own clause; where it does not, the table's stands. */
function definedOnly(cite: TableDocument['rows'][number]['cite']): Partial<Cite> & { row: string } {
  const { row, clause, table } = cite
  return { row, ...(clause === undefined ? {} : { clause }), ...(table === undefined ? {} : { table }) }
}

function readBand(band: BandDocument): Band {
  return {
    from: band.from === null ? null : decimal(band.from),
    fromIncluded: band.fromIncluded,
    to: band.to === null ? null : decimal(band.to),
    toIncluded: band.toIncluded,
  }
}

/** Whether a value lies in the interval, each end as stated. */
export function bandContains(band: Band, value: Decimal): boolean {
  const aboveFrom = band.from === null || compare(value, band.from) > (band.fromIncluded ? -1 : 0)
  const belowTo = band.to === null || compare(value, band.to) < (band.toIncluded ? 1 : 0)
  return aboveFrom && belowTo
}
