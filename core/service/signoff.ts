import {
  FINDING_LABELS,
  LEVEL_LABELS,
  SIGNOFF_STATES,
  type SignoffState,
  type SignoffView,
  SYSTEM_LABELS,
} from '#core/contract/audit.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { TERMS, TEXT_LABELS, textLabel } from '#core/contract/terms.ts'
import type { Checklist } from '../audit/checklist.ts'
import { lastSignoff, rowOf, rowsOf, rowsOfYears, type YearRows } from '../workbook/read.ts'
import { TABLES, type TableName } from '../workbook/schema.ts'
import { countOf, type Row, type Sql, textOrNull } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'
import { ANSWER_WORDS, auditRecord } from './audit-record.ts'
import { changesSince, type StepSince } from './changes-since.ts'
import type { Host } from './host.ts'
import { openPoints } from './open-points.ts'
import { meterLabel, placeOf } from './places.ts'
import { Refused, refuseLong } from './refused.ts'
import { currentRun } from './report.ts'
import type { Session } from './session.ts'
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
  if (state === 'final' && last && changesSince(sql, last).length > 0)
    throw new Refused('审核以后又有改动，没有定稿。请看过报告页列出的操作，再“审核”一次，然后“定稿”。')
  const { evaluation } = session.graded(year)
  if (state === 'final' && !evaluation) throw new Refused('这家机构被退回，没有评价，不能定稿。请先改正提示的问题。')
  const kept = state === 'final' && evaluation ? currentRun(sql, session.standard, year, evaluation.facts) : null
  const made = state === 'final' && kept === null ? session.runOf(year, '定稿') : null
  const run = kept ?? made
  const audit = state === 'final' ? auditRecord(session, checklist, year) : null
  const open = session.summary(year).flatMap(({ todos }) => todos).length + openPoints(session, checklist, year).length
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
    stale: last?.state === 'reviewed' && changesSince(sql, last).length > 0,
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
    opens: openPoints(session, checklist, year),
    changed: before ? changedSince(session, year, before) : [],
    steps: since ? joined(changesSince(sql, since).map(step => withDetails(sql, checklist, step))) : [],
  }
}

type Told = SignoffView['steps'][number]
/** Files added one after the other are one line. */
function joined(steps: readonly (Told & { readonly files: number })[]): Told[] {
  const lines: (Told & { files: number })[] = []
  for (const step of steps) {
    const last = lines.at(-1)
    if (last && last.files > 0 && step.files > 0) {
      const files = last.files + step.files
      lines[lines.length - 1] = { ...step, files, label: `加入 ${files} 个文件` }
    } else lines.push(step)
  }
  return lines.map(({ label, at, details }) => ({ label, at, details }))
}

const MOST_DETAILS = 8

/** What a step changed, field by field; a step of many rows says the first of them. `files`: how many it only added. */
function withDetails(
  sql: Sql,
  checklist: Checklist,
  { label, at, changes }: StepSince,
): Told & { readonly files: number } {
  const details = changes.flatMap(({ table, before, after }) => {
    if (table === 'evidence') return []
    const name = nameOf(sql, table, before ?? {}) ?? nameOf(sql, table, after ?? {})
    const value = (column: string, row: Row | null) => told(sql, checklist, table, column, row)
    return Object.entries(TABLES[table]).flatMap(([column, { label: title, of, kind }]) => {
      const [was, is] = [value(column, before), value(column, after)]
      if (was === is || of !== undefined || kind === 'count' || UNTOLD[table]?.includes(column)) return []
      return [{ label: [name, title].filter(part => part).join('，'), before: was, after: is }]
    })
  })
  const files = changes.every(({ table, before }) => table === 'evidence' && before === null) ? changes.length : 0
  return { label, at, details: details.slice(0, MOST_DETAILS), files }
}

/** What a reader of the difference need not see: what a command of its own sets. */
const UNTOLD: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  visit: ['packDigest'],
  finding: ['source', 'basis'],
  memo: ['at'],
  choice: ['name'],
  specialUse: ['code'],
}

const YES_NO: Readonly<Record<string, string>> = { yes: '是', no: '否' }
const STATES: Readonly<Record<string, string>> = { value: '有数', notReported: '未报', notApplicable: '不适用' }

/** A value as people read it. */
function told(sql: Sql, { limits }: Checklist, table: TableName, column: string, row: Row | null): string {
  const value = row?.[column] ?? null
  if (value === null) return '—'
  const text = String(value)
  if (table === 'measurement' && column === 'quantity') return limits.find(({ id }) => id === text)?.label ?? text
  if (table === 'measurement' && column === 'instrument')
    return textOrNull(rowOf(sql, 'instrument', text)?.name) ?? '已删除的仪器'
  if (table === 'choice' && column === 'value') return textLabel(String(row?.name), text)
  if (table === 'supply' && column === 'use' && text.startsWith('special:')) return '特殊用能'
  return wordsOf(table, column)[text] ?? text
}

function wordsOf(table: TableName, column: string): Readonly<Record<string, string>> {
  if (table === 'answer' && column === 'answer') return ANSWER_WORDS
  if (table === 'finding' && column === 'state') return FINDING_LABELS
  if (table === 'consumption' && column === 'state') return STATES
  if (column === 'system' || column === 'endUse') return SYSTEM_LABELS
  if (column === 'level') return LEVEL_LABELS
  if (column === 'carrier') return { ...TEXT_LABELS.carrier, water: '水' }
  if (column === 'use') return TEXT_LABELS.scope ?? {}
  return column === 'source' || column === 'dayRule' ? (TEXT_LABELS[column] ?? {}) : YES_NO
}

/** What people call a row. */
function nameOf(sql: Sql, table: TableName, row: Row): string | null {
  if (table === 'meterPoint' && row.carrier !== undefined)
    return [wordsOf(table, 'carrier')[String(row.carrier)], wordsOf(table, 'level')[String(row.level)]].join(' ')
  if (table === 'consumption' && row.supply !== undefined) {
    const supply = rowOf(sql, 'supply', String(row.supply))
    const month = countOf(row.month)
    return [supply ? meterLabel(supply) : null, month === 0 ? '全年' : `${month} 月`].filter(part => part).join(' ')
  }
  if (table === 'choice') return termLabelOf(row.name)
  const text = textOrNull(row.name) ?? textOrNull(row.label) ?? textOrNull(row.item) ?? textOrNull(row.text)
  return text && (text.length > 24 ? `${text.slice(0, 24)}…` : text)
}

function termLabelOf(name: Row[string] | undefined): string | null {
  const term = Object.entries(TERMS).find(([id]) => id === name)
  return term ? term[1].label : null
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
