import type { Cite } from '#core/contract/cell.ts'

/** A named quantity and how it is computed, once for the institution or once per row of `each`; the first true case wins. */
export type Formula = {
  readonly id: string
  readonly each: string | null
  readonly unit: string
  readonly settledBy: string | null
  readonly emptySum: 'zero' | 'missing'
  readonly cases: readonly FormulaCase[]
  readonly cite: Cite
}

export type FormulaCase = {
  readonly when: Condition
  readonly expr: Expr
  readonly note: string | null
  readonly applied: boolean
  readonly cite: Cite
}

/** A formula as the pack keeps it: a tree that is evaluated, printed as Chinese, as mathematics and as a live spreadsheet formula. */
export type Expr =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'operation'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'extreme'; readonly which: 'min' | 'max'; readonly items: readonly Expr[] }
  | { readonly kind: 'sum'; readonly table: string; readonly column: string; readonly where: Where | null }

export type Where = { readonly name: string; readonly operator: '=' | '!='; readonly text: string }

export type Comparator = '<' | '<=' | '=' | '>=' | '>'

/** All comparisons must hold, tested from left to right; the first that fails ends the test. */
export type Condition = readonly Comparison[]

export type Comparison =
  | { readonly kind: 'compare'; readonly operator: Comparator; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'isText'; readonly name: string; readonly text: string }
  | { readonly kind: 'known'; readonly name: string }

/** The names an expression reads, sums excepted. */
export function namesIn(expr: Expr): string[] {
  switch (expr.kind) {
    case 'number':
    case 'sum':
      return []
    case 'name':
      return [expr.name]
    case 'operation':
      return [...namesIn(expr.left), ...namesIn(expr.right)]
    case 'extreme':
      return expr.items.flatMap(namesIn)
  }
}

/** The sums an expression contains. */
export function sumsIn(expr: Expr): Extract<Expr, { kind: 'sum' }>[] {
  switch (expr.kind) {
    case 'number':
    case 'name':
      return []
    case 'sum':
      return [expr]
    case 'operation':
      return [...sumsIn(expr.left), ...sumsIn(expr.right)]
    case 'extreme':
      return expr.items.flatMap(sumsIn)
  }
}

/** The expressions on both sides of a condition's comparisons. */
export function expressionsIn(condition: Condition): Expr[] {
  return condition.flatMap(c => (c.kind === 'compare' ? [c.left, c.right] : [{ kind: 'name' as const, name: c.name }]))
}
