import { CHOICES, type ChoiceName, type EnergyEntry, type InstitutionFacts, type SpecialUseEntry } from '#core/contract/facts.ts'
import { daysInYear, parseDate, type Period, wholeCalendarYear } from '#core/quantity/date.ts'
import { count, type Decimal, decimal } from '#core/quantity/decimal.ts'
import { conversionFactor } from '#core/quantity/unit.ts'
import type { CarrierRule } from './pack/standard.ts'
import { ABSENT, type Lacking, type Line, type Sheet, type Value } from './value.ts'

/**
 * Lays the facts of one institution out as the rows that formulas read, in the order of the glossary's `FACT_TABLES` and
 * `SCALAR_FACTS`. The facts must have passed the schema and `checkFacts`.
 */
export function bindFacts(facts: InstitutionFacts, carriers: ReadonlyMap<string, CarrierRule>): Sheet {
  const excluded = new Set(facts.specialUses?.filter(use => use.exclude).map(use => use.id))
  return {
    own: line('', ownValues(facts), {}),
    rows: {
      people: (facts.people ?? []).map((person, i) =>
        line(
          `people[${i}]`,
          [
            optional(person.count),
            dayRule(person),
            optional(person.days),
            optional(person.absentDays),
            optional(person.coefficient),
          ],
          {},
        ),
      ),
      energy: (facts.energy ?? []).map((entry, i) => energyLine(`energy[${i}]`, entry, carriers.get(entry.carrier), excluded)),
      water: (facts.water ?? []).map((entry, i) =>
        line(`water[${i}]`, [scopeOf(entry.use, excluded), optional(entry.amount), ...conversionOf(entry.unit, 'm3')], {
          typedUnit: entry.unit,
          carrierUnit: 'm3',
        }),
      ),
      specialUse: (facts.specialUses ?? []).map((use, i) => specialUseLine(`specialUse[${i}]`, use)),
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

function dayRule(person: NonNullable<InstitutionFacts['people']>[number]): string {
  if (isGiven(person.days)) return 'days'
  if (isGiven(person.absentDays)) return 'absent'
  return isGiven(person.coefficient) ? 'coefficient' : 'whole'
}

function energyLine(
  at: string,
  entry: EnergyEntry,
  rule: CarrierRule | undefined,
  excluded: ReadonlySet<string>,
): Line {
  const isCoalEquivalent = entry.carrier === 'other' && (entry.unit === 'kgce' || entry.unit === 'tce')
  const base = rule?.unit ?? (isCoalEquivalent ? 'kgce' : entry.unit)
  const heatUnit = entry.calorificValue?.unit.startsWith('kJ') ? 'kJ' : 'kcal'
  const values: Value[] = [
    entry.carrier,
    scopeOf(entry.use, excluded),
    entry.source ?? 'grid',
    optional(entry.amount),
    ...conversionOf(entry.unit, base),
    optional(entry.density),
    factorBy(entry, rule, isCoalEquivalent, heatUnit),
    optional(entry.calorificValue?.value),
    optional(entry.factor),
  ]
  return line(at, values, { typedUnit: entry.unit, carrierUnit: base, heatUnit })
}

function factorBy(entry: EnergyEntry, rule: CarrierRule | undefined, isCoalEquivalent: boolean, heatUnit: string): string {
  if (entry.calorificValue) return heatUnit
  if (isGiven(entry.factor)) return 'stated'
  if (isCoalEquivalent) return 'coalEquivalent'
  return rule?.factorRule === 'listedOnly' || rule?.factorRule === 'measuredOrListed' ? 'listed' : 'none'
}

/** How the typed amount becomes the amount the factor refers to, and the factor if it is a fixed one. */
function conversionOf(unit: string, base: string): [string, Value] {
  if (unit === base) return ['same', ABSENT]
  const factor = conversionFactor(unit, base)
  return factor === null ? ['density', ABSENT] : ['scale', decimal(factor)]
}

function specialUseLine(at: string, use: SpecialUseEntry): Line {
  const values: Value[] = [use.name ?? use.id, optional(use.floorArea), optional(use.people), use.exclude ? 'yes' : 'no']
  return line(at, values, {})
}

function scopeOf(use: string, excluded: ReadonlySet<string>): string {
  if (!use.startsWith('special:')) return use
  return excluded.has(use.slice('special:'.length)) ? 'excluded' : 'special'
}

function line(at: string, values: Value[], units: Readonly<Record<string, string>>): Line {
  return { at, values, how: values.map(() => 'fact'), units }
}

function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined
}

function optional(text: string | null | undefined): Decimal | Lacking {
  return isGiven(text) ? decimal(text) : ABSENT
}

function textOrAbsent(text: string | null | undefined): string | Lacking {
  return isGiven(text) && text !== '' ? text : ABSENT
}
