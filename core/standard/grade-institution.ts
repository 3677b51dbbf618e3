import { CHOICES, type ChoiceName, type InstitutionFacts } from '#core/contract/facts.ts'
import { problemSentence } from '#core/contract/problems.ts'
import type { IndicatorResult, InstitutionResult, Problem } from '#core/contract/results.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { compare, type Decimal, decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import { inSentence } from '#core/quantity/print.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import { derive } from './derivation.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import { chosen } from './facts/bind.ts'
import { checkFacts } from './facts/check.ts'
import { readFacts } from './facts/read.ts'
import { displayOf, type GradedIndicator, gradeInstead } from './grade.ts'
import { missingSentence } from './missing.ts'
import type { Standard } from './pack/standard.ts'
import { isLacking, type Lacking } from './value.ts'

/** The result of one institution; `evaluation` holds its cells unless the institution was refused. */
export type Graded = { readonly result: InstitutionResult; readonly evaluation: Evaluation | null }

/**
 * Reads, checks and evaluates one institution from plain JSON. Never throws on bad facts: an institution that cannot be
 * graded comes back as undetermined (something is missing) or refused (the facts contradict themselves), with the reasons.
 *
 * @param place how the institution is called when it has no usable id, e.g. `institutions[3]`
 */
export function gradeInstitution(raw: unknown, standard: Standard, place: string): Graded {
  const { facts, problems } = readFacts(raw)
  if (!facts) return { result: refusal(raw, place, problems), evaluation: null }
  return gradeFacts(facts, standard, problems)
}

/** The same for facts that are known to have the right shape; `problems` are those found while reading them. */
export function gradeFacts(facts: InstitutionFacts, standard: Standard, problems: readonly Problem[] = []): Graded {
  const all = [...problems, ...checkFacts(facts, standard)]
  if (all.some(problem => problem.severity === 'refusal')) return { result: refusal(facts, '', all), evaluation: null }
  const evaluation = evaluate(facts, standard)
  const tooLarge = specialUsesTooLarge(evaluation)
  if (tooLarge.length > 0) return { result: refusal(facts, '', [...all, ...tooLarge]), evaluation: null }
  return { result: resultOf(evaluation, all), evaluation }
}

/** A result that says why the institution was not evaluated. */
export function refusal(raw: unknown, place: string, problems: readonly Problem[]): InstitutionResult {
  const text = (field: string) => {
    const value: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, field) : null
    return typeof value === 'string' && value !== '' ? value : null
  }
  return {
    id: clip(text('id') ?? place, 300),
    name: text('name') === null ? null : clip(text('name') ?? '', 300),
    outcome: 'refused',
    row: null,
    energyUserCount: null,
    comprehensiveEnergy: null,
    transportEnergy: null,
    vehicleElectricity: null,
    correction: null,
    indicators: [],
    alternatives: [],
    consequences: [],
    remarks: [],
    problems: limited(problems),
  }
}

const MOST_PROBLEMS = 100

/** The first problems, and how many more there are: a file that is wrong everywhere needs no list of everything. */
function limited(problems: readonly Problem[]): Problem[] {
  const more = problems.length - MOST_PROBLEMS
  if (more <= 0) return [...problems]
  const message = problemSentence('moreProblems', { count: String(more) })
  const { severity } = problems.find(p => p.severity === 'refusal') ?? { severity: 'warning' }
  return [...problems.slice(0, MOST_PROBLEMS), { code: 'moreProblems', severity, place: '', message }]
}

/** No part is larger than the whole; the people of the whole are only known once they are computed. */
function specialUsesTooLarge(evaluation: Evaluation): Problem[] {
  const uses = evaluation.facts.specialUses ?? []
  const parts = [
    { what: '建筑面积', unit: 'm²', whole: evaluation.number('floorArea'), of: uses.map(use => use.floorArea) },
    { what: '人数', unit: '人', whole: evaluation.number('energyUserCount'), of: uses.map(use => use.people) },
  ]
  return parts.flatMap(({ what, unit, whole, of }) => {
    const sum = new ExactSum()
    for (const part of of) if (part !== null && part !== undefined) sum.add(decimal(part))
    if (isLacking(whole) || compare(sum.total(), whole) <= 0) return []
    const text = (value: Decimal) => `${inSentence(value)} ${unit}`
    const message = problemSentence('specialUseTooLarge', { what, part: text(sum.total()), whole: text(whole) })
    return [{ code: 'specialUseTooLarge', severity: 'refusal', place: 'specialUses', message }]
  })
}

function resultOf(evaluation: Evaluation, problems: readonly Problem[]): InstitutionResult {
  const { facts, indicators, standard } = evaluation
  const { document } = standard
  const { duties, remarks } = consequencesOf(evaluation)
  const row = evaluation.thresholdRow()
  return {
    id: facts.id,
    name: facts.name ?? null,
    outcome: indicators.some(g => g.grade) ? 'evaluated' : 'undetermined',
    row: {
      zone: document.thresholds.zoneTerm === null ? null : evaluation.text(document.thresholds.zoneTerm),
      class: facts.class ?? null,
      type: row?.texts.get(document.thresholds.typeColumn) ?? facts.type ?? null,
    },
    energyUserCount: textOrNull(evaluation.number('energyUserCount')),
    comprehensiveEnergy: textOrNull(evaluation.number('comprehensiveEnergy')),
    transportEnergy: textOrNull(evaluation.number('transportEnergy')),
    vehicleElectricity: textOrNull(evaluation.number('vehicleElectricity')),
    correction: correctionOf(evaluation),
    indicators: indicators.map(graded => indicatorResult(evaluation, graded)),
    alternatives: alternativesOf(facts, standard),
    consequences: duties,
    remarks,
    problems: limited(problems),
  }
}

