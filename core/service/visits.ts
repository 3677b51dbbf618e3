import type {
  AnswerView,
  ChecklistSummary,
  ChecklistView,
  EvidenceView,
  ItemView,
  MemoView,
  VisitRecord,
  VisitView,
} from '#core/contract/audit.ts'
import { ANSWERS, type AnswerWord, EVIDENCE_TYPES, isAnswered } from '#core/contract/audit.ts'
import type { TypedOutcome } from '#core/contract/operations.ts'
import { regionOf } from '#core/contract/regions.ts'
import { unitLabel } from '#core/contract/terms.ts'
import { readTypedQuantity } from '#core/contract/typed-quantity.ts'
import { count, decimal, textOf } from '#core/quantity/decimal.ts'
import { grouped, inSentence } from '#core/quantity/print.ts'
import { applicabilityOf, type Circumstances } from '../audit/applies.ts'
import { CHECKLIST_FILES, type CheckItem, type Checklist, type Fact, loadChecklist } from '../audit/checklist.ts'
import { boundText, judge } from '../audit/judge.ts'
import { figuresOf, gradeView } from '../report/figures.ts'
import type { Evaluation } from '../standard/evaluation.ts'
import { termLabel } from '../standard/pack/standard.ts'
import { rowOf, rowsOf } from '../workbook/read.ts'
import { countOf, type Row, type Sql, textOrNull } from '../workbook/sql.ts'
import { type Change, keepPack } from '../workbook/write.ts'
import { draftChanges } from './drafts.ts'
import type { Host } from './host.ts'
import { Refused, refuseLong } from './refused.ts'
import type { Session } from './session.ts'
import { packView, quotaPlaces } from './views.ts'

/** A checklist with the texts it was read from, which a visit keeps. */
export type OpenChecklist = { readonly checklist: Checklist; readonly files: ReadonlyMap<string, string> }

/** Begins a visit with the checklist as it is now: the visit keeps that version. Returns its id. */
export function beginVisit(session: Session, { checklist, files }: OpenChecklist, year: string): string {
  const id = session.newId
  const ordinal =
    rowsOf(session.sql, 'visit', year).reduce(
      (last, row) => (countOf(row.ordinal) > last ? countOf(row.ordinal) : last),
      0,
    ) + 1
  const after = { id, year, ordinal, date: null, people: null, packDigest: checklist.digest }
  session.commit(`新建 第 ${ordinal} 次现场`, year, [{ table: 'visit', id, before: null, after }], () =>
    keepPack(session.sql, checklist.digest, JSON.stringify([...files])),
  )
  return id
}

const QUANTITIES = ['value', 'whole'] as const
const WORDS = ['reason', 'note'] as const
export const ANSWER_FIELDS = ['answer', ...WORDS, ...QUANTITIES] as const
export type AnswerField = (typeof ANSWER_FIELDS)[number]

/** Commits one field of an answer as typed. An empty answer takes it back; an unreadable quantity stays beside the field. */
export function setAnswer(
  session: Session,
  host: Host,
  checklist: Checklist,
  input: { readonly visit: string; readonly item: string; readonly field: AnswerField; readonly typed: string },
): TypedOutcome {
  const { visit, item, field, typed } = input
  const { sql } = session
  const visited = rowOf(sql, 'visit', visit)
  if (!visited) throw new Refused('这次现场已不在了。请看一下是不是刚刚撤销或删除了它。')
  const asked = checklistOf(sql, checklist, String(visited.packDigest))
  if (!asked.items.some(known => known.id === item)) throw new Refused(`检查表里没有条目“${item}”。`)
  const before = answerOf(sql, visit, item)
  const id = String(before?.id ?? host.newId())
  const read = readField(field, typed)
  const empty = { id, visit, item, answer: null, reason: null, note: null, value: null, whole: null }
  const after: Row = { ...empty, ...before, [field]: read.text }
  const year = String(visited.year)
  const changes: Change[] = []
  if (JSON.stringify(before ?? empty) !== JSON.stringify(after)) changes.push({ table: 'answer', id, before, after })
  const unread = read.message === null ? null : { typed, message: read.message }
  changes.push(...draftChanges(sql, host, { year, table: 'answer', row: `${visit} ${item}`, field }, unread))
  if (changes.length > 0) session.commit(`${item} ${FIELD_LABELS[field]}`, year, changes)
  return { outcome: read.message === null ? 'written' : 'draft', message: read.message, text: read.text }
}

