import type { ProgrammeJob } from '#core/contract/operations.ts'
import type { ProgrammeTable, ProgrammeView } from '#core/contract/programme-view.ts'
import { beijingTime, eraYear } from '#core/quantity/date.ts'
import type { EfficiencyEvaluation } from '../programme/efficiency/efficiency.ts'
import type { GreenPowerEvaluation } from '../programme/green-power/green-power.ts'
import {
  type EfficiencyPack,
  type GreenPowerPack,
  isEfficiencyPack,
  isGreenPowerPack,
  type ProgrammePack,
} from '../programme/pack.ts'
import { distinctTexts, rowCount, settingOf } from '../workbook/read.ts'
import type { Sql } from '../workbook/sql.ts'
import { efficiencyFacts, evaluateEfficiencyOf } from './efficiency.ts'
import { evaluateGreenPowerOf, greenPowerFacts, greenPowerWords } from './green-power.ts'
import type { Host } from './host.ts'
import { efficiencyJob, greenPowerJob } from './programme-jobs.ts'
import { PROGRAMME_LINES } from './programme-lines.ts'
import { type ColumnLabels, programmeColumns, type Reading, type Vocabulary } from './programme-rows.ts'
import { Refused } from './refused.ts'
import type { Session } from './session.ts'

/** The tables that hold the facts of each kind of programme, in the order in which they are filled. */
const TABLES_OF: Readonly<Record<ProgrammeView['kind'], readonly ProgrammeTable[]>> = {
  efficiencyRanking: ['benchmark', 'body', 'unit', 'unitYear', 'pathYear', 'approval'],
  certificateLedger: [
    'holder',
    'certificateEvent',
    'holderElectricity',
    'greenParameter',
    'cleanEnergy',
    'openingShortfall',
  ],
}

/**
 * The programmes that are installed, over one open workbook. An evaluation is kept until the workbook moves on, because every
 * screen and every explanation asks for the same one.
 */
export class Programmes {
  readonly #open: () => readonly ProgrammePack[]
  readonly #host: Host
  #opened: readonly ProgrammePack[] | null = null
  readonly #kept = new Map<string, { readonly session: Session; readonly at: string; readonly evaluation: unknown }>()

  /** @param open reads the packs, their examples included; done when a programme is first asked for */
  constructor(host: Host, open: () => readonly ProgrammePack[]) {
    this.#host = host
    this.#open = open
  }

  get #packs(): readonly ProgrammePack[] {
    this.#opened ??= this.#open()
    return this.#opened
  }

  list(sql: Sql): ProgrammeView[] {
    return this.#packs.map(pack => {
      const { id, title, jurisdiction, status, language, rules, notes, omitted } = pack.document
      const words = wordsOf(pack)
      const years = yearsOf(sql, pack)
      return {
        id,
        title,
        jurisdiction,
        kind: rules.kind,
        language,
        draft: status === 'draft',
        era: isEfficiencyPack(pack) ? pack.document.rules.era : null,
        years,
        year: firstShown(pack, years),
        tables: TABLES_OF[rules.kind].map(table => ({
          table,
          label: PROGRAMME_LINES[table].label,
          count: rowCount(sql, table),
          columns: programmeColumns(table, words, labelsOf(pack)),
        })),
        notes: notes.map(({ kind, text, cite }) => ({ kind, text, clause: cite.clause })),
        omitted,
      }
    })
  }

  /** How the cells of a table are read: by the words and the era of its programme. */
  reading(table: ProgrammeTable): Reading {
    const pack = this.#packs.find(({ document }) => TABLES_OF[document.rules.kind].includes(table))
    if (!pack) return { era: null, words: {}, labels: {} }
    const era = isEfficiencyPack(pack) ? pack.document.rules.era : null
    return { era, words: wordsOf(pack), labels: labelsOf(pack) }
  }

  /** A year of an efficiency programme. */
  efficiency(session: Session, programme: string, year: string): EfficiencyEvaluation {
    const pack = this.#efficiencyPack(programme)
    const { years } = pack.document.rules
    if (!years.includes(year)) throw new Refused(`计划没有 ${year} 年。可看：${years.join('、')}。`)
    return this.#keep(session, programme, year, () => evaluateEfficiencyOf(session.sql, pack, year))
  }

  /** A green-power programme as of a day; `null`: today. */
  greenPower(session: Session, programme: string, asOf: string | null = null): GreenPowerEvaluation {
    const pack = this.#greenPowerPack(programme)
    const day = asOf ?? beijingTime(this.#host.now()).slice(0, 10)
    return this.#keep(session, programme, day, () => evaluateGreenPowerOf(session.sql, pack, day))
  }

  /** The report on a year of a programme, and what only its spreadsheet lists. */
  report(session: Session, programme: string, year: string, asOf: string | null = null): ProgrammeJob {
    const sample = settingOf(session.sql, 'sample') === 'yes'
    const pack = this.#packs.find(({ document }) => document.id === programme)
    if (pack && isGreenPowerPack(pack)) {
      const evaluation = this.greenPower(session, programme, asOf)
      const facts = greenPowerFacts(session.sql, programme, evaluation.results.asOf ?? '')
      return greenPowerJob(this.#host, pack, evaluation, year, { facts, sample })
    }
    const evaluation = this.efficiency(session, programme, year)
    const facts = efficiencyFacts(session.sql, programme, year)
    return efficiencyJob(this.#host, this.#efficiencyPack(programme), evaluation, { facts, sample })
  }

  #efficiencyPack(programme: string): EfficiencyPack {
    const pack = this.#packs.find(({ document }) => document.id === programme)
    if (!pack || !isEfficiencyPack(pack)) throw new Refused(`没有计划“${programme}”。`)
    return pack
  }

  #greenPowerPack(programme: string): GreenPowerPack {
    const pack = this.#packs.find(({ document }) => document.id === programme)
    if (!pack || !isGreenPowerPack(pack)) throw new Refused(`没有计划“${programme}”。`)
    return pack
  }

  #keep<T>(session: Session, programme: string, of: string, evaluate: () => T): T {
    const at = `${session.revision} ${of}`
    const kept = this.#kept.get(programme)
    if (kept?.session === session && kept.at === at) return kept.evaluation as T
    const evaluation = evaluate()
    this.#kept.set(programme, { session, at, evaluation })
    return evaluation
  }
}

