import {
  CHOICES,
  type ChoiceName,
  type EnergyEntry,
  type InstitutionFacts,
  isGiven,
  type PersonEntry,
} from '#core/contract/facts.ts'
import { type ProblemCode, problemSentence } from '#core/contract/problems.ts'
import type { Problem } from '#core/contract/results.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { TERMS, textLabel, unitLabel } from '#core/contract/terms.ts'
import { compareDates, daysInYear, parseDate } from '#core/quantity/date.ts'
import { compare, count, decimal, textOf } from '#core/quantity/decimal.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import { conversionFactor, unitsOf } from '#core/quantity/unit.ts'
import type { CarrierRule, Standard } from '../pack/standard.ts'
import type { TableRow } from '../pack/table.ts'
import { chosen, periodOf } from './bind.ts'

const MOST_DAYS = '366'

/** Doubts that a person should settle, but that do not contradict the result. */
const WARNINGS: readonly ProblemCode[] = [
  'specialUseWithoutEnergy',
  'electricityNotReported',
  'factorWithoutReason',
  'correctionWithoutReason',
]

/** Which rule of the standard a problem is about. */
const CLAUSE_OF: Partial<Record<ProblemCode, keyof Standard['document']['ruleClauses']>> = {
  specialUseIncomplete: 'specialUse',
  factorAmbiguous: 'factor',
  factorOutOfRange: 'factor',
  correctionWithoutReason: 'correction',
}

type Report = (code: ProblemCode, place: string, params?: Readonly<Record<string, string>>) => void

/** Reports on one entry of a list; where that stands is only written out once there is something to report. */
function reportOn(list: string, index: number, report: Report): Report {
  return (code, place, params) => report(code, `${list}[${index}]${place}`, params)
}

/**
 * Finds where the facts contradict themselves or the standard's table of carriers and classes: what makes an institution
 * refused rather than undetermined. The facts have passed the schema. Reports everything, not only the first.
 */
export function checkFacts(facts: InstitutionFacts, standard: Standard): Problem[] {
  const problems: Problem[] = []
  const report: Report = (code, place, params = {}) => {
    const severity = WARNINGS.includes(code) ? 'warning' : 'refusal'
    const rule = CLAUSE_OF[code]
    const clause = rule === undefined ? '' : standard.document.ruleClauses[rule]
    problems.push({ code, severity, place, message: problemSentence(code, { clause, ...params }) })
  }
  checkClass(facts, standard, report)
  checkPeriod(facts, report)
  checkPeople(facts, report)
  for (const [i, entry] of (facts.energy ?? []).entries())
    checkEnergy(entry, standard.carriers, reportOn('energy', i, report))
  const leaving = new Set(facts.specialUses?.filter(use => use.exclude).map(use => `special:${use.id}`))
  if (facts.energy?.length && !facts.energy.some(entry => isBuildingElectricity(entry, leaving)))
    report('electricityNotReported', 'energy')
  for (const [i, entry] of (facts.water ?? []).entries())
    checkUnit(entry.unit, 'm3', '用水', reportOn('water', i, report))
  checkUses(facts, report)
  checkSpecialUses(facts, report)
  checkChoices(facts, report)
  return problems
}

/** The class must be one of the table's, the type one of that class's. */
function checkClass(facts: InstitutionFacts, standard: Standard, report: Report): void {
  const table = standard.lookups.find(l => l.id === standard.document.thresholds.lookup)?.table
  if (!table || !facts.class) return
  const { class: read, type } = facts
  const has = (row: TableRow, column: string, word: string) => row.keys.get(column)?.includes(word) ?? false
  const words = (of: readonly TableRow[], column: string) => [...new Set(of.flatMap(row => row.keys.get(column) ?? []))]
  const rows = table.rows.filter(row => has(row, 'institutionClass', read))
  if (rows.length === 0) {
    report('unknownClass', 'class', { read: clip(read), known: words(table.rows, 'institutionClass').join('、') })
    return
  }
  if (type && !rows.some(row => has(row, 'institutionType', type))) {
    const types = words(rows, 'institutionType')
    const known = types.length > 0 ? `可用：${types.join('、')}。` : '这一类按建筑面积分档，类型请留空（null）。'
    report('typeNotInClass', 'type', { read: clip(type), class: read, known })
  }
}

