import { z } from 'zod'
import {
  type AuditRecord,
  type ChecklistSummary,
  type ChecklistView,
  type EquipmentView,
  type EvidenceType,
  type EvidenceView,
  type FindingView,
  type MeasurementsView,
  type MeteringView,
  SIGNOFF_STATES,
  type SignoffState,
  type SignoffView,
  type VisitRecord,
  type VisitView,
} from './audit.ts'
import type { UnitResult, WhatIf } from './efficiency-programme.ts'
import { CHOICES, type InstitutionFacts } from './facts.ts'
import {
  type CertificatePage,
  type EfficiencyView,
  type GreenPowerView,
  type ImportView,
  MOST_LINES,
  type PeriodsView,
  PROGRAMME_TABLES,
  type ProgrammeRows,
  type ProgrammeView,
} from './programme-view.ts'
import type { ReportDocument, Section } from './report.ts'
import type {
  CardView,
  DerivationView,
  Detail,
  FileView,
  InspectedFile,
  ListView,
  MonthView,
  SheetView,
  StateView,
  StepTaken,
  StepView,
  TotalView,
} from './views.ts'
import { TYPED_ON } from './views.ts'

/**
 * Everything the interface can ask of the core: name → input. Queries change nothing; a command is one action in one
 * transaction. Used by both hosts, by the client and by the tests.
 */
const id = z.string().min(1).max(100)
/** Longer than any field takes, so that the field itself can say so. */
const typed = z.string().max(20_000)
const nothing = z.strictObject({})
const table = z.enum([
  'institution',
  'year',
  'area',
  'personGroup',
  'supply',
  'specialUse',
  'operation',
  'correction',
  'visit',
  'memo',
  'evidence',
  'instrument',
  'measurement',
  'finding',
  'measure',
  'equipment',
  'meter',
  'meterPoint',
  'saving',
  'elimination',
  ...PROGRAMME_TABLES,
])

const programmeTable = z.enum(PROGRAMME_TABLES)
const lines = z.array(z.array(typed).max(500)).min(1).max(MOST_LINES)
const gregorian = z.string().regex(/^\d{4}$/)
/** The day whose evening is shown; `null`: today. */
const asOf = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .nullable()

const query = <I extends z.ZodType>(input: I, summary: string) => ({ kind: 'query', input, summary }) as const
/** Done by the host itself, beside the core process: it takes longer, and a person may stop it. */
const host = <I extends z.ZodType>(input: I, summary: string) => ({ kind: 'host', input, summary }) as const
const command = <I extends z.ZodType>(input: I, summary: string) => ({ kind: 'command', input, summary }) as const

/** What a report can be written as. */
export const FORMATS = ['docx', 'xlsx'] as const
export type Format = (typeof FORMATS)[number]

