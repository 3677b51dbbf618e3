import { type AnswerWord, type AuditRecord, isFailed } from '#core/contract/audit.ts'
import type { ViewRow } from '#core/contract/views.ts'
import { applicabilityOf } from '../audit/applies.ts'
import type { Checklist } from '../audit/checklist.ts'
import { readingText } from '../audit/judge.ts'
import { hasCopies } from '../workbook/files.ts'
import { lastSignoff, rowOf, rowsOf } from '../workbook/read.ts'
import { TABLE_NAMES } from '../workbook/schema.ts'
import type { Row, Sql } from '../workbook/sql.ts'
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
 * answered no or measured; the others stay in the workbook and are listed.
 */
export function auditRecord(session: Session, present: Checklist, year: string): AuditRecord | null {
  const { sql } = session
  const visits = rowsOf(sql, 'visit', year).map(row => recordOfVisit(session, present, row))
  const findings = findingsOf(sql, year)
  const measurements = measurementsOf(session, present, year)
  const equipment = equipmentOf(session, year)
  const metering = meteringOf(session, present, year)
  const told = new Map([
    ...findings.flatMap(({ row }, i) => [
      ...(row.source === null ? [] : [[String(row.source), `问题 ${i + 1}`] as const]),
      [`finding ${row.id}`, `问题 ${i + 1}`] as const,
    ]),
    ...visits.flatMap(({ told: of }) => of),
    ...measurements.map(
      ({ row, label }) => [`measurement ${row.id}`, [label, row.place].filter(part => part).join('，')] as const,
    ),
    ...equipment.rows.map(({ row }) => toldDevice('equipment', row)),
    ...metering.meters.map(({ row }) => toldDevice('meter', row)),
  ])
  const record = {
    equipment,
    metering,
    visits: visits.map(({ record: of }) => of),
    measurements,
    instruments: rowsOf(sql, 'instrument', year),
    findings,
    ...filesOf(session, year, told),
  }
  const rows = [visits, measurements, findings, equipment.rows, metering.meters, metering.points]
  return rows.every(({ length }) => length === 0) ? null : record
}

/** What a report says of what files are attached to, by what they are attached to. */
type Told = readonly (readonly [target: string, text: string])[]

function recordOfVisit(
  session: Session,
  present: Checklist,
  row: Row,
): { readonly record: AuditRecord['visits'][number]; readonly told: Told } {
  const circumstances = circumstancesOf(session, String(row.year))
  const checklist = checklistOf(session.sql, present, String(row.packDigest))
  const { visit, answers, memos } = visitRecord(session, present, String(row.id))
  const given = new Map(answers.map(answer => [answer.item, answer]))
  const told: [string, string][] = memos.flatMap(memo =>
    memo.item === null ? [] : [[`memo ${memo.id}`, `${memo.item} ${memo.text ?? ''}`.trim()]],
  )
  const record = {
    title: `第 ${visit.ordinal} 次现场`,
    date: visit.date,
    people: visit.people,
    checklist: `${checklist.document.title}，版本 ${checklist.document.version}`,
    progress: visit.progress,
    answers: checklist.items.flatMap(item => {
      const answer = given.get(item.id) ?? NO_ANSWER
      const notes = memos.flatMap(memo => (memo.item === item.id && memo.text !== null ? [memo.text] : []))
      const empty = answer.answer === null && answer.value === null && answer.whole === null && answer.note === null
      if (empty && notes.length === 0) return []
      const isReference = applicabilityOf(item, circumstances).kind === 'reference'
      if (answer.answer === 'no' || (isFailed(answer) && !isReference))
        told.push([`item ${visit.id} ${item.id}`, `${item.id} ${item.text}`])
      return [
        {
          item: item.id,
          text: item.text,
          cites: citesOf(checklist, item, circumstances.region).join('；'),
          answer: [
            answer.answer === null ? '' : ANSWER_WORDS[answer.answer],
            readingText(item, answer),
            isReference
              ? '参考，不判定'
              : answer.meets === null || answer.answer === 'notApplicable'
                ? ''
                : answer.meets
                  ? '符合'
                  : '不符合',
          ]
            .filter(part => part)
            .join('，'),
          note: [answer.reason, answer.note, ...notes].filter(part => part).join('。'),
        },
      ]
    }),
  }
  return { record, told }
}

function toldDevice(table: 'equipment' | 'meter', row: ViewRow): readonly [string, string] {
  return [`${table} ${row.id}`, [row.name ?? row.label, row.model].filter(part => part).join(' ') || '设备']
}

/** The photos that are printed, and every file. */
function filesOf(session: Session, year: string, told: ReadonlyMap<string, string>) {
  const { sql } = session
  const places = rowOf(sql, 'year', year)?.photoPlaces === 'yes'
  const photos: { digest: string; caption: string }[] = []
  const files = evidenceOf(sql, year).map(({ target, type, digest, name, takenAt, takenIn }) => {
    const of = told.get(target)
    const taken = [takenAt?.slice(0, 16), places ? takenIn : null].filter(part => part).join('，')
    const wanted = of !== undefined && type !== 'pdf' && photos.length < MOST_PHOTOS
    const lacksCopy = wanted && !hasCopies(sql, digest)
    const printed = wanted && !lacksCopy
    if (printed) photos.push({ digest, caption: taken === '' ? of : `${of}（${taken}）` })
    return { of: of ?? placeOfFile(sql, target), name, taken, digest, printed, lacksCopy }
  })
  return { photos, files, places, otherFiles: files.length - photos.length }
}

/** What a file that is not told of elsewhere is attached to. */
function placeOfFile(sql: Sql, target: string): string {
  const [table = '', id = '', item = ''] = target.split(' ')
  if (table === 'item') return item
  const name = TABLE_NAMES.find(known => known === table)
  const row = name && rowOf(sql, name, id)
  return name && row ? rowPlace(name, row, '').label : '—'
}
