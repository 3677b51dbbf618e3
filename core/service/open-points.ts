import {
  type EquipmentView,
  type FindingView,
  isFailed,
  type MeasurementView,
  type MeteringView,
  type OpenView,
} from '#core/contract/audit.ts'
import type { Stage } from '#core/contract/views.ts'
import type { Checklist } from '../audit/checklist.ts'
import { rowsOf } from '../workbook/read.ts'
import { textOrNull } from '../workbook/sql.ts'
import { equipmentOf, meteringOf } from './equipment.ts'
import { type Basis, basesOfSources, findingsOf } from './findings.ts'
import { measurementsOf } from './measurements.ts'
import { STAGE_LABELS } from './places.ts'
import type { Session } from './session.ts'
import { visitItems, visitRecord } from './visits.ts'

/** What is open of an audit, beside the facts, before its report is complete: chapter by chapter, each with its field. */
export function openPoints(session: Session, checklist: Checklist, year: string): OpenView[] {
  const findings = findingsOf(session.sql, year)
  const sources = new Set(findings.map(({ row }) => String(row.source)))
  const measurements = measurementsOf(session, checklist, year)
  const equipment = equipmentOf(session, year)
  const metering = meteringOf(session, checklist, year)
  const bases = basesOfSources(session, checklist, year)
  return [
    ...openOfVisits(session, checklist, year, sources),
    ...openOfMeasurements(measurements, sources),
    ...openOfEquipment(equipment),
    ...openOfMetering(metering, sources),
    ...openOfSavings(equipment),
    ...findings.flatMap((finding, i) => openOfFinding(finding, i + 1, bases)),
  ]
}

const point = (stage: Stage, severity: OpenView['severity'], text: string, field: string | null = null): OpenView => ({
  chapter: STAGE_LABELS[stage],
  stage,
  severity,
  text,
  field,
  label: STAGE_LABELS[stage],
})

function openOfVisits(
  session: Session,
  checklist: Checklist,
  year: string,
  sources: ReadonlySet<string>,
): readonly OpenView[] {
  const rows = rowsOf(session.sql, 'visit', year)
  const open: OpenView[] = rows.length === 0 ? [point('visits', 'check', '还没有现场记录')] : []
  const check = (text: string) => open.push(point('visits', 'check', text))
  for (const row of rows) {
    const { visit, answers } = visitRecord(session, checklist, String(row.id))
    const name = `第 ${visit.ordinal} 次现场`
    if (visit.date === null) open.push(point('visits', 'must', `${name}没有填日期`, `visit ${visit.id} date`))
    const [onSite, atDesk] = visit.progress
    if (onSite && onSite.done < onSite.of) check(`${name}还有 ${onSite.of - onSite.done} 条没有看`)
    if (atDesk && atDesk.done < atDesk.of) check(`${name}查资料的还有 ${atDesk.of - atDesk.done} 条没有答`)
    const unseen = answers.filter(({ answer }) => answer === 'notSeen').length
    if (unseen > 0) check(`${name}有 ${unseen} 条答“没看到”`)
    if (visit.memos > 0) check(`${name}有 ${visit.memos} 条随手记没有归类`)
    const { items } = visitItems(session, checklist, visit.id)
    const applying = new Set(items.flatMap(({ id, applies }) => (applies === 'applies' ? [id] : [])))
    for (const { item, answer, reason, meets } of answers) {
      const found = sources.has(`item ${visit.id} ${item}`) || !applying.has(item)
      if (answer !== 'no' && isFailed({ answer, meets }) && !found) check(`${name}的 ${item} 不符合，没有记为问题`)
      if (answer === 'notApplicable' && reason === null && applying.has(item))
        check(`${name}的 ${item} 答“不适用”，没有写理由`)
      if (answer === 'no' && !found) check(`${name}的 ${item} 答“否”，没有记为问题`)
    }
  }
  return open
}

function openOfMeasurements(measurements: readonly MeasurementView[], sources: ReadonlySet<string>): OpenView[] {
  return measurements.flatMap(({ row, label, instrument, verdict, doubt }, i) => {
    const name = `第 ${i + 1} 次测量（${label}）`
    const value = `measurement ${row.id} value`
    return [
      ...(row.value === null ? [point('visits', 'must', `${name}没有测量值`, value)] : []),
      ...(doubt === null ? [] : [point('visits', 'must', `${name}：${doubt}`, value)]),
      ...(instrument === null ? [point('visits', 'check', `${name}没有写仪器`)] : []),
      ...(instrument?.expired ? [point('visits', 'check', `${name}时仪器的校准已过期`)] : []),
      ...(verdict === 'nonconform' && !sources.has(`measurement ${row.id}`)
        ? [point('visits', 'check', `${name}不符合，没有记为问题，也没有写例外的理由`)]
        : []),
    ]
  })
}