export const OPERATIONS = {
  'app.state': query(nothing, 'what is open, and the standard in use'),
  'example.cards': query(nothing, 'the indicators of the first institution of the example'),
  'workbook.files': query(nothing, 'the workbooks in the folder, newest first'),
  'workbook.inspect': query(z.strictObject({ handle: id }), 'looks into one of the files without opening it'),
  'workbook.create': command(
    z.strictObject({ name: typed, year: z.string().regex(/^(19|20)\d{2}$/) }),
    'a new workbook',
  ),
  'workbook.open': command(z.strictObject({ handle: id }), 'opens one of the files'),
  'workbook.openSample': command(nothing, 'opens a fresh copy of the example'),
  'workbook.copy': command(z.strictObject({ name: typed }), 'a complete copy under another name'),
  'workbook.close': command(nothing, 'closes the workbook'),
  'workbook.check': query(nothing, 'compares the tables with the log of actions'),
  'workbook.totals': query(nothing, 'sums over all institutions, with the gaps counted'),
  'workbook.months': query(nothing, 'the electricity of all institutions month by month'),
  'institution.list': query(
    z.strictObject({ since: z.int().min(0), first: z.int().min(1).max(1000).optional() }),
    'every institution with its grades and to-dos, those that changed since a revision, or only the first few',
  ),
  'institution.detail': query(z.strictObject({ year: id }), 'everything about one institution in one year'),
  'derivation.show': query(
    z.strictObject({ year: id, cell: z.string().min(1).max(200) }),
    'the explanation of one number',
  ),
  'history.list': query(nothing, 'the last fifty steps'),
  'sheet.show': query(
    z.strictObject({ since: z.int().min(0) }),
    'a year of every institution in one line each, or the lines that changed since a revision',
  ),
  'sheet.set': command(
    z.strictObject({
      label: typed,
      cells: z
        .array(z.strictObject({ year: id, column: id, typed }))
        .min(1)
        .max(100_000),
    }),
    'commits cells of the sheet as one step',
  ),
  'institution.createAll': command(
    z.strictObject({ lines: z.array(z.array(typed).min(1).max(4)).min(1).max(5000) }),
    'new institutions as one step: name, class, type and place each',
  ),
  'institution.create': command(z.strictObject({ name: typed }), 'a new institution'),
  'institution.remove': command(z.strictObject({ year: id }), 'removes an institution; can be undone'),
  'field.set': command(z.strictObject({ table, row: id, field: id, typed }), 'commits one field as typed'),
  'cells.set': command(
    z.strictObject({
      year: id,
      label: z.string().max(100),
      cells: z
        .array(z.strictObject({ supply: id, month: z.int().min(0).max(12), typed }))
        .min(1)
        .max(100_000),
    }),
    'commits cells of the grid as one step',
  ),
  'row.add': command(z.strictObject({ table, year: id, values: z.record(id, typed) }), 'a new row of a ledger'),
  'row.remove': command(z.strictObject({ table, row: id }), 'removes a row of a ledger; can be undone'),
  'choice.set': command(
    z.strictObject({
      year: id,
      name: z.enum(Object.keys(CHOICES) as [keyof typeof CHOICES, ...(keyof typeof CHOICES)[]]),
      value: z.string().max(20),
      reason: typed,
    }),
    'a choice that changes a number',
  ),
  'checklist.show': query(nothing, 'the checklist in use: documents, coverage, notes'),
  'visit.begin': command(z.strictObject({ year: id }), 'a new visit with the present checklist'),
  'visit.list': query(z.strictObject({ year: id }), 'the visits of an institution-year and how far each is'),
  'visit.items': query(z.strictObject({ visit: id }), 'the questions of a visit as they are asked of its institution'),
  'visit.show': query(z.strictObject({ visit: id }), 'everything recorded during a visit'),
  'answer.set': command(
    z.strictObject({
      visit: id,
      item: id,
      field: z.enum(['answer', 'reason', 'note', 'value', 'whole']),
      typed,
    }),
    'commits one field of an answer as typed',
  ),
  'memo.add': command(
    z.strictObject({ visit: id, text: typed }),
    'writes something down, to be put in its place later',
  ),
  'measurement.list': query(z.strictObject({ year: id }), 'measurements, instruments, and what can be measured'),
  'equipment.list': query(z.strictObject({ year: id }), 'equipment, what each uses in a year, and how that closes'),
  'meter.list': query(z.strictObject({ year: id }), 'meters against the points that are required'),
  'finding.list': query(z.strictObject({ year: id }), 'the findings of an institution-year with their measures'),
  'finding.add': command(z.strictObject({ year: id }), 'a finding a person writes himself'),
  'finding.fromItem': command(z.strictObject({ visit: id, item: id }), 'a finding from an item answered no'),
  'finding.fromGrade': command(z.strictObject({ year: id, indicator: id }), 'a finding from a grade'),
  'finding.fromMeterPoint': command(z.strictObject({ point: id }), 'a finding from too few meters'),
  'finding.fromMeasurement': command(
    z.strictObject({ measurement: id }),
    'a finding from something measured beyond its limit',
  ),
  'measure.add': command(z.strictObject({ finding: id }), 'a measure against a finding'),
  'saving.add': command(z.strictObject({ measure: id }), 'a carrier that a measure saves'),
  'elimination.add': command(
    z.strictObject({ lines: z.array(z.array(typed).min(1).max(30)).min(1).max(5000) }),
    'lines of an elimination catalogue: model, device and source each',
  ),
  'evidence.add': command(
    z.strictObject({ year: id, target: z.string().min(1).max(200), name: z.string().max(500), handle: id }),
    'attaches a file that has arrived',
  ),
  'evidence.list': query(z.strictObject({ year: id }), 'what is attached anywhere in an institution-year'),
  'evidence.copies': command(
    z.strictObject({ digest: id, small: id, copy: id }),
    'keeps the copies of a picture that screens and reports show',
  ),
  'signoff.show': query(
    z.strictObject({ year: id }),
    'where an audit stands, what is open, what changed since it was final',
  ),
  'signoff.set': command(
    z.strictObject({ year: id, state: z.enum(SIGNOFF_STATES), by: typed }),
    'signs an audit, or takes up a final one again',
  ),
  'programme.list': query(nothing, 'the programmes that are installed, with their tables of facts'),
  'programme.rows': query(
    z.strictObject({ table: programmeTable, find: typed, from: z.int().min(0) }),
    'a page of a table of facts',
  ),
  'programme.read': query(
    z.strictObject({ table: programmeTable, lines }),
    'what a pasted block would come to; nothing is written',
  ),
  'programme.import': command(
    z.strictObject({ table: programmeTable, lines }),
    'writes a pasted block as one step, or nothing if a cell of it cannot be read',
  ),
  'programme.clear': command(z.strictObject({ table: programmeTable }), 'removes every line of a table of facts'),
  'efficiency.show': query(
    z.strictObject({ programme: id, year: gregorian }),
    'scores, ranks and lists of a year of an efficiency programme',
  ),
  'efficiency.units': query(
    z.strictObject({ programme: id, year: gregorian, body: id, from: z.int().min(0) }),
    'a page of the units of one body against their targets',
  ),
  'efficiency.explain': query(
    z.strictObject({ programme: id, year: gregorian, body: id, unit: id.nullable(), term: id }),
    'the explanation of one number of a body or a unit',
  ),
  'greenPower.show': query(
    z.strictObject({ programme: id, asOf }),
    'holders, shares, requirements and what expires, as of a day',
  ),
  'greenPower.periods': query(
    z.strictObject({ programme: id, asOf, holder: id, year: gregorian }),
    'the months and quarters of one holder and year',
  ),
  'greenPower.certificates': query(
    z.strictObject({ programme: id, asOf, find: typed, from: z.int().min(0) }),
    'a page of the runs of certificates in the same state',
  ),
  'greenPower.explain': query(
    z.strictObject({ programme: id, asOf, holder: id, year: gregorian, requirement: id.nullable(), term: id }),
    'the explanation of one number of a holder and year',
  ),
  'efficiency.whatIf': query(
    z.strictObject({ programme: id, year: gregorian, body: id, rank: z.int().min(1).max(10_000) }),
    'how many more units of a body would have to meet their target for a rank',
  ),
  'programme.report': query(
    z.strictObject({ programme: id, year: gregorian, asOf }),
    'the report on a year of a programme, with what only its spreadsheet lists',
  ),
  'programme.export': host(
    z.strictObject({ programme: id, year: gregorian, asOf, formats: z.array(z.enum(FORMATS)).min(1).max(2) }),
    'writes the report on a programme into the folder; tells how far it is by `report.status`',
  ),
  'typing.keep': command(
    z.strictObject({
      typing: z.strictObject({ year: id, stage: z.enum(TYPED_ON), field: z.string().max(300), typed }).nullable(),
    }),
    'keeps what is being typed, so that it is there again after a fall; `null` forgets it',
  ),
  'report.show': query(
    z.strictObject({ year: id }),
    'the report on an institution as a document before any file format',
  ),
  'report.prepare': command(
    z.strictObject({ year: id, run: id.nullable() }),
    'what a report is written from: a stored run, or the present evaluation, which is stored first',
  ),
  'report.export': host(
    z.strictObject({ years: z.array(id).min(1).max(20_000), formats: z.array(z.enum(FORMATS)).min(1).max(2) }),
    'writes reports into the folder; tells how far it is by `report.status`',
  ),
  'report.status': host(z.strictObject({ job: id }), 'how far an export is'),
  'report.cancel': host(z.strictObject({ job: id }), 'stops an export; what is written stays'),
  'file.open': host(z.strictObject({ handle: id }), 'opens a written file with the program of the system'),
  'history.undo': command(nothing, 'takes the last step back'),
  'history.redo': command(nothing, 'does the last undone step again'),
  'run.storeAll': command(
    z.strictObject({ years: z.array(id).min(1).max(500) }),
    'stores the evaluations that are not stored yet as one step, before reports are written on them',
  ),
  'run.store': command(z.strictObject({ year: id, label: typed }), 'stores the evaluation as it is now'),
} as const

