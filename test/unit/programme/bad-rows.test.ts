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
    '「EUI公告基準表」：有 1 類、1 組，公告應為 85 類、343 組（3 EUI基準修訂說明 一、分組調整）。請對照公告補齊。',
    '「評比單位表」：登記了 1 個評比單位，計畫共 275 個（2 本期計畫內容說明(5/5) 四、評比方式）。沒有填該組家數的，分母只合計已登記的；名次也只在已登記的之間。請補登，或填該組家數。',
  ])
})

describe('what is no document of this programme is not evaluated', () => {
  it.each([
    [null, 'format 應為「energy-audit-programme/1」，讀到空缺。請核對檔案。'],
    [7, 'format 應為「energy-audit-programme/1」，讀到空缺。請核對檔案。'],
    [programme({ format: 'x' }), 'format 應為「energy-audit-programme/1」，讀到「x」。請核對檔案。'],
    [
      programme({ programme: 'inner-mongolia-green-power-2025' }),
      'programme 應為「taiwan-electricity-efficiency-113」，讀到「inner-mongolia-green-power-2025」。請換一份資料，或換一個計畫。',
    ],
    [
      programme({ year: '113' }),
      'year 應為 2024、2025、2026 之一（2 本期計畫內容說明(1/5) 一、計畫目標；5 結論(1/2) 項次一），讀到「113」。請改年度。',
    ],
  ])('%#', (raw, sentence) => {
    const results = evaluated(raw)
    expect(results.problems[0]?.message).toBe(sentence)
    expect(results).toMatchObject({ year: null, bodies: [], units: [], groups: [] })
  })

  it('a table that is no list', () => {
    expect(problems(programme({ units: {} }))[0]).toBe('「執行單位表」應為列表，讀到{…}。請改寫。')
  })
})

