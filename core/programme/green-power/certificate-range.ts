import { clip } from '#core/contract/schema-issue.ts'

/**
 * A run of certificate numbers of one series, from `place` in `block` up to but not including `endPlace` in `endBlock`. Flat,
 * because a ledger may have hundreds of thousands of them.
 */
export type CertificateRange = {
  readonly block: Block
  readonly place: number
  readonly endBlock: Block
  readonly endPlace: number
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
  /** By how many digits tell the place, then by what is written before them; `null` if that cannot be read. */
  readonly #written: Map<string, Block | null>[] = Array.from({ length: PLACE_DIGITS + 1 }, () => new Map())
  readonly #blocks = new Map<string, Block>()

  /**
   * Reads the first and last number of a run: any prefix without blanks, then a run of digits, e.g. `GEC2024000001`. Either case
   * and either width of a letter, with a dash beside it or without, count the same, so that no certificate can be entered twice by its spelling.
   */
  range(first: string, last: string): CertificateRange | Unreadable {
    const from = this.#read(first)
    const end = first === last ? from : this.#read(last)
    if (!from) return unreadable('first', '首号', first)
    if (!end) return unreadable('last', '末号', last)
    const { prefix, digits } = from.block
    if (prefix !== end.block.prefix || digits !== end.block.digits)
      return {
        code: 'unreadableCertificate',
        field: 'last',
        reason: `首号“${clip(first)}”与末号“${clip(last)}”的前缀或位数不同，不是一段连号。请分段填写。`,
      }
    const certificates = from === end ? 1n : distance(from, end) + 1n
    if (certificates < 1n)
      return {
        code: 'reversedRange',
        field: 'last',
        reason: `首号“${clip(first)}”大于末号“${clip(last)}”，写反了。请对调。`,
      }
    const endBlock = end.place < LAST_PLACE ? end.block : this.#after(end.block)
    const endPlace = end.place < LAST_PLACE ? end.place + 1 : 0
    return { block: from.block, place: from.place, endBlock, endPlace, certificates }
  }

  #read(text: string): CertificatePoint | null {
    let place = 0
    let digits = 0
    let worth = 1
    for (; digits < PLACE_DIGITS && digits < text.length; digits++) {
      const digit = text.charCodeAt(text.length - 1 - digits) - ZERO
      if (digit < 0 || digit > 9) break
      place += digit * worth
      worth *= 10
    }
    const written = text.slice(0, text.length - digits)
    const known = this.#written[digits]
    let block = known?.get(written)
    if (block === undefined) {
      block = digits === 0 ? null : this.#blockOf(written, digits)
      known?.set(written, block)
    }
    return block && { block, place }
  }

  #blockOf(written: string, placeDigits: number): Block | null {
    const tidied = written.normalize('NFKC').trimStart().toUpperCase().replace(MINUS, '-').replace(DASH_AT_LETTER, '')
    const high = /\d*$/.exec(tidied)?.[0] ?? ''
    const prefix = tidied.slice(0, tidied.length - high.length)
    // digits before fewer than 15 are digits of another width
    if (!PREFIX.test(prefix) || (high !== '' && placeDigits < PLACE_DIGITS)) return null
    return this.#block(prefix, high.length + placeDigits, high)
  }

  #after(block: Block): Block {
    const high = String(highOf(block) + 1n).padStart(block.high.length, '0')
    return this.#block(block.prefix, block.digits, high)
  }

  #block(prefix: string, digits: number, high: string): Block {
    const key = `${digits} ${high} ${prefix}`
    const known = this.#blocks.get(key)
    if (known) return known
    const block = { prefix, digits, high }
    this.#blocks.set(key, block)
    return block
  }
}

const ZERO = 0x30
/** GEC-2025 is GEC2025; between digits a dash may tell two series apart and stays. */
const DASH_AT_LETTER = /(?<=[A-Z]|^)-+|-+(?=[A-Z])/g
const MINUS = /[\p{Pd}\u2212]/gu
/** Nothing that looks like another sign: a certificate could be entered twice by it. */
const PREFIX = /^[A-Z\d-]*$/

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

function unreadable(field: 'first' | 'last', label: string, read: string): Unreadable {
  return {
    code: 'unreadableCertificate',
    field,
    reason: `${label}“${clip(read)}”读不懂。请写成前缀加一串半角数字，中间不留空格；前缀只用英文字母、数字和连字符。`,
  }
}
