import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CertificateEvent } from '#core/contract/green-power.ts'
import { runLedger } from '#core/programme/green-power/ledger.ts'
import type { LedgerParameters } from '#core/programme/green-power/read-events.ts'
import { tallyLedger } from '#core/programme/green-power/tally.ts'
import { decimal } from '#core/quantity/decimal.ts'
import { event, issue } from '../../tool/inner-mongolia.ts'

const parameters: LedgerParameters = {
  asOf: '2026-12-31',
  holders: new Set(['A', 'B', 'C']),
  mwhPerCertificate: decimal('1'),
  validity: { months: 24, countedFrom: 'generationMonth' },
  kinds: new Map([
    ['issue', '核发'],
    ['transfer', '划转'],
    ['retire', '核销'],
    ['cancel', '作废'],
    ['expire', '到期'],
  ]),
}

const number = (n: number) => `GEC2025${String(n).padStart(6, '0')}`
const move = (id: string, kind: string, date: string, first: number, last: number, change: object = {}) =>
  event({ id, kind, date, first: number(first), last: number(last), from: 'A', ...change })
const run = (events: readonly CertificateEvent[], change: Partial<LedgerParameters> = {}) =>
  runLedger(events, { ...parameters, ...change })
const runs = (events: readonly CertificateEvent[], change: Partial<LedgerParameters> = {}) =>
  run(events, change).holdings.map(
    ({ first, last, state }) => `${first}-${last} ${state.kind} ${state.holder}${state.year ? ` ${state.year}` : ''}`,
  )
const reasons = (events: readonly CertificateEvent[], change: Partial<LedgerParameters> = {}) =>
  run(events, change).problems.map(problem => problem.reason)

