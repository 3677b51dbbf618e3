import type {
  ImportFault,
  ImportView,
  ProgrammeColumn,
  ProgrammeRows,
  ProgrammeTable,
} from '#core/contract/programme-view.ts'
import { readTypedQuantity, wholeOf } from '#core/contract/typed-quantity.ts'
import { parseDate } from '#core/quantity/date.ts'
import { allRows } from '../workbook/read.ts'
import { TABLES } from '../workbook/schema.ts'
import type { Sql, SqlValue } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'
import { Lines, PROGRAMME_LINES } from './programme-lines.ts'
import { Refused } from './refused.ts'
import type { Session } from './session.ts'

/** How a programme counts its years, where that is not as everybody does: 民國 113 is 113 + 1911. */
export type Era = { readonly label: string; readonly offset: number }

/** What people may write for the words that a pack gives, by `table.column`; the first is shown. */
export type Vocabulary = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** What a pack calls a column, by `table.column`, where it has a name of its own for it. */
export type ColumnLabels = Readonly<Record<string, string>>

/** How the cells of a programme are read. */
export type Reading = { readonly era: Era | null; readonly words: Vocabulary; readonly labels: ColumnLabels }

const YES_NO = { yes: ['是', '有', 'Y'], no: ['否', '無', '无', 'N'] } as const

/** The words that are the same in every pack. */
const WORDS: Vocabulary = {
  taskForceWorking: { yes: ['已落實', '是', '有'], no: ['未落實', '否', '無'] },
  ems: YES_NO,
  improvement: YES_NO,
  'unitYear.label': YES_NO,
  target: { benchmark: ['依公告基準', '公告基準'], own: ['主管機關自訂', '自訂'] },
}

const KINDS: Readonly<Record<string, ProgrammeColumn['kind']>> = {
  year: 'year',
  forYear: 'year',
  statedYear: 'year',
  generationMonth: 'month',
  month: 'monthOfYear',
  date: 'day',
  expiry: 'day',
}

/** The columns of a table in their order, which is also that of a pasted block without a heading. */
export function programmeColumns(
  table: ProgrammeTable,
  words: Vocabulary,
  labels: ColumnLabels = {},
): readonly ProgrammeColumn[] {
  return Object.entries(TABLES[table]).flatMap(([name, column]) => {
    if (column.kind === 'count') return []
    const own = wordsOf(table, name, words)
    return [
      {
        name,
        label: labels[`${table}.${name}`] ?? column.label,
        unit: column.unit ?? '',
        required: column.required === true,
        signed: column.signed === true,
        whole: column.whole === true,
        kind: column.kind === 'decimal' ? 'quantity' : (KINDS[name] ?? 'text'),
        words: Object.entries(own).map(([value, labels]) => ({ value, label: labels[0] ?? value })),
      },
    ]
  })
}

function wordsOf(table: ProgrammeTable, name: string, words: Vocabulary): Readonly<Record<string, readonly string[]>> {
  const at = `${table}.${name}`
  return words[at] ?? WORDS[at] ?? WORDS[name] ?? {}
}

const PAGE = 100

/** A page of a table: the lines that contain what is looked for, a hundred at a time. */
export function programmeRows(
  sql: Sql,
  table: ProgrammeTable,
  find: string,
  from: number,
  words: Vocabulary = {},
): ProgrammeRows {
  const wanted = find.trim().toLowerCase()
  const all = allRows(sql, table)
  const labels = new Map(
    programmeColumns(table, words).map(column => [column.name, new Map(column.words.map(w => [w.value, w.label]))]),
  )
  const rows =
    wanted === ''
      ? all
      : all.filter(({ id: _id, ...row }) =>
          Object.entries(row).some(([name, value]) => {
            const shown = labels.get(name)?.get(String(value)) ?? value
            return typeof shown === 'string' && shown.toLowerCase().includes(wanted)
          }),
        )
  return { rows: rows.slice(from, from + PAGE), found: rows.length }
}

const MOST_FAULTS = 50
const SHOWN = 5

/**
 * Reads a block pasted from a spreadsheet, by its headings if its first line has some, else by the order of the columns. A line
 * whose key is there already changes that line; nothing is written if any cell cannot be read, or while `write` is not set.
 */
