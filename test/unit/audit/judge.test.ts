import { describe, expect, it } from 'vitest'
import { applicabilityOf, type Circumstances } from '#core/audit/applies.ts'
import type { Bound, CheckItem } from '#core/audit/checklist.ts'
import { boundText, judge } from '#core/audit/judge.ts'

const item = (more: Partial<CheckItem>): CheckItem => ({
  id: 'AA-01',
  chapter: 'AA',
  text: '条目',
  kind: 'yesNo',
  duty: 'must',
  answered: 'onSite',
  cites: [{ document: 'd', clause: '1' }],
  evidence: '现场',
  ...more,
})
const bound = (op: Bound['op'], value: string, to?: string): Bound => ({ op, value, unit: '', ...(to && { to }) })

describe('what was measured', () => {
  it('meets its limit or not, exactly at the edge', () => {
    const meets = (b: Bound, value: string) => judge(item({ kind: 'limit', bound: b }), { value, whole: null }).meets
    expect([meets(bound('>=', '26'), '26'), meets(bound('>=', '26'), '25.9')]).toEqual([true, false])
    expect([meets(bound('>', '80'), '80'), meets(bound('>', '80'), '80.1')]).toEqual([false, true])
    expect([meets(bound('<=', '1.3'), '1.30'), meets(bound('<', '1.3'), '1.30')]).toEqual([true, false])
    expect(['1.1000', '1.33', '1.3301'].map(v => meets(bound('>=', '1.1000', '1.3300'), v))).toEqual([
      true,
      true,
      false,
    ])
    expect(meets(bound('=', '100'), '100.0')).toBe(true)
    expect(judge(item({ kind: 'limit', bound: bound('>=', '26') }), { value: null, whole: null }).meets).toBeNull()
  })

  it('is a share of devices, compared exactly and printed with one decimal', () => {
    const all = item({ kind: 'share', bound: bound('=', '100') })
    expect(judge(all, { value: '4', whole: '6' })).toMatchObject({ ratio: '66.7 %', meets: false })
    expect(judge(all, { value: '6', whole: '6' })).toMatchObject({ ratio: '100.0 %', meets: true })
    // 9 999 of 10 000 prints as all of them and is not
    expect(judge(all, { value: '9999', whole: '10000' })).toMatchObject({ ratio: '100.0 %', meets: false })
    expect(judge(all, { value: '7', whole: '6' }).remark).toContain('多于')
    expect(judge(all, { value: '1', whole: '0' })).toMatchObject({
      ratio: null,
      meets: null,
      remark: '应有为 0，算不出比例',
    })
  })

  it('is a value beside a mean', () => {
    const ratio = item({ kind: 'ratioToMean', bound: bound('<=', '1.2') })
    expect(judge(ratio, { value: '60', whole: '50' })).toMatchObject({ ratio: '1.20', meets: true })
    expect(judge(ratio, { value: '60.1', whole: '50' })).toMatchObject({ ratio: '1.20', meets: false })
    expect(judge(ratio, { value: '1', whole: '0' }).remark).toContain('均值为 0')
  })

  it('prints its limit as people read it', () => {
    expect(boundText({ op: '>=', value: '26', unit: '℃' })).toBe('≥ 26 ℃')
    expect(boundText({ op: '>=', value: '1.1000', to: '1.3300', unit: 'kgce/m³' })).toBe('1.1000～1.3300 kgce/m³')
  })
})

describe('whether an item is asked', () => {
  const here: Circumstances = { region: '福建', class: '教育', facts: new Set(['heat']), value: () => '4999999.9' }
  const kind = (more: Partial<CheckItem>, at = here) => applicabilityOf(item(more), at).kind

  it('depends on the region: elsewhere it is to look at', () => {
    expect(kind({})).toBe('applies')
    expect(kind({ regions: ['福建', '山东'] })).toBe('applies')
    expect(kind({ regions: ['山东'] })).toBe('reference')
    expect(kind({ regions: ['福建'] }, { ...here, region: null })).toBe('reference')
  })

  it('depends on the class, and an unknown class takes nothing away', () => {
    expect(kind({ classes: ['教育'] })).toBe('applies')
    expect(kind({ classes: ['场馆'] })).toBe('otherClass')
    expect(kind({ classes: ['场馆'] }, { ...here, class: null })).toBe('applies')
  })

  it('is doubted by facts, never taken away by them', () => {
    const doubt = (needs: CheckItem['needs'], at = here) => applicabilityOf(item({ needs }), at)
    expect(doubt({ fact: 'heat', otherwise: '没有' })).toEqual({ kind: 'applies', doubt: null })
    expect(doubt({ fact: 'vehicles', otherwise: '没有' })).toEqual({ kind: 'applies', doubt: '没有' })
    const large = { cell: 'comprehensiveEnergy', atLeast: '5000000', unit: 'kgce', otherwise: '不到' } as const
    expect(doubt(large).doubt).toBe('不到')
    expect(doubt(large, { ...here, value: () => '5000000' }).doubt).toBeNull()
    expect(doubt(large, { ...here, value: () => null }).doubt).toBeNull()
  })
})
