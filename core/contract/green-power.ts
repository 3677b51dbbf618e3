import { z } from 'zod'
import { isTypedDecimal, TYPED_DECIMAL } from './decimal-text.ts'

/**
 * Facts of a green-power programme: who holds, what became of each certificate, how much electricity was used. Rows are plain
 * objects; `null` means not reported, never zero. Quantities are decimal text, dates `2024-03-14`, months `2024-03`.
 */

const decimal = z.string().regex(TYPED_DECIMAL).refine(isTypedDecimal)
const code = z.string().min(1).max(100)
const text = z.string().max(2000)
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const month = z.string().regex(/^\d{4}-\d{2}$/)
const year = z.int().min(1900).max(9999)
const certificateNumber = z.string().min(1).max(100)

/** What can happen to certificates. */
export const EVENT_KINDS = ['issue', 'transfer', 'retire', 'expire', 'cancel'] as const
/** How the electricity and its certificate came: together by direct supply or by green-power trade, or the certificate alone. */
export const CERTIFICATE_FORMS = ['directSupply', 'greenPowerTrade', 'unbundled'] as const

const holder = z.strictObject({
  code,
  name: text,
  category: z.string().max(100).nullable().meta({ description: 'An id of the table of categories of the pack.' }),
})

const event = z.strictObject({
  id: code,
  kind: z.enum(EVENT_KINDS),
  date,
  first: certificateNumber.meta({ description: 'First certificate number: anything, ending in a run of digits.' }),
  last: certificateNumber.meta({ description: 'Last certificate number, of the same prefix and length.' }),
  from: code.nullable().meta({ description: 'Who held them; null for an issue.' }),
  to: code.nullable().meta({ description: 'Who holds them then; for an issue and a transfer.' }),
  form: z.enum(CERTIFICATE_FORMS).nullable().meta({ description: 'Issue only.' }),
  mwh: decimal
    .nullable()
    .meta({ description: 'Issue only; must fit the number of certificates. null: by their number.' }),
  generationMonth: month.nullable().meta({ description: 'Issue only: when the electricity was generated.' }),
  expiry: date.nullable().meta({ description: 'Issue only: the last day of validity. null: by the rule of the pack.' }),
  forYear: year.nullable().meta({ description: 'Retire only: the year whose consumption it covers.' }),
  evidence: text.nullable(),
})

const electricity = z.strictObject({
  holder: code,
  year,
  month: z.int().min(1).max(12).nullable().meta({ description: 'null: the whole year.' }),
  mwh: decimal.nullable(),
  greenPowerTraded: decimal
    .nullable()
    .meta({ description: 'MWh of traded green power, as the grid company reports it.' }),
})

const cleanEnergy = z.strictObject({
  holder: code,
  year,
  percent: decimal.nullable().meta({ description: 'Share of clean energy as reported; the notice gives no formula.' }),
  source: text.nullable(),
})

const parameter = z.strictObject({
  holder: code.nullable().meta({ description: 'Whom the value is for, e.g. the average of its city; null: everyone.' }),
  parameter: z.string().min(1).max(100).meta({ description: 'An id of the parameters of the pack.' }),
  year,
  percent: decimal.nullable(),
  source: text.nullable().meta({ description: 'Where the value was published; without it the value is not used.' }),
})

const openingShortfall = z.strictObject({
  holder: code,
  year,
  requirement: z.string().min(1).max(100),
  mwh: decimal.nullable().meta({ description: 'What was carried into this year from years without data here.' }),
  source: text.nullable(),
})

/** The tables of the facts: the schema of a row, its Chinese name, the field that names a row. */
export const GREEN_POWER_TABLES = {
  holders: { label: '持有方', row: holder },
  events: { label: '绿证台账', row: event },
  electricity: { label: '用电量', row: electricity },
  cleanEnergy: { label: '清洁能源消费占比', row: cleanEnergy },
  parameters: { label: '参数', row: parameter },
  openingShortfalls: { label: '上年划转', row: openingShortfall },
} as const

export type GreenPowerTable = keyof typeof GREEN_POWER_TABLES

/** A facts file of a green-power programme as a whole, for the published schema; rows are read one by one. */
export const greenPowerFacts = z
  .strictObject({
    format: z.literal('energy-audit-programme/1'),
    programme: z.string().min(1).max(100),
    asOf: date.meta({ description: 'The day whose evening is shown; certificates past their last day are expired.' }),
    holders: z.array(holder),
    events: z.array(event),
    electricity: z.array(electricity),
    cleanEnergy: z.array(cleanEnergy),
    parameters: z.array(parameter),
    openingShortfalls: z.array(openingShortfall),
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
export type OpeningShortfallRow = z.infer<typeof openingShortfall>

/** What is wrong with a row and what to do; a refused row is left out, everything else goes on. */
export type GreenPowerProblem = {
  readonly table: GreenPowerTable | null
  /** The id, code or position that names the row. */
  readonly row: string | null
  readonly field: string | null
  readonly severity: 'refusal' | 'warning'
  readonly message: string
}
