import { TEXT_LABELS, textLabel } from '#core/contract/terms.ts'
import { type ExpressionWords, renderExpression } from './print.ts'
import type { Comparator, Condition, Expr } from './tree.ts'

/** How the leaves of a formula are spoken: by their label, or by their value. */
export type Leaves = {
  readonly name: (name: string) => string
  readonly number: (text: string) => string
  readonly sum: ExpressionWords['sum']
}

const OPERATORS = { '+': ' + ', '-': ' − ', '*': ' × ', '/': ' ÷ ' } as const
const COMPARATORS: Readonly<Record<Comparator, string>> = { '<': '＜', '<=': '≤', '=': '＝', '>=': '≥', '>': '＞' }

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
  return condition
    .flatMap(comparison => {
      switch (comparison.kind) {
        case 'known':
          return []
        case 'isText':
          return TEXT_LABELS[comparison.name] ? [`${label(comparison.name)}为“${textLabel(comparison.name, comparison.text)}”`] : []
        case 'compare':
          return [
            `${side(comparison.left, label, value)} ${COMPARATORS[comparison.operator]} ${side(comparison.right, label, value)}`,
          ]
      }
    })
    .join('，')
}

function side(expr: Expr, label: (name: string) => string, value: Leaves): string {
  const shown = chineseExpression(expr, value)
  return expr.kind === 'name' ? `${label(expr.name)} ${shown}` : shown
}