export function importLines(
  session: Session,
  table: ProgrammeTable,
  lines: readonly (readonly string[])[],
  reading: Reading,
  write: boolean,
): ImportView {
  const own = programmeColumns(table, reading.words, reading.labels)
  const { columns, first, faults } = headed(table, own, lines)
  const known = new Lines(table, allRows(session.sql, table))
  const blank = Object.fromEntries(Object.keys(TABLES[table]).map(name => [name, null]))
  const seen = new Map<string, number>()
  const read: string[][] = []
  let [same, made] = [0, 0]
  const newId = () => (made++ === 0 ? session.newId : session.freshId)
  for (const [i, line] of lines.entries()) {
    if (i < first || line.every(cell => cell.trim() === '')) continue
    const values: Record<string, SqlValue> = {}
    for (const [c, column] of columns.entries()) {
      if (column === null) continue
      const cell = readCell(column, line[c] ?? '', reading, table)
      if (cell.ok) values[column.name] = cell.text
      else faults.push({ line: i + 1, column: column.label, message: cell.message })
    }
    for (const cell of line.slice(columns.length))
      if (cell.trim() !== '')
        faults.push({ line: i + 1, column: '', message: `多出一格“${cell.trim().slice(0, 20)}”。请核对列的次序。` })
    const before = known.changedBy(values)
    if (before === 'several') {
      const [, year = ''] = PROGRAMME_LINES[table].key
      const label = own.find(({ name }) => name === year)?.label ?? year
      faults.push({ line: i + 1, column: label, message: `已有几年的总数，不知道改哪一年的。请带上“${label}”这一列。` })
      continue
    }
    const key = known.key({ ...before, ...values })
    for (const column of before ? [] : own)
      if (column.required && !columns.some(known => known?.name === column.name))
        faults.push({ line: i + 1, column: column.label, message: `没有“${column.label}”这一列，新的一行要有它。` })
    const other = seen.get(key)
    if (other !== undefined)
      faults.push({
        line: i + 1,
        column: '',
        message: `与第 ${other} 行是同一条（${PROGRAMME_LINES[table].key.map(name => told(own, name, values)).join('，')}）。请留一行。`,
      })
    seen.set(key, i + 1)
    if (read.length < SHOWN) read.push(own.map(({ name }) => String(values[name] ?? '')))
    if (before && Object.entries(values).every(([name, value]) => before[name] === value)) same += 1
    else known.put(before, before ? values : { ...blank, ...values }, newId)
  }
  const { changes } = known
  const added = changes.filter(({ before }) => before === null).length
  const tally = { added, changed: changes.length - added, same, read }
  if (faults.length === 0 && changes.length + same === 0)
    faults.push({ line: 1, column: '', message: '没有读到一行数据。请连同数据一起粘贴。' })
  const written = write && faults.length === 0 && changes.length > 0
  if (written) session.commit(`导入 ${PROGRAMME_LINES[table].label} ${changes.length} 行`, null, changes)
  return { ...tally, faults: faults.slice(0, MOST_FAULTS), faultCount: faults.length, written }
}

/** Removes every line of a table; undo brings them back. */
export function clearTable(session: Session, table: ProgrammeTable): number {
  const rows = allRows(session.sql, table)
  if (rows.length === 0) throw new Refused('这张表已经是空的。')
  const changes = rows.map((row): Change => ({ table, id: String(row.id), before: row, after: null }))
  session.commit(`清空 ${PROGRAMME_LINES[table].label}`, null, changes)
  return rows.length
}

/** Which column each cell of a line belongs to, and the first line of data. */
function headed(table: ProgrammeTable, own: readonly ProgrammeColumn[], lines: readonly (readonly string[])[]) {
  const faults: ImportFault[] = []
  const head = (lines[0] ?? []).map(bare)
  const namesOf = ({ name, label }: ProgrammeColumn) => [label, name, TABLES[table][name]?.label ?? name].map(bare)
  const named = head.map(cell => own.find(column => namesOf(column).includes(cell)) ?? null)
  const ours = named.filter(column => column !== null).length
  if (ours < 2 && !(ours === 1 && head.every(isWordy)) && !looksLikeHead(head))
    return { columns: own, first: 0, faults }
  head.forEach((cell, c) => {
    if (cell !== '' && named[c] === null)
      faults.push({
        line: 1,
        column: cell,
        message: `不认识这一列。可用：${own.map(({ label }) => label).join('、')}。`,
      })
    if (named[c] && named.indexOf(named[c]) < c)
      faults.push({ line: 1, column: cell, message: '这一列写了两次。请留一列。' })
  })
  return { columns: named, first: 1, faults }
}

/** What a heading ends in, in either writing. */
const HEADING =
  /(?:代[碼码號号]|[編编][號号碼码]|名[稱称]|[類类][別别]|[組组][別别]|分[組组]|年[度份]|日期|月份|[電电]量|面[積积]|家[數数]|序[號号])$/

