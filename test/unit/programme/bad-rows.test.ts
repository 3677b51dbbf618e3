import { describe, expect, it } from 'vitest'
import { efficiencyResults } from '#core/contract/efficiency-programme.ts'
import { evaluateEfficiency } from '#core/programme/efficiency/efficiency.ts'
import { programme, taiwan, unitYear } from '../../tool/taiwan.ts'

const evaluated = (raw: unknown) => evaluateEfficiency(raw, taiwan()).results
/** The problems besides those that every small example has: a table of one group, one body. */
const problems = (raw: unknown) =>
  evaluated(raw)
    .problems.filter(p => p.code !== 'countDiffers')
    .map(p => p.message)
const body = (raw: unknown) => {
  const [first] = evaluated(raw).bodies
  if (!first) throw new Error('no body')
  return first
}
const benchmark = { category: '監理所', group: '第一組', eui: '60', source: '示例值' }
const unit = { code: 'U1', body: 'K', category: '監理所', group: '第一組', target: 'benchmark' }

it('sound facts have only the counts to tell', () => {
  expect(evaluated(programme()).problems.map(p => p.message)).toEqual([
    '“EUI公告基準表”：有 1 类、1 组，公告应为 85 类、343 组（3 EUI基準修訂說明 一、分組調整）。请对照公告补齐。',
    '“評比單位表”：登记了 1 个評比單位，计划共 275 个（2 本期計畫內容說明(5/5) 四、評比方式）。没有填该组家数的，分母只合计已登记的；名次也只在已登记的之间。请补登，或填该组家数。',
  ])
})

describe('what is no document of this programme is not evaluated', () => {
  it.each([
    [null, 'format 应为“energy-audit-programme/1”，读到空缺。请核对文件。'],
    [7, 'format 应为“energy-audit-programme/1”，读到空缺。请核对文件。'],
    [programme({ format: 'x' }), 'format 应为“energy-audit-programme/1”，读到“x”。请核对文件。'],
    [
      programme({ programme: 'inner-mongolia-green-power-2025' }),
      'programme 应为“taiwan-electricity-efficiency-113”，读到“inner-mongolia-green-power-2025”。请换一份数据，或换一个计划。',
    ],
    [
      programme({ year: '113' }),
      'year 应为 2024、2025、2026 之一（2 本期計畫內容說明(1/5) 一、計畫目標；5 結論(1/2) 項次一），读到“113”。请改年度。',
    ],
  ])('%#', (raw, sentence) => {
    const results = evaluated(raw)
    expect(results.problems[0]?.message).toBe(sentence)
    expect(results).toMatchObject({ year: null, bodies: [], units: [], groups: [] })
  })

  it('a table that is no list', () => {
    expect(problems(programme({ units: {} }))[0]).toBe('“執行單位表”应为列表，读到对象。请改写。')
  })
})

