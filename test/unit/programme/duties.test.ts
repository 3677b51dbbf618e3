import { describe, expect, it } from 'vitest'
import type { Met } from '#core/contract/efficiency-programme.ts'
import { dutiesOf, unmetYears } from '#core/programme/efficiency/duties.ts'
import { taiwan } from '../../tool/taiwan.ts'

const { duties } = taiwan().document.rules
const history = (...outcomes: Met[]) => outcomes.map((met, i) => ({ year: String(2024 + i), met }))
const told = (approved: string | null, ...outcomes: Met[]) =>
  dutiesOf(history(...outcomes), duties, approved).map(d => `${d.id} ${d.state} ${d.dueDate}`)

describe('duties after unmet years', () => {
  it('one year: guidance and training, without a date', () => {
    expect(told('2025-05-31', 'unmet')).toEqual(['training due null'])
    expect(told('2026-05-31', 'unmet', 'met', 'unmet')).toEqual(['training due null'])
  })

  it('two in a row: a professional assessment within six months of the approval', () => {
    expect(told('2026-05-31', 'unmet', 'unmet')).toEqual(['training due null', 'assessment due 2026-11-30'])
    expect(told('2026-08-31', 'met', 'unmet', 'unmet')).toEqual(['training due null', 'assessment due 2027-02-28'])
    expect(told('2027-06-15', 'unmet', 'unmet', 'unmet')).toEqual(['training due null', 'assessment due 2027-12-15'])
  })

  it('no date while the approval is not known, and it says so', () => {
    const [, assessment] = dutiesOf(history('unmet', 'unmet'), duties, null)
    expect(assessment).toMatchObject({
      state: 'due',
      dueDate: null,
      note: '核定日期還沒有填，期限不能確定。請在核定後填寫日期。',
    })
  })

  it('an undetermined year before leaves the second duty open', () => {
    expect(told('2026-05-31', 'undetermined', 'unmet')).toEqual([
      'training due null',
      'assessment undetermined 2026-11-30',
    ])
    expect(told(null, 'met', 'undetermined', 'unmet')).toEqual(['training due null', 'assessment undetermined null'])
  })

  it('none for a year that was met or is not judged yet', () => {
    expect(told(null, 'unmet', 'unmet', 'met')).toEqual([])
    expect(told(null, 'unmet', 'unmet', 'undetermined')).toEqual([])
    expect(told(null)).toEqual([])
  })

  it('counts only the certain years', () => {
    expect(unmetYears(history('unmet', 'met', 'unmet', 'unmet'))).toBe(2)
    expect(unmetYears(history('unmet', 'undetermined', 'unmet'))).toBe(1)
    expect(unmetYears(history('unmet', 'unmet', 'met'))).toBe(0)
    expect(unmetYears([])).toBe(0)
  })
})
