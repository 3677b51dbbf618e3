import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure, OperationName, Reply } from '#core/contract/operations.ts'

import { jpegBytes } from '../tool/photos.ts'
import { GREEN_POWER, GREEN_POWER_BLOCKS, TAIWAN, TAIWAN_BLOCKS } from '../tool/programmes.ts'

/** Ids that earlier answers gave, by the name they were kept under. */
export type Kept = Record<string, string>

/** One thing asked; `outcome` is what it must come to on every transport. */
export type Step = {
  readonly name: OperationName | string
  readonly input: (kept: Kept) => unknown
  readonly command?: string
  readonly outcome: 'ok' | Failure['code']
  /** Name → path into the answer, such as `rows.0.year`. */
  readonly keep?: Readonly<Record<string, string>>
  /** Files that a host has taken in before, by their handles. */
  readonly arrived?: Readonly<Record<string, Uint8Array>>
}

const ok = (name: OperationName, input: Step['input'] = () => ({}), more: Partial<Step> = {}): Step => ({
  name,
  input,
  outcome: 'ok',
  ...more,
})
const not = (outcome: Failure['code'], name: string, input: Step['input'] = () => ({})): Step => ({
  name,
  input,
  outcome,
})

const CREATE = '00000000-0000-4000-8000-000000000001'
const ADD = '00000000-0000-4000-8000-000000000002'
const SET = '00000000-0000-4000-8000-000000000003'
const UNDO = '00000000-0000-4000-8000-000000000004'
const SIGN = '00000000-0000-4000-8000-000000000006'
const VISIT = '00000000-0000-4000-8000-000000000005'
const [PHOTO, SMALL, COPY] = ['a', 'b', 'c'].map(letter => letter.repeat(32)) as [string, string, string]

const field = (table: string, row: string, name: string, typed: string) => (kept: Kept) => ({
  table,
  row: kept[row],
  field: name,
  typed,
})
const cells =
  (...all: readonly (readonly [number, string])[]) =>
  (kept: Kept) => ({
    year: kept.year,
    label: '粘贴',
    cells: all.map(([month, typed]) => ({ supply: kept.power, month, typed })),
  })
const detail = ok('institution.detail', ({ year }) => ({ year }))
const list = ok('institution.list', () => ({ since: 0 }))

