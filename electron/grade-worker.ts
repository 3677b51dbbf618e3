import { parentPort, workerData } from 'node:worker_threads'
import { gradeYears } from '#core/service/workbook-facts.ts'
import type { Standard } from '#core/standard/pack/standard.ts'
import type { Sql } from '#core/workbook/sql.ts'
import { UnusableFile } from './files.ts'
import type { WorkerAnswer, WorkerFiles } from './grade-workbook.ts'
import { openPackFolder } from './standards.ts'
import { openWorkbookFile, tellingFault } from './workbook-file.ts'

/** A worker thread: grades the institution-years it is sent, in their order. */
const files: WorkerFiles = workerData
let opened: { readonly sql: Sql; readonly standard: Standard } | null = null

function open(): { readonly sql: Sql; readonly standard: Standard } {
  const { loaded } = openPackFolder(files.pack)
  if (!loaded.ok) throw new Error('the pack that was sound is not')
  return { sql: openWorkbookFile(files.workbook, 'read').sql, standard: loaded.standard }
}

function answer(years: readonly string[]): WorkerAnswer {
  try {
    opened ??= open()
    const { sql, standard } = opened
    return { results: tellingFault(() => Array.from(gradeYears(sql, standard, years), ({ result }) => result)) }
  } catch (error) {
    if (error instanceof UnusableFile) return { fault: error.message }
    throw error
  }
}

parentPort?.on('message', (years: readonly string[]) => parentPort?.postMessage(answer(years)))
