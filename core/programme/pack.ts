import { z } from 'zod'
import { compare, decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import type { Calculation } from '#core/standard/cells.ts'
import type { FactModel } from '#core/standard/model.ts'
import { lintDates, lintFormulas, packTerms } from '#core/standard/pack/lint.ts'
import type { PackProblem } from '#core/standard/pack/load.ts'
import {
  checkUnique,
  type Report,
  readDocument,
  readFormulas,
  readLookups,
  readTables,
} from '#core/standard/pack/read-parts.ts'
import {
  cite,
  formulasOn,
  identifier,
  ownTerms,
  PACK_FILES,
  type PackFile,
  packHistory,
  packName,
  packSource,
  tablesDocument,
  text,
} from '#core/standard/pack/schema.ts'
import type { Table } from '#core/standard/pack/table.ts'
import { CircularFormulas, makePlan, type Plan } from '#core/standard/plan.ts'
import { EFFICIENCY_MODEL, EFFICIENCY_OUTPUTS } from './efficiency/efficiency-model.ts'
import { type EfficiencyRules, efficiencyRules } from './efficiency/efficiency-rules.ts'
import { GREEN_POWER_MODEL } from './green-power/green-power-model.ts'
import { type CertificateRules, certificateRules, lintCertificateRules } from './green-power/green-power-rules.ts'

/** pack.json of a programme: its source, its terms in its own language, and the parameters of the functions that run it. */
export const programmeDocument = z.strictObject({
  ...packName,
  kind: z.literal('programme'),
  language: z.enum(['zh-Hans', 'zh-Hant']).meta({ description: 'In which its terms and sentences are written.' }),
  ...packSource,
  terms: ownTerms,
  rules: z.discriminatedUnion('kind', [efficiencyRules, certificateRules]),
  ...packHistory,
})

/** examples.json: facts as a whole document of the programme; what is expected has a shape of its own for each kind. */
const programmeExamples = z.strictObject({
  examples: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9.-]+$/),
        origin: z.enum(['standard', 'handmade']),
        title: text,
        cite: cite.optional(),
        facts: z.record(z.string(), z.unknown()),
        expect: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1),
})

/** The four documents of a programme pack, as one map from file name to document. */
export const programmeFiles = z
  .strictObject({
    'pack.json': programmeDocument,
    'tables.json': tablesDocument,
    'formulas.json': formulasOn(identifier),
    'examples.json': programmeExamples,
  } satisfies Record<PackFile, z.ZodType>)
  .meta({ title: 'Programme pack of the energy-audit workbench' })

export type ProgrammeDocument = z.infer<typeof programmeDocument>
export type ProgrammeRules = ProgrammeDocument['rules']
export type ProgrammeExample = z.infer<typeof programmeExamples>['examples'][number]

/** A programme pack that has been read and found sound. */
export type ProgrammePack<Rules extends ProgrammeRules = ProgrammeRules> = Calculation & {
  readonly document: Omit<ProgrammeDocument, 'rules'> & { readonly rules: Rules }
  /** `sha256:` over the sorted lines `path NUL sha256(file)`. */
  readonly digest: string
  readonly tables: ReadonlyMap<string, Table>
  readonly examples: readonly ProgrammeExample[]
}

export type EfficiencyPack = ProgrammePack<EfficiencyRules>
export type GreenPowerPack = ProgrammePack<CertificateRules>

export type LoadedProgramme =
  | { readonly ok: true; readonly programme: ProgrammePack }
  | { readonly ok: false; readonly problems: readonly PackProblem[] }

/** Whether the bodies of the programme are ranked by an efficiency score. */
export function isEfficiencyPack(pack: ProgrammePack): pack is EfficiencyPack {
  return pack.document.rules.kind === 'efficiencyRanking'
}

/** Whether the programme follows certificates through a ledger. */
export function isGreenPowerPack(pack: ProgrammePack): pack is GreenPowerPack {
  return pack.document.rules.kind === 'certificateLedger'
}

/**
 * Reads a programme pack from the texts of its files and checks it as a whole: each document by its schema, then tables,
 * formulas, units, terms and the parameters of its rules together. Examples are run by `checkExamples`.
 */
