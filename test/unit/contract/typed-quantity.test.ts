import { describe, expect, it } from 'vitest'
import { readTypedQuantity } from '#core/contract/typed-quantity.ts'

describe('what is typed into a quantity field', () => {
  it.each([
    ['12800', '12800'],
    ['12,800', '12800'],
    ['1,234,567.50', '1234567.50'],
    ['12 800', '12800'],
    ['12\u2009800', '12800'],
    ['１２８００．５', '12800.5'],
    ['　12800 ', '12800'],
    ['12800 kWh', '12800'],
    ['12800kWh', '12800'],
    ['0', '0'],
    ['0.50', '0.50'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
  ])('%s is %s', (typed, text) => {
    expect(readTypedQuantity(typed, 'kWh')).toMatchObject({ kind: 'value', text })
  })

  it.each([
    ['-3', '-3'],
    ['−1 200.5 kWh', '-1200.5'],
    ['－０', '0'],
    ['12', '12'],
  ])('%s is %s where it can be below zero', (typed, text) => {
    expect(readTypedQuantity(typed, 'kWh', true)).toMatchObject({ kind: 'value', text })
  })

  it('is not applicable as a lone dash, and nothing with two of them, signed or not', () => {
    expect(readTypedQuantity('-', 'kWh', true)).toEqual({ kind: 'notApplicable' })
    expect(readTypedQuantity('--3', 'kWh', true).kind).toBe('unreadable')
    expect(readTypedQuantity('-3', 'kWh').kind).toBe('unreadable')
  })

  it.each([
    '1,5',
    '12万',
    '1e3',
    '1e999',
    '0x10',
    '3-4',
    '1.2.3',
    '1,23',
    '12,34',
    '约100',
    '100 m3',
    '-0',
    '-5',
    '½',
    '１２，５',
    '12 80',
  ])('%s is never guessed', typed => {
    const read = readTypedQuantity(typed, 'kWh')
    expect(read.kind).toBe('unreadable')
    if (read.kind === 'unreadable') expect(read.message).toMatch(/请|位数/)
  })

  it('refuses more than 15 digits and keeps trailing zeros', () => {
    expect(readTypedQuantity('123456789012345').kind).toBe('value')
    expect(readTypedQuantity('1234567890123456').kind).toBe('unreadable')
    expect(readTypedQuantity('1.500')).toMatchObject({ text: '1.500', tidied: false })
  })

  it('tells not reported, not applicable and zero apart', () => {
    expect(['', '  ', '未报', '-', '—', '不适用', '0'].map(typed => readTypedQuantity(typed).kind)).toEqual([
      'notReported',
      'notReported',
      'notReported',
      'notApplicable',
      'notApplicable',
      'notApplicable',
      'value',
    ])
  })
})
