import type { Cell, From, Origin } from '#core/contract/cell.ts'
import type { Term } from '#core/contract/terms.ts'
import { type Decimal, textOf } from '#core/quantity/decimal.ts'
import { parseUnit, substituteUnit, unitText } from '#core/quantity/unit.ts'
import { compileWhere } from './formula/compile.ts'
import { expressionsIn, type Formula, type FormulaCase, namesIn, sumsIn } from './formula/tree.ts'
import type { Lookup } from './pack/resolve.ts'
import type { TableRow } from './pack/table.ts'
import { type Plan, qualified } from './plan.ts'
import { ABSENT, cellId, isLacking, type Lacking, type Line, rowsOf, type Sheet, type Value } from './value.ts'

export type Sum = ReturnType<typeof sumsIn>[number]

/** What a sheet is computed by: names, trees and their order. A quota is one, a programme another. */
export type Calculation = {
  readonly terms: ReadonlyMap<string, Term>
  readonly lookups: readonly Lookup[]
  readonly formulas: readonly Formula[]
  readonly plan: Plan
}

/** What only those know who laid the facts out as a sheet. */
export type Layout = {
  /** Where a fact was entered. */
  readonly origin: (line: Line, term: string) => Origin
  /** What the open units of a row are. */
  readonly units: (line: Line) => Readonly<Record<string, string>>
  /** The cell that a name on a row stands for, where that is not the row's own; else `null`. */
  readonly standsFor: (line: Line, name: string) => string | null
}

const CELL_NAME = /^(\w+)\[([^\]]+)\]\.(.+)$/

/** The cells of a finished sheet, made on demand: each knows its value, its origin and what it was computed from. */
export class Cells {
  readonly #calculation: Calculation
  readonly #sheet: Sheet
  readonly #layout: Layout

  constructor(calculation: Calculation, sheet: Sheet, layout: Layout) {
    this.#calculation = calculation
    this.#sheet = sheet
    this.#layout = layout
  }

  /** Every cell with a value or something missing: the terms that occur once, then those of the rows. */
  all(): Cell[] {
    const { plan } = this.#calculation
    const inRows = [...plan.columns].flatMap(([table, columns]) =>
      rowsOf(this.#sheet, table).flatMap(line => [...columns.keys()].map(term => this.#cellOn(line, term))),
    )
    const own = [...plan.own.keys()].map(term => this.#cellOn(this.#sheet.own, term))
    return [...own, ...inRows].filter(cell => cell.value !== null || cell.missing.length > 0)
  }

  /** The cell of that name, or `null` if the sheet has none. */
  cell(id: string): Cell | null {
    const { line, term } = this.#find(id)
    return line && this.#slot(line, term) !== undefined ? this.#cellOn(line, term) : null
  }

  /** The case of the formula that a computed cell came from, or `null` if none applied. */
  caseOf(cell: Cell): FormulaCase | null {
    const { from } = cell
    return from.kind === 'formula' && from.case !== null ? (this.casesOf(cell)[from.case] ?? null) : null
  }

  /** All cases of the formula that a computed cell came from. */
  casesOf(cell: Cell): readonly FormulaCase[] {
    return this.#formula(this.#find(cell.id).line?.table ?? null, cell.term)?.cases ?? []
  }

  /** The id of the cell that a name in a computed cell's formula stands for. */
  operandId(cell: Cell, name: string): string | null {
    const { line } = this.#find(cell.id)
    return line && this.#idOf(line, name)
  }

  /** The cells that a sum adds up. */
  sumCells(sum: Sum): Cell[] {
    return this.#sumLines(sum).map(line => this.#cellOn(line, sum.column))
  }

  #find(id: string): { line: Line | null; term: string } {
    const [, table, key = '', term = id] = CELL_NAME.exec(id) ?? []
    if (table === undefined) return { line: this.#sheet.own, term }
    const rows = this.#calculation.plan.columns.has(table) ? rowsOf(this.#sheet, table) : []
    const there = rows[Number.parseInt(key, 10)]
    const line = String(there?.key) === key ? there : rows.find(row => String(row.key) === key)
    return { line: line ?? null, term }
  }

  #slot({ table }: Line, term: string): number | undefined {
    const { own, columns } = this.#calculation.plan
    return table === null ? own.get(term) : columns.get(table)?.get(term)
  }

  #cellOn(line: Line, term: string): Cell {
    const value = line.values[this.#slot(line, term) ?? -1] ?? ABSENT
    const unit = this.#calculation.terms.get(term)?.unit ?? null
    return {
      id: cellId(line, term),
      term,
      unit: unit === null ? null : this.#closedUnit(unit, line),
      value: isLacking(value) ? null : typeof value === 'string' ? value : textOf(value),
      missing: isLacking(value) ? value : [],
      from: this.#from(line, term),
    }
  }

  /** `kgce/carrierUnit` on a row of electricity is `kgce/kWh`. */
  #closedUnit(unit: string, line: Line): string {
    const units = this.#layout.units(line)
    const open = Object.keys(units).filter(symbol => unit.includes(symbol))
    let powers = open.length > 0 ? parseUnit(unit) : null
    for (const symbol of open) {
      const by = parseUnit(units[symbol] ?? '1')
      if (powers && by) powers = substituteUnit(powers, symbol, by)
    }
    return powers ? unitText(powers) : unit
  }

