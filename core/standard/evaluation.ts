import type { Cell, From } from '#core/contract/cell.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { FACT_TABLES, type FactTable } from '#core/contract/terms.ts'
import { type Decimal, textOf } from '#core/quantity/decimal.ts'
import { parseUnit, substituteUnit, unitText } from '#core/quantity/unit.ts'
import { unitsOfEntry, WATER_UNIT } from './facts/bind.ts'
import { originOf } from './facts/origin.ts'
import { factTable } from './formula/check.ts'
import { compileWhere } from './formula/compile.ts'
import { expressionsIn, type Formula, type FormulaCase, namesIn, sumsIn } from './formula/tree.ts'
import { displayOf, type GradedIndicator, type GradeRule, gradeInstead } from './grade.ts'
import type { Lookup } from './pack/resolve.ts'
import type { Standard } from './pack/standard.ts'
import type { TableRow } from './pack/table.ts'
import { qualified } from './plan.ts'
import { ABSENT, cellId, isLacking, type Lacking, type Line, type Sheet, type Value } from './value.ts'

type Sum = ReturnType<typeof sumsIn>[number]

const CELL_NAME = /^(\w+)\[([^\]]+)\]\.(.+)$/

/** The finished sheet of one institution. Cells are made on demand: each knows its value, its origin and what it was computed from. */
export class Evaluation {
  readonly facts: InstitutionFacts
  readonly standard: Standard
  readonly indicators: readonly GradedIndicator[]
  readonly #grades: Sheet
  #distances = false
  #graded: ReadonlyMap<string, Cell> | null = null

  constructor(facts: InstitutionFacts, standard: Standard, sheet: Sheet, indicators: readonly GradedIndicator[]) {
    this.facts = facts
    this.standard = standard
    this.indicators = indicators
    this.#grades = sheet
  }

  /** The sheet with the distances to the next tiers, which are computed when something first looks. */
  get #sheet(): Sheet {
    if (!this.#distances) {
      this.#distances = true
      addDistances(this.standard, this.#grades, this.indicators)
    }
    return this.#grades
  }

