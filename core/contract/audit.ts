import type { Place, ViewRow } from './views.ts'

/** The four answers to a question of a checklist; not seen is not a no. */
export const ANSWERS = ['yes', 'no', 'notApplicable', 'notSeen'] as const
export type AnswerWord = (typeof ANSWERS)[number]

/** What can be evidence, by its content and not by its name. */
export const EVIDENCE_TYPES = ['jpeg', 'png', 'webp', 'pdf'] as const
export type EvidenceType = (typeof EVIDENCE_TYPES)[number]

/** The most that one file of evidence may have. */
export const MOST_MEGABYTES = 60

/** The sentence for a file that is too large to be read at all. */
export const TOO_LARGE = `文件超过 ${MOST_MEGABYTES} MB，没有加入。请把照片另存得小一些，或把 PDF 分成几份。`

/** What becomes of a finding. */
export const FINDING_STATES = ['open', 'accepted', 'planned', 'done', 'verified', 'rejected'] as const
export type FindingState = (typeof FINDING_STATES)[number]

export const FINDING_LABELS: Readonly<Record<FindingState, string>> = {
  open: '待定',
  accepted: '已采纳',
  planned: '措施已定',
  done: '已完成',
  verified: '已核实',
  rejected: '不采纳',
}

/** What a finding may become next: one step on, any step back, not adopted before it is verified, and from there open again. */
export function nextStates(state: FindingState): readonly FindingState[] {
  const steps = FINDING_STATES.filter(step => step !== 'rejected')
  if (state === 'rejected') return ['open', 'rejected']
  const reached = steps.slice(0, steps.indexOf(state) + 2)
  return state === 'verified' ? reached : [...reached, 'rejected']
}

/** A chapter of a checklist. */
export type ChapterView = { readonly id: string; readonly title: string }

/** A question as it is asked of one institution. */
export type ItemView = {
  readonly id: string
  readonly chapter: string
  readonly text: string
  readonly kind: 'yesNo' | 'limit' | 'share' | 'ratioToMean' | 'computed' | 'text'
  readonly duty: string
  readonly violation: boolean
  readonly derived: boolean
  readonly onSite: boolean
  readonly limit: string | null
  /** The limit as a number, as people read it, and its unit. */
  readonly bound: string | null
  readonly unit: string
  readonly score: string | null
  /** Where it binds; empty: everywhere. */
  readonly regions: readonly string[]
  readonly within: string | null
  readonly cites: readonly string[]
  readonly evidence: string
  readonly applies: 'applies' | 'reference' | 'otherClass'
  /** Why it may have nothing to ask here. */
  readonly doubt: string | null
  /** Numbers of the evaluation to answer it with. */
  readonly shows: readonly { readonly cell: string; readonly label: string; readonly text: string | null }[]
}

/** A checklist as it is asked of one institution, in the version that a visit began with. */
export type ChecklistView = {
  readonly title: string
  readonly version: string
  /** The sources are not confirmed. */
  readonly unconfirmed: boolean
  readonly chapters: readonly ChapterView[]
  readonly items: readonly ItemView[]
}

/** A checklist as the library shows it. */
export type ChecklistSummary = {
  readonly title: string
  readonly version: string
  readonly digest: string
  readonly unconfirmed: boolean
  readonly items: number
  readonly onSite: number
  readonly documents: readonly { readonly title: string; readonly region: string | null; readonly items: number }[]
  /** Clauses that are covered as a whole, and the items that do it. */
  readonly coverage: readonly { readonly clause: string; readonly text: string; readonly items: readonly string[] }[]
  readonly notes: readonly string[]
}

/** What one question was answered. */
export type AnswerView = {
  readonly id: string
  readonly item: string
  readonly answer: AnswerWord | null
  readonly reason: string | null
  readonly note: string | null
  readonly value: string | null
  readonly whole: string | null
  /** The share or quotient as printed. */
  readonly ratio: string | null
  readonly meets: boolean | null
  readonly remark: string | null
  /** What could not be read, by field. */
  readonly unread: readonly { readonly field: string; readonly typed: string; readonly message: string }[]
}

/** Whether a question is done: by its answer, by what was measured as a whole, or, where words are asked for, by its note. */
export function isAnswered(
  { kind }: Pick<ItemView, 'kind'>,
  given: Readonly<Record<'answer' | 'note' | 'value' | 'whole', unknown>> | undefined,
): boolean {
  if (!given) return false
  if (given.answer !== null) return true
  if (kind === 'text') return given.note !== null
  return given.value !== null && (given.whole !== null || (kind !== 'share' && kind !== 'ratioToMean'))
}

/** Whether something measured is against its limit here: what does not apply is not. */
export function isFailed({ answer, meets }: { readonly answer: unknown; readonly meets: boolean | null }): boolean {
  return meets === false && answer !== 'notApplicable'
}

/** Something written down first and put in its place later. */
export type MemoView = {
  readonly id: string
  readonly at: string
  readonly text: string | null
  readonly item: string | null
}

