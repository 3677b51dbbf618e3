import type { Comparison, Condition, Expr } from './tree.ts'

/** The expression in the formula language, with no bracket more than the tree needs; reading it back gives the same tree. */
export function printExpression(expr: Expr): string {
  return renderExpression(expr, {
    number: text => text,
    name: name => name,
    sum: sum =>
      `sum(${sum.table}.${sum.column}${sum.where ? ` where ${sum.where.name} ${sum.where.operator} '${sum.where.text}'` : ''})`,
    operators: { '+': ' + ', '-': ' - ', '*': ' * ', '/': ' / ' },
    brackets: inner => `(${inner})`,
    extreme: (which, items) => `${which}(${items.join(', ')})`,
  })
}

/** The condition in the formula language. */
export function printCondition(condition: Condition): string {
  return condition.map(printComparison).join(' and ')
}

function printComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'known':
      return `known(${comparison.name})`
    case 'isText':
      return `${comparison.name} = '${comparison.text}'`
    case 'compare':
      return `${printExpression(comparison.left)} ${comparison.operator} ${printExpression(comparison.right)}`
  }
}

/** The words one rendering uses for the leaves and joints of an expression. */
export type ExpressionWords = {
  readonly number: (text: string) => string
  readonly name: (name: string) => string
  readonly sum: (sum: Extract<Expr, { kind: 'sum' }>) => string
  readonly operators: Readonly<Record<'+' | '-' | '*' | '/', string>>
  readonly brackets: (inner: string) => string
  readonly extreme: (which: 'min' | 'max', items: readonly string[]) => string
}

const BINDING = { '+': 1, '-': 1, '*': 2, '/': 2 } as const

/** Writes an infix expression with other words at its leaves; brackets stand only where the tree would read differently without. */
export function renderExpression(expr: Expr, words: ExpressionWords): string {
  switch (expr.kind) {
    case 'number':
      return words.number(expr.text)
    case 'name':
      return words.name(expr.name)
    case 'sum':
      return words.sum(expr)
    case 'extreme':
      return words.extreme(
        expr.which,
        expr.items.map(item => renderExpression(item, words)),
      )
    case 'operation': {
      const strength = BINDING[expr.operator]
      const side = (operand: Expr, tight: boolean) => {
        const inner = renderExpression(operand, words)
        const loose = operand.kind === 'operation' && BINDING[operand.operator] < strength + (tight ? 1 : 0)
        return loose ? words.brackets(inner) : inner
      }
      return `${side(expr.left, false)}${words.operators[expr.operator]}${side(expr.right, true)}`
    }
  }
}
