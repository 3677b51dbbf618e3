import type { Missing } from '#core/contract/cell.ts'
import { compare, type Decimal, decimal, difference, ExactSum } from '#core/quantity/decimal.ts'
import { ABSENT, cellId, isLacking, type Lacking, type Line, rowsOf, type Sheet, type Value } from '../value.ts'
import type { Comparator, Comparison, Condition, Expr, Where } from './tree.ts'

/** Where a name's value lies: on the formula's own row or on the institution's line, and in which slot. */
export type Slot = { readonly inRow: boolean; readonly slot: number }

export type Slots = {
  /** @throws if the name does not exist; the loader has checked that it does */
  readonly find: (each: string | null, name: string) => Slot
  readonly column: (table: string, name: string) => number
  /** The term that a person supplies when a name is missing or zero. */
  readonly settledBy: (name: string) => string
}

export type Compute = (sheet: Sheet, line: Line) => Decimal | Lacking
export type Test = (sheet: Sheet, line: Line) => boolean | Lacking

/** The formula that an expression belongs to. */
export type Owner = {
  readonly each: string | null
  /** What is missing when the formula cannot say it more precisely: itself, or the term that settles it. */
  readonly lacking: (line: Line) => Lacking
  readonly emptySum: 'zero' | 'missing'
}

/** Turns an expression into a function; missing operands travel upwards, a division by zero is a missing denominator. */
export function compileExpression(slots: Slots, owner: Owner, expr: Expr): Compute {
  const { each } = owner
  switch (expr.kind) {
    case 'number': {
      const value = decimal(expr.text)
      return () => value
    }
    case 'name': {
      const read = compileName(slots, each, expr.name)
      return (sheet, line) => {
        const value = read(sheet, line)
        if (typeof value === 'string') throw new Error(`${expr.name} is text`)
        return value
      }
    }
    case 'sum':
      return compileSum(slots, owner, expr)
    case 'extreme': {
      const items = expr.items.map(item => compileExpression(slots, owner, item))
      const sign = expr.which === 'max' ? 1 : -1
      return (sheet, line) =>
        items
          .map(item => item(sheet, line))
          .reduce((a, b) => combine(a, b, (x, y) => (compare(y, x) * sign > 0 ? y : x)))
    }
    case 'operation': {
      const left = compileExpression(slots, owner, expr.left)
      const right = compileExpression(slots, owner, expr.right)
      switch (expr.operator) {
        case '+':
          return (sheet, line) => combine(left(sheet, line), right(sheet, line), plus)
        case '-':
          return (sheet, line) => combine(left(sheet, line), right(sheet, line), difference)
        case '*':
          return (sheet, line) => combine(left(sheet, line), right(sheet, line), times)
        case '/': {
          const name = expr.right.kind === 'name' ? expr.right.name : null
          const divide = makeDivide()
          return (sheet, line) => {
            const numerator = left(sheet, line)
            const denominator = right(sheet, line)
            if (isLacking(denominator) || !denominator.isZero()) return combine(numerator, denominator, divide)
            const zero = name === null ? owner.lacking(line) : zeroDenominator(slots, each, name, line)
            return isLacking(numerator) ? [...numerator, ...zero] : zero
          }
        }
      }
    }
  }
}

const plus = (a: Decimal, b: Decimal) => a.plus(b)
const times = (a: Decimal, b: Decimal) => a.times(b)

const REMEMBERED = 8

/**
 * Division to 60 digits, remembering its last results: twelve months of gas share one calorific value and all institutions
 * the same few numbers of days, and a quotient costs as much as ten sums.
 */
function makeDivide(): (a: Decimal, b: Decimal) => Decimal {
  const last: { a: Decimal; b: Decimal; quotient: Decimal }[] = []
  let oldest = 0
  return (a, b) => {
    for (let i = 0; i < last.length; i++) {
      const entry = last[i]
      if (entry?.a === a && entry.b === b) return entry.quotient
    }
    const quotient = a.div(b)
    last[oldest] = { a, b, quotient }
    oldest = (oldest + 1) % REMEMBERED
    return quotient
  }
}

