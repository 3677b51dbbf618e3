import type { CertificateForm, CertificateStateName } from '#core/contract/green-power.ts'
import { dateText, monthsLater, parseDate } from '#core/quantity/date.ts'
import type { Holding, Ledger } from './ledger.ts'

/** Why a certificate counts for a year: it was retired for it, or is still held and was generated in it. */
export type CertificateBasis = 'retired' | 'held'

/** What the certificates of one holder come to. */
export type HolderTally = {
  readonly totals: Record<CertificateStateName, bigint>
  /** What counts for each year, by how it came and why it counts. Every certificate counts once at most. */
  readonly counted: Map<string, Map<CertificateForm, Record<CertificateBasis, bigint>>>
  /** Held or retired, by month of generation and how it came. */
  readonly generated: Map<string, Record<CertificateForm, bigint>>
  /** Held certificates whose last day is near, and those that expired, by their last day. */
  readonly expiring: Map<string, Expiry>
  readonly expired: Map<string, Expiry>
  /** Retired for a year before the one they were generated in. */
  readonly early: Map<string, bigint>
  /** Retired for a year that begins after their last day. */
  readonly late: Map<string, bigint>
}

export type Expiry = {
  certificates: bigint
  readonly ranges: { first: string; last: string }[]
  moreRanges: number
}

export type TallyParameters = {
  readonly asOf: string
  /** Held certificates whose last day is at most so many months away are near it. */
  readonly warningMonths: number
}

const RANGES_SHOWN = 10
const YEAR_LENGTH = 4

/**
 * Counts the certificates of every holder as of the day of the ledger. A certificate counts for the year it was retired for, or,
 * while it is still held, for the year it was generated in: for one holder and one year only.
 */
export function tallyLedger(
  { holdings }: Ledger,
  { asOf, warningMonths }: TallyParameters,
): ReadonlyMap<string, HolderTally> {
  const day = parseDate(asOf)
  const warned = day ? dateText(monthsLater(day, warningMonths)) : asOf
  const tallies = new Map<string, HolderTally>()
  for (const holding of holdings) {
    const { lot, state, certificates } = holding
    const tally = get(tallies, state.holder, emptyTally)
    tally.totals[state.kind] += certificates
    switch (state.kind) {
      case 'held':
        count(tally, holding, lot.generationMonth.slice(0, YEAR_LENGTH), 'held')
        if (lot.expiry <= warned) addExpiry(tally.expiring, holding)
        break
      case 'retired': {
        const year = state.year ?? ''
        count(tally, holding, year, 'retired')
        if (year < lot.generationMonth.slice(0, YEAR_LENGTH))
          tally.early.set(year, (tally.early.get(year) ?? 0n) + certificates)
        if (`${year}-01-01` > lot.expiry) tally.late.set(year, (tally.late.get(year) ?? 0n) + certificates)
        break
      }
      case 'expired':
        addExpiry(tally.expired, holding)
        break
      case 'cancelled':
        break
    }
  }
  return tallies
}

/** The tally of a holder that never had a certificate. */
export function emptyTally(): HolderTally {
  return {
    totals: { held: 0n, retired: 0n, expired: 0n, cancelled: 0n },
    counted: new Map(),
    generated: new Map(),
    expiring: new Map(),
    expired: new Map(),
    early: new Map(),
    late: new Map(),
  }
}

/** No certificate of any form. */
export function noCertificates(): Record<CertificateForm, bigint> {
  return { directSupply: 0n, greenPowerTrade: 0n, unbundled: 0n }
}

function count(tally: HolderTally, { lot, certificates }: Holding, year: string, basis: CertificateBasis): void {
  const forms = get(tally.counted, year, () => new Map<CertificateForm, Record<CertificateBasis, bigint>>())
  get(forms, lot.form, () => ({ retired: 0n, held: 0n }))[basis] += certificates
  get(tally.generated, lot.generationMonth, noCertificates)[lot.form] += certificates
}

function addExpiry(expiries: Map<string, Expiry>, { lot, first, last, certificates }: Holding): void {
  const expiry = get(expiries, lot.expiry, (): Expiry => ({ certificates: 0n, ranges: [], moreRanges: 0 }))
  expiry.certificates += certificates
  if (expiry.ranges.length < RANGES_SHOWN) expiry.ranges.push({ first, last })
  else expiry.moreRanges += 1
}

function get<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
