import { describe, expect, it } from 'vitest'
import { grade, indicator, office } from '../../tool/fujian.ts'

const refusals = (raw: unknown) => grade(raw).result.problems.map(p => `${p.code} ${p.place}`)
const special = { id: 'dc', name: '机房', meteredSeparately: true, floorArea: '300', people: '4', exclude: true }
const bills = [
  { carrier: 'electricity', amount: '400000', unit: 'kWh', use: 'general' },
  { carrier: 'electricity', amount: '150000', unit: 'kWh', use: 'special:dc' },
] as const

describe('what cannot be a fact', () => {
  it.each([
    ['a number in JSON notation', { floorArea: 12000 }, 'numberNotText floorArea'],
    ['an object for a number', { floorArea: {} }, 'wrongShape floorArea'],
    ['a list for a number', { energyUserCount: ['1'] }, 'wrongShape energyUserCount'],
    ['a number nested in an entry', { energy: [{ ...bills[0], amount: 5 }] }, 'numberNotText energy[0].amount'],
    [
      'an unreadable number nested in an entry',
      { water: [{ amount: '1,5', unit: 'm3', use: 'general' }] },
      'unreadableNumber water[0].amount',
    ],
    [
      'a missing unit',
      { energy: [{ carrier: 'electricity', amount: '1', use: 'general' }] },
      'missingField energy[0].unit',
    ],
    ['an unknown use', { energy: [{ ...bills[0], use: 'heating' }] }, 'unknownUse energy[0].use'],
    ['water for transport', { water: [{ amount: '1', unit: 'm3', use: 'transport' }] }, 'unknownUse water[0].use'],
    ['water in kWh', { water: [{ amount: '1', unit: 'kWh', use: 'general' }] }, 'unitNotForCarrier water[0].unit'],
    ['from after to', { period: { from: '2023-12-31', to: '2023-01-01' } }, 'invalidPeriod period'],
    [
      'more days than a year',
      { energyUserCount: null, people: [{ count: '1', days: '366.5' }] },
      'daysOutOfRange people[0].days',
    ],
    [
      'away all 366 days of 365',
      { energyUserCount: null, people: [{ count: '1', absentDays: '366' }] },
      'daysOutOfRange people[0].absentDays',
    ],
    [
      'two coefficients',
      { energyUserCount: null, people: [{ count: '1', days: '3', coefficient: '1' }] },
      'dayCoefficientAmbiguous people[0]',
    ],
    [
      'a special use twice',
      {
        specialUses: [
          { ...special, exclude: false },
          { ...special, exclude: false },
        ],
      },
      'duplicateSpecialUse specialUses[1].id',
    ],
    [
      'a solar heater',
      { energy: [{ carrier: 'heat', amount: '1', unit: 'GJ', use: 'general', source: 'onsitePv' }, bills[0]] },
      'sourceNotAllowed energy[0].source',
    ],
    [
      'a factor for coal',
      { energy: [{ carrier: 'rawCoal', amount: '1', unit: 't', use: 'general', factor: '0.7' }, bills[0]] },
      'factorNotAllowed energy[0].factor',
    ],
    [
      'a factor for what is coal equivalent already',
      {
        energy: [
          { carrier: 'other', amount: '1', unit: 'tce', use: 'general', factor: '2', factorReason: 'x' },
          bills[0],
        ],
      },
      'factorNotAllowed energy[0].factor',
    ],
    [
      'a calorific value per kg for gas',
      {
        energy: [
          {
            carrier: 'naturalGas',
            amount: '1',
            unit: 'm3',
            use: 'general',
            calorificValue: { value: '8500', unit: 'kcal/kg' },
          },
          bills[0],
        ],
      },
      'calorificUnitMismatch energy[0].calorificValue.unit',
    ],
    [
      'a calorific value of zero',
      {
        energy: [
          {
            carrier: 'naturalGas',
            amount: '1',
            unit: 'm3',
            use: 'general',
            calorificValue: { value: '0', unit: 'kcal/m3' },
          },
          bills[0],
        ],
      },
      'notPositive energy[0].calorificValue.value',
    ],
    [
      'a density of zero',
      { energy: [{ carrier: 'gasoline', amount: '1', unit: 'L', use: 'transport', density: '0.0' }, bills[0]] },
      'notPositive energy[0].density',
    ],
    [
      'an unknown choice',
      { choices: { yearBasis: { value: '360', reason: 'x' } } },
      'unknownChoice choices.yearBasis.value',
    ],
    [
      'an unknown heat unit',
      {
        energy: [
          {
            carrier: 'naturalGas',
            amount: '1',
            unit: 'm3',
            use: 'general',
            calorificValue: { value: '8', unit: 'Mcal/m3' },
          },
          bills[0],
        ],
      },
      'unknownUnit energy[0].calorificValue.unit',
    ],
  ])('%s', (_, change, expected) => {
    const { result } = grade({ ...office(), ...change })
    expect(result.outcome).toBe('refused')
    expect(refusals({ ...office(), ...change })).toEqual([expected])
    expect(result.indicators).toEqual([])
  })

  it('reports every problem of an institution, not only the first', () => {
    expect(refusals({ ...office(), floorArea: '12万', energyUserCount: -5, class: 7 })).toEqual([
      'numberNotText class',
      'unreadableNumber floorArea',
      'numberNotText energyUserCount',
    ])
  })

  it.each([[null], [7], ['x'], [[]], [[1]], [true]])('%j is not an institution', raw => {
    expect(grade(raw).result).toMatchObject({
      id: 'institutions[0]',
      outcome: 'refused',
      problems: [{ code: 'notAnObject' }],
    })
  })

  it('says in Chinese what was read and what to do', () => {
    const [problem] = grade({ ...office(), floorArea: '12万' }).result.problems
    expect(problem?.message).toBe('“12万”读不准。请只写半角数字和一个小数点，例如 12800.5；单位写在单位一栏。')
  })
})

