import { z } from 'zod'
import { isTypedDecimal, TYPED_DECIMAL } from './decimal-text.ts'
import { PROGRAMME_FORMAT, programmeProblem } from './programme.ts'

/**
 * Facts and results of a programme that follows green-power certificates from hand to hand and compares what was used with a
 * share of the electricity of a year. Rows are plain objects; `null` is not reported, never zero. Quantities are decimal text,
 * electricity in MWh, shares in per cent; days `2024-03-14`, months of generation `2024-03`, years `2024`.
 */
const amount = z.string().regex(TYPED_DECIMAL).refine(isTypedDecimal).nullable().default(null)
const code = z.string().min(1).max(100)
const codeOrNull = code.nullable().default(null)
const text = z.string().max(2000).nullable().default(null)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const month = z.string().regex(/^\d{4}-\d{2}$/)
const year = z.string().regex(/^\d{4}$/)

/** What can happen to certificates. */
export const EVENT_KINDS = ['issue', 'transfer', 'retire', 'expire', 'cancel'] as const
/** How the electricity and its certificate came: together by direct supply or by green-power trade, or the certificate alone. */
export const CERTIFICATE_FORMS = ['directSupply', 'greenPowerTrade', 'unbundled'] as const

const holder = z.strictObject({
  code,
  name: text,
  category: codeOrNull.meta({ description: 'An id of the table of categories of the pack.' }),
})

const event = z.strictObject({
  id: code,
  kind: z.enum(EVENT_KINDS),
  date: day,
  first: code.meta({ description: 'First certificate number: any prefix, then a run of digits.' }),
  last: code.meta({ description: 'Last certificate number, of the same prefix and length.' }),
  from: codeOrNull.meta({ description: 'Who held them; null for an issue.' }),
  to: codeOrNull.meta({ description: 'Who holds them then; for an issue and a transfer.' }),
  form: z.enum(CERTIFICATE_FORMS).nullable().default(null).meta({
    description:
      'Of an issue; of a transfer: how the certificates count from then on, null as before. Once sold apart from the electricity they stay so.',
  }),
  mwh: amount.meta({ description: 'Issue only; must fit the number of certificates. null: by their number.' }),
  generationMonth: month.nullable().default(null).meta({ description: 'Issue only: when it was generated.' }),
  expiry: day
    .nullable()
    .default(null)
    .meta({ description: 'Issue only: the last day of validity. null: by the rule of the pack.' }),
  forYear: year.nullable().default(null).meta({ description: 'Retire only: the year whose consumption it covers.' }),
  evidence: text,
})

const electricity = z.strictObject({
  holder: code,
  year,
  month: z
    .string()
    .regex(/^(?:0?[1-9]|1[0-2])$/)
    .nullable()
    .default(null)
    .meta({ description: '1 to 12; null: the whole year.' }),
  mwh: amount,
  greenPowerTraded: amount.meta({ description: 'MWh of traded green power, as the grid company reports it.' }),
})

const cleanEnergy = z.strictObject({
  holder: code,
  year,
  percent: amount.meta({ description: 'Share of clean energy in per cent, as reported.' }),
  source: text,
})

const parameter = z.strictObject({
  parameter: code.meta({ description: 'An id of the parameters of the pack.' }),
  holder: codeOrNull.meta({ description: 'Whom the value is for, e.g. the average of its city; null: everyone.' }),
  year,
  percent: amount,
  source: text.meta({ description: 'Where the value was published; without it the value is not used.' }),
})

const opening = z.strictObject({
  holder: code,
  requirement: code,
  year: year.meta({ description: 'The first year with data here.' }),
  mwh: amount.meta({ description: 'What was carried into it from the year before; 0 if nothing was.' }),
  source: text,
})

/** The tables of the facts and what their rows are. */
export const GREEN_POWER_ROWS = {
  holders: holder,
  events: event,
  electricity,
  cleanEnergy,
  parameters: parameter,
  openings: opening,
} as const

export type GreenPowerTable = keyof typeof GREEN_POWER_ROWS

/** How tables and fields are called. */
export const GREEN_POWER_LABELS: Readonly<
  Record<GreenPowerTable, { readonly label: string; readonly fields: Readonly<Record<string, string>> }>
