import { describe, expect, it } from 'vitest'
import { decimal } from '#core/quantity/decimal.ts'
import { asPercent, grouped, inSentence } from '#core/quantity/print.ts'
import { roundByGb8170, wholeAbove, wholeNotBelow } from '#core/quantity/rounding.ts'

describe('roundByGb8170', () => {
  it.each([
    ['0.5', 0, '0'],
    ['1.5', 0, '2'],
    ['2.5', 0, '2'],
    ['3.5', 0, '4'],
    ['682.5', 0, '682'],
    ['682.50000000000001', 0, '683'],
    ['10.55', 1, '10.6'],
    ['10.45', 1, '10.4'],
    ['10.65', 1, '10.6'],
    ['12', 1, '12.0'],
    ['1117.876712328767', 0, '1118'],
  ])('rounds %s to %i decimals as %s', (text, digits, expected) => {
    expect(roundByGb8170(decimal(text), digits)).toBe(expected)
  })

  it('rounds in one step: 2.4545… is 2, not 2.5 and then 3', () => {
    expect(roundByGb8170(decimal('27').div(decimal('11')), 0)).toBe('2')
  })

  it('does not print a negative zero', () => {
    expect(roundByGb8170(decimal('0').minus(decimal('0.4')), 0)).toBe('0')
  })
})

describe('printing', () => {
  it('groups in threes with a thin space and writes a true minus', () => {
    expect(grouped('1234567.8901')).toBe('1\u2009234\u2009567.8901')
    expect(grouped('-1234')).toBe('\u22121\u2009234')
    expect(grouped('999')).toBe('999')
  })

  it('shows eight significant digits and says when there are more', () => {
    expect(inSentence(decimal('53').div(decimal('60')))).toBe('0.88333333…')
    expect(inSentence(decimal('10.81311397213675'))).toBe('10.813114…')
    expect(inSentence(decimal('137687.3'))).toBe('137\u2009687.3')
    expect(asPercent(decimal('0.4053'))).toBe('40.5 %')
  })
})

describe('whole pieces', () => {
  it.each([
    ['0', '0', '1'],
    ['0.001', '1', '1'],
    ['1', '1', '2'],
    ['1.000001', '2', '2'],
    ['76.75', '77', '77'],
    ['153500', '153500', '153501'],
  ])('to cover %s takes %s, to exceed it %s', (text, covering, exceeding) => {
    expect(wholeNotBelow(decimal(text))).toBe(covering)
    expect(wholeAbove(decimal(text))).toBe(exceeding)
  })

  it('what is whole but for the 60th digit is whole', () => {
    const seven = decimal('7').div(decimal('3')).times(decimal('3'))
    expect(wholeNotBelow(seven)).toBe('7')
    expect(wholeAbove(seven)).toBe('8')
  })
})
