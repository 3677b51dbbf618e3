import type { CertificateEvent, CertificateForm, EventKind, GreenPowerProblem } from '#core/contract/green-power.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { dateText, dayAfter, lastDay, monthsAfter, parseDate, parseMonth } from '#core/quantity/date.ts'
import { compare, type Decimal, decimal, textOf } from '#core/quantity/decimal.ts'
import {
  type CertificateRange,
  certificateNumber,
  countOf,
  readCertificateRange,
  type Series,
} from './certificate-range.ts'
import { RangeStates } from './range-states.ts'

/** What the programme's pack and the facts say about a ledger. */
export type LedgerParameters = {
  /** The ledger is shown as of the evening of this day; later events have not happened yet. */
  readonly asOf: string
  readonly holders: ReadonlySet<string>
  readonly mwhPerCertificate: Decimal
  readonly validity: Validity
  /** What each kind is called, in the order in which events of one day happen. */
  readonly kinds: ReadonlyMap<EventKind, string>
}

/** How long a certificate may be used where its issue says nothing: whole months, the month of generation included or not. */
export type Validity = { readonly months: number; readonly countedFrom: 'generationMonth' | 'nextMonth' }

/** Certificates issued together. */
export type Lot = CertificateRange & {
  readonly event: string
  readonly form: CertificateForm
  readonly generationMonth: string
  /** The last day on which they may be used. */
  readonly expiry: string
}

export type CertificateState =
  | { readonly kind: 'held' | 'expired' | 'cancelled'; readonly holder: string }
  | { readonly kind: 'retired'; readonly holder: string; readonly year: number }

/** A run of certificates of one lot that are in the same state. */
export type Holding = CertificateRange & { readonly lot: Lot; readonly state: CertificateState }

export const MOVEMENTS = ['issued', 'received', 'sent', 'retired', 'expired', 'cancelled'] as const
/** How many certificates came to a holder and left it, within one month. */
export type Movements = Record<(typeof MOVEMENTS)[number], bigint>

export type Ledger = {
  /** Every certificate that was ever issued, once, as of the day. */
  readonly holdings: readonly Holding[]
  /** By holder, then by month `2024-03`. */
  readonly monthly: ReadonlyMap<string, ReadonlyMap<string, Movements>>
  /** issued = held + retired + expired + cancelled. */
  readonly totals: Readonly<Record<'issued' | CertificateState['kind'], bigint>>
  /** The ids of the events that took effect. */
  readonly applied: ReadonlySet<string>
  readonly problems: readonly GreenPowerProblem[]
}

/**
 * Follows every certificate through the events, in the order of their days, on one day in the order of the kinds, then of the
 * ids; the order of the input does not matter. An event that cannot have happened is refused with a sentence and changes
 * nothing; all others go on. A certificate that nobody retired is expired from the day after its last day.
 */
export function runLedger(events: readonly CertificateEvent[], parameters: LedgerParameters): Ledger {
  const reader = new EventReader(events, parameters)
  const run = new LedgerRun(reader.read)
  for (const event of reader.read) {
    if (event.date > parameters.asOf) {
      reader.warn(event, 'date', `日期 ${event.date} 晚于截止日 ${parameters.asOf}，没有计入。请核对日期，或改截止日`)
      continue
    }
    run.expireBefore(event.date)
    const refusal = run.apply(event)
    if (refusal) reader.refuse(event, refusal.field, refusal.reason)
  }
  run.expireBefore(parameters.asOf)
  return { ...run.result(), problems: reader.problems }
}

type Refusal = { readonly field: keyof CertificateEvent; readonly reason: string }

/** An event whose every field could be read. */
type ReadEvent =
  | (EventBase & { readonly kind: 'issue'; readonly to: string; readonly lot: Lot })
  | (EventBase & { readonly kind: 'transfer'; readonly from: string; readonly to: string })
  | (EventBase & { readonly kind: 'retire'; readonly from: string; readonly year: number })
  | (EventBase & { readonly kind: 'cancel'; readonly from: string })
  | (EventBase & { readonly kind: 'expire'; readonly from: string | null })

type EventBase = {
  readonly id: string
  readonly date: string
  readonly range: CertificateRange
  readonly order: string
}