> = {
  holders: { label: '持有方', fields: { code: '编号', name: '名称', category: '类别' } },
  events: {
    label: '绿证台账',
    fields: {
      id: '编号',
      kind: '事件',
      date: '日期',
      first: '首号',
      last: '末号',
      from: '原持有方',
      to: '持有方',
      form: '绿证来源',
      mwh: '电量',
      generationMonth: '发电月份',
      expiry: '有效期止',
      forYear: '用于年份',
      evidence: '佐证材料',
    },
  },
  electricity: {
    label: '用电量',
    fields: { holder: '持有方', year: '年份', month: '月份', mwh: '用电量', greenPowerTraded: '绿电交易电量' },
  },
  cleanEnergy: {
    label: '清洁能源消费占比',
    fields: { holder: '持有方', year: '年份', percent: '占比', source: '来源' },
  },
  parameters: {
    label: '参数',
    fields: { parameter: '参数', holder: '持有方', year: '年份', percent: '值', source: '来源' },
  },
  openings: {
    label: '上年划转',
    fields: { holder: '持有方', requirement: '要求', year: '年份', mwh: '缺口', source: '来源' },
  },
}

/** The facts document as a whole, for the published schema; the program reads its rows one by one. */
export const greenPowerFacts = z
  .strictObject({
    format: z.literal(PROGRAMME_FORMAT),
    programme: code.meta({ description: 'The id of the programme pack.' }),
    asOf: day.meta({ description: 'The day whose evening is shown; later events have not happened yet.' }),
    holders: z.array(holder).default([]),
    events: z.array(event).default([]),
    electricity: z.array(electricity).default([]),
    cleanEnergy: z.array(cleanEnergy).default([]),
    parameters: z.array(parameter).default([]),
    openings: z.array(opening).default([]),
  })
  .meta({ title: 'Facts of a green-power programme' })

export type GreenPowerFacts = z.infer<typeof greenPowerFacts>
export type Holder = z.infer<typeof holder>
export type CertificateEvent = z.infer<typeof event>
export type EventKind = CertificateEvent['kind']
export type CertificateForm = (typeof CERTIFICATE_FORMS)[number]
export type ElectricityRow = z.infer<typeof electricity>
export type CleanEnergyRow = z.infer<typeof cleanEnergy>
export type ParameterRow = z.infer<typeof parameter>
export type OpeningRow = z.infer<typeof opening>

export const GREEN_POWER_RESULTS_FORMAT = 'energy-audit-green-power-results/1'

const words = z.string()
const wordsOrNull = words.nullable()
const count = z.string().regex(/^\d+$/).meta({ id: 'count', description: 'A number of certificates.' })
const shownAmount = z
  .strictObject({ value: wordsOrNull, display: wordsOrNull, unit: words })
  .meta({ id: 'shownAmount', description: 'Exact or 40 significant digits; display by the digits of the pack.' })
const certificateAmount = z.strictObject({ certificates: count, mwh: words }).meta({ id: 'certificateAmount' })
const missingAt = z
  .strictObject({ term: words, at: words, text: words })
  .meta({ id: 'missingAt', description: 'What is missing, the cell where a person can supply it, and what to do.' })

const STATES = ['held', 'retired', 'expired', 'cancelled'] as const
const byState = {
  held: certificateAmount,
  retired: certificateAmount,
  expired: certificateAmount,
  cancelled: certificateAmount,
}

const verdict = z.enum(['conform', 'nonconform', 'notReached', 'notApplicable', 'undetermined']).meta({
  id: 'requirementVerdict',
  description:
    'conform, nonconform: a binding number is met or not; notReached: a number that does not bind is not met; notApplicable: no number, or not in this year; undetermined: missing says what is needed.',
})

const requirementResult = z
  .strictObject({
    id: words,
    label: words,
    clause: words,
    printed: words.meta({ description: 'The words of the notice.' }),
    obligation: words,
    obligationLabel: words,
    measure: z.enum(['share', 'cleanEnergy', 'none']),
    comparison: z.enum(['>=', '>']),
    percent: shownAmount.meta({ description: 'The share asked for.' }),
    percentFrom: z.enum(['pack', 'user']).nullable(),
    percentSource: wordsOrNull,
    share: shownAmount.meta({ description: 'What is compared with it.' }),
    ownRequired: shownAmount,
    carriedIn: shownAmount,
    required: shownAmount,
    shortfall: shownAmount,
    carriedOut: shownAmount.nullable().meta({ description: 'Into the next year; null where nothing is ever carried.' }),
    certificatesToBuy: count.nullable().meta({ description: 'null: not known, or nothing to buy.' }),
    buyBy: wordsOrNull,
    verdict: verdict.meta({ description: 'Against what this year asks for together with what was carried in.' }),
    ownVerdict: verdict.meta({ description: 'Against what this year alone asks for.' }),
    text: words,
    remark: wordsOrNull,
    missing: z.array(missingAt),
  })
  .meta({ id: 'requirementResult' })

