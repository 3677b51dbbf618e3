import type { AnswerWord, AuditRecord } from '#core/contract/audit.ts'
import type { Checklist } from '../audit/checklist.ts'
import { rowsOf } from '../workbook/read.ts'
import { equipmentOf, meteringOf } from './equipment.ts'
import { findingsOf } from './findings.ts'
import { measurementsOf } from './measurements.ts'
import type { Session } from './session.ts'
import { checklistOf, circumstancesOf, citesOf, evidenceOf, visitRecord } from './visits.ts'

const ANSWER_WORDS: Readonly<Record<AnswerWord, string>> = {
  yes: '是',
  no: '否',
  notApplicable: '不适用',
  notSeen: '没看到',
}
const MOST_PHOTOS = 60

/**
 * What an audit recorded in an institution-year, for its report; `null`: nothing. Photos are those of findings and of what was
 * answered no or measured; the others stay in the workbook and are counted.
 */
export function auditRecord(session: Session, present: Checklist, year: string): AuditRecord | null {
  const { sql } = session
  const { region } = circumstancesOf(session, year)
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
        const answer = given.get(item.id)
        if (!answer || (answer.answer === null && answer.value === null && answer.note === null)) return []
        if (answer.answer === 'no') told.set(`item ${visit.id} ${item.id}`, `${item.id} ${item.text}`)
        const measured = [answer.value, answer.whole].every(part => part !== null)
          ? `${answer.value} / ${answer.whole}，${answer.ratio ?? answer.remark ?? ''}`
          : answer.value === null
            ? ''
            : [answer.value, item.bound?.unit].filter(part => part).join(' ')
        return [
          {
            item: item.id,
            text: item.text,
            cites: citesOf(checklist, item, region).join('；'),
            answer: [answer.answer === null ? '' : ANSWER_WORDS[answer.answer], measured]
              .filter(part => part)
              .join('，'),
            note: [answer.reason, answer.note].filter(part => part).join('。'),
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
  const evidence = evidenceOf(sql, year)
  const photos = evidence
    .flatMap(({ target, type, digest, takenAt }) => {
      const of = told.get(target)
      if (of === undefined || type === 'pdf') return []
      return [{ digest, caption: takenAt === null ? of : `${of}（${takenAt.slice(0, 16)}）` }]
    })
    .slice(0, MOST_PHOTOS)
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
    otherFiles: evidence.length - photos.length,
  }
  const rows = [visits, measurements, findings, equipment.rows, metering.meters, metering.points]
  return rows.every(({ length }) => length === 0) ? null : record
}