/** A day's work with every operation in it, what a person may do and what is refused. */
export const SCRIPT: readonly Step[] = [
  // nothing is open
  ok('app.state'),
  ok('example.cards'),
  ok('workbook.files'),
  not('noWorkbook', 'institution.list', () => ({ since: 0 })),
  not('noWorkbook', 'institution.create', () => ({ name: '甲' })),
  not('noWorkbook', 'history.undo'),
  not('noWorkbook', 'workbook.check'),
  not('noWorkbook', 'workbook.copy', () => ({ name: '副本' })),
  ok('workbook.close'),

  // what nobody offers
  not('invalidInput', 'institution.explode'),
  not('invalidInput', 'toString'),
  not('invalidInput', '__proto__'),
  not('invalidInput', ''),
  not('invalidInput', '长'.repeat(5000)),
  not('invalidInput', 'app.state', () => null),
  not('invalidInput', 'app.state', () => []),
  not('invalidInput', 'app.state', () => ({ more: 1 })),
  not('invalidInput', 'institution.list', () => ({ since: -1 })),
  not('invalidInput', 'institution.list', () => ({ since: 1.5 })),
  not('invalidInput', 'institution.list', () => ({ since: Number.NaN })),
  not('invalidInput', 'institution.list', () => ({ since: '0' })),

  // a workbook
  not('refused', 'workbook.create', () => ({ name: '', year: '2023' })),
  not('invalidInput', 'workbook.create', () => ({ name: '甲', year: '23' })),
  not('refused', 'workbook.create', () => ({ name: '../甲', year: '2023' })),
  ok('workbook.create', () => ({ name: '审计', year: '2023' })),
  not('unusableFile', 'workbook.create', () => ({ name: '审计', year: '2023' })),
  ok('workbook.files', () => ({}), { keep: { file: '0.handle' } }),
  ok('workbook.open', ({ file }) => ({ handle: file })),
  not('refused', 'workbook.open', () => ({ handle: '/etc/passwd' })),
  not('refused', 'history.undo'),
  not('refused', 'history.redo'),
  ok('history.list'),

  // an institution, and the same command said twice
  ok('institution.create', () => ({ name: ' 城关镇政府 ' }), { command: CREATE, keep: { year: 'year' } }),
  ok('institution.create', () => ({ name: ' 城关镇政府 ' }), { command: CREATE }),
  ok('app.state'),
  ok('institution.list', () => ({ since: 0 }), { keep: { institution: 'rows.0.institution' } }),
  ok('institution.detail', ({ year }) => ({ year }), {
    keep: { area: 'areas.0.id', operation: 'operation.id', correction: 'correction.id' },
  }),
  not('refused', 'institution.detail', () => ({ year: 'none' })),

  // fields good and bad
  ok('field.set', field('institution', 'institution', 'class', '党政机关')),
  ok('field.set', field('institution', 'institution', 'place', '三明')),
  ok('field.set', field('area', 'area', 'floorArea', '３ 000')),
  ok('field.set', field('area', 'area', 'floorArea', '12万')),
  detail,
  ok('field.set', field('area', 'area', 'floorArea', '3000'), { command: SET }),
  ok('field.set', field('area', 'area', 'floorArea', '3000'), { command: SET }),
  ok('field.set', field('operation', 'operation', 'annualHours', '-0')),
  ok('field.set', field('operation', 'operation', 'annualHours', '')),
  ok('field.set', field('institution', 'institution', 'name', '半个字 \ud83d 与控制符 \u0007 🏫')),
  not('refused', 'field.set', field('institution', 'institution', 'name', '长'.repeat(301))),
  not('refused', 'field.set', field('institution', 'institution', 'name', '长'.repeat(2001))),
  not('invalidInput', 'field.set', field('institution', 'institution', 'name', '长'.repeat(20_001))),
  not('refused', 'field.set', field('institution', 'institution', 'code', '')),
  not('refused', 'field.set', field('institution', 'institution', 'ordinal', '7')),
  not('refused', 'field.set', field('institution', 'institution', '__proto__', 'x')),
  not('refused', 'field.set', field('area', 'institution', 'floorArea', '1')),
  not('invalidInput', 'field.set', field('action', 'area', 'label', 'x')),
  not('invalidInput', 'field.set', ({ area }) => ({ table: 'area', row: area, field: 'floorArea', typed: 3000 })),

  // rows
  ok('row.add', ({ year }) => ({ table: 'area', year, values: { label: '附楼' } }), { keep: { annex: 'id' } }),
  ok('row.add', ({ year }) => ({ table: 'personGroup', year, values: { label: '编外人员', headcount: '50' } }), {
    command: ADD,
  }),
  ok('row.add', ({ year }) => ({ table: 'personGroup', year, values: { label: '编外人员', headcount: '50' } }), {
    command: ADD,
  }),
  ok('row.add', ({ year }) => ({ table: 'supply', year, values: { carrier: 'electricity', unit: 'kWh' } }), {
    keep: { power: 'id' },
  }),
  ok('row.add', ({ year }) => ({ table: 'specialUse', year, values: { name: '机房' } }), { keep: { special: 'id' } }),
  not('refused', 'row.add', ({ year }) => ({ table: 'year', year, values: {} })),
  not('refused', 'row.add', ({ year }) => ({ table: 'personGroup', year, values: { headcount: '1,5' } })),
  not('refused', 'row.add', ({ year }) => ({
    table: 'supply',
    year,
    values: { carrier: 'water', unit: 'm3', use: 'x' },
  })),
  not('invalidInput', 'row.add', ({ year }) => ({ table: 'area', year, values: { label: 1 } })),
  ok('row.remove', ({ annex }) => ({ table: 'area', row: annex })),
  not('refused', 'row.remove', ({ annex }) => ({ table: 'area', row: annex })),
  not('refused', 'row.remove', ({ year }) => ({ table: 'year', row: year })),

  // cells of the grid
  ok('cells.set', cells([1, '5 000'], [2, '1,5'], [3, '-'], [4, ''], [5, '12万'])),
  ok('cells.set', cells([1, '0.1'])),
  not('invalidInput', 'cells.set', cells()),
  not('invalidInput', 'cells.set', cells([13, '1'])),
  not('refused', 'cells.set', ({ year, area }) => ({
    year,
    label: '',
    cells: [{ supply: area, month: 1, typed: '1' }],
  })),
  detail,
  ok('derivation.show', ({ year }) => ({ year, cell: 'floorArea' })),
  ok('derivation.show', ({ year }) => ({ year, cell: 'energyUserCount' })),
  ok('derivation.show', ({ year }) => ({ year, cell: 'no.such.cell' })),
  not('refused', 'derivation.show', () => ({ year: 'none', cell: 'floorArea' })),

  // choices
  ok('choice.set', ({ year }) => ({ year, name: 'yearBasis', value: 'calendar', reason: '闰年' })),
  not('refused', 'choice.set', ({ year }) => ({ year, name: 'yearBasis', value: '360', reason: '' })),
  not('invalidInput', 'choice.set', ({ year }) => ({ year, name: 'roundUp', value: 'yes', reason: '' })),

  // back and forth
  ok('history.list'),
  ok('history.undo', () => ({}), { command: UNDO }),
  ok('history.undo', () => ({}), { command: UNDO }),
  ok('history.undo'),
  ok('app.state'),
  detail,
  ok('history.redo'),
  ok('history.redo'),
  not('refused', 'history.redo'),
  ok('institution.list', () => ({ since: 8 })),
  ok('institution.list', () => ({ since: 0, first: 1 })),

  // an evaluation is stored, a contradictory one is not
  ok('run.store', ({ year }) => ({ year, label: '初评' })),
  ok('field.set', ({ year }) => ({ table: 'year', row: year, field: 'energyUserCount', typed: '60' })),
  not('refused', 'run.store', ({ year }) => ({ year, label: '矛盾' })),
  detail,
  ok('institution.remove', ({ year }) => ({ year })),
  not('refused', 'institution.remove', ({ year }) => ({ year })),
  list,
  ok('history.undo'),
  list,
  ok('workbook.check'),

  // files again
  ok('workbook.copy', () => ({ name: '审计 副本' }), { keep: { copy: 'handle' } }),
  not('unusableFile', 'workbook.copy', () => ({ name: '审计 副本' })),
  not('refused', 'workbook.copy', () => ({ name: 'con' })),
  ok('workbook.close'),
  not('noWorkbook', 'institution.list', () => ({ since: 0 })),
  ok('workbook.inspect', ({ copy }) => ({ handle: copy })),
  not('refused', 'workbook.inspect', () => ({ handle: '/etc/passwd' })),
  ok('workbook.open', ({ copy }) => ({ handle: copy })),
  list,
  ok('workbook.openSample'),
  ok('app.state'),
  ok('institution.list', () => ({ since: 0 }), { keep: { first: 'rows.0.year', second: 'rows.1.year' } }),
  ok('institution.detail', ({ first }) => ({ year: first })),
  ok('derivation.show', ({ first }) => ({ year: first, cell: 'energyPerPerson.grade' })),
  ok('workbook.totals'),
  ok('workbook.months'),
  ok('report.show', ({ first }) => ({ year: first })),
  ok('run.storeAll', ({ first }) => ({ years: [first] })),
  ok('run.storeAll', ({ first }) => ({ years: [first] })),
  ok('report.prepare', ({ first }) => ({ year: first, run: null })),
  ok('report.prepare', ({ first }) => ({ year: first, run: null })),
  not('refused', 'report.prepare', ({ first }) => ({ year: first, run: 'none' })),
  ok('institution.createAll', () => ({ lines: [['甲', '党政机关', '', '三明'], ['乙'], ['']] })),
  not('refused', 'institution.createAll', () => ({ lines: [['']] })),
  ok('sheet.show', () => ({ since: 0 })),
  ok('sheet.set', ({ first }) => ({ label: '粘贴', cells: [{ year: first, column: 'floorArea', typed: '12万' }] })),
  ok('sheet.show', () => ({ since: 2 })),
  not('invalidInput', 'sheet.set', () => ({ label: '', cells: [] })),
  ok('checklist.show'),
  ok('visit.begin', ({ first }) => ({ year: first }), { command: VISIT, keep: { visit: 'id' } }),
  ok('visit.begin', ({ first }) => ({ year: first }), { command: VISIT }),
  ok('visit.list', ({ first }) => ({ year: first })),
  ok('visit.items', ({ visit }) => ({ visit })),
  ok('answer.set', ({ visit }) => ({ visit, item: 'JL-01', field: 'answer', typed: 'no' })),
  ok('answer.set', ({ visit }) => ({ visit, item: 'JL-07', field: 'value', typed: '约四' })),
  not('refused', 'answer.set', ({ visit }) => ({ visit, item: 'XX-01', field: 'answer', typed: 'no' })),
  not('invalidInput', 'answer.set', ({ visit }) => ({ visit, item: 'JL-01', field: 'id', typed: 'no' })),
  ok('memo.add', ({ visit }) => ({ visit, text: '二层走廊风口结灰' }), { keep: { memo: 'id' } }),
  ok('field.set', ({ memo }) => ({ table: 'memo', row: memo, field: 'item', typed: 'NT-04' })),
  ok(
    'evidence.add',
    ({ first, visit }) => ({ year: first, target: `item ${visit} JL-01`, name: '出线柜.jpg', handle: PHOTO }),
    {
      arrived: { [PHOTO]: jpegBytes(40, 30, { takenAt: '2024:03:14 14:52:07', gps: true }) },
      keep: { photo: 'digest' },
    },
  ),
  not('refused', 'evidence.add', ({ first, visit }) => ({
    year: first,
    target: `item ${visit} JL-01`,
    name: 'x.jpg',
    handle: '../../etc/passwd',
  })),
  ok('evidence.copies', ({ photo }) => ({ digest: photo, small: SMALL, copy: COPY }), {
    arrived: { [SMALL]: jpegBytes(4, 3), [COPY]: jpegBytes(16, 12) },
  }),
  ok('evidence.list', ({ first }) => ({ year: first })),
  ok('visit.show', ({ visit }) => ({ visit })),
  not('refused', 'visit.show', () => ({ visit: 'none' })),
  ok('row.add', ({ first }) => ({ table: 'measurement', year: first, values: { quantity: 'humidity', value: '81' } }), {
    keep: { damp: 'id' },
  }),
  ok('measurement.list', ({ first }) => ({ year: first })),
  ok('finding.fromMeasurement', ({ damp }) => ({ measurement: damp })),
  not('refused', 'finding.fromMeasurement', () => ({ measurement: 'none' })),
  ok('row.add', ({ first }) => ({ table: 'equipment', year: first, values: { system: 'lighting', quantity: '420' } })),
  ok('equipment.list', ({ first }) => ({ year: first })),
  ok('row.add', ({ first }) => ({ table: 'meterPoint', year: first, values: { required: '6' } }), {
    keep: { point: 'id' },
  }),
  ok('field.set', ({ visit }) => ({ table: 'visit', row: visit, field: 'date', typed: '2024-03-14' })),
  ok('meter.list', ({ first }) => ({ year: first })),
  ok('finding.fromMeterPoint', ({ point }) => ({ point })),
  not('refused', 'finding.fromMeterPoint', () => ({ point: 'none' })),
  ok('finding.add', ({ first }) => ({ year: first })),
  ok('finding.fromItem', ({ visit }) => ({ visit, item: 'JL-01' }), { keep: { finding: 'id' } }),
  not('refused', 'finding.fromItem', ({ visit }) => ({ visit, item: 'HJ-01' })),
  ok('finding.fromGrade', ({ second }) => ({ year: second, indicator: 'energyPerArea' })),
  not('refused', 'finding.fromGrade', ({ first }) => ({ year: first, indicator: 'energyPerArea' })),
  ok('measure.add', ({ finding }) => ({ finding }), { keep: { measure: 'id' } }),
  ok('saving.add', ({ measure }) => ({ measure })),
  not('refused', 'saving.add', () => ({ measure: 'none' })),
  ok('elimination.add', () => ({ lines: [['S7-*', '变压器', '第 1 项']] })),
  not('refused', 'elimination.add', () => ({ lines: [['S7-*', '', '第 1 项']] })),
  ok('finding.list', ({ first }) => ({ year: first })),
  ok('report.prepare', ({ first }) => ({ year: first, run: null })),
  ok('report.show', ({ first }) => ({ year: first })),
  not('refused', 'signoff.set', ({ first }) => ({ year: first, state: 'reopened', by: '审' })),
  not('refused', 'signoff.set', ({ first }) => ({ year: first, state: 'final', by: ' ' })),
  not('refused', 'signoff.set', ({ first }) => ({ year: first, state: 'final', by: '审核人' })),
  ok('signoff.set', ({ first }) => ({ year: first, state: 'reviewed', by: '审核人' })),
  ok('signoff.set', ({ first }) => ({ year: first, state: 'final', by: '审核人' }), { command: SIGN }),
  ok('signoff.set', ({ first }) => ({ year: first, state: 'final', by: '审核人' }), { command: SIGN }),
  not('refused', 'history.undo'),
  not('refused', 'answer.set', ({ visit }) => ({ visit, item: 'JL-01', field: 'answer', typed: 'yes' })),
  ok('signoff.set', ({ first }) => ({ year: first, state: 'reopened', by: '审核人' })),
  ok('signoff.show', ({ first }) => ({ year: first })),
  not('refused', 'row.remove', ({ visit }) => ({ table: 'visit', row: visit })),
  ok('row.remove', ({ finding }) => ({ table: 'finding', row: finding })),
  ok('row.remove', ({ visit }) => ({ table: 'visit', row: visit })),
  ok('history.undo'),
  not('refused', 'field.set', ({ visit }) => ({ table: 'visit', row: visit, field: 'packDigest', typed: 'x' })),
  ok('programme.list'),
  ...[...TAIWAN_BLOCKS, ...GREEN_POWER_BLOCKS].map(([table, , block]) =>
    ok('programme.import', () => ({ table, lines: block.split('\n').map(line => line.split('\t')) })),
  ),
  ok('programme.read', () => ({ table: 'benchmark', lines: [['學校', '', '1,5']] })),
  ok('programme.rows', () => ({ table: 'unitYear', find: '2024', from: 0 })),
  not('invalidInput', 'programme.rows', () => ({ table: 'institution', find: '', from: 0 })),
  ok('efficiency.show', () => ({ programme: TAIWAN, year: '2025' })),
  not('refused', 'efficiency.show', () => ({ programme: TAIWAN, year: '2030' })),
  ok('efficiency.units', () => ({ programme: TAIWAN, year: '2025', body: 'B1', from: 0 })),
  ok('efficiency.explain', () => ({ programme: TAIWAN, year: '2025', body: 'B1', unit: 'B1-3', term: 'met' })),
  ok('efficiency.whatIf', () => ({ programme: TAIWAN, year: '2025', body: 'B3', rank: 1 })),
  ok('greenPower.show', () => ({ programme: GREEN_POWER, asOf: '2025-12-31' })),
  ok('greenPower.periods', () => ({ programme: GREEN_POWER, asOf: '2025-12-31', holder: 'A', year: '2025' })),
  ok('greenPower.certificates', () => ({ programme: GREEN_POWER, asOf: null, find: '', from: 0 })),
  ok('greenPower.explain', () => ({
    programme: GREEN_POWER,
    asOf: '2025-12-31',
    holder: 'A',
    year: '2025',
    requirement: 'keyIndustry',
    term: 'shortfall',
  })),
  not('refused', 'greenPower.show', () => ({ programme: 'none', asOf: null })),
  ok('programme.report', () => ({ programme: TAIWAN, year: '2025', asOf: null })),
  ok('programme.clear', () => ({ table: 'benchmark' })),
  not('refused', 'programme.clear', () => ({ table: 'benchmark' })),
  ok('typing.keep', ({ first }) => ({ typing: { year: first, stage: 'energy', field: 'x', typed: '半' } })),
  ok('app.state'),
  ok('typing.keep', () => ({ typing: null })),
  ok('workbook.check'),
]

