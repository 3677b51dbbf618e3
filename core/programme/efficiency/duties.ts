import type { DutyResult, Met } from '#core/contract/efficiency-programme.ts'
import { dateText, monthsLater, parseDate } from '#core/quantity/date.ts'
import type { EfficiencyRules } from './efficiency-rules.ts'

/** How one year of the programme ended for a unit, in the order of years; the last is the year looked at. */
export type YearOutcome = { readonly year: string; readonly met: Met }

/** How many years up to the last one were certainly unmet without a break. */
export function unmetYears(history: readonly YearOutcome[]): number {
  const broken = history.findLastIndex(({ met }) => met !== 'unmet')
  return history.length - 1 - broken
}

/**
 * The duties that follow from unmet years in a row, by the programme's parameters. A duty is undetermined when the years known
 * to be unmet are too few but an undetermined year stands before them; it is none while the year looked at is not known to be
 * unmet, since nothing follows from a year that is not judged yet.
 *
 * @param approved the day on which the results of the year looked at were approved, `null` while that is not known
 */
export function dutiesOf(
  history: readonly YearOutcome[],
  duties: EfficiencyRules['duties'],
  approved: string | null,
): readonly Omit<DutyResult, 'dueShown'>[] {
  const certain = unmetYears(history)
  if (certain === 0) return []
  const before = history.slice(0, history.length - certain)
  const open = before.length - 1 - before.findLastIndex(({ met }) => met === 'met')
  return duties.flatMap(({ id, afterUnmetYears, text, due, cite }): Omit<DutyResult, 'dueShown'>[] => {
    if (certain + open < afterUnmetYears) return []
    const state = certain >= afterUnmetYears ? 'due' : 'undetermined'
    const dueDate = due && approved !== null ? dueOn(approved, due.months) : null
    const notes = [
      state === 'undetermined' ? '之前年度是否達標尚不能判定，是否適用也不能確定。請補齊之前年度的資料。' : null,
      due && dueDate === null ? '核定日期還沒有填，期限不能確定。請在核定後填寫日期。' : null,
    ].filter(note => note !== null)
    return [{ id, text, clause: cite.clause, state, dueDate, note: notes.length > 0 ? notes.join('') : null }]
  })
}

function dueOn(approved: string, months: number): string | null {
  const date = parseDate(approved)
  return date && dateText(monthsLater(date, months))
}