const FIELD_LABELS: Readonly<Record<AnswerField, string>> = {
  answer: '回答',
  reason: '不适用的理由',
  note: '说明',
  value: '实测或实有',
  whole: '应有或均值',
}

function readField(field: AnswerField, typed: string): { text: string | null; message: string | null } {
  const text = typed.trim()
  if (QUANTITIES.some(name => name === field)) {
    const read = readTypedQuantity(typed)
    if (read.kind === 'unreadable') return { text: null, message: read.message }
    return { text: read.kind === 'value' ? read.text : null, message: null }
  }
  if (field === 'answer' && text !== '' && !ANSWERS.some(word => word === text))
    throw new Refused(`没有回答“${text}”。`)
  refuseLong(text, field === 'note')
  return { text: text === '' ? null : text, message: null }
}

/** Writes down a memo; returns its id. */
export function addMemo(session: Session, host: Host, visit: string, typed: string): string {
  const id = session.newId
  const visited = rowOf(session.sql, 'visit', visit)
  if (!visited) throw new Refused('这次现场已不在了。请看一下是不是刚刚撤销或删除了它。')
  const text = typed.trim()
  refuseLong(text, true)
  const ordinal = countOf(rowsOf(session.sql, 'memo', visit).at(-1)?.ordinal) + 1
  const after = { id, visit, ordinal, at: host.now(), text: text === '' ? null : text, item: null }
  session.commit('随手记', String(visited.year), [{ table: 'memo', id, before: null, after }])
  return id
}

/** The answer to one item, `null` before there is one. */
export function answerOf(sql: Sql, visit: string, item: string): Row | null {
  return sql.prepare('SELECT * FROM "answer" WHERE "visit" = ? AND "item" = ?').get(visit, item) ?? null
}

/** The checklist in the version that a visit began with. */
export function checklistOf(sql: Sql, present: Checklist, digest: string): Checklist {
  if (digest === present.digest) return present
  const kept = sql.prepare('SELECT "files" FROM "pack" WHERE "digest" = ?').get(digest)
  const files: [string, string][] = kept ? JSON.parse(String(kept.files)) : []
  const wanted = files.filter(([name]) => CHECKLIST_FILES.some(file => file === name))
  const loaded = loadChecklist(new Map(wanted), digest)
  if (!loaded.ok) throw new Refused('这次现场用的检查表版本打不开。答案都在；请用当时的版本打开。')
  return loaded.checklist
}

/** The checklist in use as the library shows it. */
export function checklistSummary({ document, items, digest }: Checklist): ChecklistSummary {
  const titleOf = new Map(document.documents.map(({ id, title }) => [id, title]))
  return {
    title: document.title,
    version: document.version,
    digest,
    unconfirmed: document.status === 'unconfirmed',
    items: items.length,
    onSite: items.filter(item => item.answered === 'onSite').length,
    documents: document.documents.map(({ id, title, region }) => ({
      title,
      region,
      items: items.filter(item => item.cites.some(cite => cite.document === id)).length,
    })),
    coverage: document.coverage.map(({ document: of, clause, text, items: by }) => ({
      clause: `${titleOf.get(of) ?? of} ${clause}`,
      text,
      items: by,
    })),
    notes: document.notes,
  }
}

/** The questions of a visit as they are asked of its institution. */
export function visitItems(session: Session, present: Checklist, id: string): ChecklistView {
  const visit = rowOf(session.sql, 'visit', id)
  if (!visit) throw new Refused('这次现场已不在了。请看一下是不是刚刚撤销或删除了它。')
  return checklistView(session, checklistOf(session.sql, present, String(visit.packDigest)), String(visit.year))
}

