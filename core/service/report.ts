import { type AuditRecord, SIGNOFF_STATES } from '#core/contract/audit.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import type { ReportJob } from '#core/contract/operations.ts'
import type { ReportDocument } from '#core/contract/report.ts'
import { auditSections } from '../report/audit-report.ts'
import { quotaReport } from '../report/quota-report.ts'
import { gradeFacts } from '../standard/grade-institution.ts'
import type { Standard } from '../standard/pack/standard.ts'
import { lastSignoff, rowOf, rowsOf, settingOf } from '../workbook/read.ts'
import { countOf, type Row, type Sql } from '../workbook/sql.ts'
import { changesSince } from './changes-since.ts'

/** What a report on a stored run is written from. */
export function reportJob(sql: Sql, standard: Standard, run: Row, audit: AuditRecord | null): ReportJob {
  const facts: InstitutionFacts = JSON.parse(String(run.facts))
  const digest = String(run.packDigest)
  const stored = sql.prepare('SELECT "files" FROM "pack" WHERE "digest" = ?').get(digest)
  const year = rowOf(sql, 'year', String(run.year))
  return {
    facts,
    pack: digest === standard.digest || !stored ? null : JSON.parse(String(stored.files)),
    packDigest: digest,
    info: {
      at: String(run.at),
      run: String(run.label ?? '评价记录'),
      factsDigest: String(run.factsDigest),
      sample: settingOf(sql, 'sample') === 'yes',
      signed: signatureOf(sql, run),
    },
    audit,
    name: `${facts.name ?? facts.id} ${String(year?.from ?? '').slice(0, 4)}`,
  }
}

/** How an audit was signed, for the first page; `null`: not at all, or another evaluation was. */
function signatureOf(sql: Sql, run: Row): ReportJob['info']['signed'] {
  const row = lastSignoff(sql, String(run.year))
  if (row?.state === 'final' && row.run !== run.id) return null
  const state = SIGNOFF_STATES.find(known => known === row?.state)
  return row && state
    ? {
        state,
        version: countOf(row.version),
        by: String(row.by),
        at: String(row.at),
        changed: changesSince(sql, row).length > 0,
      }
    : null
}

/** The newest stored run that still says what an evaluation would say now, or `null`. */
export function currentRun(sql: Sql, standard: Standard, year: string, facts: InstitutionFacts): Row | null {
  const runs = rowsOf(sql, 'run', year).filter(run => run.packDigest === standard.digest)
  return runs.findLast(run => run.facts === JSON.stringify(facts)) ?? null
}

/** The report that a job stands for. */
export function reportOf(job: ReportJob, standard: Standard): ReportDocument {
  const report = quotaReport(standard, gradeFacts(job.facts, standard), job.info)
  return job.audit === null ? report : { ...report, sections: [...report.sections, ...auditSections(job.audit)] }
}
