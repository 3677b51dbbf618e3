import { describe, expect, it } from 'vitest'
import {
  compareDates,
  dateText,
  daysInYear,
  eraYear,
  lastDay,
  monthsLater,
  monthText,
  parseDate,
  parseMonth,
  wholeCalendarYear,
} from '#core/quantity/date.ts'

const date = (text: string) => {
  const parsed = parseDate(text)
  if (!parsed) throw new Error(text)
  return parsed
}

describe('parseDate', () => {
  it('knows which days exist', () => {
    expect(parseDate('2024-02-29')).toEqual({ year: 2024, month: 2, day: 29 })
    for (const text of [
      '2023-02-29',
      '2023-02-30',
      '2023-04-31',
      '2023-13-01',
      '2023-00-10',
      '2023-01-00',
      '0000-01-01',
    ])
      expect(parseDate(text), text).toBeNull()
    expect(parseDate('1900-02-29')).toBeNull()
    expect(parseDate('2000-02-29')).not.toBeNull()
  })

  it('reads one spelling only', () => {
    for (const text of ['2023-1-1', '2023/01/01', '20230101', ' 2023-01-01', '2023-01-01T00:00', '２０２３-01-01'])
      expect(parseDate(text), text).toBeNull()
  })
})

describe('wholeCalendarYear', () => {
  it('is the year from 1 January to 31 December and nothing else', () => {
    expect(wholeCalendarYear({ from: date('2023-01-01'), to: date('2023-12-31') })).toBe(2023)
    expect(wholeCalendarYear({ from: date('2023-01-01'), to: date('2023-12-30') })).toBeNull()
    expect(wholeCalendarYear({ from: date('2022-07-01'), to: date('2023-06-30') })).toBeNull()
    expect(wholeCalendarYear({ from: date('2022-01-01'), to: date('2023-12-31') })).toBeNull()
  })

  it('counts days and orders dates', () => {
    expect([2023, 2024, 1900, 2000].map(daysInYear)).toEqual([365, 366, 365, 366])
    expect(compareDates(date('2023-12-31'), date('2024-01-01'))).toBeLessThan(0)
    expect(compareDates(date('2024-01-02'), date('2024-01-01'))).toBeGreaterThan(0)
  })
})

describe('monthsLater', () => {
  const later = (text: string, months: number) => dateText(monthsLater(date(text), months))

  it('keeps the day, over the end of a year too', () => {
    expect(later('2025-03-14', 6)).toBe('2025-09-14')
    expect(later('2025-07-01', 6)).toBe('2026-01-01')
    expect(later('2025-06-30', 6)).toBe('2025-12-30')
    expect(later('2025-12-31', 12)).toBe('2026-12-31')
  })

  it('takes the last day of a month that is shorter', () => {
    expect(later('2025-08-31', 6)).toBe('2026-02-28')
    expect(later('2027-08-31', 6)).toBe('2028-02-29')
    expect(later('2025-08-29', 6)).toBe('2026-02-28')
    expect(later('2025-10-31', 6)).toBe('2026-04-30')
  })

  it('goes back as well', () => {
    expect(later('2026-01-31', -2)).toBe('2025-11-30')
    expect(later('2025-12-01', -12)).toBe('2024-12-01')
  })
})

it('a year is shown as an era counts it', () => {
  const republic = { label: '民國', offset: 1911, suffix: '年' }
  expect(eraYear(2024, republic)).toBe('民國113年')
  expect(eraYear(1912, republic)).toBe('民國1年')
  expect(eraYear(1911, republic)).toBe('1911')
})

describe('months', () => {
  it('are read like days, and end on theirs', () => {
    expect(parseMonth('2024-02')).toEqual({ year: 2024, month: 2 })
    for (const text of ['2024-00', '2024-13', '0000-01', '2024-2', '2024-02-01'])
      expect(parseMonth(text), text).toBeNull()
    expect(dateText(lastDay({ year: 2024, month: 2 }))).toBe('2024-02-29')
    expect(dateText(lastDay({ year: 2025, month: 12 }))).toBe('2025-12-31')
    expect(monthText({ year: 325, month: 4 })).toBe('0325-04')
  })
})
