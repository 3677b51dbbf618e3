import type { Cell, Cite, Missing, Origin } from '#core/contract/cell.ts'
import { printable } from '#core/contract/printable.ts'
import { type Language, type Term, unitLabel } from '#core/contract/terms.ts'
import { decimal } from '#core/quantity/decimal.ts'
import { grouped, inSentence } from '#core/quantity/print.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import type { Sum } from './cells.ts'
import { chineseCondition, chineseExpression, type Leaves } from './formula/chinese.ts'
import type { Expr, FormulaCase } from './formula/tree.ts'
import type { PackDocument } from './pack/schema.ts'

/** One step of an explanation, and below it the steps it rests on. The ways down end at facts and printed values. */
export type Derivation = {
  readonly id: string
  readonly kind: Cell['from']['kind']
  readonly title: string
  readonly text: string
  /** Exact, `null` where there is none. */
  readonly value: string | null
  readonly unit: string | null
  readonly computation: Computation | null
  readonly note: string | null
  readonly source: string
  /** Explained further up already; its own steps are not repeated. */
  readonly repeated: boolean
  readonly steps: readonly Derivation[]
}

/**
 * A computation as it is printed: in the symbols of the standard where it has them (`E_zc = E_z × λ`), in words, and with its
 * numbers where that says more than the value alone.
 */
export type Computation = {
  readonly symbols: string | null
  readonly words: string
  readonly numbers: string | null
  readonly value: string
}

/** The words in which terms and their values are told. */
export type Vocabulary = {
  readonly language: Language
  readonly terms: ReadonlyMap<string, Term>
  /** The value of a text term as a person reads it. */
  word(term: string, value: string): string
}

/** A finished sheet that can be explained: its cells, what they were computed from, and its words. */
export type Explainable = Vocabulary & {
  cell(id: string): Cell | null
  caseOf(cell: Cell): FormulaCase | null
  casesOf(cell: Cell): readonly FormulaCase[]
  operand(cell: Cell, name: string): Cell | null
  sumCells(sum: Sum): readonly Cell[]
  /** How the row of a cell is called; empty for what occurs once. */
  rowLabel(id: string): string
  missingSentence(missing: Missing): string
  /** Whether a person would give the value of this text term as a reason. */
  isReason(term: string): boolean
  /** Whether this text fact is a step of its own. */
  isNamed(term: string): boolean
  /** How indicators are graded; `null` where nothing is. */
  readonly grading: Pick<PackDocument, 'tiers' | 'grades' | 'thresholds' | 'indicators'> | null
}

/** Explains one cell down to facts and printed values, or `null` if the evaluation has no such cell. */
export function derive(evaluation: Explainable, id: string): Derivation | null {
  const cell = evaluation.cell(id)
  return cell ? explain(evaluation, cell, new Set()) : null
}

/** The explanation as indented Chinese text, one step a line. */
export function derivationText(derivation: Derivation): string {
  return linesOf(derivation, 0).join('\n')
}

function linesOf(step: Derivation, depth: number): string[] {
  const note = step.note ? `（${step.note}）` : ''
  const source = step.source ? `  〔${step.source}〕` : ''
  const line = `${'  '.repeat(depth)}${step.title}${step.text}${note}${step.repeated ? '（见上）' : ''}${source}`
  return [printable(line), ...step.steps.flatMap(child => linesOf(child, depth + 1))]
}

function explain(evaluation: Explainable, cell: Cell, seen: Set<string>): Derivation {
  const repeated = seen.has(cell.id)
  seen.add(cell.id)
  const { text, note, source, computation = null } = statement(evaluation, cell)
  const steps = repeated
    ? []
    : inputsOf(evaluation, cell).flatMap(id => {
        const input = evaluation.cell(id)
        return input && isWorthAStep(evaluation, input) ? [explain(evaluation, input, seen)] : []
      })
  return {
    id: cell.id,
    kind: cell.from.kind,
    title: titleOf(evaluation, cell),
    text,
    value: cell.value,
    unit: cell.unit,
    computation,
    note,
    source,
    repeated: repeated && hasSteps(cell),
    steps,
  }
}