describe('a field that cannot be read is unknown and says where it stands', () => {
  it.each([
    ['12,5', '“年度用電表”第 2 行“用電量”：“12,5”读不准。请只写半角数字和一个小数点，例如 12800.5；单位写在单位一栏。'],
    ['-3', '“年度用電表”第 2 行“用電量”：“-3”是负数，这里的量不能小于 0。请核对；账单退补的量请并入所属月份。'],
    [800000, '“年度用電表”第 2 行“用電量”：数值 800000 没有加引号。请写成带引号的文字，例如 "800000"，以免丢失位数。'],
    ['1234567890123456', '“年度用電表”第 2 行“用電量”：“1234567890123456”位数过多。最多 15 位有效数字，请按账单写。'],
    [['1'], '“年度用電表”第 2 行“用電量”：读到列表，应为文字。请按事实格式改写。'],
  ])('%j', (electricity, sentence) => {
    const raw = programme({ years: [unitYear(), unitYear({ year: '2024', electricity })] })
    expect(problems(raw)).toEqual([sentence])
    expect(evaluated(raw).problems[0]).toMatchObject({ table: 'years', row: 2, field: 'electricity' })
    expect(body(raw)).toMatchObject({
      outcome: 'undetermined',
      rank: null,
      reasons: ['執行單位“甲所”（U1）没有 2024 年（民國113年）的用电量，不能判定。请补录。'],
    })
  })

  it('an answer nobody knows, a field nobody knows, a year of the Republic', () => {
    expect(problems(programme({ years: [unitYear({ ems: '有' }), unitYear({ year: '2024', power: '1' })] }))).toEqual([
      '“年度用電表”第 1 行“項目1能源管理系統導入”：“有”不是可选的取法。可用：yes、no。',
      '“年度用電表”第 2 行：不认识“power”，没有用到它。请核对写法，或删去这一项。',
    ])
    expect(problems(programme({ years: [unitYear(), unitYear({ year: '113' })] }))).toEqual([
      '“年度用電表”第 2 行“年度”：“113”不是公历年份。请写成四位数字，例如 2024。',
    ])
  })

  it('never throws, whatever stands in a table', () => {
    for (const table of ['benchmarks', 'bodies', 'units', 'years', 'path', 'approvals'])
      for (const row of [null, 7, 'x', [], {}, { code: null }, { code: 'K', stated: [] }, { year: {} }, [[]]]) {
        const results = evaluated(programme({ [table]: [row] }))
        expect(efficiencyResults.safeParse(results).error, `${table} ${JSON.stringify(row)}`).toBeUndefined()
        if (typeof row !== 'object' || row === null)
          expect(results.problems.map(p => p.code)).toContain('rowNotAnObject')
      }
  })
})

