import type { ReportJob } from '#core/contract/operations.ts'
import type { InstitutionResult } from '#core/contract/results.ts'
import { auditOf } from '#core/service/audit-record.ts'
import { evidenceBytes } from '#core/service/evidence.ts'
import { type OpenStandard, Session } from '#core/service/session.ts'
import type { Graded } from '#core/standard/grade-institution.ts'
import type { Standard } from '#core/standard/pack/standard.ts'
import { yearIds } from '#core/workbook/read.ts'
import type { Sql } from '#core/workbook/sql.ts'
import { nodeHost } from './files.ts'
import { openChecklist } from './standards.ts'
import type { Pictures } from './write-report.ts'

/** What the command line writes of one institution; no job: it was refused, and the result says why. */
export type ReportOrder = {
  readonly result: InstitutionResult
  readonly job: ReportJob | null
  readonly pictures: Pictures
}

/** Reports on the institutions of a facts file: the evaluation alone. */
export function* ordersOfFacts(graded: Iterable<Graded>, standard: Standard): Generator<ReportOrder> {
  for (const { result, evaluation } of graded) {
    if (!evaluation) {
      yield { result, job: null, pictures: [] }
      continue
    }
    const { facts } = evaluation
    const factsDigest = `sha256:${nodeHost.sha256(JSON.stringify(facts))}`
    const year = facts.period?.from.slice(0, 4) ?? ''
    const job: ReportJob = {
      facts,
      pack: null,
      packDigest: standard.digest,
      info: { at: nodeHost.now(), run: '命令行评价', factsDigest, sample: false, signed: null },
      audit: null,
      name: `${facts.name ?? facts.id} ${year}`.trim(),
    }
    yield { result, job, pictures: [] }
  }
}

/** Reports on the institutions of a workbook, which is only read: the evaluation with what the audit recorded. */
export function* ordersOfWorkbook(sql: Sql, open: OpenStandard): Generator<ReportOrder> {
  const session = new Session(nodeHost, sql, open, true)
  const { checklist } = openChecklist()
  for (const { year } of yearIds(sql)) {
    const { result, evaluation } = session.graded(year)
    const job = evaluation && session.prepareReport(year, null, auditOf(session, checklist, year))
    yield { result, job, pictures: job ? picturesOf(sql, job) : [] }
  }
}

function picturesOf(sql: Sql, { audit }: ReportJob): Pictures {
  return (audit?.photos ?? []).flatMap(({ digest }) => {
    const copy = evidenceBytes(sql, nodeHost, digest, 'copy')
    return copy ? [[digest, copy.bytes] as const] : []
  })
}