function hasSteps(cell: Cell): boolean {
  return cell.from.kind !== 'fact' && cell.from.kind !== 'pack'
}

/** Text facts speak in the sentence of the step that reads them; they get a step only if they carry a reason or were looked up. */
function isWorthAStep(evaluation: Explainable, cell: Cell): boolean {
  if (cell.unit !== null || cell.from.kind === 'grade') return true
  if (cell.from.kind === 'fact')
    return cell.from.origin.reason !== undefined || (evaluation.isNamed(cell.term) && cell.value !== null)
  return cell.from.kind === 'lookup' || cell.from.kind === 'pack'
}

function inputsOf(evaluation: Explainable, cell: Cell): readonly string[] {
  const { from } = cell
  switch (from.kind) {
    case 'fact':
    case 'pack':
      return []
    case 'formula':
      return [...from.inputs, ...leftOut(evaluation, cell)]
    case 'lookup':
      return from.keys
    case 'grade': {
      const distances = DISTANCES.map(term => `indicator[${from.value}].${term}`)
      const thresholds = evaluation.grading ? [evaluation.grading.thresholds.lookup] : []
      return [from.value, ...from.tiers, ...thresholds, ...distances]
    }
    case 'rounded':
      return [from.value]
  }
}

/** The words between numbers. */
const SAID = {
  'zh-Hans': {
    entered: '录入',
    unreported: '未报',
    incomputable: '无法计算',
    unverified: '来源待核',
    is: (word: string) => `为“${word}”`,
    isNot: (word: string) => `不为“${word}”`,
    more: (count: number) => `…（共 ${count} 项）`,
  },
  'zh-Hant': {
    entered: '填報',
    unreported: '未填',
    incomputable: '無法計算',
    unverified: '來源待核',
    is: (word: string) => `為「${word}」`,
    isNot: (word: string) => `不為「${word}」`,
    more: (count: number) => `…（共 ${count} 項）`,
  },
} as const

const DISTANCES = ['distanceInUnit', 'distanceAmount', 'distanceShare']

/** A row that a clause or a choice sets to a number shows what it would have counted: 0 must lead to the bill as well. */
function leftOut(evaluation: Explainable, cell: Cell): string[] {
  const used = evaluation.caseOf(cell)
  if (!cell.id.includes('[') || used?.expr.kind !== 'number' || used.when.length === 0) return []
  const cases = evaluation.casesOf(cell)
  const counted = cases.slice(cases.indexOf(used) + 1).find(other => other.expr.kind === 'name')
  const name = counted?.expr.kind === 'name' ? counted.expr.name : null
  const id = name === null ? undefined : evaluation.operand(cell, name)?.id
  return id === undefined ? [] : [id]
}

function titleOf(evaluation: Explainable, cell: Cell): string {
  const label = evaluation.terms.get(cell.term)?.label ?? cell.term
  const row = evaluation.rowLabel(cell.id)
  const tier = cell.from.kind === 'pack' ? evaluation.grading?.tiers.find(t => cell.id.endsWith(`.${t.id}`)) : undefined
  if (tier) return tier.label
  if (cell.from.kind === 'grade') return `${label}的等级`
  return row === '' ? label : `${row}的${label}`
}

type Statement = {
  readonly text: string
  readonly note: string | null
  readonly source: string
  readonly computation?: Computation
}

