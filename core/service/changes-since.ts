import { BESIDE_AUDIT, rowOf, type StepAfter, stepsAfter, yearOf } from '../workbook/read.ts'
import type { Row, Sql } from '../workbook/sql.ts'
import { type Change, changesOf } from '../workbook/write.ts'

/** A step after a signature, with what it changed of that audit. */
export type StepSince = StepAfter & { readonly changes: readonly Change[] }

/** What was changed of an audit since a signature: by steps of its institution, and by those over many. */
export function changesSince(sql: Sql, signoff: Row): readonly StepSince[] {
  const year = String(signoff.year)
  return stepsAfter(sql, String(signoff.id)).flatMap(step => {
    const changes = changesOf(sql, step.sequence).filter(
      change => !BESIDE_AUDIT.includes(change.table) && (step.place !== null || isOfYear(sql, change, year)),
    )
    return changes.length > 0 ? [{ ...step, changes }] : []
  })
}

/** Whether a row is one of an institution-year, or of the catalogue that all are checked against. */
function isOfYear(sql: Sql, { table, before, after }: Change, year: string): boolean {
  const row = after ?? before ?? {}
  if (table === 'elimination') return true
  if (table === 'institution') return row.id === rowOf(sql, 'year', year)?.institution
  return yearOf(sql, table, row) === year
}