describe('what becomes of certificates', () => {
  it('a range is split where a part of it goes, and the rest stays', () => {
    const events = [
      event(issue()),
      move('E2', 'transfer', '2025-05-01', 101, 200, { to: 'B' }),
      move('E3', 'retire', '2025-06-01', 151, 151, { from: 'B', forYear: '2025' }),
      move('E4', 'cancel', '2025-06-02', 1, 2),
    ]
    expect(runs(events)).toEqual([
      'GEC2025000001-GEC2025000002 cancelled A',
      'GEC2025000003-GEC2025000100 held A',
      'GEC2025000101-GEC2025000150 held B',
      'GEC2025000151-GEC2025000151 retired B 2025',
      'GEC2025000152-GEC2025000200 held B',
      'GEC2025000201-GEC2025000307 held A',
    ])
    expect(run(events).totals).toEqual({ issued: 307n, held: 304n, retired: 1n, expired: 0n, cancelled: 2n })
  })

  it('what comes back to its holder is one run again', () => {
    const events = [
      event(issue()),
      move('E2', 'transfer', '2025-05-01', 101, 200, { to: 'B' }),
      move('E3', 'transfer', '2025-05-02', 101, 200, { from: 'B', to: 'A' }),
    ]
    expect(runs(events)).toEqual(['GEC2025000001-GEC2025000307 held A'])
  })

  it('on one day the kinds have an order, and within a kind the ids, ten after two', () => {
    const events = [
      move('T10', 'transfer', '2025-04-10', 1, 5, { from: 'B', to: 'C' }),
      move('T2', 'transfer', '2025-04-10', 1, 5, { to: 'B' }),
      move('A1', 'retire', '2025-04-10', 1, 1, { from: 'C', forYear: '2025' }),
      event(issue({ id: 'Z', last: number(5) })),
    ]
    expect(runs(events)).toEqual(['GEC2025000001-GEC2025000001 retired C 2025', 'GEC2025000002-GEC2025000005 held C'])
  })

  it('24 months count the month of generation or begin after it, as the pack says', () => {
    const march = [event(issue())]
    expect(runs(march, { asOf: '2027-02-28' })[0]).toContain('held')
    expect(runs(march, { asOf: '2027-03-01' })[0]).toContain('expired')
    const next = { validity: { months: 24, countedFrom: 'nextMonth' } } as const
    expect(runs(march, { ...next, asOf: '2027-03-31' })[0]).toContain('held')
    expect(runs(march, { ...next, asOf: '2027-04-01' })[0]).toContain('expired')
  })

  it('an issue may say its own last day; issued after it, it is expired at once', () => {
    const own = [event(issue({ expiry: '2025-12-31', last: number(10) }))]
    expect(runs(own, { asOf: '2026-01-01' })).toEqual(['GEC2025000001-GEC2025000010 expired A'])
    const late = [event(issue({ date: '2026-02-01', expiry: '2025-12-31', last: number(10) }))]
    expect(run(late).totals).toEqual({ issued: 10n, held: 0n, retired: 0n, expired: 10n, cancelled: 0n })
  })

  it('numbers of 32 digits, in any spelling of their prefix, are the same certificates', () => {
    const base = '1501000010000202400000000000'
    const events = [
      event(issue({ first: `gec${base}0001`, last: `GEC${base}0009` })),
      event(issue({ id: 'E2', first: `ＧＥＣ-${base}0009`, last: `GEC${base}0010` })),
    ]
    expect(reasons(events)).toEqual([`证书 GEC${base}0009 已由“E1”核发，同一张证书不能计两次。请核对两行的首末号。`])
  })

  it('a prefix of signs that only look alike is not read', () => {
    for (const first of ['GЕC2025000001', 'GEC\uFE0F2025000001', 'GEC\u31642025000001', 'GEC·2025000001'])
      expect(reasons([event(issue({ first, last: first }))])[0], first).toContain('读不懂')
    const minus = event(issue({ id: 'E2', first: 'GEC\u22122025000001', last: 'GEC\u22122025000001' }))
    expect(reasons([event(issue({})), minus])[0]).toContain('同一张证书不能计两次')
  })

  it('sold apart from its electricity, a certificate stays so; what is not said stays as it was', () => {
    const sold = (id: string, from: string, to: string, form: string | null) =>
      event({ id, kind: 'transfer', date: '2025-05-01', from, to, first: number(1), last: number(5), form })
    const forms = (...events: ReturnType<typeof event>[]) =>
      run([event(issue({ form: 'greenPowerTrade', last: number(10) })), ...events]).holdings.map(
        ({ first, lot, state }) => [first, lot.form, state.holder],
      )
    expect(forms(sold('T1', 'A', 'B', null))).toEqual([
      [number(1), 'greenPowerTrade', 'B'],
      [number(6), 'greenPowerTrade', 'A'],
    ])
    expect(forms(sold('T1', 'A', 'B', 'unbundled'))[0]).toEqual([number(1), 'unbundled', 'B'])
    const back = [sold('T1', 'A', 'B', 'unbundled'), sold('T2', 'B', 'A', 'greenPowerTrade')]
    expect(reasons([event(issue({ form: 'greenPowerTrade', last: number(10) })), ...back])).toEqual([
      `证书 ${number(1)} 已经与电量分开交易，不能再算证电合一。请核对绿证来源。`,
    ])
    // what was sold expires like the rest
    const late = run([event(issue({ last: number(10) })), sold('T1', 'A', 'B', 'unbundled')], { asOf: '2028-01-01' })
    expect(late.totals).toMatchObject({ held: 0n, expired: 10n })
  })

  it('a range of 10^15 certificates and one of a single one are the same work', () => {
    const huge = event(issue({ first: 'X0000000000000000000001', last: 'X0001000000000000000000', mwh: null }))
    const one = { first: 'X0000500000000000000000', last: 'X0000500000000000000000' }
    const ledger = run([
      huge,
      event({ id: 'E2', kind: 'retire', date: '2025-05-01', from: 'A', forYear: '2025', ...one }),
    ])
    expect(ledger.totals).toEqual({
      issued: 10n ** 18n,
      held: 10n ** 18n - 1n,
      retired: 1n,
      expired: 0n,
      cancelled: 0n,
    })
    expect(ledger.holdings.map(h => [h.first, h.last])).toEqual([
      ['X0000000000000000000001', 'X0000499999999999999999'],
      ['X0000500000000000000000', 'X0000500000000000000000'],
      ['X0000500000000000000001', 'X0001000000000000000000'],
    ])
  })
})