function statement(evaluation: Explainable, cell: Cell): Statement {
  const { from } = cell
  switch (from.kind) {
    case 'fact':
      return {
        text: ` ${valueText(evaluation, cell)}`,
        note: from.origin.reason ? `理由：${from.origin.reason}` : null,
        source: originText(from.origin, SAID[evaluation.language].entered),
      }
    case 'pack':
      return {
        text: ` ${tierText(evaluation, cell) ?? valueText(evaluation, cell)}`,
        note: from.toBeVerified ? SAID[evaluation.language].unverified : null,
        source: citeText(from.cite),
      }
    case 'lookup': {
      const row = from.row === null ? '查不到' : from.cite.row
      return {
        text: ` ${cell.term === from.row ? '' : row}`,
        note: missingText(evaluation, cell),
        source: citeText({ ...from.cite, row: undefined }),
      }
    }
    case 'grade':
      return { text: gradeText(evaluation, cell), note: missingText(evaluation, cell), source: citeText(from.cite) }
    case 'rounded':
      return {
        text: ` ${cell.value ?? '—'} ${unitLabel(cell.unit ?? '')}`,
        note: null,
        source: `${from.rule}，${from.digits} 位小数`,
      }
    case 'formula':
      return formulaStatement(evaluation, cell)
  }
}

function formulaStatement(evaluation: Explainable, cell: Cell): Statement {
  const { from } = cell
  if (from.kind !== 'formula') throw new Error('a formula cell')
  const used = evaluation.caseOf(cell)
  if (!used)
    return {
      text: ` ${SAID[evaluation.language].incomputable}`,
      note: missingText(evaluation, cell),
      source: citeText(from.cite),
    }
  const label = (name: string) => evaluation.terms.get(name)?.label ?? name
  const word = (name: string, text: string) => (evaluation.isReason(name) ? evaluation.word(name, text) : null)
  const operand = (name: string) => {
    const input = evaluation.operand(cell, name)
    return input?.unit === null ? evaluation.word(name, input.value ?? '？') : shown(input)
  }
  const { language } = evaluation
  const said = SAID[language]
  const inNumbers: Leaves = {
    language,
    name: operand,
    number: text => text,
    sum: sum => {
      const terms = evaluation.sumCells(sum).map(shown)
      const some = terms.length > MOST_TERMS ? [...terms.slice(0, MOST_TERMS - 1), said.more(terms.length)] : terms
      const added = some.join(' + ')
      return terms.length === 0 ? '0' : terms.length === 1 || used.expr.kind === 'sum' ? added : `（${added}）`
    },
  }
  const value = valueText(evaluation, cell)
  const parts = [expressionInWords(evaluation, used.expr), chineseExpression(used.expr, inNumbers), value]
  const number = shown(cell)
  // A lone number, name or one-term sum would only repeat the value.
  const told = parts.filter((part, i) => i === parts.length - 1 || (part !== number && part !== parts[i - 1]))
  const text = told.map(part => ` = ${part}`).join('')
  // A note says in words what the text conditions say; the numbers compared are shown in any case.
  const spoken = used.when.filter(comparison => comparison.kind === 'compare' || !used.note)
  const why = chineseCondition(spoken, { label, word }, inNumbers)
  const reasons = [why === '' ? null : `因${why}`, used.note, missingText(evaluation, cell)].filter(reason => reason)
  const [words = '', numbers] = parts
  const computation = {
    symbols: symbolsOf(evaluation, cell.term, used.expr),
    words,
    numbers: numbers === undefined || numbers === number ? null : numbers,
    value,
  }
  return { text, computation, note: reasons.length > 0 ? reasons.join('；') : null, source: citeText(from.cite) }
}

/** An expression in the words of the glossary: `用能人数 − Σ 特殊用能人数（是否剔除为“剔除”）`. */
export function expressionInWords(words: Vocabulary, expr: Expr): string {
  const label = (name: string) => words.terms.get(name)?.label ?? name
  const { is, isNot } = SAID[words.language]
  return chineseExpression(expr, {
    language: words.language,
    name: label,
    number: text => text,
    sum: ({ column, where }) =>
      `Σ ${label(column)}${where ? `（${label(where.name)}${(where.operator === '=' ? is : isNot)(words.word(where.name, where.text))}）` : ''}`,
  })
}

