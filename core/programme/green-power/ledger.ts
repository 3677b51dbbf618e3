import type { CertificateEvent, CertificateForm, CertificateStateName } from '#core/contract/green-power.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { dateText, dayAfter, parseDate } from '#core/quantity/date.ts'
import { Positions } from './positions.ts'
import { RangeStates } from './range-states.ts'
import {
  type LedgerParameters,
  type LedgerProblem,
  type Lot,
  type ReadEvent,
  type Refusal,
  readEvents,
} from './read-events.ts'

export type CertificateState = {
  readonly kind: CertificateStateName
  /** Who holds it, or held it last. */
  readonly holder: string
  /** The year whose consumption a retired certificate covers. */
  readonly year: string | null
}

/** A run of certificates of one lot that are in the same state. */
export type Holding = {
  readonly first: string
  readonly last: string
  readonly certificates: bigint
  readonly lot: Lot
  readonly state: CertificateState
}

/** How many certificates came to a holder and left it, within one month. */
export type Movements = Record<'issued' | 'received' | 'sent' | 'retired' | 'expired' | 'cancelled', bigint>

export type Ledger = {
  /** Every certificate that was ever issued, once, as of the day; in the order of their numbers. */
  readonly holdings: readonly Holding[]
  /** By holder, then by month `2024-03`. */
  readonly monthly: ReadonlyMap<string, ReadonlyMap<string, Movements>>
  /** issued = held + retired + expired + cancelled. */
  readonly totals: Readonly<Record<'issued' | CertificateStateName, bigint>>
  /** How many events took effect. */
  readonly applied: number
  readonly problems: readonly LedgerProblem[]
}

/**
 * Follows every certificate through the events, in the order of their days, on one day in the order of the kinds, then of the
 * ids; the order of the input does not matter. An event that cannot have happened is refused with a sentence and changes
 * nothing; all others go on. A certificate that nobody retired is expired from the day after its last day.
 */
export function runLedger(rows: readonly CertificateEvent[], parameters: LedgerParameters): Ledger {
  const { events, problems: unread } = readEvents(rows, parameters)
  const problems = [...unread]
  const tell = (severity: LedgerProblem['severity'], { id, kind }: ReadEvent, refusal: Refusal) =>
    problems.push({ ...refusal, event: id, kind, severity })
  const run = new LedgerRun(events)
  events.forEach((event, i) => {
    if (event.date > parameters.asOf) tell('warning', event, notYet(event.date, parameters.asOf))
    else {
      const refusal = run.apply(i, event)
      if (refusal) tell('refusal', event, refusal)
    }
  })
  run.expireBefore(parameters.asOf)
  return { ...run.result(), problems }
}

const NOT_ISSUED = 0
const APART: CertificateForm = 'unbundled'
const MONTH_LENGTH = 7

/** The states of all certificates between two events. */
class LedgerRun {
  readonly #positions: Positions
  readonly #states: RangeStates
  /** Where the range of each event begins and ends. */
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  /** The lot of each position that was issued. */
  readonly #lots: (Lot | undefined)[]
  /** The lots that may be issued, by their last day. */
  readonly #expiring: readonly Expiring[]
  #expired = 0
  /** States have small numbers; 0 is "not issued". */
  readonly #known: (CertificateState | null)[] = [null]
  readonly #numbers = new Map<string, number>()
  readonly #heldBy = new Map<string, number>()
  readonly #books = new Map<string, Book>()
  /** Lots as they count after a transfer, by form and issue. */
  readonly #sold = new Map<string, Lot>()
  #applied = 0

  constructor(events: readonly ReadEvent[]) {
    this.#positions = new Positions(events.map(event => event.range))
    this.#states = new RangeStates(this.#positions.count)
    this.#starts = new Int32Array(events.length)
    this.#ends = new Int32Array(events.length)
    this.#lots = new Array(this.#positions.count).fill(undefined)
    const expiring: Expiring[] = []
    events.forEach(({ range, lot }, i) => {
      const start = this.#positions.start(range)
      // the number after a single certificate is the next one that is named
      const end = range.certificates === 1n ? start + 1 : this.#positions.end(range)
      this.#starts[i] = start
      this.#ends[i] = end
      if (lot) expiring.push({ lot, start, end })
    })
    this.#expiring = expiring.sort((a, b) => (a.lot.expiry < b.lot.expiry ? -1 : a.lot.expiry > b.lot.expiry ? 1 : 0))
  }

