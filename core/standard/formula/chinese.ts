import { textLabel } from '#core/contract/terms.ts'
import { type ExpressionWords, renderExpression } from './print.ts'
import type { Comparator, Comparison, Condition, Expr } from './tree.ts'

/** How the leaves of a formula are spoken: by their label, or by their value. */
export type Leaves = {
  readonly name: (name: string) => string
  readonly number: (text: string) => string
  readonly sum: ExpressionWords['sum']
}

const OPERATORS = { '+': ' + ', '-': ' − ', '*': ' × ', '/': ' ÷ ' } as const
const COMPARATORS: Readonly<Record<Comparator, string>> = { '<': '＜', '<=': '≤', '=': '＝', '>=': '≥', '>': '＞' }

/** The text terms that are a reason a person would give; how a row was read (its unit conversion, its kind of factor) goes without saying. */
const SPOKEN = new Set([
  'correctionBy',
  'scope',
  'source',
  'carrier',
  'yearBasis',
  'onsitePvCounted',
  'evInBuildingElectricity',
  'correctWater',
])

/** An expression in the signs of Chinese school arithmetic: （综合能耗 − 交通能耗） ÷ 建筑面积. */
export function chineseExpression(expr: Expr, leaves: Leaves): string {
  return renderExpression(expr, {
    ...leaves,
    operators: OPERATORS,
    brackets: inner => `（${inner}）`,
    extreme: (which, items) => `${which === 'max' ? '较大者' : '较小者'}（${items.join('，')}）`,
  })
}

/** A condition as a reason: each comparison with label and value side by side. Whether a term is known goes without saying. */
export function chineseCondition(condition: Condition, label: (name: string) => string, value: Leaves): string {
  const reasons = condition.map(comparison => reason(comparison, label, value))
  return reasons.filter(text => text !== '').join('，')
}

function reason(comparison: Comparison, label: (name: string) => string, value: Leaves): string {
  switch (comparison.kind) {
    case 'known':
      return ''
    case 'isText': {
      const { name, text } = comparison
      return SPOKEN.has(name) ? `${label(name)}为“${textLabel(name, text)}”` : ''
    }
    case 'compare': {
      const { left, operator, right } = comparison
      // That something is above zero goes without saying once it is compared with something printed.
      if (right.kind === 'number') return ''
      return `${side(left, label, value)} ${COMPARATORS[operator]} ${side(right, label, value)}`
    }
  }
}

function side(expr: Expr, label: (name: string) => string, value: Leaves): string {
  const shown = chineseExpression(expr, value)
  return expr.kind === 'name' ? `${label(expr.name)} ${shown}` : shown
}
