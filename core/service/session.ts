import type { AuditRecord } from '#core/contract/audit.ts'
import { CHOICES, type ChoiceName, type InstitutionFacts } from '#core/contract/facts.ts'
import type { ReportJob } from '#core/contract/operations.ts'
import { problemSentence } from '#core/contract/problems.ts'
import type { ReportDocument } from '#core/contract/report.ts'
import { readTypedQuantity, wholeOf } from '#core/contract/typed-quantity.ts'
import type { DerivationView, Place, StepTaken, Summary, Typing } from '#core/contract/views.ts'
import { parseDate } from '#core/quantity/date.ts'
import { derive } from '../standard/derivation.ts'
import type { Graded } from '../standard/grade-institution.ts'
import type { Standard } from '../standard/pack/standard.ts'
import {
  consumptionOf,
  isFinal,
  lastSignoff,
  rowOf,
  rowsOf,
  rowsOfYears,
  settingOf,
  summaries,
  summaryOfYear,
  tablesBelow,
  yearIds,
  yearOf,
} from '../workbook/read.ts'
import { AUDIT_TABLES, TABLES, type TableName } from '../workbook/schema.ts'
import { countOf, type Row, type Sql, type SqlValue } from '../workbook/sql.ts'
import {
  type Action,
  actionOfCommand,
  advance,
  apply,
  type Change,
  changesOf,
  forgetResults,
  type History,
  inverse,
  keepPack,
  readHistory,
  storeResult,
  storeSetting,
} from '../workbook/write.ts'
import { draftChanges } from './drafts.ts'
import type { Host } from './host.ts'
import { importFacts } from './import-facts.ts'
import { openPack, packDigest } from './open-pack.ts'
import { cellPlace, rowPlace } from './places.ts'
import { PLANNED, Refused, refuseLeap, refuseLong } from './refused.ts'
import { currentRun, reportJob, reportOf } from './report.ts'
import {
  ADDABLE,
  DEFAULTS,
  emptiedBy,
  isBeside,
  isTyped,
  isTypedIn,
  NAMED_BY_OWNER,
  REMOVABLE,
  ROW_LABELS,
  SOURCES,
} from './row-rules.ts'
import { sheetChanges } from './sheet.ts'
import { derivationView, summaryOf } from './views.ts'
import { gradeYear } from './workbook-facts.ts'

/** What became of something typed: written, or kept as a draft beside the field with the reason. */
export type Typed = {
  readonly outcome: 'written' | 'draft'
  readonly message: string | null
  readonly text: string | null
}

/** A standard with the texts it was read from, which a stored run keeps. */
export type OpenStandard = { readonly standard: Standard; readonly files: ReadonlyMap<string, string> }

const MOST_TOUCHED = 500
const ENGINE = 'energy-audit-engine/1'

/**
 * One open workbook. Every command is one action in one transaction, and the results of the institution-years it touches are
 * replaced in the same transaction, so a list never shows a grade that does not belong to the facts beside it.
 */
export class Session {
  readonly sql: Sql
  readonly standard: Standard
  readonly readOnly: boolean
  readonly #host: Host
  readonly #files: ReadonlyMap<string, string>
  #history: History
  #command: string | null = null
  readonly #older = new Map<string, Standard>()
  /** The stored results are another standard's and cannot be replaced, because the file is read-only. */
  #stale: boolean
  /** From this revision on it is known which rows of the list changed. */
  #listedFrom: number
  readonly #changed: { readonly revision: number; readonly year: string }[] = []

