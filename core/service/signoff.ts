import {
  FINDING_LABELS,
  LEVEL_LABELS,
  type OpenView,
  SIGNOFF_STATES,
  type SignoffState,
  type SignoffView,
  SYSTEM_LABELS,
} from '#core/contract/audit.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { TEXT_LABELS } from '#core/contract/terms.ts'
import type { Stage } from '#core/contract/views.ts'
import type { Checklist } from '../audit/checklist.ts'
import { lastSignoff, rowOf, rowsOf, rowsOfYears, type StepAfter, stepsAfter, type YearRows } from '../workbook/read.ts'
import { TABLES, type TableName } from '../workbook/schema.ts'
import { countOf, type Row, type Sql, textOrNull } from '../workbook/sql.ts'
import { type Change, changesOf } from '../workbook/write.ts'
import { ANSWER_WORDS, auditRecord } from './audit-record.ts'
import { equipmentOf, meteringOf } from './equipment.ts'
import { findingsOf, numbersOfSources } from './findings.ts'
import type { Host } from './host.ts'
import { measurementsOf } from './measurements.ts'
import { placeOf, STAGE_LABELS } from './places.ts'
import { Refused, refuseLong } from './refused.ts'
import { currentRun } from './report.ts'
import type { Session } from './session.ts'
import { visitItems, visitRecord } from './visits.ts'
import { factsFrom } from './workbook-facts.ts'

/**
 * Signs an audit: reviewed, final, or taken up again. A final one is locked with its stored evaluation; taking it up again
 * begins the next version.
 */
export function sign(
  session: Session,
  host: Host,
  checklist: Checklist,
  input: { readonly year: string; readonly state: SignoffState; readonly by: string },
): void {
  const { sql } = session
  const { year, state } = input
  const by = input.by.trim()
  refuseLong(by)
  if (by === '') throw new Refused('请写签署人的姓名，报告要印。')
  const last = lastSignoff(sql, year)
  const now = stateOf(last)
  if (state === 'reopened' && now !== 'final') throw new Refused('还没有定稿，可以直接改。')
  if (state !== 'reopened' && now === 'final') throw new Refused('已经定稿。要改请先“修改并开新版本”。')
  if (state === 'final' && now !== 'reviewed') throw new Refused('还没有审核。请先“审核”，再“定稿”。')
  const { evaluation } = session.graded(year)
  if (state === 'final' && !evaluation) throw new Refused('这家机构被退回，没有评价，不能定稿。请先改正提示的问题。')
  const kept = state === 'final' && evaluation ? currentRun(sql, session.standard, year, evaluation.facts) : null
  const made = state === 'final' && kept === null ? session.runOf(year, '定稿') : null
  const run = kept ?? made
  const audit = state === 'final' ? auditRecord(session, checklist, year) : null
  const open = session.summary(year).flatMap(({ todos }) => todos).length + opensOf(session, checklist, year).length
  const id = session.newId
  const after = {
    id,
    year,
    ordinal: countOf(last?.ordinal) + 1,
    version: countOf(last?.version ?? 1) + (state === 'reopened' ? 1 : 0),
    state,
    by,
    at: host.now(),
    run: run === null ? null : String(run.id),
    open,
    audit: audit && JSON.stringify(audit),
  }
  const changes: Change[] = [{ table: 'signoff', id, before: null, after }]
  if (made) changes.unshift({ table: 'run', id: String(made.id), before: null, after: made })
  session.commit(LABELS[state], year, changes, () => session.keepPack())
}

const LABELS: Readonly<Record<SignoffState, string>> = {
  reviewed: '审核',
  final: '定稿',
  reopened: '修改并开新版本',
}

const SIGNINGS: ReadonlySet<string> = new Set(Object.values(LABELS))

