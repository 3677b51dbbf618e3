import type { Cell } from '#core/contract/cell.ts'
import {
  type CertificateAmount,
  type CertificateRow,
  type CertificateStateName,
  type EventKind,
  type ExpiryRow,
  GREEN_POWER_LABELS,
  GREEN_POWER_RESULTS_FORMAT,
  type GreenPowerResults,
  type Holder,
  type HolderResult,
  type YearResult,
} from '#core/contract/green-power.ts'
import type { ProgrammeProblem } from '#core/contract/programme.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { compare, type Decimal, decimal, textOf, ZERO } from '#core/quantity/decimal.ts'
import { inSentence } from '#core/quantity/print.ts'
import { citeText, type Derivation, derive } from '#core/standard/derivation.ts'
import { ABSENT, isLacking } from '#core/standard/value.ts'
import type { GreenPowerPack } from '../pack.ts'
import type { Numbered } from '../read-rows.ts'
import { limitedProblems } from '../read-rows.ts'
import { type CarriedIn, HolderYear } from './holder-year.ts'
import { type Ledger, runLedger } from './ledger.ts'
import { periodRows } from './period-rows.ts'
import { type GreenPowerInput, readGreenPower } from './read-green-power.ts'
import { requirementResult, shownNumber } from './requirement-result.ts'
import { requirementsOf } from './requirements.ts'
import { type Expiry, emptyTally, type HolderTally, tallyLedger } from './tally.ts'

/** What is to be explained: a term of a holder's year, or of one of its requirements. */
export type GreenPowerKey = {
  readonly holder: string
  readonly year: string
  readonly requirement?: string
  readonly term: string
}

/** A green-power programme as of one day: its results, its certificates, and the explanation of each number. */
export type GreenPowerEvaluation = {
  readonly results: GreenPowerResults
  /** Every run of certificates of one issue in the same state, in the order of their numbers. */
  certificates(): readonly CertificateRow[]
  cell(key: GreenPowerKey): Cell | null
  /** The derivation of a number, `null` if there is none of that name. */
  explain(key: GreenPowerKey): Derivation | null
}

/**
 * Evaluates the facts of a green-power programme from plain JSON: follows every certificate, counts what belongs to which holder
 * and year, and compares it with what the notice asks, year by year with the shortfall carried on. Pure, and never throws on bad
 * facts: what cannot be used is told in `problems`, and what depends on it is undetermined with its reasons.
 */
export function evaluateGreenPower(raw: unknown, pack: GreenPowerPack): GreenPowerEvaluation {
  const input = readGreenPower(raw, pack)
  const asOf = input.asOf ?? ''
  const certificate = certificateRule(pack)
  const ledger = runLedger(input.asOf === null ? [] : input.events, {
    asOf,
    holders: new Set(input.holders.map(({ row }) => row.code)),
    mwhPerCertificate: certificate.mwh,
    validity: { months: certificate.months, countedFrom: pack.document.rules.certificate.countedFrom },
    kinds: new Map(pack.document.rules.events.map(({ id, label }) => [id, label])),
  })
  const { expiryWarning } = pack.document.rules
  const tallies = tallyLedger(ledger, { asOf, warningMonths: expiryWarning.months })
  const amount = (certificates: bigint): CertificateAmount => ({
    certificates: String(certificates),
    mwh: textOf(decimal(String(certificates)).times(certificate.mwh)),
  })
  const tallyOf = (code: string) => tallies.get(code) ?? emptyTally()
  const holders = input.asOf === null ? [] : input.holders
  const sheets = new Map(
    holders.map(holder => [holder.row.code, yearsOf(pack, input, holder, tallyOf(holder.row.code))]),
  )

  const holderResult = (holder: Numbered<Holder>): HolderResult => {
    const tally = tallyOf(holder.row.code)
    const category = categoryOf(pack, holder.row.category)
    const months = {
      monthly: ledger.monthly.get(holder.row.code) ?? new Map(),
      tally,
      asOf,
      mwhPerCertificate: certificate.mwh,
    }
    return {
      ...holder.row,
      categoryLabel: category?.texts.get('label') ?? null,
      clause: category?.cite.clause ?? null,
      remark: category?.texts.get('remark') ?? null,
      totals: mapStates(state => amount(tally.totals[state])),
      years: (sheets.get(holder.row.code) ?? []).map(sheet => ({
        ...yearResult(pack, sheet),
        ...periodRows(sheet.year, sheet.electricity, months),
      })),
    }
  }

  const results: GreenPowerResults = {
    format: GREEN_POWER_RESULTS_FORMAT,
    ...descriptionOf(pack),
    asOf: input.asOf,
    totals: { ...mapStates(state => amount(ledger.totals[state])), issued: amount(ledger.totals.issued) },
    holders: holders.map(holderResult),
    expiring: holders.flatMap(({ row }) => expiryRows(row, tallyOf(row.code).expiring, amount)),
    expired: holders.flatMap(({ row }) => expiryRows(row, tallyOf(row.code).expired, amount)),
    problems: limitedProblems(
      [
        ...input.problems,
        ...eventProblems(pack, input, ledger),
        ...holders.flatMap(holder =>
          holderProblems(input, holder, tallyOf(holder.row.code), sheets.get(holder.row.code) ?? []),
        ),
      ],
      pack.document.language,
    ),
  }

  let listed: readonly CertificateRow[] | null = null
  const locate = ({ holder, year, requirement, term }: GreenPowerKey) => {
    const sheet = sheets.get(holder)?.find(s => s.year === year)
    if (!sheet) return null
    if (requirement === undefined) return { sheet, id: term }
    const measure = sheet.requirements.find(({ id }) => id === requirement)?.measure
    return { sheet, id: `${measure === 'cleanEnergy' ? 'cleanEnergy' : 'requirement'}[${requirement}].${term}` }
  }
  return {
    results,
    certificates: () => {
      listed ??= certificateRows(ledger, amount)
      return listed
    },
    cell: key => {
      const at = locate(key)
      return at?.sheet.cell(at.id) ?? null
    },
    explain: key => {
      const at = locate(key)
      return at && explained(at.sheet, at.id, sheets.get(key.holder) ?? [])
    },
  }
}

