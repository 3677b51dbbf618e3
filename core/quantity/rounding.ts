import type { DecimalText } from '#core/contract/decimal-text.ts'
import { count, type Decimal, settle, textOf } from './decimal.ts'

/** Rounds by GB/T 8170 (half to even) to `digits` decimals, in one step from the settled value, all digits printed. */
export function roundByGb8170(value: Decimal, digits: number): DecimalText {
  const text = settle(value).toFixed(digits)
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text
}

/** The least whole number that is not below the settled value: what must be bought in whole pieces to cover it. */
export function wholeNotBelow(value: Decimal): DecimalText {
  return textOf(settle(value).ceil())
}

/** The least whole number above the settled value: what must be bought in whole pieces to exceed it. */
export function wholeAbove(value: Decimal): DecimalText {
  return textOf(settle(value).floor().plus(ONE))
}

const ONE = count(1)
