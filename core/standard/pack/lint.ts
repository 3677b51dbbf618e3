import { SCALAR_FACTS, type Term } from '#core/contract/terms.ts'
import { parseDate } from '#core/quantity/date.ts'
import { compare, ZERO } from '#core/quantity/decimal.ts'
import { combineUnits, sameUnit, unitText } from '#core/quantity/unit.ts'
import { checkCase, FormulaError, type Names, readUnit } from '../formula/check.ts'
import { type Expr, expressionsIn, type Formula } from '../formula/tree.ts'
import type { FactModel } from '../model.ts'
import type { Lookup } from './resolve.ts'
import type { PackDocument, PackHeader } from './schema.ts'
import type { Band, Table, TableRow } from './table.ts'

type Report = (place: string, message: string) => void

/** Dates exist and follow one another; confirmed ones are given. */
export function lintDates(document: PackHeader, report: Report): void {
  const { published, validFrom, validTo, datesConfirmed } = document
  for (const [field, text] of Object.entries({ published, validFrom, validTo }))
    if (text !== null && !parseDate(text)) report(field, `没有 ${text} 这一天。`)
  if (validFrom !== null && validTo !== null && validFrom >= validTo) report('validTo', '失效日期应晚于实施日期。')
  if (datesConfirmed && validFrom === null) report('datesConfirmed', '没有实施日期，不能算已核实。')
}

/** The glossary together with the pack's own terms. */
export function packTerms(
  glossary: Readonly<Record<string, Term>>,
  document: Pick<PackHeader, 'terms'>,
  report: Report,
): ReadonlyMap<string, Term> {
  const terms = new Map<string, Term>(Object.entries(glossary))
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
  const [bandColumn = null, ...more] = [...table.columns.values()].flatMap(c => (c.kind === 'band' ? [c.id] : []))
  if (more.length > 0) report('columns', '一张表只能有一个区间列。')
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
  readonly model: FactModel
  /** The words that text terms can have, as far as they are known before any lookup. */
  readonly words: ReadonlyMap<string, readonly string[]>
  readonly terms: ReadonlyMap<string, Term>
  readonly lookups: readonly Lookup[]
  readonly formulas: readonly Formula[]
  /** What `carrierUnit` is for each carrier. */
  readonly carrierUnits: ReadonlyMap<string, string>
}

/** Every name exists, is given only once, has the unit of its term; no constant divisor is zero. */
export function lintFormulas(parts: FormulaParts, report: Report): void {
  const { model, terms, lookups, formulas, carrierUnits } = parts
  const own = new Set(model.scalars)
  const columns = new Map(Object.entries(model.tables).map(([table, { terms: of }]) => [table, new Set(of)]))
  const declare = (place: string, each: string | null, name: string) => {
    const names = each === null ? own : columns.get(each)
    if (!names) {
      report(place, `没有表“${each}”。可用：${[...columns.keys()].join('、')}。`)
      return
    }
    if (names.has(name)) report(place, `“${name}”已经给出过。请改名或删去一处。`)
    if (!terms.has(name)) report(place, `术语“${name}”不在总表里，标准包也没有声明。`)
    names.add(name)
  }
  for (const [i, l] of lookups.entries()) {
    declare(`lookups[${i}].id`, l.each, l.id)
    if ((terms.get(l.id)?.unit ?? null) !== null)
      report(`lookups[${i}].id`, `“${l.id}”是行的编号，术语的单位应为 null。`)
    if (l.missing !== null && !terms.has(l.missing)) report(`lookups[${i}].missing`, `不认识“${l.missing}”。`)
    for (const [j, { name }] of l.gives.entries()) declare(`lookups[${i}].gives[${j}].name`, l.each, name)
  }
  for (const [i, f] of formulas.entries()) declare(`formulas[${i}].id`, f.each, f.id)

  const words = new Map([...parts.words, ...wordsGiven(lookups)])
  const names: Names = { model, own, columns, terms, carrierUnits, words }
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
      for (const name of [c.expr, ...expressionsIn(c.when)].flatMap(divisors))
        if (zeroConstants.has(name)) report(casePlace, `除以 0：“${name}”在表里是 0。`)
      if (c.when.length === 0 && j < f.cases.length - 1) report(casePlace, '没有条件的情形要放在最后，后面的不会用到。')
    }
  }
}

