import type { DecimalText } from '#core/contract/decimal-text.ts'
import { type Decimal, decimal, shortened } from './decimal.ts'
import { roundByGb8170 } from './rounding.ts'

const THIN_SPACE = '\u2009'
const MINUS = '\u2212'
const DIGITS_IN_SENTENCE = 8

/** Groups the integer part in threes as the standards print it (12 000) and writes a true minus sign. */
export function grouped(text: DecimalText): string {
  const [whole = '', fraction] = text.replace('-', '').split('.')
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, THIN_SPACE)
  return `${text.startsWith('-') ? MINUS : ''}${groups}${fraction === undefined ? '' : `.${fraction}`}`
}

/** A number inside a sentence: 8 significant digits, grouped, ending in … when digits were cut. */
export function inSentence(value: Decimal): string {
  const { text, cut } = shortened(value, DIGITS_IN_SENTENCE)
  return `${grouped(text)}${cut ? '…' : ''}`
}

/** A share as per cent with one decimal. */
export function asPercent(share: Decimal): string {
  return `${grouped(roundByGb8170(share.times(decimal('100')), 1))} %`
}
