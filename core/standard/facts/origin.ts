import type { Origin } from '#core/contract/cell.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import type { Line } from '../value.ts'

/** Where a fact term stands in an entry of the facts document, if not under its own name; empty: the entry as a whole. */
const FACT_PATHS: Readonly<Record<string, string>> = {
  institutionClass: 'class',
  institutionType: 'type',
  wholeCalendarYear: 'period',
  calendarDays: 'period',
  statedEnergyUserCount: 'energyUserCount',
  annualHours: 'operation.annualHours',
  dormitoryAirConditioningPercent: 'operation.dormitoryAirConditioningPercent',
  annualVisits: 'operation.annualVisits',
  correctionChosen: 'correction',
  yearBasis: 'choices.yearBasis',
  correctWater: 'choices.correctWater',
  evInBuildingElectricity: 'choices.evInBuildingElectricity',
  onsitePvCounted: 'choices.onsitePvCounted',
  headcount: 'count',
  dayRule: '',
  scope: 'use',
  conversion: 'unit',
  unitFactor: 'unit',
  factorBy: '',
  calorificValue: 'calorificValue.value',
  statedFactor: 'factor',
  specialUseName: 'name',
  specialUseFloorArea: 'floorArea',
  specialUsePeople: 'people',
}

/** Where in the facts document a fact cell comes from, with the label, reason and ledger origin that stand beside it. */
export function originOf(facts: InstitutionFacts, line: Line, term: string): Origin {
  const field = FACT_PATHS[term] ?? term
  if (line.table === null || typeof line.key === 'string') {
    const reason = term === 'correctionChosen' ? facts.correction?.reason : choiceReason(facts, term)
    const given = field.startsWith('operation.') ? facts.operation?.origin : facts.origin
    return { path: field, ...(reason ? { reason } : {}), ...origin(given) }
  }
  const { label, reason, given } = entryOf(facts, line.table, line.key)
  const at = `${line.table === 'specialUse' ? 'specialUses' : line.table}[${line.key}]`
  return {
    path: field === '' ? at : `${at}.${field}`,
    ...(label ? { label } : {}),
    ...(reason && term === 'statedFactor' ? { reason } : {}),
    ...origin(given),
  }
}

type Entry = {
  label?: string | null | undefined
  reason?: string | null | undefined
  given?: InstitutionFacts['origin']
}

function entryOf(facts: InstitutionFacts, table: string, index: number): Entry {
  switch (table) {
    case 'people':
      return { label: facts.people?.[index]?.label, given: facts.people?.[index]?.origin }
    case 'energy': {
      const entry = facts.energy?.[index]
      return { label: entry?.label, reason: entry?.factorReason, given: entry?.origin }
    }
    case 'water':
      return { label: facts.water?.[index]?.label, given: facts.water?.[index]?.origin }
    case 'specialUse':
      return { label: facts.specialUses?.[index]?.name, given: facts.specialUses?.[index]?.origin }
    default:
      return {}
  }
}

function origin(given: InstitutionFacts['origin']): Partial<Origin> {
  return given ?? {}
}

function choiceReason(facts: InstitutionFacts, term: string): string | null | undefined {
  const choices = facts.choices
  switch (term) {
    case 'yearBasis':
    case 'correctWater':
    case 'evInBuildingElectricity':
    case 'onsitePvCounted':
      return choices?.[term]?.reason
    default:
      return null
  }
}