describe('what cannot have happened is refused alone, with a sentence', () => {
  const held = event(issue())
  it.each([
    [
      move('E2', 'transfer', '2025-04-09', 1, 1, { to: 'B' }),
      '证书 GEC2025000001 到这一天还没有核发记录。请先补核发，或核对首末号和日期。',
    ],
    [
      move('E2', 'transfer', '2025-05-01', 300, 308, { to: 'B' }),
      '证书 GEC2025000308 到这一天还没有核发记录。请先补核发，或核对首末号和日期。',
    ],
    [
      move('E2', 'retire', '2025-05-01', 1, 1, { from: 'B', forYear: '2025' }),
      '证书 GEC2025000001 这一天由“A”持有，不在“B”名下。请核对首末号、日期和持有方；同一天先后转手的按编号排先后。',
    ],
    [move('E2', 'transfer', '2025-05-01', 1, 1, { to: 'A' }), '转出方和转入方都是“A”。请核对。'],
    [move('E2', 'transfer', '2025-05-01', 1, 1), '没有写归谁持有。请补上持有方的编号。'],
    [move('E2', 'cancel', '2025-05-01', 1, 1, { from: null }), '没有写原持有方。请补上持有方的编号。'],
    [move('E2', 'retire', '2025-05-01', 1, 1), '没有写用于哪一年的消费，不知道计入哪一年。请补上年份。'],
    [move('E2', 'transfer', '2025-05-01', 1, 1, { to: 'Z' }), '持有方“Z”没有登记。请先在持有方里登记，或改编号。'],
    [move('E2', 'cancel', '2025-02-30', 1, 1), '日期“2025-02-30”不存在。请写成 2025-03-14 的形式。'],
    [move('E2', 'cancel', '2025-05-01', 9, 1), '首号“GEC2025000009”大于末号“GEC2025000001”，写反了。请对调。'],
    [
      move('E2', 'cancel', '2025-05-01', 1, 1, { last: 'GEC20250000001' }),
      '首号“GEC2025000001”与末号“GEC20250000001”的前缀或位数不同，不是一段连号。请分段填写。',
    ],
    [
      move('E2', 'cancel', '2025-05-01', 1, 1, { first: 'GEC 2025' }),
      '首号“GEC 2025”读不懂。请写成前缀加一串半角数字，中间不留空格；前缀只用英文字母、数字和连字符。',
    ],
    [
      move('E2', 'cancel', '2025-05-01', 1, 1, { last: 'GEC２０２５' }),
      '末号“GEC２０２５”读不懂。请写成前缀加一串半角数字，中间不留空格；前缀只用英文字母、数字和连字符。',
    ],
    [
      event(issue({ id: 'E2', date: '2025-02-28', first: number(400), last: number(401) })),
      '核发日期 2025-02-28 早于发电月份 2025-03。请核对两处。',
    ],
    [
      event(issue({ id: 'E2', first: number(400), last: number(401), mwh: '3' })),
      '电量 3 MWh 与证书张数不符：2 张应为 2 MWh。请核对首末号和电量。',
    ],
    [
      event(issue({ id: 'E2', first: number(400), last: number(401), expiry: '2025-03-30' })),
      '有效期止 2025-03-30 早于发电月份 2025-03 的月末，还没有发完电就过期了。请核对两处。',
    ],
    [
      event(issue({ id: 'E2', first: number(400), last: number(401), form: null })),
      '没有写绿证来源，分不清证电合一还是证电分离。请选一种来源。',
    ],
    [
      event(issue({ id: 'E2', first: number(400), last: number(401), generationMonth: '2025-13' })),
      '发电月份“2025-13”不存在。请写成 2025-03 的形式。',
    ],
    [
      move('E2', 'expire', '2026-06-30', 1, 1),
      '到期日期 2026-06-30 早于“E1”的有效期止 2027-02-28。请核对日期，或在核发那一行写明有效期止。',
    ],
  ])('%#', (bad, reason) => {
    expect(reasons([held, bad])).toEqual([reason])
    expect(run([held, bad]).totals).toMatchObject({ issued: 307n, held: 307n })
  })

  it('what is retired, cancelled or expired is not used again', () => {
    const events = [
      held,
      move('E2', 'retire', '2025-05-01', 1, 10, { forYear: '2025' }),
      move('E3', 'cancel', '2025-05-01', 11, 20),
      move('E4', 'retire', '2025-05-31', 5, 5, { forYear: '2026' }),
      move('E5', 'transfer', '2025-06-01', 15, 15, { to: 'B' }),
      move('E6', 'retire', '2027-03-01', 30, 30, { forYear: '2026' }),
    ]
    expect(reasons(events, { asOf: '2027-12-31' })).toEqual([
      '证书 GEC2025000005 已由“A”核销，用于 2025 年，不能再用。请核对首末号。',
      '证书 GEC2025000015 在“A”名下已经作废，不能再用。请核对首末号。',
      '证书 GEC2025000030 在“A”名下已经过期，不能再用。请核对日期和有效期。',
    ])
  })

  it('rows with the same id, all of them', () => {
    const again = event(issue({ first: number(400), last: number(401) }))
    expect(run([held, again, move('E2', 'cancel', '2025-05-01', 1, 1)]).problems.map(p => p.code)).toEqual([
      'duplicateId',
      'duplicateId',
      'notIssued',
    ])
  })

  it('an event after the day shown has not happened yet', () => {
    const later = move('E2', 'cancel', '2027-01-01', 1, 1)
    expect(run([held, later]).problems).toEqual([
      {
        code: 'afterAsOf',
        severity: 'warning',
        event: 'E2',
        kind: 'cancel',
        field: 'date',
        reason: '日期 2027-01-01 晚于截止日 2026-12-31，没有计入。请核对日期，或改截止日。',
      },
    ])
  })
})

