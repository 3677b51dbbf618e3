import {
  type AnswerView,
  FINDING_STATES,
  type FindingState,
  type FindingView,
  isFailed,
  LEVEL_LABELS,
  METER_LEVELS,
  type MeasurementView,
  type MeteringView,
} from '#core/contract/audit.ts'
import { carrierLabel, unitLabel } from '#core/contract/terms.ts'
import { compare, decimal, textOf, ZERO } from '#core/quantity/decimal.ts'
import { grouped } from '#core/quantity/print.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import { applicabilityOf } from '../audit/applies.ts'
import type { Checklist } from '../audit/checklist.ts'
import { boundText, readingText } from '../audit/judge.ts'
import { gradeView } from '../report/figures.ts'
import { termLabel } from '../standard/pack/standard.ts'
import { rowOf, rowsOf, yearOf } from '../workbook/read.ts'
import { countOf, type Row, type Sql, textOrNull } from '../workbook/sql.ts'
import { unitsOf } from './carrier-units.ts'
import { meteringOf } from './equipment.ts'
import { measurementsOf } from './measurements.ts'
import { MOST_LONG_TEXT, Refused } from './refused.ts'
import type { Session } from './session.ts'
import { answerOf, answerView, checklistOf, circumstancesOf, citesOf, visitItems, visitRecord } from './visits.ts'

/** A finding from an item that was answered 否, with its reading, clause and notes and, by reference, its photos. */
export function findingFromItem(session: Session, present: Checklist, visit: string, item: string): Made {
  const { sql } = session
  const visited = rowOf(sql, 'visit', visit)
  if (!visited) throw new Refused('这次现场已不在了。请看一下是不是刚刚撤销或删除了它。')
  const year = String(visited.year)
  const checklist = checklistOf(sql, present, String(visited.packDigest))
  const question = checklist.items.find(known => known.id === item)
  if (!question) throw new Refused(`检查表里没有条目“${item}”。`)
  const circumstances = circumstancesOf(session, year)
  if (applicabilityOf(question, circumstances).kind !== 'applies')
    throw new Refused(`“${item}”在这里是参考条目，不单独构成问题。请另写一条问题。`)
  const answer = answerView(answerOf(sql, visit, item) ?? { id: '', item }, question, [])
  if (answer.answer !== 'no' && !isFailed(answer)) throw new Refused(`“${item}”没有答“否”，也没有量出不符合。`)
  const reading = readingText(question, answer)
  const limit = question.bound ? boundText(question.bound) : question.kind === 'limit' ? question.limit : null
  const shown = visitItems(session, present, visit).items.find(known => known.id === item)?.shows ?? []
  const parts = [
    ...shown.flatMap(({ label, text }) => (text === null ? [] : [`${label} ${text}`])),
    reading,
    reading !== '' && limit ? `限值 ${limit}` : '',
  ].filter(part => part !== '')
  const numbers = parts.length === 0 ? '' : `（${parts.join('，')}）`
  const notes = [answer.note, ...memosOf(sql, visit, item).map(memo => textOrNull(memo.text))]
  const said = `${answer.answer === 'no' ? '否' : '不符合'}${numbers}`
  const text = [`${question.text}：${said}`, ...notes.filter(note => note !== null)].join('。')
  return makeFinding(session, year, {
    text: `${text.replace(/。$/, '')}。`.slice(0, MOST_LONG_TEXT),
    source: `item ${visit} ${item}`,
    basis: basisOfAnswer(answer).text,
    cite: citesOf(checklist, question, circumstances.region).join('；'),
  })
}

/** What was noted first and put to an item later. */
function memosOf(sql: Sql, visit: string, item: string): Row[] {
  return rowsOf(sql, 'memo', visit).filter(memo => memo.item === item)
}

/** A finding from a graded indicator that does not keep its limit. */
export function findingFromGrade(session: Session, year: string, indicator: string): string {
  const text = exceededText(session, year, indicator)
  if (text === null) throw new Refused('这个指标没有超过限值，不记为问题。要记别的请另写一条问题。')
  const [consequence] = session.standard.document.consequences
  const cite = `${session.standard.document.title}${consequence ? ` ${consequence.cite.clause}` : ''}`
  const basis = basisOfGrade(session, year, indicator).text
  return makeFinding(session, year, { text, source: `grade ${indicator}`, basis, cite }).id
}

/** What is said of a graded indicator that does not keep its limit, with the limit; `null` while it does. */
function exceededText(session: Session, year: string, indicator: string): string | null {
  const { standard } = session
  const graded = session.graded(year).result.indicators.find(({ id }) => id === indicator)
  if (!graded || !isExceeded(session, graded.grade)) return null
  const unit = unitLabel(standard.terms.get(indicator)?.unit ?? '')
  const laxest = standard.document.grades.findLast(({ satisfies }) => satisfies)?.satisfies
  const tier = standard.document.tiers.find(({ id }) => id === laxest)
  const limit = tier && graded.tiers?.[tier.id]
  const against = limit ? `（${tier.label} ${grouped(limit)} ${unit}）` : ''
  const { label } = gradeView(standard, graded.grade)
  return `${termLabel(standard, indicator)} ${grouped(graded.display ?? '')} ${unit}，${label}${against}。`
}

