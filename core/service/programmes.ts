import type { EfficiencyResults } from '#core/contract/efficiency-programme.ts'
import type { ProgrammeJob } from '#core/contract/operations.ts'
import type { ProgrammeView } from '#core/contract/programme-view.ts'
import { beijingTime, eraYear } from '#core/quantity/date.ts'
import type { EfficiencyEvaluation } from '../programme/efficiency.ts'
import { type EfficiencyPack, isEfficiencyPack, type ProgrammePack } from '../programme/pack.ts'
import { efficiencyReport, unitsAppendix } from '../report/efficiency-report.ts'
import { rowCount, settingOf } from '../workbook/read.ts'
import type { ProgrammeTable } from '../workbook/schema.ts'
import type { Sql } from '../workbook/sql.ts'
import { efficiencyFacts, evaluateEfficiencyOf } from './efficiency.ts'
import type { Host } from './host.ts'
import { type Era, PROGRAMME_LINES, programmeColumns } from './programme-rows.ts'
import { Refused } from './refused.ts'
import type { Session } from './session.ts'

/** The tables that hold the facts of each kind of programme, in the order in which they are filled. */
const TABLES_OF: Readonly<Record<ProgrammeView['kind'], readonly ProgrammeTable[]>> = {
  efficiencyRanking: ['benchmark', 'body', 'unit', 'unitYear', 'pathYear', 'approval'],
}

/**
 * The programmes that are installed, over one open workbook. An evaluation is kept until the workbook moves on, because every
 * screen and every explanation asks for the same one.
 */
export class Programmes {
  readonly #open: () => readonly ProgrammePack[]
  #opened: readonly ProgrammePack[] | null = null
  #kept: { readonly session: Session; readonly key: string; readonly evaluation: EfficiencyEvaluation } | null = null

  /** @param open reads the packs, their examples included; done when a programme is first asked for */
  constructor(open: () => readonly ProgrammePack[]) {
    this.#open = open
  }

  get #packs(): readonly ProgrammePack[] {
    this.#opened ??= this.#open()
    return this.#opened
  }

  list(sql: Sql): ProgrammeView[] {
    return this.#packs.map(pack => {
      const { id, title, jurisdiction, status, language, rules, notes, omitted } = pack.document
      return {
        id,
        title,
        jurisdiction,
        kind: rules.kind,
        language,
        draft: status === 'draft',
        era: rules.era,
        years: rules.years.map(year => ({ gregorian: year, shown: eraYear(Number.parseInt(year, 10), rules.era) })),
        tables: TABLES_OF[rules.kind].map(table => ({
          table,
          label: PROGRAMME_LINES[table].label,
          count: rowCount(sql, table),
          columns: programmeColumns(table),
        })),
        notes: notes.map(({ kind, text, cite }) => ({ kind, text, clause: cite.clause })),
        omitted,
      }
    })
  }

  /** The era of the programme that a table belongs to. */
  eraOf(table: ProgrammeTable): Era | null {
    const pack = this.#packs.find(({ document }) => TABLES_OF[document.rules.kind].includes(table))
    return pack?.document.rules.era ?? null
  }

  efficiency(session: Session, programme: string, year: string): EfficiencyEvaluation {
    const pack = this.#packs.find(({ document }) => document.id === programme)
    if (!pack || !isEfficiencyPack(pack)) throw new Refused(`没有计划“${programme}”。`)
    const key = `${session.revision} ${programme} ${year}`
    if (this.#kept?.session === session && this.#kept.key === key) return this.#kept.evaluation
    const evaluation = evaluateEfficiencyOf(session.sql, pack, checkedYear(pack, year))
    this.#kept = { session, key, evaluation }
    return evaluation
  }

  /** The report on a year of a programme, and what only its spreadsheet lists. */
  report(session: Session, host: Host, programme: string, year: string): ProgrammeJob {
    const { results, explain } = this.efficiency(session, programme, year)
    const pack = this.#packs.find(({ document }) => document.id === programme)
    const at = host.now()
    const facts = JSON.stringify(efficiencyFacts(session.sql, programme, year))
    const document = efficiencyReport(results, {
      at: beijingTime(at),
      factsDigest: `sha256:${host.sha256(facts)}`,
      sample: settingOf(session.sql, 'sample') === 'yes',
      notes: (pack?.document.notes ?? []).map(({ text, cite }) => ({ text, clause: cite.clause })),
      formulas: formulasOf(results, explain),
    })
    return { document, appendix: unitsAppendix(results), name: `${results.programme.title} ${year}`, at }
  }
}

/** How the score and its parts come about, as said of the first body that has them. */
function formulasOf({ bodies }: EfficiencyResults, explain: EfficiencyEvaluation['explain']) {
  const scored = bodies.find(({ outcome }) => outcome === 'scored')
  if (!scored) return []
  return ['targetRate', 'savingRate', 'promotionRate', 'score'].flatMap(term => {
    const step = explain({ body: scored.code, term })
    const { computation } = step ?? {}
    if (!step || !computation) return []
    const words = [computation.symbols, `${step.title} = ${computation.words}`].filter(part => part).join('；')
    return [{ title: step.title, words: `${words}。`, source: step.source }]
  })
}

function checkedYear({ document: { rules } }: EfficiencyPack, year: string): string {
  if (!rules.years.includes(year)) throw new Refused(`计划没有 ${year} 年。可看：${rules.years.join('、')}。`)
  return year
}