const PREFIXES = ['GEC', '15010000100002024999999999999']
const month = fc.integer({ min: 1, max: 12 }).map(m => String(m).padStart(2, '0'))
const form = fc.constantFrom('directSupply', 'greenPowerTrade', 'unbundled')
const named = (prefix: string, first: number, count: number) => ({
  first: `${prefix}${String(first).padStart(3, '0')}`,
  last: `${prefix}${String(first + count - 1).padStart(3, '0')}`,
})
/** Ten certificates from `first` on; some reach into the next ten, and are then issued twice. */
const issueOf = (prefix: string, first: number) =>
  fc
    .tuple(
      fc.constantFrom(10, 10, 10, 11),
      fc.constantFrom('A', 'B'),
      fc.constantFrom('2023', '2024', '2024'),
      month,
      form,
    )
    .map(([count, to, year, m, of]) => ({
      kind: 'issue',
      date: '2025-01-15',
      ...named(prefix, first, count),
      to,
      generationMonth: `${year}-${m}`,
      form: of,
    }))
const issues = fc.tuple(...PREFIXES.flatMap(prefix => [1, 11, 21, 31].map(first => issueOf(prefix, first))))
const anyMove = fc
  .tuple(
    fc.constantFrom('transfer', 'transfer', 'retire', 'cancel', 'expire'),
    fc.tuple(fc.constantFrom('2025', '2025', '2026'), month),
    fc.constantFrom(...PREFIXES),
    fc.integer({ min: 1, max: 38 }),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom('A', 'B'),
    fc.constantFrom('A', 'B', 'C', 'X'),
    fc.constantFrom('2024', '2025', '2026'),
  )
  .map(([kind, date, prefix, first, count, from, to, forYear]) => ({
    kind,
    date: `${date.join('-')}-15`,
    ...named(prefix, first, count),
    from,
    to,
    forYear,
  }))
const ledgerOf = fc
  .tuple(issues, fc.array(anyMove, { minLength: 10, maxLength: 40, size: 'max' }))
  .map(([first, moves]) => [...first, ...moves].map((row, i) => event({ ...row, id: `E${i}` })))
const permuted = ledgerOf.chain(events =>
  fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
)

