import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, count, decimal, difference, ExactSum, settle, shortened, textOf } from '#core/quantity/decimal.ts'

describe('settle', () => {
  it('decides all exact ties of λ(T) · E / P with a limit, for every typeable E', () => {
    // λ = 0.3 + 1750 / T; E = limit · P / λ is typeable when it ends within 15 digits.
    let ties = 0
    let wrongWithoutSettling = 0
    for (const hours of ['2500', '2800', '3000', '3500', '4000', '5000', '6000', '7000', '8000', '8750'])
      for (let people = 1; people <= 120; people++)
        for (const limit of ['683', '400', '216', '13.3', '6.6', '902']) {
          const factor = decimal('0.3').plus(decimal('1750').div(decimal(hours)))
          const energy = settle(decimal(limit).times(count(people)).div(factor))
          if (energy.precision() > 15) continue
          ties += 1
          const value = energy.div(count(people)).times(factor)
          if (!value.equals(decimal(limit))) wrongWithoutSettling += 1
          expect(compare(value, decimal(limit)), `T ${hours} P ${people} limit ${limit}`).toBe(0)
        }
    expect(ties).toBeGreaterThan(1000)
    expect(wrongWithoutSettling).toBeGreaterThan(0)
  })

  it('keeps 40 digits and distinguishes what differs within them', () => {
    const third = decimal('1').div(decimal('3'))
    expect(textOf(third)).toBe(`0.${'3'.repeat(40)}`)
    expect(compare(decimal('1'), decimal(`1.${'0'.repeat(38)}1`))).toBeLessThan(0)
    expect(compare(decimal('1'), decimal(`1.${'0'.repeat(45)}1`))).toBe(0)
  })
})

describe('difference', () => {
  const [third, seventh] = ['3', '7'].map(n => decimal('1').div(decimal(n)))
  it('is zero where only the 60th digit differs', () => {
    const sum = new ExactSum()
    for (const days of ['13', '352']) sum.add(decimal('11').times(decimal(days).div(decimal('365'))))
    const whole = sum.total()
    expect(whole.equals(decimal('11'))).toBe(false)
    expect(difference(whole, decimal('11')).isZero()).toBe(true)
    expect(difference(decimal('0'), decimal('0')).isZero()).toBe(true)
  })

  it('leaves the digits of endless operands alone, so that their exact difference still ties', () => {
    const sum = (third ?? decimal('0')).plus(decimal('95000'))
    expect(compare(difference(sum, third ?? decimal('0')).div(decimal('10000')), decimal('9.5'))).toBe(0)
    expect(compare(difference(decimal('1'), seventh ?? decimal('0')).times(decimal('7')), decimal('6'))).toBe(0)
    expect(difference(decimal('999999999999999'), decimal('999999999999998.9')).toFixed()).toBe('0.1')
  })
})

describe('textOf', () => {
  it('never writes an exponent or a negative zero', () => {
    expect(textOf(decimal('0.000000000000001'))).toBe('0.000000000000001')
    expect(textOf(decimal('999999999999999').times(decimal('10000000')))).toBe('9999999999999990000000')
    expect(textOf(decimal('0').times(decimal('5').minus(decimal('7'))))).toBe('0')
  })

  it('says whether shortening cut anything off', () => {
    expect(shortened(decimal('137687.3045714'), 8)).toEqual({ text: '137687.3', cut: true })
    expect(shortened(decimal('11173.876'), 8)).toEqual({ text: '11173.876', cut: false })
  })

  it('refuses a float where a count is wanted', () => {
    expect(() => count(0.1)).toThrow(RangeError)
  })
})

const typed = fc
  .tuple(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), fc.integer({ min: 0, max: 14 }))
  .map(([digits, places]) => {
    const padded = digits.toString().padStart(places + 1, '0')
    return places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`
  })

describe('ExactSum', () => {
  it('is the same whatever the order, and equals the integer sum', () => {
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 60 }), fc.array(fc.nat()), (texts, keys) => {
        const shuffled = texts.map((text, i) => ({ text, key: keys[i] ?? 0 })).sort((a, b) => a.key - b.key)
        const sum = new ExactSum()
        for (const text of texts) sum.add(decimal(text))
        const other = new ExactSum()
        for (const { text } of shuffled) other.add(decimal(text))
        const scaled = texts.reduce((total, text) => {
          const [whole = '0', fraction = ''] = text.split('.')
          return total + BigInt(whole + fraction.padEnd(14, '0'))
        }, 0n)
        expect(sum.total().equals(other.total())).toBe(true)
        expect(sum.total().times(decimal('100000000000000')).toFixed(0)).toBe(scaled.toString())
      }),
    )
  })

  it('adds values of far apart magnitude and sign without losing a digit', () => {
    const sum = new ExactSum()
    sum.add(decimal('999999999999999'))
    sum.add(decimal('0.00000000000000000001'))
    sum.add(decimal('0').minus(decimal('999999999999999')))
    expect(sum.total().toFixed()).toBe('0.00000000000000000001')
    expect(new ExactSum().total().isZero()).toBe(true)
  })
})