/** Reads events, field by field, and keeps what is wrong with them. */
class EventReader {
  readonly problems: GreenPowerProblem[] = []
  readonly read: readonly ReadEvent[]
  readonly #parameters: LedgerParameters
  readonly #series = new Map<string, Series>()
  readonly #ranks: ReadonlyMap<EventKind, number>

  constructor(events: readonly CertificateEvent[], parameters: LedgerParameters) {
    this.#parameters = parameters
    this.#ranks = new Map([...parameters.kinds.keys()].map((kind, i) => [kind, i]))
    const times = new Map<string, number>()
    for (const { id } of events) times.set(id, (times.get(id) ?? 0) + 1)
    const read: ReadEvent[] = []
    for (const event of events) {
      const twice = times.get(event.id) ?? 1
      const result: ReadEvent | Refusal =
        twice > 1
          ? { field: 'id', reason: `编号有 ${twice} 行在用，分不清是哪一行，都没有计入。请改成各不相同的编号` }
          : this.#readEvent(event)
      if ('reason' in result) this.refuse(event, result.field, result.reason)
      else read.push(result)
    }
    this.problems.sort((a, b) => order(a.row ?? '', b.row ?? '') || order(a.message, b.message))
    this.read = read.sort((a, b) => order(a.order, b.order))
  }

  refuse(event: Pick<CertificateEvent, 'id' | 'kind'>, field: keyof CertificateEvent, reason: string): void {
    this.#tell('refusal', event, field, reason)
  }

  warn(event: Pick<CertificateEvent, 'id' | 'kind'>, field: keyof CertificateEvent, reason: string): void {
    this.#tell('warning', event, field, reason)
  }

  #tell(
    severity: GreenPowerProblem['severity'],
    { id, kind }: Pick<CertificateEvent, 'id' | 'kind'>,
    field: keyof CertificateEvent,
    reason: string,
  ): void {
    const message = `绿证台账“${clip(id)}”（${this.#parameters.kinds.get(kind) ?? kind}）：${reason}。`
    this.problems.push({ table: 'events', row: id, field, severity, message })
  }

  #readEvent(event: CertificateEvent): ReadEvent | Refusal {
    const { id, kind, date } = event
    if (!parseDate(date)) return { field: 'date', reason: `日期“${clip(date)}”不存在。请写成 2025-03-14 的形式` }
    const range = readCertificateRange(event.first, event.last, this.#series)
    if ('reason' in range) return range
    const base = { id, date, range, order: `${date} ${this.#ranks.get(kind) ?? 9} ${naturalOrder(id)}` }
    const from = this.#holder(event, 'from', '从谁')
    const to = this.#holder(event, 'to', '归谁')
    switch (kind) {
      case 'issue': {
        if (typeof to !== 'string') return to
        const lot = this.#readLot(event, range)
        return 'reason' in lot ? lot : { ...base, kind, to, lot }
      }
      case 'transfer':
        if (typeof from !== 'string') return from
        if (typeof to !== 'string') return to
        if (from === to) return { field: 'to', reason: `转出方和转入方都是“${clip(to)}”。请核对` }
        return { ...base, kind, from, to }
      case 'retire':
        if (typeof from !== 'string') return from
        if (event.forYear === null)
          return { field: 'forYear', reason: '没有写用于哪一年的消费，不知道计入哪一年。请补上年份' }
        return { ...base, kind, from, year: event.forYear }
      case 'cancel':
        return typeof from === 'string' ? { ...base, kind, from } : from
      case 'expire':
        if (event.from === null) return { ...base, kind, from: null }
        return typeof from === 'string' ? { ...base, kind, from } : from
    }
  }

  #holder(event: CertificateEvent, field: 'from' | 'to', what: string): string | Refusal {
    const code = event[field]
    if (code === null) return { field, reason: `没有写${what}。请补上持有方的编号` }
    if (this.#parameters.holders.has(code)) return code
    return { field, reason: `持有方“${clip(code)}”没有登记。请先在持有方里登记，或改编号` }
  }

  #readLot(event: CertificateEvent, range: CertificateRange): Lot | Refusal {
    const { id, date, form, mwh } = event
    const { mwhPerCertificate, validity } = this.#parameters
    if (form === null) return { field: 'form', reason: '没有写证电合一还是证电分离。请选绿电直连、绿电交易或单独购证' }
    if (event.generationMonth === null)
      return { field: 'generationMonth', reason: '没有写发电月份，算不出有效期。请按证书补上' }
    const generated = parseMonth(event.generationMonth)
    if (!generated)
      return {
        field: 'generationMonth',
        reason: `发电月份“${clip(event.generationMonth)}”不存在。请写成 2025-03 的形式`,
      }
    if (date < event.generationMonth)
      return { field: 'date', reason: `核发日期 ${date} 早于发电月份 ${event.generationMonth}。请核对两处` }
    const certificates = countOf(range)
    const fitting = decimal(String(certificates)).times(mwhPerCertificate)
    if (mwh !== null && compare(decimal(mwh), fitting) !== 0)
      return {
        field: 'mwh',
        reason: `电量 ${mwh} MWh 与 ${certificates} 张证书（每张 ${textOf(mwhPerCertificate)} MWh，应为 ${textOf(fitting)} MWh）不符。请核对首末号和电量`,
      }
    if (event.expiry !== null && !parseDate(event.expiry))
      return { field: 'expiry', reason: `有效期止“${clip(event.expiry)}”不存在。请写成 2025-03-14 的形式` }
    const expiry = event.expiry ?? expiryByRule(generated, validity)
    if (expiry < dateText(lastDay(generated)))
      return {
        field: 'expiry',
        reason: `有效期止 ${expiry} 早于发电月份 ${event.generationMonth} 结束，还没有发电就过期了。请核对两处`,
      }
    return { ...range, event: id, form, generationMonth: event.generationMonth, expiry }
  }
}

