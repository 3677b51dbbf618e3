import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCondition, parseExpression } from '#core/standard/formula/parse.ts'
import { printCondition, printExpression } from '#core/standard/formula/print.ts'
import type { Comparison, Expr } from '#core/standard/formula/tree.ts'

const name = fc.constantFrom(
  'comprehensiveEnergy',
  'floorArea',
  'annualHours',
  'x',
  'minimum',
  'sums',
  'knownArea',
  'android',
)
const text = fc.constantFrom('excluded', '教育', '', 'a b')
const number = fc.constantFrom('0', '1', '0.3', '0.70', '2500', '29307.6')
const sum = fc.record({
  kind: fc.constant('sum' as const),
  table: fc.constantFrom('people', 'energy'),
  column: name,
  where: fc.option(fc.record({ name, operator: fc.constantFrom('=' as const, '!=' as const), text }), { nil: null }),
})
const { expr } = fc.letrec<{ expr: Expr }>(tie => ({
  expr: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    number.map((value): Expr => ({ kind: 'number', text: value })),
    name.map((value): Expr => ({ kind: 'name', name: value })),
    sum,
    fc.record({
      kind: fc.constant('operation' as const),
      operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
      left: tie('expr'),
      right: tie('expr'),
    }),
    fc.record({
      kind: fc.constant('extreme' as const),
      which: fc.constantFrom('min' as const, 'max' as const),
      items: fc.array(tie('expr'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}))
const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    operator: fc.constantFrom('<' as const, '<=' as const, '=' as const, '>=' as const, '>' as const),
    left: expr,
    right: expr,
  }),
  fc.record({ kind: fc.constant('isText' as const), name, text }),
  fc.record({ kind: fc.constant('known' as const), name }),
)

describe('the formula language', () => {
  it('reads back what it prints: expressions', () => {
    fc.assert(
      fc.property(expr, tree => {
        expect(parseExpression(printExpression(tree))).toEqual(tree)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads back what it prints: conditions', () => {
    const conditions = fc.array(comparison, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(conditions, tree => {
        expect(parseCondition(printCondition(tree))).toEqual(tree)
      }),
      { numRuns: 2000 },
    )
  })

  it('binds products tighter than sums, and both to the left', () => {
    expect(printExpression(parseExpression('a - b - c * d / e'))).toBe('a - b - c * d / e')
    expect(printExpression(parseExpression('a-(b-c)'))).toBe('a - (b - c)')
    expect(printExpression(parseExpression('((a+b))*c'))).toBe('(a + b) * c')
    expect(printExpression(parseExpression('a/(b/c)'))).toBe('a / (b / c)')
  })

  it.each([
    ['', 1, '应为数、名称或左括号'],
    ['1 +', 4, '应为数、名称或左括号'],
    ['(a', 3, '应为“)”'],
    ['a b', 3, '多出“b”'],
    ['1e5', 1, '应为数、名称或左括号'],
    ['01', 1, '应为数、名称或左括号'],
    ['1.2.3', 1, '应为数、名称或左括号'],
    ['a ** b', 4, '应为数、名称或左括号'],
    ['sum(people)', 11, '应为“.”'],
    ["sum(people.x where y > 'z')", 22, '应为 = 或 !='],
    ['sum(people.x where y = z)', 24, '应为加单引号的文字'],
    ['a ^ 2', 3, '多出“^ 2”'],
    ['process.exit()', 8, '多出“.exit()”'],
  ])('refuses %j at character %i', (formula, position, reason) => {
    expect(() => parseExpression(formula)).toThrow(`第 ${position} 个字符处${reason}`)
  })

  it('refuses a formula nested 10,000 deep, and one that is too long, without exhausting the stack', () => {
    expect(() => parseExpression(`${'('.repeat(900)}1${')'.repeat(900)}`)).toThrow('括号嵌套超过 32 层')
    expect(() => parseExpression(`${'('.repeat(10_000)}1${')'.repeat(10_000)}`)).toThrow('公式长度超过 2000 个字符')
  })

  it('refuses half a condition', () => {
    expect(() => parseCondition('a')).toThrow('应为 <、<=、=、>= 或 >')
    expect(() => parseCondition("known('a')")).toThrow('应为名称')
    expect(() => parseCondition('a > 1 and')).toThrow('应为数、名称或左括号')
    expect(() => parseCondition("a = 'x' or b = 'y'")).toThrow('多出“or')
  })
})