function wordsOf(pack: ProgrammePack): Vocabulary {
  return isGreenPowerPack(pack) ? greenPowerWords(pack) : {}
}

const POINTS = ['ems', 'improvement', 'label'] as const

/** What the document of a pack calls the columns of its tables. */
function labelsOf(pack: ProgrammePack): ColumnLabels {
  if (!isEfficiencyPack(pack)) return {}
  const { labels } = pack.document.rules
  const stated = [...pack.terms].filter(([term]) => term.startsWith('stated'))
  return Object.fromEntries([
    ...stated.map(([term, { label }]) => [`body.${term}`, label]),
    ...POINTS.flatMap(point => {
      const label = pack.terms.get(point)?.label ?? point
      return [
        [`unitYear.${point}`, label],
        [`unitYear.${point}Evidence`, `${label}${labels.evidence}`],
      ]
    }),
    ['approval.date', labels.approvalDate],
  ])
}

/** The years of the plan, or those that something was entered for, the latest first. */
function yearsOf(sql: Sql, pack: ProgrammePack): ProgrammeView['years'] {
  if (isEfficiencyPack(pack)) {
    const { years, era } = pack.document.rules
    return years.map(year => ({ gregorian: year, shown: eraYear(Number.parseInt(year, 10), era) }))
  }
  const months = distinctTexts(sql, 'certificateEvent', 'generationMonth').map(month => month.slice(0, 4))
  const used = distinctTexts(sql, 'certificateEvent', 'forYear')
  const stated = (['cleanEnergy', 'openingShortfall'] as const).flatMap(table => distinctTexts(sql, table, 'year'))
  const measured = distinctTexts(sql, 'holderElectricity', 'year')
  const entered = [...new Set([...measured, ...months, ...used, ...stated])].sort()
  const last = entered.at(-1)
  if (last === undefined) return [settingOf(sql, 'year') ?? ''].map(year => ({ gregorian: year, shown: year }))
  // what is not reached goes on into the year after
  const after = String(Number.parseInt(last, 10) + 1)
  return [...entered, after].toReversed().map(year => ({ gregorian: year, shown: year }))
}

/** The first year of the plan; of a ledger the last with something in it, before the one that shortfalls go on into. */
function firstShown(pack: ProgrammePack, years: ProgrammeView['years']): string {
  const [first, second = first] = years
  return (isEfficiencyPack(pack) ? first : second)?.gregorian ?? ''
}
