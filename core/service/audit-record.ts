import type { AnswerView, AnswerWord, AuditRecord } from '#core/contract/audit.ts'
import { applicabilityOf } from '../audit/applies.ts'
import type { CheckItem, Checklist } from '../audit/checklist.ts'
import { lastSignoff, rowOf, rowsOf } from '../workbook/read.ts'
import { TABLES, type TableName } from '../workbook/schema.ts'
import type { Sql } from '../workbook/sql.ts'
import { equipmentOf, meteringOf } from './equipment.ts'
import { findingsOf } from './findings.ts'
import { measurementsOf } from './measurements.ts'
import { rowPlace } from './places.ts'
import type { Session } from './session.ts'
import { checklistOf, circumstancesOf, citesOf, evidenceOf, visitRecord } from './visits.ts'

export const ANSWER_WORDS: Readonly<Record<AnswerWord, string>> = {
  yes: '是',
  no: '否',
  notApplicable: '不适用',
  notSeen: '没看到',
}
const MOST_PHOTOS = 60

const NO_ANSWER = {
  answer: null,
  value: null,
  whole: null,
  ratio: null,
  meets: null,
  remark: null,
  note: null,
  reason: null,
}

/** What was measured or counted, with what is missing of it. */
function measuredText(
  item: CheckItem,
  { value, whole, ratio, remark }: Pick<AnswerView, 'value' | 'whole' | 'ratio' | 'remark'>,
): string {
  if (value === null && whole === null) return ''
  if (item.kind !== 'share' && item.kind !== 'ratioToMean')
    return [value, item.bound?.unit].filter(part => part).join(' ')
  return [`${value ?? '未填'} / ${whole ?? '未填'}`, ratio ?? remark].filter(part => part).join('，')
}

/**
 * What the report of an institution-year prints of its audit: of a final one what was recorded when it was signed, whatever
 * became of checklists and catalogues since.
 */
export function auditOf(session: Session, present: Checklist, year: string): AuditRecord | null {
  const signed = lastSignoff(session.sql, year)
  if (signed?.state !== 'final') return auditRecord(session, present, year)
  return signed.audit === null ? null : JSON.parse(String(signed.audit))
}

/**
 * What an audit recorded in an institution-year, for its report; `null`: nothing. Photos are those of findings and of what was
 * answered no or measured; the others stay in the workbook and are counted.
 */
export function auditRecord(session: Session, present: Checklist, year: string): AuditRecord | null {
  const { sql } = session
  const circumstances = circumstancesOf(session, year)
  const { region } = circumstances
  const isReference = (item: CheckItem) => applicabilityOf(item, circumstances).kind === 'reference'
  const told = new Map<string, string>()
  const visits = rowsOf(sql, 'visit', year).map(row => {
    const checklist = checklistOf(sql, present, String(row.packDigest))
    const { visit, answers, memos } = visitRecord(session, present, String(row.id))
    const given = new Map(answers.map(answer => [answer.item, answer]))
    for (const memo of memos)
      if (memo.item !== null) told.set(`memo ${memo.id}`, `${memo.item} ${memo.text ?? ''}`.trim())
    return {
      title: `第 ${visit.ordinal} 次现场`,
      date: visit.date,
      people: visit.people,
      checklist: `${checklist.document.title}，版本 ${checklist.document.version}`,
      progress: visit.progress,
      answers: checklist.items.flatMap(item => {
        const answer = given.get(item.id) ?? NO_ANSWER
        const noted = memos.some(memo => memo.item === item.id && memo.text !== null)
        if (!given.has(item.id) && !noted) return []
        const empty = answer.answer === null && answer.value === null && answer.whole === null && answer.note === null
        if (empty && !noted) return []
        if (answer.answer === 'no' || (answer.meets === false && !isReference(item)))
          told.set(`item ${visit.id} ${item.id}`, `${item.id} ${item.text}`)
        return [
          {
            item: item.id,
            text: item.text,
            cites: citesOf(checklist, item, region).join('；'),
            answer: [
              answer.answer === null ? '' : ANSWER_WORDS[answer.answer],
              measuredText(item, answer),
              answer.meets === null ? '' : isReference(item) ? '' : answer.meets ? '符合' : '不符合',
              isReference(item) ? '参考，不判定' : '',
            ]
              .filter(part => part)
              .join('，'),
            note: [answer.reason, answer.note, ...memos.filter(memo => memo.item === item.id).map(memo => memo.text)]
              .filter(part => part)
              .join('。'),
          },
        ]
      }),
    }
  })
  const findings = findingsOf(sql, year)
  findings.forEach(({ row }, i) => {
    told.set(`finding ${row.id}`, `问题 ${i + 1}`)
    if (row.source !== null && !told.has(String(row.source))) told.set(String(row.source), `问题 ${i + 1}`)
  })
  const measurements = measurementsOf(session, present, year)
  for (const { row, label } of measurements)
    told.set(`measurement ${row.id}`, [label, row.place].filter(part => part).join('，'))
  for (const table of ['equipment', 'meter'] as const)
    for (const row of rowsOf(sql, table, year))
      told.set(`${table} ${row.id}`, [row.name ?? row.label, row.model].filter(part => part).join(' ') || '设备')
  const evidence = evidenceOf(sql, year)
  const places = rowOf(sql, 'year', year)?.photoPlaces === 'yes'
  const photos: { digest: string; caption: string }[] = []
  const files = evidence.map(({ target, type, digest, name, takenAt, takenIn }) => {
    const of = told.get(target)
    const taken = [takenAt?.slice(0, 16), places ? takenIn : null].filter(part => part).join('，')
    const printed = of !== undefined && type !== 'pdf' && photos.length < MOST_PHOTOS
    if (printed) photos.push({ digest, caption: taken === '' ? of : `${of}（${taken}）` })
    return { of: of ?? placeOfFile(sql, target), name, taken, digest, printed }
  })
  const equipment = equipmentOf(session, year)
  const metering = meteringOf(session, present, year)
  const record = {
    equipment,
    metering,
    visits,
    measurements,
    instruments: rowsOf(sql, 'instrument', year),
    findings,
    photos,
    files,
    places,
    otherFiles: files.length - photos.length,
  }
  const rows = [visits, measurements, findings, equipment.rows, metering.meters, metering.points]
  return rows.every(({ length }) => length === 0) ? null : record
}

/** What a file that is not told of elsewhere is attached to. */
function placeOfFile(sql: Sql, target: string): string {
  const [table = '', id = '', item = ''] = target.split(' ')
  if (table === 'item') return item
  const name = (Object.keys(TABLES) as TableName[]).find(known => known === table)
  const row = name && rowOf(sql, name, id)
  return name && row ? rowPlace(name, row, '').label : '—'
}
