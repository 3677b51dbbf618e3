/** A non-negative decimal number written as text, e.g. `"12000"` or `"0.0341"`; a result may carry a leading minus. */
export type DecimalText = string

/** What may be typed: digits with at most one point; no sign, grouping, exponent or unit. */
export const TYPED_DECIMAL = /^(?:0|[1-9]\d*)(?:\.\d+)?$/

/** Excel keeps 15 digits; a typed quantity with more would not survive the way into the workbook a reviewer opens. */
export const MAX_TYPED_DIGITS = 15

const LONGEST_TYPED = 64

/** Counts the digits of a typed decimal from its first non-zero digit on; trailing zeros count, because they were typed. */
export function typedDigits(text: string): number {
  return text.replace('.', '').replace(/^0+/, '').length
}

/** Whether `text` is a decimal that the product accepts as typed: plain digits, at most {@link MAX_TYPED_DIGITS} of them. */
export function isTypedDecimal(text: string): boolean {
  return text.length <= LONGEST_TYPED && TYPED_DECIMAL.test(text) && typedDigits(text) <= MAX_TYPED_DIGITS
}