/** Words without a digit of which one ends as headings do: a line of such is none of data, though its names are not ours. */
function looksLikeHead(cells: readonly string[]): boolean {
  return cells.some(cell => HEADING.test(cell)) && cells.every(isWordy)
}

const isWordy = (cell: string): boolean => !/\d/.test(cell) || HEADING.test(cell)

/** A heading without its unit, spaces and width. */
function bare(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/[(（].*$/, '')
    .replace(/[，,].*$/, '')
    .replace(/\s/g, '')
}

type ReadCell = { readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly message: string }

const MOST_TEXT = 300

function readCell(column: ProgrammeColumn, typed: string, { era, words }: Reading, table: ProgrammeTable): ReadCell {
  // signs nobody sees come along from web pages
  const text = typed.replace(/\p{Cf}/gu, '').trim()
  const wrong = (message: string): ReadCell => ({ ok: false, message })
  if (text === '') return column.required ? wrong(`${column.label}不能空着。`) : { ok: true, text: null }
  if (text.length > MOST_TEXT) return wrong(`文字太长（最多 ${MOST_TEXT} 字）。请缩短。`)
  if (column.words.length > 0) {
    const same = plainQuotes(text)
    const found = Object.entries(wordsOf(table, column.name, words)).find(
      ([value, labels]) => value === text || labels.some(label => plainQuotes(label) === same),
    )
    if (found) return { ok: true, text: found[0] }
    return wrong(`读到“${clipped(text)}”，可填：${column.words.map(({ label }) => label).join('、')}。`)
  }
  switch (column.kind) {
    case 'text':
      return { ok: true, text }
    case 'quantity': {
      const read = readTypedQuantity(text, column.unit, column.signed)
      if (read.kind === 'unreadable') return wrong(read.message)
      if (read.kind === 'value' && column.whole) {
        const whole = wholeOf(read.text)
        return whole === null
          ? wrong(`“${clipped(read.text)}”不是整数。${column.label}按家数填。`)
          : { ok: true, text: whole }
      }
      return { ok: true, text: read.kind === 'value' ? read.text : null }
    }
    case 'year': {
      const year = yearOf(text, era)
      return year === null
        ? wrong(`读到“${clipped(text)}”，不是年度。${era ? '请填 113 或 2024。' : '请填 2025 这样的年份。'}`)
        : { ok: true, text: year }
    }
    case 'month': {
      const [, year = '', month = ''] = /^(\d{4})\D(\d{1,2})月?$/.exec(text) ?? []
      const at = `${year}-${month.padStart(2, '0')}`
      return parseDate(`${at}-01`)
        ? { ok: true, text: at }
        : wrong(`读到“${clipped(text)}”，不是月份。请写成 2025-03。`)
    }
    case 'monthOfYear': {
      const [, month = ''] = /^(\d{1,2})月?$/.exec(text) ?? []
      return parseDate(`2000-${month.padStart(2, '0')}-01`)
        ? { ok: true, text: month.replace(/^0/, '') }
        : wrong(`读到“${clipped(text)}”，不是 1～12 月。全年的量请让月份空着。`)
    }
    case 'day': {
      const bare = text.replace(era?.label ?? '\0', '').trim()
      const [, year = '', month = '', day = ''] = /^(\d{3,4})\D(\d{1,2})\D(\d{1,2})日?$/.exec(bare) ?? []
      const at = `${yearOf(year, era) ?? ''}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
      return parseDate(at) ? { ok: true, text: at } : wrong(`读到“${clipped(text)}”，不是日期。请写成 2025-03-01。`)
    }
  }
}

/** A value in the words that are shown for it. */
function told(columns: readonly ProgrammeColumn[], name: string, values: Readonly<Record<string, unknown>>): string {
  const value = String(values[name] ?? '')
  return columns.find(column => column.name === name)?.words.find(word => word.value === value)?.label ?? value
}

/** Quotation marks of every kind, and none, are the same. */
const plainQuotes = (text: string): string => text.replace(/[“”"「」']/g, '')

const clipped = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text)

/** A year as everybody counts, also when it was written in the era of the programme: 113, 民國113年. */
function yearOf(text: string, era: Era | null): string | null {
  const digits = text
    .replace(era?.label ?? '', '')
    .replace(/年度?$/, '')
    .trim()
  if (/^[12]\d{3}$/.test(digits)) return digits
  // two digits could be either
  return era && (/^[1-9]\d{2}$/.test(digits) || (text.includes(era.label) && /^[1-9]\d?$/.test(digits)))
    ? `${Number.parseInt(digits, 10) + era.offset}`
    : null
}