describe('a field that cannot be read is unknown and says where it stands', () => {
  it.each([
    [
      '12,5',
      '「年度用電表」第 2 行「用電量」：「12,5」讀不準。請只寫半形數字和一個小數點，例如 12800.5；單位寫在單位一欄。',
    ],
    ['-3', '「年度用電表」第 2 行「用電量」：「-3」是負數，這裡的量不能小於 0。請核對。'],
    [
      800000,
      '「年度用電表」第 2 行「用電量」：數值 800000 沒有加引號。請寫成帶引號的文字，例如 "800000"，以免丟失位數。',
    ],
    [
      '1234567890123456',
      '「年度用電表」第 2 行「用電量」：「1234567890123456」位數過多。最多 15 位有效數字，請按帳單寫。',
    ],
    [['1'], '「年度用電表」第 2 行「用電量」：讀到列表，應為文字。請按事實格式改寫。'],
  ])('%j', (electricity, sentence) => {
    const raw = programme({ years: [unitYear(), unitYear({ year: '2024', electricity })] })
    expect(problems(raw)).toEqual([sentence])
    expect(evaluated(raw).problems[0]).toMatchObject({ table: 'years', row: 2, field: 'electricity' })
    expect(body(raw)).toMatchObject({
      outcome: 'undetermined',
      rank: null,
      reasons: ['執行單位「甲所」（U1）沒有民國113年（2024）的用電量，不能判定。請補錄。'],
    })
  })

  it('an answer nobody knows, a field nobody knows, a year of the Republic', () => {
    expect(problems(programme({ years: [unitYear({ ems: '有' }), unitYear({ year: '2024', power: '1' })] }))).toEqual([
      '「年度用電表」第 1 行「項目1能源管理系統導入」：「有」不是可選的取法。可用：yes、no。',
      '「年度用電表」第 2 行：不認識「power」，沒有用到它。請核對寫法，或刪去這一項。',
    ])
    expect(problems(programme({ years: [unitYear(), unitYear({ year: '113' })] }))).toEqual([
      '「年度用電表」第 2 行「年度」：「113」不是西元年份。請寫成四位數字，例如 2024。',
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
    expect(problems(raw)).toEqual(['「執行單位表」第 2 行「代碼」：「U1」與第 1 行重複，這一行沒有用到。請只留一行。'])
    expect(body(raw)).toMatchObject({ outcome: 'undetermined', rank: null })
    expect(body(raw).reasons[0]).toBe('執行單位「U1」寫了兩次，家數不能確定。請只留一行。')
  })

  it('a unit whose row cannot be used does too', () => {
    const raw = programme({ units: [unit, { body: 'K' }] })
    expect(problems(raw)).toEqual(['「執行單位表」第 2 行「代碼」：缺少「代碼」。請補上這一項。'])
    expect(body(raw).reasons[0]).toBe('第 2 行的單位讀不出來，家數不能確定。請改正這一行。')
  })

  it('a body written twice', () => {
    const bodies = [
      { code: 'K', group: '甲組', taskForceWorking: 'yes' },
      { code: 'K', group: '乙組', taskForceWorking: 'yes' },
    ]
    expect(problems(programme({ bodies }))).toEqual([
      '「評比單位表」第 2 行「代碼」：「K」與第 1 行重複，這一行沒有用到。請只留一行。',
    ])
    expect(body(programme({ bodies })).outcome).toBe('undetermined')
    // whichever row comes first
    for (const order of [bodies, bodies.toReversed()])
      expect(evaluated(programme({ bodies: order })).groups.at(-1)).toMatchObject({ group: null, undetermined: ['K'] })
  })

  it('a year written twice: neither row is taken', () => {
    const raw = programme({ years: [unitYear(), unitYear({ year: '2024' }), unitYear({ year: '2024' })] })
    expect(problems(raw)).toEqual([
      '「年度用電表」第 3 行「年度」：「U1」的民國113年（2024）與第 2 行重複，不知道以哪行為準，兩行都沒有用到。請只留一行。',
    ])
    expect(evaluated(raw).units[0]?.met).toBe('undetermined')
  })

  it('a body, a unit or a group nobody knows', () => {
    expect(problems(programme({ units: [{ ...unit, body: 'Q' }] }))[0]).toBe(
      '「執行單位表」第 1 行「評比單位」：沒有代碼為「Q」的評比單位，這一家沒有計入。請先登記它，或改正代碼。',
    )
    expect(problems(programme({ years: [unitYear({ unit: 'Z' })] }))).toEqual([
      '「年度用電表」第 1 行「執行單位」：沒有代碼為「Z」的執行單位，這一行沒有用到。請先登記它，或改正代碼。',
    ])
    const stranger = programme({ bodies: [{ code: 'K', group: '戊組', taskForceWorking: 'yes' }] })
    expect(problems(stranger)).toEqual([
      '「評比單位表」第 1 行「評比分組」：沒有「戊組」這一組，不能排名。可用：甲組、乙組、丙組、丁組（2 本期計畫內容說明(5/5) 四、評比方式）。',
    ])
    expect(body(stranger).rank).toBeNull()
    expect(evaluated(stranger).groups.at(-1)).toMatchObject({ group: null, ranked: [], undetermined: ['K'] })
  })

  it('both own targets, an own target beside the benchmark, no kind of target', () => {
    const own = { ...unit, target: 'own', ownEui: '80', ownElectricity: '1' }
    expect(problems(programme({ units: [own] }))).toEqual([
      '「執行單位表」第 1 行「自訂EUI目標」：與「自訂用電量目標」同時填了，不知道以哪個為準，都沒有用到。請只留一種。',
    ])
    expect(evaluated(programme({ units: [own] })).units[0]?.missing).toEqual([
      '執行單位「U1」（U1）的目標由主管機關自訂，沒有一個確定的目標。請填 EUI 或用電量之一。',
    ])
    expect(problems(programme({ units: [{ ...unit, ownEui: '80' }] }))).toEqual([
      '「執行單位表」第 1 行「節電目標」：目標依公告基準，所填的自訂目標沒有用到。請刪去，或改為自訂。',
    ])
    expect(problems(programme({ units: [{ ...unit, target: null }] }))[0]).toContain('沒有填，不能判定是否達標')
  })

  it('zero area, and a point without evidence', () => {
    const years = [unitYear(), unitYear({ year: '2024', floorArea: '0', ems: 'yes' })]
    expect(problems(programme({ years }))).toEqual([
      '「年度用電表」第 2 行「總樓地板面積」：為 0，不能求 EUI，這一家不能判定。請填實際面積。',
      '「年度用電表」第 2 行「項目1能源管理系統導入佐證」：填「是」卻沒有寫佐證。分數已計入，請補寫佐證。',
    ])
    expect(body(programme({ years })).emsCount.value).toBe('1')
  })

  it('stated totals of which a part is larger than the whole', () => {
    const stated = {
      year: '2024',
      units: '3',
      met: '4',
      groupUnits: '2',
      baseElectricity: '5',
      savedElectricity: '6',
      ems: '1.5',
    }
    const bodies = [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated }]
    const raw = programme({ bodies, units: [], years: [] })
    expect(problems(raw)).toEqual([
      '「評比單位表」第 1 行「填報之項目1推動家數」：「1.5」不是家數。請寫成整數，例如 41。',
      '「評比單位表」第 1 行「填報之達標家數」：4 大於「填報之列管家數」3，沒有用到。請核對兩處的數。',
      '「評比單位表」第 1 行「填報之累計節電量」：6 大於「填報之基期年用電量」5，沒有用到。請核對兩處的數。',
      '「評比單位表」第 1 行「填報之該組家數」：填 2 家，甲組已知的家數合計卻是 3 家，不能計分。請核對。',
    ])
  })

  it('a stated number of units beside another number of listed ones', () => {
    const raw = programme({
      bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated: { year: '2024', units: '2' } }],
    })
    expect(problems(raw)).toEqual([
      '「評比單位表」第 1 行「填報之列管家數」：填 2 家，執行單位表裡列了 1 家；以所填為準。請核對兩處。',
    ])
    expect(body(raw).unitCount.value).toBe('2')
  })

  it('fewer stated units than are listed, or more that met than are listed', () => {
    const of = (stated: object) => {
      const units = ['U1', 'U2'].map(code => ({ ...unit, code }))
      return programme({ bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated }], units })
    }
    for (const stated of [{ units: '1' }, { met: '3' }, { ems: '3' }]) {
      expect(problems(of(stated)).join()).toMatch(/列了 2 家，不能計分/)
      expect(body(of(stated))).toMatchObject({ outcome: 'undetermined', rank: null })
    }
  })

  it('totals beside listed units that do not stand for the same', () => {
    const of = (stated: object) =>
      programme({ bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated }], units: [unit] })
    const reasons = (stated: object) => body(of(stated)).reasons.join()
    expect(reasons({ units: '41' })).toContain('只列了 41 家中的 1 家')
    expect(reasons({ baseElectricity: '27700000' })).toContain('總數與所列執行單位矛盾')
    expect(reasons({ savedElectricity: '5' })).toContain('總數與所列執行單位矛盾')
    expect(problems(of({ savedElectricity: '5' })).join()).toContain('不能相比，不能計分')
    for (const stated of [{ units: '41' }, { baseElectricity: '27700000' }, { savedElectricity: '5' }])
      expect(body(of(stated))).toMatchObject({ outcome: 'undetermined', rank: null })
  })

  it('a number of units of the group that its bodies state differently, or that is less than they have', () => {
    const stated = (units: string, groupUnits: string | null) => ({
      year: '2024',
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
    expect(problems(of(stated('41', '533'), stated('12', '12')))[0]).toContain('甲組各處所填不同（12、533）')
    expect(ranks(of(stated('10', '10'), stated('10', '10')))).toEqual([null, null])
    // one number for the whole group, whoever states it
    const shared = evaluated(of(stated('41', '533'), stated('12', null))).bodies
    expect(shared.map(({ groupUnitCount, targetRate }) => [groupUnitCount.value, targetRate.display])).toEqual([
      ['533', '0.94'],
      ['533', '0.94'],
    ])
    expect(ranks(of(stated('41', '533'), stated('12', '12'), stated('1', null)))).toEqual([null, null, null])
    // smaller than its own units, or not read at all: nobody of the group knows it
    expect(ranks(of(stated('10', '5'), stated('10', null)))).toEqual([null, null])
    expect(ranks(of(stated('10', '5'), stated('10', '30')))).toEqual([null, null])
    const unread = evaluated(of(stated('10', '30.5'), stated('10', null))).bodies
    expect(unread.map(({ rank, targetRate }) => [rank, targetRate.display])).toEqual([
      [null, null],
      [null, null],
    ])
    expect(problems(of(stated('10', '10'), stated('10', '10')))[0]).toContain('已知的家數合計卻是 20 家')
  })

  it('totals of another year, and totals of no year', () => {
    const of = (year: string | null) =>
      programme({
        bodies: [{ code: 'K', group: '甲組', taskForceWorking: 'yes', stated: { year, units: '41', met: '37' } }],
      })
    expect(evaluated(of('2024')).bodies[0]?.unitCount.value).toBe('41')
    expect(evaluated(of('2025')).bodies[0]?.unitCount.value).toBe('1')
    expect(problems(of('2025')).join()).toContain('所填的總數是民國114年（2025）的，這一年沒有用到')
    expect(problems(of(null)).join()).toContain('填了總數而沒有寫是哪一年的，各年度都用這一組數')
  })

  it('a group of a benchmark that is none of the announced names', () => {
    const benchmarks = [{ category: '監理所', group: '第1組', eui: '80', source: 's' }]
    expect(problems(programme({ benchmarks }))).toContainEqual(
      expect.stringContaining('「第1組」不是「第一組」至「第十組」之一'),
    )
  })

  it('a group with a body whose number of units is unknown has no known total', () => {
    const bodies = ['K', 'L'].map(code => ({ code, group: '甲組', taskForceWorking: 'yes' }))
    expect(body(programme({ bodies })).reasons).toEqual([
      '同組裡還有家數不知道的評比單位（L），該組總家數不能確定。請補錄其執行單位，或填該組家數。',
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
      '「執行單位表」第 1 行「業務類別」：EUI公告基準表裡沒有「圖書館」，2 家不能判定。請核對寫法，或在表裡補上它。',
      '「執行單位表」第 3 行「分組」：EUI公告基準表裡業務類別「監理所」裡沒有「第九組」，1 家不能判定。請核對寫法，或在表裡補上它。',
    ])
  })

  it('a pair twice: the same value is kept, two values are none', () => {
    expect(problems(programme({ benchmarks: [benchmark, { ...benchmark, eui: '60.0' }] }))).toEqual([
      '「EUI公告基準表」第 2 行「分組」：「監理所」「第一組」與第 1 行重複，值相同。請刪去一行。',
    ])
    const two = programme({ benchmarks: [benchmark, { ...benchmark, eui: '61' }] })
    expect(problems(two)).toEqual([
      '「EUI公告基準表」第 2 行「分組」：「監理所」「第一組」與第 1 行重複而值不同（60 與 61），不知道以哪個為準，都沒有用到。請只留一行。',
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
      '「EUI公告基準表」第 1 行「EUI」：沒有值，用到它的單位不能判定。請按公告補上。',
      '「EUI公告基準表」第 2 行「EUI」：為 0，沒有用到。請按公告填大於 0 的數。',
      '「EUI公告基準表」第 2 行「出處」：沒有寫出處，來源待核。請寫公告的名稱和日期。',
      '「EUI公告基準表」：「監理所」有「第四組」而沒有「第三組」。請對照公告，看是否漏了一行。',
    ])
  })

  it('not imported at all', () => {
    const raw = programme({ benchmarks: [] })
    expect(evaluated(raw).problems.map(p => p.message)).toContain(
      '「EUI公告基準表」：沒有匯入。計畫共 85 類、343 組（3 EUI基準修訂說明 一、分組調整），數值不在計畫裡，請匯入公告的表。',
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
      '「節電路徑表」：自訂的路徑沒有民國113年（2024），超過公告基準的單位不能判定。請補上這一年，或清空整張表改用計畫所舉之例。',
      '「節電路徑表」第 1 行「分子」：比例大於 1，目標會低於公告基準。請核對。',
      '「節電路徑表」：民國115年（2026）的比例小於民國114年（2025）。請核對路徑。',
    ])
    expect(evaluated(programme({ path })).units[0]).toMatchObject({
      met: 'undetermined',
      missing: ['沒有民國113年（2024）的節電路徑，超過公告基準的單位不能判定。請補上這一年的比例。'],
    })
    expect(problems(programme({ path: [{ year: '2024', numerator: '1', denominator: '0' }] }))).toEqual([
      '「節電路徑表」第 1 行「分母」：為 0，沒有用到。請填大於 0 的數。',
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
      '「節電路徑表」第 2 行「年度」：民國113年（2024）與第 1 行重複，不知道以哪行為準，都沒有用到。請只留一行。',
      '「核定日期表」第 2 行「年度」：民國113年（2024）與第 1 行重複，不知道以哪行為準，都沒有用到。請只留一行。',
    ])
    expect(evaluated(programme({ path })).units[0]?.met).toBe('undetermined')
  })

  it('an approval on a day that does not exist, or before the year is over', () => {
    const approvals = [
      { year: '2024', date: '2025-02-30' },
      { year: '2025', date: '2025-12-31' },
    ]
    expect(problems(programme({ approvals }))).toEqual([
      '「核定日期表」第 1 行「行政院核定執行成效報告日期」：「2025-02-30」不存在或寫法不對，沒有用到。請寫成 2025-05-31 的形式。',
      '「核定日期表」第 2 行「行政院核定執行成效報告日期」：民國114年12月31日在民國114年（2025）結束之前，當年的成效還不能核定，沒有用到。請核對日期。',
    ])
  })
})
