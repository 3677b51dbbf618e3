import { z } from 'zod'
import { FACT_TABLES } from '#core/contract/terms.ts'

/** A standard pack as it lies on disk: four JSON documents, checked one by one before they are looked at together. */
export const PACK_FORMAT = 'energy-audit-pack/1'
/** The documents of a pack; other files beside them have no say. */
export const PACK_FILES = ['pack.json', 'tables.json', 'formulas.json', 'examples.json'] as const
export type PackFile = (typeof PACK_FILES)[number]

/** Text that says something. */
export const text = z.string().min(1)
/** An English name in camel case. */
export const identifier = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/)
  .meta({ id: 'identifier' })
/** Digits as printed. */
export const printedNumber = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .meta({ id: 'printedNumber', description: 'The digits as printed in the source, without grouping.' })
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const cite = z
  .strictObject({
    clause: text,
    formula: text.optional(),
    table: text.optional(),
    row: text.optional(),
    reconstructed: z
      .literal(true)
      .optional()
      .meta({ description: 'The formula lost its layout in the text and was put together again.' }),
  })
  .meta({ id: 'cite', description: 'Where the statement stands in the source.' })

const condition = text.meta({ description: 'A condition of the formula language.' })
const expression = text.meta({ description: 'An expression of the formula language.' })

const tier = z.strictObject({
  id: identifier,
  label: text,
  boundary: z.enum(['<', '<=']).meta({ description: 'How a value must lie to the tier to satisfy it.' }),
  cite,
})

const grade = z
  .strictObject({
    id: identifier,
    label: text,
    mark: text,
    satisfies: identifier.optional().meta({ description: 'The best tier that the value satisfies.' }),
    equals: identifier.optional().meta({ description: 'The value satisfies no tier but equals this one exactly.' }),
    verdict: z.enum(['conform', 'nonconform']),
  })
  .meta({ description: 'With neither satisfies nor equals: the grade of every other value.' })

const indicator = z.strictObject({
  id: identifier,
  role: z.enum(['main', 'reference']),
  raw: identifier.meta({ description: 'The term before correction.' }),
  denominator: identifier,
  factor: identifier.meta({ description: 'The correction factor that leads from raw to the indicator.' }),
  amountUnit: text.meta({ description: 'The unit of the yearly amount behind a distance.' }),
  digits: z.int().min(0).max(6).meta({ description: 'Decimals printed in the table of thresholds.' }),
  cite,
})

const consequence = z.strictObject({
  kind: z.enum(['duty', 'remark']),
  grades: z.array(identifier).min(1),
  indicators: z.array(identifier).min(1),
  text,
  cite,
})

const packTerm = { label: text, symbol: text.optional(), unit: text.nullable() }

const notes = z.array(
  z.strictObject({
    kind: z.enum(['misprint', 'reconstruction', 'contradiction', 'reading', 'unconfirmed']),
    text,
    cite,
  }),
)

/** What names a pack of any kind. */
export const packName = {
  format: z.literal(PACK_FORMAT),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: z.string().regex(/^\d+(\.\d+)*$/),
}

/** What a pack of any kind says about its source. */
export const packSource = {
  title: text,
  number: text.nullable().meta({ description: 'null while unconfirmed; never guessed.' }),
  issuer: text,
  status: z.enum(['inForce', 'draft', 'withdrawn', 'unconfirmed']),
  published: date.nullable(),
  validFrom: date.nullable(),
  validTo: date.nullable(),
  datesConfirmed: z.boolean(),
  jurisdiction: text,
  source: z.strictObject({ document: text, digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
  transcribedBy: text,
  checkedBy: text.nullable(),
}

/** What was found while transcribing a pack of any kind. */
export const packHistory = {
  notes,
  omitted: z.array(z.strictObject({ clause: text, reason: text })),
  changes: z.array(z.strictObject({ version: text, text })),
}

/** The term of a pack that is not a quota also says how the values of a text term read in the language of its document. */
export const ownTerms = z.record(
  identifier,
  z.strictObject({ ...packTerm, words: z.record(z.string(), text).optional() }),
)

/** pack.json: what the standard is, and how its results are graded. */
export const packDocument = z
  .strictObject({
    ...packName,
    kind: z.literal('quota'),
    ...packSource,
    terms: z
      .record(identifier, z.strictObject(packTerm))
      .meta({ description: 'Terms that the glossary of the product does not have.' }),
    period: z.strictObject({ rule: z.literal('wholeCalendarYear'), cite }),
    tiers: z.array(tier).min(1).meta({ description: 'From the laxest to the strictest.' }),
    grades: z.array(grade).min(2).meta({ description: 'From the best to the worst.' }),
    gradeCite: cite,
    thresholds: z.strictObject({
      lookup: identifier.meta({ description: 'The lookup whose row holds the tiers, one column per indicator.' }),
      zoneTerm: identifier
        .nullable()
        .meta({ description: 'The term of the climate zone, null where the standard has none.' }),
      typeColumn: identifier,
    }),
    carrierTable: identifier,
    ruleClauses: z
      .strictObject({ specialUse: text, factor: text, correction: text })
      .meta({ description: 'The clauses that messages about these rules cite.' }),
    indicators: z.array(indicator).min(1),
    consequences: z.array(consequence),
    ...packHistory,
  })
  .meta({ id: 'pack' })

const column = z.discriminatedUnion('kind', [
  z.strictObject({ id: identifier, label: text, kind: z.literal('key') }),
  z.strictObject({ id: identifier, label: text, kind: z.literal('band'), unit: text }),
  z.strictObject({ id: identifier, label: text, kind: z.literal('number'), unit: text }),
  z.strictObject({ id: identifier, label: text, kind: z.literal('text') }),
  z.strictObject({ id: identifier, label: text, kind: z.literal('tiers'), unit: text }),
])

const band = z
  .strictObject({
    from: printedNumber.nullable(),
    fromIncluded: z.boolean(),
    to: printedNumber.nullable(),
    toIncluded: z.boolean(),
  })
  .meta({ id: 'band', description: 'An interval with stated ends; null is open.' })

const tableCell = z.union([
  z.string(),
  z.null(),
  band,
  z
    .array(z.union([z.string(), z.null()]))
    .meta({ description: 'Key: the word and its aliases. Tiers: one number per tier, null for not set.' }),
])

const table = z.strictObject({
  id: identifier,
  title: text,
  cite,
  columns: z.array(column).min(1),
  rows: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9.-]+$/),
        cite: z.strictObject({ row: text, clause: text.optional(), table: text.optional() }),
        toBeVerified: z.boolean().optional().meta({ description: 'true: shown as 来源待核.' }),
        cells: z.record(z.string(), tableCell),
      }),
    )
    .min(1),
})

