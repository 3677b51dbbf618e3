import type { InstitutionFacts } from '#core/contract/facts.ts'
import type { TableName } from '../workbook/schema.ts'
import type { Row, SqlValue } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'
import type { Host } from './host.ts'

/** `总表 3 月` and `2023-03` name a month; `总表 2` is a meter. */
const MONTH = /(?:^|\s)(\d{1,2}) ?月$|(?:^|\s)\d{4}-(\d{2})$/

/** The changes that enter an institution's facts into a workbook as if a person had typed them. */
export function importFacts(
  host: Host,
  facts: InstitutionFacts,
  ordinal: number,
  defaultYear: string,
  yearId: string = host.newId(),
): Change[] {
  const changes: Change[] = []
  const add = (table: TableName, values: Readonly<Record<string, SqlValue | undefined>>): string => {
    const id = table === 'year' ? yearId : host.newId()
    const row: Row = Object.fromEntries([['id', id], ...Object.entries(values).map(([k, v]) => [k, v ?? null])])
    changes.push({ table, id, before: null, after: row })
    return id
  }
  const { name, place, class: kind, type, period } = facts
  const institution = add('institution', { ordinal, code: facts.id, name, place, class: kind, type })
  const year = add('year', {
    institution,
    from: period?.from ?? `${defaultYear}-01-01`,
    to: period?.to ?? `${defaultYear}-12-31`,
    energyUserCount: facts.energyUserCount,
  })
  add('area', { year, ordinal: 1, label: '全部建筑', floorArea: facts.floorArea })
  for (const [i, p] of (facts.people ?? []).entries()) {
    const [dayRule, days] =
      p.days != null
        ? ['days', p.days]
        : p.absentDays != null
          ? ['absent', p.absentDays]
          : p.coefficient != null
            ? ['coefficient', p.coefficient]
            : ['whole', null]
    add('personGroup', { year, ordinal: i + 1, label: p.label, headcount: p.count, dayRule, days })
  }
  const supplies = new Map<string, { id: string; months: Set<number> }>()
  const addAmount = (key: Readonly<Record<string, SqlValue | undefined>>, label: string, amount: string | null) => {
    const found = MONTH.exec(label)
    const month = Number.parseInt(found?.[1] ?? found?.[2] ?? '0', 10)
    const meter = month > 0 && month < 13 ? label.slice(0, found?.index).trim() : label
    const identity = JSON.stringify([key, meter])
    const at = month < 13 ? month : 0
    let supply = supplies.get(identity)
    if (!supply || supply.months.has(at)) {
      supply = {
        id: add('supply', {
          year,
          ordinal: supplies.size + 1,
          label: meter === '全年' || meter === '' ? null : meter,
          ...key,
        }),
        months: new Set(),
      }
      supplies.set(supplies.has(identity) ? `${identity} ${supplies.size}` : identity, supply)
    }
    supply.months.add(at)
    add('consumption', { supply: supply.id, month: at, state: amount === null ? 'notReported' : 'value', amount })
  }
  for (const e of facts.energy ?? []) {
    const key = {
      carrier: e.carrier,
      unit: e.unit,
      use: e.use,
      source: e.source ?? null,
      density: e.density ?? null,
      calorificValue: e.calorificValue?.value ?? null,
      calorificUnit: e.calorificValue?.unit ?? null,
      factor: e.factor ?? null,
      factorReason: e.factorReason ?? null,
    }
    addAmount(key, e.label ?? '全年', e.amount)
  }
  for (const w of facts.water ?? [])
    addAmount({ carrier: 'water', unit: w.unit, use: w.use }, w.label ?? '全年', w.amount)
  for (const [i, s] of (facts.specialUses ?? []).entries()) {
    const metered = s.meteredSeparately == null ? null : s.meteredSeparately ? 'yes' : 'no'
    add('specialUse', {
      year,
      ordinal: i + 1,
      code: s.id,
      name: s.name,
      meteredSeparately: metered,
      floorArea: s.floorArea,
      people: s.people,
      exclude: s.exclude ? 'yes' : 'no',
    })
  }
  const { operation, correction, choices } = facts
  add('operation', {
    year,
    annualHours: operation?.annualHours,
    dormitoryAirConditioningPercent: operation?.dormitoryAirConditioningPercent,
    annualVisits: operation?.annualVisits,
  })
  add('correction', { year, apply: correction ? (correction.apply ? 'yes' : 'no') : null, reason: correction?.reason })
  for (const [choice, made] of Object.entries(choices ?? {}))
    if (made) add('choice', { year, name: choice, value: made.value, reason: made.reason })
  return changes
}
