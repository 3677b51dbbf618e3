import { Decimal as Library } from 'decimal.js'
import type { DecimalText } from '#core/contract/decimal-text.ts'

/**
 * Exact decimals: 60 significant digits, half to even. The only place that knows the library. Sums and products of typed
 * quantities stay exact at this precision; a quotient is cut at 60 digits and must pass through {@link settle} before it
 * is compared or rounded.
 */
const Exact = Library.clone({ precision: 60, rounding: Library.ROUND_HALF_EVEN, toExpNeg: -9e15, toExpPos: 9e15 })

export type Decimal = Library

const SETTLED_DIGITS = 40
/** How many digits the library keeps in one word. */
const WORD_DIGITS = 7

/** Short texts (densities, calorific values, day counts) come again and again; decimals are immutable, so one of each serves. */
const known = new Map<DecimalText, Decimal>()
const MOST_KNOWN = 4096
const LONGEST_KNOWN = 4

/** Reads decimal text that has passed a schema; throws on anything else, since that is a bug and not bad input. */
export function decimal(text: DecimalText): Decimal {
  if (text.length > LONGEST_KNOWN) return new Exact(text)
  let value = known.get(text)
  if (!value) {
    value = new Exact(text)
    if (known.size === MOST_KNOWN) known.clear()
    known.set(text, value)
  }
  return value
}

/** A count of rows, days or digits as a decimal. */
export function count(value: number): Decimal {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a count: ${value}`)
  return new Exact(value)
}

export const ZERO: Decimal = count(0)

/**
 * Cuts to 40 significant digits, half to even. 53/60 · 40 980 / 53 is exactly 683 but 682.99…9 in 60 digits; without this
 * cut on both sides an institution that lies exactly on a limit would be graded wrongly.
 */
export function settle(value: Decimal): Decimal {
  const isShort = value.d.length * WORD_DIGITS <= SETTLED_DIGITS
  return isShort || value.precision() <= SETTLED_DIGITS
    ? value
    : value.toSignificantDigits(SETTLED_DIGITS, Library.ROUND_HALF_EVEN)
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`, both settled. */
export function compare(a: Decimal, b: Decimal): number {
  return settle(a).comparedTo(settle(b))
}

/**
 * `a − b`, where a rest beyond the 40th digit of the larger one is nothing: two sums of quotients that are equal may differ
 * in their 60th digit, and 10⁻⁵⁸ people are no people. The operands themselves are not cut, so that a difference that is
 * exactly a limit times an area stays so.
 */
export function difference(a: Decimal, b: Decimal): Decimal {
  const rest = a.minus(b)
  return !rest.isZero() && rest.e < Math.max(a.e, b.e) - SETTLED_DIGITS ? ZERO : rest
}

/** The settled value in plain notation: exact, or 40 significant digits; never an exponent, never `-0`. */
export function textOf(value: Decimal): DecimalText {
  const settled = settle(value)
  return settled.isZero() ? '0' : settled.toFixed()
}

/** The settled value cut to `digits` significant digits, and whether anything was cut off. */
export function shortened(value: Decimal, digits: number): { text: DecimalText; cut: boolean } {
  const settled = settle(value)
  const short = settled.toSignificantDigits(digits, Library.ROUND_HALF_EVEN)
  return { text: textOf(short), cut: !short.equals(settled) }
}

const WORD = 10_000_000n

/**
 * Adds up any number of decimals exactly, whatever their order: the library's words (seven digits each) are added column
 * by column as integers and carried once at the end. Nothing is rounded, so the sum does not depend on the order of entries.
 */
export class ExactSum {
  /** Column totals from the highest power of 10^7 downwards; each stays below 2^53 for 9 · 10^8 terms. */
  readonly #columns: number[] = []
  #highest = 0
  #only: Decimal | null = ZERO

  add(value: Decimal): void {
    if (value.isZero()) return
    this.#only = this.#only === ZERO ? value : null
    const { d: words, e: exponent, s: sign } = value
    const highest = Math.floor(exponent / WORD_DIGITS)
    if (this.#columns.length === 0) this.#highest = highest
    for (; this.#highest < highest; this.#highest++) this.#columns.unshift(0)
    const offset = this.#highest - highest
    for (let i = this.#columns.length; i < offset + words.length; i++) this.#columns.push(0)
    for (let i = 0; i < words.length; i++)
      this.#columns[offset + i] = (this.#columns[offset + i] ?? 0) + sign * (words[i] ?? 0)
  }

  /** The sum so far. */
  total(): Decimal {
    if (this.#only) return this.#only
    const total = this.#columns.reduce((sum, column) => sum * WORD + BigInt(column), 0n)
    return new Exact(`${total}e${(this.#highest - this.#columns.length + 1) * WORD_DIGITS}`)
  }
}
