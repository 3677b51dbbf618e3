import { type ExpressionWords, renderExpression } from './print.ts'
import type { Comparison, Expr, FormulaCase } from './tree.ts'
import { expressionsIn, namesIn } from './tree.ts'

/** Where the leaves of a formula stand in a spreadsheet. */
export type Addresses = {
  /** The cell of a name, on the formula's own row where it has one. */
  readonly name: (name: string) => string
  readonly sum: ExpressionWords['sum']
  /** How the spreadsheet writes a text value of a name. */
  readonly text: (name: string, text: string) => string
}

const OPERATORS = { '+': '+', '-': '-', '*': '*', '/': '/' } as const
/** Doubles carry fifteen digits: two sides closer than this are equal, as they are in exact arithmetic. */
const EQUAL_DIGITS = '9'

/**
 * A formula as a live spreadsheet formula: its cases as IF, the first true one wins. An empty text stands for what is missing:
 * it is what a formula gives that needs a cell without a number, and what travels upwards.
 */
export function spreadsheetFormula(cases: readonly FormulaCase[], addresses: Addresses): string {
  const [first, ...others] = cases
  if (!first) return '""'
  const value = expressionOr(first.expr, addresses)
  if (first.when.length === 0) return value
  const tests = first.when.map(comparison => test(comparison, addresses))
  const missing = first.when.map((comparison, i) => {
    const unknown = lacks(comparison, addresses)
    return unknown === null ? null : all([...tests.slice(0, i), unknown])
  })
  const unknown = missing.filter(text => text !== null)
  const rest = spreadsheetFormula(others, addresses)
  const chosen = `IF(${all(tests)},${value},${rest})`
  return unknown.length === 0 ? chosen : `IF(${any(unknown)},"",${chosen})`
}

/** An expression as a spreadsheet writes it, without any guard. */
export function spreadsheetExpression(expr: Expr, { name, sum }: Addresses): string {
  return renderExpression(expr, {
    name,
    sum,
    number: text => text,
    operators: OPERATORS,
    brackets: inner => `(${inner})`,
    extreme: (which, items) => `${which === 'max' ? 'MAX' : 'MIN'}(${items.join(',')})`,
  })
}

/** The expression, or an empty text when one of its cells holds no number or it divides by zero. */
function expressionOr(expr: Expr, addresses: Addresses): string {
  const cells = [...new Set(namesIn(expr).map(addresses.name))]
  const text = spreadsheetExpression(expr, addresses)
  if (expr.kind === 'number') return text
  if (expr.kind === 'name') return `IF(ISNUMBER(${text}),${text},"")`
  if (cells.length === 0) return text
  return `IF(COUNT(${cells.join(',')})<${cells.length},"",IFERROR(${text},""))`
}

function test(comparison: Comparison, addresses: Addresses): string {
  switch (comparison.kind) {
    case 'known':
      return `ISNUMBER(${addresses.name(comparison.name)})`
    case 'isText':
      return `${addresses.name(comparison.name)}=${quoted(addresses.text(comparison.name, comparison.text))}`
    case 'compare': {
      const [left, right] = [comparison.left, comparison.right].map(side => spreadsheetExpression(side, addresses))
      return `IFERROR(ROUND((${left})-(${right}),${EQUAL_DIGITS})${comparison.operator}0,FALSE)`
    }
  }
}

/** Whether what a comparison reads is missing; `null` where that is what it asks. */
function lacks(comparison: Comparison, addresses: Addresses): string | null {
  if (comparison.kind === 'known') return null
  if (comparison.kind === 'isText') return `${addresses.name(comparison.name)}=""`
  const cells = [...new Set(expressionsIn([comparison]).flatMap(namesIn).map(addresses.name))]
  return cells.length === 0 ? null : `COUNT(${cells.join(',')})<${cells.length}`
}

function all(tests: readonly string[]): string {
  return tests.length === 1 ? (tests[0] ?? '') : `AND(${tests.join(',')})`
}

function any(tests: readonly string[]): string {
  return tests.length === 1 ? (tests[0] ?? '') : `OR(${tests.join(',')})`
}

/** A text as a constant of a spreadsheet formula. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** Rounding half to even (GB/T 8170) as a formula; the spreadsheet's own ROUND goes away from zero. */
export function halfEven(cell: string, digits: number): string {
  const scaled = `ABS(${cell})*10^${digits}`
  const tie = `ABS(${scaled}-INT(${scaled})-0.5)<0.000000001`
  return `IF(ISNUMBER(${cell}),IF(${tie},SIGN(${cell})*2*ROUND(${scaled}/2,0)/10^${digits},ROUND(${cell},${digits})),"")`
}
