import { PROGRAMME_FORMAT } from '#core/contract/programme.ts'
import { evaluateGreenPower } from '#core/programme/green-power/green-power.ts'
import type { GreenPowerPack } from '#core/programme/pack.ts'

const HOLDERS = 40
const CATEGORIES = ['keyIndustry', 'newDataCentre', 'existingDataCentre', 'processIndustry', 'publicInstitution']
const FORMS = ['directSupply', 'greenPowerTrade', 'unbundled']
const PROJECTS = 25
const SEQUENCE_DIGITS = 13

/**
 * A ledger of `certificates`, issued in ranges of `each`, with numbers of 32 digits as real ones are: over two years from a
 * wind farm to forty users; half of each range goes on, a quarter is retired; and three years of monthly electricity.
 */
export function generateLedger(certificates: number, each: number): Readonly<Record<string, unknown>> {
  const events: Record<string, unknown>[] = []
  const two = (value: number) => String(value).padStart(2, '0')
  for (let i = 0; i < certificates / each; i++) {
    const [month, day] = [two(1 + (i % 12)), two(1 + (i % 28))]
    const generated = i % 24 < 12 ? '2024' : '2025'
    const project = `1501000010${String(i % PROJECTS).padStart(7, '0')}25`
    const number = (offset: number) => project + String(i * each + offset).padStart(SEQUENCE_DIGITS, '0')
    const half = each === 1 ? 0 : each / 2 - 1
    const quarter = each === 1 ? 0 : Math.floor(each / 4)
    const owner = `H${i % HOLDERS}`
    const range = (from: number, to: number) => ({ first: number(from), last: number(to) })
    const issued = { date: `2025-${month}-${day}`, ...range(0, each - 1), to: 'G', mwh: String(each) }
    events.push({ id: `I${i}`, kind: 'issue', ...issued, form: FORMS[i % 3], generationMonth: `${generated}-${month}` })
    if (each > 1 || i % 2 === 0)
      events.push({ id: `T${i}`, kind: 'transfer', date: '2025-12-29', ...range(0, half), from: 'G', to: owner })
    if (each > 1 || i % 4 === 0)
      events.push({
        id: `R${i}`,
        kind: 'retire',
        date: '2025-12-30',
        ...range(0, quarter),
        from: owner,
        forYear: '2025',
      })
  }
  const holders = Array.from({ length: HOLDERS }, (_, h) => ({
    code: `H${h}`,
    name: `用户${h}`,
    category: CATEGORIES[h % CATEGORIES.length],
  }))
  const electricity = holders.flatMap(({ code }) =>
    ['2024', '2025', '2026'].flatMap(year =>
      Array.from({ length: 12 }, (_, m) => ({ holder: code, year, month: String(m + 1), mwh: `${4000 + m}.25` })),
    ),
  )
  return {
    format: PROGRAMME_FORMAT,
    programme: 'inner-mongolia-green-power-2025',
    asOf: '2026-06-30',
    holders: [...holders, { code: 'G', name: '风电场', category: 'supplier' }],
    events,
    electricity,
    parameters: [{ parameter: 'regionalWeight', year: '2025', percent: '26.5', source: '测试' }],
  }
}

/** Evaluates a ledger with all tables, the list of its certificates included; returns how many runs of them there are. */
export function evaluateLedger(facts: unknown, pack: GreenPowerPack): number {
  const { results, certificates } = evaluateGreenPower(facts, pack)
  if (results.problems.length > 0) throw new Error(results.problems[0]?.message)
  return certificates().length
}