function indicatorResult(evaluation: Evaluation, graded: GradedIndicator): IndicatorResult {
  const { document } = evaluation.standard
  const { indicator, tiers, next, grade } = graded
  const display = displayOf(graded)
  const rawGrade = gradeInstead(document, graded, graded.raw)
  const roundedGrade = display === null ? null : gradeInstead(document, graded, decimal(display))
  const [inUnit, absolute, share] = (['distanceInUnit', 'distanceAmount', 'distanceShare'] as const).map(term =>
    evaluation.distance(indicator.id, term),
  )
  const flags = [
    ...(grade && roundedGrade && grade !== roundedGrade ? ['roundedGradeDiffers'] : []),
    ...(grade && rawGrade && grade !== rawGrade ? ['correctionChangesGrade'] : []),
  ]
  return {
    id: indicator.id,
    role: indicator.role,
    raw: textOrNull(graded.raw),
    value: textOrNull(graded.value),
    display,
    unit: graded.unit,
    tiers:
      tiers &&
      Object.fromEntries(document.tiers.map(({ id }, i) => [id, tierText(tiers[i] ?? null, indicator.digits)])),
    grade: grade?.id ?? 'undetermined',
    rawGrade: rawGrade?.id ?? 'undetermined',
    verdict: { clause: document.gradeCite.clause, value: grade?.verdict ?? 'undetermined' },
    distance:
      next && inUnit && absolute
        ? {
            tier: next.id,
            inUnit: textOf(inUnit),
            absolute: textOf(absolute),
            absoluteUnit: indicator.amountUnit,
            percent: share ? textOf(share) : null,
          }
        : null,
    missing: [...new Set(graded.missing.map(m => m.term))],
    missingAt: graded.missing.map(m => ({ ...m, text: missingSentence(evaluation, m) })),
    flags,
  }
}

/** A threshold with the digits the table prints. */
function tierText(tier: Decimal | null, digits: number): string | null {
  return tier === null ? null : tier.decimalPlaces() > digits ? textOf(tier) : roundByGb8170(tier, digits)
}

function correctionOf(evaluation: Evaluation): InstitutionResult['correction'] {
  const cell = evaluation.cell('correctionFactor')
  if (!cell) return null
  const used = evaluation.caseOf(cell)
  const { apply = false, reason = null } = evaluation.facts.correction ?? {}
  const missing = [...new Set(cell.missing.map(m => missingSentence(evaluation, m)))]
  const idle = apply && used !== null && !used.applied
  // which number falls short of which, since a person who asked for the correction wants to know
  const why = idle ? derive(evaluation, cell.id)?.note : used?.note
  const note = [why, ...missing, apply && reason ? `理由：${reason}` : null].filter(text => text).join('；')
  return { applied: (used?.applied ?? false) && cell.value !== null, factor: cell.value, note }
}

/** For every choice off its default, the indicators as they would be at the default: both results are shown. */
function alternativesOf(facts: InstitutionFacts, standard: Standard): InstitutionResult['alternatives'] {
  return (Object.keys(CHOICES) as ChoiceName[]).flatMap(choice => {
    const value = CHOICES[choice][0]
    if (chosen(facts, choice) === value) return []
    const atDefault = { ...facts, choices: { ...facts.choices, [choice]: null } }
    if (checkFacts(atDefault, standard).some(problem => problem.severity === 'refusal')) return []
    const { indicators } = evaluate(atDefault, standard)
    const shown = indicators.map(g => ({
      id: g.indicator.id,
      value: textOrNull(g.value),
      display: displayOf(g),
      grade: g.grade?.id ?? 'undetermined',
    }))
    return [{ choice, value, indicators: shown }]
  })
}

type Consequences = InstitutionResult['consequences']

function consequencesOf({ indicators, standard }: Evaluation): { duties: Consequences; remarks: Consequences } {
  const triggered = standard.document.consequences.flatMap(({ kind, grades, indicators: listed, text, cite }) => {
    const hit = indicators.filter(g => g.grade && grades.includes(g.grade.id) && listed.includes(g.indicator.id))
    if (hit.length === 0) return []
    return [{ kind, consequence: { clause: cite.clause, indicators: hit.map(g => g.indicator.id), text } }]
  })
  const of = (wanted: 'duty' | 'remark') => triggered.filter(t => t.kind === wanted).map(t => t.consequence)
  return { duties: of('duty'), remarks: of('remark') }
}

function textOrNull(value: Decimal | Lacking): string | null {
  return isLacking(value) ? null : textOf(value)
}
