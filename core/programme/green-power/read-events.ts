import type { CertificateEvent, CertificateForm, EventKind } from '#core/contract/green-power.ts'
import type { ProgrammeProblem } from '#core/contract/programme.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { type CivilMonth, dateText, lastDay, monthsLater, parseDate, parseMonth } from '#core/quantity/date.ts'
import { compare, type Decimal, decimal, textOf } from '#core/quantity/decimal.ts'
import { type CertificateRange, CertificateReader } from './certificate-range.ts'

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
export type Lot = {
  readonly event: string
  readonly range: CertificateRange
  readonly form: CertificateForm
  readonly generationMonth: string
  /** The last day on which they may be used. */
  readonly expiry: string
}

/** An event whose fields could be read; what its kind does not have is empty. */
export type ReadEvent = {
  readonly id: string
  readonly kind: EventKind
  readonly date: string
  readonly range: CertificateRange
  readonly from: string | null
  readonly to: string
  readonly year: string
  /** How the certificates of a transfer count from then on; `null`: as before. */
  readonly form: CertificateForm | null
  readonly lot: Lot | null
}

/** Why an event cannot have happened: a code, the field at fault, a Chinese sentence. */
export type Refusal = {
  readonly code: ProgrammeProblem['code']
  readonly field: keyof CertificateEvent
  readonly reason: string
}

/** What is wrong with the event of that id. */
export type LedgerProblem = Refusal & {
  readonly event: string
  readonly kind: EventKind
  readonly severity: ProgrammeProblem['severity']
}

export type ReadEvents = {
  /** In the order in which they happen. */
  readonly events: readonly ReadEvent[]
  readonly problems: readonly LedgerProblem[]
}

/** Reads events field by field and puts them in the order of day, kind and id; what cannot be read is refused with a sentence. */
export function readEvents(rows: readonly CertificateEvent[], parameters: LedgerParameters): ReadEvents {
  const reader = new EventReader(parameters)
  const twice = repeated(rows.map(({ id }) => id))
  const problems: LedgerProblem[] = []
  const ranks = new Map([...parameters.kinds.keys()].map((kind, i) => [kind, String(i)]))
  // there are few days and kinds but many events of each, mostly in the order of their ids already
  const together = new Map<string, ReadEvent[]>()
  for (const row of rows) {
    const result = twice.has(row.id) ? SAME_ID : reader.read(row)
    if ('reason' in result) {
      problems.push({ ...result, event: row.id, kind: row.kind, severity: 'refusal' })
      continue
    }
    const key = `${result.date} ${ranks.get(result.kind) ?? ''}`
    const same = together.get(key)
    if (same) same.push(result)
    else together.set(key, [result])
  }
  const byId = (a: ReadEvent, b: ReadEvent) => compareIds(a.id, b.id)
  return {
    events: [...together].sort(([a], [b]) => order(a, b)).flatMap(([, same]) => same.sort(byId)),
    problems: problems.sort((a, b) => compareIds(a.event, b.event) || order(a.kind, b.kind)),
  }
}

/** The ids that stand there more than once. */
function repeated(ids: readonly string[]): ReadonlySet<string> {
  const once = new Set(ids)
  return once.size === ids.length ? new Set() : new Set(ids.filter(id => !once.delete(id)))
}

const SAME_ID: Refusal = {
  code: 'duplicateId',
  field: 'id',
  reason: '有几行用了同一个编号，分不清是哪一行，都没有计入。请改成各不相同的编号。',
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** `T10` after `T2`. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || order(a, b)
}

class EventReader {
  readonly #parameters: LedgerParameters
  readonly #numbers = new CertificateReader()
  // a ledger has the same few days, months and amounts again and again
  readonly #days = new Map<string, boolean>()
  readonly #months = new Map<string, { readonly lastDay: string; readonly expiry: string } | null>()
  #fitting: { readonly certificates: bigint; readonly mwh: Decimal; readonly text: string } | null = null

  constructor(parameters: LedgerParameters) {
    this.#parameters = parameters
  }

