import type { Cell } from '#core/contract/cell.ts'
import {
  type BodyResult,
  EFFICIENCY_RESULTS_FORMAT,
  type EfficiencyResults,
  type GroupResult,
  type Met,
  type ShownNumber,
  type ShownYear,
  type UnitResult,
  type UnitRow,
  type WhatIf,
} from '#core/contract/efficiency-programme.ts'
import type { ProgrammeProblem } from '#core/contract/programme.ts'
import { eraDay, eraYear } from '#core/quantity/date.ts'
import { type Decimal, textOf } from '#core/quantity/decimal.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import { type Derivation, derive } from '#core/standard/derivation.ts'
import { isLacking, type Lacking } from '#core/standard/value.ts'
import type { EfficiencyPack } from '../pack.ts'
import { limitedProblems } from '../read-rows.ts'
import { BodySheet, type GroupUnits } from './body-sheet.ts'
import { dutiesOf, unmetYears, type YearOutcome } from './duties.ts'
import { type Contender, type GroupRanking, rankAmong, rankBodies } from './ranking.ts'
import { type EfficiencyInput, readEfficiency } from './read-efficiency.ts'

/** What is to be explained: a term of a body, or of one of its units; the year looked at if none is given. */
export type ExplainKey = {
  readonly body: string
  readonly unit?: string
  readonly term: string
  readonly year?: string
}

/** One year of an efficiency programme: its results, the explanation of each number, and what it would take to rank higher. */
export type EfficiencyEvaluation = {
  readonly results: EfficiencyResults
  /** One number with its origin, `null` if there is none of that name. */
  cell(key: ExplainKey): Cell | null
  /** The derivation of a number, `null` if there is none of that name. */
  explain(key: ExplainKey): Derivation | null
  /** How many more units of a body must meet their target for the given rank in its group. */
  whatIf(body: string, rank: number): WhatIf
}

/**
 * Evaluates one year of the programme from plain JSON: every unit against its target, the score of every body, the ranking of
 * each group, and the duties that follow. Pure, and never throws on bad facts: what cannot be used is told in `problems`, and
 * what depends on it is undetermined with its reasons.
 */
export function evaluateEfficiency(raw: unknown, pack: EfficiencyPack): EfficiencyEvaluation {
  const input = readEfficiency(raw, pack)
  const { rules } = pack.document
  const { year } = input
  const groupUnits = unitsOfGroups(input)
  const unitsFor = (group: string | null) => groupUnits.get(group ?? '') ?? { units: null, stated: null, unknown: [] }
  const sheetOf = (body: EfficiencyInput['bodies'][number], of: string, assumedMet = 0) =>
    new BodySheet(pack, input, body, of, unitsFor(body.row.group), assumedMet)
  const judged = year === null ? [] : rules.years.filter(of => of <= year)
  const sheets = year === null ? [] : input.bodies.map(body => sheetOf(body, year))
  const scoreOf = (sheet: BodySheet): Decimal | null => {
    const score = sheet.number(rules.ranking.score)
    return isLacking(score) || input.broken.has(sheet.body.row.code) ? null : score
  }
  const contenders = sheets.map((sheet): Contender => {
    const { code, group, taskForceWorking } = sheet.body.row
    return { code, group: group ?? '', score: scoreOf(sheet), eligible: taskForceWorking ?? 'undetermined' }
  })
  const { top, bottom } = rules.ranking
  const parameters = { groups: rules.groups.names, top: top.count, bottom: bottom.count }
  const rankings = year === null ? [] : rankBodies(contenders, parameters)

  const units = sheets.flatMap(sheet => {
    const earlier = judged.slice(0, -1).map(of => sheetOf(sheet.body, of))
    return sheet.units.map((unit, i) => unitResult(pack, input, [...earlier, sheet], unit.row, i))
  })
  const metOf = new Map(units.map(({ code, met }) => [code, met]))
  const results: EfficiencyResults = {
    format: EFFICIENCY_RESULTS_FORMAT,
    ...descriptionOf(pack, input),
    groups: [...rankings.map(ranking => groupResult(pack, input, ranking)), ...outsiders(sheets, rules.groups.names)],
    bodies: sheets.map(sheet => bodyResult(pack, input, sheet, rankings, metOf)),
    units,
    problems: limitedProblems([...input.problems, ...incompleteGroups(pack, input)], pack.document.language),
  }

  /** The sheet that a key is about, and the name of the cell on it. */
  const locate = ({ body, unit, term, year: of = year ?? '' }: ExplainKey) => {
    const found = input.bodies.find(({ row }) => row.code === body)
    if (!found || !rules.years.includes(of)) return null
    const sheet = sheets.find(s => s.year === of && s.body === found) ?? sheetOf(found, of)
    if (unit === undefined) return { sheet, id: term }
    const index = sheet.units.findIndex(({ row }) => row.code === unit)
    return index < 0 ? null : { sheet, id: `unit[${index}].${term}` }
  }
  return {
    results,
    cell: key => {
      const at = locate(key)
      return at?.sheet.cell(at.id) ?? null
    },
    explain: key => {
      const at = locate(key)
      return at && derive(at.sheet, at.id)
    },
    whatIf: (code, rank) => {
      const sheet = sheets.find(s => s.body.row.code === code)
      const shown = results.bodies.find(b => b.code === code)
      const others = contenders.filter(c => c.code !== code && c.group === sheet?.body.row.group)
      const scores = others.flatMap(c => (c.score === null ? [] : [c.score]))
      if (!sheet || !shown || shown.rank === null || year === null)
        return { outcome: 'undetermined', reasons: shown?.reasons ?? [`沒有代碼為「${code}」的${rules.labels.body}。`] }
      return whatIf(pack, sheet, scores, rank, assumedMet => scoreOf(sheetOf(sheet.body, year, assumedMet)))
    },
  }
}

