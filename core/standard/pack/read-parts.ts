import type { z } from 'zod'
import type { Cite } from '#core/contract/cell.ts'
import { issueSentence, pathText } from '#core/contract/schema-issue.ts'
import { jsonFaultSentence, readStrictJson } from '#core/contract/strict-json.ts'
import { FormulaSyntaxError, parseCondition, parseExpression } from '../formula/parse.ts'
import type { Formula } from '../formula/tree.ts'
import { lintTable } from './lint.ts'
import type { Lookup } from './resolve.ts'
import type { FormulaDocument, LookupDocument, TableDocument } from './schema.ts'
import { readTable, type Table } from './table.ts'

/** Tells a problem by its place in the file being read; the message is a Chinese sentence. */
export type Report = (place: string, message: string) => void

/** Reads one document of a pack by its schema, or tells everything that is wrong with it. `all`: the files a pack must have. */
export function readDocument<Schema extends z.ZodType>(
  files: ReadonlyMap<string, string>,
  file: string,
  schema: Schema,
  all: readonly string[],
  report: Report,
): z.infer<Schema> | null {
  const text = files.get(file)
  if (text === undefined) {
    report('', `缺少文件。一个标准包要有 ${all.join('、')}。`)
    return null
  }
  const json = readStrictJson(text)
  if (!json.ok) {
    report('', jsonFaultSentence(json.fault))
    return null
  }
  const parsed = schema.safeParse(json.value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) report(pathText(issue.path), issueSentence(issue, json.value))
  return null
}

/** Reads and checks the tables of a pack; `tierCount` is how many numbers a cell of tiers holds. */
export function readTables(
  documents: readonly TableDocument[],
  tierCount: number,
  report: Report,
): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>()
  for (const [i, table] of documents.entries()) {
    const reportTable = (place: string, message: string) => report(`tables[${i}].${place}`, message)
    if (tables.has(table.id)) reportTable('id', `表“${table.id}”重复。请改成各不相同的编号。`)
    const read = readTable(table, tierCount, reportTable)
    lintTable(read, reportTable)
    tables.set(table.id, read)
  }
  return tables
}

/** Reads the lookups of a pack; one whose table does not exist is told and left out. */
export function readLookups(
  documents: readonly LookupDocument[],
  tables: ReadonlyMap<string, Table>,
  report: Report,
): readonly Lookup[] {
  return documents.flatMap((l, i) => {
    const table = tables.get(l.table)
    if (!table) report(`lookups[${i}].table`, `没有表“${l.table}”。可用：${[...tables.keys()].join('、')}。`)
    return table ? [{ ...l, table, each: l.each ?? null, missing: l.missing ?? null }] : []
  })
}

/** Reads the formulas of a pack into trees; one that cannot be read is told and left out. */
export function readFormulas(documents: readonly FormulaDocument[], report: Report): readonly Formula[] {
  return documents.flatMap((f, i) => {
    const formula = readFormula(f, (place, message) => report(`formulas[${i}].${place}`, message))
    return formula ? [formula] : []
  })
}

function readFormula(document: FormulaDocument, report: Report): Formula | null {
  const cases = document.cases.map((c, i) => {
    const when = readTree(`cases[${i}].when`, c.when, parseCondition, report)
    const expr = readTree(`cases[${i}].expr`, c.expr, parseExpression, report)
    const cite: Cite = c.cite ?? document.cite
    return expr && (when || c.when === undefined)
      ? { when: when ?? [], expr, note: c.note ?? null, applied: c.applied ?? false, cite }
      : null
  })
  if (!cases.every(c => c !== null)) return null
  return {
    id: document.id,
    each: document.each ?? null,
    unit: document.unit,
    settledBy: document.settledBy ?? null,
    emptySum: document.emptySum ?? 'zero',
    cases,
    cite: document.cite,
  }
}

function readTree<Tree>(
  place: string,
  text: string | undefined,
  parse: (text: string) => Tree,
  report: Report,
): Tree | null {
  if (text === undefined) return null
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof FormulaSyntaxError)) throw error
    report(place, `公式读不懂：${error.message}。`)
    return null
  }
}

/** Tells of every id that occurs twice. */
export function checkUnique(items: readonly { readonly id: string }[], list: string, report: Report): void {
  const seen = new Set<string>()
  for (const [i, { id }] of items.entries()) {
    if (seen.has(id)) report(`${list}[${i}].id`, `编号“${id}”重复。请改成各不相同的编号。`)
    seen.add(id)
  }
}
