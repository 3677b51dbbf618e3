import type { Language } from '#core/contract/terms.ts'
import { type ExpressionWords, renderExpression } from './print.ts'
import type { Comparator, Comparison, Condition, Expr } from './tree.ts'

/** How the leaves of a formula are spoken: by their label, or by their value. */
export type Leaves = {
  readonly language: Language
  readonly name: (name: string) => string
  readonly number: (text: string) => string
  readonly sum: ExpressionWords['sum']
}

const OPERATORS = { '+': ' + ', '-': ' − ', '*': ' × ', '/': ' ÷ ' } as const
const EXTREMES = {
  'zh-Hans': { max: '较大者', min: '较小者' },
  'zh-Hant': { max: '較大者', min: '較小者' },
} as const
const EQUALS: Readonly<Record<Language, (word: string) => string>> = {
  'zh-Hans': word => `为“${word}”`,
  'zh-Hant': word => `為「${word}」`,
}
const COMPARATORS: Readonly<Record<Comparator, string>> = { '<': '＜', '<=': '≤', '=': '＝', '>=': '≥', '>': '＞' }

/** How the names in a condition are spoken. */
export type ConditionWords = {
  readonly label: (name: string) => string
  /** How a text value reads; `null` where comparing it is no reason a person would give. */
  readonly word: (name: string, text: string) => string | null
}

/** An expression in the signs of Chinese school arithmetic: （综合能耗 − 交通能耗） ÷ 建筑面积. */
export function chineseExpression(expr: Expr, leaves: Leaves): string {
  return renderExpression(expr, {
    ...leaves,
    operators: OPERATORS,
    brackets: inner => `（${inner}）`,
    extreme: (which, items) => `${EXTREMES[leaves.language][which]}（${items.join('，')}）`,
  })
}

/** A condition as a reason: each comparison with label and value side by side. Whether a term is known goes without saying. */
export function chineseCondition(condition: Condition, words: ConditionWords, value: Leaves): string {
  const reasons = condition.map(comparison => reason(comparison, words, value))
  return reasons.filter(text => text !== '').join('，')
}

function reason(comparison: Comparison, words: ConditionWords, value: Leaves): string {
  switch (comparison.kind) {
    case 'known':
      return ''
    case 'isText': {
      const word = words.word(comparison.name, comparison.text)
      return word === null ? '' : `${words.label(comparison.name)}${EQUALS[value.language](word)}`
    }
    case 'compare': {
      const { left, operator, right } = comparison
      // That something is above zero goes without saying once it is compared with something printed.
      if (right.kind === 'number') return ''
      return `${side(left, words.label, value)} ${COMPARATORS[operator]} ${side(right, words.label, value)}`
    }
  }
}

function side(expr: Expr, label: (name: string) => string, value: Leaves): string {
  const shown = chineseExpression(expr, value)
  return expr.kind === 'name' ? `${label(expr.name)} ${shown}` : shown
}