/** The number of units in each group: unknown as soon as that of one of its bodies is. */
function unitsOfGroups({ bodies, unitsOf, broken }: EfficiencyInput): ReadonlyMap<string, GroupUnits> {
  const groups = new Map<string, { units: number | null; stated: GroupUnits['stated']; unknown: string[] }>()
  for (const { row, index } of bodies) {
    if (row.group === null) continue
    const group = groups.get(row.group) ?? { units: 0, stated: null, unknown: [] }
    groups.set(row.group, group)
    const whole = row.stated?.groupUnits ?? null
    if (whole !== null) group.stated ??= { units: whole, index }
    const listed = unitsOf.get(row.code)?.length ?? 0
    const stated = row.stated?.units ?? null
    const own = stated !== null ? Number.parseInt(stated, 10) : broken.has(row.code) || listed === 0 ? null : listed
    if (own === null) group.unknown.push(row.code)
    group.units = group.units === null || own === null ? null : group.units + own
  }
  return groups
}

/** Fewer bodies than the programme has: denominators and ranks are then of those that are registered. */
function incompleteGroups(pack: EfficiencyPack, { bodies }: EfficiencyInput): ProgrammeProblem[] {
  const { groups, labels } = pack.document.rules
  if (bodies.length === groups.bodies) return []
  const message = `「${labels.bodies}」：登記了 ${bodies.length} 個${labels.body}，計畫共 ${groups.bodies} 個（${groups.cite.clause}）。沒有填該組家數的，分母只合計已登記的；名次也只在已登記的之間。請補登，或填該組家數。`
  return [{ code: 'countDiffers', severity: 'warning', table: 'bodies', row: null, field: null, message }]
}

function descriptionOf(pack: EfficiencyPack, input: EfficiencyInput) {
  const { id, title, status, rules } = pack.document
  const words = ({ label, text, cite }: { label: string; text: string; cite: { clause: string } }) => ({
    label,
    text,
    clause: cite.clause,
  })
  const { top, bottom, exclusion, tiesText } = rules.ranking
  return {
    programme: { id, title, status, digest: pack.digest },
    year: input.year === null ? null : shownYear(pack, input.year),
    baseYear: shownYear(pack, rules.baseYear),
    path: pathShown(pack, input),
    pathFrom: input.path === null ? ('pack' as const) : ('user' as const),
    labels: rules.labels,
    terms: Object.fromEntries(
      [...pack.terms].map(([term, { label, symbol = null, unit }]) => [term, { label, symbol, unit }]),
    ),
    lists: { top: words(top), bottom: words(bottom), exclusion: words(exclusion) },
    notes: [tiesText],
  }
}

function pathShown(pack: EfficiencyPack, { path }: EfficiencyInput): EfficiencyResults['path'] {
  const { rules } = pack.document
  const { table, yearColumn, numeratorColumn, denominatorColumn } = rules.path
  return rules.years.flatMap(year => {
    const own = path?.get(year)?.row
    const row = pack.tables.get(table)?.rows.find(r => r.keys.get(yearColumn)?.includes(year))
    const printed = (column: string) => {
      const value = row?.numbers.get(column)
      return value ? textOf(value) : null
    }
    const numerator = path ? (own?.numerator ?? null) : printed(numeratorColumn)
    const denominator = path ? (own?.denominator ?? null) : printed(denominatorColumn)
    return numerator === null || denominator === null ? [] : [{ year: shownYear(pack, year), numerator, denominator }]
  })
}

function shownYear(pack: EfficiencyPack, year: string): ShownYear {
  return { gregorian: year, shown: eraYear(Number.parseInt(year, 10), pack.document.rules.era) }
}