/** Where an audit stands, what is open, and what has changed since it was last final. */
export function signoffView(session: Session, checklist: Checklist, year: string): SignoffView {
  const { sql } = session
  const all = rowsOf(sql, 'signoff', year)
  const last = all.at(-1) ?? null
  const version = countOf(last?.version ?? 1)
  const before = all.findLast(row => row.state === 'final' && countOf(row.version) < version)
  const since = before ?? (last?.state === 'reviewed' ? last : null)
  return {
    state: stateOf(last),
    version,
    history: all.flatMap(row => {
      const state = stateOf(row)
      if (state === null) return []
      return [
        {
          id: String(row.id),
          state,
          version: countOf(row.version),
          by: String(row.by),
          at: String(row.at),
          open: countOf(row.open),
        },
      ]
    }),
    opens: opensOf(session, checklist, year),
    changed: before ? changedSince(session, year, before) : [],
    steps: since
      ? stepsAfter(sql, String(since.id))
          .filter(({ label }) => !SIGNINGS.has(label))
          .map(withDetails(sql))
      : [],
  }
}

const MOST_DETAILS = 8

/** Rows that say nothing to a reader of the difference. */
const UNTOLD: readonly TableName[] = ['run', 'draft', 'evidence', 'signoff']

/** What a step changed, field by field; a step of many rows says the first of them. */
function withDetails(sql: Sql) {
  return ({ sequence, label, at }: StepAfter): SignoffView['steps'][number] => {
    const details = changesOf(sql, sequence).flatMap(({ table, before, after }) => {
      if (UNTOLD.includes(table)) return []
      const name = nameOf(before ?? {}) ?? nameOf(after ?? {})
      return Object.entries(TABLES[table]).flatMap(([column, { label: title, of, kind }]) => {
        const [was, is] = [before?.[column] ?? '—', after?.[column] ?? '—']
        if (was === is || of !== undefined || kind === 'count') return []
        return [
          {
            label: [name, title].filter(part => part).join('，'),
            before: told(table, column, was),
            after: told(table, column, is),
          },
        ]
      })
    })
    return { label, at, details: details.slice(0, MOST_DETAILS) }
  }
}

const YES_NO: Readonly<Record<string, string>> = { yes: '是', no: '否' }

/** A value as people read it. */
function told(table: TableName, column: string, value: unknown): string {
  const text = String(value)
  const words: Readonly<Record<string, string>> | undefined =
    table === 'answer' && column === 'answer'
      ? ANSWER_WORDS
      : table === 'finding' && column === 'state'
        ? FINDING_LABELS
        : column === 'system' || column === 'endUse'
          ? SYSTEM_LABELS
          : column === 'level'
            ? LEVEL_LABELS
            : column === 'carrier'
              ? TEXT_LABELS.carrier
              : YES_NO
  return words?.[text] ?? text
}

/** What people call a row. */
function nameOf(row: Row): string | null {
  const text = textOrNull(row.name) ?? textOrNull(row.label) ?? textOrNull(row.item) ?? textOrNull(row.text)
  return text && (text.length > 24 ? `${text.slice(0, 24)}…` : text)
}

function stateOf(row: Row | null): SignoffState | null {
  return SIGNOFF_STATES.find(state => state === row?.state) ?? null
}

/** The facts that are not those the final version was computed from, each with where it is typed. */
function changedSince(session: Session, year: string, final: Row): SignoffView['changed'] {
  const run = final.run === null ? null : rowOf(session.sql, 'run', String(final.run))
  const [rows] = rowsOfYears(session.sql, [year])
  if (!run || !rows) return []
  const before = leaves(JSON.parse(String(run.facts)))
  const after = leaves(factsFrom(rows))
  const paths = [...new Set([...before.keys(), ...after.keys()])]
  return paths.flatMap(path => {
    const [was, is] = [before.get(path) ?? '—', after.get(path) ?? '—']
    return was === is ? [] : [{ label: labelOf(rows, path), before: was, after: is }]
  })
}

function labelOf(rows: YearRows, path: string): string {
  const { label } = placeOf(rows, path)
  return label === '' ? path : label
}