/** The last day of validity by the rule. */
function expiryByRule(generated: { year: number; month: number }, { months, countedFrom }: Validity): string {
  return dateText(lastDay(monthsAfter(generated, countedFrom === 'generationMonth' ? months - 1 : months)))
}

function nextDay(date: string): string {
  const day = parseDate(date)
  return day ? dateText(dayAfter(day)) : date
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const LONGEST_DIGITS = 20

/** `T10` after `T2`. */
function naturalOrder(id: string): string {
  return id.replace(/\d+/g, digits => digits.padStart(LONGEST_DIGITS, '0'))
}

const NOT_ISSUED = 0

/** The states of all certificates between two events. */
class LedgerRun {
  readonly #positions: Positions
  readonly #states: RangeStates
  /** The lot of each position that was issued. */
  readonly #lots: (Lot | undefined)[]
  readonly #expiring: readonly Extract<ReadEvent, { kind: 'issue' }>[]
  #expired = 0
  /** States have small numbers; 0 is "not issued". */
  readonly #known: (CertificateState | null)[] = [null]
  readonly #numbers = new Map<string, number>()
  readonly #monthly = new Map<string, Map<string, Movements>>()
  readonly #applied = new Set<string>()

  constructor(events: readonly ReadEvent[]) {
    this.#positions = new Positions(events.map(event => event.range))
    this.#states = new RangeStates(this.#positions.count)
    this.#lots = new Array(this.#positions.count)
    this.#expiring = events
      .flatMap(event => (event.kind === 'issue' ? [event] : []))
      .sort((a, b) => order(a.lot.expiry, b.lot.expiry))
  }

  /** Lets every certificate expire whose last day lies before a day. */
  expireBefore(date: string): void {
    for (let next = this.#expiring[this.#expired]; next && next.lot.expiry < date; ) {
      if (this.#applied.has(next.id)) this.#expireLot(next.lot, nextDay(next.lot.expiry))
      this.#expired += 1
      next = this.#expiring[this.#expired]
    }
  }

  /** Applies an event, or says why it cannot have happened. */
  apply(event: ReadEvent): Refusal | null {
    const refusal = this.#change(event)
    if (!refusal) this.#applied.add(event.id)
    return refusal
  }

  result(): Omit<Ledger, 'problems'> {
    const holdings = this.#holdings()
    const totals = { issued: 0n, held: 0n, retired: 0n, expired: 0n, cancelled: 0n }
    for (const holding of holdings) totals[holding.state.kind] += countOf(holding)
    for (const months of this.#monthly.values()) for (const { issued } of months.values()) totals.issued += issued
    return { holdings, totals, monthly: this.#monthly, applied: this.#applied }
  }

  #change(event: ReadEvent): Refusal | null {
    const { date, range } = event
    switch (event.kind) {
      case 'issue': {
        const refusal = this.#unless(range, NOT_ISSUED, (number, _, lot) => ({
          field: 'first',
          reason: `证书 ${number} 已由“${clip(lot?.event ?? '')}”核发，同一张证书不能计两次。请核对两行的首末号`,
        }))
        if (refusal) return refusal
        const [from, to] = this.#positions.of(range)
        this.#lots.fill(event.lot, from, to)
        this.#move(range, this.#number({ kind: 'held', holder: event.to }), date, event.to, 'issued')
        if (event.lot.expiry < date) this.#expireLot(event.lot, date)
        return null
      }
      case 'transfer': {
        const refusal = this.#unlessHeldBy(event.from, range)
        if (refusal) return refusal
        this.#move(range, this.#number({ kind: 'held', holder: event.to }), date, event.from, 'sent')
        this.#count(event.to, date, 'received', countOf(range))
        return null
      }
      case 'retire': {
        const refusal = this.#unlessHeldBy(event.from, range)
        const state = { kind: 'retired', holder: event.from, year: event.year } as const
        if (!refusal) this.#move(range, this.#number(state), date, event.from, 'retired')
        return refusal
      }
      case 'cancel': {
        const refusal = this.#unlessHeldBy(event.from, range)
        const state = { kind: 'cancelled', holder: event.from } as const
        if (!refusal) this.#move(range, this.#number(state), date, event.from, 'cancelled')
        return refusal
      }
      case 'expire':
        return this.#expireByEvent(event)
    }
  }

  /** A row that says what happened anyway is no contradiction: certificates that are expired already stay so. */
  #expireByEvent({ from: holder, range, date }: Extract<ReadEvent, { kind: 'expire' }>): Refusal | null {
    const live: { from: number; to: number; holder: string }[] = []
    let refusal: Refusal | null = null
    const [start, end] = this.#positions.of(range)
    this.#states.visit(start, end, (from, to, number) => {
      const state = this.#known[number]
      if (!state || (state.kind !== 'held' && state.kind !== 'expired') || (holder !== null && state.holder !== holder))
        refusal = { field: 'first', reason: this.#notHeld(this.#positions.at(range, from), state, holder) }
      else if (state.kind === 'held') {
        const valid = this.#lots.slice(from, to).find(lot => lot !== undefined && date < lot.expiry)
        if (valid)
          refusal = {
            field: 'date',
            reason: `到期日期 ${date} 早于“${clip(valid.event)}”的有效期止 ${valid.expiry}。请核对日期，或在核发那一行写明有效期止`,
          }
        live.push({ from, to, holder: state.holder })
      }
      return refusal === null
    })
    if (refusal === null) for (const part of live) this.#expire(part.from, part.to, part.holder, date)
    return refusal
  }

  #expireLot(lot: Lot, date: string): void {
    const live: { from: number; to: number; holder: string }[] = []
    const [start, end] = this.#positions.of(lot)
    this.#states.visit(start, end, (from, to, number) => {
      const state = this.#known[number]
      if (state?.kind === 'held') live.push({ from, to, holder: state.holder })
      return true
    })
    for (const { from, to, holder } of live) this.#expire(from, to, holder, date)
  }

  #expire(from: number, to: number, holder: string, date: string): void {
    this.#states.set(from, to, this.#number({ kind: 'expired', holder }))
    this.#count(holder, date, 'expired', this.#positions.width(from, to))
  }

  #unlessHeldBy(holder: string, range: CertificateRange): Refusal | null {
    return this.#unless(range, this.#number({ kind: 'held', holder }), (number, state) => ({
      field: 'first',
      reason: this.#notHeld(number, state, holder),
    }))
  }

  #notHeld(number: string, state: CertificateState | null | undefined, holder: string | null): string {
    if (!state) return `证书 ${number} 到这一天还没有核发记录。请先补核发，或核对首末号和日期`
    const by = `“${clip(state.holder)}”`
    switch (state.kind) {
      case 'held':
        return `证书 ${number} 这一天由${by}持有，不在“${clip(holder ?? '')}”名下。请核对首末号、日期和持有方；同一天先后转手的按编号排先后`
      case 'retired':
        return `证书 ${number} 已由${by}核销，用于 ${state.year} 年，不能再用。请核对首末号`
      case 'expired':
        return `证书 ${number} 在${by}名下已经过期，不能再用。请核对日期和有效期`
      case 'cancelled':
        return `证书 ${number} 在${by}名下已经作废，不能再用。请核对首末号`
    }
  }

  /** Refuses if any certificate of the range is in another state; the first such one is named. */
  #unless(
    range: CertificateRange,
    wanted: number,
    refuse: (number: string, state: CertificateState | null | undefined, lot: Lot | undefined) => Refusal,
  ): Refusal | null {
    let refusal: Refusal | null = null
    const [start, end] = this.#positions.of(range)
    this.#states.visit(start, end, (from, _, number) => {
      if (number === wanted) return true
      refusal = refuse(this.#positions.at(range, from), this.#known[number], this.#lots[from])
      return false
    })
    return refusal
  }

  #move(range: CertificateRange, state: number, date: string, holder: string, movement: keyof Movements): void {
    this.#states.set(...this.#positions.of(range), state)
    this.#count(holder, date, movement, countOf(range))
  }

  #count(holder: string, date: string, movement: keyof Movements, certificates: bigint): void {
    let months = this.#monthly.get(holder)
    if (!months) {
      months = new Map()
      this.#monthly.set(holder, months)
    }
    const month = date.slice(0, MONTH_LENGTH)
    let movements = months.get(month)
    if (!movements) {
      movements = { issued: 0n, received: 0n, sent: 0n, retired: 0n, expired: 0n, cancelled: 0n }
      months.set(month, movements)
    }
    movements[movement] += certificates
  }

  #number(state: CertificateState): number {
    const key = `${state.kind} ${state.kind === 'retired' ? state.year : ''} ${state.holder}`
    const found = this.#numbers.get(key)
    if (found !== undefined) return found
    this.#numbers.set(key, this.#known.length)
    return this.#known.push(state) - 1
  }

  #holdings(): Holding[] {
    const holdings: Holding[] = []
    this.#states.visit(0, this.#positions.count, (start, end, number) => {
      const state = this.#known[number]
      if (!state) return true
      for (let from = start; from < end; ) {
        const lot = this.#lots[from]
        let to = from + 1
        while (to < end && this.#lots[to] === lot) to += 1
        const before = holdings.at(-1)
        const first = this.#positions.start(from)
        const last = this.#positions.start(to - 1) + this.#positions.width(to - 1, to) - 1n
        if (before && before.lot === lot && before.state === state) holdings[holdings.length - 1] = { ...before, last }
        else if (lot) holdings.push({ series: lot.series, first, last, lot, state })
        from = to
      }
      return true
    })
    return holdings
  }
}

