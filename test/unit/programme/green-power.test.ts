import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certificateRow, greenPowerResults } from '#core/contract/green-power.ts'
import { evaluateGreenPower } from '#core/programme/green-power/green-power.ts'
import { derivationText } from '#core/standard/derivation.ts'
import { greenPower, innerMongolia, issue } from '../../tool/inner-mongolia.ts'

const evaluation = (raw: unknown) => evaluateGreenPower(raw, innerMongolia())
const evaluated = (raw: unknown) => evaluation(raw).results
const problems = (raw: unknown) => evaluated(raw).problems.map(problem => problem.message)
const yearOf = (raw: unknown, holder = 'A', year = '2025') => {
  const found = evaluated(raw)
    .holders.find(h => h.code === holder)
    ?.years.find(y => y.year === year)
  if (!found) throw new Error('no such year')
  return found
}
const requirement = (raw: unknown, holder = 'A', year = '2025') => {
  const [first] = yearOf(raw, holder, year).requirements
  if (!first) throw new Error('nothing asked')
  return first
}

it('sound facts have nothing to tell', () => {
  expect(problems(greenPower())).toEqual([])
  expect(requirement(greenPower())).toMatchObject({
    verdict: 'conform',
    clause: '三（五）',
    obligationLabel: '应',
    percentFrom: 'pack',
    text: '绿电消费比例 30.7 %，应 ≥ 30.7 %：达到。',
    certificatesToBuy: null,
  })
})

describe('what is no document of this programme is not evaluated', () => {
  it.each([
    [null, 'format 应为“energy-audit-programme/1”，读到空缺。请核对文件。'],
    [greenPower({ format: 'x' }), 'format 应为“energy-audit-programme/1”，读到“x”。请核对文件。'],
    [
      greenPower({ programme: 'taiwan-electricity-efficiency-113' }),
      'programme 应为“inner-mongolia-green-power-2025”，读到“taiwan-electricity-efficiency-113”。请换一份数据，或换一个计划。',
    ],
    [
      greenPower({ asOf: '2025-02-30' }),
      '截止日 asOf 读到“2025-02-30”，没有这一天，什么也不能算。请写成 2025-12-31 的形式。',
    ],
    [greenPower({ asOf: undefined }), '截止日 asOf 读到空缺，没有这一天，什么也不能算。请写成 2025-12-31 的形式。'],
  ])('%#', (raw, sentence) => {
    const results = evaluated(raw)
    expect(results.problems[0]?.message).toBe(sentence)
    expect(results).toMatchObject({ asOf: null, holders: [], totals: { issued: { certificates: '0' } } })
  })
})

