import { z } from 'zod'
import { isTypedDecimal, TYPED_DECIMAL } from './decimal-text.ts'
import { PROGRAMME_FORMAT, type ProgrammeProblem } from './programme.ts'

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
  form: z.enum(CERTIFICATE_FORMS).nullable().default(null).meta({ description: 'Issue only.' }),
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

/** A computed quantity: exact or with 40 significant digits, and rounded by GB/T 8170 to the digits of the pack. */
export type ShownAmount = { readonly value: string | null; readonly display: string | null; readonly unit: string }

/** Certificates as a count and as electricity, both as text. */
export type CertificateAmount = { readonly certificates: string; readonly mwh: string }

export type CertificateStateName = 'held' | 'retired' | 'expired' | 'cancelled'

/**
 * conform and nonconform: a binding number is met or not; notReached: a number that does not bind is not met; notApplicable: no
 * number, or not in this year; undetermined: `missing` says what is needed.
 */
export type RequirementVerdict = 'conform' | 'nonconform' | 'notReached' | 'notApplicable' | 'undetermined'

/** Something that is missing, the cell where a person can supply it, and what to do. */
export type MissingAt = { readonly term: string; readonly at: string; readonly text: string }

/** One requirement of the notice for a holder and a year. */
export type RequirementResult = {
  readonly id: string
  readonly label: string
  readonly clause: string
  /** The words of the notice. */
  readonly printed: string
  readonly obligation: string
  readonly obligationLabel: string
  readonly measure: 'share' | 'cleanEnergy' | 'none'
  readonly comparison: '>=' | '>'
  /** The share asked for, and whether it is printed in the notice or a parameter of the user. */
  readonly percent: ShownAmount
  readonly percentFrom: 'pack' | 'user' | null
  readonly percentSource: string | null
  /** What is compared with it. */
  readonly share: ShownAmount
  readonly ownRequired: ShownAmount
  readonly carriedIn: ShownAmount
  readonly required: ShownAmount
  readonly shortfall: ShownAmount
  /** What goes into the next year; null where nothing is ever carried. */
  readonly carriedOut: ShownAmount | null
  /** How many certificates are still to be bought, and by which day; null: not known, or nothing to buy. */
  readonly certificatesToBuy: string | null
  readonly buyBy: string | null
  /** Against what this year asks for together with what was carried in. */
  readonly verdict: RequirementVerdict
  /** Against this year's share alone. */
  readonly ownVerdict: RequirementVerdict
  readonly text: string
  readonly remark: string | null
  readonly missing: readonly MissingAt[]
}

/** Certificates by how they came, as counts. */
export type CertificatesByForm = Readonly<Record<CertificateForm, string>>

/** One month or quarter of a holder. */
export type PeriodRow = {
  /** `2025-03`, or `2025-Q1`. */
  readonly period: string
  readonly electricity: string | null
  readonly greenPowerTraded: string | null
  /** Certificates of electricity generated in it that the holder holds or has retired. */
  readonly generated: CertificatesByForm
  /** What came and went in it. */
  readonly issued: string
  readonly received: string
  readonly sent: string
  readonly retired: string
  readonly expired: string
  readonly cancelled: string
  /** Held on its last evening, or on that of the day shown if it is not over; null before it begins. */
  readonly held: CertificateAmount | null
  readonly heldOn: string | null
}

export type YearResult = {
  readonly year: string
  readonly electricity: ShownAmount
  readonly electricityFrom: 'months' | 'year' | null
  readonly monthsMissing: readonly string[]
  readonly counted: ShownAmount
  readonly retired: ShownAmount
  /** Still held and generated in this year; retiring it for another year moves it there. */
  readonly provisional: ShownAmount
  readonly bundled: ShownAmount
  readonly share: ShownAmount
  readonly physicalShare: ShownAmount
  readonly missing: readonly MissingAt[]
  readonly requirements: readonly RequirementResult[]
  readonly months: readonly PeriodRow[]
  readonly quarters: readonly PeriodRow[]
}

export type HolderResult = {
  readonly code: string
  readonly name: string | null
  readonly category: string | null
  readonly categoryLabel: string | null
  readonly clause: string | null
  readonly remark: string | null
  readonly totals: Readonly<Record<CertificateStateName, CertificateAmount>>
  readonly years: readonly YearResult[]
}

/** Certificates of one holder with the same last day. */
export type ExpiryRow = {
  readonly holder: string
  readonly name: string | null
  readonly expiry: string
  readonly amount: CertificateAmount
  /** The first of their runs of numbers, and how many more there are. */
  readonly ranges: readonly { readonly first: string; readonly last: string }[]
  readonly moreRanges: number
}

export type GreenPowerResults = {
  readonly format: typeof GREEN_POWER_RESULTS_FORMAT
  readonly programme: {
    readonly id: string
    readonly title: string
    readonly number: string | null
    readonly status: string
    readonly digest: string
  }
  readonly asOf: string | null
  /** issued = held + retired + expired + cancelled. */
  readonly totals: Readonly<Record<'issued' | CertificateStateName, CertificateAmount>>
  readonly holders: readonly HolderResult[]
  /** Still held, but not for long. */
  readonly expiring: readonly ExpiryRow[]
  /** Expired without having been used. */
  readonly expired: readonly ExpiryRow[]
  readonly labels: {
    readonly events: Readonly<Record<EventKind, string>>
    readonly states: Readonly<Record<CertificateStateName, string>>
    readonly forms: Readonly<Record<string, string>>
    readonly expiring: string
    readonly deadline: string
    readonly terms: Readonly<Record<string, { readonly label: string; readonly unit: string | null }>>
  }
  readonly categories: readonly { readonly id: string; readonly label: string; readonly clause: string }[]
  readonly parameters: readonly { readonly id: string; readonly label: string; readonly clause: string }[]
  /** Values that the notice does not print and nobody has confirmed. */
  readonly toBeVerified: readonly string[]
  readonly problems: readonly ProgrammeProblem[]
}

/** A run of certificates of one issue in the same state, as a table shows it. */
export type CertificateRow = {
  readonly first: string
  readonly last: string
  readonly amount: CertificateAmount
  readonly issue: string
  readonly form: CertificateForm
  readonly generationMonth: string
  readonly expiry: string
  readonly state: CertificateStateName
  readonly holder: string
  readonly forYear: string | null
}