function checkPeriod(facts: InstitutionFacts, report: Report): void {
  if (!facts.period) return
  const from = parseDate(facts.period.from)
  const to = parseDate(facts.period.to)
  if (!from) report('invalidDate', 'period.from', { read: clip(facts.period.from) })
  if (!to) report('invalidDate', 'period.to', { read: clip(facts.period.to) })
  if (from && to && compareDates(from, to) > 0) report('invalidPeriod', 'period', facts.period)
}

function checkPeople(facts: InstitutionFacts, report: Report): void {
  const people = facts.people ?? []
  if (people.length > 0 && facts.energyUserCount) report('peopleAndEnergyUserCount', 'energyUserCount')
  const period = periodOf(facts)
  const calendar = period ? textOf(count(daysInYear(period.from.year))) : MOST_DAYS
  const yearDays = chosen(facts, 'yearBasis') === '365' ? '365' : calendar
  for (const [i, person] of people.entries()) {
    const given = (['days', 'absentDays', 'coefficient'] as const).filter(field => isGiven(person[field]))
    if (given.length > 1) {
      report('dayCoefficientAmbiguous', `people[${i}]`, { given: given.map(field => TERMS[field].label).join('和') })
      continue
    }
    checkDays(person, 'days', MOST_DAYS, reportOn('people', i, report))
    checkDays(person, 'absentDays', yearDays, reportOn('people', i, report))
  }
}

function checkDays(person: PersonEntry, field: 'days' | 'absentDays', limit: string, report: Report): void {
  const days = person[field]
  if (isGiven(days) && compare(decimal(days), decimal(limit)) > 0)
    report('daysOutOfRange', `.${field}`, { read: days, limit })
}

function checkEnergy(entry: EnergyEntry, carriers: ReadonlyMap<string, CarrierRule>, report: Report): void {
  const carrier = textLabel('carrier', entry.carrier)
  const rule = carriers.get(entry.carrier)
  if (!rule) {
    report('unknownCarrier', '.carrier', { read: entry.carrier, known: [...carriers.keys()].join('、') })
    return
  }
  if (rule.unit !== null) checkUnit(entry.unit, rule.unit, carrier, report)
  if (entry.source && entry.carrier !== 'electricity')
    report('sourceNotAllowed', '.source', { carrier, read: textLabel('source', entry.source) })
  if (isGiven(entry.density) && decimal(entry.density).isZero())
    report('notPositive', '.density', { read: entry.density })
  checkFactor(entry, carrier, rule, report)
}

function checkFactor(entry: EnergyEntry, carrier: string, rule: CarrierRule, report: Report): void {
  const { factor, calorificValue } = entry
  const notAllowed = (what: string, field: string, text: string) =>
    report('factorNotAllowed', `.${field}`, { carrier, what, rule: text })
  if (rule.factorRule === 'listedOnly') {
    if (isGiven(factor)) notAllowed('折标准煤系数', 'factor', '只用标准所列的系数')
    if (calorificValue) notAllowed('热值', 'calorificValue', '只用标准所列的系数')
    return
  }
  if (isGiven(factor) && calorificValue) {
    report('factorAmbiguous', '', { carrier })
    return
  }
  if (calorificValue) {
    if (rule.factorRule === 'statedOnly') notAllowed('热值', 'calorificValue', '请直接给折标准煤系数')
    else if (calorificValue.unit.split('/')[1] !== rule.unit)
      report('calorificUnitMismatch', '.calorificValue.unit', {
        carrier,
        known: `kcal/${rule.unit} 或 kJ/${rule.unit}`,
        read: calorificValue.unit,
      })
    if (decimal(calorificValue.value).isZero())
      report('notPositive', '.calorificValue.value', { read: calorificValue.value })
  }
  if (!isGiven(factor)) return
  if (rule.factorRule === 'measuredOrListed') {
    notAllowed('折标准煤系数', 'factor', '有实测热值填热值，否则用标准所列的系数')
    return
  }
  if (rule.factorRule === 'statedOnly' && (entry.unit === 'kgce' || entry.unit === 'tce')) {
    notAllowed('折标准煤系数', 'factor', `${entry.unit} 已是标准煤`)
    return
  }
  if (!entry.factorReason?.trim()) report('factorWithoutReason', '.factorReason', { carrier, read: factor })
  if (rule.factorRule === 'measuredOrWithinRange' && rule.lowestFactor && rule.highestFactor) {
    const value = decimal(factor)
    if (compare(value, rule.lowestFactor) < 0 || compare(value, rule.highestFactor) > 0)
      report('factorOutOfRange', '.factor', {
        carrier,
        read: factor,
        lower: roundByGb8170(rule.lowestFactor, 4),
        upper: roundByGb8170(rule.highestFactor, 4),
        unit: unitLabel(`kgce/${rule.unit}`),
      })
  }
}