export function loadProgramme(files: ReadonlyMap<string, string>, digest: string): LoadedProgramme {
  const problems: PackProblem[] = []
  const at = (file: PackFile) => (place: string, message: string) => problems.push({ file, place, message })
  const failed = (): LoadedProgramme => ({ ok: false, problems })
  const read = <Schema extends z.ZodType>(file: PackFile, schema: Schema) =>
    readDocument(files, file, schema, PACK_FILES, at(file))

  const document = read('pack.json', programmeFiles.shape['pack.json'])
  const tableDocument = read('tables.json', programmeFiles.shape['tables.json'])
  const formulaDocument = read('formulas.json', programmeFiles.shape['formulas.json'])
  const exampleDocument = read('examples.json', programmeFiles.shape['examples.json'])
  if (!document || !tableDocument || !formulaDocument || !exampleDocument) return failed()

  const model = MODELS[document.rules.kind]
  lintDates(document, at('pack.json'))
  const terms = packTerms({}, document, at('pack.json'))
  lintFactTerms(model, terms, at('pack.json'))
  const tables = readTables(tableDocument.tables, 0, at('tables.json'))
  const lookups = readLookups(formulaDocument.lookups, tables, at('formulas.json'))
  const formulas = readFormulas(formulaDocument.formulas, at('formulas.json'))
  checkUnique(exampleDocument.examples, 'examples', at('examples.json'))
  if (problems.length > 0) return failed()

  const words = new Map(
    Object.entries(document.terms).flatMap(([id, term]) =>
      term.words ? [[id, Object.keys(term.words)] as const] : [],
    ),
  )
  lintFormulas({ model, terms, words, lookups, formulas, carrierUnits: new Map() }, at('formulas.json'))
  if (problems.length > 0) return failed()

  try {
    const plan = makePlan(model, lookups, formulas)
    lintRules({ rules: document.rules, tables, plan }, at('pack.json'))
    if (problems.length > 0) return failed()
    const { examples } = exampleDocument
    return { ok: true, programme: { document, digest, terms, tables, lookups, formulas, plan, examples } }
  } catch (error) {
    if (!(error instanceof CircularFormulas)) throw error
    at('formulas.json')('formulas', error.message)
    return failed()
  }
}

type RuleParts = {
  readonly rules: ProgrammeRules
  readonly tables: ReadonlyMap<string, Table>
  readonly plan: Plan
}

/** What each kind of programme takes as facts. */
const MODELS: Record<ProgrammeRules['kind'], FactModel> = {
  efficiencyRanking: EFFICIENCY_MODEL,
  certificateLedger: GREEN_POWER_MODEL,
}

function lintRules({ rules, tables, plan }: RuleParts, report: Report): void {
  switch (rules.kind) {
    case 'efficiencyRanking':
      lintEfficiency({ rules, tables, plan }, report)
      return
    case 'certificateLedger':
      lintCertificateRules({ rules, tables, plan }, report)
  }
}

/** The facts of the kind are terms of the pack, so that each has its label. */
function lintFactTerms(model: FactModel, terms: Calculation['terms'], report: Report): void {
  const facts = [...model.scalars, ...Object.values(model.tables).flatMap(table => table.terms)]
  for (const id of facts) if (!terms.has(id)) report('terms', `没有术语“${id}”。这类计划的事实都要有名称和单位。`)
}

function lintEfficiency({ rules, tables, plan }: RuleParts & { rules: EfficiencyRules }, report: Report): void {
  const { baseYear, years, groups, path, weightSums, ranking, duties } = rules
  if (years.some((year, i) => year <= (years[i - 1] ?? baseYear)))
    report('rules.years', `年度应在基期年 ${baseYear} 之后，由先到后各写一次。`)
  if (new Set(groups.names).size < groups.names.length) report('rules.groups.names', '分组名称重复。')
  for (const name of [...EFFICIENCY_OUTPUTS.own, ranking.score])
    if (!plan.own.has(name)) report('rules', `公式里没有“${name}”，结果要用到它。`)
  for (const name of EFFICIENCY_OUTPUTS.unit)
    if (!plan.columns.get('unit')?.has(name)) report('rules', `公式里没有各单位的“${name}”，结果要用到它。`)
  lintPath(path, years, tables, report)
  for (const [i, sums] of weightSums.entries())
    lintWeights(sums, tables, (place, message) => report(`rules.weightSums[${i}]${place}`, message))
  checkUnique(duties, 'rules.duties', report)
}

function lintPath(
  path: EfficiencyRules['path'],
  years: readonly string[],
  tables: ReadonlyMap<string, Table>,
  report: Report,
): void {
  const table = tables.get(path.table)
  const column = (id: string, kind: string) => table?.columns.get(id)?.kind === kind
  if (!table) report('rules.path.table', `没有表“${path.table}”。可用：${[...tables.keys()].join('、')}。`)
  else if (!column(path.yearColumn, 'key'))
    report('rules.path.yearColumn', `“${path.yearColumn}”不是表“${path.table}”的键。`)
  else if (!column(path.numeratorColumn, 'number') || !column(path.denominatorColumn, 'number'))
    report('rules.path', `表“${path.table}”要有分子和分母两个数列。`)
  else
    for (const year of years)
      if (!table.rows.some(row => row.keys.get(path.yearColumn)?.includes(year)))
        report('rules.path', `表“${path.table}”没有 ${year} 年的行。请补上，或改计划年度。`)
}

function lintWeights(
  { table: id, columns, sum }: EfficiencyRules['weightSums'][number],
  tables: ReadonlyMap<string, Table>,
  report: Report,
): void {
  const table = tables.get(id)
  if (!table) {
    report('.table', `没有表“${id}”。可用：${[...tables.keys()].join('、')}。`)
    return
  }
  for (const row of table.rows) {
    const total = new ExactSum()
    for (const column of columns) {
      const weight = row.numbers.get(column)
      if (!weight) report('.columns', `表“${id}”的行“${row.id}”没有数“${column}”。`)
      else total.add(weight)
    }
    if (compare(total.total(), decimal(sum)) !== 0)
      report('.sum', `表“${id}”的行“${row.id}”权重合计 ${textOf(total.total())}，应为 ${sum}。请对照原文。`)
  }
}
