import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decimal, textOf } from '#core/quantity/decimal.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import { fujian, grade, indicator, office, ROOT } from '../tool/fujian.ts'

const INDICATORS = ['energyPerPerson', 'energyPerArea', 'electricityPerArea', 'waterPerPerson'] as const
const table = (id: string) => {
  const found = fujian().tables.get(id)
  if (!found) throw new Error(id)
  return found
}

/** The rows of tables 1–4 as the text of the standard prints them, numbers above a thousand with their blank (1 087). */
function printedRows(): { table: string; numbers: string[] }[] {
  const lines = readFileSync(join(ROOT, 'test/pack/fixture/fujian-tables.txt'), 'utf8').trim().split('\n')
  let current = ''
  return lines.flatMap(line => {
    if (/^表[1-4]$/.test(line)) {
      current = line
      return []
    }
    const tokens = line.split(/\s+/)
    const start = tokens.findLastIndex(token => !/^\d+(\.\d+)?$/.test(token)) + 1
    return [{ table: current, numbers: joinThousands(tokens.slice(start)) }]
  })
}

/** `1 087` is one number: joins from the left as long as a row has more than its twelve. */
function joinThousands(tokens: string[]): string[] {
  const numbers: string[] = []
  for (let i = 0; i < tokens.length; i++) {
    const [token = '', next = ''] = [tokens[i], tokens[i + 1]]
    const surplus = numbers.length + tokens.length - i > 12
    if (surplus && /^\d{1,2}$/.test(token) && /^\d{3}$/.test(next)) {
      numbers.push(token + next)
      i += 1
    } else numbers.push(token)
  }
  return numbers
}

describe('tables 1–4', () => {
  const printed = printedRows()
  const rows = table('quota').rows

  it('are 28 rows of 12 numbers, row by row as printed', () => {
    expect(rows).toHaveLength(28)
    for (const [i, row] of rows.entries()) {
      const numbers = INDICATORS.flatMap((id, k) =>
        (row.tiers.get(id) ?? []).map(n => roundByGb8170(n ?? decimal('0'), k === 1 ? 1 : 0)),
      )
      expect({ table: row.cite.table, numbers }, row.id).toEqual(printed[i])
    }
  })

  it('agree column by column, read downwards', () => {
    for (const [k, id] of INDICATORS.entries())
      for (const tier of [0, 1, 2]) {
        const ours = rows.map(row => row.tiers.get(id)?.[tier])
        const theirs = printed.map(row => row.numbers[k * 3 + tier])
        expect(ours.map(n => n && textOf(n))).toEqual(theirs.map(n => n && textOf(decimal(n))))
      }
  })

  it('stand in the order zone, then class as printed', () => {
    const kinds = [
      ['建筑面积≤5 000 m²', '5 000 m²＜建筑面积≤15 000 m²', '建筑面积＞15 000 m²'],
      ['高等教育', '中等教育', '初等教育', '学前教育', '其他教育'],
      ['三级医院', '二级医院', '一级医院'],
      ['科技场馆', '文化场馆', '体育场馆'],
    ]
    const expected = kinds.flatMap(names =>
      ['夏热冬暖', '夏热冬冷'].flatMap(zone => names.map(name => `${zone}地区 ${name}`)),
    )
    expect(rows.map(row => row.cite.row)).toEqual(expected)
  })
})

describe('annex A, 6.2.1 and 4.1', () => {
  it('print these factors', () => {
    const cells = table('carriers').rows.map(row => [
      row.id,
      ...['listedFactor', 'lowestFactor', 'highestFactor'].map(column => {
        const value = row.numbers.get(column)
        return value ? roundByGb8170(value, 4) : null
      }),
      row.texts.get('unit') ?? null,
    ])
    expect(cells).toEqual([
      ['rawCoal', '0.7143', null, null, 'kg'],
      ['naturalGas', null, '1.1000', '1.3300', 'm3'],
      ['gasoline', '1.4714', null, null, 'kg'],
      ['diesel', '1.4571', null, null, 'kg'],
      ['lpg', '1.7143', null, null, 'kg'],
      ['heat', '0.0341', null, null, 'MJ'],
      ['electricity', '0.1229', null, null, 'kWh'],
      ['other', null, null, null, null],
    ])
  })

  it('print these standard intensities', () => {
    const numbers = table('standardIntensity').rows.map(row => [row.id, ...[...row.numbers.values()].map(textOf)])
    expect(numbers).toEqual([
      ['office', '2500'],
      ['school', '80'],
      ['hospital3', '3000000'],
      ['hospital2', '1000000'],
      ['hospital1', '500000'],
      ['venue', '4570'],
    ])
  })

  it('print these zones, with or without 市', () => {
    const zones = (places: string[]) => [...new Set(places.map(place => grade(office({ place })).result.row?.zone))]
    expect(
      zones(['福州', '厦门', '泉州', '平潭', '平潭综合实验区', '莆田', '龙岩', '漳州', '福州市', '漳州市']),
    ).toEqual(['夏热冬暖'])
    expect(zones(['宁德', '南平', '三明', '宁德市', '三明市'])).toEqual(['夏热冬冷'])
  })

  it('marks what the text does not print', () => {
    const unconfirmed = [...fujian().tables.values()].flatMap(t =>
      t.rows.filter(r => r.toBeVerified).map(r => `${t.id} ${r.id}`),
    )
    expect(unconfirmed).toEqual(['kilojoules value', 'densities gasoline', 'densities diesel'])
    expect(fujian().document).toMatchObject({ number: null, published: null, validFrom: null, datesConfirmed: false })
  })
})

