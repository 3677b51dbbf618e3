import { describe, expect, it } from 'vitest'
import { derivationText, derive } from '#core/standard/derivation.ts'
import { grade, office } from '../../tool/fujian.ts'

const text = (raw: unknown, id: string) => {
  const { evaluation } = grade(raw)
  const derivation = evaluation && derive(evaluation, id)
  if (!derivation) throw new Error(id)
  return derivationText(derivation)
}
const plain = (lines: string) => lines.replaceAll('\u2009', ' ')

describe('the derivation as Chinese text', () => {
  it('states λ with its formula, its numbers and the reason for using it', () => {
    const raw = office({ operation: { annualHours: '3000' }, correction: { apply: true, reason: '排班表' } })
    expect(plain(text(raw, 'correctionFactor')).split('\n')).toEqual([
      '修正系数 = 0.3 + 0.7 × 年标准运行时间 ÷ 年实际运行时间 = 0.3 + 0.7 × 2 500 ÷ 3 000 = 0.88333333…（因年实际运行时间 3 000 ≤ 24 × 365，年实际运行时间 3 000 ≥ 年标准运行时间 2 500；年实际运行时间达到年标准运行时间）  〔6.2.2，公式（7），版式为重构〕',
      '  修正依据 年运行时间  〔6.2.1，党政机关类：年标准运行时间（T0）2 500 h〕',
      '  年实际运行时间 3 000 h  〔录入 operation.annualHours〕',
      '  一天的小时数 24 h/d  〔时间单位的定义，1 d＝24 h，原文未印，用于判断年实际运行时间是否可能〕',
      '  当年天数 365 天  〔录入 period〕',
      '  年标准运行时间 2 500 h  〔6.2.1，党政机关类：年标准运行时间（T0）2 500 h〕',
    ])
  })

  it('walks from the grade to the bill, its factor and the row of the table', () => {
    const lines = plain(text(office(), 'electricityPerArea.grade')).split('\n')
    expect(lines).toEqual([
      '单位建筑面积电耗的等级 优于基准值：40 ＜ 基准值 43，大于引导值 24  〔7.1〕',
      '  单位建筑面积电耗 = 修正前单位建筑面积电耗 = 40 kWh/m²（未选用修正）  〔6.1.4，公式（4）〕',
      '    修正前单位建筑面积电耗 = 建筑总耗电量 ÷ 评价建筑面积 = 400 000 ÷ 10 000 = 40 kWh/m²  〔6.1.4，公式（4）〕',
      '      建筑总耗电量 = Σ 计入建筑电耗的量（能源种类为“电力”） = 400 000 kWh  〔6.1.4，公式（4）〕',
      '        第 1 条能源（电力）的计入建筑电耗的量 = 实物量 = 400 000 kWh（因能源种类为“电力”）  〔6.1.4〕',
      '          第 1 条能源（电力）的实物量 = 录入量 = 400 000 kWh  〔6.1.1〕',
      '            第 1 条能源（电力）的录入量 400 000 kWh  〔录入 energy[0].amount〕',
      '      评价建筑面积 = 建筑面积 − Σ 特殊用能建筑面积（是否剔除为“剔除”） = 10 000 − 0 = 10 000 m²  〔4.6、4.9〕',
      '        建筑面积 10 000 m²  〔录入 floorArea〕',
      '  约束值 76 kWh/m²  〔5.1，表1，夏热冬暖地区 5 000 m²＜建筑面积≤15 000 m²〕',
      '  基准值 43 kWh/m²  〔5.1，表1，夏热冬暖地区 5 000 m²＜建筑面积≤15 000 m²〕',
      '  引导值 24 kWh/m²  〔5.1，表1，夏热冬暖地区 5 000 m²＜建筑面积≤15 000 m²〕',
      '  定额所在行 夏热冬暖地区 5 000 m²＜建筑面积≤15 000 m²  〔5.1，表1〕',
      '    气候分区 夏热冬暖  〔4.1，福州〕',
      '    机构类别 党政机关  〔录入 class〕',
      '    建筑面积 10 000 m²  〔录入 floorArea〕',
      '  距下一等级 = 指标值 − 下一等级的限值 = 40 − 24 = 16 kWh/m²  〔7.1〕',
      '    单位建筑面积电耗 = 修正前单位建筑面积电耗 = 40 kWh/m²（未选用修正）（见上）  〔6.1.4，公式（4）〕',
      '    引导值 24 kWh/m²  〔5.1，表1，夏热冬暖地区 5 000 m²＜建筑面积≤15 000 m²〕',
      '  折合全年量 = 距下一等级 × 指标的分母 ÷ 所用修正系数 = 16 × 10 000 ÷ 1 = 160 000 kWh  〔7.1〕',
      '    距下一等级 = 指标值 − 下一等级的限值 = 40 − 24 = 16 kWh/m²（见上）  〔7.1〕',
      '    评价建筑面积 = 建筑面积 − Σ 特殊用能建筑面积（是否剔除为“剔除”） = 10 000 − 0 = 10 000 m²（见上）  〔4.6、4.9〕',
      '    修正系数 = 1（未选用修正）  〔6.2.1〕',
      '  占指标值的比例 = 距下一等级 ÷ 指标值 = 16 ÷ 40 = 0.4  〔7.1〕',
      '    距下一等级 = 指标值 − 下一等级的限值 = 40 − 24 = 16 kWh/m²（见上）  〔7.1〕',
      '    单位建筑面积电耗 = 修正前单位建筑面积电耗 = 40 kWh/m²（未选用修正）（见上）  〔6.1.4，公式（4）〕',
    ])
  })

  it('explains a distance by the indicator, the tier and λ', () => {
    expect(plain(text(office(), 'indicator[electricityPerArea].distanceAmount')).split('\n')[0]).toBe(
      '折合全年量 = 距下一等级 × 指标的分母 ÷ 所用修正系数 = 16 × 10 000 ÷ 1 = 160 000 kWh  〔7.1〕',
    )
  })

  it('leads from an excluded bill to its reading, and from a choice to its reason', () => {
    const raw = office({
      energy: [
        ...(office().energy ?? []),
        { carrier: 'electricity', amount: '150000', unit: 'kWh', use: 'special:dc' },
      ],
      specialUses: [{ id: 'dc', name: '机房', meteredSeparately: true, floorArea: '300', people: '4', exclude: true }],
    })
    expect(plain(text(raw, 'energy[1].countedEnergy')).split('\n').slice(0, 3)).toEqual([
      '第 2 条能源（电力）的计入综合能耗的量 = 0 kgce（特殊用能，可独立计量，连同面积和人数一并剔除）  〔4.9〕',
      '  第 2 条能源（电力）的用途 已剔除的特殊用能  〔录入 energy[1].use〕',
      '  第 2 条能源（电力）的折标准煤量 = 实物量 × 折标准煤系数 = 150 000 × 0.1229 = 18 435 kgce  〔6.1.1，公式（1）〕',
    ])
    const leap = office({
      period: { from: '2024-01-01', to: '2024-12-31' },
      choices: { yearBasis: { value: 'calendar', reason: '2024 年为闰年' } },
    })
    expect(plain(text(leap, 'yearDays')).split('\n')).toEqual([
      '年天数 = 当年天数 = 366 天（按当年实际天数（选用））  〔附录B〕',
      '  年天数取法 当年实际天数（理由：2024 年为闰年）  〔录入 choices.yearBasis〕',
      '  当年天数 366 天  〔录入 period〕',
    ])
  })

  it('keeps what a person typed on its line and out of the terminal', () => {
    const [entry] = office().energy ?? []
    const raw = office({ energy: entry ? [{ ...entry, label: '总表\u001b[2J\n共 9 家\u202e' }] : [] })
    const lines = text(raw, 'energy[0].physical').split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('总表␛[2J␊共 9 家�')
  })

  it('says what is missing where it is missing, and keeps the rest', () => {
    const raw = office({
      energy: [{ carrier: 'naturalGas', amount: '5', unit: 'm3', use: 'general' }, ...(office().energy ?? [])],
    })
    const lines = plain(text(raw, 'energyPerPerson.grade')).split('\n')
    expect(lines[0]).toContain('人均综合能耗的等级 无法判定（第 1 条能源（天然气）没有折标准煤系数。')
    expect(
      lines.some(line =>
        line.includes('第 2 条能源（电力）的折标准煤量 = 实物量 × 折标准煤系数 = 400 000 × 0.1229 = 49 160 kgce'),
      ),
    ).toBe(true)
  })

  it('carries a choice with its reason, a note on what is to be verified, and the ledger behind an entry', () => {
    const raw = office({
      energy: [
        {
          carrier: 'naturalGas',
          amount: '5640',
          unit: 'm3',
          use: 'general',
          label: '食堂',
          calorificValue: { value: '35588', unit: 'kJ/m3' },
          origin: { file: '燃气账单.xlsx', sheet: '2023', cell: 'D14' },
        },
        ...(office().energy ?? []),
      ],
      choices: { onsitePvCounted: { value: 'no', reason: '地方口径' } },
    })
    const lines = plain(text(raw, 'energy[0].coalEquivalent')).split('\n')
    expect(lines.find(line => line.trim().startsWith('1 kgce 的热量'))).toContain('29 307.6 kJ/kgce（来源待核）')
    expect(lines.find(line => line.includes('录入量 5 640'))).toContain(
      '〔录入 energy[0].amount 食堂 燃气账单.xlsx 2023 D14〕',
    )
  })

  it('knows no cell of another name', () => {
    const { evaluation } = grade(office())
    for (const id of [
      '',
      'x',
      'energy[9].amount',
      'energy[0].x',
      '__proto__',
      'constructor[0].x',
      'indicator[x].distanceShare',
    ])
      expect(evaluation && derive(evaluation, id), id).toBeNull()
  })
})
