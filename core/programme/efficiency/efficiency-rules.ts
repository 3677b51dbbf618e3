import { z } from 'zod'
import { cite, identifier, text } from '#core/standard/pack/schema.ts'

const year = z.string().regex(/^\d{4}$/)
const list = z.strictObject({ count: z.int().min(1), label: text, text, cite })

/** The words of the programme's document that screens and sentences need besides its terms. */
const LABELS = [
  'body',
  'unit',
  'group',
  'rank',
  'year',
  'met',
  'unmet',
  'undetermined',
  'noGrowth',
  'category',
  'benchmarkGroup',
  'code',
  'name',
  'eui',
  'electricity',
  'floorArea',
  'source',
  'taskForceWorking',
  'evidence',
  'approvalDate',
  'numerator',
  'denominator',
  'benchmarks',
  'bodies',
  'units',
  'years',
  'path',
  'approvals',
] as const

/** `rules` of a pack whose bodies are ranked by an efficiency score: the parameters of the named functions. */
export const efficiencyRules = z.strictObject({
  kind: z.literal('efficiencyRanking'),
  era: z.strictObject({ label: z.string(), offset: z.int().min(0), suffix: z.string() }),
  baseYear: year,
  years: z.array(year).min(1).meta({ description: 'Gregorian years of the programme, in order.' }),
  yearsCite: cite,
  groups: z.strictObject({
    names: z.array(text).min(1),
    bodies: z.int().min(1).meta({ description: 'How many bodies the groups have together.' }),
    cite,
  }),
  benchmarks: z.strictObject({
    categories: z.int().min(1).meta({ description: 'How many categories the published table has.' }),
    groups: z.int().min(1),
    sequence: z.array(text).meta({ description: 'Names of groups in order: one that is skipped is a gap.' }),
    cite,
  }),
  path: z.strictObject({
    table: identifier,
    yearColumn: identifier,
    numeratorColumn: identifier,
    denominatorColumn: identifier,
  }),
  weightSums: z.array(
    z.strictObject({
      table: identifier,
      columns: z.array(identifier).min(1),
      sum: z.string().regex(/^\d+(\.\d+)?$/),
      cite,
    }),
  ),
  ranking: z.strictObject({
    score: identifier,
    ties: z.literal('standardCompetition'),
    tiesText: text,
    top: list,
    bottom: list,
    exclusion: z.strictObject({ label: text, text, unknownText: text, cite }),
  }),
  duties: z.array(
    z.strictObject({
      id: identifier,
      afterUnmetYears: z.int().min(1),
      text,
      due: z.strictObject({ from: z.literal('approval'), months: z.int().min(1) }).nullable(),
      cite,
    }),
  ),
  digits: z.record(z.string(), z.int().min(0).max(10)).meta({ description: 'Decimals shown, by unit.' }),
  labels: z.strictObject(
    Object.fromEntries(LABELS.map(key => [key, text])) as Record<(typeof LABELS)[number], typeof text>,
  ),
})

export type EfficiencyRules = z.infer<typeof efficiencyRules>