describe('whatever happens, in whatever order it is written down', () => {
  it('most of the ledgers tried here do something', () => {
    const applied = fc.sample(ledgerOf, { numRuns: 200, seed: 1 }).map(events => run(events).applied)
    expect(applied.filter(count => count >= 10).length).toBeGreaterThan(100)
  })

  it('every certificate issued is held, retired, expired or cancelled, once', () => {
    fc.assert(
      fc.property(ledgerOf, events => {
        const { totals, holdings, monthly } = run(events)
        expect(totals.held + totals.retired + totals.expired + totals.cancelled).toBe(totals.issued)
        const numbers = holdings.flatMap(({ first, last }) => all(first, last))
        expect(new Set(numbers).size).toBe(numbers.length)
        expect(BigInt(numbers.length)).toBe(totals.issued)
        let held = 0n
        for (const months of monthly.values())
          for (const m of months.values()) held += m.issued + m.received - m.sent - m.retired - m.expired - m.cancelled
        expect(held).toBe(totals.held)
      }),
    )
  })

  it('the result does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(permuted, ([events, shuffled]) => {
        expect(run(shuffled)).toEqual(run(events))
      }),
    )
  })

  it('no certificate counts for two holders or two years', () => {
    fc.assert(
      fc.property(ledgerOf, events => {
        const ledger = run(events)
        let counted = 0n
        for (const tally of tallyLedger(ledger, { asOf: parameters.asOf, warningMonths: 3 }).values())
          for (const forms of tally.counted.values())
            for (const { retired, held } of forms.values()) counted += retired + held
        expect(counted).toBe(ledger.totals.held + ledger.totals.retired)
      }),
    )
  })

  it('agrees with a ledger that keeps each certificate by itself', () => {
    fc.assert(
      fc.property(ledgerOf, events => {
        const { refused, states } = slowLedger(events)
        const ledger = run(events)
        expect(ledger.problems.map(problem => problem.event).sort()).toEqual(refused.sort())
        const found = ledger.holdings.flatMap(({ first, last, state }) =>
          all(first, last).map((certificate): [string, string] => [certificate, spoken(state)]),
        )
        expect(new Map(found)).toEqual(states)
      }),
    )
  })
})

const spoken = ({ kind, holder, year }: { kind: string; holder: string; year: string | null }) =>
  `${kind} ${holder}${year === null ? '' : ` ${year}`}`

/** The same rules, one certificate after the other. */
function slowLedger(events: readonly CertificateEvent[]): { refused: string[]; states: Map<string, string> } {
  const refused: string[] = []
  const states = new Map<string, string>()
  const lastDays = new Map<string, string>()
  const kinds = [...parameters.kinds.keys()]
  const stateOn = (certificate: string, date: string) => {
    const state = states.get(certificate)
    const over = (lastDays.get(certificate) ?? '') < date
    return state?.startsWith('held ') && over ? state.replace('held ', 'expired ') : state
  }
  const ordered = [...events].sort(
    (a, b) =>
      compareTexts(a.date, b.date) ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      a.id.length - b.id.length ||
      compareTexts(a.id, b.id),
  )
  for (const { id, kind, date, first, last, from, to, forYear, generationMonth } of ordered) {
    const certificates = all(first, last)
    const every = (...wanted: (string | undefined)[]) => certificates.every(c => wanted.includes(stateOn(c, date)))
    const set = (state: string) => {
      for (const certificate of certificates) states.set(certificate, state)
    }
    const year = Number(generationMonth?.slice(0, 4)) + 2
    const before = Number(generationMonth?.slice(5))
    // the month before the same one two years later
    const lastDay = before === 1 ? `${year - 1}-12-31` : `${year}-${String(before - 1).padStart(2, '0')}-31`
    if (kind === 'issue' ? !every(undefined) : kind === 'transfer' && (to === from || to === 'X')) refused.push(id)
    else if (kind === 'issue') {
      for (const certificate of certificates) lastDays.set(certificate, lastDay)
      set(`held ${to}`)
    } else if (kind === 'expire') {
      const early = certificates.some(c => stateOn(c, date) === `held ${from}` && date < (lastDays.get(c) ?? ''))
      if (early || !every(`held ${from}`, `expired ${from}`)) refused.push(id)
      else set(`expired ${from}`)
    } else if (!every(`held ${from}`)) refused.push(id)
    else
      set(kind === 'transfer' ? `held ${to}` : kind === 'retire' ? `retired ${from} ${forYear}` : `cancelled ${from}`)
  }
  for (const certificate of states.keys()) states.set(certificate, stateOn(certificate, parameters.asOf) ?? '')
  return { refused, states }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Every number of a range, written out. */
function all(first: string, last: string): string[] {
  const digits = /\d+$/.exec(first)?.[0] ?? ''
  const prefix = first.slice(0, first.length - digits.length)
  const end = BigInt(/\d+$/.exec(last)?.[0] ?? '')
  const numbers: string[] = []
  for (let n = BigInt(digits); n <= end; n++) numbers.push(prefix + String(n).padStart(digits.length, '0'))
  return numbers
}
