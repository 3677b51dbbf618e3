import type { z } from 'zod'
import { isTypedDecimal, TYPED_DECIMAL } from '#core/contract/decimal-text.ts'
import type { ProgrammeProblem } from '#core/contract/programme.ts'
import { clip, inWords, valueAt } from '#core/contract/schema-issue.ts'
import type { Language } from '#core/contract/terms.ts'
import { quoted, rowSentence } from './row-sentences.ts'

/** A row that can be used, and where it stands among those that were given. */
export type Numbered<Row> = { readonly row: Row; readonly index: number }

/** How a table and its fields are called in sentences. */
export type TableWords = {
  readonly language: Language
  /** A year as people count it. */
  readonly year: (year: string) => string
  /** A day as people write it. */
  readonly day: (day: string) => string
  readonly label: string
  readonly field: (path: string) => string
  /** How a field that is no quantity is to be written, as a sentence. */
  readonly written?: (path: string) => string | undefined
}

/** A table being read, and where its problems go. */
export type TableReport = {
  readonly table: string
  readonly words: TableWords
  readonly problems: ProgrammeProblem[]
}

/**
 * Reads the rows of one table. A field that cannot be read is told and becomes `null`, unknown; a row whose keys cannot be
 * read is told and comes back as `null`, so that every row keeps its number.
 */
export function readRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  report: TableReport,
): readonly (z.infer<Schema> | null)[] {
  return rows.map((raw, i) => {
    const parsed = schema.safeParse(raw)
    return parsed.success ? parsed.data : readAgain(schema, raw, parsed.error.issues, i, report)
  })
}

/** Tells one problem of a row; `row` counts from 0 as lists do. */
export function tell(
  { table, words, problems }: TableReport,
  code: ProgrammeProblem['code'],
  severity: ProgrammeProblem['severity'],
  row: number | null,
  field: string | null,
  sentence: string,
): void {
  const place = `“${words.label}”${row === null ? '' : `第 ${row + 1} 行`}${field === null ? '' : `“${words.field(field)}”`}`
  const message = quoted(words.language, `${place}：${sentence}`)
  problems.push({ code, severity, table, row: row === null ? null : row + 1, field, message })
}

const MOST_PROBLEMS = 1000

/** The first problems, and how many more there are: nobody reads a hundred thousand sentences. */
export function limitedProblems(problems: readonly ProgrammeProblem[], language: Language): ProgrammeProblem[] {
  const more = problems.length - MOST_PROBLEMS
  if (more <= 0) return [...problems]
  const message = rowSentence(language, 'moreProblems', { count: String(more) })
  const severity = problems.some(p => p.severity === 'refusal') ? 'refusal' : 'warning'
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    { code: 'moreProblems', severity, table: null, row: null, field: null, message },
  ]
}

function readAgain<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  issues: readonly z.core.$ZodIssue[],
  row: number,
  report: TableReport,
): z.infer<Schema> | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const sentence = rowSentence(report.words.language, 'rowNotAnObject', { read: inWords(raw) })
    tell(report, 'rowNotAnObject', 'refusal', row, null, sentence)
    return null
  }
  const copy: unknown = JSON.parse(JSON.stringify(raw))
  const told = new Set<string>()
  for (const issue of issues) {
    const place = issue.path.join('.')
    // a text may fail the pattern and the limit of digits; one sentence says what to do
    if (!told.has(place)) tellIssue(issue, raw, row, report)
    told.add(place)
    const owner = valueAt(copy, issue.path.slice(0, -1))
    const field = issue.path.at(-1)
    if (issue.code === 'unrecognized_keys') {
      const within = valueAt(copy, issue.path)
      if (typeof within === 'object' && within !== null)
        for (const key of issue.keys) Reflect.deleteProperty(within, key)
    } else if (typeof owner === 'object' && owner !== null && field !== undefined) Reflect.set(owner, field, null)
  }
  const again = schema.safeParse(copy)
  return again.success ? again.data : null
}

function tellIssue(issue: z.core.$ZodIssue, raw: unknown, row: number, report: TableReport): void {
  const field = issue.path.join('.')
  const value = valueAt(raw, issue.path)
  const { language } = report.words
  const name = field === '' ? null : field
  const say = (code: Parameters<typeof rowSentence>[1] & ProgrammeProblem['code'], params: Record<string, string>) =>
    tell(report, code, 'refusal', row, name, rowSentence(language, code, params))
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys)
      tell(report, 'unknownField', 'warning', row, null, rowSentence(language, 'unknownField', { field: clip(key) }))
    return
  }
  if (value === undefined || value === null || value === '') {
    say('missingField', { field: report.words.field(field) })
    return
  }
  const read = typeof value === 'string' ? clip(value) : inWords(value)
  const written = report.words.written?.(field)
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof value === 'number')
    say('numberNotText', { read })
  else if (issue.code === 'invalid_value') say('unknownChoice', { read, known: issue.values.map(String).join('、') })
  else if (issue.code === 'too_big') say('textTooLong', { limit: String(issue.maximum) })
  else if (typeof value !== 'string') say('wrongShape', { read, expected: '文字' })
  else if (written !== undefined)
    tell(report, 'wrongShape', 'refusal', row, field, rowSentence(language, 'writtenWrongly', { read, written }))
  else if (/^year$/.test(field)) say('unreadableYear', { read })
  else if (value.startsWith('-') && TYPED_DECIMAL.test(value.slice(1))) say('negativeNumber', { read })
  else if (TYPED_DECIMAL.test(value) && !isTypedDecimal(value)) say('tooManyDigits', { read })
  else if (TYPED_DECIMAL.test(value))
    tell(report, 'wrongShape', 'refusal', row, field, rowSentence(language, 'notACount', { read }))
  else say('unreadableNumber', { read })
}

/** The rows that have the same key, in their order. */
export function groupBy<Row>(
  rows: readonly Numbered<Row>[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Numbered<Row>[]> {
  const groups = new Map<string, Numbered<Row>[]>()
  for (const numbered of rows) {
    const key = keyOf(numbered.row)
    const group = groups.get(key)
    if (group) group.push(numbered)
    else groups.set(key, [numbered])
  }
  return groups
}
