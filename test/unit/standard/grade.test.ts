import { describe, expect, it } from 'vitest'
import { decimal } from '#core/quantity/decimal.ts'
import { gradeOf, nextTier } from '#core/standard/grade.ts'
import type { PackDocument } from '#core/standard/pack/schema.ts'
import { fujian } from '../../tool/fujian.ts'

const tiers = (...texts: (string | null)[]) => texts.map(text => (text === null ? null : decimal(text)))

describe('gradeOf by the Fujian rules (7.1)', () => {
  const { document } = fujian()
  it.each([
    ['9.500000000000001', 'exceedsConstraint', 'constraint'],
    ['9.5', 'equalsConstraint', 'constraint'],
    ['9.499999999999999', 'belowConstraint', 'reference'],
    ['5.3', 'belowConstraint', 'reference'],
    ['5.299999999999999', 'belowReference', 'advanced'],
    ['3.000000000000001', 'belowReference', 'advanced'],
    ['3.0', 'reachesAdvanced', null],
    ['0', 'reachesAdvanced', null],
  ])('%s is %s', (value, grade, next) => {
    const limits = tiers('9.5', '5.3', '3.0')
    expect(gradeOf(document, limits, decimal(value))?.id).toBe(grade)
    expect(nextTier(document, limits, decimal(value))?.id ?? null).toBe(next)
  })

  it('skips a tier that is not set, which is never zero', () => {
    const limits = tiers('9.5', null, null)
    expect(gradeOf(document, limits, decimal('0'))?.id).toBe('belowConstraint')
    expect(nextTier(document, limits, decimal('0'))).toBeNull()
  })

  it('exceeds nothing where the laxest tier is not set', () => {
    expect(gradeOf(document, tiers(null, '5.3', '3.0'), decimal('6'))).toBeNull()
    expect(gradeOf(document, tiers(null, '5.3', '3.0'), decimal('5'))?.id).toBe('belowReference')
    expect(gradeOf(document, tiers(null, null, null), decimal('0'))).toBeNull()
  })
})

describe('gradeOf by the rules of another standard', () => {
  const cite = { clause: 'x' }
  const document = {
    ...fujian().document,
    tiers: [
      { id: 'limit', label: '约束值', boundary: '<=', cite },
      { id: 'aim', label: '引导值', boundary: '<=', cite },
    ],
    grades: [
      { id: 'good', label: '好', mark: '好', satisfies: 'aim', verdict: 'conform' },
      { id: 'fair', label: '可', mark: '可', satisfies: 'limit', verdict: 'conform' },
      { id: 'poor', label: '差', mark: '差', verdict: 'nonconform' },
    ],
  } satisfies PackDocument

  it('takes two tiers whose limits belong to them', () => {
    const grades = ['10', '10.1', '5', '5.1'].map(value => gradeOf(document, tiers('10', '5'), decimal(value))?.id)
    expect(grades).toEqual(['fair', 'poor', 'good', 'fair'])
  })
})