function shown(pack: EfficiencyPack, term: string, value: Decimal | Lacking | null): ShownNumber {
  const unit = pack.terms.get(term)?.unit ?? '1'
  if (value === null || isLacking(value)) return { value: null, display: null, unit }
  const digits = pack.document.rules.digits[unit]
  return { value: textOf(value), display: digits === undefined ? textOf(value) : roundByGb8170(value, digits), unit }
}

const MOST_SENTENCES = 20

/** What is missing as sentences, each once, and how many more there are. */
function sentencesOf(sheet: BodySheet, missing: Lacking): string[] {
  const cells = new Map(missing.map(m => [`${m.term} ${m.at}`, m]))
  const first = [...cells.values()].slice(0, MOST_SENTENCES).map(m => sheet.missingSentence(m))
  const more = cells.size - MOST_SENTENCES
  return [...new Set(first), ...(more > 0 ? [`還有 ${more} 處沒有列出。請先補上面的。`] : [])]
}

function bodyResult(
  pack: EfficiencyPack,
  input: EfficiencyInput,
  sheet: BodySheet,
  rankings: readonly GroupRanking[],
  metOf: ReadonlyMap<string, Met>,
): BodyResult {
  const { code, name, group, taskForceWorking } = sheet.body.row
  const { ranking: rules } = pack.document.rules
  const value = (term: string) => shown(pack, term, sheet.number(term))
  // what rests on totals that contradict each other is no result
  const rate = (term: string) => shown(pack, term, input.broken.has(code) ? null : sheet.number(term))
  const ranking = rankings.find(r => r.group === group)
  const ranked = ranking?.ranked.find(r => r.code === code)
  const score = sheet.number(rules.score)
  const broken = input.broken.get(code) ?? []
  const missing = isLacking(score) ? sentencesOf(sheet, score) : []
  const scored = broken.length === 0 && missing.length === 0
  const states = sheet.units.map(({ row }) => metOf.get(row.code))
  const list = (['top', 'bottom'] as const).filter(which => ranking?.[which].some(l => l.code === code))
  const eligibility = { yes: [], no: [`${rules.exclusion.text}。`], undetermined: [`${rules.exclusion.unknownText}。`] }
  return {
    code,
    name,
    group,
    outcome: scored ? 'scored' : 'undetermined',
    unitCount: value('unitCount'),
    metCount: value('metCount'),
    unmetCount: states.filter(met => met === 'unmet').length,
    undeterminedCount: states.filter(met => met === 'undetermined').length,
    groupUnitCount: value('groupUnitCount'),
    baseElectricity: value('totalBaseElectricity'),
    savedElectricity: value('savedElectricity'),
    emsCount: value('emsCount'),
    improvementCount: value('improvementCount'),
    labelCount: value('labelCount'),
    targetRate: rate('targetRate'),
    savingRate: rate('savingRate'),
    promotionRate: rate('promotionRate'),
    score: scored ? value(rules.score) : shown(pack, rules.score, null),
    rank: ranked?.rank ?? null,
    tied: ranked?.tied ?? false,
    eligible: taskForceWorking ?? 'undetermined',
    list: [...list],
    reasons: [
      ...broken,
      ...missing,
      ...(ranking ? [] : [`分組「${group ?? '未填'}」不是計畫的一組，沒有排名。請改正分組。`]),
      ...eligibility[taskForceWorking ?? 'undetermined'],
    ],
  }
}

function unitResult(
  pack: EfficiencyPack,
  input: EfficiencyInput,
  sheets: readonly BodySheet[],
  unit: UnitRow,
  index: number,
): UnitResult {
  const sheet = sheets.at(-1)
  if (!sheet) throw new Error('a unit is judged in the year looked at')
  const { rules } = pack.document
  const value = (term: string) => shown(pack, term, sheet.unitNumber(index, term))
  const outcomes = sheets.map((of): YearOutcome => {
    const met = of.unitMet(index)
    return { year: of.year, met: typeof met === 'string' ? met : 'undetermined' }
  })
  const met = sheet.unitMet(index)
  const now = input.years.get(unit.code)?.get(sheet.year)?.row
  return {
    code: unit.code,
    name: unit.name,
    body: unit.body,
    category: unit.category,
    group: unit.group,
    targetKind: unit.target,
    baseElectricity: value('baseElectricity'),
    electricity: value('electricity'),
    baseEui: value('baseEui'),
    eui: value('eui'),
    benchmark: value('benchmark'),
    targetEui: value('targetEui'),
    targetElectricity: value('targetElectricity'),
    shortfall: value('shortfall'),
    met: outcomes.at(-1)?.met ?? 'undetermined',
    reason: typeof met === 'string' ? sheet.unitReason(index) : null,
    missing: typeof met === 'string' ? [] : sentencesOf(sheet, met),
    unmetYears: unmetYears(outcomes),
    history: outcomes.map(outcome => ({ year: shownYear(pack, outcome.year), met: outcome.met })),
    ems: now?.ems ?? null,
    improvement: now?.improvement ?? null,
    label: now?.label ?? null,
    evidence: {
      ems: now?.emsEvidence ?? null,
      improvement: now?.improvementEvidence ?? null,
      label: now?.labelEvidence ?? null,
    },
    duties: dutiesOf(outcomes, rules.duties, input.approvals.get(sheet.year)?.row.date ?? null).map(duty => ({
      ...duty,
      dueShown: duty.dueDate === null ? null : eraDay(duty.dueDate, rules.era),
    })),
  }
}