describe('a row that cannot be used says where it stands, and everything else goes on', () => {
  const electricity = (...rows: object[]) => greenPower({ electricity: rows })
  const row = { holder: 'A', year: '2025', mwh: '1000' }
  it.each([
    [
      electricity({ ...row, mwh: '1,5' }),
      '“用电量”第 1 行“用电量”：“1,5”读不准。请只写半角数字和一个小数点，例如 12800.5；单位写在单位一栏。',
    ],
    [
      electricity({ ...row, mwh: 1000 }),
      '“用电量”第 1 行“用电量”：数值 1000 没有加引号。请写成带引号的文字，例如 "1000"，以免丢失位数。',
    ],
    [electricity({ ...row, year: '25' }), '“用电量”第 1 行“年份”：“25”写法不对。请写成四位数字的公历年份，例如 2025。'],
    [electricity({ ...row, month: '13' }), '“用电量”第 1 行“月份”：“13”写法不对。请写 1 到 12；全年的不填。'],
    [
      electricity({ ...row, holder: 'Z' }),
      '“用电量”第 1 行“持有方”：持有方“Z”没有登记。请先在持有方里登记，或改编号。',
    ],
    [
      electricity({ ...row, year: '2205' }),
      '“用电量”第 1 行“年份”：年份 2205 离截止日 2025-12-31 太远，应是写错了。请核对。',
    ],
    [
      greenPower({ events: [issue({ date: '2025/4/10' })] }),
      '“绿证台账”第 1 行“日期”：“2025/4/10”写法不对。请写成 2025-03-14 的形式。',
    ],
    [
      greenPower({ events: [issue({ generationMonth: '2025.3' })] }),
      '“绿证台账”第 1 行“发电月份”：“2025.3”写法不对。请写成 2025-03 的形式。',
    ],
    [
      greenPower({ events: [issue({ kind: 'sell' })] }),
      '“绿证台账”第 1 行“事件”：“sell”不是可选的取法。可用：issue、transfer、retire、expire、cancel。',
    ],
    [greenPower({ events: [issue({ first: undefined })] }), '“绿证台账”第 1 行“首号”：缺少“首号”。请补上这一项。'],
    [greenPower({ events: 'none' }), '“绿证台账”应为列表，读到“none”。请改写。'],
    [greenPower({ events: [7] }), '“绿证台账”第 1 行：读到7，不是一行。这一行没有用到，请改写。'],
    [
      greenPower({ events: [issue({ last: 'GEC2024000999' })] }),
      '“绿证台账”第 1 行（核发 E1）“末号”：首号“GEC2025000001”大于末号“GEC2024000999”，写反了。请对调。',
    ],
    [
      greenPower({ parameters: [{ parameter: 'x', year: '2025', percent: '1', source: 's' }] }),
      '“参数”第 1 行“参数”：没有参数“x”。可用：keyIndustryShare、localAverage、regionalWeight。',
    ],
    [
      greenPower({ parameters: [{ parameter: 'localAverage', year: '2025', percent: '30', source: ' ' }] }),
      '“参数”第 1 行“来源”：没有写来源，没有用到。请写明文件名称、文号或公布处。',
    ],
    [
      greenPower({ cleanEnergy: [{ holder: 'A', year: '2025', percent: '101', source: 's' }] }),
      '“清洁能源消费占比”第 1 行“占比”：“101”超过 100%。请核对。',
    ],
    [
      greenPower({
        openings: [{ holder: 'A', requirement: 'existingDataCentre', year: '2025', mwh: '1', source: 's' }],
      }),
      '“上年划转”第 1 行“要求”：“existingDataCentre”不是要划转的要求。可用：重点用能行业绿电消费比例（keyIndustry）、新建数据中心绿电消费比例（newDataCentre）、零碳园区绿电消费比例（zeroCarbonPark）、新上“两高”项目绿电消费比例（newHighEnergyProject）、有色、建材、化工等行业绿电消费比例（processIndustry）。',
    ],
    [
      greenPower({ holders: [{ code: 'A', category: 'school' }] }),
      '“持有方”第 1 行“类别”：“school”不是通知里的类别。可用：重点用能行业（电解铝、钢铁、多晶硅、水泥等）（keyIndustry）、新建数据中心（newDataCentre）、已建数据中心（existingDataCentre）、零碳园区（国家级、自治区级）（zeroCarbonPark）、新上“两高”项目（newHighEnergyProject）、有色、建材、化工等行业企业（processIndustry）、公共机构（政府部门、事业单位）（publicInstitution）、国有企业（不属于以上各类的）（stateOwnedEnterprise）、其他用能企业（otherUser）、发电企业和售证方（supplier）。',
    ],
  ])('%#', (raw, sentence) => {
    expect(problems(raw)[0]).toBe(sentence)
    expect(greenPowerResults.safeParse(evaluated(raw)).success).toBe(true)
  })

  it('two rows for one month or holder: none of them', () => {
    const twice = electricity(row, row)
    expect(problems(twice)).toEqual([
      '“用电量”第 1 行：A 2025 年全年有 2 行，不知道以哪一行为准，都没有用到。请只留一行。',
      '“用电量”第 2 行：A 2025 年全年有 2 行，不知道以哪一行为准，都没有用到。请只留一行。',
    ])
    expect(requirement(twice)).toMatchObject({
      verdict: 'undetermined',
      text: '无法判定：“甲铝业”2025 年没有用电量，也没有全年数，不能计算。请补录。',
    })
    const holders = greenPower({ holders: [{ code: 'A' }, { code: 'A' }] })
    expect(problems(holders).slice(0, 2)).toEqual([
      '“持有方”第 1 行：A有 2 行，不知道以哪一行为准，都没有用到。请只留一行。',
      '“持有方”第 2 行：A有 2 行，不知道以哪一行为准，都没有用到。请只留一行。',
    ])
  })

  it('nothing at all, and strange things, do not throw', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (a, b, c) => {
        const raw = greenPower({
          holders: [a, { code: 'A' }],
          events: [b, issue(), c],
          electricity: a,
          parameters: [b],
        })
        expect(greenPowerResults.safeParse(evaluated(raw)).success).toBe(true)
      }),
    )
  })
})

