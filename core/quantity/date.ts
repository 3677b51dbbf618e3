/** A day of the civil calendar as a triple; never a moment in time, so no zone and no `Date` can move it. */
export type CivilDate = { readonly year: number; readonly month: number; readonly day: number }

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Reads `2023-01-31`; `null` for another spelling and for days that do not exist. */
export function parseDate(text: string): CivilDate | null {
  const match = DATE.exec(text)
  if (!match) return null
  const [year = 0, month = 0, day = 0] = match.slice(1).map(part => Number.parseInt(part, 10))
  const exists = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return exists ? { year, month, day } : null
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** 365, or 366 in a leap year of the Gregorian calendar. */
export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const MONTH = /^(\d{4})-(\d{2})$/

/** A month of the civil calendar. */
export type CivilMonth = { readonly year: number; readonly month: number }

/** Reads `2023-01`; `null` for another spelling and for months that do not exist. */
export function parseMonth(text: string): CivilMonth | null {
  const [year = 0, month = 0] = (MONTH.exec(text)?.slice(1) ?? []).map(part => Number.parseInt(part, 10))
  return year >= 1 && month >= 1 && month <= 12 ? { year, month } : null
}

/** `2023-01`. */
export function monthText({ year, month }: CivilMonth): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
}

/** `2023-01-31`; texts of this form are ordered as the days are. */
export function dateText({ year, month, day }: CivilDate): string {
  return `${monthText({ year, month })}-${String(day).padStart(2, '0')}`
}

/** The last day of a month. */
export function lastDay({ year, month }: CivilMonth): CivilDate {
  return { year, month, day: daysInMonth(year, month) }
}

/** Negative, zero or positive as `a` is before, on or after `b`. */
export function compareDates(a: CivilDate, b: CivilDate): number {
  return a.year - b.year || a.month - b.month || a.day - b.day
}

export type Period = { readonly from: CivilDate; readonly to: CivilDate }

/** The year that the period fills from 1 January to 31 December, or `null` if it is any other period. */
export function wholeCalendarYear({ from, to }: Period): number | null {
  const whole = from.year === to.year && from.month === 1 && from.day === 1 && to.month === 12 && to.day === 31
  return whole ? from.year : null
}

/**
 * The same day of the month `months` later, or the last day of that month where it has no such day: 31 August and six months
 * is the last of February.
 */
export function monthsLater({ year, month, day }: CivilDate, months: number): CivilDate {
  const counted = month - 1 + months
  const inYear = ((counted % 12) + 12) % 12
  const later = { year: year + (counted - inYear) / 12, month: inYear + 1 }
  return { ...later, day: Math.min(day, daysInMonth(later.year, later.month)) }
}

/** How a place counts its years: the label before the number, and the Gregorian year before its year 1. */
export type Era = { readonly label: string; readonly offset: number; readonly suffix: string }

/** A Gregorian year as the era counts it, 2024 → 民國113年; years before the era stay Gregorian. */
export function eraYear(year: number, era: Era): string {
  return year > era.offset ? `${era.label}${year - era.offset}${era.suffix}` : String(year)
}

/** A Gregorian day as the era writes it, 2027-02-28 → 民國116年2月28日; days before the era and other texts stay as they are. */
export function eraDay(day: string, era: Era): string {
  const date = parseDate(day)
  return date && date.year > era.offset ? `${eraYear(date.year, era)}${date.month}月${date.day}日` : day
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/
const HOURS_AHEAD = 8

/**
 * A moment in UTC (ISO 8601) as the clocks of China show it, to the minute: `2026-11-21 17:05`. The same on every machine,
 * whatever zone it is set to.
 */
export function beijingTime(moment: string): string {
  const [, day = '', hour = '0', minute = ''] = MOMENT.exec(moment) ?? []
  const date = parseDate(day)
  if (!date) return moment
  const shifted = Number.parseInt(hour, 10) + HOURS_AHEAD
  const { year, month, day: of } = shifted < 24 ? date : dayAfter(date)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(of)} ${two(shifted % 24)}:${minute}`
}

/** The next day. */
export function dayAfter({ year, month, day }: CivilDate): CivilDate {
  if (day < daysInMonth(year, month)) return { year, month, day: day + 1 }
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 }
}