/** The bodies whose group is not one of the programme: nobody is left out of sight. */
function outsiders(sheets: readonly BodySheet[], known: readonly string[]): GroupResult[] {
  const codes = sheets.flatMap(({ body: { row } }) => (known.includes(row.group ?? '') ? [] : [row.code]))
  if (codes.length === 0) return []
  const none = { ranked: [], top: [], bottom: [], excluded: [], notes: [] }
  return [{ group: null, ...none, undetermined: codes.toSorted(), provisional: false }]
}

function groupResult(pack: EfficiencyPack, { bodies }: EfficiencyInput, ranking: GroupRanking): GroupResult {
  const names = new Map(bodies.map(({ row }) => [row.code, row.name ?? row.code]))
  const named = (codes: readonly string[]) => codes.map(code => names.get(code) ?? code).join('、')
  const { labels, ranking: rules } = pack.document.rules
  const { ranked, top, bottom, excluded, undetermined, group } = ranking
  const both = top.filter(a => bottom.some(b => b.code === a.code)).map(l => l.code)
  const unsure = top.filter(l => l.eligible === 'undetermined').map(l => l.code)
  const tied = ranked.filter(r => r.tied).map(r => r.code)
  return {
    group,
    ranked: ranked.map(r => ({ ...r })),
    top: top.map(l => ({ ...l })),
    bottom: bottom.map(l => ({ ...l })),
    excluded: [...excluded],
    undetermined: [...undetermined],
    provisional: undetermined.length > 0 || unsure.length > 0,
    notes: [
      ...(tied.length > 0 ? [`分數相同：${named(tied)}。`] : []),
      ...(excluded.length > 0 ? [`${rules.exclusion.label}：${named(excluded)}（${rules.exclusion.text}）。`] : []),
      ...(undetermined.length > 0
        ? [`${labels.undetermined}，沒有排名：${named(undetermined)}。補齊後名次可能改變。`]
        : []),
      ...(unsure.length > 0 ? [`${rules.exclusion.unknownText}：${named(unsure)}。`] : []),
      ...(both.length > 0
        ? [`本組家數少，同時列入「${rules.top.label}」和「${rules.bottom.label}」：${named(both)}。`]
        : []),
    ],
  }
}

/** The fewest more units for a rank, found by halving: a score never falls when more units meet their target. */
function whatIf(
  pack: EfficiencyPack,
  sheet: BodySheet,
  others: readonly Decimal[],
  wanted: number,
  scoreWith: (assumedMet: number) => Decimal | null,
): WhatIf {
  const rankWith = (assumedMet: number) => {
    const score = scoreWith(assumedMet)
    return score && { score, rank: rankAmong(score, others) }
  }
  const unmet = unmetUnits(sheet)
  const now = rankWith(0)
  const best = unmet === null ? null : rankWith(unmet)
  if (unmet === null || !now || !best)
    return { outcome: 'undetermined', reasons: ['未達標的家數不知道，不能試算。請先補齊。'] }
  if (now.rank <= wanted) return { outcome: 'already', rank: now.rank }
  const score = (value: Decimal) => shown(pack, pack.document.rules.ranking.score, value)
  if (best.rank > wanted) {
    const message = `未達標的 ${unmet} 家全部達標，也只到第 ${best.rank} 名。`
    return { outcome: 'notEnough', unmet, rank: best.rank, score: score(best.score), message }
  }
  let tooFew = 0
  let enough = unmet
  let at = best
  while (enough - tooFew > 1) {
    const middle = tooFew + ((enough - tooFew) >> 1)
    const tried = rankWith(middle)
    if (tried && tried.rank <= wanted) {
      enough = middle
      at = tried
    } else tooFew = middle
  }
  return { outcome: 'reachable', more: enough, unmet, rank: at.rank, score: score(at.score) }
}

/** How many units of a body have not met their target; a count, so whole. */
function unmetUnits(sheet: BodySheet): number | null {
  const units = sheet.number('unitCount')
  const met = sheet.number('metCount')
  return isLacking(units) || isLacking(met) ? null : Number.parseInt(textOf(units.minus(met)), 10)
}
