/** What a workbook needs of a database: a host lends it. Numbers are for counts only; quantities travel as text. */
export type SqlValue = string | number | null
export type Row = Readonly<Record<string, SqlValue>>

export type Statement = {
  readonly run: (...values: readonly (SqlValue | Uint8Array)[]) => void
  readonly get: (...values: readonly SqlValue[]) => Row | undefined
  readonly all: (...values: readonly SqlValue[]) => readonly Row[]
  /** The bytes in the first column of the first row. */
  readonly bytes: (...values: readonly SqlValue[]) => Uint8Array | null
  readonly iterate: (...values: readonly SqlValue[]) => IterableIterator<Row>
}

export type Sql = {
  readonly exec: (text: string) => void
  /** Compiled once per text and kept. */
  readonly prepare: (text: string) => Statement
  /** Runs the work inside one transaction: all of it or, when it throws, nothing. */
  readonly transaction: <T>(work: () => T) => T
  readonly close: () => void
}

/** A text column's value. */
export function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}

/** A count column's value: an order, a month, a revision. */
export function countOf(value: SqlValue | undefined): number {
  return typeof value === 'number' ? value : 0
}