const CARRIED = /^requirement\[([^\]]+)\]\.carriedIn$/

/** A derivation that goes on into the years before wherever a shortfall was carried. */
function explained(sheet: HolderYear, id: string, sheets: readonly HolderYear[]): Derivation | null {
  const derivation = derive(sheet, id)
  const previous = sheets[sheets.indexOf(sheet) - 1]
  if (!derivation || !previous) return derivation
  const into = (step: Derivation): Derivation => {
    const requirement = CARRIED.exec(step.id)?.[1]
    const asked = previous.requirements.some(r => r.id === requirement && r.applies && r.carried)
    const earlier = asked ? explained(previous, `requirement[${requirement}].shortfall`, sheets) : null
    if (!earlier) return { ...step, steps: step.steps.map(into) }
    return {
      ...step,
      steps: [{ ...earlier, id: `${previous.year} ${earlier.id}`, title: `${previous.year} 年${earlier.title}` }],
    }
  }
  return into(derivation)
}

/** How much electricity one certificate stands for, and for how many months it may be used. */
function certificateRule(pack: GreenPowerPack): { readonly mwh: Decimal; readonly months: number } {
  const row = pack.tables.get(pack.document.rules.certificate.table)?.rows[0]
  return {
    mwh: row?.numbers.get('mwhPerCertificate') ?? ZERO,
    months: Number.parseInt(textOf(row?.numbers.get('validityMonths') ?? ZERO), 10),
  }
}

const YEAR_LENGTH = 4

/**
 * The years of a holder, one after another from the first to the last about which anything is known: what one year falls short
 * of is carried into the next.
 */
function yearsOf(
  pack: GreenPowerPack,
  input: GreenPowerInput,
  holder: Numbered<Holder>,
  tally: HolderTally,
): readonly HolderYear[] {
  const known = [...(input.years.get(holder.row.code) ?? []), ...tally.counted.keys()].sort()
  const [first, last] = [known[0], known.at(-1)]
  const sheets: HolderYear[] = []
  if (first === undefined || last === undefined) return sheets
  const end = Number.parseInt(last, 10)
  for (let number = Number.parseInt(first, 10); number <= end; number++) {
    const year = String(number).padStart(YEAR_LENGTH, '0')
    const carried = carriedInto(pack, input, holder.row, year, sheets.at(-1) ?? null)
    sheets.push(new HolderYear(pack, input, holder, year, tally, carried))
  }
  // a shortfall goes on being owed in the years of which nothing is known yet
  const today = Number.parseInt(input.asOf ?? last, 10)
  for (let number = end + 1; number <= today && sheets.at(-1)?.owes(); number++) {
    const year = String(number).padStart(YEAR_LENGTH, '0')
    const carried = carriedInto(pack, input, holder.row, year, sheets.at(-1) ?? null)
    sheets.push(new HolderYear(pack, input, holder, year, tally, carried))
  }
  return sheets
}

