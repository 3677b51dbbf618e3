import type { DecimalText } from '#core/contract/decimal-text.ts'
import { compare, decimal } from '../quantity/decimal.ts'
import type { CheckItem, Fact } from './checklist.ts'

/** What decides which items an institution is asked. */
export type Circumstances = {
  /** The province, without 省 or 自治区; `null`: not known. */
  readonly region: string | null
  readonly class: string | null
  readonly facts: ReadonlySet<Fact>
  /** A number of the evaluation; `null` while it is missing. */
  readonly value: (cell: string) => DecimalText | null
}

/**
 * `applies`; `reference`: another region's, to look at, never a finding by itself; `otherClass`: asked of other institutions.
 * `doubt` says why an item that applies may have nothing to ask here: a person decides.
 */
export type Applicability = {
  readonly kind: 'applies' | 'reference' | 'otherClass'
  readonly doubt: string | null
}

/** Whether an institution is asked an item. Unknown circumstances never take an item away, except that regions bind only where the place is known. */
export function applicabilityOf(item: CheckItem, { region, class: of, facts, value }: Circumstances): Applicability {
  if (item.regions && !item.regions.some(wanted => wanted === region)) return { kind: 'reference', doubt: null }
  if (item.classes && of !== null && !item.classes.includes(of)) return { kind: 'otherClass', doubt: null }
  return { kind: 'applies', doubt: lacks(item, facts, value) ? (item.needs?.otherwise ?? null) : null }
}

function lacks({ needs }: CheckItem, facts: ReadonlySet<Fact>, value: Circumstances['value']): boolean {
  if (!needs) return false
  if ('fact' in needs) return !facts.has(needs.fact)
  const known = value(needs.cell)
  return known !== null && compare(decimal(known), decimal(needs.atLeast)) < 0
}
