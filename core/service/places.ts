import { carrierLabel } from '#core/contract/terms.ts'
import type { Place, Stage } from '#core/contract/views.ts'
import type { YearRows } from '../workbook/read.ts'
import { AUDIT_TABLES, TABLES, type TableName } from '../workbook/schema.ts'
import { type Row, textOrNull } from '../workbook/sql.ts'
import { entriesOf } from './workbook-facts.ts'

/** The screens of an institution as they are called. */
export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  institution: '机构与建筑',
  people: '人员面积台账',
  energy: '用能数据',
  evaluation: '定额评价',
  visits: '现场检查',
  equipment: '设备与计量',
  findings: '问题与措施',
}

/** Where a single fact of an institution is typed: the term or the path a problem names → its column. */
const OWN: Readonly<Record<string, readonly [TableName, string]>> = {
  place: ['institution', 'place'],
  climateZone: ['institution', 'place'],
  class: ['institution', 'class'],
  institutionClass: ['institution', 'class'],
  type: ['institution', 'type'],
  institutionType: ['institution', 'type'],
  name: ['institution', 'name'],
  id: ['institution', 'code'],
  period: ['year', 'from'],
  'period.from': ['year', 'from'],
  'period.to': ['year', 'to'],
  wholeCalendarYear: ['year', 'from'],
  calendarDays: ['year', 'from'],
  energyUserCount: ['year', 'energyUserCount'],
  statedEnergyUserCount: ['year', 'energyUserCount'],
  floorArea: ['area', 'floorArea'],
  annualHours: ['operation', 'annualHours'],
  dormitoryAirConditioningPercent: ['operation', 'dormitoryAirConditioningPercent'],
  annualVisits: ['operation', 'annualVisits'],
  correction: ['correction', 'reason'],
  'correction.reason': ['correction', 'reason'],
  correctionChosen: ['correction', 'apply'],
}

const OF_PERSON: Readonly<Record<string, string>> = {
  label: 'label',
  days: 'days',
  absentDays: 'days',
  coefficient: 'days',
  dayRule: 'dayRule',
}
const OF_SPECIAL_USE: Readonly<Record<string, string>> = {
  specialUseFloorArea: 'floorArea',
  floorArea: 'floorArea',
  specialUsePeople: 'people',
  people: 'people',
  meteredSeparately: 'meteredSeparately',
  exclude: 'exclude',
}
const OF_SUPPLY: Readonly<Record<string, string>> = {
  unit: 'unit',
  use: 'use',
  scope: 'use',
  source: 'source',
  density: 'density',
  calorificValue: 'calorificValue',
  'calorificValue.unit': 'calorificUnit',
  factor: 'factor',
  statedFactor: 'factor',
  coalEquivalentFactor: 'factor',
  factorReason: 'factorReason',
}
const NOWHERE: Readonly<Record<string, Stage>> = {
  energy: 'energy',
  water: 'energy',
  comprehensiveEnergy: 'energy',
  transportEnergy: 'energy',
  buildingElectricity: 'energy',
  totalWater: 'energy',
  specialUses: 'energy',
  people: 'people',
  correctionFactor: 'evaluation',
}

/** The field of the workbook behind a cell of the evaluation (`energy[3].amount`) or behind the place of a problem. */
export function placeOf(rows: YearRows, at: string): Place {
  const bare = at.replace(/^institutions\[\d+\]\./, '').replace(/^[^.[]*：/, '')
  const [, list = '', index = '', of = ''] = /^(\w+)\[(\d+)\]\.?(.*)$/.exec(bare) ?? []
  const i = Number.parseInt(index, 10)
  switch (list) {
    case 'energy':
    case 'water':
      return entryPlace(rows, list, i, of)
    case 'people':
      return rowPlace('personGroup', rows.of('personGroup')[i], OF_PERSON[of] ?? 'headcount')
    case 'specialUse':
    case 'specialUses':
      return rowPlace('specialUse', rows.of('specialUse')[i], OF_SPECIAL_USE[of] ?? 'name')
  }
  const single = bare.replace(/^operation\./, '')
  const choice = /^(?:choices\.)?(yearBasis|correctWater|evInBuildingElectricity|onsitePvCounted)\b/.exec(single)?.[1]
  if (choice !== undefined)
    return { stage: 'evaluation', field: `choice ${choice}`, label: `${STAGE_LABELS.evaluation}，取法` }
  const [table, column] = OWN[single] ?? []
  if (table !== undefined && column !== undefined) return rowPlace(table, ownRow(rows, table), column)
  const stage = NOWHERE[single] ?? 'institution'
  return { stage, field: null, label: STAGE_LABELS[stage] }
}

/** The field that a column of a row is typed in. */
export function rowPlace(table: TableName, row: Row | undefined, column: string): Place {
  const stage = stageOf(table, column)
  const name = textOrNull(row?.label) ?? textOrNull(row?.name)
  const of = table === 'institution' || name === null ? null : name
  const what = [STAGE_LABELS[stage], of, TABLES[table][column]?.label].filter(part => part).join('，')
  return { stage, field: row ? `${table} ${row.id} ${column}` : null, label: what }
}

/** The cell of the grid for one month of a meter; 0 is the year as a whole. */
export function cellPlace(supply: Row | undefined, month: number): Place {
  const meter = supply ? meterLabel(supply) : ''
  const label = `${STAGE_LABELS.energy}，${meter}，${month === 0 ? '全年' : `${month} 月`}`
  return { stage: 'energy', field: supply ? `consumption ${supply.id} ${month}` : null, label }
}

/** The screen a column is typed on. */
export function stageOf(table: TableName, column: string): Stage {
  if (table === 'finding' || table === 'measure' || table === 'saving') return 'findings'
  if (table === 'equipment' || table === 'meter' || table === 'meterPoint' || table === 'elimination')
    return 'equipment'
  if (AUDIT_TABLES.includes(table)) return 'visits'
  if (table === 'area' || table === 'institution' || (table === 'year' && column !== 'energyUserCount'))
    return 'institution'
  if (table === 'personGroup' || table === 'year') return 'people'
  return table === 'operation' || table === 'correction' || table === 'choice' || table === 'run'
    ? 'evaluation'
    : 'energy'
}

function entryPlace(rows: YearRows, list: 'energy' | 'water', index: number, of: string): Place {
  const entry = entriesOf(rows).filter(({ supply }) => (supply.carrier === 'water') === (list === 'water'))[index]
  const column = OF_SUPPLY[of]
  if (column !== undefined) return rowPlace('supply', entry?.supply, column)
  return cellPlace(entry?.supply, entry?.month ?? 0)
}

/** A meter as it is called: 电力 总表 A-01. */
export function meterLabel(supply: Row): string {
  return [carrierLabel(supply.carrier), textOrNull(supply.label)].filter(part => part).join(' ')
}

/** The building whose area is missing, else the first. */
function ownRow(rows: YearRows, table: TableName): Row | undefined {
  if (table === 'institution') return rows.institution
  if (table === 'year') return rows.year
  const all = rows.of(table)
  return all.find(row => table === 'area' && row.floorArea === null) ?? all[0]
}
