import { z } from 'zod'
import { isTypedDecimal, TYPED_DECIMAL } from './decimal-text.ts'
import { PROGRAMME_FORMAT, programmeProblem } from './programme.ts'

/**
 * Facts and results of a programme that gives executing units a target for their use of electricity and ranks the bodies
 * they belong to. Quantities are decimal text, electricity in kWh, areas in m², EUI in kWh/m² a year; years are Gregorian.
 * `null` is not reported: never zero, never no.
 */
const amount = z.string().regex(TYPED_DECIMAL).refine(isTypedDecimal).nullable().default(null)
/** Saved is what was used less; where more was used it is below zero. */
const signedAmount = z
  .string()
  .regex(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/)
  .refine(typed => isTypedDecimal(typed.replace('-', '')))
  .nullable()
  .default(null)
const wholeNumber = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,8})$/)
  .nullable()
  .default(null)
const text = z.string().max(2000).nullable().default(null)
const code = z.string().min(1).max(100)
const year = z.string().regex(/^\d{4}$/)
const yesNo = z.enum(['yes', 'no']).nullable().default(null)

const benchmark = z.strictObject({ category: code, group: code, eui: amount, source: text })

const stated = z.strictObject({
  year: year
    .nullable()
    .default(null)
    .meta({ description: 'The year that the totals are of; null: of whichever is looked at.' }),
  units: wholeNumber,
  met: wholeNumber,
  groupUnits: wholeNumber,
  baseElectricity: amount,
  savedElectricity: signedAmount,
  ems: wholeNumber,
  improvement: wholeNumber,
  label: wholeNumber,
})

const body = z.strictObject({
  code,
  name: text,
  group: text,
  taskForceWorking: yesNo,
  stated: stated.nullable().default(null).meta({ description: 'Totals given as such; one that is null is counted.' }),
})

const unit = z.strictObject({
  code,
  name: text,
  body: code,
  category: text,
  group: text,
  target: z
    .enum(['benchmark', 'own'])
    .nullable()
    .default(null)
    .meta({ description: 'own: set by the competent authority, as ownEui or ownElectricity.' }),
  ownEui: amount,
  ownElectricity: amount,
})

const unitYear = z.strictObject({
  unit: code,
  year,
  electricity: amount,
  floorArea: amount,
  ems: yesNo,
  emsEvidence: text,
  improvement: yesNo,
  improvementEvidence: text,
  label: yesNo,
  labelEvidence: text,
})

const pathYear = z.strictObject({ year, numerator: amount, denominator: amount })
const approval = z.strictObject({ year, date: text })

/** The tables of the facts and what their rows are. */
export const EFFICIENCY_ROWS = {
  benchmarks: benchmark,
  bodies: body,
  units: unit,
  years: unitYear,
  path: pathYear,
  approvals: approval,
}

/** The facts document as a whole, for the published schema; the program reads its rows one by one. */
export const efficiencyFacts = z
  .strictObject({
    format: z.literal(PROGRAMME_FORMAT),
    programme: code.meta({ description: 'The id of the programme pack.' }),
    year,
    benchmarks: z.array(benchmark).default([]),
    bodies: z.array(body).default([]),
    units: z.array(unit).default([]),
    years: z.array(unitYear).default([]),
    path: z
      .array(pathYear)
      .default([])
      .meta({ description: 'Shares of the excess to be saved by each year; empty: those of the pack.' }),
    approvals: z.array(approval).default([]).meta({ description: 'When the results of a year were approved.' }),
  })
  .meta({ title: 'Facts of an efficiency programme' })

export type BenchmarkRow = z.infer<typeof benchmark>
export type BodyRow = z.infer<typeof body>
export type StatedTotals = z.infer<typeof stated>
export type UnitRow = z.infer<typeof unit>
export type UnitYearRow = z.infer<typeof unitYear>
export type PathRow = z.infer<typeof pathYear>
export type ApprovalRow = z.infer<typeof approval>
export type EfficiencyFacts = z.infer<typeof efficiencyFacts>

export const EFFICIENCY_RESULTS_FORMAT = 'energy-audit-efficiency-results/1'

const number = z
  .strictObject({ value: z.string().nullable(), display: z.string().nullable(), unit: z.string() })
  .meta({ id: 'shownNumber', description: 'Exact or 40 significant digits; display by the digits of the pack.' })
const evidence = z.strictObject({ ems: text, improvement: text, label: text })
const shownYear = z.strictObject({ gregorian: year, shown: z.string() })
const met = z.enum(['met', 'unmet', 'undetermined'])

const dutyResult = z.strictObject({
  id: z.string(),
  text: z.string(),
  clause: z.string(),
  state: z
    .enum(['due', 'undetermined'])
    .meta({ description: 'undetermined: whether an earlier year was met is not known.' }),
  dueDate: z.string().nullable().meta({ description: 'null: no date, or the date it counts from is not known yet.' }),
  dueShown: z.string().nullable().meta({ description: 'The date as the era of the programme writes it.' }),
  note: z.string().nullable(),
})

