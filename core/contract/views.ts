import type { DecimalText } from './decimal-text.ts'
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
  /** Signed as final: nothing of it can be changed. */
  readonly final: boolean
  readonly reported: number
  readonly expected: number
  /** Exact amounts for the totals of the workbook; `null` where one is not known. */
  readonly amounts: Readonly<Record<TotalName, string | null>>
}

/** What is added up over all institutions. */
export const TOTALS = ['comprehensiveEnergy', 'buildingElectricity', 'totalWater', 'floorArea'] as const
export type TotalName = (typeof TOTALS)[number]

/** A sum over the institutions that know their part, and how many do not. */
export type TotalView = {
  readonly id: TotalName
  readonly label: string
  readonly text: string
  readonly unit: string
  readonly missing: number
}

/** The electricity of all meters in one month, and how many meters have not said theirs. */
export type MonthView = {
  readonly month: number
  /** In MWh, unrounded, for placing a bar. */
  readonly value: DecimalText
  readonly text: string
  readonly missing: number
}

/** The list, or what has changed in it since a revision; `all` replaces what was there. */
export type ListView = { readonly all: boolean; readonly rows: readonly Summary[] }

/** The screens of one institution, in the order of the work. */
export const STAGES = ['institution', 'people', 'energy', 'evaluation', 'visits', 'equipment', 'findings'] as const
export type Stage = (typeof STAGES)[number]
/** The stages that bring the facts together for an evaluation. */
export const FACT_STAGES = ['institution', 'people', 'energy', 'evaluation'] as const
/** Where something may be half typed: the stages, and the window that is used on site. */
export const TYPED_ON = [...STAGES, 'field'] as const

/**
 * Where something is typed: the screen, the field on it (table, row and column in one text; `null`: the screen as a whole), and
 * how a person would call it.
 */
export type Place = { readonly stage: Stage; readonly field: string | null; readonly label: string }

/** A column of the sheet in which a whole year of many institutions is typed. */
export type SheetColumn = { readonly id: string; readonly label: string; readonly use: string; readonly unit: string }

/** A cell of the sheet; `locked`: kept in more detail elsewhere, with the sentence that says where. */
export type SheetCell = {
  readonly state: 'value' | 'notReported' | 'notApplicable' | 'draft' | 'locked'
  readonly text: string
  readonly message: string | null
}
export type SheetRow = { readonly year: string; readonly name: string; readonly cells: readonly SheetCell[] }

/** The sheet, or the lines of it that have changed since a revision. */
export type SheetView = {
  readonly all: boolean
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly SheetRow[]
}

/** Something left to do, with the field that settles it. */
export type Todo = Place & {
  readonly severity: 'must' | 'check'
  /** A text that could not be read and is therefore no value yet. */
  readonly unread: boolean
  readonly text: string
  readonly year: string
  readonly institution: string
}

/** A step that was taken back or done again: what it is called, and where it shows; `year` is `null` when that is gone. */
export type StepTaken = { readonly label: string; readonly year: string | null; readonly place: Place | null }

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
    /** Where its derivation begins. */
    readonly cell: string
  }[]
  readonly beyond: GradeView
  readonly distance: {
    readonly label: string
    readonly inUnit: string
    readonly percent: string | null
    readonly amount: string
    readonly amountUnit: string
  } | null
  readonly missing: readonly { readonly text: string; readonly place: Place }[]
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
    /** Whether the facts and the standard are still those that it was computed from, and what has changed. */
    readonly same: boolean
    readonly changed: string
  }[]
  /** For every choice off its default: what the default would give. */
  readonly alternatives: readonly { readonly choice: string; readonly value: string; readonly text: string }[]
}

/** One step of an explanation, and below it the steps it rests on. */
export type DerivationView = {
  readonly id: string
  /** `group`: rows of one meter taken together, so that a year is one line and not twelve. */
  readonly kind: 'fact' | 'pack' | 'formula' | 'lookup' | 'grade' | 'rounded' | 'group'
  readonly title: string
  readonly text: string
  /** As it is printed, with its unit. */
  readonly value: string
  readonly computation: {
    readonly symbols: string | null
    readonly words: string
    readonly numbers: string | null
    readonly value: string
  } | null
  readonly note: string | null
  readonly source: string
  readonly repeated: boolean
  /** The field behind a fact; `null` for what was computed or printed. */
  readonly place: Place | null
  readonly steps: readonly DerivationView[]
}

export type StepView = { readonly sequence: number; readonly label: string; readonly at: string }

export type WorkbookView = {
  /** Says which file is meant, as long as it stays where it is. */
  readonly id: string
  readonly name: string
  readonly revision: number
  readonly readOnly: boolean
  readonly sample: boolean
  readonly year: string
  readonly undo: string | null
  readonly redo: string | null
  readonly savedAt: string | null
  readonly institutions: number
  /** What was being typed and not yet committed when the program ended. */
  readonly typing: Typing | null
}

/** A text that is still being typed, in which field of which institution-year. */
export type Typing = {
  readonly year: string
  readonly stage: (typeof TYPED_ON)[number]
  readonly field: string
  readonly typed: string
}

export type PackView = {
  readonly id: string
  readonly title: string
  readonly number: string | null
  readonly digest: string
  readonly examples: number
  readonly places: readonly { readonly name: string; readonly zone: string }[]
  /** The provincial divisions the standard is not for. */
  readonly elsewhere: readonly string[]
  readonly classes: readonly { readonly name: string; readonly types: readonly string[] }[]
  readonly indicators: readonly { readonly id: string; readonly label: string; readonly unit: string }[]
  readonly notes: readonly { readonly kind: string; readonly text: string; readonly clause: string }[]
  readonly omitted: readonly { readonly clause: string; readonly reason: string }[]
}

export type FileView = {
  readonly handle: string
  readonly name: string
  readonly modified: string
  readonly folder: string
  readonly megabytes: string
  /** Why it is not opened, or that it is open. */
  readonly note: string | null
}

/** What a workbook says of itself without being opened. */
export type InspectedFile = {
  readonly name: string | null
  readonly year: string | null
  readonly sample: boolean
  readonly institutions: number
}

export type StateView = {
  readonly workbook: WorkbookView | null
  readonly pack: PackView
  readonly folder: string
  readonly version: string
}