  read(row: CertificateEvent): ReadEvent | Refusal {
    const { id, kind, date } = row
    if (!this.#isDay(date))
      return { code: 'invalidDate', field: 'date', reason: `日期“${clip(date)}”不存在。请写成 2025-03-14 的形式。` }
    const range = this.#numbers.range(row.first, row.last)
    if ('reason' in range) return range
    const giver = kind === 'issue' || (kind === 'expire' && row.from === null) ? null : this.#holder(row, 'from')
    if (giver) return giver
    const taker = kind === 'issue' || kind === 'transfer' ? this.#holder(row, 'to') : null
    if (taker) return taker
    if (kind === 'transfer' && row.from === row.to)
      return { code: 'sameHolder', field: 'to', reason: `转出方和转入方都是“${clip(row.to ?? '')}”。请核对。` }
    if (kind === 'retire' && row.forYear === null)
      return {
        code: 'missingField',
        field: 'forYear',
        reason: '没有写用于哪一年的消费，不知道计入哪一年。请补上年份。',
      }
    const lot = kind === 'issue' ? this.#readLot(row, range) : null
    if (lot && 'reason' in lot) return lot
    return { id, kind, date, range, from: row.from, to: row.to ?? '', year: row.forYear ?? '', form: row.form, lot }
  }

  #holder(row: CertificateEvent, field: 'from' | 'to'): Refusal | null {
    const code = row[field]
    if (code === null)
      return {
        code: 'missingField',
        field,
        reason: `没有写${field === 'from' ? '原持有方' : '归谁持有'}。请补上持有方的编号。`,
      }
    if (this.#parameters.holders.has(code)) return null
    return { code: 'unknownReference', field, reason: `持有方“${clip(code)}”没有登记。请先在持有方里登记，或改编号。` }
  }

  #readLot(row: CertificateEvent, range: CertificateRange): Lot | Refusal {
    const { id, date, form, mwh, generationMonth } = row
    if (form === null)
      return {
        code: 'missingField',
        field: 'form',
        reason: '没有写绿证来源，分不清证电合一还是证电分离。请选一种来源。',
      }
    if (generationMonth === null)
      return { code: 'missingField', field: 'generationMonth', reason: '没有写发电月份，算不出有效期。请按证书补上。' }
    const generated = this.#month(generationMonth)
    if (!generated)
      return {
        code: 'invalidDate',
        field: 'generationMonth',
        reason: `发电月份“${clip(generationMonth)}”不存在。请写成 2025-03 的形式。`,
      }
    if (date < generationMonth)
      return {
        code: 'dateTooEarly',
        field: 'date',
        reason: `核发日期 ${date} 早于发电月份 ${generationMonth}。请核对两处。`,
      }
    const fitting = this.#mwhOf(range.certificates)
    if (mwh !== null && mwh !== fitting.text && compare(decimal(mwh), fitting.mwh) !== 0)
      return {
        code: 'mwhDiffers',
        field: 'mwh',
        reason: `电量 ${mwh} MWh 与证书张数不符：${range.certificates} 张应为 ${fitting.text} MWh。请核对首末号和电量。`,
      }
    if (row.expiry !== null && !this.#isDay(row.expiry))
      return {
        code: 'invalidDate',
        field: 'expiry',
        reason: `有效期止“${clip(row.expiry)}”不存在。请写成 2025-03-14 的形式。`,
      }
    const expiry = row.expiry ?? generated.expiry
    if (expiry < generated.lastDay)
      return {
        code: 'expiryBeforeGeneration',
        field: 'expiry',
        reason: `有效期止 ${expiry} 早于发电月份 ${generationMonth} 的月末，还没有发完电就过期了。请核对两处。`,
      }
    return { event: id, range, form, generationMonth, expiry }
  }

  #isDay(text: string): boolean {
    const known = this.#days.get(text) ?? parseDate(text) !== null
    this.#days.set(text, known)
    return known
  }

  #month(text: string): { readonly lastDay: string; readonly expiry: string } | null {
    const known = this.#months.get(text)
    if (known !== undefined) return known
    const month = parseMonth(text)
    const read = month && {
      lastDay: dateText(lastDay(month)),
      expiry: lastDayOfValidity(month, this.#parameters.validity),
    }
    this.#months.set(text, read)
    return read
  }

  #mwhOf(certificates: bigint): { readonly mwh: Decimal; readonly text: string } {
    if (this.#fitting?.certificates !== certificates) {
      const mwh = decimal(String(certificates)).times(this.#parameters.mwhPerCertificate)
      this.#fitting = { certificates, mwh, text: textOf(mwh) }
    }
    return this.#fitting
  }
}

/** The last day on which certificates of a month may be used, where their issue does not say. */
function lastDayOfValidity(generated: CivilMonth, { months, countedFrom }: Validity): string {
  const later = countedFrom === 'generationMonth' ? months - 1 : months
  return dateText(lastDay(monthsLater({ ...generated, day: 1 }, later)))
}