function checklistView(session: Session, checklist: Checklist, year: string): ChecklistView {
  const { document, items } = checklist
  const { evaluation, result } = session.graded(year)
  const circumstances = circumstancesOf(session, year)
  const figures = new Map(figuresOf(session.standard, evaluation).map(figure => [figure.cell, figure]))
  const indicators = new Map(packView(session.standard).indicators.map(indicator => [indicator.id, indicator]))
  const shownCell = (cell: string) => {
    const figure = figures.get(cell)
    if (figure) return { cell, label: figure.label, text: figure.text && `${figure.text} ${figure.unit}`.trim() }
    const indicator = indicators.get(cell)
    const graded = result.indicators.find(({ id }) => id === cell)
    const text = graded?.display
      ? `${graded.display} ${indicator?.unit ?? ''}，${gradeView(session.standard, graded.grade).label}`
      : shownFact(evaluation, cell)
    return { cell, label: indicator?.label ?? termLabel(session.standard, cell), text }
  }
  return {
    title: document.title,
    version: document.version,
    unconfirmed: document.status === 'unconfirmed',
    chapters: document.chapters,
    items: items.map((item): ItemView => {
      const { kind, doubt } = applicabilityOf(item, circumstances)
      return {
        id: item.id,
        chapter: item.chapter,
        text: item.text,
        kind: item.kind,
        duty: DUTY_WORDS[item.duty],
        violation: item.violation === true,
        derived: item.derived === true,
        onSite: item.answered === 'onSite',
        limit: item.limit ?? null,
        bound: item.bound ? boundText(item.bound) : null,
        unit: item.bound?.unit ?? '',
        score: item.score ?? null,
        regions: item.regions ?? [],
        within: item.within ?? null,
        cites: citesOf(checklist, item, circumstances.region),
        evidence: item.evidence,
        applies: kind,
        doubt,
        shows: (item.shows ?? []).map(shownCell),
      }
    }),
  }
}

/** A number that was entered, or one on the way to an indicator. */
function shownFact(evaluation: Evaluation | null, cell: string): string | null {
  const found = evaluation?.cell(cell)
  if (found?.value == null) return null
  return [inSentence(decimal(found.value)), unitLabel(found.unit ?? '1')].filter(part => part).join(' ')
}

const DUTY_WORDS: Readonly<Record<CheckItem['duty'], string>> = {
  must: '应',
  mustNot: '不得',
  inPrinciple: '原则',
  should: '宜',
  strive: '力争',
  encouraged: '鼓励',
  may: '可',
  classifies: '判定',
}

/** The clauses an item rests on in a region, with the documents they stand in; where none of them binds, all of them. */
export function citesOf({ document }: Checklist, item: CheckItem, region: string | null): string[] {
  const cites = item.cites.map(({ document: cited, clause }) => {
    const of = document.documents.find(({ id }) => id === cited)
    return { binds: of?.region === null || of?.region === region, text: `${of?.title ?? cited} ${clauseText(clause)}` }
  })
  const binding = cites.filter(({ binds }) => binds)
  return (binding.length > 0 ? binding : cites).map(({ text }) => text)
}

/** Articles are counted as laws count them: 第 14 条; other numbering stays as it is printed. */
function clauseText(clause: string): string {
  return /^\d+(、\d+)*$/.test(clause) ? `第 ${clause} 条` : clause
}

/** What decides which items the institution is asked. */
export function circumstancesOf(session: Session, year: string): Circumstances {
  const { sql, standard } = session
  const { evaluation } = session.graded(year)
  const institution = rowOf(sql, 'institution', String(rowOf(sql, 'year', year)?.institution)) ?? {}
  const supplies = rowsOf(sql, 'supply', year)
  const has: Readonly<Record<Fact, boolean>> = {
    vehicles: supplies.some(supply => supply.use === 'transport'),
    heat: supplies.some(supply => supply.carrier === 'heat'),
    onsitePv: supplies.some(supply => supply.source === 'onsitePv'),
    specialUse: rowsOf(sql, 'specialUse', year).length > 0,
  }
  const place = textOrNull(institution.place) ?? ''
  const { jurisdiction } = standard.document
  return {
    region: regionOf(quotaPlaces(standard).some(({ names }) => names.includes(place)) ? jurisdiction : place),
    class: textOrNull(institution.class),
    facts: new Set((Object.keys(has) as Fact[]).filter(fact => has[fact])),
    value: cell => evaluation?.cell(cell)?.value ?? null,
  }
}