/** A file attached to something: `target` names the table and the row. */
export type EvidenceView = {
  readonly id: string
  readonly target: string
  readonly digest: string
  readonly name: string
  readonly type: EvidenceType
  readonly kilobytes: string
  readonly takenAt: string | null
  /** Where, as the camera noted it. */
  readonly takenIn: string | null
  readonly at: string
}

/** A visit in the list of visits. */
export type VisitView = {
  readonly id: string
  readonly ordinal: number
  readonly date: string | null
  readonly people: string | null
  readonly version: string
  readonly progress: readonly { readonly where: 'onSite' | 'atDesk'; readonly done: number; readonly of: number }[]
  readonly no: number
  readonly notApplicable: number
  readonly memos: number
}

/** Everything that was recorded during one visit. */
export type VisitRecord = {
  readonly visit: VisitView
  readonly answers: readonly AnswerView[]
  readonly memos: readonly MemoView[]
  readonly evidence: readonly EvidenceView[]
}

/** A finding with what is to be done about it. Rows are as they were typed. */
export type FindingView = {
  readonly row: ViewRow
  readonly state: FindingState
  /** What it comes from, and what was noted on that: their files are its files. */
  readonly from: readonly string[]
  readonly measures: readonly {
    readonly row: ViewRow
    /** What it saves in a year, one row for each carrier, with the unit it is typed in. */
    readonly savings: readonly { readonly row: ViewRow; readonly unit: string }[]
    /** Simple payback in years. */
    readonly payback: string | null
  }[]
}

/** Something measured on site. */
export type MeasurementView = {
  readonly row: ViewRow
  readonly label: string
  readonly unit: string
  readonly limit: string | null
  readonly source: string | null
  /** The source of the limit has been seen; else it is 来源待核. */
  readonly confirmed: boolean
  /** The limit holds here; another region's does not. */
  readonly binds: boolean
  /** `exception`: outside the limit for a reason that was written down. */
  readonly verdict: 'conform' | 'nonconform' | 'exception' | null
  /** Why the reading can hardly be; then there is no verdict. */
  readonly doubt: string | null
  readonly instrument: {
    readonly name: string
    readonly calibratedUntil: string | null
    /** It was no longer calibrated on the day. */
    readonly expired: boolean
  } | null
}

/** Measurements and the instruments they were made with, and what can be measured. */
export type MeasurementsView = {
  readonly measurements: readonly MeasurementView[]
  readonly instruments: readonly ViewRow[]
  readonly quantities: readonly { readonly id: string; readonly label: string; readonly unit: string }[]
}

/** What an audit recorded beside the facts, as a report prints it: plain texts. */
export type AuditRecord = {
  readonly visits: readonly {
    readonly title: string
    readonly date: string | null
    readonly people: string | null
    readonly checklist: string
    readonly progress: VisitView['progress']
    readonly answers: readonly {
      readonly item: string
      readonly text: string
      readonly cites: string
      readonly answer: string
      readonly note: string
    }[]
  }[]
  readonly measurements: readonly MeasurementView[]
  readonly instruments: readonly ViewRow[]
  readonly equipment: EquipmentView
  readonly metering: MeteringView
  readonly findings: readonly FindingView[]
  readonly photos: readonly { readonly digest: string; readonly caption: string }[]
  /** Every attached file, in the order it was added, whether its picture is printed or not. */
  readonly files: readonly {
    readonly of: string
    readonly name: string
    readonly taken: string
    readonly digest: string
    readonly printed: boolean
    /** It would be printed, but its smaller copy has not been made. */
    readonly lacksCopy: boolean
  }[]
  /** Where photos were taken is printed, because somebody chose so. */
  readonly places: boolean
  /** Attached files that the report does not print. */
  readonly otherFiles: number
}

/** The systems that equipment belongs to and energy goes into. */
export const SYSTEMS = [
  'cooling',
  'lighting',
  'power',
  'lift',
  'office',
  'dataCentre',
  'kitchen',
  'hotWater',
  'other',
] as const
export type EnergySystem = (typeof SYSTEMS)[number]

export const SYSTEM_LABELS: Readonly<Record<EnergySystem, string>> = {
  cooling: '暖通空调',
  lighting: '照明和插座',
  power: '动力',
  lift: '电梯',
  office: '办公设备',
  dataCentre: '机房',
  kitchen: '厨房',
  hotWater: '热水',
  other: '其他',
}

/** Where a meter stands: at the border of the institution, at a part of it, at a device. */
export const METER_LEVELS = ['unit', 'secondary', 'equipment'] as const
export type MeterLevel = (typeof METER_LEVELS)[number]

export const LEVEL_LABELS: Readonly<Record<MeterLevel, string>> = {
  unit: '进出用能单位',
  secondary: '主要次级用能单位',
  equipment: '主要用能设备',
}

