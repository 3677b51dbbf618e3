import { isTypedDecimal, TYPED_DECIMAL } from './decimal-text.ts'
import { problemSentence } from './problems.ts'

/** What a person typed into a quantity field came to. Unreadable text is never a value. */
export type TypedQuantity =
  | { readonly kind: 'value'; readonly text: string; readonly tidied: boolean }
  | { readonly kind: 'notReported' }
  | { readonly kind: 'notApplicable' }
  | { readonly kind: 'unreadable'; readonly message: string }

/** A number of things without the zeros behind its point; `null` where there is a part of one. */
export function wholeOf(text: string): string | null {
  return /\.\d*[1-9]/.test(text) ? null : text.replace(/\..*$/, '')
}

const FULL_WIDTH = /[０-９．，－　]/g
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/
const SPACED = /^\d{1,3}([ \u00a0\u2009]\d{3})+(\.\d+)?$/

/**
 * Reads what was typed or pasted. Full-width digits, grouping commas and thin spaces in correct threes and a trailing unit
 * equal to the field's are tidied without asking; `1,5`, `12万`, `1e3`, two points are refused, since each could be read in
 * two ways. A lone `-` or `—` means not applicable, nothing means not reported, `0` is a value.
 *
 * @param unit the field's unit as printed, e.g. `kWh` or `m²`
 * @param signed whether the quantity can be below zero
 */
export function readTypedQuantity(typed: string, unit?: string, signed = false): TypedQuantity {
  const half = typed.replace(FULL_WIDTH, c => (c === '　' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0))).trim()
  if (half === '' || half === '未报') return { kind: 'notReported' }
  if (/^[-—–]{1,2}$/.test(half) || half === '不适用') return { kind: 'notApplicable' }
  const below = signed && /^[-−]\s?[\d.]/.test(half)
  const positive = below ? half.slice(1).trim() : half
  const bare = unit && positive.endsWith(unit) ? positive.slice(0, -unit.length).trim() : positive
  const joined = GROUPED.test(bare)
    ? bare.replaceAll(',', '')
    : SPACED.test(bare)
      ? bare.replace(/[ \u00a0\u2009]/g, '')
      : bare
  const text = joined
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.')
    .replace(/\.$/, '')
  const read = typed.trim().slice(0, 40)
  if (/^[-−]\d/.test(text)) return { kind: 'unreadable', message: problemSentence('negativeNumber', { read }) }
  if (!TYPED_DECIMAL.test(text)) return { kind: 'unreadable', message: problemSentence('unreadableNumber', { read }) }
  if (!isTypedDecimal(text)) return { kind: 'unreadable', message: problemSentence('tooManyDigits', { read }) }
  const value = below && /[1-9]/.test(text) ? `-${text}` : text
  return { kind: 'value', text: value, tidied: value !== typed }
}
