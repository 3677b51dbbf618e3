import type { IndicatorResult } from '#core/contract/results.ts'
import { unitLabel } from '#core/contract/terms.ts'
import type { CardView, Figure, GradeView, Place } from '#core/contract/views.ts'
import { decimal, textOf } from '#core/quantity/decimal.ts'
import { grouped } from '#core/quantity/print.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import type { Evaluation } from '../standard/evaluation.ts'
import { type Standard, termLabel } from '../standard/pack/standard.ts'

const FIGURES: readonly (readonly [string, number | null])[] = [
  ['comprehensiveEnergy', 0],
  ['transportEnergy', 0],
  ['energyUserCount', 2],
  ['energyUserCountInScope', 2],
  ['floorArea', null],
  ['floorAreaInScope', null],
  ['buildingElectricity', 0],
  ['vehicleElectricity', 0],
  ['totalWater', 0],
  ['correctionFactor', 4],
]

/** The head numbers of an evaluation as they are printed, on screens and in reports alike. */
export function figuresOf(standard: Standard, evaluation: Evaluation | null): Figure[] {
  return FIGURES.map(([cell, digits]) => ({
    cell,
    label: termLabel(standard, cell),
    text: shownNumber(evaluation, cell, digits),
    unit: unitLabel(standard.terms.get(cell)?.unit ?? '1'),
  }))
}

/** One indicator as it is printed: number, tiers, distance, and what is missing. */
export function cardOf(
  standard: Standard,
  evaluation: Evaluation | null,
  indicator: IndicatorResult,
  placeOf: (at: string) => Place,
): CardView {
  const { document } = standard
  const definition = document.indicators.find(i => i.id === indicator.id)
  const digits = definition?.digits ?? 0
  const rawCell = definition?.raw ?? indicator.id
  const zoneOf = (tier: string) =>
    gradeView(standard, document.grades.find(grade => grade.satisfies === tier)?.id ?? null)
  const beyond = document.grades.find(grade => !grade.satisfies && !grade.equals)?.id ?? null
  const { distance } = indicator
  const tier = document.tiers.find(t => t.id === distance?.tier)
  return {
    id: indicator.id,
    label: termLabel(standard, indicator.id),
    role: indicator.role,
    unit: unitLabel(indicator.unit),
    digits,
    display: indicator.display && grouped(indicator.display),
    value: indicator.value,
    grade: gradeView(standard, indicator.grade),
    raw: {
      cell: rawCell,
      display: shownNumber(evaluation, rawCell, digits),
      value: indicator.raw,
      grade: gradeView(standard, indicator.rawGrade),
    },
    tiers: document.tiers.map(t => ({
      id: t.id,
      label: t.label,
      value: indicator.tiers?.[t.id] ?? null,
      zone: zoneOf(t.id),
      cell: `${document.thresholds.lookup}.${indicator.id}.${t.id}`,
    })),
    beyond: gradeView(standard, beyond),
    distance: distance && {
      label: tier?.label ?? distance.tier,
      inUnit: shown(distance.inUnit, digits + 1),
      percent: distance.percent && shown(percentOf(distance.percent), 1),
      amount: shown(distance.absolute, 0),
      amountUnit: unitLabel(distance.absoluteUnit),
    },
    missing: indicator.missingAt.map(m => ({ text: m.text, place: placeOf(m.at) })),
    flags: indicator.flags,
  }
}

function percentOf(ratio: string): string {
  return textOf(decimal(ratio).times(100))
}

/** A grade as people see it; an id the pack does not have is undetermined. */
export function gradeView(standard: Standard, id: string | null): GradeView {
  const { grades } = standard.document
  const at = grades.findIndex(grade => grade.id === id)
  const grade = grades[at]
  if (!grade) return { id: 'undetermined', label: '无法判定', mark: '？', rank: 0, equals: false }
  const satisfying = grades.filter(g => g.satisfies)
  const place = satisfying.indexOf(grade)
  const rank = grade.equals ? 3 : place < 0 ? 4 : place === 0 ? 1 : place === satisfying.length - 1 ? 3 : 2
  return { id: grade.id, label: grade.label, mark: grade.mark, rank, equals: grade.equals !== undefined }
}

/** A cell of the evaluation with so many decimals, or exact where `digits` is `null`; `null` while it is missing. */
export function shownNumber(evaluation: Evaluation | null, cell: string, digits: number | null): string | null {
  const value = evaluation?.cell(cell)?.value ?? null
  if (value === null) return null
  return digits === null ? grouped(value) : shown(value, digits)
}

/** An exact number with so many decimals, in groups of three. */
export function shown(value: string, digits: number): string {
  return grouped(roundByGb8170(decimal(value), digits))
}

/** `5000<A<=15000` as people read it. */
export function bandLabel(text: string): string {
  return text
    .replace(/\d{4,}/g, digits => grouped(digits))
    .replaceAll('<=', '≤')
    .replaceAll('<', '＜')
    .replaceAll('>', '＞')
}