describe('every row is reached by ordinary facts, and its boundaries grade right end to end', () => {
  const kgce = (amount: string) => [
    { carrier: 'other', amount, unit: 'kgce', use: 'general' },
    { carrier: 'electricity', amount: '0', unit: 'kWh', use: 'general' },
  ]
  const kWh = (amount: string) => [{ carrier: 'electricity', amount, unit: 'kWh', use: 'general' }]
  const place = { 夏热冬暖: '泉州', 夏热冬冷: '三明' } as const
  const area: Record<string, string> = { 'A<=5000': '5000', '5000<A<=15000': '10000', 'A>15000': '20000' }

  it.each(table('quota').rows.map(row => [row.cite.row, row] as const))('%s', (_, row) => {
    const type = row.keys.get('institutionType')?.[0] ?? null
    const floorArea = area[row.texts.get('rowType') ?? ''] ?? '1000'
    const facts = office({
      place: place[row.keys.get('climateZone')?.[0] as keyof typeof place],
      class: row.keys.get('institutionClass')?.[0],
      type,
      floorArea,
      energyUserCount: '1000',
    })
    const expected = [
      'belowConstraint',
      'equalsConstraint',
      'exceedsConstraint',
      'belowReference',
      'belowConstraint',
      'belowConstraint',
      'reachesAdvanced',
      'reachesAdvanced',
      'belowReference',
    ]
    for (const id of INDICATORS) {
      const grades = (row.tiers.get(id) ?? []).flatMap(limit => {
        const whole = (limit ?? decimal('0')).times(decimal(id.endsWith('PerArea') ? floorArea : '1000'))
        return [whole.minus(decimal('0.001')), whole, whole.plus(decimal('0.001'))].map(amount => {
          const text = textOf(amount)
          const change =
            id === 'waterPerPerson'
              ? { water: [{ amount: text, unit: 'm3', use: 'general' }] }
              : { energy: id === 'electricityPerArea' ? kWh(text) : kgce(text) }
          return indicator({ ...facts, ...change }, id).grade
        })
      })
      expect(grades, id).toEqual(expected)
    }
  })
})

describe('consequences (7.2)', () => {
  const duties = (change: object) => {
    const { result } = grade({ ...office(), ...change })
    return {
      duties: result.consequences.flatMap(c => c.indicators),
      remarks: result.remarks.flatMap(c => `${c.clause} ${c.indicators}`),
    }
  }
  it('follow from the main indicators alone', () => {
    expect(duties({ energyUserCount: '10' }).duties).toEqual(['energyPerPerson'])
    expect(duties({ water: [{ amount: '50000', unit: 'm3', use: 'general' }] })).toEqual({
      duties: [],
      remarks: ['7.2 waterPerPerson'],
    })
    expect(duties({})).toEqual({ duties: [], remarks: [] })
  })

  it('do not follow from equalling 约束值, which is for a person to judge', () => {
    const { result } = grade(office({ water: [{ amount: '23800', unit: 'm3', use: 'general' }] }))
    expect(result.indicators[3]).toMatchObject({
      grade: 'equalsConstraint',
      verdict: { clause: '7.1', value: 'nonconform' },
    })
    expect(result.indicators[3]?.distance).toMatchObject({ tier: 'constraint', inUnit: '0', absolute: '0' })
    expect(result.remarks.map(r => r.clause)).toEqual(['7.1'])
  })
})

describe('choices off their default show both results', () => {
  it('names the default and what it would give', () => {
    const pv = { carrier: 'electricity', amount: '360000', unit: 'kWh', use: 'general', source: 'onsitePv' }
    const { result } = grade({
      ...office(),
      energy: [...(office().energy ?? []), pv],
      choices: { onsitePvCounted: { value: 'no', reason: '地方口径' } },
    })
    expect(result.indicators[2]).toMatchObject({ value: '40', grade: 'belowReference' })
    expect(result.alternatives).toMatchObject([{ choice: 'onsitePvCounted', value: 'yes' }])
    expect(result.alternatives[0]?.indicators[2]).toEqual({
      id: 'electricityPerArea',
      value: '76',
      display: '76',
      grade: 'equalsConstraint',
    })
  })
})

describe('the distance to the next tier is in real terms', () => {
  it('undoes λ: the meter shows uncorrected use', () => {
    const facts = office({ operation: { annualHours: '3500' }, correction: { apply: true, reason: '排班表' } })
    const { value, distance } = indicator(facts, 'electricityPerArea')
    // λ = 0.3 + 0.7 · 2500 / 3500 = 0.8; 40 · 0.8 = 32; to 24: 8; 8 · 10 000 / 0.8 = 100 000; 8 / 32
    expect(value).toBe('32')
    expect(distance).toEqual({
      tier: 'advanced',
      inUnit: '8',
      absolute: '100000',
      absoluteUnit: 'kWh',
      percent: '0.25',
    })
  })
})