/**
 * The unit that a year's use of a carrier is counted in, that of a rating, and the decimals that are printed. Savings, estimates
 * and bills of a carrier are compared in this unit.
 */
export const CARRIER_UNITS: Readonly<
  Record<string, { readonly year: string; readonly rate: string; readonly digits: number }>
> = {
  electricity: { year: 'kWh', rate: 'kW', digits: 0 },
  naturalGas: { year: 'm3', rate: 'm3/h', digits: 0 },
  gasoline: { year: 'kg', rate: 'kg/h', digits: 0 },
  diesel: { year: 'kg', rate: 'kg/h', digits: 0 },
  lpg: { year: 'kg', rate: 'kg/h', digits: 0 },
  heat: { year: 'GJ', rate: 'GJ/h', digits: 1 },
  rawCoal: { year: 't', rate: 't/h', digits: 3 },
  other: { year: 'kgce', rate: 'kgce/h', digits: 0 },
  water: { year: 'm3', rate: 'm3/h', digits: 0 },
}

/** A year's use of one system: estimated from its equipment, and what measures take from it in their order. */
/** A measure on an end use, and what of the end use is left after it and those before it; `null`: nothing to take it from. */
export type SavingStep = {
  /** As findings count: measure 2 of finding 1 is 1.2. */
  readonly of: string
  readonly text: string | null
  readonly saving: string
  readonly left: string | null
  readonly tooMuch: boolean
}

export type EndUseView = {
  readonly system: EnergySystem
  readonly label: string
  /** As printed; `null`: no device of it can be estimated. */
  readonly energy: string | null
  /** Devices that lack a number. */
  readonly incomplete: number
  readonly share: string | null
  readonly saving: string | null
  readonly left: string | null
  /** The measures on it in their order of application, with what each leaves. */
  readonly steps: readonly SavingStep[]
  /** Savings above the end use are wrong; above half of it they want a second look. */
  readonly verdict: 'tooMuch' | 'doubtful' | null
}

/** The uses of one carrier, and how the estimate closes against the bills. */
export type SplitView = {
  readonly carrier: string
  readonly label: string
  readonly unit: string
  readonly endUses: readonly EndUseView[]
  /** `null`: no device of it can be estimated. */
  readonly estimated: string | null
  /** By the bills of the buildings, and what the estimate leaves open; `null` while the bills are incomplete. */
  readonly billed: string | null
  readonly gap: string | null
  readonly gapShare: string | null
  /** More was estimated than billed. */
  readonly exceeds: boolean
  /** What all measures save of it, and whether that is more than the bills. */
  readonly saved: string | null
  readonly overspent: boolean
}

export type EquipmentView = {
  readonly rows: readonly {
    readonly row: ViewRow
    /** What it uses in a year, as printed; `null` while a number is missing. */
    readonly energy: string | null
    readonly unit: string
    readonly rate: string
    /** The entry of the catalogue that its model fits. */
    readonly listed: string | null
    /** Numbers that can hardly be. */
    readonly doubts: readonly string[]
  }[]
  readonly splits: readonly SplitView[]
  /** The elimination catalogue that models are compared with. */
  readonly catalogue: readonly ViewRow[]
}

export type MeteringView = {
  readonly meters: readonly { readonly row: ViewRow; readonly expired: boolean }[]
  readonly points: readonly {
    readonly row: ViewRow
    readonly installed: string
    readonly ratio: string | null
    readonly wanted: string | null
    readonly meets: boolean | null
  }[]
  /** The day that decides which rule holds: that of the newest visit. */
  readonly date: string | null
  readonly rule: {
    readonly id: string
    readonly title: string
    readonly confirmed: boolean
    readonly known: boolean
  } | null
}

/** How far an audit is: reviewed by a second person, final, or taken up again as a new version. */
export const SIGNOFF_STATES = ['reviewed', 'final', 'reopened'] as const
export type SignoffState = (typeof SIGNOFF_STATES)[number]

/** Something open before a report is complete: where it belongs, and where it is settled. */
export type OpenView = Place & { readonly chapter: string; readonly severity: 'must' | 'check'; readonly text: string }

export type SignoffView = {
  /** Something was changed since it was reviewed. */
  readonly stale: boolean
  /** `null`: a draft that nobody has reviewed. */
  readonly state: SignoffState | null
  readonly version: number
  readonly history: readonly {
    readonly id: string
    readonly state: SignoffState
    readonly version: number
    readonly by: string
    readonly at: string
    /** What was still open when it was signed. */
    readonly open: number
  }[]
  /** What is open beside the facts, chapter by chapter. */
  readonly opens: readonly OpenView[]
  /** Facts that differ from those of the last final version. */
  readonly changed: readonly { readonly label: string; readonly before: string; readonly after: string }[]
  /** Steps in this institution since the last final version. */
  readonly steps: readonly {
    readonly label: string
    readonly at: string
    readonly details: readonly { readonly label: string; readonly before: string; readonly after: string }[]
  }[]
}
