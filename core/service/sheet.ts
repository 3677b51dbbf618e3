import { readTypedQuantity, type TypedQuantity } from '#core/contract/typed-quantity.ts'
import type { SheetColumn, SheetRow } from '#core/contract/views.ts'
import { decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import { rowsOfYears, type YearRows } from '../workbook/read.ts'
import type { TableName } from '../workbook/schema.ts'
import { type Row, type Sql, textOrNull } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'
import { draftChanges } from './drafts.ts'
import type { Host } from './host.ts'
import { amountsOf } from './workbook-facts.ts'

/** What an office types for hundreds of institutions: a year in one line. Everything else is on the institution's own screens. */
export const SHEET_COLUMNS: readonly SheetColumn[] = [
  { id: 'floorArea', label: '建筑面积', use: '', unit: 'm²' },
  { id: 'energyUserCount', label: '用能人数', use: '', unit: '人' },
  ...(
    [
      ['electricity', 'general', 'kWh', '电力', '一般用能'],
      ['electricity', 'transport', 'kWh', '电力', '车辆充电'],
      ['naturalGas', 'general', 'm3', '天然气', '一般用能'],
      ['lpg', 'general', 'kg', '液化石油气', '一般用能'],
      ['gasoline', 'transport', 'L', '汽油', '车辆'],
      ['diesel', 'transport', 'L', '柴油', '车辆'],
      ['diesel', 'general', 'L', '柴油', '一般用能'],
      ['heat', 'general', 'GJ', '热力', '一般用能'],
      ['rawCoal', 'general', 't', '原煤', '一般用能'],
      ['water', 'general', 'm3', '水', '一般用能'],
    ] as const
  ).map(([carrier, use, unit, label, what]) => ({ id: `${carrier} ${use} ${unit}`, label, use: what, unit })),
]

const YEAR_AS_A_WHOLE = 0

/** The lines of institution-years, in the order given. */
export function sheetRows(sql: Sql, years: readonly string[]): SheetRow[] {
  return rowsOfYears(sql, years).map(rows => {
    const drafts = new Map(
      sql
        .prepare('SELECT * FROM "draft" WHERE "year" = ?')
        .all(String(rows.year.id))
        .map(draft => [`${draft.tableName} ${draft.row} ${draft.field}`, draft]),
    )
    return {
      year: String(rows.year.id),
      name: textOrNull(rows.institution.name) ?? '（未命名）',
      cells: SHEET_COLUMNS.map(({ id }) => {
        const spot = spotOf(rows, id)
        if (spot.locked !== null) return { state: 'locked', text: spot.text ?? '见明细', message: spot.locked }
        const draft = drafts.get(`${spot.table} ${spot.row} ${spot.field}`)
        if (draft) return { state: 'draft', text: String(draft.typed), message: String(draft.message) }
        if (spot.notApplicable) return { state: 'notApplicable', text: '', message: null }
        return spot.text === null
          ? { state: 'notReported', text: '', message: null }
          : { state: 'value', text: spot.text, message: null }
      }),
    }
  })
}

/** What is typed into cells of the sheet; a locked cell stays as it is and is counted. */
export function sheetChanges(
  sql: Sql,
  host: Host,
  cells: readonly { readonly year: string; readonly column: string; readonly typed: string }[],
): { changes: Change[]; written: number; tidied: number; unreadable: number; locked: number } {
  const tally = { changes: [] as Change[], written: 0, tidied: 0, unreadable: 0, locked: 0 }
  const known = new Map(rowsOfYears(sql, [...new Set(cells.map(cell => cell.year))]).map(r => [String(r.year.id), r]))
  const added = new Map<string, number>()
  for (const { year, column, typed } of cells) {
    const rows = known.get(year)
    const heading = SHEET_COLUMNS.find(({ id }) => id === column)
    if (!rows || !heading) continue
    const spot = spotOf(rows, column)
    if (spot.locked !== null) {
      tally.locked += 1
      continue
    }
    const read = readTypedQuantity(typed, heading.unit)
    tally.changes.push(...changesAt(sql, host, rows, column, spot, read, typed, added))
    if (read.kind === 'unreadable') tally.unreadable += 1
    else tally.written += 1
    if (read.kind === 'value' && read.tidied) tally.tidied += 1
  }
  return tally
}

/** Where a cell of the sheet is kept, and what is there; `locked`: why it is not typed here. */
type Spot = {
  readonly table: TableName
  readonly row: string
  readonly field: string
  readonly text: string | null
  readonly notApplicable: boolean
  readonly locked: string | null
  readonly supply: Row | null
  readonly kept: Row | null
}

function spotOf(rows: YearRows, column: string): Spot {
  const at = (
    table: TableName,
    kept: Row | null,
    field: string,
    locked: string | null,
    text?: string | null,
  ): Spot => ({
    table,
    row: String(kept?.id ?? ''),
    field,
    text: text === undefined ? textOrNull(kept?.[field]) : text,
    notApplicable: false,
    locked,
    supply: null,
    kept,
  })
  if (column === 'floorArea') {
    const areas = rows.of('area')
    if (areas.length <= 1) return at('area', areas[0] ?? null, 'floorArea', null)
    return at(
      'area',
      null,
      'floorArea',
      `有 ${areas.length} 栋建筑，到机构与建筑里改`,
      sumOf(areas.map(a => a.floorArea)),
    )
  }
  if (column === 'energyUserCount') {
    const people = rows.of('personGroup').length
    if (people === 0) return at('year', rows.year, 'energyUserCount', null)
    return at('year', rows.year, 'energyUserCount', `有 ${people} 类人员，到人员面积台账里改`, null)
  }
  const [carrier, use, unit] = column.split(' ')
  const supplies = rows.of('supply').filter(supply => supply.carrier === carrier && supply.use === use)
  const [supply = null] = supplies
  const cells = supplies.flatMap(s => rows.consumptionOf(String(s.id)))
  const same = supplies.every(s => s.unit === unit)
  const total = same
    ? sumOf(supplies.flatMap(s => amountsOf(rows.consumptionOf(String(s.id))).map(a => a.amount)))
    : null
  const locked =
    supplies.length > 1
      ? `有 ${supplies.length} 个计量点，到用能数据里改`
      : !same
        ? `单位是 ${supply?.unit}，到用能数据里改`
        : cells.some(cell => cell.month !== YEAR_AS_A_WHOLE)
          ? '按月录入，到用能数据里改'
          : null
  const kept = cells.find(cell => cell.month === YEAR_AS_A_WHOLE) ?? null
  const spot = at('consumption', kept, 'amount', locked, locked === null ? textOrNull(kept?.amount) : total)
  const row = supply ? `${supply.id} ${YEAR_AS_A_WHOLE}` : ''
  return { ...spot, row, supply, notApplicable: locked === null && kept?.state === 'notApplicable' }
}

function changesAt(
  sql: Sql,
  host: Host,
  rows: YearRows,
  column: string,
  spot: Spot,
  read: TypedQuantity,
  typed: string,
  added: Map<string, number>,
): Change[] {
  const year = String(rows.year.id)
  const value = read.kind === 'value' ? read.text : null
  const unread = read.kind === 'unreadable' ? { typed, message: read.message } : null
  const next = (table: TableName) => {
    const key = `${year} ${table}`
    const ordinal = rows.of(table).length + (added.get(key) ?? 0) + 1
    added.set(key, (added.get(key) ?? 0) + 1)
    return ordinal
  }
  const put = (table: TableName, before: Row | null, after: Row): Change[] =>
    JSON.stringify(before) === JSON.stringify(after) ? [] : [{ table, id: String(after.id), before, after }]
  const draft = (row: string) => draftChanges(sql, host, { year, table: spot.table, row, field: spot.field }, unread)
  if (spot.table !== 'consumption') {
    if (!spot.kept && read.kind === 'notReported') return []
    const before = spot.kept
    const id = String(before?.id ?? host.newId())
    const fresh = { id, year, ordinal: before ? 0 : next('area'), label: null }
    return [...put(spot.table, before, { ...(before ?? fresh), [spot.field]: value }), ...draft(id)]
  }
  if (!spot.supply && read.kind === 'notReported') return []
  const [carrier = '', use = '', unit = ''] = column.split(' ')
  const supply = spot.supply ?? emptySupply(host.newId(), year, next('supply'), carrier, use, unit)
  const after = {
    id: String(spot.kept?.id ?? host.newId()),
    supply: String(supply.id),
    month: YEAR_AS_A_WHOLE,
    state: read.kind === 'value' || read.kind === 'notApplicable' ? read.kind : 'notReported',
    amount: value,
  }
  return [
    ...(spot.supply ? [] : put('supply', null, supply)),
    ...put('consumption', spot.kept, after),
    ...draft(`${supply.id} ${YEAR_AS_A_WHOLE}`),
  ]
}

function emptySupply(id: string, year: string, ordinal: number, carrier: string, use: string, unit: string): Row {
  const rest = {
    source: null,
    density: null,
    calorificValue: null,
    calorificUnit: null,
    factor: null,
    factorReason: null,
  }
  return { id, year, ordinal, label: null, carrier, unit, use, ...rest }
}

function sumOf(amounts: readonly unknown[]): string | null {
  const sum = new ExactSum()
  for (const amount of amounts) {
    if (typeof amount !== 'string') return null
    sum.add(decimal(amount))
  }
  return amounts.length === 0 ? null : textOf(sum.total())
}