describe('what is worth a look is told and counted', () => {
  it('months that do not add up to the year: the months count', () => {
    const months = Array.from({ length: 12 }, (_, i) => ({ holder: 'A', year: '2025', month: `${i + 1}`, mwh: '100' }))
    const raw = greenPower({ electricity: [{ holder: 'A', year: '2025', mwh: '1201' }, ...months] })
    expect(problems(raw)).toEqual([
      '“用电量”第 1 行“用电量”：全年 1201 MWh 与十二个月之和 1200 MWh 不同，按十二个月之和计算。请核对。',
    ])
    expect(yearOf(raw)).toMatchObject({ electricity: { value: '1200' }, electricityFrom: 'months', monthsMissing: [] })
  })

  it('eleven months and a year: the year counts, and the month is named', () => {
    const months = Array.from({ length: 11 }, (_, i) => ({ holder: 'A', year: '2025', month: `${i + 1}`, mwh: '100' }))
    const raw = greenPower({ electricity: [{ holder: 'A', year: '2025', mwh: '1201' }, ...months] })
    expect(yearOf(raw)).toMatchObject({
      electricity: { value: '1201' },
      electricityFrom: 'year',
      monthsMissing: ['2025-12'],
    })
  })

  it('months that already exceed the year: the year is not used', () => {
    const months = Array.from({ length: 11 }, (_, i) => ({ holder: 'A', year: '2025', month: `${i + 1}`, mwh: '200' }))
    const raw = greenPower({ electricity: [{ holder: 'A', year: '2025', mwh: '1000' }, ...months] })
    expect(problems(raw)).toEqual([
      '“用电量”第 1 行“用电量”：已知 11 个月之和 2200 MWh 已超过全年 1000 MWh，全年数没有用到。请核对。',
    ])
    expect(requirement(raw).verdict).toBe('undetermined')
  })

  it('a shortfall is owed in the next year, though nothing is known of it', () => {
    const electricity = [{ holder: 'A', year: '2025', mwh: '10000' }]
    const years = (asOf: string) => evaluated(greenPower({ electricity, asOf })).holders[0]?.years ?? []
    expect(years('2025-12-31').map(({ year }) => year)).toEqual(['2025'])
    const [first, second, ...more] = years('2028-03-01')
    expect(more).toEqual([])
    expect(second?.requirements[0]?.carriedIn.value).toBe(first?.requirements[0]?.shortfall.value)
    expect(second?.requirements[0]?.verdict).toBe('undetermined')
  })

  it('no electricity used, more traded than used, no category, a certificate of later', () => {
    expect(requirement(greenPower({ electricity: [{ holder: 'A', year: '2025', mwh: '0' }] })).verdict).toBe(
      'undetermined',
    )
    expect(yearOf(greenPower({ electricity: [{ holder: 'A', year: '2025', mwh: '0' }] })).missing).toEqual([
      {
        term: 'statedElectricity',
        at: 'statedElectricity',
        text: '“甲铝业”2025 年用电量是 0，求不出比例。请核对用电量。',
      },
    ])
    const traded = { holder: 'A', year: '2025', mwh: '10', greenPowerTraded: '11' }
    expect(problems(greenPower({ electricity: [traded] }))).toEqual([
      '“用电量”第 1 行“绿电交易电量”：绿电交易电量 11 MWh 大于用电量 10 MWh。请核对。',
      '“持有方”第 1 行（甲铝业）：2025 年计入的绿证电量 307 MWh 多于用电量 10 MWh，比例超过 100 %。请核对用电量的单位和绿证用于哪一年。',
    ])
    expect(problems(greenPower({ holders: [{ code: 'A' }] }))).toEqual([
      '“持有方”第 1 行（A）：没有填类别，不知道通知对它有什么要求。请选一种类别。',
    ])
    const retire = {
      id: 'E2',
      kind: 'retire',
      date: '2025-12-01',
      first: 'GEC2025000001',
      last: 'GEC2025000007',
      from: 'A',
    }
    expect(problems(greenPower({ events: [issue(), { ...retire, forYear: '2024' }] }))).toEqual([
      '“持有方”第 1 行（甲铝业）：核销用于 2024 年的绿证里有 7 张发电月份晚于该年，通知没有写能否这样用。请核对。',
    ])
    expect(problems(greenPower({ events: [issue(), { ...retire, forYear: '2028' }] })).at(-1)).toBe(
      '“持有方”第 1 行（甲铝业）：核销用于 2028 年的绿证里有 7 张在该年以前就过了有效期，通知没有写能否这样用。请核对。',
    )
  })

  it('a shortfall typed in for a year whose year before is known', () => {
    const openings = [{ holder: 'A', requirement: 'keyIndustry', year: '2026', mwh: '1', source: 's' }]
    expect(problems(greenPower({ openings }))).toEqual([
      '“上年划转”第 1 行：2025 年起已有数据，划转到 2026 年的由前一年算出，这一行没有用到。请核对。',
    ])
    // the notice asks nothing of 2024, so nothing can be carried out of it
    const early = [{ holder: 'A', requirement: 'keyIndustry', year: '2025', mwh: '50', source: 's' }]
    expect(problems(greenPower({ openings: early }))).toEqual([
      '“上年划转”第 1 行：该持有方的这项要求没有从 2025 年以前划转的，这一行没有用到。请核对。',
    ])
  })
})