const unitResult = z.strictObject({
  code: z.string(),
  name: z.string().nullable(),
  body: z.string(),
  category: z.string().nullable(),
  group: z.string().nullable(),
  targetKind: z.enum(['benchmark', 'own']).nullable(),
  baseElectricity: number,
  electricity: number,
  baseEui: number,
  eui: number,
  benchmark: number,
  targetEui: number,
  targetElectricity: number,
  shortfall: number.meta({ description: 'Electricity above the target; null where the target is met.' }),
  met,
  reason: z.string().nullable().meta({ description: 'Why it was met or not, in the words of the pack.' }),
  missing: z.array(z.string()),
  unmetYears: z.int().meta({ description: 'Years up to this one that were certainly unmet without a break.' }),
  history: z.array(z.strictObject({ year: shownYear, met })),
  ems: z.enum(['yes', 'no']).nullable(),
  improvement: z.enum(['yes', 'no']).nullable(),
  label: z.enum(['yes', 'no']).nullable(),
  evidence: evidence.meta({ description: 'What was entered as evidence of the three points.' }),
  duties: z.array(dutyResult),
})

const bodyResult = z.strictObject({
  code: z.string(),
  name: z.string().nullable(),
  group: z.string().nullable(),
  outcome: z.enum(['scored', 'undetermined']),
  unitCount: number,
  metCount: number,
  unmetCount: z.int().meta({ description: 'Listed units known not to have met their target.' }),
  undeterminedCount: z.int(),
  groupUnitCount: number,
  baseElectricity: number,
  savedElectricity: number,
  emsCount: number,
  improvementCount: number,
  labelCount: number,
  targetRate: number,
  savingRate: number,
  promotionRate: number,
  score: number,
  rank: z.int().nullable(),
  tied: z.boolean(),
  eligible: z.enum(['yes', 'no', 'undetermined']).meta({ description: 'Whether it may be on the list of the best.' }),
  list: z.array(z.enum(['top', 'bottom'])),
  reasons: z.array(z.string()).meta({ description: 'Why it is undetermined, or excluded from the list of the best.' }),
})

const listed = z.strictObject({ code: z.string(), rank: z.int(), eligible: z.enum(['yes', 'undetermined', 'no']) })

const groupResult = z.strictObject({
  group: z.string().nullable().meta({ description: 'null: bodies whose group is none of the programme.' }),
  ranked: z.array(z.strictObject({ code: z.string(), rank: z.int(), tied: z.boolean() })),
  top: z.array(listed),
  bottom: z.array(listed),
  excluded: z.array(z.string()),
  undetermined: z.array(z.string()),
  provisional: z.boolean().meta({ description: 'A body of the group is undetermined, or its eligibility is.' }),
  notes: z.array(z.string()),
})

const listWords = z.strictObject({ label: z.string(), text: z.string(), clause: z.string() })

/** Everything about one year: what screens, reports and the command line show. */
export const efficiencyResults = z
  .strictObject({
    format: z.literal(EFFICIENCY_RESULTS_FORMAT),
    programme: z.strictObject({
      id: z.string(),
      title: z.string(),
      status: z.string(),
      digest: z.string(),
    }),
    year: shownYear.nullable().meta({ description: 'null: the year asked for is not one of the programme.' }),
    baseYear: shownYear,
    path: z.array(z.strictObject({ year: shownYear, numerator: z.string(), denominator: z.string() })),
    pathFrom: z.enum(['pack', 'user']),
    labels: z
      .record(z.string(), z.string())
      .meta({ description: 'The words of the programme for tables and columns.' }),
    terms: z
      .record(
        z.string(),
        z.strictObject({ label: z.string(), symbol: z.string().nullable(), unit: z.string().nullable() }),
      )
      .meta({ description: 'The words of the programme for every quantity, by its id.' }),
    lists: z.strictObject({ top: listWords, bottom: listWords, exclusion: listWords }),
    notes: z
      .array(z.string())
      .meta({ description: 'What holds for all groups: how ties are ranked, what is incomplete.' }),
    groups: z.array(groupResult),
    bodies: z.array(bodyResult),
    units: z.array(unitResult),
    problems: z.array(programmeProblem),
  })
  .meta({ title: 'Results of an efficiency programme' })

export type EfficiencyResults = z.infer<typeof efficiencyResults>
export type BodyResult = z.infer<typeof bodyResult>
export type UnitResult = z.infer<typeof unitResult>
export type GroupResult = z.infer<typeof groupResult>
export type DutyResult = z.infer<typeof dutyResult>
export type ShownNumber = z.infer<typeof number>
export type ShownYear = z.infer<typeof shownYear>
export type Met = z.infer<typeof met>

/** How many more units of a body would have to meet their target for it to reach a rank, all others unchanged. */
export type WhatIf =
  | { readonly outcome: 'already'; readonly rank: number }
  | {
      readonly outcome: 'reachable'
      readonly more: number
      readonly unmet: number
      readonly rank: number
      readonly score: ShownNumber
    }
  | {
      readonly outcome: 'notEnough'
      readonly unmet: number
      readonly rank: number
      readonly score: ShownNumber
      readonly message: string
    }
  | { readonly outcome: 'undetermined'; readonly reasons: readonly string[] }
