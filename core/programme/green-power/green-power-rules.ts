import { z } from 'zod'
import { CERTIFICATE_FORMS, EVENT_KINDS } from '#core/contract/green-power.ts'
import type { Report } from '#core/standard/pack/read-parts.ts'
import { cite, identifier, text } from '#core/standard/pack/schema.ts'
import type { Table } from '#core/standard/pack/table.ts'
import type { Plan } from '#core/standard/plan.ts'
import { GREEN_POWER_OUTPUTS } from './green-power-model.ts'

/** What a requirement looks at: the share of green power, the share of clean energy, or no number at all. */
export const MEASURES = ['share', 'cleanEnergy', 'none'] as const

/** `rules` of a pack that follows certificates through a ledger: the parameters of the named functions. */
export const certificateRules = z.strictObject({
  kind: z.literal('certificateLedger'),
  events: z
    .array(z.strictObject({ id: z.enum(EVENT_KINDS), label: text }))
    .length(EVENT_KINDS.length)
    .meta({ description: 'In the order in which events of one day happen.' }),
  eventsCite: cite,
  states: z.strictObject({ held: text, retired: text, expired: text, cancelled: text }),
  certificate: z.strictObject({
    table: identifier.meta({ description: 'One row: mwhPerCertificate and validityMonths.' }),
    countedFrom: z
      .enum(['generationMonth', 'nextMonth'])
      .meta({ description: 'Whether the month of generation is the first of the months of validity.' }),
  }),
  forms: z.strictObject({ table: identifier }),
  categories: z.strictObject({ table: identifier }),
  requirements: z.strictObject({ table: identifier }),
  obligations: z
    .array(
      z.strictObject({
        id: identifier,
        label: text,
        unmet: z.strictObject({ verdict: z.enum(['nonconform', 'notReached']), text }),
      }),
    )
    .min(1),
  parameters: z.array(z.strictObject({ id: identifier, label: text, cite })),
  deadline: z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31), text, cite }),
  expiryWarning: z.strictObject({ months: z.int().min(0), text, cite }),
  digits: z.record(z.string(), z.int().min(0).max(10)).meta({ description: 'Decimals shown, by unit.' }),
})

export type CertificateRules = z.infer<typeof certificateRules>

const WHOLE = /^[1-9]\d*$/

type Parts = {
  readonly rules: CertificateRules
  readonly tables: ReadonlyMap<string, Table>
  readonly plan: Plan
}

/** Tables have the columns that the functions read, their words are known, and the formulas give what results need. */
export function lintCertificateRules({ rules, tables, plan }: Parts, report: Report): void {
  const columnsOf = (place: string, id: string, kinds: Readonly<Record<string, string>>): Table | null => {
    const table = tables.get(id)
    if (!table) report(place, `没有表“${id}”。可用：${[...tables.keys()].join('、')}。`)
    for (const [column, kind] of Object.entries(kinds))
      if (table && table.columns.get(column)?.kind !== kind) report(place, `表“${id}”要有 ${kind} 列“${column}”。`)
    return table ?? null
  }
  if (new Set(rules.events.map(event => event.id)).size < EVENT_KINDS.length)
    report('rules.events', `事件应各写一次：${EVENT_KINDS.join('、')}。`)
  const certificate = columnsOf('rules.certificate', rules.certificate.table, {
    mwhPerCertificate: 'number',
    validityMonths: 'number',
  })
  const [row, ...others] = certificate?.rows ?? []
  if (others.length > 0) report('rules.certificate', '绿证规则的表只能有一行。')
  if (row && !WHOLE.test(String(row.numbers.get('validityMonths') ?? '')))
    report('rules.certificate', 'validityMonths 应为整数个月。')
  if (row?.numbers.get('mwhPerCertificate')?.isZero() ?? true)
    report('rules.certificate', 'mwhPerCertificate 应大于 0。')

  const forms = columnsOf('rules.forms', rules.forms.table, { form: 'key', bundling: 'text' })
  for (const form of CERTIFICATE_FORMS)
    if (forms && !forms.rows.some(r => r.keys.get('form')?.includes(form)))
      report('rules.forms', `表“${forms.id}”没有“${form}”的行。`)
  const categories = columnsOf('rules.categories', rules.categories.table, { category: 'key', label: 'text' })
  const requirements = columnsOf('rules.requirements', rules.requirements.table, REQUIREMENT_COLUMNS)
  if (categories && requirements) lintRequirements(rules, categories, requirements, report)

  for (const name of GREEN_POWER_OUTPUTS.own)
    if (!plan.own.has(name)) report('rules', `公式里没有“${name}”，结果要用到它。`)
  for (const table of ['requirement', 'cleanEnergy'] as const)
    for (const name of GREEN_POWER_OUTPUTS[table])
      if (!plan.columns.get(table)?.has(name)) report('rules', `公式里没有“${table}”的“${name}”，结果要用到它。`)
}

const REQUIREMENT_COLUMNS = {
  requirement: 'key',
  year: 'band',
  category: 'text',
  label: 'text',
  applies: 'text',
  measure: 'text',
  comparison: 'text',
  percent: 'number',
  parameter: 'text',
  obligation: 'text',
  carried: 'text',
  remark: 'text',
}

function lintRequirements(rules: CertificateRules, categories: Table, requirements: Table, report: Report): void {
  const known: Readonly<Record<string, readonly string[]>> = {
    category: categories.rows.flatMap(row => row.keys.get('category') ?? []),
    applies: ['yes', 'no'],
    measure: MEASURES,
    comparison: ['>=', '>'],
    obligation: rules.obligations.map(obligation => obligation.id),
    carried: ['yes', 'no'],
  }
  const parameters = rules.parameters.map(parameter => parameter.id)
  for (const row of requirements.rows) {
    const place = `rules.requirements（${row.id}）`
    if (!row.keys.has('requirement') || !row.bands.has('year') || !row.texts.has('label'))
      report(place, '每一行都要写要求、年份和名称。')
    for (const [column, words] of Object.entries(known)) {
      const word = row.texts.get(column) ?? ''
      if (!words.includes(word)) report(place, `“${column}”没有“${word}”这个值。可用：${words.join('、')}。`)
    }
    const parameter = row.texts.get('parameter')
    if (parameter !== undefined && !parameters.includes(parameter))
      report(place, `没有参数“${parameter}”。可用：${parameters.join('、')}。`)
    const binds = row.texts.get('applies') === 'yes' && row.texts.get('measure') !== 'none'
    if (binds && row.numbers.has('percent') === (parameter !== undefined))
      report(place, '要判定的一行应有比例或参数，只能有其中之一。')
  }
}