  /** Lets every certificate expire whose last day lies before a day. */
  expireBefore(date: string): void {
    for (let next = this.#expiring[this.#expired]; next && next.lot.expiry < date; ) {
      if (this.#lots[next.start]?.event === next.lot.event) this.#expireLot(next, nextDay(next.lot.expiry))
      this.#expired += 1
      next = this.#expiring[this.#expired]
    }
  }

  /** Applies the event of that index, or says why it cannot have happened. */
  apply(index: number, event: ReadEvent): Refusal | null {
    this.expireBefore(event.date)
    const refusal = this.#change(event, this.#starts[index] ?? 0, this.#ends[index] ?? 0)
    if (!refusal) this.#applied += 1
    return refusal
  }

  result(): Omit<Ledger, 'problems'> {
    const holdings = this.#holdings()
    const totals = { issued: 0n, held: 0n, retired: 0n, expired: 0n, cancelled: 0n }
    for (const holding of holdings) totals[holding.state.kind] += holding.certificates
    const monthly = new Map([...this.#books].map(([holder, { months }]) => [holder, months]))
    for (const months of monthly.values()) for (const { issued } of months.values()) totals.issued += issued
    return { holdings, totals, monthly, applied: this.#applied }
  }

  #change(event: ReadEvent, start: number, end: number): Refusal | null {
    const { kind, date, range, to, lot } = event
    if (kind === 'expire') return this.#expireByEvent(event, start, end)
    if (lot) {
      const other = this.#states.firstOther(start, end, NOT_ISSUED)
      if (other >= 0) return this.#issuedTwice(other)
      this.#lots.fill(lot, start, end)
      this.#states.set(start, end, this.#held(to))
      this.#count(to, date, 'issued', range.certificates)
      if (lot.expiry < date) this.#expireLot({ lot, start, end }, date)
      return null
    }
    const holder = event.from ?? ''
    const other = this.#states.firstOther(start, end, this.#held(holder))
    if (other >= 0) return this.#notHeld(other, holder)
    if (kind === 'transfer') {
      const refused = event.form && this.#sellAs(event.form, start, end)
      if (refused) return refused
      this.#states.set(start, end, this.#held(to))
      this.#count(holder, date, 'sent', range.certificates)
      this.#count(to, date, 'received', range.certificates)
    } else {
      const year = kind === 'retire' ? event.year : null
      const change = kind === 'retire' ? 'retired' : 'cancelled'
      this.#states.set(start, end, this.#number({ kind: change, holder, year }))
      this.#count(holder, date, change, range.certificates)
    }
    return null
  }

  /** Lets certificates count in another form; what was sold apart from its electricity does not come together with it again. */
  #sellAs(form: CertificateForm, start: number, end: number): Refusal | null {
    if (form !== APART)
      for (let position = start; position < end; position++)
        if (this.#lots[position]?.form === APART) {
          const reason = `证书 ${this.#positions.number(position)} 已经与电量分开交易，不能再算证电合一。请核对绿证来源。`
          return { code: 'soldApart', field: 'form', reason }
        }
    for (let position = start; position < end; position++) {
      const lot = this.#lots[position]
      if (lot && lot.form !== form) this.#lots[position] = this.#inForm(lot, form)
    }
    return null
  }

  #inForm(lot: Lot, form: CertificateForm): Lot {
    const key = `${form} ${lot.event}`
    const same = this.#sold.get(key) ?? { ...lot, form }
    this.#sold.set(key, same)
    return same
  }

  /** A row that says what happened anyway is no contradiction: certificates that are expired already stay so. */
  #expireByEvent({ from: holder, date }: ReadEvent, start: number, end: number): Refusal | null {
    const live: Part[] = []
    let refusal: Refusal | null = null
    this.#states.visit(start, end, (from, to, number) => {
      const state = this.#known[number]
      const fits = state && (state.kind === 'held' || state.kind === 'expired')
      if (!fits || (holder !== null && state.holder !== holder)) refusal = this.#notHeld(from, holder)
      else if (state.kind === 'held') {
        const valid = this.#validAfter(date, from, to)
        if (valid) refusal = expiresLater(date, valid)
        live.push({ from, to, holder: state.holder })
      }
      return refusal === null
    })
    if (refusal === null) for (const part of live) this.#expire(part, date)
    return refusal
  }

  /** The first lot between two positions that may still be used after a day. */
  #validAfter(date: string, from: number, to: number): Lot | null {
    for (let position = from; position < to; position++) {
      const lot = this.#lots[position]
      if (lot && date < lot.expiry) return lot
    }
    return null
  }

  #expireLot({ start, end }: Expiring, date: string): void {
    const live: Part[] = []
    this.#states.visit(start, end, (from, to, number) => {
      const state = this.#known[number]
      if (state?.kind === 'held') live.push({ from, to, holder: state.holder })
      return true
    })
    for (const part of live) this.#expire(part, date)
  }

  #expire({ from, to, holder }: Part, date: string): void {
    this.#states.set(from, to, this.#number({ kind: 'expired', holder, year: null }))
    this.#count(holder, date, 'expired', this.#positions.width(from, to))
  }

  #issuedTwice(position: number): Refusal {
    const [number, lot] = [this.#positions.number(position), this.#lots[position]]
    const reason = `证书 ${number} 已由“${clip(lot?.event ?? '')}”核发，同一张证书不能计两次。请核对两行的首末号。`
    return { code: 'issuedTwice', field: 'first', reason }
  }

  #notHeld(position: number, holder: string | null): Refusal {
    const number = this.#positions.number(position)
    const state = this.#known[this.#states.at(position)]
    const refuse = (code: Refusal['code'], reason: string): Refusal => ({
      code,
      field: 'first',
      reason: `证书 ${number} ${reason}`,
    })
    if (!state) return refuse('notIssued', '到这一天还没有核发记录。请先补核发，或核对首末号和日期。')
    const by = `“${clip(state.holder)}”`
    switch (state.kind) {
      case 'held':
        return refuse(
          'notHeld',
          `这一天由${by}持有，不在“${clip(holder ?? '')}”名下。请核对首末号、日期和持有方；同一天先后转手的按编号排先后。`,
        )
      case 'retired':
        return refuse('alreadyRetired', `已由${by}核销，用于 ${state.year} 年，不能再用。请核对首末号。`)
      case 'expired':
        return refuse('alreadyExpired', `在${by}名下已经过期，不能再用。请核对日期和有效期。`)
      case 'cancelled':
        return refuse('alreadyCancelled', `在${by}名下已经作废，不能再用。请核对首末号。`)
    }
  }

  #count(holder: string, date: string, movement: keyof Movements, certificates: bigint): void {
    let book = this.#books.get(holder)
    if (!book) {
      book = { months: new Map(), date: '', latest: noMovements() }
      this.#books.set(holder, book)
    }
    if (book.date !== date) {
      const month = date.slice(0, MONTH_LENGTH)
      book.latest = book.months.get(month) ?? noMovements()
      book.months.set(month, book.latest)
      book.date = date
    }
    book.latest[movement] += certificates
  }

  #held(holder: string): number {
    const number = this.#heldBy.get(holder) ?? this.#number({ kind: 'held', holder, year: null })
    this.#heldBy.set(holder, number)
    return number
  }

  #number(state: CertificateState): number {
    const key = `${state.kind} ${state.year} ${state.holder}`
    const found = this.#numbers.get(key)
    if (found !== undefined) return found
    this.#numbers.set(key, this.#known.length)
    return this.#known.push(state) - 1
  }

  #holdings(): Holding[] {
    const runs: { readonly start: number; end: number; readonly lot: Lot; readonly state: CertificateState }[] = []
    this.#states.visit(0, this.#positions.count, (start, end, number) => {
      const state = this.#known[number]
      if (!state) return true
      for (let from = start; from < end; ) {
        const lot = this.#lots[from]
        let to = from + 1
        while (to < end && this.#lots[to] === lot) to += 1
        const before = runs.at(-1)
        if (before && before.lot === lot && before.state === state) before.end = to
        else if (lot) runs.push({ start: from, end: to, lot, state })
        from = to
      }
      return true
    })
    return runs.map(({ start, end, lot, state }) => this.#holding(start, end, lot, state))
  }

  #holding(start: number, end: number, lot: Lot, state: CertificateState): Holding {
    const first = this.#positions.number(start)
    const isOne = lot.range.certificates === 1n
    return {
      first,
      last: isOne ? first : this.#positions.numberBefore(end),
      certificates: isOne ? 1n : this.#positions.width(start, end),
      lot,
      state,
    }
  }
}

/** What came and went with one holder; the month of the latest day is at hand, since days come in order. */
type Book = { readonly months: Map<string, Movements>; date: string; latest: Movements }

function noMovements(): Movements {
  return { issued: 0n, received: 0n, sent: 0n, retired: 0n, expired: 0n, cancelled: 0n }
}

type Expiring = { readonly lot: Lot; readonly start: number; readonly end: number }
/** Neighbouring positions of one holder. */
type Part = { readonly from: number; readonly to: number; readonly holder: string }

function expiresLater(date: string, { event, expiry }: Lot): Refusal {
  const reason = `到期日期 ${date} 早于“${clip(event)}”的有效期止 ${expiry}。请核对日期，或在核发那一行写明有效期止。`
  return { code: 'dateTooEarly', field: 'date', reason }
}

function notYet(date: string, asOf: string): Refusal {
  const reason = `日期 ${date} 晚于截止日 ${asOf}，没有计入。请核对日期，或改截止日。`
  return { code: 'afterAsOf', field: 'date', reason }
}

function nextDay(date: string): string {
  const day = parseDate(date)
  return day ? dateText(dayAfter(day)) : date
}