describe('months, quarters and certificates', () => {
  const events = [
    issue({ to: 'G', form: 'greenPowerTrade' }),
    {
      id: 'E2',
      kind: 'transfer',
      date: '2025-06-30',
      first: 'GEC2025000001',
      last: 'GEC2025000200',
      from: 'G',
      to: 'A',
    },
    {
      id: 'E3',
      kind: 'retire',
      date: '2025-09-15',
      first: 'GEC2025000001',
      last: 'GEC2025000050',
      from: 'A',
      forYear: '2025',
    },
  ]
  const raw = greenPower({ asOf: '2025-10-15', events })

  it('what was held at the end of a month, generated in it, retired in it', () => {
    const { months, quarters } = yearOf(raw)
    expect(months.map(m => m.held?.certificates ?? null)).toEqual([
      '0',
      '0',
      '0',
      '0',
      '0',
      '200',
      '200',
      '200',
      '150',
      '150',
      null,
      null,
    ])
    expect(months[9]).toMatchObject({ period: '2025-10', heldOn: '2025-10-15' })
    expect(months[2]?.generated).toEqual({ directSupply: '0', greenPowerTrade: '200', unbundled: '0' })
    expect(months[8]?.retired).toBe('50')
    expect(quarters.map(q => [q.period, q.held?.certificates ?? null, q.received, q.retired])).toEqual([
      ['2025-Q1', '0', '0', '0'],
      ['2025-Q2', '200', '200', '0'],
      ['2025-Q3', '150', '0', '50'],
      ['2025-Q4', '150', '0', '0'],
    ])
  })

  it('every run of certificates with its state, each fitting the published schema', () => {
    const rows = evaluation(raw).certificates()
    expect(rows.map(({ first, last, state, holder, forYear }) => [first, last, state, holder, forYear])).toEqual([
      ['GEC2025000001', 'GEC2025000050', 'retired', 'A', '2025'],
      ['GEC2025000051', 'GEC2025000200', 'held', 'A', null],
      ['GEC2025000201', 'GEC2025000307', 'held', 'G', null],
    ])
    for (const row of rows) expect(certificateRow.safeParse(row).success).toBe(true)
  })

  it('what expires within three months, and what expired unused', () => {
    const soon = evaluated(greenPower({ asOf: '2026-12-01' }))
    expect(soon.expiring).toEqual([
      {
        holder: 'A',
        name: '甲铝业',
        expiry: '2027-02-28',
        amount: { certificates: '307', mwh: '307' },
        ranges: [{ first: 'GEC2025000001', last: 'GEC2025000307' }],
        moreRanges: 0,
      },
    ])
    expect(evaluated(greenPower({ asOf: '2026-11-27' })).expiring).toEqual([])
    const over = evaluated(greenPower({ asOf: '2027-03-01' }))
    expect(over.expiring).toEqual([])
    expect(over.expired.map(({ expiry, amount }) => [expiry, amount.certificates])).toEqual([['2027-02-28', '307']])
  })
})

