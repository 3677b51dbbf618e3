import type { InstitutionResult } from './results.ts'

/** A row of the workbook as screens see it: counts are numbers, quantities are text. */
export type ViewRow = Readonly<Record<string, string | number | null>>

/** A grade with its mark; `rank` 1 is best, 0 undetermined, and `equals` marks a value exactly on the laxest tier. */
export type GradeView = {
  readonly id: string
  readonly label: string
  readonly mark: string
  readonly rank: 0 | 1 | 2 | 3 | 4
  readonly equals: boolean
}

/** What the list shows of one institution-year. */
export type Summary = {
  readonly year: string
  readonly institution: string
  readonly name: string
  readonly class: string | null
  readonly type: string | null
  readonly rowLabel: string
  readonly place: string | null
  readonly zone: string | null
  readonly floorArea: string | null
  readonly people: string | null
  readonly indicators: readonly { readonly id: string; readonly grade: GradeView; readonly text: string }[]
  readonly todos: readonly Todo[]
  readonly reported: number
  readonly expected: number
}

/** The list, or what has changed in it since a revision; `all` replaces what was there. */
export type ListView = { readonly all: boolean; readonly rows: readonly Summary[] }

/** Something left to do, with the field that settles it. */
export type Todo = {
  readonly severity: 'must' | 'check'
  readonly text: string
  readonly year: string
  readonly institution: string
  /** The screen it is settled on. */
  readonly stage: Stage
}

export type Stage = 'institution' | 'people' | 'energy' | 'evaluation'

/** One number with its unit, ready to print; `cell` opens its derivation. */
export type Figure = {
  readonly cell: string
  readonly label: string
  readonly text: string | null
  readonly unit: string
}

export type CardView = {
  readonly id: string
  readonly label: string
  readonly role: 'main' | 'reference'
  readonly unit: string
  readonly digits: number
  readonly display: string | null
  /** Exact value, for the place of the mark on the band. */
  readonly value: string | null
  readonly grade: GradeView
  readonly raw: {
    readonly cell: string
    readonly display: string | null
    readonly value: string | null
    readonly grade: GradeView
  }
  readonly tiers: readonly {
    readonly id: string
    readonly label: string
    readonly value: string | null
    readonly zone: GradeView
  }[]
  readonly beyond: GradeView
  readonly distance: {
    readonly label: string
    readonly inUnit: string
    readonly percent: string | null
    readonly amount: string
    readonly amountUnit: string
  } | null
  readonly missing: readonly { readonly text: string; readonly stage: Stage }[]
  readonly flags: readonly string[]
}

/** Everything that the screens of one institution show. */
export type Detail = {
  readonly year: string
  readonly institution: ViewRow
  readonly yearRow: ViewRow
  readonly areas: readonly ViewRow[]
  readonly people: readonly (ViewRow & { readonly coefficient: string | null; readonly average: string | null })[]
  readonly supplies: readonly ViewRow[]
  readonly consumption: readonly ViewRow[]
  readonly totals: readonly {
    readonly supply: string
    readonly total: string | null
    readonly known: number
    readonly of: number
  }[]
  readonly specialUses: readonly ViewRow[]
  readonly operation: ViewRow
  readonly correction: ViewRow
  readonly choices: readonly ViewRow[]
  readonly drafts: readonly ViewRow[]
  readonly result: InstitutionResult
  readonly cards: readonly CardView[]
  readonly figures: readonly Figure[]
  readonly todos: readonly Todo[]
  readonly runs: readonly {
    readonly id: string
    readonly at: string
    readonly label: string | null
    readonly grades: string
  }[]
}

/** One step of an explanation, and below it the steps it rests on. */
export type DerivationView = {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly note: string | null
  readonly source: string
  readonly repeated: boolean
  readonly steps: readonly DerivationView[]
}

export type StepView = { readonly sequence: number; readonly label: string; readonly at: string }

export type WorkbookView = {
  readonly name: string
  readonly revision: number
  readonly readOnly: boolean
  readonly sample: boolean
  readonly year: string
  readonly undo: string | null
  readonly redo: string | null
  readonly savedAt: string | null
  readonly institutions: number
}

export type PackView = {
  readonly id: string
  readonly title: string
  readonly number: string | null
  readonly digest: string
  readonly examples: number
  readonly places: readonly { readonly name: string; readonly zone: string }[]
  readonly classes: readonly { readonly name: string; readonly types: readonly string[] }[]
  readonly indicators: readonly { readonly id: string; readonly label: string; readonly unit: string }[]
  readonly notes: readonly { readonly kind: string; readonly text: string; readonly clause: string }[]
  readonly omitted: readonly { readonly clause: string; readonly reason: string }[]
}

export type FileView = {
  readonly handle: string
  readonly name: string
  readonly modified: string
  readonly megabytes: string
  readonly note: string | null
}

export type StateView = { readonly workbook: WorkbookView | null; readonly pack: PackView; readonly folder: string }
