import type { DecimalText } from '#core/contract/decimal-text.ts'
import { compare, type Decimal, decimal, ZERO } from '../quantity/decimal.ts'
import { asPercent, grouped } from '../quantity/print.ts'
import { roundByGb8170 } from '../quantity/rounding.ts'
import type { Bound, CheckItem } from './checklist.ts'

/** What was measured or counted: a value against a limit, so many of so many, a value and its mean. */
export type Measured = { readonly value: DecimalText | null; readonly whole: DecimalText | null }

/** `ratio`: the share or quotient as printed; `meets`: whether the limit is met, `null` where nothing decides it. */
export type Judgement = {
  readonly ratio: string | null
  readonly meets: boolean | null
  readonly remark: string | null
}

const UNDECIDED: Judgement = { ratio: null, meets: null, remark: null }

/** Compares what was measured with the limit of an item; exact values are compared, the print is rounded to GB/T 8170. */
export function judge({ kind, bound }: CheckItem, { value, whole }: Measured): Judgement {
  if (value === null) return UNDECIDED
  if (kind !== 'share' && kind !== 'ratioToMean')
    return bound ? { ...UNDECIDED, meets: meets(decimal(value), bound) } : UNDECIDED
  if (whole === null) return UNDECIDED
  const [part, base] = [decimal(value), decimal(whole)]
  if (compare(base, ZERO) === 0)
    return { ...UNDECIDED, remark: kind === 'share' ? '应有为 0，算不出比例' : '均值为 0，算不出比值' }
  const quotient = part.div(base)
  // more of them than there are: nothing is decided by that
  if (kind === 'share' && compare(part, base) > 0)
    return { ratio: asPercent(quotient), meets: null, remark: '实有多于应有，请核对' }
  return {
    ratio: kind === 'share' ? asPercent(quotient) : grouped(roundByGb8170(quotient, 2)),
    meets: bound ? meets(kind === 'share' ? quotient.times(decimal('100')) : quotient, bound) : null,
    remark: null,
  }
}

/** What was measured or counted, with what is missing of it; empty where nothing was. */
export function readingText(
  { kind, bound }: CheckItem,
  { value, whole, ratio, remark }: Measured & Pick<Judgement, 'ratio' | 'remark'>,
): string {
  if (value === null && whole === null) return ''
  if (kind !== 'share' && kind !== 'ratioToMean')
    return [value && grouped(value), bound?.unit].filter(part => part).join(' ')
  return [`${value ?? '未填'} / ${whole ?? '未填'}`, ratio ?? remark].filter(part => part).join('，')
}

/** Whether a value lies within a bound; the ends of a range belong to it. */
export function meets(value: Decimal, { op, value: limit, to }: Bound): boolean {
  if (to !== undefined) return compare(value, decimal(limit)) >= 0 && compare(value, decimal(to)) <= 0
  const order = compare(value, decimal(limit))
  switch (op) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '=':
      return order === 0
    case '>=':
      return order >= 0
    default:
      return order > 0
  }
}

const SIGNS = { '<': '＜', '<=': '≤', '=': '=', '>=': '≥', '>': '＞' } as const

/** A bound as people read it: ≥ 26 ℃, 1.1000～1.3300 kgce/m³. */
export function boundText({ op, value, to, unit }: Bound): string {
  const range = to === undefined ? `${SIGNS[op]} ${grouped(value)}` : `${value}～${to}`
  return [range, unit].filter(part => part).join(' ')
}