describe('every number explains itself', () => {
  const lines = (raw: unknown, key: object) => {
    const derivation = evaluation(raw).explain({ holder: 'A', year: '2025', term: 'share', ...key })
    return derivation ? derivationText(derivation).split('\n') : []
  }

  it('a share down to the rows it came from', () => {
    expect(lines(greenPower(), {})).toEqual([
      '绿电消费比例 = 计入的绿证电量 × 百分之百 ÷ 全年用电量 = 307 × 100 ÷ 1\u2009000 = 30.7 %  〔二（一）〕',
      '  计入的绿证电量 = Σ 绿证电量 = 307 MWh  〔二（一）〕',
      '    绿电直连、仍持有（暂计）的绿证电量 = 绿证张数 × 每张绿证的电量 = 307 × 1 = 307 MWh  〔二（一）〕',
      '      绿电直连、仍持有（暂计）的绿证张数 307 张  〔录入 绿证台账，按截止日 2025-12-31 的状态汇总〕',
      '      每张绿证的电量 1 MWh/张（来源待核）  〔国家绿证规则，1 个绿证对应 1 000 kWh，有效期 2 年（国家规则）〕',
      '  百分之百 100 %  〔单位的定义，1＝100%〕',
      '  全年用电量 = 直接填报的全年用电量 = 1\u2009000 MWh（没有填齐十二个月，用全年数）  〔二（三）〕',
      '    直接填报的全年用电量 1\u2009000 MWh  〔录入 用电量第 1 行〕',
    ])
  })

  it('a carried shortfall goes on into the year before', () => {
    const electricity = ['2025', '2026'].map(year => ({ holder: 'A', year, mwh: '2000' }))
    const told = lines(greenPower({ electricity }), { year: '2026', requirement: 'keyIndustry', term: 'carriedIn' })
    expect(told[0]).toBe('重点用能行业绿电消费比例的上年划转的缺口 307 MWh  〔录入 上年划转 2025 年的缺口〕')
    expect(told[1]).toContain('2025 年重点用能行业绿电消费比例的缺口 = 较大者（')
    expect(told.at(-1)).toContain('每张绿证的电量 1 MWh/张（来源待核）')
  })

  it('there is none of what is not there', () => {
    expect(lines(greenPower(), { year: '2019' })).toEqual([])
    expect(lines(greenPower(), { term: 'nothing' })).toEqual([])
    expect(lines(greenPower(), { holder: 'Z' })).toEqual([])
  })
})

it('the same facts in another order of rows give the same results', () => {
  const rows = [
    issue(),
    {
      id: 'E2',
      kind: 'transfer',
      date: '2025-06-30',
      first: 'GEC2025000001',
      last: 'GEC2025000200',
      from: 'A',
      to: 'G',
    },
    {
      id: 'E3',
      kind: 'retire',
      date: '2025-09-15',
      first: 'GEC2025000100',
      last: 'GEC2025000150',
      from: 'G',
      forYear: '2025',
    },
    { id: 'E4', kind: 'cancel', date: '2025-09-15', first: 'GEC2025000300', last: 'GEC2025000300', from: 'A' },
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), events => {
      expect(JSON.stringify(evaluated(greenPower({ events })))).toBe(
        JSON.stringify(evaluated(greenPower({ events: rows }))),
      )
    }),
  )
})
