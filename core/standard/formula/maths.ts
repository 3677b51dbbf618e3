import type { Maths } from '#core/contract/report.ts'
import type { Expr } from './tree.ts'

/** How the leaves are written: by their symbols or by their numbers. */
export type MathsLeaves = {
  readonly name: (name: string) => readonly Maths[]
  readonly sum: (sum: Extract<Expr, { kind: 'sum' }>) => readonly Maths[]
}

const BINDING = { '+': 1, '-': 1, '*': 2, '/': 3 } as const
const SIGNS = { '+': ' + ', '-': ' − ', '*': ' × ' } as const

/** An expression as mathematics; brackets only where the tree would read differently without. */
export function mathsOf(expr: Expr, leaves: MathsLeaves): readonly Maths[] {
  switch (expr.kind) {
    case 'number':
      return [run(expr.text)]
    case 'name':
      return leaves.name(expr.name)
    case 'sum':
      return leaves.sum(expr)
    case 'extreme': {
      const items = expr.items.flatMap((item, i) => [...(i > 0 ? [run('，')] : []), ...mathsOf(item, leaves)])
      return [run(expr.which), { kind: 'brackets', inner: items }]
    }
    case 'operation': {
      if (expr.operator === '/')
        return [{ kind: 'fraction', over: mathsOf(expr.left, leaves), under: mathsOf(expr.right, leaves) }]
      const strength = BINDING[expr.operator]
      const side = (operand: Expr, tight: boolean): readonly Maths[] => {
        const inner = mathsOf(operand, leaves)
        const loose = operand.kind === 'operation' && BINDING[operand.operator] < strength + (tight ? 1 : 0)
        return loose ? [{ kind: 'brackets', inner }] : inner
      }
      return [...side(expr.left, false), run(SIGNS[expr.operator]), ...side(expr.right, true)]
    }
  }
}

/** `E_jt` as a letter with its index, `N_b·φ_b` as two of them with the sign between. */
export function symbolMaths(symbol: string): readonly Maths[] {
  return symbol.split(/([·，\s])/).flatMap((part): Maths[] => {
    if (part === '') return []
    const [letter = '', low] = part.split('_')
    return low === undefined ? [run(part)] : [{ kind: 'symbol', letter, low }]
  })
}

function run(text: string): Maths {
  return { kind: 'run', text }
}