describe('rows that contradict one another', () => {
  it('a unit written twice leaves the number of units unknown', () => {
    const raw = programme({ units: [unit, unit] })
    expect(problems(raw)).toEqual(['“執行單位表”第 2 行“代碼”：“U1”与第 1 行重复，这一行没有用到。请只留一行。'])
    expect(body(raw)).toMatchObject({ outcome: 'undetermined', rank: null })
    expect(body(raw).reasons[0]).toBe('執行單位“U1”写了两次，家数不能确定。请只留一行。')
  })

  it('a unit whose row cannot be used does too', () => {
    const raw = programme({ units: [unit, { body: 'K' }] })
    expect(problems(raw)).toEqual(['“執行單位表”第 2 行“代碼”：缺少“代碼”。请补上这一项。'])
    expect(body(raw).reasons[0]).toBe('第 2 行的单位读不出来，家数不能确定。请改正这一行。')
  })

  it('a body written twice', () => {
    const bodies = [
      { code: 'K', group: '甲組', taskForceWorking: 'yes' },
      { code: 'K', group: '乙組', taskForceWorking: 'yes' },
    ]
    expect(problems(programme({ bodies }))).toEqual([
      '“評比單位表”第 2 行“代碼”：“K”与第 1 行重复，这一行没有用到。请只留一行。',
    ])
    expect(body(programme({ bodies })).outcome).toBe('undetermined')
    // whichever row comes first
    for (const order of [bodies, bodies.toReversed()])
      expect(evaluated(programme({ bodies: order })).groups.at(-1)).toMatchObject({ group: null, undetermined: ['K'] })
  })

  it('a year written twice: neither row is taken', () => {
    const raw = programme({ years: [unitYear(), unitYear({ year: '2024' }), unitYear({ year: '2024' })] })
    expect(problems(raw)).toEqual([
      '“年度用電表”第 3 行“年度”：“U1”的 2024 年与第 2 行重复，不知道以哪行为准，两行都没有用到。请只留一行。',
    ])
    expect(evaluated(raw).units[0]?.met).toBe('undetermined')
  })

  it('a body, a unit or a group nobody knows', () => {
    expect(problems(programme({ units: [{ ...unit, body: 'Q' }] }))[0]).toBe(
      '“執行單位表”第 1 行“評比單位”：没有代码为“Q”的評比單位，这一家没有计入。请先登记它，或改正代码。',
    )
    expect(problems(programme({ years: [unitYear({ unit: 'Z' })] }))).toEqual([
      '“年度用電表”第 1 行“執行單位”：没有代码为“Z”的執行單位，这一行没有用到。请先登记它，或改正代码。',
    ])
    const stranger = programme({ bodies: [{ code: 'K', group: '戊組', taskForceWorking: 'yes' }] })
    expect(problems(stranger)).toEqual([
      '“評比單位表”第 1 行“評比分組”：没有“戊組”这一组，不能排名。可用：甲組、乙組、丙組、丁組（2 本期計畫內容說明(5/5) 四、評比方式）。',
    ])
    expect(body(stranger).rank).toBeNull()
    expect(evaluated(stranger).groups.at(-1)).toMatchObject({ group: null, ranked: [], undetermined: ['K'] })
  })

  it('both own targets, an own target beside the benchmark, no kind of target', () => {
    const own = { ...unit, target: 'own', ownEui: '80', ownElectricity: '1' }
    expect(problems(programme({ units: [own] }))).toEqual([
      '“執行單位表”第 1 行“自訂EUI目標”：与“自訂用電量目標”同时填了，不知道以哪个为准，都没有用到。请只留一种。',
    ])
    expect(evaluated(programme({ units: [own] })).units[0]?.missing).toEqual([
      '執行單位“U1”（U1）的目标由主管机关自订，没有一个确定的目标。请填 EUI 或用电量之一。',
    ])
    expect(problems(programme({ units: [{ ...unit, ownEui: '80' }] }))).toEqual([
      '“執行單位表”第 1 行“節電目標”：目标依公告基准，所填的自订目标没有用到。请删去，或改为自订。',
    ])
    expect(problems(programme({ units: [{ ...unit, target: null }] }))[0]).toContain('没有填，不能判定是否达标')
  })

  it('zero area, and a point without evidence', () => {
    const years = [unitYear(), unitYear({ year: '2024', floorArea: '0', ems: 'yes' })]
    expect(problems(programme({ years }))).toEqual([
      '“年度用電表”第 2 行“總樓地板面積”：为 0，不能求 EUI，这一家不能判定。请填实际面积。',
      '“年度用電表”第 2 行“項目1能源管理系統導入佐證”：填“是”却没有写佐证。分数已计入，请补写佐证。',
    ])
    expect(body(programme({ years })).emsCount.value).toBe('1')
  })

  it('stated totals of which a part is larger than the whole', () => {
    const stated = { units: '3', met: '4', groupUnits: '2', baseElectricity: '5', savedElectricity: '6', ems: '1.5' }
    const bodies = [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated }]
    const raw = programme({ bodies, units: [], years: [] })
    expect(problems(raw)).toEqual([
      '“評比單位表”第 1 行“填報之項目1推動家數”：“1.5”不是家数。请写成整数，例如 41。',
      '“評比單位表”第 1 行“填報之達標家數”：4 大于“填報之列管家數”3，没有用到。请核对两处的数。',
      '“評比單位表”第 1 行“填報之該組家數”：2 小于“填報之列管家數”3，没有用到。请核对两处的数。',
      '“評比單位表”第 1 行“填報之累計節電量”：6 大于“填報之基期年用電量”5，没有用到。请核对两处的数。',
    ])
  })

  it('a stated number of units beside another number of listed ones', () => {
    const raw = programme({ bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated: { units: '2' } }] })
    expect(problems(raw)).toEqual([
      '“評比單位表”第 1 行“填報之列管家數”：填 2 家，執行單位表里列了 1 家；以所填为准。请核对两处。',
    ])
    expect(body(raw).unitCount.value).toBe('2')
  })

  it('fewer stated units than are listed, or more that met than are listed', () => {
    const of = (stated: object) => {
      const units = ['U1', 'U2'].map(code => ({ ...unit, code }))
      return programme({ bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated }], units })
    }
    for (const stated of [{ units: '1' }, { met: '3' }, { ems: '3' }]) {
      expect(problems(of(stated)).join()).toMatch(/列了 2 家，不能计分/)
      expect(body(of(stated))).toMatchObject({ outcome: 'undetermined', rank: null })
    }
  })

  it('totals beside listed units that do not stand for the same', () => {
    const of = (stated: object) =>
      programme({ bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated }], units: [unit] })
    const reasons = (stated: object) => body(of(stated)).reasons.join()
    expect(reasons({ units: '41' })).toContain('只列了 41 家中的 1 家')
    expect(reasons({ baseElectricity: '27700000' })).toContain('总数与所列執行單位矛盾')
    expect(reasons({ savedElectricity: '5' })).toContain('总数与所列執行單位矛盾')
    expect(problems(of({ savedElectricity: '5' })).join()).toContain('不能相比，不能计分')
    for (const stated of [{ units: '41' }, { baseElectricity: '27700000' }, { savedElectricity: '5' }])
      expect(body(of(stated))).toMatchObject({ outcome: 'undetermined', rank: null })
  })

  it('a number of units of the group that its bodies state differently, or that is less than they have', () => {
    const stated = (units: string, groupUnits: string) => ({
      units,
      met: '5',
      groupUnits,
      baseElectricity: '100',
      savedElectricity: '0',
      ems: '0',
      improvement: '0',
      label: '0',
    })
    const of = (...all: object[]) =>
      programme({
        bodies: all.map((s, i) => ({ code: `B${i}`, group: '甲組', taskForceWorking: 'yes', stated: s })),
        units: [],
        years: [],
      })
    const ranks = (raw: object) => evaluated(raw).bodies.map(({ rank }) => rank)
    expect(ranks(of(stated('41', '533'), stated('12', '533')))).toEqual([1, 1])
    expect(ranks(of(stated('41', '533'), stated('12', '12')))).toEqual([null, null])
    expect(problems(of(stated('41', '533'), stated('12', '12')))[0]).toContain('甲組各处所填不同（12、533）')
    expect(ranks(of(stated('10', '10'), stated('10', '10')))).toEqual([null, null])
    expect(problems(of(stated('10', '10'), stated('10', '10')))[0]).toContain('已知的家数合计却是 20 家')
  })

  it('a group of a benchmark that is none of the announced names', () => {
    const benchmarks = [{ category: '監理所', group: '第1組', eui: '80', source: 's' }]
    expect(problems(programme({ benchmarks }))).toContainEqual(
      expect.stringContaining('“第1組”不是“第一組”至“第十組”之一'),
    )
  })

  it('a group with a body whose number of units is unknown has no known total', () => {
    const bodies = ['K', 'L'].map(code => ({ code, group: '甲組', taskForceWorking: 'yes' }))
    expect(body(programme({ bodies })).reasons).toEqual([
      '同组里还有家数不知道的評比單位（L），该组总家数不能确定。请补录其執行單位，或填该组家数。',
    ])
  })
})

