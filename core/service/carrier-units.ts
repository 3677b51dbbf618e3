import { CARRIER_UNITS } from '#core/contract/audit.ts'
import type { SqlValue } from '../workbook/sql.ts'

/** The units of a carrier; every carrier that the workbook takes has some. */
export function unitsOf(carrier: SqlValue | undefined): {
  readonly year: string
  readonly rate: string
  readonly digits: number
} {
  return CARRIER_UNITS[String(carrier)] ?? { year: '', rate: '', digits: 0 }
}