const periodRow = z
  .strictObject({
    period: words.meta({ description: '2025-03, or 2025-Q1.' }),
    electricity: wordsOrNull,
    greenPowerTraded: wordsOrNull,
    generated: z
      .strictObject({ directSupply: count, greenPowerTrade: count, unbundled: count })
      .meta({ description: 'Certificates of electricity generated in it that the holder holds or has retired.' }),
    issued: count,
    received: count,
    sent: count,
    retired: count,
    expired: count,
    cancelled: count,
    held: certificateAmount.nullable().meta({
      description: 'On its last evening, or on that of the day shown if it is not over; null before it begins.',
    }),
    heldOn: wordsOrNull,
  })
  .meta({ id: 'periodRow' })

const yearResult = z
  .strictObject({
    year: words,
    electricity: shownAmount,
    electricityFrom: z.enum(['months', 'year']).nullable(),
    monthsMissing: z.array(words),
    counted: shownAmount,
    retired: shownAmount,
    provisional: shownAmount.meta({ description: 'Still held and generated in this year; it may move to another.' }),
    bundled: shownAmount,
    share: shownAmount,
    physicalShare: shownAmount,
    missing: z.array(missingAt),
    requirements: z.array(requirementResult),
    months: z.array(periodRow),
    quarters: z.array(periodRow),
  })
  .meta({ id: 'yearResult' })

const holderResult = z
  .strictObject({
    code: words,
    name: wordsOrNull,
    category: wordsOrNull,
    categoryLabel: wordsOrNull,
    clause: wordsOrNull,
    remark: wordsOrNull,
    totals: z.strictObject(byState),
    years: z.array(yearResult),
  })
  .meta({ id: 'holderResult' })

const expiryRow = z
  .strictObject({
    holder: words,
    name: wordsOrNull,
    expiry: day,
    amount: certificateAmount,
    ranges: z.array(z.strictObject({ first: words, last: words })),
    moreRanges: z.int(),
  })
  .meta({ id: 'expiryRow', description: 'Certificates of one holder with the same last day.' })

const described = z.array(z.strictObject({ id: words, label: words, clause: words }))

/** Everything a screen or a report shows of a green-power programme, except the list of all certificates. */
export const greenPowerResults = z
  .strictObject({
    format: z.literal(GREEN_POWER_RESULTS_FORMAT),
    programme: z.strictObject({ id: words, title: words, number: wordsOrNull, status: words, digest: words }),
    asOf: day.nullable(),
    totals: z
      .strictObject({ issued: certificateAmount, ...byState })
      .meta({ description: 'issued = held + retired + expired + cancelled.' }),
    holders: z.array(holderResult),
    expiring: z.array(expiryRow).meta({ description: 'Still held, but not for long.' }),
    expired: z.array(expiryRow).meta({ description: 'Expired without having been used.' }),
    labels: z.strictObject({
      events: z.strictObject({ issue: words, transfer: words, retire: words, expire: words, cancel: words }),
      states: z.strictObject({ held: words, retired: words, expired: words, cancelled: words }),
      forms: z.record(z.string(), words),
      expiring: words,
      deadline: words,
      terms: z.record(z.string(), z.strictObject({ label: words, unit: wordsOrNull })),
    }),
    categories: described,
    parameters: described,
    toBeVerified: z.array(words).meta({ description: 'Values that the notice does not print and nobody confirmed.' }),
    problems: z.array(programmeProblem),
  })
  .meta({ title: 'Results of a green-power programme' })

/** A run of certificates of one issue in the same state, as a table shows it. */
export const certificateRow = z
  .strictObject({
    first: words,
    last: words,
    amount: certificateAmount,
    issue: words,
    form: z.enum(CERTIFICATE_FORMS),
    generationMonth: words,
    expiry: day,
    state: z.enum(STATES),
    holder: words,
    forYear: wordsOrNull,
  })
  .meta({ id: 'certificateRow' })

export type ShownAmount = z.infer<typeof shownAmount>
export type CertificateAmount = z.infer<typeof certificateAmount>
export type CertificateStateName = (typeof STATES)[number]
export type RequirementVerdict = z.infer<typeof verdict>
export type RequirementResult = z.infer<typeof requirementResult>
export type PeriodRow = z.infer<typeof periodRow>
export type YearResult = z.infer<typeof yearResult>
export type HolderResult = z.infer<typeof holderResult>
export type ExpiryRow = z.infer<typeof expiryRow>
export type GreenPowerResults = z.infer<typeof greenPowerResults>
export type CertificateRow = z.infer<typeof certificateRow>
