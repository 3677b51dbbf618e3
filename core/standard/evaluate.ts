import type { Missing } from '#core/contract/cell.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { ownNumber, ownText } from './cells.ts'
import { Evaluation, thresholdRow } from './evaluation.ts'
import { bindFacts } from './facts/bind.ts'
import { type GradedIndicator, gradeOf, nextTier } from './grade.ts'
import type { Standard } from './pack/standard.ts'
import { runPlan } from './plan.ts'
import { isLacking, type Sheet } from './value.ts'

/**
 * Evaluates the facts of one institution by a standard. Pure: no clock, no database, no locale; the same facts give the
 * same cells. The facts must have passed the schema and `checkFacts`.
 */
export function evaluate(facts: InstitutionFacts, standard: Standard): Evaluation {
  const sheet = bindFacts(facts, standard.carriers)
  runPlan(standard.plan, sheet)
  const thresholds = thresholdRow(standard, sheet)
  const indicators = standard.document.indicators.map(i => gradeIndicator(standard, sheet, thresholds, i))
  return new Evaluation(facts, standard, sheet, indicators)
}

function gradeIndicator(
  standard: Standard,
  sheet: Sheet,
  { row, lacking }: ReturnType<typeof thresholdRow>,
  indicator: GradedIndicator['indicator'],
): GradedIndicator {
  const { document } = standard
  const raw = ownNumber(standard, sheet, indicator.raw)
  const value = ownNumber(standard, sheet, indicator.id)
  const tiers = row?.tiers.get(indicator.id) ?? null
  const grade = tiers && !isLacking(value) ? gradeOf(document, tiers, value) : null
  const notSet = row && !isLacking(value) && !grade
  const missing = unique([
    ...(isLacking(value) ? value : []),
    ...lacking,
    ...(notSet ? [{ term: document.thresholds.lookup, at: indicator.id }] : []),
    ...(ownText(standard, sheet, 'wholeCalendarYear') === 'yes'
      ? []
      : [{ term: 'wholeCalendarYear', at: 'wholeCalendarYear' }]),
  ])
  const gradable = missing.length === 0 && tiers !== null && !isLacking(value)
  return {
    indicator,
    unit: standard.terms.get(indicator.id)?.unit ?? '1',
    raw,
    value,
    tiers,
    grade: gradable ? grade : null,
    next: gradable ? nextTier(document, tiers, value) : null,
    missing,
  }
}

function unique(missing: readonly Missing[]): readonly Missing[] {
  if (missing.length < 2) return missing
  const seen = new Map(missing.map(m => [`${m.term} ${m.at}`, m]))
  return [...seen.values()]
}