/** One way to the core. */
export type Transport = (name: string, input: unknown, command: string | null) => Promise<Reply>

/** Says the script over a transport; what comes back has ids, times and paths replaced by the order in which they appear. */
export async function play(ask: Transport, folder: string): Promise<{ readonly step: Step; readonly reply: Reply }[]> {
  const kept: Kept = {}
  const ids = new Map<string, string>()
  const played: { step: Step; reply: Reply }[] = []
  for (const step of SCRIPT) {
    for (const [handle, bytes] of Object.entries(step.arrived ?? {}))
      writeFileSync(join(folder, `${handle}.incoming`), bytes)
    const reply = await ask(step.name, step.input(kept), step.command ?? null)
    for (const [name, path] of Object.entries(step.keep ?? {})) kept[name] = String(at(reply, path))
    played.push({ step, reply: JSON.parse(withoutChance(JSON.stringify(reply), folder, ids)) })
  }
  return played
}

function at(reply: Reply, path: string): unknown {
  if (!reply.ok) throw new Error(reply.message)
  return path.split('.').reduce<unknown>((value, key) => Reflect.get(Object(value), key), reply.value)
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const CODE_OF_SPECIAL_USE = /\bs(\d+)-[0-9a-f]{6}\b/g
/** A workbook is told by where it lies. */
const WORKBOOK = /"id":"[0-9a-f]{16}"/g
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g

function withoutChance(text: string, folder: string, ids: Map<string, string>): string {
  return text
    .replaceAll(JSON.stringify(folder).slice(1, -1), 'FOLDER')
    .replace(ID, id => {
      if (!ids.has(id)) ids.set(id, `ID-${ids.size + 1}`)
      return ids.get(id) ?? ''
    })
    .replace(CODE_OF_SPECIAL_USE, 's$1-CODE')
    .replace(TIME, 'TIME')
    .replace(WORKBOOK, '"id":"WORKBOOK"')
}
