import type { Cell, From, Missing } from '#core/contract/cell.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { type Term, textLabel } from '#core/contract/terms.ts'
import { type Decimal, textOf } from '#core/quantity/decimal.ts'
import { Cells, type Layout, ownNumber, ownText, ownValue, rowOf, type Sum } from './cells.ts'
import { unitsOfEntry, WATER_UNIT } from './facts/bind.ts'
import { originOf } from './facts/origin.ts'
import type { FormulaCase } from './formula/tree.ts'
import { displayOf, type GradedIndicator, type GradeRule, gradeInstead } from './grade.ts'
import { missingSentence, rowLabel } from './missing.ts'
import type { Standard } from './pack/standard.ts'
import type { TableRow } from './pack/table.ts'
import { ABSENT, isLacking, type Lacking, type Line, rowsOf, type Sheet, type Value } from './value.ts'

/** Text terms that are a reason a person would give; how a row was read (its unit conversion, its kind of factor) goes without saying. */
const SPOKEN = new Set([
  'correctionBy',
  'scope',
  'source',
  'carrier',
  'yearBasis',
  'onsitePvCounted',
  'evInBuildingElectricity',
  'correctWater',
])
/** Text facts that are a step of their own. */
const NAMED_FACTS = new Set(['place', 'institutionClass', 'institutionType', 'scope', 'source'])

/** The finished sheet of one institution. Cells are made on demand: each knows its value, its origin and what it was computed from. */
export class Evaluation {
  readonly facts: InstitutionFacts
  readonly standard: Standard
  readonly indicators: readonly GradedIndicator[]
  readonly #grades: Sheet
  readonly #cells: Cells
  #distances = false
  #graded: ReadonlyMap<string, Cell> | null = null

  constructor(facts: InstitutionFacts, standard: Standard, sheet: Sheet, indicators: readonly GradedIndicator[]) {
    this.facts = facts
    this.standard = standard
    this.indicators = indicators
    this.#grades = sheet
    this.#cells = new Cells(standard, sheet, this.#layout())
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
    const line = rowsOf(this.#sheet, 'indicator').find(l => l.key === indicator)
    const slot = this.standard.plan.columns.get('indicator')?.get(term)
    const value = line && slot !== undefined ? line.values[slot] : undefined
    return typeof value === 'object' && !isLacking(value) ? value : null
  }

  /** Every cell, in the order: facts, then what was computed from them, then grades and distances. */
  cells(): Cell[] {
    this.#sheet
    const graded = this.indicators.flatMap(g => this.#gradeCells(g))
    return [...this.#cells.all(), ...graded.filter(cell => cell.value !== null || cell.missing.length > 0)]
  }

  /** The cell of that name, or `null` if the evaluation has none. */
  cell(id: string): Cell | null {
    if (id.startsWith('indicator[')) this.#sheet
    const found = this.#cells.cell(id)
    if (found) return found
    this.#graded ??= new Map(this.indicators.flatMap(g => this.#gradeCells(g)).map(cell => [cell.id, cell]))
    return this.#graded.get(id) ?? null
  }

  /** The case of the formula that a computed cell came from, or `null` if none applied. */
  caseOf(cell: Cell): FormulaCase | null {
    return this.#cells.caseOf(cell)
  }

  /** All cases of the formula that a computed cell came from. */
  casesOf(cell: Cell): readonly FormulaCase[] {
    return this.#cells.casesOf(cell)
  }

  /** The cell that a name in a computed cell's formula stands for. */
  operand(cell: Cell, name: string): Cell | null {
    const id = this.#cells.operandId(cell, name)
    return id === null ? null : this.cell(id)
  }

  /** The cells that a sum adds up. */
  sumCells(sum: Sum): Cell[] {
    return this.#cells.sumCells(sum)
  }

  get terms(): ReadonlyMap<string, Term> {
    return this.standard.terms
  }

  get language(): 'zh-Hans' {
    return 'zh-Hans'
  }

  get grading(): Standard['document'] {
    return this.standard.document
  }

  rowLabel(id: string): string {
    return rowLabel(this, id)
  }

  missingSentence(missing: Missing): string {
    return missingSentence(this, missing)
  }

  word(term: string, value: string): string {
    return textLabel(term, value)
  }

  isReason(term: string): boolean {
    return SPOKEN.has(term)
  }

  isNamed(term: string): boolean {
    return NAMED_FACTS.has(term)
  }

  #layout(): Layout {
    return {
      origin: (line, term) => originOf(this.facts, line, term),
      units: line => this.#openUnits(line),
      standsFor: (line, name) => this.#standsFor(line, name),
    }
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

  /** The operands of a distance are those of the indicator itself. */
  #standsFor(line: Line, name: string): string | null {
    const graded = line.table === 'indicator' ? this.indicators.find(g => line.key === g.indicator.id) : undefined
    if (!graded) return null
    switch (name) {
      case 'indicatorValue':
        return graded.indicator.id
      case 'denominator':
        return graded.indicator.denominator
      case 'appliedFactor':
        return graded.indicator.factor
      case 'nextTierValue':
        return graded.next ? this.#tierId(graded.indicator.id, graded.next.id) : name
      default:
        return null
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
  const lines = sheet.rows.indicator ?? []
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