function isExceeded({ standard }: Session, grade: string | null): boolean {
  const { rank, equals } = gradeView(standard, grade)
  return rank === 4 || equals
}

/** A finding from a carrier and level that has fewer meters than the rule in force wants. */
export function findingFromMeterPoint(session: Session, checklist: Checklist, point: string): string {
  const row = rowOf(session.sql, 'meterPoint', point)
  if (!row) throw new Refused('这一类应装已不在了。请看一下是不是刚刚撤销或删除了它。')
  const year = String(row.year)
  const { points, rule } = meteringOf(session, checklist, year)
  const short = points.find(known => known.row.id === point && known.meets === false)
  if (!short || rule === null) throw new Refused('这一类的配备率没有低于规定，不记为问题。要记别的请另写一条问题。')
  const level = LEVEL_LABELS[METER_LEVELS.find(known => known === row.level) ?? 'unit']
  const text = `${carrierLabel(row.carrier)}，${level}：配备率 ${short.ratio}（应装 ${row.required} 块，实装 ${short.installed} 块），要求 ≥ ${short.wanted}。`
  const cite = `${rule.id} ${rule.title}${rule.confirmed ? '' : '（来源待核）'}`
  return makeFinding(session, year, { text, source: `meterPoint ${point}`, basis: basisOfPoint(short).text, cite }).id
}

/** A finding from something measured that does not keep its limit here. */
export function findingFromMeasurement(session: Session, checklist: Checklist, measurement: string): string {
  const row = rowOf(session.sql, 'measurement', measurement)
  if (!row) throw new Refused('这次测量已不在了。请看一下是不是刚刚撤销或删除了它。')
  const year = String(row.year)
  const measured = measurementsOf(session, checklist, year).find(known => known.row.id === measurement)
  if (!measured || measured.verdict === null || measured.verdict === 'conform')
    throw new Refused('这次测量没有不符合限值，不记为问题。要记别的请另写一条问题。')
  const { label, unit, limit, source, confirmed } = measured
  const where = [textOrNull(row.place), textOrNull(row.at)].filter(part => part !== null).join('，')
  const text = `${label} ${grouped(String(row.value))} ${unit}，限值 ${limit}${where === '' ? '' : `（${where}）`}。`
  return makeFinding(session, year, {
    text,
    source: `measurement ${measurement}`,
    basis: basisOfMeasurement(measured).text,
    cite: source === null ? null : `${source}${confirmed ? '' : '（来源待核）'}`,
  }).id
}

/** What a finding rests on: as it was when it was made, or is now; `stands`: it would be made again, `null` where unknown. */
export type Basis = { readonly text: string; readonly stands: boolean | null }

/** What the findings of an institution-year rest on now, by their sources. */
export function basesOfSources(session: Session, checklist: Checklist, year: string): ReadonlyMap<string, Basis> {
  const answers = rowsOf(session.sql, 'visit', year).flatMap(({ id }) => {
    const asked = new Map(visitItems(session, checklist, String(id)).items.map(item => [item.id, item.applies]))
    const { answers: given } = visitRecord(session, checklist, String(id))
    return given.map(answer => {
      const basis = basisOfAnswer(answer)
      const stands = basis.stands && asked.get(answer.item) === 'applies'
      return [`item ${id} ${answer.item}`, { ...basis, stands }] as const
    })
  })
  return new Map([
    ...answers,
    ...session
      .graded(year)
      .result.indicators.map(({ id }) => [`grade ${id}`, basisOfGrade(session, year, id)] as const),
    ...measurementsOf(session, checklist, year).map(
      measured => [`measurement ${measured.row.id}`, basisOfMeasurement(measured)] as const,
    ),
    ...meteringOf(session, checklist, year).points.map(
      point => [`meterPoint ${point.row.id}`, basisOfPoint(point)] as const,
    ),
  ])
}

/** A number without the zeros that say nothing: 24.0 is 24. */
const plain = (number: string | null): string | null => number && textOf(decimal(number))

function basisOfAnswer(answer: AnswerView): Basis {
  const { answer: word, value, whole } = answer
  return { text: [word, plain(value), plain(whole)].join(' '), stands: word === 'no' || isFailed(answer) }
}

function basisOfGrade(session: Session, year: string, indicator: string): Basis {
  const graded = session.graded(year).result.indicators.find(({ id }) => id === indicator)
  const known = graded !== undefined && gradeView(session.standard, graded.grade).rank > 0
  const text = [graded?.display, ...Object.values(graded?.tiers ?? {})].join(' ')
  return { text, stands: known ? isExceeded(session, graded.grade) : null }
}

