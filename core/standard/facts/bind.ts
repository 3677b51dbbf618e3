import {
  CHOICES,
  type ChoiceName,
  type EnergyEntry,
  type InstitutionFacts,
  isGiven,
  type PersonEntry,
  type SpecialUseEntry,
  type WaterEntry,
} from '#core/contract/facts.ts'
import type { FactTable } from '#core/contract/terms.ts'
import { daysInYear, type Period, parseDate, wholeCalendarYear } from '#core/quantity/date.ts'
import { count, type Decimal, decimal } from '#core/quantity/decimal.ts'
import { conversionFactor } from '#core/quantity/unit.ts'
import type { CarrierRule } from '../pack/standard.ts'
import { ABSENT, type Lacking, type Line, type Sheet, type Value } from '../value.ts'

/**
 * Lays the facts of one institution out as the rows that formulas read, in the order of the glossary's `FACT_TABLES` and
 * `SCALAR_FACTS`. The facts must have passed the schema and `checkFacts`.
 */
export function bindFacts(facts: InstitutionFacts, carriers: ReadonlyMap<string, CarrierRule>): Sheet {
  const excluded = new Set(facts.specialUses?.filter(use => use.exclude).map(use => use.id))
  return {
    own: line(null, 0, ownValues(facts)),
    rows: {
      people: (facts.people ?? []).map(personLine),
      energy: (facts.energy ?? []).map((entry, i) => energyLine(entry, i, carriers.get(entry.carrier), excluded)),
      water: (facts.water ?? []).map((entry, i) => waterLine(entry, i, excluded)),
      specialUse: (facts.specialUses ?? []).map(specialUseLine),
      indicator: [],
    },
  }
}

/** The period of the facts, or `null` when it is not given or not readable. */
export function periodOf(facts: InstitutionFacts): Period | null {
  const from = facts.period ? parseDate(facts.period.from) : null
  const to = facts.period ? parseDate(facts.period.to) : null
  return from && to ? { from, to } : null
}

/** The value chosen, or the default. */
export function chosen(facts: InstitutionFacts, choice: ChoiceName): string {
  return facts.choices?.[choice]?.value ?? CHOICES[choice][0]
}

function ownValues(facts: InstitutionFacts): Value[] {
  const period = periodOf(facts)
  return [
    textOrAbsent(facts.place),
    textOrAbsent(facts.class),
    textOrAbsent(facts.type),
    period && wholeCalendarYear(period) !== null ? 'yes' : 'no',
    period ? count(daysInYear(period.from.year)) : ABSENT,
    optional(facts.floorArea),
    optional(facts.energyUserCount),
    optional(facts.operation?.annualHours),
    optional(facts.operation?.dormitoryAirConditioningPercent),
    optional(facts.operation?.annualVisits),
    facts.correction?.apply ? 'yes' : 'no',
    chosen(facts, 'yearBasis'),
    chosen(facts, 'correctWater'),
    chosen(facts, 'evInBuildingElectricity'),
    chosen(facts, 'onsitePvCounted'),
  ]
}

/** The units of one entry: as typed, and the one its factor refers to. */
export function unitsOfEntry(entry: EnergyEntry, carriers: ReadonlyMap<string, CarrierRule>): EntryUnits {
  const carrierUnit = baseUnit(entry.unit, carriers.get(entry.carrier))
  return { typedUnit: entry.unit, carrierUnit, heatUnit: entry.calorificValue?.unit.startsWith('kJ') ? 'kJ' : 'kcal' }
}

export type EntryUnits = { readonly typedUnit: string; readonly carrierUnit: string; readonly heatUnit: string }

function baseUnit(unit: string, rule: CarrierRule | undefined): string {
  return rule?.unit ?? (unit === 'tce' ? 'kgce' : unit)
}

/** What water is counted in. */
export const WATER_UNIT = 'm3'

function personLine(person: PersonEntry, index: number): Line {
  return line('people', index, [
    optional(person.count),
    dayRule(person),
    optional(person.days),
    optional(person.absentDays),
    optional(person.coefficient),
  ])
}

function dayRule(person: PersonEntry): string {
  if (isGiven(person.days)) return 'days'
  if (isGiven(person.absentDays)) return 'absent'
  return isGiven(person.coefficient) ? 'coefficient' : 'whole'
}

function energyLine(
  entry: EnergyEntry,
  index: number,
  rule: CarrierRule | undefined,
  excluded: ReadonlySet<string>,
): Line {
  const { unit } = entry
  const base = baseUnit(unit, rule)
  const unitFactor = unit === base ? null : conversionFactor(unit, base)
  return line('energy', index, [
    entry.carrier,
    scopeOf(entry.use, excluded),
    entry.source ?? 'grid',
    optional(entry.amount),
    conversionOf(unit, base, unitFactor),
    optional(unitFactor),
    optional(entry.density),
    factorBy(entry, rule, base),
    optional(entry.calorificValue?.value),
    optional(entry.factor),
  ])
}

function waterLine(entry: WaterEntry, index: number, excluded: ReadonlySet<string>): Line {
  const { unit } = entry
  const unitFactor = unit === WATER_UNIT ? null : conversionFactor(unit, WATER_UNIT)
  const conversion = conversionOf(unit, WATER_UNIT, unitFactor)
  return line('water', index, [scopeOf(entry.use, excluded), optional(entry.amount), conversion, optional(unitFactor)])
}

function specialUseLine(use: SpecialUseEntry, index: number): Line {
  const values = [use.name ?? use.id, optional(use.floorArea), optional(use.people), use.exclude ? 'yes' : 'no']
  return line('specialUse', index, values)
}

function factorBy(entry: EnergyEntry, rule: CarrierRule | undefined, base: string): string {
  if (entry.calorificValue) return entry.calorificValue.unit.startsWith('kJ') ? 'kJ' : 'kcal'
  if (isGiven(entry.factor)) return 'stated'
  if (base === 'kgce') return 'coalEquivalent'
  return rule?.factorRule === 'listedOnly' || rule?.factorRule === 'measuredOrListed' ? 'listed' : 'none'
}

/** How the typed amount becomes the amount that the factor refers to. */
function conversionOf(unit: string, base: string, unitFactor: string | null): string {
  if (unit === base) return 'same'
  return unitFactor === null ? 'density' : 'scale'
}

function scopeOf(use: string, excluded: ReadonlySet<string>): string {
  if (!use.startsWith('special:')) return use
  return excluded.has(use.slice('special:'.length)) ? 'excluded' : 'special'
}

function line(table: FactTable | null, key: number, values: Value[]): Line {
  return { table, key, values }
}

function optional(text: string | null | undefined): Decimal | Lacking {
  return isGiven(text) ? decimal(text) : ABSENT
}

function textOrAbsent(text: string | null | undefined): string | Lacking {
  return isGiven(text) && text !== '' ? text : ABSENT
}
