import { PROGRAMME_TABLES } from '#core/contract/programme-view.ts'
import { TABLES, type TableName } from '../workbook/schema.ts'
import type { Row } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'
import { unitsOf } from './carrier-units.ts'

/** Kept at a row, and never a place of its own. */
export const isBeside = (table: TableName): boolean => table === 'evidence' || table === 'draft'

/** The quantities of a row that were counted in another unit than that of the carrier just chosen. */
export function emptiedBy(table: TableName, field: string, before: Row, after: Row): readonly string[] {
  if (field !== 'carrier' || before.carrier === after.carrier) return []
  const [was, is] = [unitsOf(before.carrier), unitsOf(after.carrier)]
  if (table === 'saving' && was.year !== is.year && before.amount !== null) return ['amount']
  return table === 'equipment' && was.rate !== is.rate && before.power !== null ? ['power'] : []
}

/** Whether people type into a column: not ids, orders or what a row belongs to, nor the code that other rows refer to. */
export function isTyped(table: TableName, field: string): boolean {
  const column = Object.hasOwn(TABLES[table], field) ? TABLES[table][field] : undefined
  if (!column || column.of || column.kind === 'count') return false
  return !NOT_TYPED[table]?.includes(field)
}

/** Whether a change is one of the row that a field is of; answers and months are named by what they belong to. */
export function isTypedIn(field: string, { id, before, after }: Change): boolean {
  const [, ...names] = field.split(' ')
  const { visit, item, supply, month } = after ?? before ?? {}
  const pair = visit === undefined ? [supply, month] : [visit, item]
  return names.includes(id) || (pair[1] !== undefined && pair.every(name => names.includes(String(name))))
}

/** What a command of its own sets, or other rows refer to. */
const NOT_TYPED: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  specialUse: ['code'],
  visit: ['packDigest'],
  memo: ['at'],
  evidence: Object.keys(TABLES.evidence),
  finding: ['source', 'basis', 'cite'],
}

/** The tables a blank row is added to. */
export const ADDABLE: readonly TableName[] = [
  'area',
  'personGroup',
  'supply',
  'specialUse',
  'instrument',
  'measurement',
  'equipment',
  'meter',
  'meterPoint',
]
/** What findings come from, as it is called: it does not go while there is one. */
export const SOURCES: Readonly<Partial<Record<TableName, string>>> = {
  visit: '这次现场',
  measurement: '这次测量',
  meterPoint: '这一类应装',
}

/** The tables a row is taken out of; the others have a command of their own to make one. */
export const REMOVABLE: readonly TableName[] = [
  ...ADDABLE,
  'visit',
  'memo',
  'evidence',
  'finding',
  'measure',
  'saving',
  'elimination',
  ...PROGRAMME_TABLES,
]

/** Where a draft names its place by the row above and a month or an item, because the row itself may not be there yet. */
export const NAMED_BY_OWNER: Readonly<Partial<Record<TableName, TableName>>> = {
  supply: 'consumption',
  visit: 'answer',
}

/** What one row is called. */
export const ROW_LABELS: Readonly<Partial<Record<TableName, string>>> = {
  area: '建筑',
  personGroup: '人员类别',
  supply: '用能栏目',
  specialUse: '特殊用能系统',
  visit: '现场',
  memo: '随手记',
  evidence: '证据',
  instrument: '仪器',
  measurement: '测量',
  finding: '问题',
  measure: '措施',
  saving: '节约的能源',
  equipment: '设备',
  meter: '表计',
  meterPoint: '应装数量',
  elimination: '目录型号',
}

/** What stands in a row that was just added. */
export const DEFAULTS: Readonly<Partial<Record<TableName, Row>>> = {
  personGroup: { dayRule: 'whole' },
  supply: { use: 'general' },
  specialUse: { exclude: 'no' },
  equipment: { system: 'other', carrier: 'electricity' },
  meter: { carrier: 'electricity', level: 'secondary' },
  meterPoint: { carrier: 'electricity', level: 'unit' },
}
