import { parentPort, workerData } from 'node:worker_threads'
import { gradeYears } from '#core/service/workbook-facts.ts'
import type { WorkerFiles } from './grade-workbook.ts'
import { openPackFolder } from './standards.ts'
import { openWorkbookFile } from './workbook-file.ts'

/** A worker thread: grades the institution-years it is sent, in their order. */
const files: WorkerFiles = workerData
const { sql } = openWorkbookFile(files.workbook, 'read')
const { loaded } = openPackFolder(files.pack)
if (!loaded.ok) throw new Error('the pack that was sound is not')
const { standard } = loaded

parentPort?.on('message', (years: readonly string[]) => {
  parentPort?.postMessage(Array.from(gradeYears(sql, standard, years), ({ result }) => result))
})
