import type { PeriodRow, YearResult } from '#core/contract/green-power.ts'
import { dateText, lastDay, monthText } from '#core/quantity/date.ts'
import { type Decimal, decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import type { Movements } from './ledger.ts'
import type { YearElectricity } from './read-green-power.ts'
import { type HolderTally, noCertificates } from './tally.ts'

/** What is known of one holder besides its electricity. */
export type HolderMonths = {
  readonly monthly: ReadonlyMap<string, Movements>
  readonly tally: HolderTally
  readonly asOf: string
  readonly mwhPerCertificate: Decimal
}

const MONTHS = 12
const MONTHS_OF_QUARTER = 3

/** The twelve months and four quarters of a year for one holder. */
export function periodRows(
  year: string,
  electricity: YearElectricity,
  holder: HolderMonths,
): Pick<YearResult, 'months' | 'quarters'> {
  const months = Array.from({ length: MONTHS }, (_, i) => i + 1)
  const heldAt = heldAfter(year, holder.monthly)
  const row = (period: string, of: readonly number[]) => periodRow(period, year, of, electricity, holder, heldAt)
  return {
    months: months.map(month => row(monthText({ year: Number.parseInt(year, 10), month }), [month])),
    quarters: [1, 2, 3, 4].map(quarter => {
      const last = quarter * MONTHS_OF_QUARTER
      return row(`${year}-Q${quarter}`, [last - 2, last - 1, last])
    }),
  }
}

/** How many certificates are held after each of the twelve months. */
function heldAfter(year: string, monthly: ReadonlyMap<string, Movements>): readonly bigint[] {
  let held = 0n
  const after: bigint[] = new Array(MONTHS).fill(0n)
  const change = ({ issued, received, sent, retired, expired, cancelled }: Movements) =>
    issued + received - sent - retired - expired - cancelled
  for (const [month, movements] of monthly) if (month < year) held += change(movements)
  for (let i = 0; i < MONTHS; i++) {
    const movements = monthly.get(monthText({ year: Number.parseInt(year, 10), month: i + 1 }))
    if (movements) held += change(movements)
    after[i] = held
  }
  return after
}

function periodRow(
  period: string,
  year: string,
  months: readonly number[],
  electricity: YearElectricity,
  { monthly, tally, asOf, mwhPerCertificate }: HolderMonths,
  heldAt: readonly bigint[],
): PeriodRow {
  const moved = { issued: 0n, received: 0n, sent: 0n, retired: 0n, expired: 0n, cancelled: 0n }
  const generated = noCertificates()
  const names = months.map(month => monthText({ year: Number.parseInt(year, 10), month }))
  for (const name of names) {
    const movements = monthly.get(name)
    if (movements) for (const what of MOVED) moved[what] += movements[what]
    const forms = tally.generated.get(name)
    if (forms) for (const form of FORMS) generated[form] += forms[form]
  }
  const last = months.at(-1) ?? MONTHS
  const end = dateText(lastDay({ year: Number.parseInt(year, 10), month: last }))
  const begun = `${names[0]}-01` <= asOf
  const held = heldAt[last - 1] ?? 0n
  const rows = months.map(month => electricity.months.get(month)?.row)
  return {
    period,
    electricity: total(rows.map(row => row?.mwh ?? null)),
    greenPowerTraded: total(rows.map(row => row?.greenPowerTraded ?? null)),
    generated: texts(generated),
    ...mapTexts(moved),
    held: begun ? { certificates: String(held), mwh: textOf(decimal(String(held)).times(mwhPerCertificate)) } : null,
    heldOn: begun ? (end < asOf ? end : asOf) : null,
  }
}

const MOVED = ['issued', 'received', 'sent', 'retired', 'expired', 'cancelled'] as const
const FORMS = ['directSupply', 'greenPowerTrade', 'unbundled'] as const

function texts(counts: Record<(typeof FORMS)[number], bigint>): PeriodRow['generated'] {
  const { directSupply, greenPowerTrade, unbundled } = counts
  return {
    directSupply: String(directSupply),
    greenPowerTrade: String(greenPowerTrade),
    unbundled: String(unbundled),
  }
}

function mapTexts({ issued, received, sent, retired, expired, cancelled }: Movements) {
  return {
    issued: String(issued),
    received: String(received),
    sent: String(sent),
    retired: String(retired),
    expired: String(expired),
    cancelled: String(cancelled),
  }
}

/** The sum, or `null` if one of them is not known. */
function total(amounts: readonly (string | null)[]): string | null {
  const sum = new ExactSum()
  for (const amount of amounts) {
    if (amount === null) return null
    sum.add(decimal(amount))
  }
  return textOf(sum.total())
}