/** What each requirement takes over from the year before. */
function carriedInto(
  pack: GreenPowerPack,
  input: GreenPowerInput,
  holder: Holder,
  year: string,
  before: HolderYear | null,
): ReadonlyMap<string, CarriedIn> {
  const who = `“${holder.name ?? holder.code}”`
  const previous = String(Number.parseInt(year, 10) - 1)
  const asked = requirementsOf(pack, holder.category, previous)
  return new Map(
    requirementsOf(pack, holder.category, year).map(({ id, carried, label }): [string, CarriedIn] => {
      const earlier = asked.find(requirement => requirement.id === id)
      const nothing = (why: string): [string, CarriedIn] => [id, { mwh: ZERO, label: why, missing: '' }]
      if (!carried) return nothing('这项要求不划转')
      if (!earlier?.applies) return nothing(`${previous} 年还不按通知判定，没有划转`)
      if (before) {
        const shortfall = before.requirementNumber(earlier, 'shortfall')
        const missing = `${who}${previous} 年“${label}”的缺口还算不出来，不知道划转多少。请先补齐 ${previous} 年的数据。`
        return [
          id,
          {
            mwh: isLacking(shortfall) ? ABSENT : shortfall,
            label: `${GREEN_POWER_LABELS.openings.label} ${previous} 年的缺口`,
            missing,
          },
        ]
      }
      const opening = input.opening(holder.code, id, year)
      const mwh = opening?.row.mwh ?? null
      const missing = `${who}${year} 年以前没有数据，不知道 ${previous} 年“${label}”有没有缺口划转过来。请在上年划转里填数（没有就填 0）并写明来源。`
      const origin = `${GREEN_POWER_LABELS.openings.label}第 ${(opening?.index ?? 0) + 1} 行，${opening?.row.source ?? ''}`
      return [id, { mwh: mwh === null ? ABSENT : decimal(mwh), label: mwh === null ? '' : origin, missing }]
    }),
  )
}

function yearResult(pack: GreenPowerPack, sheet: HolderYear): Omit<YearResult, 'months' | 'quarters'> {
  const shown = (term: string) => shownNumber(pack, term, sheet.number(term))
  const share = sheet.number('share')
  const monthsMissing = sheet.monthsMissing()
  const hasWhole = (sheet.electricity.whole?.row.mwh ?? null) !== null
  return {
    year: sheet.year,
    electricity: shown('electricity'),
    electricityFrom: monthsMissing.length === 0 ? 'months' : hasWhole ? 'year' : null,
    monthsMissing: monthsMissing.map(month => `${sheet.year}-${String(month).padStart(2, '0')}`),
    counted: shown('countedEnergy'),
    retired: shown('retiredEnergy'),
    provisional: shown('provisionalEnergy'),
    bundled: shown('bundledEnergy'),
    share: shown('share'),
    physicalShare: shown('physicalShare'),
    missing: isLacking(share) ? share.map(m => ({ ...m, text: sheet.missingSentence(m) })) : [],
    requirements: sheet.requirements.map(requirement => requirementResult(pack, sheet, requirement)),
  }
}

function categoryOf(pack: GreenPowerPack, category: string | null) {
  const table = pack.tables.get(pack.document.rules.categories.table)
  return table?.rows.find(row => category !== null && row.keys.get('category')?.includes(category)) ?? null
}

function descriptionOf(pack: GreenPowerPack) {
  const { id, title, number, status, rules } = pack.document
  const words = (term: string) => pack.document.terms[term]?.words ?? {}
  const labels: GreenPowerResults['labels'] = {
    events: eventLabels(pack),
    states: rules.states,
    forms: words('certificateForm'),
    expiring: rules.expiryWarning.text,
    deadline: rules.deadline.text,
    terms: Object.fromEntries([...pack.terms].map(([term, { label, unit }]) => [term, { label, unit }])),
  }
  const unconfirmed = [...pack.tables.values()].flatMap(table => table.rows.filter(row => row.toBeVerified))
  return {
    programme: { id, title, number, status, digest: pack.digest },
    labels,
    categories: (pack.tables.get(rules.categories.table)?.rows ?? []).map(row => ({
      id: row.keys.get('category')?.[0] ?? row.id,
      label: row.texts.get('label') ?? row.id,
      clause: row.cite.clause,
    })),
    parameters: rules.parameters.map(({ id: parameter, label, cite }) => ({
      id: parameter,
      label,
      clause: cite.clause,
    })),
    toBeVerified: unconfirmed.map(row => `${citeText(row.cite)}：来源待核`),
  }
}

function eventLabels(pack: GreenPowerPack): Record<EventKind, string> {
  const label = (kind: EventKind) => pack.document.rules.events.find(({ id }) => id === kind)?.label ?? kind
  return {
    issue: label('issue'),
    transfer: label('transfer'),
    retire: label('retire'),
    expire: label('expire'),
    cancel: label('cancel'),
  }
}

function mapStates<Value>(make: (state: CertificateStateName) => Value): Record<CertificateStateName, Value> {
  return { held: make('held'), retired: make('retired'), expired: make('expired'), cancelled: make('cancelled') }
}

