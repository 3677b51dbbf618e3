import type { MeterLevel } from '#core/contract/audit.ts'
import type { DecimalText } from '#core/contract/decimal-text.ts'
import { compareDates, parseDate } from '../quantity/date.ts'
import { compare, decimal, ZERO } from '../quantity/decimal.ts'
import { asPercent } from '../quantity/print.ts'
import type { MeteringRule } from './checklist.ts'

/** The rule in force on a day: from its first day on, until the day before its last; `null`: none, or no day is known. */
export function ruleOn(rules: readonly MeteringRule[], date: string | null): MeteringRule | null {
  const day = parseDate(date ?? '')
  if (day === null) return null
  const reached = (from: string | null) => from === null || compareDates(parseDate(from) ?? day, day) <= 0
  const ended = (to: string | null) => to !== null && compareDates(parseDate(to) ?? day, day) <= 0
  return rules.find(({ from, to }) => reached(from) && !ended(to)) ?? null
}

/** How many of the meters required are there, in per cent as printed, and whether the rule is met; `null` where unknown. */
export type Equipping = {
  readonly ratio: string | null
  readonly wanted: DecimalText | null
  readonly meets: boolean | null
}

/** 配备率: installed ÷ required, compared exactly with what the rule wants of a carrier and level. */
export function equipping(
  rule: MeteringRule | null,
  carrier: string,
  level: MeterLevel,
  installed: DecimalText,
  required: DecimalText | null,
): Equipping {
  const wanted = rule?.rates?.find(rate => rate.carrier === carrier)?.[level] ?? null
  if (required === null || compare(decimal(required), ZERO) === 0) return { ratio: null, wanted, meets: null }
  const share = decimal(installed).div(decimal(required))
  const meets = wanted === null ? null : compare(share.times(decimal('100')), decimal(wanted)) >= 0
  return { ratio: asPercent(share), wanted, meets }
}