export type OperationName = keyof typeof OPERATIONS
/** What the core process carries out; the rest is the host's. */
export type CoreOperation = {
  [N in OperationName]: (typeof OPERATIONS)[N]['kind'] extends 'host' ? never : N
}[OperationName]
export type Input<N extends OperationName> = z.input<(typeof OPERATIONS)[N]['input']>

/** The input as the core reads it. */
export type Parsed<N extends OperationName> = z.output<(typeof OPERATIONS)[N]['input']>

export type TypedOutcome = {
  readonly outcome: 'written' | 'draft'
  readonly message: string | null
  readonly text: string | null
}

export type SheetTally = {
  readonly written: number
  readonly tidied: number
  readonly unreadable: number
  readonly locked: number
}

/** Who signed an audit, as what, and when. */
export type Signature = {
  readonly state: SignoffState
  readonly version: number
  readonly by: string
  readonly at: string
  /** Something was done in the institution after it was signed. */
  readonly changed: boolean
}

/** Everything a report is written from, so that it can be written in a process of its own. */
export type ReportJob = {
  readonly facts: InstitutionFacts
  /** The standard as it was stored with the run, file by file; `null`: the one in use. */
  readonly pack: readonly (readonly [string, string])[] | null
  readonly packDigest: string
  readonly info: {
    readonly at: string
    readonly run: string
    readonly factsDigest: string
    readonly sample: boolean
    readonly signed: Signature | null
  }
  /** What was recorded on site and found; `null`: nothing. */
  readonly audit: AuditRecord | null
  /** What the file is called, before the rules for file names. */
  readonly name: string
}

