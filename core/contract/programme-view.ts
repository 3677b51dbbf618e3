import type { EfficiencyResults } from './efficiency-programme.ts'
import type { CertificateRow, GreenPowerResults, HolderResult, PeriodRow, YearResult } from './green-power.ts'
import type { ViewRow } from './views.ts'

/** The tables of facts of programmes, which belong to the workbook and not to one institution. */
export const PROGRAMME_TABLES = [
  'benchmark',
  'body',
  'unit',
  'unitYear',
  'pathYear',
  'approval',
  'holder',
  'certificateEvent',
  'holderElectricity',
  'cleanEnergy',
  'greenParameter',
  'openingShortfall',
] as const
export type ProgrammeTable = (typeof PROGRAMME_TABLES)[number]

/** Most lines that can be pasted at once. */
export const MOST_LINES = 50_000

/** A column of a table of a programme: as it is headed, and the words it may hold. */
export type ProgrammeColumn = {
  readonly name: string
  readonly label: string
  readonly unit: string
  readonly required: boolean
  /** A quantity that can be below zero. */
  readonly signed: boolean
  /** A number of things, of which there is no half. */
  readonly whole: boolean
  readonly kind: 'text' | 'quantity' | 'year' | 'month' | 'monthOfYear' | 'day'
  readonly words: readonly { readonly value: string; readonly label: string }[]
}

/** A table of facts of a programme, whose lines are pasted. */
export type ProgrammeTableView = {
  readonly table: ProgrammeTable
  readonly label: string
  readonly count: number
  readonly columns: readonly ProgrammeColumn[]
}

/** A page of such a table, and how many lines there are that fit what is looked for. */
export type ProgrammeRows = { readonly rows: readonly ViewRow[]; readonly found: number }

/** What is wrong in a pasted block: the line as a person counts, the column, and what to do. */
export type ImportFault = { readonly line: number; readonly column: string; readonly message: string }

/** What a pasted block comes to. With a fault nothing is written: half a table is worse than none. */
export type ImportView = {
  readonly added: number
  readonly changed: number
  readonly same: number
  /** The first of them; `faultCount` counts all. */
  readonly faults: readonly ImportFault[]
  readonly faultCount: number
  /** The first lines as they were read, column by column. */
  readonly read: readonly (readonly string[])[]
  readonly written: boolean
}

/** A programme as screens show it: what it is, in which language, and the tables that its facts are in. */
export type ProgrammeView = {
  readonly id: string
  readonly title: string
  readonly jurisdiction: string
  readonly kind: 'efficiencyRanking' | 'certificateLedger'
  readonly language: 'zh-Hans' | 'zh-Hant'
  readonly draft: boolean
  /** How its years are counted, where not as everybody counts them: 113 + 1911 is 2024. */
  readonly era: { readonly label: string; readonly offset: number; readonly suffix: string } | null
  /** The years it can be looked at in, the one that people will ask for first. */
  readonly years: readonly { readonly gregorian: string; readonly shown: string }[]
  /** The year that is looked at first. */
  readonly year: string
  readonly tables: readonly ProgrammeTableView[]
  readonly notes: readonly { readonly kind: string; readonly text: string; readonly clause: string }[]
  readonly omitted: readonly { readonly clause: string; readonly reason: string }[]
}

/** A year of an efficiency programme without its units, of which there may be thousands. */
export type EfficiencyView = Omit<EfficiencyResults, 'units'> & {
  /** How many units met their target, missed it, or cannot be told. */
  readonly tally: { readonly met: number; readonly unmet: number; readonly undetermined: number }
}

/** A green-power programme without months and quarters, which are asked for one holder and year. */
export type GreenPowerView = Omit<GreenPowerResults, 'holders'> & {
  readonly holders: readonly (Omit<HolderResult, 'years'> & {
    readonly years: readonly Omit<YearResult, 'months' | 'quarters'>[]
  })[]
}

export type PeriodsView = { readonly months: readonly PeriodRow[]; readonly quarters: readonly PeriodRow[] }

/** A page of the runs of certificates in the same state, and how many there are. */
export type CertificatePage = { readonly rows: readonly CertificateRow[]; readonly found: number }
