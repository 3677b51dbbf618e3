import type { EfficiencyResults } from '#core/contract/efficiency-programme.ts'
import type { ProgrammeJob } from '#core/contract/operations.ts'
import { beijingTime, eraDay } from '#core/quantity/date.ts'
import type { EfficiencyEvaluation } from '../programme/efficiency/efficiency.ts'
import type { GreenPowerEvaluation } from '../programme/green-power/green-power.ts'
import type { EfficiencyPack, GreenPowerPack, ProgrammePack } from '../programme/pack.ts'
import { efficiencyReport, unitsAppendix, whatIfRows } from '../report/efficiency-report.ts'
import { certificatesAppendix, greenPowerReport } from '../report/green-power-report.ts'
import type { ProgrammeInfo } from '../report/programme-info.ts'
import type { Host } from './host.ts'

const DAY_LENGTH = 10

/** What an evaluation was made from, so that its report can say so. */
type From = { readonly facts: unknown; readonly sample: boolean }

/** The report on a year of an efficiency programme, with all its units for the spreadsheet. */
export function efficiencyJob(
  host: Host,
  pack: EfficiencyPack,
  { results, explain, whatIf }: EfficiencyEvaluation,
  from: From,
): ProgrammeJob {
  const at = host.now()
  const { ranking, era } = pack.document.rules
  const rank = ranking.top.count
  const info = infoOf(host, pack, at, from)
  const document = efficiencyReport(results, {
    ...info,
    at: `${eraDay(info.at.slice(0, DAY_LENGTH), era)}${info.at.slice(DAY_LENGTH)}`,
    whatIf: { rank, rows: whatIfRows(results, rank, whatIf) },
    formulas: formulasOf(results, explain),
  })
  const year = results.year?.shown ?? ''
  return { document, appendix: unitsAppendix(results), name: `${results.programme.title} ${year}`, at }
}

/** The report on a year of a green-power programme, with all its certificates for the spreadsheet. */
export function greenPowerJob(
  host: Host,
  pack: GreenPowerPack,
  evaluation: GreenPowerEvaluation,
  year: string,
  from: From,
): ProgrammeJob {
  const at = host.now()
  const { results } = evaluation
  const document = greenPowerReport(results, year, infoOf(host, pack, at, from))
  const appendix = certificatesAppendix(results, evaluation.certificates())
  return { document, appendix, name: `绿电消费核算 ${year}`, at }
}

function infoOf(host: Host, { document }: ProgrammePack, at: string, { facts, sample }: From): ProgrammeInfo {
  return {
    at: beijingTime(at),
    factsDigest: `sha256:${host.sha256(JSON.stringify(facts))}`,
    sample,
    notes: document.notes.map(({ text, cite }) => ({ text, clause: cite.clause })),
    whatIf: { rank: 0, rows: [] },
    formulas: [],
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
