import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Contender, rankAmong, rankBodies } from '#core/programme/efficiency/ranking.ts'
import { decimal } from '#core/quantity/decimal.ts'

const rules = { groups: ['甲組', '乙組'], top: 3, bottom: 3 }
const contender = (code: string, score: string | null, change: Partial<Contender> = {}): Contender => ({
  code,
  group: '甲組',
  score: score === null ? null : decimal(score),
  eligible: 'yes',
  ...change,
})
const first = (contenders: readonly Contender[]) => {
  const [group] = rankBodies(contenders, rules)
  if (!group) throw new Error('no group')
  return group
}

describe('the ranking of a group', () => {
  it('gives equal scores one rank and counts them for the next', () => {
    const { ranked } = first([contender('C', '5'), contender('A', '7'), contender('B', '5'), contender('D', '4')])
    expect(ranked.map(r => `${r.code}${r.rank}${r.tied ? '=' : ''}`)).toEqual(['A1', 'B2=', 'C2=', 'D4'])
  })

  it('lists who ties with the last of the list', () => {
    const scores = ['9', '8', '7', '7', '6', '5', '5', '5', '4']
    const group = first(scores.map((score, i) => contender(`B${i}`, score)))
    expect(group.top.map(l => `${l.code} ${l.rank}`)).toEqual(['B0 1', 'B1 2', 'B2 3', 'B3 3'])
    expect(group.bottom.map(l => `${l.code} ${l.rank}`)).toEqual(['B8 1', 'B5 2', 'B6 2', 'B7 2'])
  })

  it('is by values, not by how they are written or by their last digits', () => {
    const third = decimal('1').div(decimal('3'))
    const { ranked } = first([
      contender('A', '0', { score: third.times(decimal('3')) }),
      contender('B', '1.00'),
      contender('C', '1'),
    ])
    expect(ranked.map(r => r.rank)).toEqual([1, 1, 1])
  })

  it('leaves an excluded body its rank and gives its place on the list to the next', () => {
    const group = first([
      contender('A', '9', { eligible: 'no' }),
      contender('B', '8'),
      contender('C', '7', { eligible: 'undetermined' }),
      contender('D', '6'),
      contender('E', '5'),
    ])
    expect(group.ranked[0]).toEqual({ code: 'A', rank: 1, tied: false })
    expect(group.top).toEqual([
      { code: 'B', rank: 1, eligible: 'yes' },
      { code: 'C', rank: 2, eligible: 'undetermined' },
      { code: 'D', rank: 3, eligible: 'yes' },
    ])
    expect(group.excluded).toEqual(['A'])
  })

  it('an excluded body may still be among the lowest', () => {
    const group = first([contender('A', '9'), contender('B', '1', { eligible: 'no' })])
    expect(group.bottom.map(l => l.code)).toEqual(['B', 'A'])
  })

  it('does not rank what is undetermined', () => {
    const group = first([contender('A', null), contender('B', '1')])
    expect(group.ranked).toEqual([{ code: 'B', rank: 1, tied: false }])
    expect(group.undetermined).toEqual(['A'])
  })

  it('ranks each group by itself; a group nobody knows is none', () => {
    const groups = rankBodies(
      [contender('A', '9'), contender('B', '8', { group: '乙組' }), contender('C', '9', { group: '戊組' })],
      rules,
    )
    expect(groups.map(g => g.ranked.map(r => `${r.code}${r.rank}`))).toEqual([['A1'], ['B1']])
  })

  it('is independent of the order of input', () => {
    const bodies = fc.uniqueArray(
      fc.record({
        code: fc.integer({ min: 1, max: 99 }).map(n => `B${n}`),
        score: fc.option(fc.integer({ min: 0, max: 6 }).map(String), { nil: null }),
        eligible: fc.constantFrom('yes' as const, 'no' as const, 'undetermined' as const),
        group: fc.constantFrom('甲組', '乙組'),
      }),
      { selector: b => b.code, maxLength: 12 },
    )
    fc.assert(
      fc.property(
        bodies.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const of = (some: typeof list) =>
            rankBodies(
              some.map(({ score, ...rest }) => contender(rest.code, score, rest)),
              rules,
            )
          expect(of(shuffled)).toEqual(of(list))
        },
      ),
    )
  })
})

it('a rank among others is one more than there are higher scores', () => {
  const others = ['5', '3', '3', '1'].map(decimal)
  expect(['6', '5', '4', '3', '0'].map(score => rankAmong(decimal(score), others))).toEqual([1, 1, 2, 2, 5])
})