function basisOfMeasurement({ row, limit, verdict }: MeasurementView): Basis {
  const { quantity, value, exception } = row
  return {
    text: [quantity, plain(textOrNull(value)), exception, limit].join(' '),
    stands: verdict === null ? null : verdict !== 'conform',
  }
}

function basisOfPoint({ row, installed, wanted, meets }: MeteringView['points'][number]): Basis {
  return {
    text: [row.carrier, row.level, installed, row.required, wanted].join(' '),
    stands: meets === null ? null : !meets,
  }
}

/** A finding a person writes himself. */
export function addFinding(session: Session, year: string): string {
  return makeFinding(session, year, { text: null, source: null, basis: null, cite: null }).id
}

/** The finding, and whether it had been made before: from one source there is one. */
type Made = { readonly id: string; readonly known: boolean }

function makeFinding(
  session: Session,
  year: string,
  from: {
    readonly text: string | null
    readonly source: string | null
    readonly basis: string | null
    readonly cite: string | null
  },
): Made {
  const all = rowsOf(session.sql, 'finding', year)
  const same = all.find(row => from.source !== null && row.source === from.source)
  if (same) return { id: String(same.id), known: true }
  const id = session.newId
  const after = { id, year, ordinal: countOf(all.at(-1)?.ordinal) + 1, ...from, state: 'open', reason: null }
  session.commit('记为问题', year, [{ table: 'finding', id, before: null, after }])
  return { id, known: false }
}

/** A measure against a finding. Returns its id. */
export function addMeasure(session: Session, finding: string): string {
  const owner = rowOf(session.sql, 'finding', finding)
  if (!owner) throw new Refused('这条问题已不在了。请看一下是不是刚刚撤销或删除了它。')
  const id = session.newId
  const ordinal = countOf(rowsOf(session.sql, 'measure', finding).at(-1)?.ordinal) + 1
  const blank = {
    text: null,
    endUse: null,
    sequence: null,
    gain: null,
    cost: null,
    owner: null,
    due: null,
  }
  session.commit('新增 措施', String(owner.year), [
    { table: 'measure', id, before: null, after: { id, finding, ordinal, ...blank } },
  ])
  return id
}

const OFTEN_SAVED = ['electricity', 'naturalGas', 'heat', 'water', 'gasoline', 'diesel', 'lpg', 'rawCoal'] as const

/** A carrier that a measure saves. Returns its id. */
export function addSaving(session: Session, measure: string): string {
  const { sql } = session
  const owner = rowOf(sql, 'measure', measure)
  const year = owner && yearOf(sql, 'measure', owner)
  if (!owner || year === null) throw new Refused('这条措施已不在了。请看一下是不是刚刚撤销或删除了它。')
  const id = session.newId
  const all = rowsOf(sql, 'saving', measure)
  const ordinal = countOf(all.at(-1)?.ordinal) + 1
  const taken = all.map(({ carrier }) => carrier)
  const carrier = OFTEN_SAVED.find(name => !taken.includes(name)) ?? 'other'
  const after = { id, measure, ordinal, carrier, amount: null }
  session.commit('新增 节约的能源', year, [{ table: 'saving', id, before: null, after }])
  return id
}

/** The findings of an institution-year with their measures. */
export function findingsOf(sql: Sql, year: string): FindingView[] {
  return rowsOf(sql, 'finding', year).map(row => ({
    row,
    state: stateOf(row),
    from: sourcesOf(sql, row),
    measures: rowsOf(sql, 'measure', String(row.id)).map(measure => ({
      row: measure,
      savings: rowsOf(sql, 'saving', String(measure.id)).map(saving => ({
        row: saving,
        unit: unitLabel(unitsOf(saving.carrier).year),
      })),
      payback: paybackOf(measure),
    })),
  }))
}

function sourcesOf(sql: Sql, { source }: Row): string[] {
  if (source === null || source === undefined) return []
  const [kind, visit = '', item = ''] = String(source).split(' ')
  const memos = kind === 'item' ? memosOf(sql, visit, item).map(({ id }) => `memo ${id}`) : []
  return [String(source), ...memos]
}

function stateOf(row: Row): FindingState {
  return FINDING_STATES.find(state => state === row.state) ?? 'open'
}

/** Simple payback in years: the investment over what is saved in a year; `null` while one of them is missing. */
function paybackOf(row: Row): string | null {
  const [cost, gain] = [textOrNull(row.cost), textOrNull(row.gain)]
  if (cost === null || gain === null || compare(decimal(gain), ZERO) === 0) return null
  return grouped(roundByGb8170(decimal(cost).div(decimal(gain)), 1))
}