function expiryRows(
  { code, name }: Holder,
  expiries: ReadonlyMap<string, Expiry>,
  amount: (certificates: bigint) => CertificateAmount,
): ExpiryRow[] {
  return [...expiries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([expiry, { certificates, ranges, moreRanges }]) => ({
      holder: code,
      name,
      expiry,
      amount: amount(certificates),
      ranges,
      moreRanges,
    }))
}

function certificateRows({ holdings }: Ledger, amount: (certificates: bigint) => CertificateAmount): CertificateRow[] {
  // most runs are single certificates
  const one = amount(1n)
  return holdings.map(({ first, last, certificates, lot, state }) => ({
    first,
    last,
    amount: certificates === 1n ? one : amount(certificates),
    issue: lot.event,
    form: lot.form,
    generationMonth: lot.generationMonth,
    expiry: lot.expiry,
    state: state.kind,
    holder: state.holder,
    forYear: state.year,
  }))
}

/** What is wrong with events, with the place of each row in its table. */
function eventProblems(
  pack: GreenPowerPack,
  { events, eventRows }: GreenPowerInput,
  { problems }: Ledger,
): ProgrammeProblem[] {
  if (problems.length === 0) return []
  const rows = new Map<string, number[]>()
  for (const [i, { id }] of events.entries()) {
    const row = eventRows[i] ?? i
    const known = rows.get(id)
    if (known) known.push(row)
    else rows.set(id, [row])
  }
  const labels = eventLabels(pack)
  const { label, fields } = GREEN_POWER_LABELS.events
  return problems.map(({ code, severity, event, kind, field, reason }) => {
    const index = rows.get(event)?.shift() ?? 0
    const message = `“${label}”第 ${index + 1} 行（${labels[kind]} ${clip(event)}）“${fields[field] ?? field}”：${reason}`
    return { code, severity, table: 'events', row: index + 1, field, message }
  })
}

/** Why a shortfall typed in for a year is not used. */
function notAsked(year: string, first: HolderYear | undefined): string {
  return first !== undefined && first.year < year
    ? `${first.year} 年起已有数据，划转到 ${year} 年的由前一年算出`
    : `该持有方的这项要求没有从 ${year} 年以前划转的`
}

/** What is worth a look about a holder as a whole. */
function holderProblems(
  input: GreenPowerInput,
  { row: holder, index }: Numbered<Holder>,
  tally: HolderTally,
  sheets: readonly HolderYear[],
): ProgrammeProblem[] {
  const who = `“${GREEN_POWER_LABELS.holders.label}”第 ${index + 1} 行（${clip(holder.name ?? holder.code)}）`
  const tell = (code: ProgrammeProblem['code'], field: string, sentence: string): ProgrammeProblem => ({
    code,
    severity: 'warning',
    table: 'holders',
    row: index + 1,
    field,
    message: `${who}：${sentence}`,
  })
  const first = sheets[0]
  const useless = input.openings.filter(({ row: { holder: of, requirement, year } }) => {
    return of === holder.code && !(first?.year === year && first.asksForOpening(requirement))
  })
  const used = (input.years.get(holder.code)?.size ?? 0) > 0 || tally.counted.size > 0
  return [
    ...(holder.category === null && used
      ? [tell('missingField', 'category', '没有填类别，不知道通知对它有什么要求。请选一种类别。')]
      : []),
    ...useless.map(
      ({ row, index: at }): ProgrammeProblem => ({
        code: 'notNeeded',
        severity: 'warning',
        table: 'openings',
        row: at + 1,
        field: 'year',
        message: `“${GREEN_POWER_LABELS.openings.label}”第 ${at + 1} 行：${notAsked(row.year, first)}，这一行没有用到。请核对。`,
      }),
    ),
    ...sheets.flatMap(sheet => {
      const [counted, used] = [sheet.number('countedEnergy'), sheet.number('electricity')]
      if (isLacking(counted) || isLacking(used) || compare(counted, used) <= 0) return []
      const sentence = `${sheet.year} 年计入的绿证电量 ${inSentence(counted)} MWh 多于用电量 ${inSentence(used)} MWh，比例超过 100 %。请核对用电量的单位和绿证用于哪一年。`
      return [tell('sharePast100', 'code', sentence)]
    }),
    ...[...tally.early].map(([year, certificates]) =>
      tell(
        'usedBeforeGeneration',
        'code',
        `核销用于 ${year} 年的绿证里有 ${certificates} 张发电月份晚于该年，通知没有写能否这样用。请核对。`,
      ),
    ),
    ...[...tally.late].map(([year, certificates]) =>
      tell(
        'usedBeforeGeneration',
        'code',
        `核销用于 ${year} 年的绿证里有 ${certificates} 张在该年以前就过了有效期，通知没有写能否这样用。请核对。`,
      ),
    ),
  ]
}