function openOfEquipment({ rows, splits }: EquipmentView): OpenView[] {
  const check = (text: string) => point('equipment', 'check', text)
  const lacking = rows.filter(({ energy }) => energy === null).length
  const unchecked = rows.filter(({ row }) => row.eliminated === null).length
  return [
    ...(lacking > 0 ? [check(`${lacking} 种设备缺数，没有估算用量`)] : []),
    ...splits.flatMap(({ label, exceeds }) => (exceeds ? [check(`设备估算的${label}用量大于账单`)] : [])),
    ...rows.flatMap(({ row, listed, doubts }, i) => {
      const told = doubts.map(doubt => check(`第 ${i + 1} 种设备的${doubt}`))
      if (listed === null || row.eliminated === 'yes') return told
      const [severity, said] =
        row.eliminated === 'no' ? (['must', '不在目录内'] as const) : (['check', '未核'] as const)
      const text = `第 ${i + 1} 种设备的型号与淘汰目录相符（${listed}），核对写的是“${said}”`
      return [...told, point('equipment', severity, text, `equipment ${row.id} eliminated`)]
    }),
    ...(unchecked > 0 ? [check(`${unchecked} 种设备没有与淘汰目录核对`)] : []),
  ]
}

function openOfMetering({ meters, points }: MeteringView, sources: ReadonlySet<string>): OpenView[] {
  const check = (count: number, text: string) => (count > 0 ? [point('equipment', 'check', `${count} ${text}`)] : [])
  const kinds = points.map(({ row }) => `${row.carrier} ${row.level}`)
  const short = points.filter(({ row, meets }) => meets === false && !sources.has(`meterPoint ${row.id}`))
  return [
    ...(new Set(kinds).size < kinds.length
      ? [point('equipment', 'must', '同一种能源、同一级的应装数量填了两行，请合成一行')]
      : []),
    ...check(short.length, '处计量器具配备率低于规定，没有记为问题'),
    ...check(meters.filter(({ row }) => textOrNull(row.verifiedUntil) === null).length, '块表没有填检定有效期'),
    ...check(meters.filter(({ expired }) => expired).length, '块表的检定已过期'),
  ]
}

function openOfSavings({ splits }: EquipmentView): OpenView[] {
  return splits.flatMap(({ label: carrier, unit, overspent, endUses }) => [
    ...(overspent ? [point('findings', 'must', `各措施节约的${carrier}合起来超过账单`)] : []),
    ...endUses.flatMap(({ label, energy, saving, verdict }) => {
      if (saving !== null && energy === null)
        return [
          point(
            'findings',
            'check',
            `${label}的措施节约${carrier} ${saving} ${unit}，这个分项没有一种设备能估算，没有可核对的用量`,
          ),
        ]
      if (verdict === null) return []
      return verdict === 'tooMuch'
        ? [point('findings', 'must', `${label}的措施节约的${carrier}超过该分项的用量`)]
        : [point('findings', 'check', `${label}的措施节约的${carrier}超过该分项用量的一半`)]
    }),
  ])
}

function openOfFinding(
  { row, state, measures }: FindingView,
  number: number,
  bases: ReadonlyMap<string, Basis>,
): OpenView[] {
  const open: OpenView[] = []
  const tell = (severity: OpenView['severity'], text: string, field: string | null = null) =>
    open.push(point('findings', severity, text, field))
  const name = `问题 ${number} `
  const text = `finding ${row.id} text`
  const now = row.source === null ? undefined : bases.get(String(row.source))
  // what can no longer be told from its source is neither a finding nor none
  if (row.source !== null && (now?.text !== row.basis || now?.stands === false))
    tell('check', `${name}的依据后来改过${now?.stands === false ? '，现在不是问题' : ''}`, text)
  if (row.text === null) tell('must', `${name}没有写内容`, text)
  if (state === 'open') tell('check', `${name}还没有定采不采纳`)
  if (state === 'rejected' && row.reason === null) tell('must', `${name}不采纳，没有写理由`, `finding ${row.id} reason`)
  if (state !== 'open' && state !== 'rejected' && measures.length === 0) tell('check', `${name}还没有措施`)
  measures.forEach(({ row: measure, savings }, k) => {
    if (savings.length > 0 && measure.endUse === null)
      tell('check', `措施 ${number}.${k + 1} 有节约量，没有写用能环节，没有与分项核对`)
    if (textOrNull(measure.text) === null)
      tell('must', `措施 ${number}.${k + 1} 没有写内容`, `measure ${measure.id} text`)
  })
  return open
}