  #from(line: Line, term: string): From {
    const each = line.table
    const lookup = this.#calculation.lookups.find(
      l => l.each === each && (l.id === term || l.gives.some(g => g.name === term)),
    )
    if (lookup) return this.#fromLookup(line, term, lookup)
    const formula = this.#formula(each, term)
    if (formula) {
      const used = this.#caseUsed(line, term)
      const index = used < 0 ? null : used
      const cite = (index === null ? null : formula.cases[index]?.cite) ?? formula.cite
      return { kind: 'formula', formula: term, case: index, inputs: this.#inputs(line, formula, index), cite }
    }
    return { kind: 'fact', origin: this.#layout.origin(line, term) }
  }

  #fromLookup(line: Line, term: string, lookup: Lookup): From {
    const row = rowOf(this.#calculation, lookup, line)
    if (row && term !== lookup.id) {
      const column = lookup.gives.find(g => g.name === term)?.column ?? term
      return { kind: 'pack', table: row.table, row: row.id, column, cite: row.cite, toBeVerified: row.toBeVerified }
    }
    const asked = lookup.keys.filter(({ column }) => !row || row.keys.has(column) || row.bands.has(column))
    const keys = asked.map(({ name }) => this.#idOf(line, name))
    return { kind: 'lookup', table: lookup.table.id, keys, row: row?.id ?? null, cite: row?.cite ?? lookup.cite }
  }

  #caseUsed(line: Line, term: string): number {
    return this.#calculation.plan.caseUsed.get(qualified(line.table, term))?.(this.#sheet, line) ?? -1
  }

  #formula(each: string | null, term: string): Formula | null {
    return this.#calculation.formulas.find(f => f.each === each && f.id === term) ?? null
  }

  /** The cells that the case in force reads: those of its condition first, then of its expression. */
  #inputs(line: Line, formula: Formula, index: number | null): string[] {
    const used = index === null ? null : formula.cases[index]
    if (!used) return []
    const expressions = [...expressionsIn(used.when), used.expr]
    const ids = expressions.flatMap(expr => [
      ...namesIn(expr).map(name => this.#idOf(line, name)),
      ...sumsIn(expr).flatMap(sum => this.#sumLines(sum).map(l => cellId(l, sum.column))),
    ])
    return [...new Set(ids)]
  }

  #sumLines({ table, where }: Sum): readonly Line[] {
    return rowsOf(this.#sheet, table).filter(compileWhere(this.#calculation.plan.slots, table, where))
  }

  #idOf(line: Line, name: string): string {
    const { inRow } = this.#calculation.plan.slots.find(line.table, name)
    if (!inRow) return name
    return this.#layout.standsFor(line, name) ?? cellId(line, name)
  }
}

/** The row that a lookup chose on a line: its own slot holds the row's id. */
export function rowOf({ plan }: Calculation, lookup: Lookup, line: Line): TableRow | null {
  const id = line.values[plan.slots.find(lookup.each, lookup.id).slot]
  return lookup.table.rows.find(row => row.id === id) ?? null
}

/** The value of a term that occurs once on a sheet. */
export function ownValue({ plan }: Calculation, sheet: Sheet, name: string): Value {
  const slot = plan.own.get(name)
  return (slot === undefined ? undefined : sheet.own.values[slot]) ?? ABSENT
}

/** The number of a term that occurs once on a sheet, or what it lacks. */
export function ownNumber(calculation: Calculation, sheet: Sheet, name: string): Decimal | Lacking {
  const value = ownValue(calculation, sheet, name)
  return typeof value === 'string' || value === ABSENT ? [{ term: name, at: name }] : value
}

/** The text of a term that occurs once on a sheet, or `null`. */
export function ownText(calculation: Calculation, sheet: Sheet, name: string): string | null {
  const value = ownValue(calculation, sheet, name)
  return typeof value === 'string' ? value : null
}
