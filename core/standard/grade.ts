import type { Missing } from '#core/contract/cell.ts'
import { compare, type Decimal, settle } from '#core/quantity/decimal.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import type { PackDocument } from './pack/schema.ts'
import { isLacking, type Lacking } from './value.ts'

export type GradeRule = PackDocument['grades'][number]

/** Tier values in the pack's order, from the laxest to the strictest; `null` is not set ("—"). */
export type Tiers = readonly (Decimal | null)[]

/** What one indicator came to. Everything is also a cell; this is the short way to it. */
export type GradedIndicator = {
  readonly indicator: PackDocument['indicators'][number]
  readonly unit: string
  readonly raw: Decimal | Lacking
  readonly value: Decimal | Lacking
  readonly tiers: Tiers | null
  /** `null`: undetermined, and `missing` says why. */
  readonly grade: GradeRule | null
  readonly next: { readonly id: string; readonly value: Decimal } | null
  readonly missing: readonly Missing[]
}

/**
 * Grades a value against the tiers, unrounded (GB/T 8170 全数值比较法): the grade of the strictest tier it satisfies, where
 * each tier says itself whether its limit belongs to it; else the grade of equalling a tier; else the last one. `null` when
 * the value satisfies none and the laxest tier is not set: it exceeds nothing that the standard prints.
 */
export function gradeOf(document: PackDocument, tiers: Tiers, value: Decimal): GradeRule | null {
  const settled = settle(value)
  const satisfied = document.tiers.findLast((tier, i) => isSatisfied(tiers[i] ?? null, tier.boundary, settled))
  const equalled = satisfied ? undefined : document.tiers.find((_, i) => isEqual(tiers[i] ?? null, settled))
  if (!satisfied && !equalled && (tiers[0] ?? null) === null) return null
  const grade =
    document.grades.find(g => satisfied !== undefined && g.satisfies === satisfied.id) ??
    document.grades.find(g => equalled !== undefined && g.equals === equalled.id) ??
    document.grades.at(-1)
  if (!grade) throw new Error('a pack has at least two grades')
  return grade
}

/** The laxest tier that a value does not satisfy yet, or `null` at the best grade: what the distance is measured to. */
export function nextTier(document: PackDocument, tiers: Tiers, value: Decimal): { id: string; value: Decimal } | null {
  const settled = settle(value)
  for (const [index, tier] of document.tiers.entries()) {
    const limit = tiers[index] ?? null
    if (limit !== null && !isSatisfied(limit, tier.boundary, settled)) return { id: tier.id, value: limit }
  }
  return null
}

/** The value rounded to the digits of the table (GB/T 8170), for showing only; `null` while it is missing. */
export function displayOf({ value, indicator }: GradedIndicator): string | null {
  return isLacking(value) ? null : roundByGb8170(value, indicator.digits)
}

/** The grade that another value of the indicator would have: before correction, or rounded; `null` where it has none itself. */
export function gradeInstead(
  document: PackDocument,
  graded: GradedIndicator,
  value: Decimal | Lacking,
): GradeRule | null {
  if (value === graded.value) return graded.grade
  return graded.grade && graded.tiers && !isLacking(value) ? gradeOf(document, graded.tiers, value) : null
}

function isSatisfied(limit: Decimal | null, boundary: '<' | '<=', value: Decimal): boolean {
  if (limit === null) return false
  const order = compare(value, limit)
  return boundary === '<' ? order < 0 : order <= 0
}

function isEqual(limit: Decimal | null, value: Decimal): boolean {
  return limit !== null && compare(value, limit) === 0
}