/** Every single fact by its path. */
function leaves(facts: InstitutionFacts): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const walk = (value: unknown, path: string) => {
    if (value === null || value === undefined) return
    if (Array.isArray(value)) for (const [i, inner] of value.entries()) walk(inner, `${path}[${i}]`)
    else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`)
    else found.set(path, value === true ? '是' : value === false ? '否' : String(value))
  }
  walk(facts, '')
  return found
}

/** What is open beside the facts before a report is complete. */
function opensOf(session: Session, checklist: Checklist, year: string): OpenView[] {
  const { sql } = session
  const opens: OpenView[] = []
  const open = (stage: Stage, severity: OpenView['severity'], text: string, field: string | null = null) =>
    opens.push({ chapter: STAGE_LABELS[stage], stage, severity, text, field, label: STAGE_LABELS[stage] })
  const findings = findingsOf(sql, year)
  const sources = new Set(findings.map(({ row }) => row.source))
  /** Items answered in a way that is no finding. */
  const settled = new Set<string>()
  const visits = rowsOf(sql, 'visit', year)
  if (visits.length === 0) open('visits', 'check', '还没有现场记录')
  for (const row of visits) {
    const { visit, answers } = visitRecord(session, checklist, String(row.id))
    const name = `第 ${visit.ordinal} 次现场`
    if (visit.date === null) open('visits', 'must', `${name}没有填日期`, `visit ${visit.id} date`)
    const [onSite, atDesk] = visit.progress
    if (onSite && onSite.done < onSite.of) open('visits', 'check', `${name}还有 ${onSite.of - onSite.done} 条没有看`)
    if (atDesk && atDesk.done < atDesk.of)
      open('visits', 'check', `${name}查资料的还有 ${atDesk.of - atDesk.done} 条没有答`)
    const unseen = answers.filter(({ answer }) => answer === 'notSeen').length
    if (unseen > 0) open('visits', 'check', `${name}有 ${unseen} 条答“没看到”`)
    if (visit.memos > 0) open('visits', 'check', `${name}有 ${visit.memos} 条随手记没有归类`)
    const applying = new Set(
      visitItems(session, checklist, visit.id).items.flatMap(({ id, applies }) => (applies === 'applies' ? [id] : [])),
    )
    for (const { item, answer, reason, meets } of answers) {
      const found = sources.has(`item ${visit.id} ${item}`) || !applying.has(item)
      if (answer !== 'no' && meets === false && !found)
        open('visits', 'check', `${name}的 ${item} 不符合，没有记为问题`)
      if (answer === 'notApplicable' && reason === null && applying.has(item))
        open('visits', 'check', `${name}的 ${item} 答“不适用”，没有写理由`)
      if (answer === 'no' && !found) open('visits', 'check', `${name}的 ${item} 答“否”，没有记为问题`)
      if (answer !== 'no' && meets !== false) settled.add(`item ${visit.id} ${item}`)
    }
  }
  const measurements = measurementsOf(session, checklist, year)
  measurements.forEach(({ row, label, instrument, verdict, doubt }, i) => {
    const name = `第 ${i + 1} 次测量（${label}）`
    if (row.value === null) open('visits', 'must', `${name}没有测量值`, `measurement ${row.id} value`)
    if (doubt !== null) open('visits', 'must', `${name}：${doubt}`, `measurement ${row.id} value`)
    if (instrument === null) open('visits', 'check', `${name}没有写仪器`)
    else if (instrument.expired) open('visits', 'check', `${name}时仪器的校准已过期`)
    if (verdict === 'nonconform' && !sources.has(`measurement ${row.id}`))
      open('visits', 'check', `${name}不符合，没有记为问题，也没有写例外的理由`)
  })
  const equipment = equipmentOf(session, year)
  const lacking = equipment.rows.filter(({ energy }) => energy === null).length
  if (lacking > 0) open('equipment', 'check', `${lacking} 种设备缺数，没有估算用量`)
  for (const { label, exceeds, overspent } of equipment.splits) {
    if (exceeds) open('equipment', 'check', `设备估算的${label}用量大于账单`)
    if (overspent) open('findings', 'must', `各措施节约的${label}合起来超过账单`)
  }
  equipment.rows.forEach(({ row, listed, doubts }, i) => {
    for (const doubt of doubts) open('equipment', 'check', `第 ${i + 1} 种设备的${doubt}`)
    if (listed !== null && row.eliminated !== 'yes')
      open(
        'equipment',
        row.eliminated === 'no' ? 'must' : 'check',
        `第 ${i + 1} 种设备的型号与淘汰目录相符（${listed}），核对写的是“${row.eliminated === 'no' ? '不在目录内' : '未核'}”`,
        `equipment ${row.id} eliminated`,
      )
  })
  const unchecked = equipment.rows.filter(({ row }) => row.eliminated === null).length
  if (unchecked > 0) open('equipment', 'check', `${unchecked} 种设备没有与淘汰目录核对`)
  const metering = meteringOf(session, checklist, year)
  const points = metering.points.map(({ row }) => `${row.carrier} ${row.level}`)
  if (new Set(points).size < points.length)
    open('equipment', 'must', '同一种能源、同一级的应装数量填了两行，请合成一行')
  const short = metering.points.filter(({ meets }) => meets === false).length
  if (short > 0) open('equipment', 'check', `${short} 处计量器具配备率低于规定`)
  const undated = metering.meters.filter(({ row }) => textOrNull(row.verifiedUntil) === null).length
  if (undated > 0) open('equipment', 'check', `${undated} 块表没有填检定有效期`)
  const expired = metering.meters.filter(meter => meter.expired).length
  if (expired > 0) open('equipment', 'check', `${expired} 块表的检定已过期`)
  for (const { label: carrier, endUses } of equipment.splits)
    for (const { label, energy, saving, verdict } of endUses) {
      if (saving !== null && energy === null)
        open(
          'findings',
          'check',
          `${label}的措施节约${carrier} ${saving}，这个分项没有一种设备能估算，没有可核对的用量`,
        )
      if (verdict !== null)
        open(
          'findings',
          verdict === 'tooMuch' ? 'must' : 'check',
          `${label}的措施节约的${carrier}${verdict === 'tooMuch' ? '超过该分项的用量' : '超过该分项用量的一半'}`,
        )
    }
  const numbers = numbersOfSources(session, year, measurements, metering.points)
  findings.forEach(({ row, state, measures }, i) => {
    const name = `问题 ${i + 1} `
    const now = numbers.get(String(row.source))
    if (now !== undefined && (now === null || !String(row.text).includes(now)))
      open(
        'findings',
        'check',
        `${name}所依据的数后来改过${now === null ? '，现在不是问题' : ''}`,
        `finding ${row.id} text`,
      )
    if (settled.has(String(row.source)))
      open('findings', 'check', `${name}来自一条检查，那一条的回答后来改过，现在不是问题`, `finding ${row.id} text`)
    if (row.text === null) open('findings', 'must', `${name}没有写内容`, `finding ${row.id} text`)
    if (state === 'open') open('findings', 'check', `${name}还没有定采不采纳`)
    if (state === 'rejected' && row.reason === null)
      open('findings', 'must', `${name}不采纳，没有写理由`, `finding ${row.id} reason`)
    if (state !== 'open' && state !== 'rejected' && measures.length === 0)
      open('findings', 'check', `${name}还没有措施`)
    measures.forEach(({ row: measure, savings }, k) => {
      if (savings.length > 0 && measure.endUse === null)
        open('findings', 'check', `措施 ${i + 1}.${k + 1} 有节约量，没有写用能环节，没有与分项核对`)
      if (textOrNull(measure.text) === null)
        open('findings', 'must', `措施 ${i + 1}.${k + 1} 没有写内容`, `measure ${measure.id} text`)
    })
  })
  return opens
}
