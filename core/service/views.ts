import type { InstitutionFacts } from '#core/contract/facts.ts'
import { REGIONS } from '#core/contract/regions.ts'
import type { IndicatorResult, InstitutionResult } from '#core/contract/results.ts'
import { unitLabel } from '#core/contract/terms.ts'
import {
  type CardView,
  type DerivationView,
  type Detail,
  type MonthView,
  type PackView,
  type Place,
  type Summary,
  TOTALS,
  type Todo,
  type TotalName,
  type TotalView,
  type ViewRow,
} from '#core/contract/views.ts'
import { decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import { grouped, inSentence } from '#core/quantity/print.ts'
import { conversionFactor } from '#core/quantity/unit.ts'
import { bandLabel, cardOf, figuresOf, gradeView, shown, shownNumber } from '../report/figures.ts'
import type { Derivation } from '../standard/derivation.ts'
import type { Evaluation } from '../standard/evaluation.ts'
import { type Graded, gradeFacts } from '../standard/grade-institution.ts'
import { type Standard, termLabel } from '../standard/pack/standard.ts'
import { consumptionOf, isFinal, monthlyCells, rowOf, rowsOf, rowsOfYears, type YearRows } from '../workbook/read.ts'
import { AUDIT_TABLES, type TableName } from '../workbook/schema.ts'
import { countOf, type Row, type Sql } from '../workbook/sql.ts'
import { cellPlace, meterLabel, placeOf, rowPlace } from './places.ts'
import { amountsOf, entriesOf } from './workbook-facts.ts'

/** What the list shows of one institution-year. */
export function summaryOf(
  sql: Sql,
  standard: Standard,
  year: string,
  result: InstitutionResult,
  evaluation: Evaluation | null,
): Summary {
  const yearRow = rowOf(sql, 'year', year) ?? {}
  const institution = rowOf(sql, 'institution', String(yearRow.institution)) ?? {}
  const { known, of } = progressOf(sql, year)
  const text = (name: string) => (typeof institution[name] === 'string' ? String(institution[name]) : null)
  return {
    year,
    institution: String(institution.id),
    name: text('name') ?? '（未命名）',
    class: text('class'),
    type: text('type'),
    rowLabel: bandLabel(evaluation?.thresholdRow()?.texts.get(standard.document.thresholds.typeColumn) ?? ''),
    place: text('place'),
    zone: result.row?.zone ?? null,
    floorArea: shownNumber(evaluation, 'floorArea', null),
    people: shownNumber(evaluation, 'energyUserCount', 0),
    indicators: standard.document.indicators.map(({ id }) => {
      const graded = result.indicators.find(i => i.id === id)
      const grade = gradeView(standard, graded?.grade ?? null)
      const refused = result.problems.find(problem => problem.severity === 'refusal')
      return { id, grade, text: graded?.display ?? (refused ? '有误，须改' : shortMissing(graded)) }
    }),
    todos: todosOf(sql, year, result),
    final: isFinal(sql, year),
    reported: known,
    expected: of,
    amounts: {
      comprehensiveEnergy: result.comprehensiveEnergy,
      buildingElectricity: evaluation?.cell('buildingElectricity')?.value ?? null,
      totalWater: evaluation?.cell('totalWater')?.value ?? null,
      floorArea: evaluation?.cell('floorArea')?.value ?? null,
    },
  }
}

/** How the totals are printed: in a larger unit, by an exact power of ten. */
const PRINTED: Readonly<Record<TotalName, { label: string; unit: string; times: string; digits: number }>> = {
  comprehensiveEnergy: { label: '综合能耗', unit: 'tce', times: '0.001', digits: 1 },
  buildingElectricity: { label: '建筑用电', unit: 'MWh', times: '0.001', digits: 0 },
  totalWater: { label: '用水', unit: 'm³', times: '1', digits: 0 },
  floorArea: { label: '建筑面积', unit: 'm²', times: '1', digits: 0 },
}

/** Adds up what the institutions know; those that do not know their part are counted, not guessed. */
export function totalsOf(summaries: readonly Summary[]): TotalView[] {
  return TOTALS.map(id => {
    const sum = new ExactSum()
    let missing = 0
    for (const { amounts } of summaries) {
      if (amounts[id] === null) missing += 1
      else sum.add(decimal(amounts[id]))
    }
    const { label, unit, times, digits } = PRINTED[id]
    return { id, label, unit, missing, text: shown(textOf(sum.total().times(decimal(times))), digits) }
  })
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const MWH = 'MWh'

/** The electricity of all meters that are read by month. A meter without an amount in a month is counted, not guessed. */
export function monthsOf(sql: Sql): MonthView[] {
  const months = MONTHS.map(month => ({ month, sum: new ExactSum(), known: 0 }))
  const meters = new Set<unknown>()
  for (const { supply, month, state, amount, unit } of monthlyCells(sql, 'electricity')) {
    meters.add(supply)
    const of = months[countOf(month) - 1]
    const inKwh = conversionFactor(String(unit), 'kWh')
    if (!of || state === 'notReported' || inKwh === null) continue
    of.known += 1
    if (state === 'value') of.sum.add(decimal(String(amount)).times(decimal(inKwh)))
  }
  return months.map(({ month, sum, known }) => {
    const value = textOf(sum.total().times(decimal('0.001')))
    return { month, value, text: `${shown(value, 0)} ${MWH}`, missing: meters.size - known }
  })
}

/** Everything that the screens of one institution show. */
export function detailOf(sql: Sql, standard: Standard, year: string, { result, evaluation }: Graded): Detail {
  const yearRow = rowOf(sql, 'year', year) ?? {}
  const [rows] = rowsOfYears(sql, [year])
  const supplies = rowsOf(sql, 'supply', year)
  const consumption = consumptionOf(sql, year)
  const bySupply = Map.groupBy(consumption, row => String(row.supply))
  const cell = (id: string, digits: number) => shownNumber(evaluation, id, digits)
  return {
    year,
    institution: rowOf(sql, 'institution', String(yearRow.institution)) ?? {},
    yearRow,
    areas: rowsOf(sql, 'area', year),
    people: rowsOf(sql, 'personGroup', year).map((row, i) => ({
      ...(row as ViewRow),
      coefficient: cell(`people[${i}].dayCoefficient`, 4),
      average: cell(`people[${i}].averageHeadcount`, 2),
    })),
    supplies,
    consumption,
    totals: supplies.map(supply => totalOf(String(supply.id), bySupply.get(String(supply.id)) ?? [])),
    specialUses: rowsOf(sql, 'specialUse', year),
    operation: rowsOf(sql, 'operation', year)[0] ?? {},
    correction: rowsOf(sql, 'correction', year)[0] ?? {},
    choices: rowsOf(sql, 'choice', year),
    drafts: rowsOf(sql, 'draft', year),
    result,
    cards: result.indicators.map(indicator =>
      cardOf(standard, evaluation, indicator, at => (rows ? placeOf(rows, at) : NOWHERE)),
    ),
    figures: figuresOf(standard, evaluation),
    todos: todosOf(sql, year, result),
    runs: rowsOf(sql, 'run', year).map(row => ({
      id: String(row.id),
      at: String(row.at),
      label: typeof row.label === 'string' ? row.label : null,
      grades: gradesIn(standard, JSON.parse(String(row.result)).indicators),
      ...changedSince(standard, evaluation, row),
    })),
    alternatives: result.alternatives.map(({ choice, value, indicators }) => ({
      choice,
      value,
      text: gradesIn(standard, indicators),
    })),
  }
}

const NOWHERE: Place = { stage: 'institution', field: null, label: '' }

/** What is left to do for one institution-year: drafts, refusals and gaps first, then what needs a look. */
export function todosOf(sql: Sql, year: string, result: InstitutionResult): Todo[] {
  const missing = result.indicators.flatMap(indicator => indicator.missingAt)
  const drafts = rowsOf(sql, 'draft', year)
  const twice = countedTwice(sql, year)
  const idle = result.correction && !result.correction.applied && isChosen(sql, year) ? result.correction.note : null
  if (missing.length + drafts.length + twice.length + result.problems.length === 0 && idle === null) return []
  const [rows] = rowsOfYears(sql, [year])
  if (!rows) return []
  const institution = String(rows.institution.id)
  const todo = (severity: Todo['severity'], text: string, place: Place, unread = false): Todo => ({
    ...place,
    severity,
    unread,
    text,
    year,
    institution,
  })
  const unread = drafts.map(draft => {
    const place = draftPlace(sql, rows, draft)
    return todo('must', `${place.label}：${draft.message}`, place, true)
  })
  const known = new Set(unread.map(({ field }) => field))
  // what belongs to a meter is missing once, not once a month
  const gaps = [
    ...new Map(
      missing.map(m => {
        const place = placeOf(rows, m.at)
        const ofMeter = place.field?.startsWith('supply ') ?? false
        const text = ofMeter
          ? m.text.replace(/（(?:([^）]+) )?(?:\d{1,2} 月|全年)）/, (_, meter) => (meter ? `（${meter}）` : ''))
          : m.text
        return [ofMeter ? `${place.field}` : text, todo('must', text, place)]
      }),
    ).values(),
  ]
  const problems = result.problems.map(problem =>
    todo(problem.severity === 'refusal' ? 'must' : 'check', problem.message, placeOf(rows, problem.place)),
  )
  return [
    ...unread,
    ...gaps.filter(({ field }) => field === null || !known.has(field)),
    ...problems,
    ...twice.map(({ text, supply }) => todo('check', text, cellPlace(supply, 0))),
    ...(idle === null ? [] : [todo('check', `选用了修正，没有起作用：${idle}`, placeOf(rows, 'correctionChosen'))]),
  ].sort((a, b) => a.severity.length - b.severity.length)
}

function isChosen(sql: Sql, year: string): boolean {
  return rowsOf(sql, 'correction', year)[0]?.apply === 'yes'
}

function draftPlace(sql: Sql, rows: YearRows, draft: Row): Place {
  const id = String(draft.row)
  if (draft.tableName === 'consumption') {
    const [supply = '', month = '0'] = id.split(' ')
    return cellPlace(
      rows.of('supply').find(row => row.id === supply),
      Number.parseInt(month, 10),
    )
  }
  if (draft.tableName === 'answer') {
    const [visit = '', item = ''] = id.split(' ')
    const label = `现场检查，${item}`
    return { stage: 'visits', field: `answer ${visit} ${item} ${draft.field}`, label }
  }
  const table = String(draft.tableName) as TableName
  if (AUDIT_TABLES.includes(table)) return rowPlace(table, rowOf(sql, table, id) ?? undefined, String(draft.field))
  const own = table === 'year' ? [rows.year] : table === 'institution' ? [rows.institution] : rows.of(table)
  return rowPlace(
    table,
    own.find(row => row.id === id),
    String(draft.field),
  )
}

/** Meters for which both the year and months were entered, so that one of the two is not used. */
function countedTwice(sql: Sql, year: string): { supply: Row; text: string }[] {
  const cells = consumptionOf(sql, year)
  const totals = cells.filter(cell => cell.month === 0 && cell.amount !== null)
  return totals.flatMap(total => {
    const of = cells.filter(cell => cell.supply === total.supply)
    const months = of.filter(cell => cell.month !== 0 && cell.amount !== null)
    const supply = rowOf(sql, 'supply', String(total.supply))
    if (months.length === 0 || !supply) return []
    const sum = new ExactSum()
    for (const { amount } of months) sum.add(decimal(String(amount)))
    const byYear = amountsOf(of).some(({ month }) => month === 0)
    const [added, typed] = [grouped(textOf(sum.total())), grouped(String(total.amount))]
    if (!byYear && textOf(sum.total()) === textOf(decimal(String(total.amount)))) return []
    const text = byYear
      ? `${meterLabel(supply)}报了 ${months.length} 个月（合计 ${added}），也报了全年 ${typed}。评价用全年的数，各月没有用上；请补齐各月，或清掉一处。`
      : `${meterLabel(supply)}各月合计 ${added}，与全年 ${typed} 不同。评价用各月，全年的数没有用上；请核对，或清掉一处。`
    return [{ supply, text }]
  })
}

/**
 * An explanation with the field behind every fact, so that a person can go there. The rows of one meter stand together under
 * one line with their sum.
 */
export function derivationView(derivation: Derivation, rows: YearRows | null): DerivationView {
  const { kind, steps, value, unit, ...step } = derivation
  const place = kind === 'fact' && rows ? placeOf(rows, derivation.id) : null
  return {
    ...step,
    kind,
    value: value === null ? '未报' : unit === null ? step.text.trim() : printed(value, unit),
    source: place ? `录入：${place.label}` : step.source,
    place,
    steps: rows ? byMeter(steps, rows) : steps.map(inner => derivationView(inner, null)),
  }
}

function byMeter(steps: readonly Derivation[], rows: YearRows): DerivationView[] {
  const meterOf = meters(rows)
  const views: DerivationView[] = []
  for (let i = 0; i < steps.length; ) {
    const rest = steps.slice(i)
    const [first] = rest.map(meterOf)
    const end = rest.findIndex(step => first === undefined || !together(meterOf(step), first))
    const same = rest.slice(0, end === 0 ? 1 : end < 0 ? rest.length : end)
    if (first && new Set(same.map(step => meterOf(step)?.index)).size > 1) views.push(groupOf(first.supply, same, rows))
    else views.push(...same.map(step => derivationView(step, rows)))
    i += same.length
  }
  return views
}

type MeterRow = { readonly supply: Row; readonly term: string; readonly index: string }

function together(a: MeterRow | undefined, b: MeterRow): boolean {
  return a !== undefined && a.supply === b.supply && a.term === b.term
}

/** Which meter a cell of a row belongs to. */
function meters(rows: YearRows): (step: Derivation) => MeterRow | undefined {
  const entries = entriesOf(rows)
  const lists = {
    energy: entries.filter(({ supply }) => supply.carrier !== 'water'),
    water: entries.filter(({ supply }) => supply.carrier === 'water'),
  }
  return ({ id }) => {
    const [, list, index = '', term = ''] = /^(energy|water)\[(\d+)\]\.(\w+)$/.exec(id) ?? []
    const entry = list === 'energy' || list === 'water' ? lists[list][Number.parseInt(index, 10)] : undefined
    return entry && { supply: entry.supply, term, index }
  }
}

function groupOf(supply: Row, steps: readonly Derivation[], rows: YearRows): DerivationView {
  const sum = new ExactSum()
  for (const { value } of steps) if (value !== null) sum.add(decimal(value))
  const known = steps.filter(({ value }) => value !== null).length
  const count = known < steps.length ? `${known}/${steps.length} 个月` : `${steps.length} 个月`
  return {
    id: `group ${supply.id}`,
    kind: 'group',
    title: meterLabel(supply),
    text: count,
    value: known === 0 ? '未报' : printed(textOf(sum.total()), steps[0]?.unit ?? ''),
    computation: null,
    note: null,
    source: '',
    repeated: false,
    place: null,
    steps: steps.map(step => derivationView(step, rows)),
  }
}

function printed(value: string, unit: string): string {
  return [inSentence(decimal(value)), unitLabel(unit)].filter(part => part).join(' ')
}

function shortMissing(graded: IndicatorResult | undefined): string {
  const [first] = graded?.missingAt ?? []
  if (!first) return '未录入'
  const gas = /(\d{1,2}) 月/.exec(first.text)
  if (gas) return `缺 ${gas[1]} 月`
  if (/用能人数|人数/.test(first.text)) return '缺用能人数'
  if (/面积/.test(first.text)) return '缺建筑面积'
  if (/类别|类型/.test(first.text)) return '缺类别类型'
  if (/所在地|气候/.test(first.text)) return /分区里/.test(first.text) ? '所在地不在分区' : '缺所在地'
  return '缺用量'
}

function totalOf(supply: string, cells: readonly Row[]): Detail['totals'][number] {
  const amounts = amountsOf(cells)
  const sum = new ExactSum()
  let known = 0
  for (const { amount } of amounts) {
    if (amount === null) continue
    known += 1
    sum.add(decimal(amount))
  }
  return { supply, total: known === 0 ? null : grouped(textOf(sum.total())), known, of: amounts.length }
}

/** How many of the amounts and head facts that an evaluation reads are there. */
function progressOf(sql: Sql, year: string): { known: number; of: number } {
  const bySupply = Map.groupBy(consumptionOf(sql, year), row => String(row.supply))
  const amounts = rowsOf(sql, 'supply', year).flatMap(s =>
    amountsOf(bySupply.get(String(s.id)) ?? []).map(a => a.amount),
  )
  const heads = rowsOf(sql, 'personGroup', year).map(row => row.headcount)
  const people = heads.length > 0 ? heads : [rowOf(sql, 'year', year)?.energyUserCount ?? null]
  const areas = rowsOf(sql, 'area', year).map(row => row.floorArea)
  const all = [...amounts, ...people, ...areas]
  return { known: all.filter(value => value !== null).length, of: all.length }
}

/** The places a standard knows, each by all its names, with the climate zone it puts them in. */
export function quotaPlaces({
  document,
  lookups,
}: Standard): { readonly names: readonly string[]; readonly zone: string }[] {
  const { zoneTerm } = document.thresholds
  const zones = lookups.find(lookup => lookup.gives.some(give => give.name === zoneTerm))
  const column = zones?.gives.find(give => give.name === zoneTerm)?.column ?? ''
  return (zones?.table.rows ?? []).map(row => ({
    names: row.keys.get('place') ?? [],
    zone: row.texts.get(column) ?? '',
  }))
}

/** What screens need to know of the standard in use. */
export function packView(standard: Standard): PackView {
  const { document } = standard
  const quota = standard.lookups.find(lookup => lookup.id === document.thresholds.lookup)?.table
  const classes = new Map<string, Set<string>>()
  for (const row of quota?.rows ?? []) {
    const [name] = row.keys.get('institutionClass') ?? []
    const [type] = row.keys.get('institutionType') ?? []
    if (name === undefined) continue
    const types = classes.get(name) ?? new Set()
    if (type !== undefined) types.add(type)
    classes.set(name, types)
  }
  return {
    id: document.id,
    title: document.title,
    number: document.number,
    digest: standard.digest,
    examples: standard.examples.length,
    places: quotaPlaces(standard).map(({ names: [name = ''], zone }) => ({ name, zone })),
    elsewhere: REGIONS.filter(region => region !== document.jurisdiction),
    classes: [...classes].map(([name, types]) => ({ name, types: [...types] })),
    indicators: document.indicators.map(({ id }) => ({
      id,
      label: termLabel(standard, id),
      unit: unitLabel(standard.terms.get(id)?.unit ?? '1'),
    })),
    notes: document.notes.map(({ kind, text, cite }) => ({ kind, text, clause: cite.clause })),
    omitted: document.omitted.map(({ clause, reason }) => ({ clause, reason })),
  }
}

/** Whether a stored run still says what an evaluation would say now. */
function changedSince(standard: Standard, evaluation: Evaluation | null, run: Row): { same: boolean; changed: string } {
  const facts = evaluation !== null && JSON.stringify(evaluation.facts) === run.facts
  const pack = run.packDigest === standard.digest
  return {
    same: facts && pack,
    changed: pack ? '此后录入有改动' : facts ? '此后换了标准版本' : '此后录入和标准都有改动',
  }
}

type ShownGrades = readonly { readonly id: string; readonly display: string | null; readonly grade: string }[]

/** The grades of a stored run or of an alternative in one line. */
function gradesIn(standard: Standard, indicators: ShownGrades): string {
  return indicators
    .map(({ id, display, grade }) => `${termLabel(standard, id)} ${display ?? '—'} ${gradeView(standard, grade).label}`)
    .join('，')
}

/** The indicators of facts that are in no workbook: what the welcome page shows of the example. */
export function cardsOf(standard: Standard, facts: InstitutionFacts): readonly CardView[] {
  const { evaluation, result } = gradeFacts(facts, standard)
  return result.indicators.map(indicator => cardOf(standard, evaluation, indicator, () => NOWHERE))
}