function zeroDenominator(slots: Slots, each: string | null, name: string, line: Line): Lacking {
  const { inRow } = slots.find(each, name)
  const term = slots.settledBy(name)
  return [{ term, at: inRow ? cellId(line, term) : term }]
}

function combine(
  a: Decimal | Lacking,
  b: Decimal | Lacking,
  apply: (a: Decimal, b: Decimal) => Decimal | Lacking,
): Decimal | Lacking {
  if (isLacking(a)) return isLacking(b) ? [...a, ...b] : a
  return isLacking(b) ? b : apply(a, b)
}

/** Reads a name; a fact that was not given becomes missing here, under its own name. */
export function compileName(slots: Slots, each: string | null, name: string): (sheet: Sheet, line: Line) => Value {
  const { inRow, slot } = slots.find(each, name)
  return (sheet, line) => {
    const from = inRow ? line : sheet.own
    const value = from.values[slot] ?? ABSENT
    return value === ABSENT ? [{ term: name, at: cellId(from, name) }] : value
  }
}

function compileSum(slots: Slots, owner: Owner, sum: Extract<Expr, { kind: 'sum' }>): Compute {
  const { table } = sum
  const column = slots.column(table, sum.column)
  const selects = compileWhere(slots, table, sum.where)
  return (sheet, line) => {
    const total = new ExactSum()
    const lacking: Missing[] = []
    let count = 0
    for (const row of rowsOf(sheet, table)) {
      if (!selects(row)) continue
      count += 1
      const value = row.values[column] ?? ABSENT
      if (value === ABSENT) lacking.push({ term: sum.column, at: cellId(row, sum.column) })
      else if (isLacking(value)) for (const missing of value) lacking.push(missing)
      else if (typeof value === 'object') total.add(value)
    }
    if (count === 0 && owner.emptySum === 'missing') return owner.lacking(line)
    return lacking.length > 0 ? lacking : total.total()
  }
}

/** Which rows a sum takes. */
export function compileWhere(slots: Slots, table: string, where: Where | null): (line: Line) => boolean {
  if (!where) return () => true
  const slot = slots.column(table, where.name)
  const wanted = where.operator === '='
  return line => (line.values[slot] === where.text) === wanted
}

/** Turns a condition into a function: true, false, or what is missing to tell. */
export function compileCondition(slots: Slots, owner: Owner, condition: Condition): Test {
  const tests = condition.map(comparison => compileComparison(slots, owner, comparison))
  const [only, ...others] = tests
  if (only && others.length === 0) return only
  return (sheet, line) => {
    let result: boolean | Lacking = true
    for (let i = 0; i < tests.length && result === true; i++) result = tests[i]?.(sheet, line) ?? true
    return result
  }
}

function readMissing(value: Value): Lacking | false {
  return isLacking(value) && value
}

const HOLDS: Readonly<Record<Comparator, (order: number) => boolean>> = {
  '<': order => order < 0,
  '<=': order => order <= 0,
  '=': order => order === 0,
  '>=': order => order >= 0,
  '>': order => order > 0,
}

function compileComparison(slots: Slots, owner: Owner, comparison: Comparison): Test {
  if (comparison.kind === 'compare') {
    const left = compileExpression(slots, owner, comparison.left)
    const right = compileExpression(slots, owner, comparison.right)
    const holds = HOLDS[comparison.operator]
    return (sheet, line) => {
      const a = left(sheet, line)
      const b = right(sheet, line)
      if (isLacking(a)) return isLacking(b) ? [...a, ...b] : a
      return isLacking(b) ? b : holds(compare(a, b))
    }
  }
  const read = compileName(slots, owner.each, comparison.name)
  if (comparison.kind === 'known') return (sheet, line) => !isLacking(read(sheet, line))
  const { text } = comparison
  const { inRow, slot } = slots.find(owner.each, comparison.name)
  return (sheet, line) => {
    const value = (inRow ? line : sheet.own).values[slot]
    return typeof value === 'string' ? value === text : readMissing(read(sheet, line))
  }
}
