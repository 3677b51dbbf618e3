import { FACT_TABLES, type FactTable, SCALAR_FACTS, TERMS, type Term } from '#core/contract/terms.ts'
import { compare, ZERO } from '#core/quantity/decimal.ts'
import { sameUnit } from '#core/quantity/unit.ts'
import { checkCase, FormulaError, type Names, readUnit } from '../formula/check.ts'
import type { Expr, Formula } from '../formula/tree.ts'
import { mapTables } from '../plan.ts'
import type { Lookup } from './resolve.ts'
import type { PackDocument } from './schema.ts'
import type { CarrierRule } from './standard.ts'
import type { Band, Table, TableRow } from './table.ts'

type Report = (place: string, message: string) => void

/** The glossary together with the pack's own terms. */
export function packTerms(document: PackDocument, report: Report): ReadonlyMap<string, Term> {
  const terms = new Map<string, Term>(Object.entries(TERMS))
  for (const [id, { label, symbol, unit }] of Object.entries(document.terms)) {
    if (terms.has(id)) report(`terms.${id}`, `术语“${id}”已在总表里。请改名，或直接使用总表的术语。`)
    terms.set(id, { label, unit, ...(symbol === undefined ? {} : { symbol }) })
    if (unit !== null) reportFormulaErrors(`terms.${id}.unit`, report, () => readUnit(unit))
  }
  return terms
}

/** Row ids are unique; no two rows match the same keys; bands leave neither gap nor overlap; tiers fall from row to row's end. */
export function lintTable(table: Table, report: Report): void {
  const seen = new Set<string>()
  for (const [i, row] of table.rows.entries()) {
    if (seen.has(row.id)) report(`rows[${i}].id`, `行“${row.id}”重复。请改成各不相同的编号。`)
    seen.add(row.id)
    for (const [column, tiers] of row.tiers) {
      const set = tiers.filter(tier => tier !== null)
      if (set.some((tier, j) => j > 0 && compare(set[j - 1] ?? ZERO, tier) <= 0))
        report(`rows[${i}].cells.${column}`, '各等级的限值应逐级减小。请对照原文。')
    }
  }
  const bandColumn = [...table.columns.values()].find(column => column.kind === 'band')?.id ?? null
  lintOverlap(table, bandColumn, report)
  if (bandColumn !== null) lintBands(table, bandColumn, report)
}

function lintOverlap(table: Table, bandColumn: string | null, report: Report): void {
  for (const [i, row] of table.rows.entries())
    for (const [j, other] of table.rows.entries()) {
      if (j >= i || !keysMeet(table, row, other)) continue
      const bands = bandColumn === null ? [] : [row.bands.get(bandColumn), other.bands.get(bandColumn)]
      const [a, b] = bands
      if (!a || !b || bandsMeet(a, b))
        report(`rows[${i}]`, `与 rows[${j}]（${other.id}）适用范围重叠，选行会有歧义。请改键或区间。`)
    }
}

function keysMeet(table: Table, a: TableRow, b: TableRow): boolean {
  const keyColumns = [...table.columns.values()].filter(column => column.kind === 'key')
  return keyColumns.every(({ id }) => {
    const words = a.keys.get(id)
    const others = b.keys.get(id)
    return !words || !others || words.some(word => others.includes(word))
  })
}

function bandsMeet(a: Band, b: Band): boolean {
  return endsAfterStart(a, b) && endsAfterStart(b, a)
}

function endsAfterStart(a: Band, b: Band): boolean {
  if (a.to === null || b.from === null) return true
  const order = compare(a.to, b.from)
  return order > 0 || (order === 0 && a.toIncluded && b.fromIncluded)
}