describe('the imported table of benchmarks', () => {
  it('a category and a group that are missing, with how many units wait for them', () => {
    const units = [
      { ...unit, category: '圖書館' },
      { ...unit, code: 'U2', category: '圖書館' },
      { ...unit, code: 'U3', group: '第九組' },
    ]
    expect(problems(programme({ units }))).toEqual([
      '“執行單位表”第 1 行“業務類別”：EUI公告基準表里没有“圖書館”，2 家不能判定。请核对写法，或在表里补上它。',
      '“執行單位表”第 3 行“分組”：EUI公告基準表里業務類別“監理所”里没有“第九組”，1 家不能判定。请核对写法，或在表里补上它。',
    ])
  })

  it('a pair twice: the same value is kept, two values are none', () => {
    expect(problems(programme({ benchmarks: [benchmark, { ...benchmark, eui: '60.0' }] }))).toEqual([
      '“EUI公告基準表”第 2 行“分組”：“監理所”“第一組”与第 1 行重复，值相同。请删去一行。',
    ])
    const two = programme({ benchmarks: [benchmark, { ...benchmark, eui: '61' }] })
    expect(problems(two)).toEqual([
      '“EUI公告基準表”第 2 行“分組”：“監理所”“第一組”与第 1 行重复而值不同（60 与 61），不知道以哪个为准，都没有用到。请只留一行。',
    ])
    expect(evaluated(two).units[0]?.met).toBe('undetermined')
  })

  it('no value, zero, no source, a group left out', () => {
    const benchmarks = [
      { ...benchmark, group: '第二組', eui: null },
      { ...benchmark, group: '第四組', eui: '0', source: null },
      benchmark,
    ]
    expect(problems(programme({ benchmarks }))).toEqual([
      '“EUI公告基準表”第 1 行“EUI”：没有值，用到它的单位不能判定。请按公告补上。',
      '“EUI公告基準表”第 2 行“EUI”：为 0，没有用到。请按公告填大于 0 的数。',
      '“EUI公告基準表”第 2 行“出處”：没有写出处，来源待核。请写公告的名称和日期。',
      '“EUI公告基準表”：“監理所”有“第四組”而没有“第三組”。请对照公告，看是否漏了一行。',
    ])
  })

  it('not imported at all', () => {
    const raw = programme({ benchmarks: [] })
    expect(evaluated(raw).problems.map(p => p.message)).toContain(
      '“EUI公告基準表”：没有导入。计划共 85 类、343 组（3 EUI基準修訂說明 一、分組調整），数值不在计划里，请导入公告的表。',
    )
    expect(evaluated(raw).units[0]?.met).toBe('undetermined')
  })
})

