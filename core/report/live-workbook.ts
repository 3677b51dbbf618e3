import type { Cell, Cite } from '#core/contract/cell.ts'
import { FACT_TABLES, type FactTable, SCALAR_FACTS, textLabel, unitLabel } from '#core/contract/terms.ts'
import { citeText, expressionInWords } from '../standard/derivation.ts'
import type { Evaluation } from '../standard/evaluation.ts'
import { type Addresses, halfEven, quoted, spreadsheetFormula } from '../standard/formula/spreadsheet.ts'
import type { Formula } from '../standard/formula/tree.ts'
import { rowLabel } from '../standard/missing.ts'
import type { Lookup } from '../standard/pack/resolve.ts'
import { type Standard, termLabel } from '../standard/pack/standard.ts'
import type { TableRow } from '../standard/pack/table.ts'

/** How a cell of the workbook is meant: what a person may change, what is computed, what only explains. */
export type CellKind = 'title' | 'head' | 'label' | 'note' | 'symbol' | 'fact' | 'pack' | 'computed' | 'result'

/** One cell: a text, an exact number as text, or a formula with the value it had when it was written. */
export type LiveCell = {
  readonly kind: CellKind
  readonly text?: string | null
  readonly number?: string | null
  readonly formula?: string
  readonly digits?: number
  /** A text in a column of numbers. */
  readonly right?: true
  /** The photo that stands in it, by its digest. */
  readonly picture?: string
}

export type LiveSheet = {
  readonly name: string
  /** Text that is wider than its column goes on below. */
  readonly wraps?: true
  readonly widths: readonly number[]
  readonly rows: readonly (readonly (LiveCell | null)[])[]
}

/** A workbook that computes what the engine computed; `cells` says where each named cell of the run stands. */
export type LiveWorkbook = {
  readonly sheets: readonly LiveSheet[]
  readonly places: ReadonlyMap<string, { readonly sheet: string; readonly address: string }>
}

export type LiveInfo = {
  readonly title: string
  readonly institution: string
  readonly period: string
  readonly notes: readonly string[]
}

const FACTS = '事实'
const FACTORS = '系数'
const COMPUTED = '计算'
const GRADES = '评价'
const TRACE = '溯源'
const OWN_COLUMN = 'C'

/** Lays the run of one institution out as a live workbook: facts and factors as cells, everything computed as a formula. */
export function liveWorkbook(evaluation: Evaluation, info: LiveInfo): LiveWorkbook {
  return new Layout(evaluation).workbook(info)
}

/** A sheet that grows downwards and knows where its next row will be. */
class Page {
  readonly name: string
  readonly widths: readonly number[]
  readonly rows: (readonly (LiveCell | null)[])[] = []

  constructor(name: string, widths: readonly number[]) {
    this.name = name
    this.widths = widths
  }

  get next(): number {
    return this.rows.length + 1
  }

  add(...cells: (LiveCell | null)[]): number {
    this.rows.push(cells)
    return this.rows.length
  }
}

type Column = { readonly sheet: string; readonly letter: string }
/** A column between two rows. */
type Stretch = Column & { readonly first: number; readonly last: number }