/** A formula in symbols, `null` if the standard has none for one of its names. */
function symbolsOf(evaluation: Explainable, term: string, expr: Expr): string | null {
  let whole = true
  const symbol = (name: string) => {
    const found = evaluation.terms.get(name)?.symbol
    if (found === undefined) whole = false
    return found ?? ''
  }
  const own = symbol(term)
  const text = chineseExpression(expr, {
    language: evaluation.language,
    name: symbol,
    number: number => number,
    sum: sum => `Σ ${symbol(sum.column)}`,
  })
  return whole && text !== own ? `${own} = ${text}` : null
}

const MOST_TERMS = 8

/** 优于基准值：363.24431… ＜ 基准值 400，未达到引导值 216. */
function gradeText(evaluation: Explainable, cell: Cell): string {
  const { from } = cell
  const { tiers = [], grades = [] } = evaluation.grading ?? {}
  const grade = grades.find(g => g.id === cell.value)
  if (!grade || from.kind !== 'grade') return ' 无法判定'
  const limit = (tier: (typeof tiers)[number]) => {
    const id = from.tiers.find(t => t.endsWith(`.${tier.id}`))
    return id === undefined ? '' : shown(evaluation.cell(id))
  }
  const value = shown(evaluation.cell(from.value))
  const satisfied = tiers.find(tier => tier.id === grade.satisfies)
  const equalled = tiers.find(tier => tier.id === grade.equals)
  const next = tiers.slice(satisfied ? tiers.indexOf(satisfied) + 1 : 0).find(tier => limit(tier) !== '')
  const stands = satisfied
    ? `${value} ${satisfied.boundary === '<' ? '＜' : '≤'} ${satisfied.label} ${limit(satisfied)}`
    : `${value} ${equalled ? '＝' : '＞'} ${next?.label ?? ''} ${next ? limit(next) : ''}`
  const missed = next ? `，${next.boundary === '<' ? '不小于' : '大于'}${next.label} ${limit(next)}` : ''
  return ` ${grade.label}：${stands}${satisfied ? missed : ''}`
}

function shown(cell: Cell | null): string {
  return cell?.value == null ? '？' : inSentence(decimal(cell.value))
}

function missingText(evaluation: Explainable, cell: Cell): string | null {
  const sentences = [...new Set(cell.missing.map(m => evaluation.missingSentence(m)))]
  return sentences.length > 0 ? sentences.join('') : null
}

/** A threshold with the decimals its table prints: 3.0, not 3. `null` for any other cell. */
function tierText({ grading }: Explainable, cell: Cell): string | null {
  if (!grading) return null
  const { indicators, thresholds } = grading
  const indicator = indicators.find(i => cell.id.startsWith(`${thresholds.lookup}.${i.id}.`))
  if (!indicator || cell.value === null) return null
  return `${grouped(roundByGb8170(decimal(cell.value), indicator.digits))} ${unitLabel(cell.unit ?? '')}`
}

function valueText(evaluation: Explainable, cell: Cell): string {
  const said = SAID[evaluation.language]
  if (cell.value === null) return cell.from.kind === 'fact' ? said.unreported : said.incomputable
  if (cell.unit === null) return evaluation.word(cell.term, cell.value)
  const unit = unitLabel(cell.unit)
  return `${inSentence(decimal(cell.value))}${unit === '' ? '' : ` ${unit}`}`
}

/** A place in a standard: 6.2.2，公式（7）；表1，夏热冬暖地区 … */
export function citeText(cite: Cite): string {
  const layout = cite.reconstructed ? '版式为重构' : undefined
  return [cite.clause, cite.formula, layout, cite.table, cite.row].filter(part => part).join('，')
}

function originText(origin: Origin, entered: string): string {
  const ledger = [origin.file, origin.sheet, origin.cell, origin.row].filter(part => part).join(' ')
  return [entered, origin.path, origin.label, ledger].filter(part => part).join(' ')
}