describe('path and dates', () => {
  it('a path that lacks the year, falls, divides by zero or goes beyond one', () => {
    const path = [
      { year: '2025', numerator: '2', denominator: '1' },
      { year: '2026', numerator: '1', denominator: '2' },
    ]
    expect(problems(programme({ path }))).toEqual([
      '“節電路徑表”：自订的路径没有 2024 年，超过公告基准的单位不能判定。请补上这一年，或清空整张表改用计划所举之例。',
      '“節電路徑表”第 1 行“分子”：比例大于 1，目标会低于公告基准。请核对。',
      '“節電路徑表”：2026 年的比例小于 2025 年。请核对路径。',
    ])
    expect(evaluated(programme({ path })).units[0]).toMatchObject({
      met: 'undetermined',
      missing: ['没有 2024 年（民國113年）的节电路径，超过公告基准的单位不能判定。请补上这一年的比例。'],
    })
    expect(problems(programme({ path: [{ year: '2024', numerator: '1', denominator: '0' }] }))).toEqual([
      '“節電路徑表”第 1 行“分母”：为 0，没有用到。请填大于 0 的数。',
    ])
  })

  it('a year written twice: neither row is taken', () => {
    const path = [
      { year: '2024', numerator: '1', denominator: '2' },
      { year: '2024', numerator: '1', denominator: '3' },
    ]
    const approvals = [
      { year: '2024', date: '2025-05-31' },
      { year: '2024', date: '2025-06-30' },
    ]
    expect(problems(programme({ path, approvals }))).toEqual([
      '“節電路徑表”第 2 行“年度”：2024 年与第 1 行重复，不知道以哪行为准，都没有用到。请只留一行。',
      '“核定日期表”第 2 行“年度”：2024 年与第 1 行重复，不知道以哪行为准，都没有用到。请只留一行。',
    ])
    expect(evaluated(programme({ path })).units[0]?.met).toBe('undetermined')
  })

  it('an approval on a day that does not exist, or before the year is over', () => {
    const approvals = [
      { year: '2024', date: '2025-02-30' },
      { year: '2025', date: '2025-12-31' },
    ]
    expect(problems(programme({ approvals }))).toEqual([
      '“核定日期表”第 1 行“行政院核定執行成效報告日期”：“2025-02-30”不存在或写法不对，没有用到。请写成 2025-05-31 的形式。',
      '“核定日期表”第 2 行“行政院核定執行成效報告日期”：2025-12-31 在 2025 年结束之前，当年的成效还不能核定，没有用到。请核对日期。',
    ])
  })
})
