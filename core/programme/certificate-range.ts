import { clip } from '#core/contract/schema-issue.ts'

/**
 * A run of certificate numbers. `from` is its first certificate, `to` the one after its last. Numbers of one series have the same
 * prefix and the same count of digits.
 */
export type CertificateRange = {
  readonly first: string
  readonly last: string
  readonly from: CertificatePoint
  readonly to: CertificatePoint
  readonly certificates: bigint
}

/** A number in two parts, because real ones have 32 digits: a block of 10^15 neighbouring numbers and the place in it. */
export type CertificatePoint = { readonly block: Block; readonly place: number }

/** All numbers of a series that differ only in their last 15 digits. */
export type Block = {
  readonly prefix: string
  readonly digits: number
  /** The digits before the last 15, empty if there are none. */
  readonly high: string
}

export type Unreadable = {
  readonly code: 'unreadableCertificate' | 'reversedRange'
  readonly field: 'first' | 'last'
  readonly reason: string
}

const PLACE_DIGITS = 15
const BLOCK_SIZE = 10n ** 15n
const LAST_PLACE = 999_999_999_999_999

/** Reads certificate numbers; one reader for a whole ledger, so that equal blocks are the same object. */
export class CertificateReader {
  readonly #blocks = new Map<string, Block>()
  /** What is written before the digits, as it counts; `null` if it has blanks. */
  readonly #prefixes = new Map<string, string | null>()
  #latest: Block | null = null

  /**
   * Reads the first and last number of a run: any prefix without blanks, then a run of digits, e.g. `GEC2024000001`. Either case
   * and either width of a letter count the same, so that no certificate can be entered twice by its spelling.
   */
  range(first: string, last: string): CertificateRange | Unreadable {
    const digits = digitsOf(first)
    const otherDigits = first === last ? digits : digitsOf(last)
    const prefix = this.#prefix(first, digits)
    const otherPrefix = first === last ? prefix : this.#prefix(last, otherDigits)
    if (prefix === null || digits === '') return unreadable('first', '首号', first)
    if (otherPrefix === null || otherDigits === '') return unreadable('last', '末号', last)
    if (prefix !== otherPrefix || digits.length !== otherDigits.length)
      return {
        code: 'unreadableCertificate',
        field: 'last',
        reason: `首号“${clip(first)}”与末号“${clip(last)}”的前缀或位数不同，不是一段连号。请分段填写。`,
      }
    // of equal length, so they are ordered as texts
    if (digits > otherDigits)
      return {
        code: 'reversedRange',
        field: 'last',
        reason: `首号“${clip(first)}”大于末号“${clip(last)}”，写反了。请对调。`,
      }
    const from = this.#point(prefix, digits)
    const end = first === last ? from : this.#point(prefix, otherDigits)
    const certificates = first === last ? 1n : distance(from, end) + 1n
    return { first: prefix + digits, last: prefix + otherDigits, from, to: this.#next(end), certificates }
  }

  #prefix(text: string, digits: string): string | null {
    const written = text.slice(0, text.length - digits.length)
    const known = this.#prefixes.get(written)
    if (known !== undefined) return known
    const tidied = written.normalize('NFKC').trimStart().toUpperCase()
    const prefix = /\s|\d$/.test(tidied) ? null : tidied
    this.#prefixes.set(written, prefix)
    return prefix
  }

  #point(prefix: string, digits: string): CertificatePoint {
    const high = digits.slice(0, -PLACE_DIGITS)
    return {
      block: this.#block(prefix, digits.length, high),
      place: Number.parseInt(digits.slice(-PLACE_DIGITS), 10),
    }
  }

  #next({ block, place }: CertificatePoint): CertificatePoint {
    if (place < LAST_PLACE) return { block, place: place + 1 }
    const high = String(highOf(block) + 1n).padStart(block.high.length, '0')
    return { block: this.#block(block.prefix, block.digits, high), place: 0 }
  }

  #block(prefix: string, digits: number, high: string): Block {
    const latest = this.#latest
    if (latest && latest.high === high && latest.digits === digits && latest.prefix === prefix) return latest
    const key = `${digits} ${high} ${prefix}`
    const block = this.#blocks.get(key) ?? { prefix, digits, high }
    this.#blocks.set(key, block)
    this.#latest = block
    return block
  }
}

/** The number as it is written out, with its prefix and leading zeros. */
export function certificateNumber({ block, place }: CertificatePoint): string {
  return block.prefix + (block.high + String(place).padStart(PLACE_DIGITS, '0')).slice(-block.digits)
}

/** The number before one that is not the first of all. */
export function numberBefore({ block, place }: CertificatePoint): string {
  if (place > 0) return certificateNumber({ block, place: place - 1 })
  const high = String(highOf(block) - 1n).padStart(block.digits - PLACE_DIGITS, '0')
  return certificateNumber({ block: { ...block, high }, place: LAST_PLACE })
}

/** How many certificates lie from one point up to but not including another of the same series. */
export function distance(from: CertificatePoint, to: CertificatePoint): bigint {
  const inBlock = BigInt(to.place - from.place)
  return from.block === to.block ? inBlock : (highOf(to.block) - highOf(from.block)) * BLOCK_SIZE + inBlock
}

/** Orders blocks so that neighbouring numbers stay neighbours. */
export function compareBlocks(a: Block, b: Block): number {
  if (a.prefix !== b.prefix) return a.prefix < b.prefix ? -1 : 1
  return a.digits - b.digits || a.high.length - b.high.length || (a.high < b.high ? -1 : a.high > b.high ? 1 : 0)
}

function highOf(block: Block): bigint {
  return block.high === '' ? 0n : BigInt(block.high)
}

const [DIGIT_0, DIGIT_9] = [0x30, 0x39]

/** The run of digits at the end of a text. */
function digitsOf(text: string): string {
  let start = text.length
  for (; start > 0; start--) {
    const code = text.charCodeAt(start - 1)
    if (code < DIGIT_0 || code > DIGIT_9) break
  }
  return text.slice(start)
}

function unreadable(field: 'first' | 'last', label: string, read: string): Unreadable {
  return {
    code: 'unreadableCertificate',
    field,
    reason: `${label}“${clip(read)}”读不懂。请写成前缀加一串半角数字，中间不留空格。`,
  }
}