const MONTH_LENGTH = 7

/**
 * All numbers that events name, as small positions: every certificate between two neighbouring ends behaves alike, so one
 * position stands for all of them.
 */
class Positions {
  readonly count: number
  readonly #starts: bigint[] = []
  readonly #index = new Map<string, Map<bigint, number>>()

  constructor(ranges: readonly CertificateRange[]) {
    const ends = new Map<string, Set<bigint>>()
    for (const { series, first, last } of ranges) {
      let set = ends.get(series.key)
      if (!set) {
        set = new Set()
        ends.set(series.key, set)
      }
      set.add(first).add(last + 1n)
    }
    for (const key of [...ends.keys()].sort()) {
      const index = new Map<bigint, number>()
      for (const end of [...(ends.get(key) ?? [])].sort((a, b) => (a < b ? -1 : 1))) {
        index.set(end, this.#starts.length)
        this.#starts.push(end)
      }
      this.#index.set(key, index)
    }
    this.count = this.#starts.length
  }

  /** From the first position of a range up to the one after its last. */
  of({ series, first, last }: CertificateRange): [number, number] {
    const index = this.#index.get(series.key)
    return [index?.get(first) ?? 0, index?.get(last + 1n) ?? 0]
  }

  /** The first certificate of a position. */
  start(position: number): bigint {
    return this.#starts[position] ?? 0n
  }

  /** How many certificates lie in the positions from `from` up to but not including `to`, of one series. */
  width(from: number, to: number): bigint {
    return this.start(to) - this.start(from)
  }

  /** The number, written out, of the first certificate of a position. */
  at({ series }: CertificateRange, position: number): string {
    return certificateNumber(series, this.start(position))
  }
}