/** The visits of an institution-year with how far each is. */
export function visitsOf(session: Session, present: Checklist, year: string): VisitView[] {
  return rowsOf(session.sql, 'visit', year).map(visit => visitView(session, present, visit))
}

function visitView(session: Session, present: Checklist, visit: Row): VisitView {
  const { sql } = session
  const checklist = checklistOf(sql, present, String(visit.packDigest))
  const circumstances = circumstancesOf(session, String(visit.year))
  const asked = checklist.items.filter(item => applicabilityOf(item, circumstances).kind === 'applies')
  const rows = rowsOf(sql, 'answer', String(visit.id))
  const given = new Map(rows.map(row => [row.item, row]))
  const of = (where: 'onSite' | 'atDesk') => {
    const items = asked.filter(item => item.answered === where)
    return {
      where,
      done: items.filter(item => isAnswered(item, given.get(item.id))).length,
      of: items.length,
    }
  }
  return {
    id: String(visit.id),
    ordinal: countOf(visit.ordinal),
    date: textOrNull(visit.date),
    people: textOrNull(visit.people),
    version: checklist.document.version,
    progress: [of('onSite'), of('atDesk')],
    no: rows.filter(row => row.answer === 'no').length,
    notApplicable: rows.filter(row => row.answer === 'notApplicable').length,
    memos: rowsOf(sql, 'memo', String(visit.id)).filter(memo => memo.item === null).length,
  }
}

/** Everything recorded during a visit. */
export function visitRecord(session: Session, present: Checklist, id: string): VisitRecord {
  const { sql } = session
  const visit = rowOf(sql, 'visit', id)
  if (!visit) throw new Refused('这次现场已不在了。请看一下是不是刚刚撤销或删除了它。')
  const checklist = checklistOf(sql, present, String(visit.packDigest))
  const items = new Map(checklist.items.map(item => [item.id, item]))
  const drafts = Map.groupBy(
    rowsOf(sql, 'draft', String(visit.year)).filter(draft => draft.tableName === 'answer'),
    draft => String(draft.row),
  )
  const answers = rowsOf(sql, 'answer', id)
  const blank = [...drafts.keys()]
    .filter(key => key.startsWith(`${id} `))
    .map(key => key.slice(id.length + 1))
    .filter(item => !answers.some(row => row.item === item))
  return {
    visit: visitView(session, present, visit),
    answers: [...answers, ...blank.map(item => ({ id: '', item }))].map(row => {
      const unread = (drafts.get(`${id} ${row.item}`) ?? []).map(draft => ({
        field: String(draft.field),
        typed: String(draft.typed),
        message: String(draft.message),
      }))
      return answerView(row, items.get(String(row.item)), unread)
    }),
    memos: rowsOf(sql, 'memo', id).map(memoView),
    evidence: evidenceOf(sql, String(visit.year)),
  }
}

/** An answer as screens show it, judged by its item. */
export function answerView(row: Row, item: CheckItem | undefined, unread: AnswerView['unread']): AnswerView {
  const [value, whole] = [textOrNull(row.value), textOrNull(row.whole)]
  const word = ANSWERS.find((known): known is AnswerWord => known === row.answer)
  return {
    id: String(row.id),
    item: String(row.item),
    answer: word ?? null,
    reason: textOrNull(row.reason),
    note: textOrNull(row.note),
    value,
    whole,
    ...(item ? judge(item, { value, whole }) : { ratio: null, meets: null, remark: null }),
    unread,
  }
}

function memoView(row: Row): MemoView {
  return { id: String(row.id), at: String(row.at), text: textOrNull(row.text), item: textOrNull(row.item) }
}

/** What is attached anywhere in an institution-year, in the order it was added. */
export function evidenceOf(sql: Sql, year: string): EvidenceView[] {
  return rowsOf(sql, 'evidence', year).map(row => ({
    id: String(row.id),
    target: String(row.target),
    digest: String(row.digest),
    name: String(row.name),
    type: EVIDENCE_TYPES.find(type => type === row.type) ?? 'pdf',
    kilobytes: grouped(textOf(count(countOf(row.size)).div(1000).ceil())),
    takenAt: textOrNull(row.takenAt),
    takenIn: textOrNull(row.takenIn),
    at: String(row.at),
  }))
}