/** tables.json: every printed value, row by row. */
export const tablesDocument = z.strictObject({ tables: z.array(table).min(1) }).meta({ id: 'tables' })

const factTable = z.enum(Object.keys(FACT_TABLES) as [keyof typeof FACT_TABLES, ...(keyof typeof FACT_TABLES)[]])

const lookupOn = <Each extends z.ZodType<string>>(each: Each) =>
  z
    .strictObject({
      id: identifier,
      table: identifier,
      each: each.optional(),
      keys: z.array(z.strictObject({ column: identifier, name: identifier })),
      gives: z.array(z.strictObject({ column: identifier, name: identifier })),
      missing: identifier
        .optional()
        .meta({ description: 'The term reported when no row matches; default: the lookup itself.' }),
      cite,
    })
    .meta({ description: 'Chooses one row of a table; without keys the only row.' })

const formulaOn = <Each extends z.ZodType<string>>(each: Each) =>
  z.strictObject({
    id: identifier,
    each: each.optional().meta({ description: 'Computed once per row of this table.' }),
    unit: text,
    settledBy: identifier
      .optional()
      .meta({ description: 'The term a person supplies when this one is missing or zero.' }),
    emptySum: z.enum(['zero', 'missing']).optional().meta({ description: 'What a sum over no row is; default zero.' }),
    cases: z
      .array(
        z.strictObject({
          when: condition.optional(),
          expr: expression,
          note: text.optional(),
          applied: z.boolean().optional().meta({ description: 'Correction factors: whether this case corrects.' }),
          cite: cite.optional(),
        }),
      )
      .min(1),
    cite,
  })

/** formulas.json of a pack whose facts come in the tables that `each` names. */
export const formulasOn = <Each extends z.ZodType<string>>(each: Each) =>
  z.strictObject({ lookups: z.array(lookupOn(each)), formulas: z.array(formulaOn(each)).min(1) })

/** formulas.json: how rows are chosen and how values are computed. */
export const formulasDocument = formulasOn(factTable).meta({ id: 'formulas' })

/** What an example expects of one cell. */
export const expectedNumber = z
  .strictObject({
    exact: text.optional().meta({ description: 'All digits.' }),
    startsWith: text.optional().meta({ description: 'The first digits of an endless value.' }),
    rounded: text.optional().meta({ description: 'The value rounded to as many decimals as are written here.' }),
    text: text.optional().meta({ description: 'The value of a text cell.' }),
    missing: z.array(text).optional(),
  })
  .meta({ id: 'expectedNumber' })

/** examples.json: the standard's own examples first, then hand-made ones; the pack's tests. */
export const examplesDocument = z
  .strictObject({
    examples: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[A-Za-z0-9.-]+$/),
          origin: z.enum(['standard', 'handmade']),
          title: text,
          cite: cite.optional(),
          facts: z.record(z.string(), z.unknown()).meta({ description: 'One institution of energy-audit-facts/1.' }),
          expect: z.strictObject({
            outcome: z.enum(['evaluated', 'undetermined', 'refused']).optional(),
            grades: z.record(z.string(), z.string()).optional(),
            cells: z.record(z.string(), expectedNumber).optional(),
            applied: z.boolean().optional(),
            flags: z.record(z.string(), z.array(z.string())).optional(),
            problems: z.array(z.string()).optional(),
            duties: z.int().optional(),
          }),
        }),
      )
      .min(1),
  })
  .meta({ id: 'examples' })

/** The schema of each document. */
export const packSchemas = {
  'pack.json': packDocument,
  'tables.json': tablesDocument,
  'formulas.json': formulasDocument,
  'examples.json': examplesDocument,
} as const satisfies Record<PackFile, z.ZodType>

export type PackDocument = z.infer<typeof packDocument>
/** What packs of all kinds have in common. */
export type PackHeader = Pick<
  PackDocument,
  keyof typeof packName | keyof typeof packSource | keyof typeof packHistory | 'terms'
>
export type TableDocument = z.infer<typeof table>
export type TableColumn = z.infer<typeof column>
export type BandDocument = z.infer<typeof band>
type FormulasDocument = z.infer<ReturnType<typeof formulasOn<z.ZodType<string>>>>
export type LookupDocument = FormulasDocument['lookups'][number]
export type FormulaDocument = FormulasDocument['formulas'][number]
export type ExampleDocument = z.infer<typeof examplesDocument>['examples'][number]

/** The whole pack as one JSON Schema input: a map from file name to document. */
export const packFiles = z.strictObject(packSchemas).meta({ title: 'Standard pack of the energy-audit workbench' })
