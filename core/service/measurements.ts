import type { MeasurementView } from '#core/contract/audit.ts'
import { compareDates, parseDate } from '#core/quantity/date.ts'
import { compare, decimal } from '#core/quantity/decimal.ts'
import type { Checklist, Limit } from '../audit/checklist.ts'
import { boundText, meets } from '../audit/judge.ts'
import { rowOf, rowsOf } from '../workbook/read.ts'
import { type Row, type Sql, textOrNull } from '../workbook/sql.ts'
import type { Session } from './session.ts'
import { circumstancesOf } from './visits.ts'

/** What was measured in an institution-year, with the limit it is compared with and the instrument. */
export function measurementsOf(session: Session, { limits }: Checklist, year: string): MeasurementView[] {
  const { region } = circumstancesOf(session, year)
  return rowsOf(session.sql, 'measurement', year).map(row => {
    const limit = limits.find(({ id }) => id === row.quantity)
    return {
      row,
      label: limit?.label ?? String(row.quantity),
      unit: limit?.unit ?? '',
      limit: limit?.bound ? boundText(limit.bound) : null,
      source: limit?.source ?? null,
      confirmed: limit?.confirmed ?? false,
      binds: binds(limit, region),
      verdict: verdictOf(row, limit, region),
      doubt: doubtOf(row, limit),
      instrument: instrumentOf(session.sql, row),
    }
  })
}

/** A limit of another region is to look at and decides nothing here. */
function binds(limit: Limit | undefined, region: string | null): boolean {
  return limit?.bound !== undefined && (!limit.regions || limit.regions.some(wanted => wanted === region))
}

/** A share above the whole is a reading in another unit. */
function doubtOf(row: Row, limit: Limit | undefined): string | null {
  const value = textOrNull(row.value)
  if (value?.startsWith('-') && limit && limit.unit !== '℃') return '测量值小于 0，没有判定。请核对读数'
  if (value === null || limit?.unit !== '%' || compare(decimal(value), decimal('100')) <= 0) return null
  // a limit far below one per cent is one of a gas, which instruments show in ppm
  const gas = limit.bound !== undefined && compare(decimal(limit.bound.value), decimal('1')) < 0
  return `测量值大于 100 %，没有判定。请核对读数和单位${gas ? '（1 ppm = 0.0001 %）' : ''}`
}

function verdictOf(row: Row, limit: Limit | undefined, region: string | null): MeasurementView['verdict'] {
  const value = textOrNull(row.value)
  if (value === null || !limit?.bound || !binds(limit, region) || doubtOf(row, limit) !== null) return null
  if (meets(decimal(value), limit.bound)) return 'conform'
  return row.exception === null ? 'nonconform' : 'exception'
}

function instrumentOf(sql: Sql, row: Row): MeasurementView['instrument'] {
  const instrument = row.instrument === null ? null : rowOf(sql, 'instrument', String(row.instrument))
  if (!instrument) return null
  const until = parseDate(textOrNull(instrument.calibratedUntil) ?? '')
  const at = parseDate(textOrNull(row.at) ?? '')
  const expired = until !== null && at !== null && compareDates(until, at) < 0
  const name = [textOrNull(instrument.name), textOrNull(instrument.number)].filter(part => part).join(' ')
  return { name, calibratedUntil: textOrNull(instrument.calibratedUntil), expired }
}
