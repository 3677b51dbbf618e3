import type { z } from 'zod'
import { TERMS, TEXT_LABELS } from '#core/contract/terms.ts'
import { INSTITUTION_MODEL } from '../model.ts'
import { CircularFormulas, makePlan } from '../plan.ts'
import { readCarriers } from './carriers.ts'
import { lintDates, lintFormulas, lintGrading, packTerms } from './lint.ts'
import { checkUnique, readDocument, readFormulas, readLookups, readTables } from './read-parts.ts'
import {
  examplesDocument,
  formulasDocument,
  PACK_FILES,
  type PackFile,
  packDocument,
  tablesDocument,
} from './schema.ts'
import type { Standard } from './standard.ts'

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
  const read = <Schema extends z.ZodType>(file: PackFile, schema: Schema) =>
    readDocument(files, file, schema, PACK_FILES, at(file))

  const document = read('pack.json', packDocument)
  const tableDocument = read('tables.json', tablesDocument)
  const formulaDocument = read('formulas.json', formulasDocument)
  const exampleDocument = read('examples.json', examplesDocument)
  if (!document || !tableDocument || !formulaDocument || !exampleDocument) return failed()

  const terms = packTerms(TERMS, document, at('pack.json'))
  lintDates(document, at('pack.json'))
  const tables = readTables(tableDocument.tables, document.tiers.length, at('tables.json'))
  const lookups = readLookups(formulaDocument.lookups, tables, at('formulas.json'))
  const formulas = readFormulas(formulaDocument.formulas, at('formulas.json'))
  const carriers = readCarriers(document, tables, at('pack.json'), at('tables.json'))
  if (problems.length > 0) return failed()

  const words = new Map(Object.entries(TEXT_LABELS).map(([term, labels]) => [term, Object.keys(labels)]))
  const carrierUnits = new Map([...carriers.values()].flatMap(c => (c.unit === null ? [] : [[c.carrier, c.unit]])))
  lintFormulas({ model: INSTITUTION_MODEL, terms, words, lookups, formulas, carrierUnits }, at('formulas.json'))
  lintGrading({ document, terms, lookups, formulas }, at('pack.json'))
  checkUnique(exampleDocument.examples, 'examples', at('examples.json'))
  if (problems.length > 0) return failed()

  try {
    const plan = makePlan(INSTITUTION_MODEL, lookups, formulas)
    const { examples } = exampleDocument
    return { ok: true, standard: { document, digest, terms, tables, lookups, formulas, carriers, examples, plan } }
  } catch (error) {
    if (!(error instanceof CircularFormulas)) throw error
    at('formulas.json')('formulas', error.message)
    return failed()
  }
}
