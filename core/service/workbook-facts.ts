import { CHOICES, type InstitutionFacts, institutionFacts } from '#core/contract/facts.ts'
import { decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import { type Graded, gradeInstitution } from '../standard/grade-institution.ts'
import type { Standard } from '../standard/pack/standard.ts'
import { consumptionOf, rowOf, rowsOf, yearIds } from '../workbook/read.ts'
import { countOf, type Row, type Sql, textOrNull } from '../workbook/sql.ts'

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/** Grades every institution-year of a workbook, one after another. */
export function* gradeYears(sql: Sql, standard: Standard): Generator<Graded> {
  for (const { year } of yearIds(sql)) yield gradeInstitution(factsOfYear(sql, year), standard, year)
}

/**
 * The facts of one institution in one year as the workbook holds them: the shape that the engine takes. Months win over a
 * typed year only if all twelve are known; what is not reported stays an entry with amount `null`. Each entry's origin
 * names its row.
 */
export function factsOfYear(sql: Sql, year: string): InstitutionFacts {
  const yearRow = rowOf(sql, 'year', year) ?? {}
  const institution = rowOf(sql, 'institution', String(yearRow.institution)) ?? {}
  const [operation = {}] = rowsOf(sql, 'operation', year)
  const [correction = {}] = rowsOf(sql, 'correction', year)
  const supplies = rowsOf(sql, 'supply', year)
  const bySupply = Map.groupBy(consumptionOf(sql, year), row => String(row.supply))
  const amounts = (supply: Row) => amountsOf(bySupply.get(String(supply.id)) ?? [])
  const people = rowsOf(sql, 'personGroup', year)
  return {
    id: text(institution, 'code') ?? year,
    name: text(institution, 'name'),
    place: text(institution, 'place'),
    class: text(institution, 'class'),
    type: text(institution, 'type'),
    period: { from: String(yearRow.from), to: String(yearRow.to) },
    floorArea: totalArea(rowsOf(sql, 'area', year)),
    people: people.length > 0 ? people.map(person) : null,
    energyUserCount: text(yearRow, 'energyUserCount'),
    energy: supplies.filter(s => s.carrier !== 'water').flatMap(s => amounts(s).map(a => energyEntry(s, a))),
    water: supplies
      .filter(s => s.carrier === 'water')
      .flatMap(s =>
        amounts(s).map(({ amount, label, row }) => ({
          amount,
          unit: amountUnit(s),
          use: String(s.use),
          label: joined(text(s, 'label'), label),
          origin: { row },
        })),
      ),
    specialUses: rowsOf(sql, 'specialUse', year).map(row => ({
      id: String(row.code),
      name: text(row, 'name'),
      meteredSeparately: row.meteredSeparately === null ? null : row.meteredSeparately === 'yes',
      floorArea: text(row, 'floorArea'),
      people: text(row, 'people'),
      exclude: row.exclude === 'yes',
      origin: { row: String(row.id) },
    })),
    operation: {
      annualHours: text(operation, 'annualHours'),
      dormitoryAirConditioningPercent: text(operation, 'dormitoryAirConditioningPercent'),
      annualVisits: text(operation, 'annualVisits'),
    },
    correction: correction.apply ? { apply: correction.apply === 'yes', reason: text(correction, 'reason') } : null,
    choices: choicesOf(rowsOf(sql, 'choice', year)),
  }
}

type Amount = { readonly amount: string | null; readonly label: string; readonly row: string }

/** What one meter used: twelve months, else the year, else the months with their gaps. */
export function amountsOf(cells: readonly Row[]): readonly Amount[] {
  const at = new Map(cells.map(cell => [countOf(cell.month), cell]))
  const year = at.get(0)
  const counted = MONTHS.filter(month => at.get(month)?.state !== 'notApplicable')
  const known = counted.every(month => at.get(month)?.state === 'value')
  if (!known && year && year.state !== 'notReported') return year.state === 'value' ? [amount(year, '全年')] : []
  if (!known && at.size === 0) return [{ amount: null, label: '全年', row: '' }]
  return counted.map(month => amount(at.get(month), `${month} 月`))
}

function amount(cell: Row | undefined, label: string): Amount {
  return { amount: text(cell ?? {}, 'amount'), label, row: text(cell ?? {}, 'id') ?? '' }
}

function energyEntry(supply: Row, { amount, label, row }: Amount): NonNullable<InstitutionFacts['energy']>[number] {
  const calorificValue = text(supply, 'calorificValue')
  const heat = CALORIFIC.find(unit => unit === supply.calorificUnit)
  return {
    carrier: ENERGY.carrier.parse(supply.carrier),
    amount,
    unit: amountUnit(supply),
    use: String(supply.use),
    source: supply.source === 'onsitePv' ? 'onsitePv' : null,
    calorificValue: calorificValue !== null && heat ? { value: calorificValue, unit: heat } : null,
    factor: text(supply, 'factor'),
    factorReason: text(supply, 'factorReason'),
    density: text(supply, 'density'),
    label: joined(text(supply, 'label'), label),
    origin: { row },
  }
}

const ENERGY = institutionFacts.shape.energy.unwrap().unwrap().element.shape
const CALORIFIC = ['kcal/kg', 'kcal/m3', 'kJ/kg', 'kJ/m3'] as const

function amountUnit(supply: Row) {
  return ENERGY.unit.parse(supply.unit)
}

function joined(label: string | null, month: string): string {
  return label === null || label === '' ? month : `${label} ${month}`
}

function person(row: Row): NonNullable<InstitutionFacts['people']>[number] {
  const days = text(row, 'days')
  return {
    label: text(row, 'label'),
    count: text(row, 'headcount'),
    ...(row.dayRule === 'days' && { days }),
    ...(row.dayRule === 'absent' && { absentDays: days }),
    ...(row.dayRule === 'coefficient' && { coefficient: days }),
    origin: { row: String(row.id) },
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
  const chosen = rows.filter(row => Object.hasOwn(CHOICES, String(row.name)))
  const choices = Object.fromEntries(
    chosen.map(row => [String(row.name), { value: String(row.value), reason: text(row, 'reason') }]),
  )
  return institutionFacts.shape.choices.parse(choices)
}

function text(row: Row, name: string): string | null {
  return textOrNull(row[name])
}
