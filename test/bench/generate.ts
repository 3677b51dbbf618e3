import type { EnergyEntry, InstitutionFacts } from '#core/contract/facts.ts'

const PLACES = ['福州', '厦门', '泉州', '平潭', '莆田', '龙岩', '漳州', '宁德', '南平', '三明']
const KINDS: readonly (readonly [string, string | null])[] = [
  ['党政机关', null],
  ['教育', '中等教育'],
  ['卫生医疗', '二级医院'],
  ['场馆', '文化场馆'],
]

/** A small generator with a seed (a linear congruence), so that every run measures the same institutions. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state % below
  }
}

/**
 * Institutions with 60 facts each, as a year of bills looks: 6 kinds of people, 12 months of electricity, of gas with its
 * calorific value and of water, a second meter's electricity and a quarter's petrol in litres, a metered data room, own
 * charging, area and hours.
 */
export function generateFacts(howMany: number): InstitutionFacts[] {
  const random = seeded(20261120)
  return Array.from({ length: howMany }, (_, i) => institution(i, random))
}

function institution(i: number, random: (below: number) => number): InstitutionFacts {
  const [kind, type] = KINDS[i % KINDS.length] ?? ['党政机关', null]
  const months = Array.from({ length: 12 }, (_, m) => `2023-${String(m + 1).padStart(2, '0')}`)
  const monthly = (entry: (month: string) => EnergyEntry) => months.map(entry)
  const tenths = (below: number) => `${random(below) + 1}.${random(10)}`
  return {
    id: `G${i}`,
    name: `示例单位 ${i}`,
    place: PLACES[i % PLACES.length],
    class: kind,
    type,
    period: { from: '2023-01-01', to: '2023-12-31' },
    floorArea: tenths(30000),
    people: [
      { label: '在岗在编人员', count: String(random(900) + 20) },
      { label: '编外人员', count: String(random(200)) },
      { label: '会议一', count: String(random(500)), days: '2.5' },
      { label: '会议二', count: String(random(500)), days: '3' },
      { label: '学员', count: String(random(400)), absentDays: '88' },
      { label: '访客', count: String(random(90000)), days: '1' },
    ],
    energy: [
      ...monthly(month => ({
        carrier: 'electricity',
        amount: tenths(90000),
        unit: 'kWh',
        use: 'general',
        label: month,
      })),
      ...monthly(month => ({
        carrier: 'naturalGas',
        amount: tenths(900),
        unit: 'm3',
        use: 'general',
        label: month,
        calorificValue: { value: '8500', unit: 'kcal/m3' },
      })),
      ...monthly(month => ({
        carrier: 'electricity',
        amount: tenths(9000),
        unit: 'kWh',
        use: 'special:dc',
        label: month,
      })),
      ...[1, 2, 3].map(
        (): EnergyEntry => ({ carrier: 'gasoline', amount: tenths(900), unit: 'L', use: 'transport', density: '0.73' }),
      ),
      { carrier: 'electricity', amount: tenths(9000), unit: 'kWh', use: 'transport' },
    ],
    water: months.map(month => ({ amount: tenths(900), unit: 'm3', use: 'general', label: month })),
    specialUses: [{ id: 'dc', name: '机房', meteredSeparately: true, floorArea: '0.5', people: '1', exclude: true }],
    operation: { annualHours: '3000', dormitoryAirConditioningPercent: '90', annualVisits: '1200000' },
    correction: { apply: true, reason: '运行记录' },
  }
}