describe('names the format does not know', () => {
  it('are left out and named, never silently lost', () => {
    const { result } = grade({ ...office(), flooorArea: '1', energy: [{ ...bills[0], calorificvalue: 'x' }] })
    expect(result.outcome).toBe('evaluated')
    expect(result.problems.map(p => `${p.severity} ${p.code} ${p.place}`)).toEqual([
      'warning unknownField energy[0].calorificvalue',
      'warning unknownField flooorArea',
    ])
  })

  it('cannot reach the prototype', () => {
    const raw: unknown = JSON.parse(
      '{"id":"p","__proto__":{"floorArea":"1","place":"福州"},"constructor":{"prototype":{"polluted":"yes"}},"class":"党政机关"}',
    )
    const { result } = grade(raw)
    expect(result.outcome).toBe('undetermined')
    expect(result.problems.map(p => p.place).sort()).toEqual(['__proto__', 'constructor'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(Reflect.get({}, 'floorArea')).toBeUndefined()
  })
})

describe('what is missing', () => {
  const missing = (change: object, id = 'energyPerPerson') => indicator({ ...office(), ...change }, id).missing
  it.each([
    ['an unknown place', { place: '台北' }, ['climateZone']],
    ['no place', { place: null }, ['climateZone']],
    ['no class', { class: null }, ['institutionClass']],
    ['a class without its type', { class: '卫生医疗' }, ['institutionType']],
    ['no area, where the area chooses the row', { floorArea: null }, ['floorArea']],
    ['no people', { energyUserCount: null }, ['energyUserCount']],
    ['people that come to zero', { energyUserCount: null, people: [{ count: '0' }] }, ['energyUserCount']],
    ['people not reported', { energyUserCount: null, people: [{ count: null }] }, ['headcount']],
    ['no energy at all', { energy: [] }, ['comprehensiveEnergy']],
    ['a month of energy', { energy: [{ ...bills[0], amount: null, label: '2023-12' }] }, ['amount']],
    ['part of a year', { period: { from: '2023-01-01', to: '2023-12-30' } }, ['wholeCalendarYear']],
    ['fifteen months', { period: { from: '2023-01-01', to: '2024-03-31' } }, ['wholeCalendarYear']],
    ['no period', { period: null }, ['wholeCalendarYear']],
    ['two things at once', { place: '台北', energyUserCount: '0' }, ['energyUserCount', 'climateZone']],
    [
      'both above and below the line',
      { energyUserCount: '0', energy: [{ carrier: 'naturalGas', amount: '5', unit: 'm3', use: 'general' }, bills[0]] },
      ['coalEquivalentFactor', 'energyUserCount'],
    ],
    ['an area of zero, where the area chooses the row', { floorArea: '0' }, ['floorArea']],
    [
      'a leap year unknown',
      {
        period: null,
        choices: { yearBasis: { value: 'calendar', reason: 'x' } },
        energyUserCount: null,
        people: [{ count: '9', days: '3' }],
      },
      ['calendarDays', 'wholeCalendarYear'],
    ],
  ])('%s', (_, change, terms) => {
    expect(missing(change)).toEqual(terms)
    expect(indicator({ ...office(), ...change }, 'energyPerPerson').grade).toBe('undetermined')
  })

  it('leaves the indicators alone that do not need it', () => {
    const { result } = grade({ ...office(), water: null })
    expect(result.outcome).toBe('evaluated')
    expect(result.indicators.map(i => i.grade === 'undetermined')).toEqual([false, false, false, true])
  })

  it('names the bill, the month and what would settle it', () => {
    const raw = office({
      energy: [
        ...bills.slice(0, 1),
        { carrier: 'naturalGas', amount: '5', unit: 'm3', use: 'general', label: '2023-07' },
      ],
    })
    expect(indicator(raw, 'energyPerArea').missingAt).toEqual([
      {
        term: 'coalEquivalentFactor',
        at: 'energy[1].coalEquivalentFactor',
        text: '天然气（2023-07）没有折标准煤系数。请填实测热值，或在 1.1000～1.3300 kgce/m³ 内选一个并写明理由（4.4、附录A）。',
      },
    ])
  })

  it('zero is a value, also for a whole bill', () => {
    expect(indicator(office({ energy: [{ ...bills[0], amount: '0' }] }), 'electricityPerArea')).toMatchObject({
      value: '0',
      grade: 'reachesAdvanced',
      distance: null,
    })
  })
})

describe('doubts that do not refuse', () => {
  const warnings = (change: object) =>
    grade({ ...office(), ...change }).result.problems.map(p => `${p.severity} ${p.code}`)
  it('are told', () => {
    expect(warnings({ correction: { apply: true }, operation: { annualHours: '3000' } })).toEqual([
      'warning correctionWithoutReason',
    ])
    expect(
      warnings({ energy: [{ carrier: 'naturalGas', amount: '1', unit: 'm3', use: 'general', factor: '1.2' }] }),
    ).toEqual(['warning factorWithoutReason', 'warning electricityNotReported'])
    expect(warnings({ specialUses: [special] })).toEqual(['warning specialUseWithoutEnergy'])
    expect(warnings({ specialUses: [special], energy: bills })).toEqual([])
  })
})

describe('a zero that two quotients make', () => {
  const people = (first: string, second: string) => [
    { count: '11', days: first },
    { count: '11', days: second },
  ]
  const all = { ...special, people: '11' }
  it.each([
    ['13', '352'],
    ['100', '265'],
    ['7', '358'],
    ['1', '364'],
    ['88', '277'],
  ])('is zero: %s and %s days make 11 people, of whom 11 leave', (first, second) => {
    const { result } = grade({
      ...office(),
      energyUserCount: null,
      people: people(first, second),
      specialUses: [all],
      energy: bills,
    })
    expect(result.energyUserCount).toBe('11')
    expect(result.indicators[0]).toMatchObject({ value: null, grade: 'undetermined', missing: ['energyUserCount'] })
    expect(result.indicators[1]?.grade).not.toBe('undetermined')
  })
})

describe('a correction that cannot be told', () => {
  it.each([
    ['a hospital without its type', { class: '卫生医疗', operation: { annualVisits: '4000000' } }, '没有填机构类型'],
    ['no class', { class: null }, '机构类别'],
    ['hours without a period', { period: null, operation: { annualHours: '3000' } }, '没有填统计周期'],
  ])('%s is not called applied, and says why', (_, change, reason) => {
    const { result } = grade({ ...office(), ...change, correction: { apply: true, reason: '记录' } })
    expect(result.correction).toMatchObject({ applied: false, factor: null })
    expect(result.correction?.note).toContain(reason)
    expect(result.correction?.note).not.toContain('达到年标准')
  })
})

describe('large institutions', () => {
  const many = (count: number, entry: object) => Array.from({ length: count }, () => entry)
  it('with 100,000 unreported bills and 20,000 special uses are answered at once', () => {
    const started = performance.now()
    expect(
      indicator({ ...office(), energy: many(100_000, { ...bills[0], amount: null }) }, 'energyPerArea').missing,
    ).toEqual(['amount'])
    const uses = Array.from({ length: 20_000 }, (_, i) => ({ ...special, id: `${i}`, floorArea: '0', people: '0' }))
    const energy = uses.map(use => ({ ...bills[0], use: `special:${use.id}` }))
    expect(grade({ ...office(), specialUses: uses, energy: [...energy, bills[0]] }).result.outcome).toBe('evaluated')
    // Quadratic work took minutes; this only tells it from linear work.
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('with 100,000 problems name the first hundred and say how many more there are', () => {
    const { problems } = grade({ ...office(), energy: many(1_000, { ...bills[0], amount: '-1' }) }).result
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)).toMatchObject({
      code: 'moreProblems',
      message: '还有 900 处问题没有列出。请先改上面的，再试一次。',
    })
  })
})