/** A typed unit must convert to the carrier's by a power of ten, or be litres of a fuel counted by mass. */
function checkUnit(unit: string, base: string, carrier: string, report: Report): void {
  if (conversionFactor(unit, base) !== null || (unit === 'L' && base === 'kg')) return
  const known = [...unitsOf(base), ...(base === 'kg' ? ['L'] : [])].join('、')
  report('unitNotForCarrier', '.unit', { carrier, known, read: unit })
}

function checkUses(facts: InstitutionFacts, report: Report): void {
  const ids = new Set(facts.specialUses?.map(use => use.id))
  const check = (use: string, list: string, index: number) => {
    const id = use.startsWith('special:') ? use.slice('special:'.length) : null
    if (id !== null && !ids.has(id)) report('unknownSpecialUse', `${list}[${index}].use`, { read: clip(id) })
  }
  for (const [i, entry] of (facts.energy ?? []).entries()) check(entry.use, 'energy', i)
  for (const [i, entry] of (facts.water ?? []).entries()) {
    if (entry.use === 'transport')
      report('unknownUse', `water[${i}].use`, { read: 'transport', known: 'general、special:<编号>' })
    else check(entry.use, 'water', i)
  }
}

/** What leaves must be metered apart and take its area and people with it (in the Fujian standard 4.9). */
function checkSpecialUses(facts: InstitutionFacts, report: Report): void {
  const uses = facts.specialUses ?? []
  const seen = new Set<string>()
  const used = new Set(facts.energy?.map(entry => entry.use))
  for (const [i, use] of uses.entries()) {
    if (seen.has(use.id)) report('duplicateSpecialUse', `specialUses[${i}].id`, { read: clip(use.id) })
    seen.add(use.id)
    if (!use.exclude) continue
    const name = clip(use.name || use.id)
    const lacking = [
      ...(use.meteredSeparately === true ? [] : ['不是单独计量']),
      ...(isGiven(use.floorArea) ? [] : ['没有填建筑面积']),
      ...(isGiven(use.people) ? [] : ['没有填人数']),
    ]
    if (lacking.length > 0) report('specialUseIncomplete', `specialUses[${i}]`, { name, lacking: lacking.join('、') })
    else if (!used.has(`special:${use.id}`)) report('specialUseWithoutEnergy', `specialUses[${i}]`, { name })
  }
}

function checkChoices(facts: InstitutionFacts, report: Report): void {
  if (facts.correction?.apply && !facts.correction.reason?.trim())
    report('correctionWithoutReason', 'correction.reason')
  for (const name of Object.keys(CHOICES) as ChoiceName[]) {
    const choice = facts.choices?.[name]
    if (choice && choice.value !== CHOICES[name][0] && !choice.reason?.trim())
      report('choiceWithoutReason', `choices.${name}`, { choice: TERMS[name].label })
  }
}

/** Electricity of the building itself: neither of vehicles nor of a special use that leaves. */
function isBuildingElectricity(entry: EnergyEntry, leaving: ReadonlySet<string>): boolean {
  return entry.carrier === 'electricity' && entry.use !== 'transport' && !leaving.has(entry.use)
}