class Layout {
  readonly #evaluation: Evaluation
  readonly #standard: Standard
  readonly #facts = new Page(FACTS, [26, 16, 18, 12, 44])
  readonly #factors = new Page(FACTORS, [26, 16, 18, 12, 44])
  readonly #computed = new Page(COMPUTED, [26, 12, 20, 12, 26, 54])
  readonly #grades = new Page(GRADES, [24, 18, 18, 18, 18])
  /** Where every named cell stands: the sheet and its address. */
  readonly #places = new Map<string, { sheet: string; address: string }>()
  /** Where the terms of a table's rows stand: column by term, first row by table and sheet. */
  readonly #columns = new Map<string, Column>()
  readonly #firstRow = new Map<string, number>()
  /** The columns of every table that is looked up, as they stand among the factors. */
  readonly #lookupColumns = new Map<Lookup, ReadonlyMap<string, Stretch>>()

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation
    this.#standard = evaluation.standard
  }

  workbook(info: LiveInfo): LiveWorkbook {
    this.#layOutFacts()
    this.#layOutFactors()
    this.#placeComputed()
    this.#writeLookups()
    this.#writeComputed()
    this.#writeGrades()
    const sheets = [this.#cover(info), this.#facts, this.#factors, this.#computed, this.#grades, this.#trace()].map(
      ({ name, widths, rows }) => ({ name, widths, rows }),
    )
    return { sheets, places: this.#places }
  }

  // facts

  #layOutFacts(): void {
    const page = this.#facts
    page.add({ kind: 'title', text: '事实' })
    page.add({ kind: 'note', text: '浅蓝格是录入的数和选项，可以改；改后计算、评价随之重算。空格表示未报，不是 0。' })
    page.add(...heads('名称', '符号', '值', '单位', '来源'))
    for (const term of SCALAR_FACTS) {
      const row = page.add(
        { kind: 'label', text: termLabel(this.#standard, term) },
        { kind: 'symbol', text: this.#standard.terms.get(term)?.symbol ?? '' },
        this.#factCell(term),
        { kind: 'note', text: unitLabel(this.#standard.terms.get(term)?.unit ?? '') },
        { kind: 'note', text: this.#source(term) },
      )
      this.#place(term, page, OWN_COLUMN, row)
    }
    for (const table of factTables()) this.#layOutTable(table)
  }

  #layOutTable(table: FactTable): void {
    const page = this.#facts
    const terms = FACT_TABLES[table].terms
    const count = this.#rowCount(table)
    page.add()
    page.add({ kind: 'title', text: `${FACT_TABLES[table].label}明细` })
    const units = this.#typedUnits(table)
    page.add(...heads('第几行', ...terms.map(term => this.#heading(term)), ...(units ? ['录入单位'] : []), '来源'))
    terms.forEach((term, i) => {
      this.#columns.set(`${table}.${term}`, { sheet: FACTS, letter: letterOf(i + 1) })
    })
    this.#firstRow.set(`${FACTS} ${table}`, page.next)
    for (let i = 0; i < count; i++) {
      const row = page.add(
        { kind: 'label', text: rowLabel(this.#evaluation, `${table}[${i}]`) || String(i + 1) },
        ...terms.map(term => this.#factCell(`${table}[${i}].${term}`)),
        ...(units ? [{ kind: 'note', text: unitLabel(units[i] ?? '') } as const] : []),
        { kind: 'note', text: this.#source(`${table}[${i}].${terms[0] ?? ''}`) },
      )
      terms.forEach((term, j) => {
        this.#place(`${table}[${i}].${term}`, page, letterOf(j + 1), row)
      })
    }
    if (count === 0) page.add({ kind: 'note', text: '没有' })
  }

  /** The units that the amounts of a table were typed in, `null` for a table without any. */
  #typedUnits(table: FactTable): readonly string[] | null {
    const { facts } = this.#evaluation
    if (table === 'energy') return (facts.energy ?? []).map(entry => entry.unit)
    return table === 'water' ? (facts.water ?? []).map(entry => entry.unit) : null
  }

  #factCell(id: string): LiveCell {
    const cell = this.#evaluation.cell(id)
    const value = cell?.value ?? null
    if (cell?.unit == null) return { kind: 'fact', text: value === null ? null : textLabel(cell?.term ?? id, value) }
    return { kind: 'fact', number: value }
  }

  #source(id: string): string {
    const from = this.#evaluation.cell(id)?.from
    if (from?.kind !== 'fact') return ''
    const { label, file, sheet, cell, reason } = from.origin
    const where = [file, sheet, cell].filter(part => part).join(' ')
    return [label, where, reason && `理由：${reason}`].filter(part => part).join('，')
  }

  // factors: every table of the standard that is looked up, so that another row can be chosen when facts change

  #layOutFactors(): void {
    const page = this.#factors
    page.add({ kind: 'title', text: '系数和限值' })
    page.add({ kind: 'note', text: `按${this.#standard.document.title}逐值转录。取用的一行由公式选出。` })
    for (const lookup of this.#standard.lookups) this.#lookupColumns.set(lookup, this.#layOutLookup(lookup))
  }

  #layOutLookup(lookup: Lookup): Map<string, Stretch> {
    const page = this.#factors
    const { table } = lookup
    const { tiers } = this.#standard.document
    const keys = lookup.keys.map(key => key.column)
    const values = [...table.columns.values()].filter(
      c => c.kind === 'number' || c.kind === 'text' || c.kind === 'tiers',
    )
    page.add()
    page.add({ kind: 'title', text: `${table.title}（${citeText(table.cite)}）` })
    const headings = values.flatMap(column =>
      column.kind === 'tiers' ? tiers.map(tier => `${column.label} ${tier.label}`) : [column.label],
    )
    page.add(...heads('行', '取用', ...keys.map(key => table.columns.get(key)?.label ?? key), ...headings, '出处'))
    const first = page.next
    const rows = lookup.each === null ? table.rows.map(row => ({ row, words: [] as string[] })) : byWord(lookup)
    const columns = new Map<string, Stretch>()
    const last = first + rows.length - 1
    const at = (column: string, index: number) =>
      columns.set(column, { sheet: FACTORS, letter: letterOf(index), first, last })
    at('hit', 1)
    keys.forEach((key, i) => {
      at(`key ${key}`, 2 + i)
    })
    let index = 2 + keys.length
    for (const column of values)
      for (const part of column.kind === 'tiers' ? tiers.map(tier => `${column.id}.${tier.id}`) : [column.id])
        at(part, index++)
    for (const { row, words } of rows)
      page.add(
        { kind: 'label', text: row.cite.row },
        lookup.each === null ? { kind: 'computed', formula: this.#hit(lookup, row) } : null,
        ...keys.map((key, i): LiveCell => ({ kind: 'pack', text: words[i] ?? this.#keyText(lookup, row, key) })),
        ...values.flatMap(column => this.#packCells(row, column.id, column.kind)),
        { kind: 'note', text: `${citeText(row.cite)}${row.toBeVerified ? '，来源待核' : ''}` },
      )
    return columns
  }

  #keyText(lookup: Lookup, row: TableRow, column: string): string {
    const name = lookup.keys.find(key => key.column === column)?.name ?? column
    const words = row.keys.get(column)
    if (words) return words.map(word => textLabel(name, word)).join('、')
    const band = row.bands.get(column)
    if (!band) return '不限'
    const from = band.from === null ? '' : `${band.from}${band.fromIncluded ? '≤' : '＜'}`
    const to = band.to === null ? '' : `${band.toIncluded ? '≤' : '＜'}${band.to}`
    return `${from}x${to}`
  }

  #packCells(row: TableRow, column: string, kind: string): LiveCell[] {
    const { tiers } = this.#standard.document
    if (kind === 'tiers')
      return tiers.map((_, i) => ({ kind: 'pack', number: row.tiers.get(column)?.[i]?.toString() ?? null }))
    const text = row.texts.get(column)
    if (kind === 'text') return [{ kind: 'pack', text: text === undefined ? null : textLabel(column, text) }]
    return [{ kind: 'pack', number: row.numbers.get(column)?.toString() ?? null }]
  }

  /** Whether a row answers to all keys, as a formula over the facts. */
  #hit(lookup: Lookup, row: TableRow): string {
    const tests = lookup.keys.flatMap(({ column, name }): string[] => {
      const cell = this.#forward(name)
      const words = row.keys.get(column)
      if (words) {
        const same = words.map(word => `${cell}=${quoted(textLabel(name, word))}`)
        return [same.length === 1 ? (same[0] ?? '') : `OR(${same.join(',')})`]
      }
      const band = row.bands.get(column)
      if (!band) return []
      return [
        `ISNUMBER(${cell})`,
        ...(band.from === null ? [] : [`ROUND(${cell}-${band.from},9)${band.fromIncluded ? '>=' : '>'}0`]),
        ...(band.to === null ? [] : [`ROUND(${cell}-${band.to},9)${band.toIncluded ? '<=' : '<'}0`]),
      ]
    })
    return tests.length === 0 ? '1' : `IF(AND(${tests.join(',')}),1,0)`
  }

  // computed: first every place, then every formula, since a formula may read what stands below it

  #placeComputed(): void {
    let row = 4
    for (const id of this.#ownComputed()) this.#place(id, this.#computed, OWN_COLUMN, row++)
    row += 1
    for (const table of factTables()) {
      const terms = this.#computedTerms(table)
      if (terms.length === 0) continue
      const first = row + 2
      terms.forEach((term, i) => {
        this.#columns.set(`${table}.${term}`, { sheet: COMPUTED, letter: letterOf(i + 1) })
      })
      this.#firstRow.set(`${COMPUTED} ${table}`, first)
      for (let i = 0; i < this.#rowCount(table); i++)
        terms.forEach((term, j) => {
          this.#place(`${table}[${i}].${term}`, this.#computed, letterOf(j + 1), first + i)
        })
      row = first + Math.max(1, this.#rowCount(table)) + 1
    }
  }

  /** Terms of the institution that are looked up or computed, in the order of computing. */
  #ownComputed(): readonly string[] {
    const { lookups, formulas } = this.#standard
    return [
      ...lookups.filter(l => l.each === null).flatMap(l => [l.id, ...l.gives.map(give => give.name)]),
      ...formulas.filter(f => f.each === null).map(f => f.id),
    ]
  }

  #computedTerms(table: FactTable): readonly string[] {
    const { lookups, formulas } = this.#standard
    return [
      ...lookups.filter(l => l.each === table).flatMap(l => l.gives.map(give => give.name)),
      ...formulas.filter(f => f.each === table).map(f => f.id),
    ]
  }

  #writeLookups(): void {
    const page = this.#computed
    page.add({ kind: 'title', text: '计算' })
    page.add({ kind: 'note', text: '每一格都是公式，引用事实和系数。空格表示缺数，缺什么见评价。' })
    page.add(...heads('名称', '符号', '值', '单位', '条款', '公式'))
    for (const [lookup, columns] of this.#lookupColumns) {
      if (lookup.each !== null) continue
      const hit = columns.get('hit')
      const range = hit ? rangeText(hit) : ''
      const index = `IFERROR(MATCH(1,${range},0),"")`
      const row = this.#evaluation.cell(lookup.id)?.value ?? null
      const at = row === null ? null : String(lookup.table.rows.findIndex(r => r.id === row) + 1)
      this.#own(lookup.id, index, at, citeText(lookup.cite), `第几行（${lookup.table.title}）`)
      for (const { column, name } of lookup.gives) {
        const values = columns.get(column)
        const found = values ? `INDEX(${rangeText(values)},${this.#forward(lookup.id)})` : '""'
        const formula = `IF(${this.#forward(lookup.id)}="","",IF(${found}="","",${found}))`
        this.#own(name, formula, this.#shownValue(name), citeText(lookup.table.cite), `取自${lookup.table.title}`)
      }
    }
  }

  #writeComputed(): void {
    const page = this.#computed
    for (const formula of this.#standard.formulas.filter(f => f.each === null)) {
      const text = spreadsheetFormula(formula.cases, this.#addresses(formula, null))
      this.#own(formula.id, text, this.#shownValue(formula.id), citeText(formula.cite), this.#formulaText(formula))
    }
    for (const table of factTables()) {
      const terms = this.#computedTerms(table)
      if (terms.length === 0) continue
      page.add()
      page.add({ kind: 'title', text: `${FACT_TABLES[table].label}逐行` })
      page.add(...heads('第几行', ...terms.map(term => this.#heading(term))))
      for (let i = 0; i < this.#rowCount(table); i++)
        page.add(
          { kind: 'label', text: rowLabel(this.#evaluation, `${table}[${i}]`) || String(i + 1) },
          ...terms.map(term => this.#rowCell(table, i, term)),
        )
      if (this.#rowCount(table) === 0) page.add({ kind: 'note', text: '没有' })
    }
  }

  #rowCell(table: FactTable, i: number, term: string): LiveCell {
    const number = this.#evaluation.cell(`${table}[${i}].${term}`)?.value ?? null
    const formula = this.#standard.formulas.find(f => f.each === table && f.id === term)
    if (formula)
      return { kind: 'computed', number, formula: spreadsheetFormula(formula.cases, this.#addresses(formula, i)) }
    const lookup = this.#standard.lookups.find(l => l.each === table && l.gives.some(give => give.name === term))
    const columns = lookup && this.#lookupColumns.get(lookup)
    const give = lookup?.gives.find(({ name }) => name === term)
    const [key] = lookup?.keys ?? []
    const keyColumn = key && columns?.get(`key ${key.column}`)
    const values = give && columns?.get(give.column)
    if (!key || !keyColumn || !values) return { kind: 'computed', number }
    const found = `INDEX(${rangeText(values)},MATCH(${this.#cellOf(table, i, key.name)},${rangeText(keyColumn)},0))`
    return { kind: 'computed', number, formula: `IFERROR(IF(${found}="","",${found}),"")` }
  }

  #own(id: string, formula: string, value: string | null, cite: string, how: string): void {
    const term = this.#standard.terms.get(id)
    const text = term?.unit === null && this.#standard.lookups.every(l => l.id !== id)
    this.#computed.add(
      { kind: 'label', text: term?.label ?? id },
      { kind: 'symbol', text: term?.symbol ?? '' },
      { kind: 'computed', formula, ...(text ? { text: value } : { number: value }) },
      { kind: 'note', text: unitLabel(term?.unit ?? '') },
      { kind: 'note', text: cite },
      { kind: 'note', text: how },
    )
  }

  #shownValue(id: string): string | null {
    const cell = this.#evaluation.cell(id)
    if (!cell || cell.value === null) return null
    return cell.unit === null ? textLabel(cell.term, cell.value) : cell.value
  }

  #formulaText({ cases }: Formula): string {
    return cases.map(({ expr }) => expressionInWords(this.#evaluation, expr)).join('；')
  }

  #addresses(formula: Formula, row: number | null): Addresses {
    return {
      name: name =>
        formula.each === null || row === null ? this.#forward(name) : this.#cellOf(formula.each, row, name),
      text: textLabel,
      sum: ({ table, column, where }) => {
        const values = this.#range(table, column)
        if (values === null) return formula.emptySum === 'missing' ? '""' : '0'
        if (!where) return `IF(COUNT(${values})<ROWS(${values}),"",SUM(${values}))`
        const keys = this.#range(table, where.name)
        const wanted = quoted(textLabel(where.name, where.text))
        const sign = where.operator === '=' ? '=' : '<>'
        const rows = `SUMPRODUCT((${keys}${sign}${wanted})*1)`
        const known = `SUMPRODUCT((${keys}${sign}${wanted})*ISNUMBER(${values}))`
        const sum = `SUMIF(${keys},${sign === '=' ? wanted : quoted(`<>${textLabel(where.name, where.text)}`)},${values})`
        const none = formula.emptySum === 'missing' ? `IF(${rows}=0,"",${sum})` : sum
        return `IF(${rows}>${known},"",${none})`
      },
    }
  }

  // grades

  #writeGrades(): void {
    const page = this.#grades
    const { document } = this.#standard
    const { indicators } = document
    page.add({ kind: 'title', text: '评价' })
    page.add({ kind: 'note', text: '等级用未修约的数比较；显示的数按 GB/T 8170 修约（四舍六入五成双）。' })
    page.add(...heads('', ...indicators.map(({ id }) => termLabel(this.#standard, id))))
    const line = (label: string, id: (indicator: string) => string, cell: (indicator: string) => LiveCell) => {
      const row = page.add({ kind: 'label', text: label }, ...indicators.map(indicator => cell(indicator.id)))
      indicators.forEach((indicator, i) => {
        this.#place(id(indicator.id), page, letterOf(i + 1), row)
      })
    }
    const definition = (id: string) => indicators.find(indicator => indicator.id === id)
    const value = (id: string) => this.#evaluation.cell(id)?.value ?? null
    page.add(
      { kind: 'label', text: '单位' },
      ...indicators.map(
        ({ id }): LiveCell => ({ kind: 'note', text: unitLabel(this.#standard.terms.get(id)?.unit ?? '') }),
      ),
    )
    line(
      '修正前',
      id => `${id} raw shown`,
      id => {
        const raw = definition(id)?.raw ?? id
        return { kind: 'computed', formula: this.#forward(raw), number: value(raw) }
      },
    )
    line(
      '修正后',
      id => `indicator[${id}].indicatorValue`,
      id => ({ kind: 'computed', formula: this.#forward(id), number: value(id) }),
    )
    line(
      '显示值',
      id => `${id}.display`,
      id => ({
        kind: 'result',
        formula: halfEven(this.#forward(`indicator[${id}].indicatorValue`), definition(id)?.digits ?? 0),
        number: value(`${id}.display`),
        digits: definition(id)?.digits ?? 0,
      }),
    )
    const chosen = this.#standard.lookups.find(l => l.id === document.thresholds.lookup)
    const columns = chosen && this.#lookupColumns.get(chosen)
    for (const tier of document.tiers)
      line(
        tier.label,
        id => `${document.thresholds.lookup}.${id}.${tier.id}`,
        id => {
          const range = columns?.get(`${id}.${tier.id}`)
          const row = this.#forward(document.thresholds.lookup)
          const found = range ? `INDEX(${rangeText(range)},${row})` : '""'
          return {
            kind: 'pack',
            formula: `IF(${row}="","",IF(${found}="","",${found}))`,
            number: value(`${document.thresholds.lookup}.${id}.${tier.id}`),
            digits: definition(id)?.digits ?? 0,
          }
        },
      )
    line(
      '等级',
      id => `${id}.grade`,
      id => ({
        kind: 'result',
        formula: this.#gradeFormula(id),
        text: this.#gradeLabel(value(`${id}.grade`)),
      }),
    )
    line(
      '下一等级的限值',
      id => `indicator[${id}].nextTierValue`,
      id => ({
        kind: 'computed',
        formula: this.#nextTierFormula(id),
        number: value(`indicator[${id}].nextTierValue`),
      }),
    )
    line(
      '分母',
      id => `indicator[${id}].denominator`,
      id => ({
        kind: 'computed',
        formula: this.#forward(definition(id)?.denominator ?? id),
        number: value(definition(id)?.denominator ?? id),
      }),
    )
    line(
      '所用修正系数',
      id => `indicator[${id}].appliedFactor`,
      id => ({
        kind: 'computed',
        formula: this.#forward(definition(id)?.factor ?? id),
        number: value(definition(id)?.factor ?? id),
      }),
    )
    for (const formula of this.#standard.formulas.filter(f => f.each === 'indicator'))
      line(
        termLabel(this.#standard, formula.id),
        id => `indicator[${id}].${formula.id}`,
        id => ({
          kind: 'computed',
          formula: spreadsheetFormula(formula.cases, {
            name: name => this.#forward(`indicator[${id}].${name}`),
            text: textLabel,
            sum: () => '""',
          }),
          number: value(`indicator[${id}].${formula.id}`),
        }),
      )
  }

  #gradeLabel(id: string | null): string {
    return this.#standard.document.grades.find(grade => grade.id === id)?.label ?? '无法判定'
  }

  /** From the strictest tier to the laxest, then equality, then beyond: as the engine grades. */
  #gradeFormula(id: string): string {
    const { document } = this.#standard
    const value = this.#forward(`indicator[${id}].indicatorValue`)
    const tierCell = (tier: string) => this.#forward(`${document.thresholds.lookup}.${id}.${tier}`)
    const compared = (tier: string) => `ROUND(${value}-${tierCell(tier)},9)`
    const [laxest] = document.tiers
    const beyond = quoted(this.#gradeLabel(document.grades.find(g => !g.satisfies && !g.equals)?.id ?? null))
    const unknown = quoted('无法判定')
    const last = laxest ? `IF(ISNUMBER(${tierCell(laxest.id)}),${beyond},${unknown})` : unknown
    const equalled = document.grades
      .filter(g => g.equals !== undefined)
      .reduce(
        (rest, grade) =>
          `IF(AND(ISNUMBER(${tierCell(grade.equals ?? '')}),${compared(grade.equals ?? '')}=0),${quoted(grade.label)},${rest})`,
        last,
      )
    const satisfied = document.tiers.reduce((rest, tier) => {
      const grade = document.grades.find(g => g.satisfies === tier.id)
      return `IF(AND(ISNUMBER(${tierCell(tier.id)}),${compared(tier.id)}${tier.boundary}0),${quoted(grade?.label ?? '')},${rest})`
    }, equalled)
    const whole = `${this.#forward('wholeCalendarYear')}<>${quoted(textLabel('wholeCalendarYear', 'yes'))}`
    return `IF(OR(NOT(ISNUMBER(${value})),${this.#forward(document.thresholds.lookup)}="",${whole}),${unknown},IFERROR(${satisfied},${unknown}))`
  }

  /** The laxest tier that the value does not satisfy yet; empty at the best grade and where nothing is graded. */
  #nextTierFormula(id: string): string {
    const { document } = this.#standard
    const value = this.#forward(`indicator[${id}].indicatorValue`)
    const tierCell = (tier: string) => this.#forward(`${document.thresholds.lookup}.${id}.${tier}`)
    const next = [...document.tiers].reverse().reduce((rest, tier) => {
      const missed = tier.boundary === '<' ? '>=' : '>'
      return `IF(AND(ISNUMBER(${tierCell(tier.id)}),ROUND(${value}-${tierCell(tier.id)},9)${missed}0),${tierCell(tier.id)},${rest})`
    }, '""')
    return `IF(${this.#forward(`${id}.grade`)}=${quoted('无法判定')},"",IFERROR(${next},""))`
  }

  // cover and trace

  #cover({ title, institution, period, notes }: LiveInfo): Page {
    const page = new Page('说明', [16, 96])
    const { document, digest } = this.#standard
    page.add({ kind: 'title', text: title })
    const lines: readonly (readonly [string, string])[] = [
      ['机构', institution],
      ['统计期', period],
      ['标准', `${document.title}${document.number ? `（${document.number}）` : '（标准号待核）'}`],
      ['标准数据', digest],
      ['怎样看', '计算和评价的每一格都是公式。改事实里的浅蓝格，等级随之重算，不需要本程序。'],
      ['空格', '空格表示未报或缺数，不是 0；缺一个数，用到它的格都空着。'],
    ]
    for (const [label, text] of lines) page.add({ kind: 'label', text: label }, { kind: 'note', text })
    for (const note of notes) page.add({ kind: 'label', text: '注意' }, { kind: 'note', text: note })
    return page
  }

  #trace(): Page {
    const page = new Page(TRACE, [34, 40, 22, 14, 40, 20])
    page.add({ kind: 'title', text: '溯源' })
    page.add({ kind: 'note', text: '写出时本程序算得的值，四十位有效数字；公式重算的值应与之相同。' })
    page.add(...heads('名称', '所属', '值', '单位', '来源', '所在格'))
    for (const cell of this.#evaluation.cells()) {
      const place = this.#places.get(cell.id)
      if (!place || cell.value === null) continue
      const from =
        cell.from.kind === 'fact' ? ['录入', this.#source(cell.id)].filter(t => t).join(' ') : citeOf(cell.from)
      page.add(
        { kind: 'label', text: termLabel(this.#standard, cell.term) },
        { kind: 'note', text: rowLabel(this.#evaluation, cell.id) },
        { kind: 'note', text: this.#inWords(cell) },
        { kind: 'note', text: unitLabel(cell.unit ?? '') },
        { kind: 'note', text: from },
        { kind: 'note', text: `${place.sheet}!${place.address}` },
      )
    }
    return page
  }

  /** A value as a person reads it: the label of a grade or of a word, the digits of a number. */
  #inWords({ from, term, unit, value }: Cell): string {
    if (value === null) return ''
    if (from.kind === 'grade') return this.#standard.document.grades.find(grade => grade.id === value)?.label ?? value
    return unit === null ? textLabel(term, value) : value
  }

  // places

  #place(id: string, page: { readonly name: string }, letter: string, row: number): void {
    this.#places.set(id, { sheet: page.name, address: `${letter}${row}` })
  }

  /** The absolute address of a named cell, wherever it stands. */
  #forward(id: string): string {
    const place = this.#places.get(id) ?? this.#soon(id)
    const [, letter = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(place.address) ?? []
    return `${place.sheet}!$${letter}$${row}`
  }

  /** Looked-up terms of the institution stand in the computed sheet, in the order they are written there. */
  #soon(id: string): { sheet: string; address: string } {
    const index = this.#ownComputed().indexOf(id)
    if (index < 0) throw new Error(`no place for ${id}`)
    return { sheet: COMPUTED, address: `${OWN_COLUMN}${index + 4}` }
  }

  #cellOf(table: string, row: number, name: string): string {
    const { inRow } = this.#standard.plan.slots.find(table, name)
    return this.#forward(inRow ? `${table}[${row}].${name}` : name)
  }

  #range(table: string, term: string): string | null {
    const column = this.#columns.get(`${table}.${term}`)
    const count = this.#rowCount(table)
    if (!column || count === 0) return null
    const first = this.#firstRow.get(`${column.sheet} ${table}`) ?? 0
    return rangeText({ ...column, first, last: first + count - 1 })
  }

  #rowCount(table: string): number {
    const { facts } = this.#evaluation
    const lists = { people: facts.people, energy: facts.energy, water: facts.water, specialUse: facts.specialUses }
    return table === 'people' || table === 'energy' || table === 'water' || table === 'specialUse'
      ? (lists[table]?.length ?? 0)
      : 0
  }

  #heading(term: string): string {
    const { label = term, unit = null } = this.#standard.terms.get(term) ?? {}
    const shown = unit === null || /Unit/.test(unit) ? '' : unitLabel(unit)
    return shown === '' ? label : `${label}，${shown}`
  }
}

function factTables(): readonly FactTable[] {
  return (Object.keys(FACT_TABLES) as FactTable[]).filter(table => table !== 'indicator')
}

/** One line per word of the key, for lookups that every row of facts makes. */
function byWord(lookup: Lookup): { row: TableRow; words: string[] }[] {
  const [key] = lookup.keys
  return lookup.table.rows.flatMap(row =>
    (row.keys.get(key?.column ?? '') ?? []).map(word => ({ row, words: [textLabel(key?.name ?? '', word)] })),
  )
}

function heads(...texts: readonly string[]): LiveCell[] {
  return texts.map(text => ({ kind: 'head', text }))
}

function rangeText({ sheet, letter, first, last }: Stretch): string {
  return `${sheet}!$${letter}$${first}:$${letter}$${last}`
}

/** 0 → A, 26 → AA. */
export function letterOf(index: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const rest = index % letters.length
  const before = (index - rest) / letters.length
  return `${before > 0 ? letterOf(before - 1) : ''}${letters[rest]}`
}

function citeOf(from: { readonly cite?: Cite; readonly kind: string }): string {
  return from.cite ? citeText(from.cite) : 'GB/T 8170'
}