function lintLookup(names: Names, lookup: Lookup, report: Report): void {
  const { table } = lookup
  if (lookup.keys.length === 0 && table.rows.length > 1) report('keys', `表“${table.id}”有多行，要有键才能选行。`)
  for (const [i, { column, name }] of lookup.keys.entries()) {
    const found = table.columns.get(column)
    const unit = names.terms.get(name)?.unit ?? null
    if (found?.kind === 'key' && unit !== null) report(`keys[${i}]`, `键“${column}”是文字，“${name}”是数。`)
    else if (found?.kind === 'band' && (unit === null || unit !== found.unit))
      report(`keys[${i}]`, `区间“${column}”的单位是 ${found.unit}，“${name}”是 ${unit ?? '文字'}。`)
    else if (found?.kind !== 'key' && found?.kind !== 'band')
      report(`keys[${i}].column`, `“${column}”不是表“${table.id}”的键或区间列。`)
    if (lookup.keys.findIndex(key => key.column === column) < i) report(`keys[${i}].column`, `键“${column}”用了两次。`)
    const visible = names.own.has(name) || (lookup.each !== null && names.columns.get(lookup.each)?.has(name))
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

/** The words of text terms that a lookup's column can give. */
function wordsGiven(lookups: readonly Lookup[]): readonly [string, string[]][] {
  return lookups.flatMap(({ table, gives }) =>
    gives.flatMap(({ column, name }): [string, string[]][] =>
      table.columns.get(column)?.kind === 'text'
        ? [[name, table.rows.flatMap(row => row.texts.get(column) ?? [])]]
        : [],
    ),
  )
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
  readonly terms: ReadonlyMap<string, Term>
  readonly lookups: readonly Lookup[]
  readonly formulas: readonly Formula[]
}

/** Tiers, grades, indicators and consequences refer to one another and leave no value without a grade. */
export function lintGrading({ document, terms, lookups, formulas }: GradingParts, report: Report): void {
  const tiers = new Set(document.tiers.map(tier => tier.id))
  const tierOrder = document.tiers.map(tier => tier.id)
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
  const strictness = document.grades.flatMap(g => (g.satisfies === undefined ? [] : [tierOrder.indexOf(g.satisfies)]))
  if (strictness.some((rank, i) => i > 0 && rank >= (strictness[i - 1] ?? 0))) report('grades', '等级应由严到宽排列。')
  const equalled = document.grades.flatMap(g => g.equals ?? [])
  if (new Set(equalled).size < equalled.length) report('grades', '两个等级等于同一个限值。')
  if (grades.has('undetermined')) report('grades', '“undetermined”留给无法判定，请改名。')
  const rest = document.grades.filter(grade => grade.satisfies === undefined && grade.equals === undefined)
  if (rest.length !== 1 || rest[0] !== document.grades.at(-1))
    report('grades', '最后一个等级应不带条件，收下其余的值。')

  const thresholds = lookups.find(l => l.each === null && l.id === document.thresholds.lookup)
  if (!thresholds) report('thresholds.lookup', `没有查表“${document.thresholds.lookup}”。`)
  else if (thresholds.table.columns.get(document.thresholds.typeColumn)?.kind !== 'text')
    report('thresholds.typeColumn', `“${document.thresholds.typeColumn}”不是表“${thresholds.table.id}”的文字列。`)
  const given = new Set<string>([
    ...SCALAR_FACTS,
    ...formulas.filter(f => f.each === null).map(f => f.id),
    ...lookups.filter(l => l.each === null).flatMap(l => l.gives.map(g => g.name)),
  ])
  const { zoneTerm } = document.thresholds
  if (zoneTerm !== null && !given.has(zoneTerm)) report('thresholds.zoneTerm', `没有“${zoneTerm}”。`)
  for (const [i, indicator] of document.indicators.entries()) {
    const place = `indicators[${i}]`
    for (const name of [indicator.id, indicator.raw, indicator.denominator, indicator.factor])
      if (!given.has(name)) report(place, `没有“${name}”。请先在事实、表或公式里给出它。`)
    const column = thresholds?.table.columns.get(indicator.id)
    if (column?.kind !== 'tiers') report(place, `定额表没有列“${indicator.id}”。`)
    else
      reportFormulaErrors(place, report, () => {
        const unit = readUnit(column.unit)
        const denominator = readUnit(terms.get(indicator.denominator)?.unit ?? '')
        const same = (name: string, wanted: string, is: boolean) => {
          if (!is) report(place, `“${name}”的单位应为 ${wanted}。`)
        }
        for (const name of [indicator.id, indicator.raw])
          same(name, column.unit, sameUnit(unit, readUnit(terms.get(name)?.unit ?? '')))
        same(indicator.factor, '1', readUnit(terms.get(indicator.factor)?.unit ?? '').size === 0)
        const amount = combineUnits(unit, denominator, 1)
        same('amountUnit', unitText(amount), sameUnit(amount, readUnit(indicator.amountUnit)))
      })
    const digits = thresholds?.table.rows
      .flatMap(row => row.tiers.get(indicator.id) ?? [])
      .map(n => n?.decimalPlaces() ?? 0)
    if (digits?.some(places => places > indicator.digits)) report(`${place}.digits`, '限值印的小数位比这里多。')
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
