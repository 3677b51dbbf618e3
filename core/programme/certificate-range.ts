import { clip } from '#core/contract/schema-issue.ts'

/** A run of certificate numbers, both ends included. Numbers of one series have the same prefix and the same count of digits. */
export type CertificateRange = { readonly series: Series; readonly first: bigint; readonly last: bigint }

export type Series = { readonly key: string; readonly prefix: string; readonly digits: number }

export type UnreadableRange = { readonly field: 'first' | 'last'; readonly reason: string }

const NUMBER = /^(|\S*[^\s\d])(\d+)$/

/**
 * Reads a first and a last certificate number: any prefix without blanks, then a run of digits, e.g. `GEC2024000001`. Either case
 * and either width of a character count the same, so that one certificate cannot be entered twice by its spelling.
 */
export function readCertificateRange(
  first: string,
  last: string,
  known: Map<string, Series>,
): CertificateRange | UnreadableRange {
  const from = NUMBER.exec(first.normalize('NFKC').trim().toUpperCase())
  const to = NUMBER.exec(last.normalize('NFKC').trim().toUpperCase())
  if (!from) return { field: 'first', reason: `首号“${clip(first)}”读不懂。请写成前缀加一串半角数字，中间不留空格` }
  if (!to) return { field: 'last', reason: `末号“${clip(last)}”读不懂。请写成前缀加一串半角数字，中间不留空格` }
  const [, prefix = '', digits = ''] = from
  const [, otherPrefix = '', otherDigits = ''] = to
  if (prefix !== otherPrefix || digits.length !== otherDigits.length)
    return {
      field: 'last',
      reason: `首号“${clip(first)}”与末号“${clip(last)}”的前缀或位数不同，不是一段连号。请分段填写`,
    }
  const range = { series: seriesOf(prefix, digits.length, known), first: BigInt(digits), last: BigInt(otherDigits) }
  if (range.first > range.last)
    return { field: 'last', reason: `首号“${clip(first)}”大于末号“${clip(last)}”，写反了。请对调` }
  return range
}

/** The number as it is written out, with its prefix and leading zeros. */
export function certificateNumber({ prefix, digits }: Series, number: bigint): string {
  return `${prefix}${String(number).padStart(digits, '0')}`
}

/** How many certificates a range has. */
export function countOf({ first, last }: CertificateRange): bigint {
  return last - first + 1n
}

function seriesOf(prefix: string, digits: number, known: Map<string, Series>): Series {
  const key = `${prefix} ${digits}`
  const found = known.get(key)
  if (found) return found
  const series = { key, prefix, digits }
  known.set(key, series)
  return series
}