/** Everything the report on a programme is written from. */
export type ProgrammeJob = {
  readonly document: ReportDocument
  /** What only the spreadsheet lists. */
  readonly appendix: readonly Section[]
  readonly name: string
  /** ISO 8601. */
  readonly at: string
}

export type ExportStatus = {
  readonly total: number
  readonly done: number
  readonly running: boolean
  readonly files: readonly { readonly name: string; readonly handle: string; readonly folder: string }[]
  readonly failures: readonly string[]
}

export type Outputs = {
  'app.state': StateView
  'example.cards': readonly CardView[]
  'workbook.files': readonly FileView[]
  'workbook.inspect': InspectedFile
  'workbook.create': null
  'workbook.open': null
  'workbook.openSample': null
  'workbook.copy': { readonly name: string; readonly handle: string }
  'workbook.close': null
  'workbook.check': readonly string[]
  'workbook.totals': readonly TotalView[]
  'workbook.months': readonly MonthView[]
  'institution.list': ListView
  'institution.detail': Detail
  'derivation.show': DerivationView | null
  'history.list': readonly StepView[]
  'sheet.show': SheetView
  'sheet.set': SheetTally
  'institution.createAll': { readonly count: number }
  'institution.create': { readonly year: string }
  'institution.remove': null
  'field.set': TypedOutcome
  'cells.set': { readonly written: number; readonly tidied: number; readonly unreadable: number }
  'row.add': { readonly id: string }
  'row.remove': null
  'choice.set': null
  'report.show': ReportDocument
  'report.prepare': ReportJob
  'report.export': { readonly job: string }
  'report.status': ExportStatus
  'report.cancel': null
  /** Whether the host can; in the browser the file is downloaded instead. */
  'file.open': boolean
  'checklist.show': ChecklistSummary
  'visit.begin': { readonly id: string }
  'visit.list': readonly VisitView[]
  'visit.items': ChecklistView
  'visit.show': VisitRecord
  'answer.set': TypedOutcome
  'memo.add': { readonly id: string }
  'measurement.list': MeasurementsView
  'equipment.list': EquipmentView
  'meter.list': MeteringView
  'finding.list': readonly FindingView[]
  'finding.add': { readonly id: string }
  'finding.fromItem': { readonly id: string; readonly known: boolean }
  'finding.fromGrade': { readonly id: string }
  'programme.list': readonly ProgrammeView[]
  'programme.rows': ProgrammeRows
  'programme.read': ImportView
  'programme.import': ImportView
  'programme.clear': { readonly count: number }
  'programme.report': ProgrammeJob
  'programme.export': { readonly job: string }
  'efficiency.show': EfficiencyView
  'efficiency.units': { readonly units: readonly UnitResult[]; readonly found: number }
  'efficiency.explain': DerivationView | null
  'efficiency.whatIf': WhatIf
  'greenPower.show': GreenPowerView
  'greenPower.periods': PeriodsView
  'greenPower.certificates': CertificatePage
  'greenPower.explain': DerivationView | null
  'finding.fromMeterPoint': { readonly id: string }
  'finding.fromMeasurement': { readonly id: string }
  'measure.add': { readonly id: string }
  'saving.add': { readonly id: string }
  'elimination.add': { readonly count: number }
  /** `known`: it is attached there already, or the same picture is in the workbook under another name. */
  'evidence.add': {
    readonly id: string
    readonly digest: string
    readonly type: EvidenceType
    readonly known: string | null
    readonly pictured: boolean
  }
  'evidence.list': readonly EvidenceView[]
  'evidence.copies': null
  'signoff.show': SignoffView
  'signoff.set': null
  'typing.keep': null
  'history.undo': StepTaken
  'history.redo': StepTaken
  'run.storeAll': { readonly stored: number }
  'run.store': { readonly id: string }
}

/**
 * Why an operation did not happen; nothing was changed. `restarted`: ask again, the core process has been started anew.
 * `otherWorkbook`: another window has opened another workbook since.
 */
export const FAILURES = [
  'refused',
  'unusableFile',
  'noWorkbook',
  'otherWorkbook',
  'invalidInput',
  'restarted',
  'internal',
] as const
export type Failure = { readonly ok: false; readonly code: (typeof FAILURES)[number]; readonly message: string }

/** What comes back over every boundary. */
export type Reply<T = unknown> = { readonly ok: true; readonly value: T; readonly revision: number } | Failure

/** The one message between a host and the core process. */
export type Message = {
  readonly id: number
  readonly name: string
  readonly input: unknown
  readonly sender?: Sender
}

export type Sender = {
  /** The sender's id of a command, the same when it is said again: it is carried out once. */
  readonly command?: string | null
  /** The workbook the sender shows; nothing is written into another. */
  readonly workbook?: string | null
}

/** What a command id looks like: a UUID. */
export const COMMAND_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export type Answer = { readonly id: number; readonly reply: Reply }
