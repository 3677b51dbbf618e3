import {
  AMOUNT_UNITS,
  CALORIFIC_UNITS,
  CARRIERS,
  CHOICES,
  type InstitutionFacts,
  institutionFacts,
} from '#core/contract/facts.ts'
import { decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import { type Graded, gradeFacts } from '../standard/grade-institution.ts'
import type { Standard } from '../standard/pack/standard.ts'
import { rowsOfYears, type YearRows, yearIds } from '../workbook/read.ts'
import { countOf, type Row, type Sql, textOrNull } from '../workbook/sql.ts'

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/** Read and graded together: few queries, and rows that are gone before the collector has to keep them. */
const TOGETHER = 25

/** Grades institution-years of a workbook one after another: all of them in the order of the list, or those given. */
export function* gradeYears(
  sql: Sql,
  standard: Standard,
  years: readonly string[] = yearIds(sql).map(({ year }) => year),
): Generator<Graded> {
  for (let from = 0; from < years.length; from += TOGETHER)
    for (const rows of rowsOfYears(sql, years.slice(from, from + TOGETHER))) yield gradeFacts(factsFrom(rows), standard)
}

/** Grades one institution-year; `null` if it is not there. */
export function gradeYear(sql: Sql, standard: Standard, year: string): Graded | null {
  const [rows] = rowsOfYears(sql, [year])
  return rows ? gradeFacts(factsFrom(rows), standard) : null
}

/**
 * The facts of one institution in one year as the workbook holds them: the shape that the engine takes. Months win over a
 * typed year only if all twelve are known; what is not reported stays an entry with amount `null`.
 */
export function factsFrom(rows: YearRows): InstitutionFacts {
  const { year: yearRow, institution, of } = rows
  const [operation = {}] = of('operation')
  const [correction = {}] = of('correction')
  const supplies = of('supply')
  const amounts = (supply: Row) => amountsOf(rows.consumptionOf(String(supply.id)))
  const people = of('personGroup')
  return {
    id: text(institution, 'code') ?? String(yearRow.id),
    name: text(institution, 'name'),
    place: text(institution, 'place'),
    class: text(institution, 'class'),
    type: text(institution, 'type'),
    period: { from: String(yearRow.from), to: String(yearRow.to) },
    floorArea: totalArea(of('area')),
    people: people.length > 0 ? people.map(person) : null,
    energyUserCount: text(yearRow, 'energyUserCount'),
    energy: supplies.filter(s => s.carrier !== 'water').flatMap(s => energyEntries(s, amounts(s))),
    water: supplies.filter(s => s.carrier === 'water').flatMap(s => waterEntries(s, amounts(s))),
    specialUses: of('specialUse').map(row => ({
      id: String(row.code),
      name: text(row, 'name'),
      meteredSeparately: row.meteredSeparately === null ? null : row.meteredSeparately === 'yes',
      floorArea: text(row, 'floorArea'),
      people: text(row, 'people'),
      exclude: row.exclude === 'yes',
    })),
    operation: {
      annualHours: text(operation, 'annualHours'),
      dormitoryAirConditioningPercent: text(operation, 'dormitoryAirConditioningPercent'),
      annualVisits: text(operation, 'annualVisits'),
    },
    correction: correction.apply ? { apply: correction.apply === 'yes', reason: text(correction, 'reason') } : null,
    choices: choicesOf(of('choice')),
  }
}

/** One amount of a meter; month 0 is the year as a whole. */
type Amount = { readonly amount: string | null; readonly month: number }
type Entry = Amount & { readonly supply: Row }

/** Every amount that counts, in the order of the facts, with its meter. */
export function entriesOf(rows: YearRows): readonly Entry[] {
  return rows
    .of('supply')
    .flatMap(supply => amountsOf(rows.consumptionOf(String(supply.id))).map(amount => ({ ...amount, supply })))
}

/** What one meter used: twelve months, else the year, else the months with their gaps. */
export function amountsOf(cells: readonly Row[]): readonly Amount[] {
  const at: (Row | undefined)[] = []
  for (const cell of cells) at[countOf(cell.month)] = cell
  const [year] = at
  const counted = MONTHS.filter(month => at[month]?.state !== 'notApplicable')
  const known = counted.length > 0 && counted.every(month => at[month]?.state === 'value')
  if (!known && year && year.state !== 'notReported') return year.state === 'value' ? [amountAt(year, 0)] : []
  if (!known && cells.length === 0) return [{ amount: null, month: 0 }]
  return counted.map(month => amountAt(at[month], month))
}

function amountAt(cell: Row | undefined, month: number): Amount {
  return { amount: text(cell ?? {}, 'amount'), month }
}

/** The entries of one meter; what all of them share is read once. */
function energyEntries(supply: Row, amounts: readonly Amount[]): NonNullable<InstitutionFacts['energy']> {
  const carrier = oneOf(CARRIERS, supply.carrier)
  const unit = oneOf(AMOUNT_UNITS, supply.unit)
  const use = String(supply.use)
  const source = supply.source === 'onsitePv' ? 'onsitePv' : null
  const measured = text(supply, 'calorificValue')
  const heat = CALORIFIC_UNITS.find(word => word === supply.calorificUnit)
  const calorificValue = measured !== null && heat ? { value: measured, unit: heat } : null
  const factor = text(supply, 'factor')
  const factorReason = text(supply, 'factorReason')
  const density = text(supply, 'density')
  const meter = text(supply, 'label')
  return amounts.map(({ amount, month }) => ({
    carrier,
    amount,
    unit,
    use,
    source,
    calorificValue,
    factor,
    factorReason,
    density,
    label: joined(meter, month),
  }))
}

function waterEntries(supply: Row, amounts: readonly Amount[]): NonNullable<InstitutionFacts['water']> {
  const unit = oneOf(AMOUNT_UNITS, supply.unit)
  const use = String(supply.use)
  const meter = text(supply, 'label')
  return amounts.map(({ amount, month }) => ({ amount, unit, use, label: joined(meter, month) }))
}

/** A word of a closed list; the workbook holds no other, because every change is checked when written. */
function oneOf<const Words extends readonly string[]>(words: Words, value: unknown): Words[number] {
  const found = words.find(word => word === value)
  if (found === undefined) throw new Error(`not in the list: ${value}`)
  return found
}

function joined(label: string | null, month: number): string {
  const when = month === 0 ? '全年' : `${month} 月`
  return label === null || label === '' ? when : `${label} ${when}`
}

function person(row: Row): NonNullable<InstitutionFacts['people']>[number] {
  const days = text(row, 'days')
  return {
    label: text(row, 'label'),
    count: text(row, 'headcount'),
    ...(row.dayRule === 'days' && { days }),
    ...(row.dayRule === 'absent' && { absentDays: days }),
    ...(row.dayRule === 'coefficient' && { coefficient: days }),
  }
}

/** The sum of the buildings, unknown as soon as one of them is. */
function totalArea(rows: readonly Row[]): string | null {
  const sum = new ExactSum()
  for (const row of rows) {
    const area = text(row, 'floorArea')
    if (area === null) return null
    sum.add(decimal(area))
  }
  return rows.length === 0 ? null : textOf(sum.total())
}

function choicesOf(rows: readonly Row[]): InstitutionFacts['choices'] {
  if (rows.length === 0) return null
  const chosen = rows.filter(row => Object.hasOwn(CHOICES, String(row.name)))
  const choices = Object.fromEntries(
    chosen.map(row => [String(row.name), { value: String(row.value), reason: text(row, 'reason') }]),
  )
  return institutionFacts.shape.choices.parse(choices)
}

function text(row: Row, name: string): string | null {
  return textOrNull(row[name])
}