/** Rows that differ only by their band must together cover everything above zero, each end belonging to exactly one. */
function lintBands(table: Table, column: string, report: Report): void {
  const groups = new Map<string, TableRow[]>()
  for (const row of table.rows) {
    if (!row.bands.has(column)) continue
    const key = JSON.stringify([...row.keys].sort(([a], [b]) => (a < b ? -1 : 1)))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  for (const rows of groups.values()) {
    const sorted = rows
      .flatMap(row => {
        const band = row.bands.get(column)
        return band ? [{ row, band }] : []
      })
      .sort((a, b) => (a.band.from === null ? -1 : b.band.from === null ? 1 : compare(a.band.from, b.band.from)))
    const place = (row: TableRow) => `rows[${table.rows.indexOf(row)}].cells.${column}`
    const [first, last] = [sorted[0], sorted.at(-1)]
    if (first && first.band.from !== null && compare(first.band.from, ZERO) > 0)
      report(place(first.row), '最低的区间之下有空档。')
    if (last && last.band.to !== null) report(place(last.row), '最高的区间之上有空档。')
    for (const [i, { row, band }] of sorted.entries()) {
      const next = sorted[i + 1]
      if (!next || band.to === null || next.band.from === null) continue
      const order = compare(band.to, next.band.from)
      const gap = order < 0 || (order === 0 && !band.toIncluded && !next.band.fromIncluded)
      if (gap) report(place(row), `与 ${next.row.id} 之间有空档。`)
    }
  }
}

type FormulaParts = {
  readonly terms: ReadonlyMap<string, Term>
  readonly tables: ReadonlyMap<string, Table>
  readonly lookups: readonly Lookup[]
  readonly formulas: readonly Formula[]
  readonly carriers: ReadonlyMap<string, CarrierRule>
}

/** Every name exists, is given only once, has the unit of its term; no constant divisor is zero. */
export function lintFormulas(parts: FormulaParts, report: Report): void {
  const { terms, lookups, formulas, carriers } = parts
  const own = new Set<string>(SCALAR_FACTS)
  const columns = mapTables(table => new Set<string>(FACT_TABLES[table].terms))
  const declare = (place: string, each: FactTable | null, name: string) => {
    const names = each === null ? own : columns[each]
    if (names.has(name)) report(place, `“${name}”已经给出过。请改名或删去一处。`)
    if (!terms.has(name)) report(place, `术语“${name}”不在总表里，标准包也没有声明。`)
    names.add(name)
  }
  for (const [i, l] of lookups.entries()) {
    declare(`lookups[${i}].id`, l.each, l.id)
    for (const [j, { name }] of l.gives.entries()) declare(`lookups[${i}].gives[${j}].name`, l.each, name)
  }
  for (const [i, f] of formulas.entries()) declare(`formulas[${i}].id`, f.each, f.id)

  const carrierUnits = new Map([...carriers.values()].flatMap(c => (c.unit === null ? [] : [[c.carrier, c.unit]])))
  const names: Names = { own, columns, terms, carrierUnits }
  for (const [i, l] of lookups.entries())
    lintLookup(names, l, (place, message) => report(`lookups[${i}].${place}`, message))

  const zeroConstants = constantsEqualToZero(lookups)
  for (const [i, f] of formulas.entries()) {
    const place = `formulas[${i}]`
    const term = terms.get(f.id)
    const unit = reportFormulaErrors(`${place}.unit`, report, () => readUnit(f.unit))
    if (!unit || !term) continue
    if (term.unit === null || !sameUnit(readUnit(term.unit), unit))
      report(`${place}.unit`, `“${f.id}”的单位应为 ${term.unit ?? '（文字）'}，写的是 ${f.unit}。`)
    if (f.settledBy !== null && !terms.has(f.settledBy)) report(`${place}.settledBy`, `不认识“${f.settledBy}”。`)
    for (const [j, c] of f.cases.entries()) {
      const casePlace = `${place}.cases[${j}]`
      reportFormulaErrors(casePlace, report, () => checkCase(names, f.each, unit, c.when, c.expr))
      for (const name of divisors(c.expr))
        if (zeroConstants.has(name)) report(casePlace, `除以 0：“${name}”在表里是 0。`)
      if (c.when.length === 0 && j < f.cases.length - 1) report(casePlace, '没有条件的情形要放在最后，后面的不会用到。')
    }
  }
}

function lintLookup(names: Names, lookup: Lookup, report: Report): void {
  const { table } = lookup
  if (lookup.keys.length === 0 && table.rows.length > 1) report('keys', `表“${table.id}”有多行，要有键才能选行。`)
  for (const [i, { column, name }] of lookup.keys.entries()) {
    const kind = table.columns.get(column)?.kind
    if (kind !== 'key' && kind !== 'band') report(`keys[${i}].column`, `“${column}”不是表“${table.id}”的键或区间列。`)
    const visible = names.own.has(name) || (lookup.each !== null && names.columns[lookup.each].has(name))
    if (!visible) report(`keys[${i}].name`, `不认识“${name}”。`)
  }
  const keyed = new Set(lookup.keys.map(key => key.column))
  for (const column of table.columns.values())
    if ((column.kind === 'key' || column.kind === 'band') && !keyed.has(column.id))
      report('keys', `没有用到键“${column.id}”。`)
  for (const [i, { column: id, name }] of lookup.gives.entries()) {
    const column = table.columns.get(id)
    const unit = names.terms.get(name)?.unit ?? null
    if (column?.kind === 'text') {
      if (unit !== null) report(`gives[${i}]`, `“${name}”是数，列“${id}”是文字。`)
    } else if (column?.kind === 'number') {
      reportFormulaErrors(`gives[${i}]`, report, () => {
        if (unit === null || !sameUnit(readUnit(unit), readUnit(column.unit)))
          report(`gives[${i}]`, `“${name}”的单位应为 ${unit ?? '（文字）'}，列“${id}”是 ${column.unit}。`)
      })
    } else report(`gives[${i}].column`, `“${id}”不是表“${table.id}”的数或文字列。`)
  }
}

function constantsEqualToZero(lookups: readonly Lookup[]): ReadonlySet<string> {
  const zero = lookups.flatMap(({ table, gives }) =>
    gives.filter(({ column }) => table.rows.some(row => row.numbers.get(column)?.isZero())).map(g => g.name),
  )
  return new Set(zero)
}

function divisors(expr: Expr): string[] {
  switch (expr.kind) {
    case 'number':
    case 'name':
    case 'sum':
      return []
    case 'extreme':
      return expr.items.flatMap(divisors)
    case 'operation': {
      const own = expr.operator === '/' && expr.right.kind === 'name' ? [expr.right.name] : []
      return [...own, ...divisors(expr.left), ...divisors(expr.right)]
    }
  }
}

type GradingParts = {
  readonly document: PackDocument
  readonly lookups: readonly Lookup[]
  readonly formulas: readonly Formula[]
  readonly tables: ReadonlyMap<string, Table>
}

/** Tiers, grades, indicators and consequences refer to one another and leave no value without a grade. */
export function lintGrading({ document, lookups, formulas }: GradingParts, report: Report): void {
  const tiers = new Set(document.tiers.map(tier => tier.id))
  const grades = new Set(document.grades.map(grade => grade.id))
  const indicators = new Set(document.indicators.map(indicator => indicator.id))
  for (const [list, ids] of [
    ['tiers', tiers],
    ['grades', grades],
    ['indicators', indicators],
  ] as const)
    if (ids.size < document[list].length) report(list, '有编号重复。请改成各不相同的编号。')

  for (const [i, grade] of document.grades.entries())
    for (const tier of [grade.satisfies, grade.equals])
      if (tier !== undefined && !tiers.has(tier)) report(`grades[${i}]`, `没有等级限值“${tier}”。`)
  for (const tier of tiers)
    if (document.grades.filter(grade => grade.satisfies === tier).length !== 1)
      report('grades', `限值“${tier}”应正好有一个等级以它为准。`)
  const rest = document.grades.filter(grade => grade.satisfies === undefined && grade.equals === undefined)
  if (rest.length !== 1 || rest[0] !== document.grades.at(-1))
    report('grades', '最后一个等级应不带条件，收下其余的值。')

  const thresholds = lookups.find(l => l.id === document.thresholds.lookup)
  if (!thresholds) report('thresholds.lookup', `没有查表“${document.thresholds.lookup}”。`)
  else if (thresholds.table.columns.get(document.thresholds.typeColumn)?.kind !== 'text')
    report('thresholds.typeColumn', `“${document.thresholds.typeColumn}”不是表“${thresholds.table.id}”的文字列。`)
  const given = new Set<string>([
    ...SCALAR_FACTS,
    ...formulas.filter(f => f.each === null).map(f => f.id),
    ...lookups.flatMap(l => l.gives.map(g => g.name)),
  ])
  const { zoneTerm } = document.thresholds
  if (zoneTerm !== null && !given.has(zoneTerm)) report('thresholds.zoneTerm', `没有“${zoneTerm}”。`)
  for (const [i, indicator] of document.indicators.entries()) {
    const place = `indicators[${i}]`
    for (const name of [indicator.id, indicator.raw, indicator.denominator, indicator.factor])
      if (!given.has(name)) report(place, `没有“${name}”。请先在事实、表或公式里给出它。`)
    const column = thresholds?.table.columns.get(indicator.id)
    const formula = formulas.find(f => f.id === indicator.id)
    if (column?.kind !== 'tiers') report(place, `定额表没有列“${indicator.id}”。`)
    else
      reportFormulaErrors(place, report, () => {
        if (formula && !sameUnit(readUnit(column.unit), readUnit(formula.unit)))
          report(place, `定额表的单位是 ${column.unit}，公式的单位是 ${formula.unit}。`)
      })
  }
  for (const [i, consequence] of document.consequences.entries()) {
    for (const id of consequence.grades) if (!grades.has(id)) report(`consequences[${i}].grades`, `没有等级“${id}”。`)
    for (const id of consequence.indicators)
      if (!indicators.has(id)) report(`consequences[${i}].indicators`, `没有指标“${id}”。`)
  }
}

function reportFormulaErrors<T>(place: string, report: Report, work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    report(place, error.message)
    return null
  }
}
