import type { DecimalText } from '#core/contract/decimal-text.ts'
import { type Decimal, settle } from './decimal.ts'

/** Rounds by GB/T 8170 (half to even) to `digits` decimals, in one step from the settled value, all digits printed. */
export function roundByGb8170(value: Decimal, digits: number): DecimalText {
  const text = settle(value).toFixed(digits)
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text
}
