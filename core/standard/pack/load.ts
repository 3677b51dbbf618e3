import type { Cite } from '#core/contract/cell.ts'
import { issueSentence, pathText } from '#core/contract/schema-issue.ts'
import { jsonFaultSentence, readStrictJson } from '#core/contract/strict-json.ts'
import { FormulaSyntaxError, parseCondition, parseExpression } from '../formula/parse.ts'
import type { Formula } from '../formula/tree.ts'
import { CircularFormulas, makePlan } from '../plan.ts'
import { readCarriers } from './carriers.ts'
import { lintDates, lintFormulas, lintGrading, lintTable, packTerms } from './lint.ts'
import type { Lookup } from './resolve.ts'
import { type FormulaDocument, type LookupDocument, PACK_FILES, type PackFile, packSchemas } from './schema.ts'
import type { Standard } from './standard.ts'
import { readTable, type Table } from './table.ts'

/** What is wrong with a pack and where; `message` is a Chinese sentence. */
export type PackProblem = { readonly file: string; readonly place: string; readonly message: string }

export type LoadedPack =
  | { readonly ok: true; readonly standard: Standard }
  | { readonly ok: false; readonly problems: readonly PackProblem[] }

/**
 * Reads a pack from the texts of its files and checks it: each document by its schema, then tables, formulas, units and
 * references together. Reports every problem it can find, not only the first. Examples are checked by `selfCheck`.
 */
export function loadPack(files: ReadonlyMap<string, string>, digest: string): LoadedPack {
  const problems: PackProblem[] = []
  const at = (file: PackFile) => (place: string, message: string) => problems.push({ file, place, message })
  const failed = (): LoadedPack => ({ ok: false, problems })

  const document = readDocument(files, 'pack.json', at('pack.json'))
  const tableDocument = readDocument(files, 'tables.json', at('tables.json'))
  const formulaDocument = readDocument(files, 'formulas.json', at('formulas.json'))
  const exampleDocument = readDocument(files, 'examples.json', at('examples.json'))
  if (!document || !tableDocument || !formulaDocument || !exampleDocument) return failed()

  const terms = packTerms(document, at('pack.json'))
  lintDates(document, at('pack.json'))
  const tables = new Map<string, Table>()
  for (const [i, table] of tableDocument.tables.entries()) {
    const report = (place: string, message: string) => at('tables.json')(`tables[${i}].${place}`, message)
    if (tables.has(table.id)) report('id', `表“${table.id}”重复。请改成各不相同的编号。`)
    const read = readTable(table, document.tiers.length, report)
    lintTable(read, report)
    tables.set(table.id, read)
  }
  const lookups = formulaDocument.lookups.flatMap((l, i) => {
    const table = tables.get(l.table)
    if (!table)
      at('formulas.json')(`lookups[${i}].table`, `没有表“${l.table}”。可用：${[...tables.keys()].join('、')}。`)
    return table ? [readLookup(l, table)] : []
  })
  const formulas = formulaDocument.formulas.flatMap((f, i) => {
    const formula = readFormula(f, (place, message) => at('formulas.json')(`formulas[${i}].${place}`, message))
    return formula ? [formula] : []
  })
  const carriers = readCarriers(document, tables, at('pack.json'), at('tables.json'))
  if (problems.length > 0) return failed()

  lintFormulas({ terms, lookups, formulas, carriers }, at('formulas.json'))
  lintGrading({ document, terms, lookups, formulas }, at('pack.json'))
  checkUnique(exampleDocument.examples, 'examples', at('examples.json'))
  if (problems.length > 0) return failed()

  try {
    const plan = makePlan(lookups, formulas)
    const { examples } = exampleDocument
    return { ok: true, standard: { document, digest, terms, tables, lookups, formulas, carriers, examples, plan } }
  } catch (error) {
    if (!(error instanceof CircularFormulas)) throw error
    at('formulas.json')('formulas', error.message)
    return failed()
  }
}

type Report = (place: string, message: string) => void

function readDocument<File extends PackFile>(files: ReadonlyMap<string, string>, file: File, report: Report) {
  type Document = ReturnType<(typeof packSchemas)[File]['parse']>
  const text = files.get(file)
  if (text === undefined) {
    report('', `缺少文件。一个标准包要有 ${PACK_FILES.join('、')}。`)
    return null
  }
  const json = readStrictJson(text)
  if (!json.ok) {
    report('', jsonFaultSentence(json.fault))
    return null
  }
  const parsed = packSchemas[file].safeParse(json.value)
  if (parsed.success) return parsed.data as Document
  for (const issue of parsed.error.issues) report(pathText(issue.path), issueSentence(issue, json.value))
  return null
}

function readLookup(document: LookupDocument, table: Table): Lookup {
  return { ...document, table, each: document.each ?? null, missing: document.missing ?? null }
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
function checkUnique(items: readonly { readonly id: string }[], list: string, report: Report): void {
  const seen = new Set<string>()
  for (const [i, { id }] of items.entries()) {
    if (seen.has(id)) report(`${list}[${i}].id`, `编号“${id}”重复。请改成各不相同的编号。`)
    seen.add(id)
  }
}