  constructor(host: Host, sql: Sql, { standard, files }: OpenStandard, readOnly: boolean) {
    this.#host = host
    this.sql = sql
    this.standard = standard
    this.#files = files
    this.readOnly = readOnly
    this.#history = readHistory(sql)
    this.#listedFrom = this.#history.revision
    this.#stale = settingOf(sql, 'resultsBy') !== standard.digest
    if (!readOnly && this.#stale) this.evaluateAll()
  }

  /** The number of the last action. */
  get revision(): number {
    return this.#history.revision
  }

  get history(): History {
    return this.#history
  }

  /**
   * Carries out a command under its sender's id. Rows it makes get that id, so that a sender who has lost the answer and says
   * it again is answered the same and nothing happens twice.
   */
  under<T>(command: string | null, work: () => T): T {
    this.#command = command
    try {
      return work()
    } finally {
      this.#command = null
    }
  }

  /** What a command has already become, `null` if it has not been carried out. */
  done(command: string): StepTaken | null {
    const action = actionOfCommand(this.sql, command)
    return action && { label: action.label, ...this.#whereOf(changesOf(this.sql, action.sequence)) }
  }

  /** Keeps what is being typed, beside the workbook's facts and outside its log; the next edit forgets it. */
  keepTyping(typing: Typing | null): void {
    if (this.readOnly) return
    storeSetting(this.sql, 'typing', typing === null ? '' : JSON.stringify(typing))
  }

  /** What was being typed when the workbook was last left, if that field is still there. */
  get typing(): Typing | null {
    const kept = settingOf(this.sql, 'typing') ?? ''
    if (kept === '') return null
    const typing: Typing = JSON.parse(kept)
    return rowOf(this.sql, 'year', typing.year) ? typing : null
  }

  /** The institution-years whose rows of the list changed after a revision; `null`: too many or too long ago, read all. */
  changedSince(revision: number): readonly string[] | null {
    if (revision < this.#listedFrom) return null
    return [...new Set(this.#changed.filter(change => change.revision > revision).map(change => change.year))]
  }

  /** Evaluates every institution-year by the present standard and stores the results. */
  evaluateAll(): void {
    this.sql.transaction(() => {
      forgetResults(this.sql)
      for (const { year } of yearIds(this.sql)) this.#evaluate(year)
      storeSetting(this.sql, 'resultsBy', this.standard.digest)
    })
    this.#stale = false
  }

  /** What the list shows of the institution-years, or of the first few, in its order. */
  summaries(first: number | null = null): Summary[] {
    return summaries(this.sql, first).flatMap(({ year, summary }) => this.#summary(year, summary))
  }

  /** The same of one institution-year, empty if it is gone. */
  summary(year: string): Summary[] {
    return this.#summary(year, summaryOfYear(this.sql, year))
  }

  #summary(year: string, stored: string | null): Summary[] {
    if (!this.#stale) return stored === null ? [] : [JSON.parse(stored)]
    const { result, evaluation } = this.graded(year)
    return [summaryOf(this.sql, this.standard, year, result, evaluation)]
  }

  graded(year: string): Graded {
    const graded = gradeYear(this.sql, this.standard, year)
    if (!graded) throw new Refused('这家机构已不在了。请看一下是不是刚刚撤销或删除了它。')
    return graded
  }

  derivation(year: string, cell: string): DerivationView | null {
    const { evaluation } = this.graded(year)
    const derivation = evaluation && derive(evaluation, cell)
    const [rows] = rowsOfYears(this.sql, [year])
    return derivation && rows ? derivationView(derivation, rows) : null
  }

  /** Fills a new workbook with institutions, as what it starts with: undo does not take them away. */
  begin(label: string, all: readonly InstitutionFacts[], defaultYear: string): void {
    const first = this.#nextOrdinal()
    const changes = all.flatMap((facts, i) => importFacts(this.#host, facts, first + i, defaultYear))
    this.#write('base', null, label, null, changes)
  }

  /** A new institution with its year, an empty building and an empty people ledger; returns the institution-year. */
  createInstitution(name: string, defaultYear: string): string {
    refuseLong(name)
    const ordinal = this.#nextOrdinal()
    const id = this.#freeCode(ordinal)
    const year = this.#command ?? this.#host.newId()
    const changes = importFacts(this.#host, { id, name }, ordinal, defaultYear, year)
    this.#write('do', null, `新建 ${name || '机构'}`, changes[0]?.id ?? null, changes)
    return year
  }

  removeInstitution(year: string): void {
    const institution = this.#institutionOf(year)
    const row = this.#row('institution', institution)
    const changes = this.#removal('institution', row)
    this.#write('do', null, `删除 ${row.name ?? '机构'}`, institution, changes)
  }

  /** Commits one field as typed. An unreadable quantity is kept as a draft and is no value; its old value is set aside. */
  setField(table: TableName, id: string, field: string, typed: string): Typed {
    const column = TABLES[table][field]
    if (!column || !isTyped(table, field)) throw new Refused('没有这个栏目。')
    const row = this.#row(table, id)
    const read = this.#read(table, field, typed)
    if (table === 'finding' && field === 'state')
      refuseLeap(String(row.state), read.text, rowsOf(this.sql, 'measure', id).length)
    if (table === 'supply' && field === 'use') this.#checkUse(String(row.year), read.text)
    if (table === 'institution' && field === 'code' && read.text !== row.code) {
      const taken = this.sql.prepare('SELECT "name" FROM "institution" WHERE "code" = ?').get(read.text)
      if (taken) throw new Refused(`编号“${read.text}”已用于“${taken.name ?? ''}”。请换一个；原来的编号没有变。`)
    }
    const changes: Change[] = []
    const after: Record<string, SqlValue> = { ...row, [field]: read.text }
    if (table === 'institution' && field === 'class' && read.text !== row.class) after.type = null
    const emptied = emptiedBy(table, field, row, after)
    for (const name of emptied) after[name] = null
    if (JSON.stringify(after) !== JSON.stringify(row)) changes.push({ table, id, before: row, after })
    const year = yearOf(this.sql, table, row) ?? this.#yearsOf(id)[0] ?? null
    const unread = read.message === null ? null : { typed, message: read.message }
    if (year !== null) changes.push(...draftChanges(this.sql, this.#host, { year, table, row: id, field }, unread))
    if (changes.length > 0) this.#write('do', null, `修改 ${column.label}`, this.#placeOf(year, id), changes)
    if (emptied.length > 0) {
      const message = `单位变了，原来的${emptied.map(name => TABLES[table][name]?.label ?? name).join('、')}已清空，请按新单位重填。Ctrl+Z 取消。`
      return { outcome: 'written', message, text: read.text }
    }
    return { outcome: read.message === null ? 'written' : 'draft', message: read.message, text: read.text }
  }

  /** Commits cells of the grid as one step: what was typed into one, or a pasted block. */
  setCells(
    year: string,
    cells: readonly { readonly supply: string; readonly month: number; readonly typed: string }[],
    label: string,
  ): { written: number; tidied: number; unreadable: number } {
    const tally = { written: 0, tidied: 0, unreadable: 0 }
    const present = new Map(consumptionOf(this.sql, year).map(row => [`${row.supply} ${row.month}`, row]))
    const changes: Change[] = []
    for (const { supply, month, typed } of cells) {
      const meter = this.#row('supply', supply)
      if (meter.year !== year || !Number.isInteger(month) || month < 0 || month > 12) throw new Refused('没有这一格。')
      const read = readTypedQuantity(typed, String(meter.unit))
      const before = present.get(`${supply} ${month}`) ?? null
      const id = String(before?.id ?? this.#host.newId())
      const after: Row = {
        id,
        supply,
        month,
        state: read.kind === 'value' || read.kind === 'notApplicable' ? read.kind : 'notReported',
        amount: read.kind === 'value' ? read.text : null,
      }
      present.set(`${supply} ${month}`, after)
      if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ table: 'consumption', id, before, after })
      const unread = read.kind === 'unreadable' ? { typed, message: read.message } : null
      const place = { year, table: 'consumption', row: `${supply} ${month}`, field: 'amount' } as const
      changes.push(...draftChanges(this.sql, this.#host, place, unread))
      if (unread !== null) tally.unreadable += 1
      else tally.written += 1
      if (read.kind === 'value' && read.tidied) tally.tidied += 1
    }
    if (changes.length > 0) this.#write('do', null, label, this.#institutionOf(year), changes)
    return tally
  }

  /** Commits cells of the sheet as one step. */
  setSheet(
    cells: readonly { readonly year: string; readonly column: string; readonly typed: string }[],
    label: string,
  ): { written: number; tidied: number; unreadable: number; locked: number } {
    const { changes, ...tally } = sheetChanges(this.sql, this.#host, cells)
    if (changes.length > 0) this.#write('do', null, label, null, changes)
    return tally
  }

  /** New institutions as one step, each line its name, class, type and place; returns how many. */
  createAll(lines: readonly (readonly string[])[], defaultYear: string): number {
    const named = lines.map(line => line.map(text => text.trim())).filter(([name]) => name)
    for (const line of named) for (const text of line) refuseLong(text)
    if (named.length === 0) throw new Refused('没有读到名称。请把名称放在第一列，一行一家。')
    const first = this.#nextOrdinal()
    const changes = named.flatMap(([name, kind, type, place], i) => {
      const facts = {
        id: this.#freeCode(first + i),
        name,
        class: kind || null,
        type: type || null,
        place: place || null,
      }
      return importFacts(this.#host, facts, first + i, defaultYear)
    })
    this.#write('do', null, `新建 ${named.length} 家机构`, null, changes)
    return named.length
  }

  /** Carries out changes that a service has worked out, as one step; `beside` is written in the same transaction. */
  commit(label: string, year: string | null, changes: readonly Change[], beside: () => void = () => {}): void {
    this.#refuseReadOnly()
    this.sql.transaction(() => {
      beside()
      this.#write('do', null, label, year === null ? null : this.#institutionOf(year), changes)
    })
  }

  /** Keeps the standard in use, which a stored evaluation was computed with. */
  keepPack(): void {
    keepPack(this.sql, this.standard.digest, JSON.stringify([...this.#files]))
  }

  /** The evaluation as it is now, as a row that can be stored. */
  runOf(year: string, label: string): Row {
    return this.#runOf(year, label)
  }

  /** The id of the command under way, so that what it makes is made once. */
  get newId(): string {
    return this.#command ?? this.#host.newId()
  }

  /** An id for a further row of a command. */
  get freshId(): string {
    return this.#host.newId()
  }

  addRow(table: TableName, year: string, values: Readonly<Record<string, string>>): string {
    if (!ADDABLE.includes(table)) throw new Refused('这里不能加行。')
    const id = this.#command ?? this.#host.newId()
    const ordinal = Math.max(0, ...rowsOf(this.sql, table, year).map(row => countOf(row.ordinal))) + 1
    const given: Record<string, SqlValue> = {}
    for (const [name, typed] of Object.entries(values)) {
      if (!isTyped(table, name)) throw new Refused('没有这个栏目。')
      const read = this.#read(table, name, typed)
      if (read.message !== null) throw new Refused(read.message)
      given[name] = read.text
    }
    if (table === 'supply') this.#checkUse(year, given.use === undefined ? 'general' : String(given.use))
    const empty = Object.fromEntries(Object.keys(TABLES[table]).map(name => [name, null]))
    const code = table === 'specialUse' ? { code: `s${ordinal}-${id.slice(-6)}` } : {}
    const after: Row = { id, ...empty, ...DEFAULTS[table], year, ordinal, ...code, ...given }
    this.#write('do', null, `新增 ${ROW_LABELS[table] ?? '行'}`, this.#institutionOf(year), [
      { table, id, before: null, after },
    ])
    return id
  }

  removeRow(table: TableName, id: string): void {
    if (!REMOVABLE.includes(table)) throw new Refused('这一行不能删。')
    const row = this.#row(table, id)
    const year = yearOf(this.sql, table, row)
    const source = SOURCES[table]
    if (source !== undefined && year !== null) {
      const start = table === 'visit' ? `item ${id} ` : `${table} ${id}`
      const from = rowsOf(this.sql, 'finding', year).filter(({ source }) => String(source).startsWith(start))
      if (from.length > 0)
        throw new Refused(`有 ${from.length} 条问题来自${source}，没有删除。请先在“问题与措施”里删除那些问题。`)
    }
    if (table === 'measure' && PLANNED.has(rowOf(this.sql, 'finding', String(row.finding))?.state))
      if (rowsOf(this.sql, 'measure', String(row.finding)).length === 1)
        throw new Refused('问题的措施已定，这是唯一的一条，没有删除。请先把问题的状态改回“已采纳”。')
    if (table === 'instrument' && year !== null) {
      const used = rowsOf(this.sql, 'measurement', year).filter(({ instrument }) => instrument === id)
      if (used.length > 0)
        throw new Refused(
          `“${row.name ?? '这台仪器'}”已用于 ${used.length} 次测量，没有删除。请先在那些测量里换一台仪器。`,
        )
    }
    if (table === 'specialUse' && year !== null) {
      const user = rowsOf(this.sql, 'supply', year).find(supply => supply.use === `special:${row.code}`)
      if (user) throw new Refused('有用能栏目属于这个特殊用能系统。请先把那些栏目改为一般用能，再删除。')
    }
    const label = `删除 ${row.label ?? row.name ?? ROW_LABELS[table] ?? '行'}`
    this.#write('do', null, label, year === null ? null : this.#institutionOf(year), this.#removal(table, row))
  }

  /** A choice that changes a number; the default needs no row. */
  setChoice(year: string, name: ChoiceName, value: string, reason: string): void {
    refuseLong(reason)
    const values: readonly string[] = CHOICES[name]
    if (!values.includes(value)) throw new Refused(`没有取法“${value}”。`)
    const before = rowsOf(this.sql, 'choice', year).find(row => row.name === name) ?? null
    const id = String(before?.id ?? this.#host.newId())
    const after = { id, year, name, value, reason: reason === '' ? null : reason }
    if (JSON.stringify(before) === JSON.stringify(after)) return
    this.#write('do', null, '修改 取法', this.#institutionOf(year), [{ table: 'choice', id, before, after }])
  }

  /** Takes the last step back, or does it again; returns what it was called and where it shows. */
  step(direction: 'undo' | 'redo'): StepTaken {
    const step = this.#history[direction].at(-1)
    if (!step) throw new Refused(direction === 'undo' ? '没有可撤销的操作。' : '没有可重做的操作。')
    const changes = changesOf(this.sql, step.sequence)
    const { label, place } = step
    if (changes.some(({ table }) => table === 'signoff'))
      throw new Refused(`“${label}”不能撤销，它之前的操作也不再撤销。要改已定稿的，请到“报告”页“修改并开新版本”。`)
    this.#write(direction, step.sequence, label, place, direction === 'undo' ? inverse(changes) : changes)
    return { label, ...this.#whereOf(changes) }
  }

  /** The institution-year that changes show in, and the first field among them that is still there. */
  #whereOf(changes: readonly Change[]): { year: string | null; place: Place | null } {
    // what was attached to a row goes and comes with it; the row itself says where
    const own = changes.filter(change => !isBeside(change.table))
    const beside = changes.filter(change => isBeside(change.table))
    for (const { table, id, before, after } of [...own, ...beside]) {
      const row = rowOf(this.sql, table, id)
      const known = row ?? before ?? after ?? {}
      const year = table === 'institution' ? (this.#yearsOf(id)[0] ?? null) : yearOf(this.sql, table, known)
      if (year === null || !rowOf(this.sql, 'year', year)) continue
      if (table === 'signoff') return { year, place: null }
      if (table === 'answer' || table === 'visit' || table === 'memo' || table === 'evidence') {
        const label = `现场检查${known.item === undefined || known.item === null ? '' : `，${known.item}`}`
        return { year, place: { stage: 'visits', field: null, label } }
      }
      const column = Object.keys(TABLES[table]).find(name => before?.[name] !== after?.[name]) ?? ''
      if (table === 'consumption') {
        const supply = rowOf(this.sql, 'supply', String(known.supply)) ?? undefined
        return { year, place: cellPlace(supply, countOf(known.month)) }
      }
      if (table === 'choice')
        return { year, place: { ...rowPlace(table, known, 'name'), field: `choice ${known.name}` } }
      return { year, place: rowPlace(table, row ?? undefined, before && after ? column : '') }
    }
    return { year: null, place: null }
  }

  /** Stores the evaluation as it is now: facts, cells, result, and the bytes of the standard. */
  storeRun(year: string, label: string): string {
    refuseLong(label)
    const after = this.#runOf(year, label, this.#command)
    this.#storeRuns(`存为评价记录 ${label}`, this.#institutionOf(year), [after])
    return String(after.id)
  }

  /** Stores the evaluations that are not stored as they are now, as one step; returns how many. Refused ones have none. */
  storeRuns(years: readonly string[]): number {
    const rows = years.flatMap(year => {
      const { evaluation } = this.graded(year)
      if (!evaluation || isFinal(this.sql, year) || currentRun(this.sql, this.standard, year, evaluation.facts))
        return []
      return [this.#runOf(year, this.#reportLabel(year))]
    })
    const [only] = rows
    if (!only) return 0
    const what = rows.length === 1 ? String(only.label) : `${rows.length} 家的报告`
    this.#storeRuns(`存为评价记录 ${what}`, rows.length === 1 ? this.#institutionOf(String(only.year)) : null, rows)
    return rows.length
  }

  #storeRuns(label: string, place: string | null, rows: readonly Row[]): void {
    if (packDigest(this.#host, this.#files) !== this.standard.digest) throw new Error('the pack changed')
    this.sql.transaction(() => {
      keepPack(this.sql, this.standard.digest, JSON.stringify([...this.#files]))
      const changes = rows.map(after => ({ table: 'run' as const, id: String(after.id), before: null, after }))
      this.#write('do', null, label, place, changes)
    })
  }

  #reportLabel(year: string): string {
    return `报告 ${rowsOf(this.sql, 'run', year).length + 1}`
  }

  /** The evaluation as it is now, as a row that can be stored. */
  #runOf(year: string, label: string, id: string | null = null): Row {
    const { result, evaluation } = this.graded(year)
    if (!evaluation) throw new Refused('这家机构被退回，没有可存的评价。请先改正提示的问题。')
    const facts = JSON.stringify(evaluation.facts)
    return {
      id: id ?? this.#host.newId(),
      year,
      at: this.#host.now(),
      label,
      packDigest: this.standard.digest,
      factsDigest: `sha256:${this.#host.sha256(facts)}`,
      engine: ENGINE,
      facts,
      result: JSON.stringify(result),
      cells: JSON.stringify(evaluation.cells()),
    }
  }

  /** What a report is written from: a stored run, or the present evaluation, which is then stored. */
  prepareReport(year: string, run: string | null, audit: AuditRecord | null): ReportJob {
    const stored = run === null ? this.#presentRun(year) : rowOf(this.sql, 'run', run)
    if (!stored || stored.year !== year) throw new Refused('没有这次评价记录。可能刚刚撤销了它。')
    return reportJob(this.sql, this.standard, stored, audit)
  }

  /** The report as it would be written now; nothing is stored. */
  showReport(year: string, audit: AuditRecord | null): ReportDocument {
    const { evaluation } = this.graded(year)
    if (!evaluation) throw new Refused('这家机构被退回，还没有报告。请先改正提示的问题。')
    const signed = lastSignoff(this.sql, year)
    const final = signed?.state === 'final' && signed.run !== null ? rowOf(this.sql, 'run', String(signed.run)) : null
    const stored = final ?? currentRun(this.sql, this.standard, year, evaluation.facts)
    const run = stored ?? this.#runOf(year, '未存的评价')
    const job = reportJob(this.sql, this.standard, run, audit)
    return reportOf(job, this.#standardOf(job))
  }

  /** The standard that a stored run was computed with: a final report does not change with its pack. */
  #standardOf({ packDigest: digest, pack }: ReportJob): Standard {
    const known = digest === this.standard.digest ? this.standard : this.#older.get(digest)
    if (known) return known
    const loaded = pack && openPack(this.#host, new Map(pack))
    if (!loaded?.ok) throw new Refused('这次评价记录用的标准版本打不开，不能显示它的报告。数据没有改动，请重新评价。')
    this.#older.set(digest, loaded.standard)
    return loaded.standard
  }

  #presentRun(year: string): Row | null {
    const { evaluation } = this.graded(year)
    if (!evaluation) throw new Refused('这家机构被退回，不能写报告。请先改正提示的问题。')
    const signed = lastSignoff(this.sql, year)
    if (signed?.state === 'final' && signed.run !== null) return rowOf(this.sql, 'run', String(signed.run))
    const found = currentRun(this.sql, this.standard, year, evaluation.facts)
    if (found) return found
    if (this.readOnly) return this.#runOf(year, '只读打开，没有存')
    return rowOf(this.sql, 'run', this.storeRun(year, this.#reportLabel(year)))
  }

  /** A use is general, transport or one of the special uses of the same year. */
  #checkUse(year: string, use: string | null): void {
    const special = rowsOf(this.sql, 'specialUse', year).map(row => `special:${row.code}`)
    if (use === null || !['general', 'transport', ...special].includes(use))
      throw new Refused(`没有用途“${use ?? ''}”。请先登记特殊用能系统，再选它作用途。`)
  }

  #read(table: TableName, field: string, typed: string): { text: string | null; message: string | null } {
    const column = TABLES[table][field]
    if (column?.kind === 'decimal') {
      const read = readTypedQuantity(typed, column.unit, column.signed)
      if (read.kind === 'value' && column.whole) {
        const text = wholeOf(read.text)
        return { text, message: text === null ? `“${read.text}”不是整数。${column.label}按个数填。` : null }
      }
      if (read.kind === 'value') return { text: read.text, message: null }
      return { text: null, message: read.kind === 'unreadable' ? read.message : null }
    }
    const text = typed.trim()
    refuseLong(text, column?.long)
    if (column?.required && text === '') throw new Refused(`${column.label}不能空着。`)
    if (column?.day && text !== '' && parseDate(text) === null)
      throw new Refused(problemSentence('invalidDate', { read: text.slice(0, 40) }))
    if (column?.oneOf && text !== '' && !column.oneOf.includes(text))
      throw new Refused(`${column.label}没有“${text}”。`)
    return { text: text === '' ? null : text, message: null }
  }

  /** The removal of a row with everything below it. */
  #removal(table: TableName, row: Row): Change[] {
    const id = String(row.id)
    if (table === 'draft') return [{ table, id, before: row, after: null }]
    const target = table === 'visit' ? `item ${id} ` : `${table} ${id}`
    const evidence =
      table === 'visit'
        ? this.sql.prepare('SELECT * FROM "evidence" WHERE substr("target", 1, ?) = ?').all(target.length, target)
        : this.sql.prepare('SELECT * FROM "evidence" WHERE "target" = ?').all(target)
    return [
      ...this.#draftsOf(table, id).flatMap(draft => this.#removal('draft', draft)),
      ...evidence.flatMap(child => this.#removal('evidence', child)),
      ...tablesBelow(table).flatMap(below => rowsOf(this.sql, below, id).flatMap(child => this.#removal(below, child))),
      { table, id, before: row, after: null },
    ]
  }

  #draftsOf(table: TableName, id: string): readonly Row[] {
    const own = this.sql.prepare('SELECT * FROM "draft" WHERE "tableName" = ? AND "row" = ?').all(table, id)
    const below = NAMED_BY_OWNER[table]
    if (!below) return own
    const cells = this.sql.prepare(`SELECT * FROM "draft" WHERE "tableName" = ? AND substr("row", 1, ?) = ?`)
    return [...own, ...cells.all(below, id.length + 1, `${id} `)]
  }

  #write(
    kind: Action['kind'],
    target: number | null,
    label: string,
    place: string | null,
    changes: readonly Change[],
  ): void {
    this.#refuseReadOnly()
    this.#refuseFinal(changes)
    const unique = [...new Map(changes.map(change => [`${change.table} ${change.id}`, change])).values()]
    const at = this.#host.now()
    const touched = [...this.#touched(unique)]
    const sequence = this.sql.transaction(() => {
      const next = apply(this.sql, this.#host, { kind, target, label, place, command: this.#command }, unique)
      for (const year of this.#touched(unique)) if (rowOf(this.sql, 'year', year)) this.#evaluate(year)
      // what was half typed in another field is still being typed
      const { typing } = this
      if (typing && (kind !== 'do' || unique.some(change => isTypedIn(typing.field, change))))
        storeSetting(this.sql, 'typing', '')
      return next
    })
    const comesOrGoes = unique.some(({ table, before, after }) => table === 'institution' && !(before && after))
    if (comesOrGoes || touched.length > MOST_TOUCHED) this.#listedFrom = sequence
    else this.#changed.push(...touched.map(year => ({ revision: sequence, year })))
    this.#history = advance(this.#history, kind, { sequence, label, place, at })
  }

  #refuseReadOnly(): void {
    if (this.readOnly) throw new Refused('工作簿是只读打开的，没有改动。请把文件复制到可以写的位置再打开。')
  }

  /** What is final changes only by taking it up again. */
  #refuseFinal(changes: readonly Change[]): void {
    if (changes.some(({ table, before }) => table === 'signoff' && before === null)) return
    const years = new Set<string>()
    for (const { table, id, before, after } of changes) {
      if (table === 'institution') for (const year of this.#yearsOf(id)) years.add(year)
      else years.add(yearOf(this.sql, table, before ?? after ?? {}) ?? '')
    }
    const locked = [...years].find(year => isFinal(this.sql, year))
    if (locked === undefined) return
    const { name } = this.#row('institution', this.#institutionOf(locked))
    throw new Refused(`${name ?? '这家机构'}已定稿，没有改动。要改请到“报告”页“修改并开新版本”。`)
  }

  #freeCode(ordinal: number): string {
    const code = `J${String(ordinal).padStart(4, '0')}`
    const taken = this.sql.prepare('SELECT "id" FROM "institution" WHERE "code" = ?').get(code)
    return taken ? this.#freeCode(ordinal + 1) : code
  }

  #nextOrdinal(): number {
    return countOf(this.sql.prepare('SELECT max("ordinal") AS "last" FROM "institution"').get()?.last) + 1
  }

  #touched(changes: readonly Change[]): ReadonlySet<string> {
    const years = new Set<string>()
    for (const { table, id, before, after } of changes) {
      if (table === 'run' || (AUDIT_TABLES.includes(table) && table !== 'signoff')) continue
      if (table === 'institution') for (const year of this.#yearsOf(id)) years.add(year)
      else {
        const year = yearOf(this.sql, table, after ?? before ?? {})
        if (year !== null) years.add(year)
      }
    }
    return years
  }

  #evaluate(year: string): void {
    const { result, evaluation } = this.graded(year)
    const summary = summaryOf(this.sql, this.standard, year, result, evaluation)
    storeResult(this.sql, year, JSON.stringify(result), JSON.stringify(summary))
  }

  #row(table: TableName, id: string): Row {
    const row = rowOf(this.sql, table, id)
    if (!row) throw new Refused('这一行已不在了，没有写入。请看一下是不是刚刚撤销或删除了它。')
    return row
  }

  #yearsOf(institution: string): readonly string[] {
    return rowsOf(this.sql, 'year', institution).map(row => String(row.id))
  }

  #institutionOf(year: string): string {
    return String(this.#row('year', year).institution)
  }

  #placeOf(year: string | null, id: string): string {
    return year === null ? id : this.#institutionOf(year)
  }
}