  /** The number of an institution-wide term, or what it lacks. */
  number(name: string): Decimal | Lacking {
    return ownNumber(this.standard, this.#grades, name)
  }

  /** The text of an institution-wide term, or `null`. */
  text(name: string): string | null {
    return ownText(this.standard, this.#grades, name)
  }

  /** The row of thresholds that applies, or `null` when it cannot be chosen. */
  thresholdRow(): TableRow | null {
    return thresholdRow(this.standard, this.#grades).row
  }

  /** The distance of an indicator to its next tier, `null` where there is none. */
  distance(indicator: string, term: 'distanceInUnit' | 'distanceAmount' | 'distanceShare'): Decimal | null {
    const line = this.#sheet.rows.indicator.find(l => l.key === indicator)
    const slot = this.standard.plan.columns.indicator.get(term)
    const value = line && slot !== undefined ? line.values[slot] : undefined
    return typeof value === 'object' && !isLacking(value) ? value : null
  }

  /** Every cell, in the order: facts, then what was computed from them, then grades and distances. */
  cells(): Cell[] {
    const { plan } = this.standard
    const tables = Object.keys(FACT_TABLES) as FactTable[]
    const inRows = tables.flatMap(table =>
      this.#sheet.rows[table].flatMap(line => [...plan.columns[table].keys()].map(term => this.#cellOn(line, term))),
    )
    const own = [...plan.own.keys()].map(term => this.#cellOn(this.#sheet.own, term))
    const graded = this.indicators.flatMap(g => this.#gradeCells(g))
    return [...own, ...inRows, ...graded].filter(cell => cell.value !== null || cell.missing.length > 0)
  }

  /** The cell of that name, or `null` if the evaluation has none. */
  cell(id: string): Cell | null {
    const { line, term } = this.#find(id)
    const { own, columns } = this.standard.plan
    if (line && (line.table === null ? own : columns[line.table]).has(term)) return this.#cellOn(line, term)
    this.#graded ??= new Map(this.indicators.flatMap(g => this.#gradeCells(g)).map(cell => [cell.id, cell]))
    return this.#graded.get(id) ?? null
  }

  /** The case of the formula that a computed cell came from, or `null` if none applied. */
  caseOf(cell: Cell): FormulaCase | null {
    const { from } = cell
    if (from.kind !== 'formula' || from.case === null) return null
    return this.#formula(this.#find(cell.id).line?.table ?? null, cell.term)?.cases[from.case] ?? null
  }

  /** All cases of the formula that a computed cell came from. */
  casesOf(cell: Cell): readonly FormulaCase[] {
    return this.#formula(this.#find(cell.id).line?.table ?? null, cell.term)?.cases ?? []
  }

  /** The cell that a name in a computed cell's formula stands for. */
  operand(cell: Cell, name: string): Cell | null {
    const { line } = this.#find(cell.id)
    return line && this.cell(this.#idOf(line, name))
  }

  /** The cells that a sum adds up. */
  sumCells(sum: Sum): Cell[] {
    return this.#sumLines(sum).map(line => this.#cellOn(line, sum.column))
  }

  #find(id: string): { line: Line | null; term: string } {
    const [, tableName, key, term = id] = CELL_NAME.exec(id) ?? []
    if (tableName === undefined) return { line: this.#grades.own, term }
    const table = factTable(tableName)
    if (table === null) return { line: null, term }
    const rows = (table === 'indicator' ? this.#sheet : this.#grades).rows[table]
    const line = table === 'indicator' ? rows.find(l => l.key === key) : rows[Number.parseInt(key ?? '', 10)]
    return { line: line && String(line.key) === key ? line : null, term }
  }

  #cellOn(line: Line, term: string): Cell {
    const { plan, terms } = this.standard
    const slot = (line.table === null ? plan.own : plan.columns[line.table]).get(term)
    const value = line.values[slot ?? -1] ?? ABSENT
    const unit = terms.get(term)?.unit ?? null
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
    const units = this.#openUnits(line)
    const open = Object.keys(units).filter(symbol => unit.includes(symbol))
    let powers = open.length > 0 ? parseUnit(unit) : null
    for (const symbol of open) {
      const by = parseUnit(units[symbol] ?? '1')
      if (powers && by) powers = substituteUnit(powers, symbol, by)
    }
    return powers ? unitText(powers) : unit
  }

  #openUnits({ table, key }: Line): Readonly<Record<string, string>> {
    const { facts, standard } = this
    if (table === 'energy' && typeof key === 'number') {
      const entry = facts.energy?.[key]
      return entry ? unitsOfEntry(entry, standard.carriers) : {}
    }
    if (table === 'water' && typeof key === 'number')
      return { typedUnit: facts.water?.[key]?.unit ?? WATER_UNIT, carrierUnit: WATER_UNIT }
    const graded = table === 'indicator' ? this.indicators.find(g => g.indicator.id === key) : undefined
    if (!graded) return {}
    return {
      indicatorUnit: graded.unit,
      denominatorUnit: standard.terms.get(graded.indicator.denominator)?.unit ?? '1',
    }
  }

  #from(line: Line, term: string): From {
    const each = line.table
    const lookup = this.standard.lookups.find(
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
    return { kind: 'fact', origin: originOf(this.facts, line, term) }
  }

  #fromLookup(line: Line, term: string, lookup: Lookup): From {
    const row = rowOf(this.standard, lookup, line)
    if (row && term !== lookup.id) {
      const column = lookup.gives.find(g => g.name === term)?.column ?? term
      return { kind: 'pack', table: row.table, row: row.id, column, cite: row.cite, toBeVerified: row.toBeVerified }
    }
    const asked = lookup.keys.filter(({ column }) => !row || row.keys.has(column) || row.bands.has(column))
    const keys = asked.map(({ name }) => this.#idOf(line, name))
    return { kind: 'lookup', table: lookup.table.id, keys, row: row?.id ?? null, cite: row?.cite ?? lookup.cite }
  }

  #caseUsed(line: Line, term: string): number {
    return this.standard.plan.caseUsed.get(qualified(line.table, term))?.(this.#grades, line) ?? -1
  }

  #formula(each: FactTable | null, term: string): Formula | null {
    return this.standard.formulas.find(f => f.each === each && f.id === term) ?? null
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

  #sumLines(sum: Sum): readonly Line[] {
    const table = sum.table as FactTable
    return this.#grades.rows[table].filter(compileWhere(this.standard.plan.slots, table, sum.where))
  }

  /** The cell that a name means on a line; the operands of a distance are those of the indicator itself. */
  #idOf(line: Line, name: string): string {
    const { inRow } = this.standard.plan.slots.find(line.table, name)
    if (!inRow) return name
    const graded = line.table === 'indicator' ? this.indicators.find(g => line.key === g.indicator.id) : undefined
    switch (graded && name) {
      case 'indicatorValue':
        return graded?.indicator.id ?? name
      case 'denominator':
        return graded?.indicator.denominator ?? name
      case 'appliedFactor':
        return graded?.indicator.factor ?? name
      case 'nextTierValue':
        return graded?.next ? this.#tierId(graded.indicator.id, graded.next.id) : name
      default:
        return cellId(line, name)
    }
  }

  #tierId(indicator: string, tier: string): string {
    return `${this.standard.document.thresholds.lookup}.${indicator}.${tier}`
  }

  #gradeCells(graded: GradedIndicator): Cell[] {
    const { document } = this.standard
    const { indicator, unit, tiers } = graded
    const row = this.thresholdRow()
    const tierCells = document.tiers.flatMap(({ id }, i): Cell[] => {
      const value = tiers?.[i] ?? null
      if (!row || value === null) return []
      const column = `${indicator.id}.${id}`
      const from: From = {
        kind: 'pack',
        table: row.table,
        row: row.id,
        column,
        cite: row.cite,
        toBeVerified: row.toBeVerified,
      }
      return [{ id: this.#tierId(indicator.id, id), term: indicator.id, unit, value: textOf(value), missing: [], from }]
    })
    const set = document.tiers.filter((_, i) => (tiers?.[i] ?? null) !== null)
    const gradeCell = (of: string, rule: GradeRule | null): Cell => ({
      id: `${of}.grade`,
      term: of,
      unit: null,
      value: rule?.id ?? null,
      missing: rule ? [] : graded.missing,
      from: {
        kind: 'grade',
        value: of,
        tiers: set.map(tier => this.#tierId(indicator.id, tier.id)),
        boundary: set.map(tier => tier.boundary),
        cite: document.gradeCite,
      },
    })
    const rounded: Cell = {
      id: `${indicator.id}.display`,
      term: indicator.id,
      unit,
      value: displayOf(graded),
      missing: isLacking(graded.value) ? graded.value : [],
      from: { kind: 'rounded', value: indicator.id, digits: indicator.digits, rule: 'GB/T 8170' },
    }
    return [
      ...tierCells,
      gradeCell(indicator.raw, gradeInstead(document, graded, graded.raw)),
      gradeCell(indicator.id, graded.grade),
      rounded,
    ]
  }
}

function addDistances(standard: Standard, sheet: Sheet, indicators: readonly GradedIndicator[]): void {
  const lines = sheet.rows.indicator
  for (const graded of indicators) if (graded.next) lines.push(indicatorLine(standard, sheet, graded))
  for (const { run } of standard.plan.afterGrading) for (const line of lines) run(sheet, line)
}

function indicatorLine(standard: Standard, sheet: Sheet, graded: GradedIndicator): Line {
  const { indicator, next } = graded
  const values: Value[] = [
    graded.value,
    next?.value ?? ABSENT,
    ownNumber(standard, sheet, indicator.denominator),
    ownNumber(standard, sheet, indicator.factor),
  ]
  return { table: 'indicator', key: indicator.id, values }
}

/** The row of thresholds that applies, or what is missing to choose it. */
export function thresholdRow(standard: Standard, sheet: Sheet): { row: TableRow | null; lacking: Lacking } {
  const lookup = standard.lookups.find(l => l.id === standard.document.thresholds.lookup)
  const value = ownValue(standard, sheet, standard.document.thresholds.lookup)
  return { row: lookup ? rowOf(standard, lookup, sheet.own) : null, lacking: isLacking(value) ? value : ABSENT }
}

/** The row that a lookup chose on a line: its own slot holds the row's id. */
function rowOf(standard: Standard, lookup: Lookup, line: Line): TableRow | null {
  const id = line.values[standard.plan.slots.find(lookup.each, lookup.id).slot]
  return lookup.table.rows.find(row => row.id === id) ?? null
}

function ownValue(standard: Standard, sheet: Sheet, name: string): Value {
  const slot = standard.plan.own.get(name)
  return (slot === undefined ? undefined : sheet.own.values[slot]) ?? ABSENT
}

/** The number of an institution-wide term, or what it lacks. */
export function ownNumber(standard: Standard, sheet: Sheet, name: string): Decimal | Lacking {
  const value = ownValue(standard, sheet, name)
  return typeof value === 'string' || value === ABSENT ? [{ term: name, at: name }] : value
}

/** The text of an institution-wide term, or `null`. */
export function ownText(standard: Standard, sheet: Sheet, name: string): string | null {
  const value = ownValue(standard, sheet, name)
  return typeof value === 'string' ? value : null
}
