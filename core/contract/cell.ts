import type { DecimalText } from './decimal-text.ts'

/** Names a cell inside one run: `comprehensiveEnergy`, `energy[3].coalEquivalent`, `quota.energyPerPerson.constraint`. */
export type CellId = string

/** Where a statement stands in its source: 6.1.2, formula (2), 表1, the row as printed. */
export type Cite = {
  readonly clause: string
  readonly formula?: string | undefined
  readonly table?: string | undefined
  readonly row?: string | undefined
  /** The formula lost its layout in the text and was put together again. */
  readonly reconstructed?: true | undefined
}

/** Where a fact comes from: its path in the facts document, and the ledger row, file cell or evidence behind it if known. */
export type Origin = {
  readonly path: string
  readonly label?: string | undefined
  readonly reason?: string | undefined
  readonly row?: string | undefined
  readonly file?: string | undefined
  readonly sheet?: string | undefined
  readonly cell?: string | undefined
  readonly evidence?: readonly string[] | undefined
}

/** A term without a value, and the cell where a person can supply it. */
export type Missing = { readonly term: string; readonly at: CellId }

/** Why a cell has its value. Six kinds; a way down always ends at a fact or at a printed value of the pack. */
export type From =
  | { readonly kind: 'fact'; readonly origin: Origin }
  | {
      readonly kind: 'pack'
      readonly table: string
      readonly row: string
      readonly column: string
      readonly cite: Cite
      readonly toBeVerified: boolean
    }
  | {
      readonly kind: 'formula'
      readonly formula: string
      readonly case: number | null
      readonly inputs: readonly CellId[]
      readonly cite: Cite
    }
  | {
      readonly kind: 'lookup'
      readonly table: string
      readonly keys: readonly CellId[]
      readonly row: string | null
      readonly cite: Cite
    }
  | {
      readonly kind: 'grade'
      readonly value: CellId
      readonly tiers: readonly CellId[]
      readonly boundary: readonly ('<' | '<=')[]
      readonly cite: Cite
    }
  | { readonly kind: 'rounded'; readonly value: CellId; readonly digits: number; readonly rule: 'GB/T 8170' }

/** A named quantity with one origin. `unit` is null where the value is text; `value` is null when something is missing or does not apply. */
export type Cell = {
  readonly id: CellId
  readonly term: string
  readonly unit: string | null
  readonly value: DecimalText | string | null
  readonly missing: readonly Missing[]
  readonly from: From
}
