import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { InstitutionResult } from '#core/contract/results.ts'
import { yearIds } from '#core/workbook/read.ts'
import type { Sql } from '#core/workbook/sql.ts'
import { UnusableFile } from './files.ts'

/** Institution-years that a worker grades before it reports. */
const BLOCK = 250
const MOST_WORKERS = 8
/** Blocks given to a worker before the first of them is taken: enough to keep it busy, few enough to keep in memory. */
const AHEAD = 2

/** What a worker opens for itself. */
export type WorkerFiles = { readonly workbook: string; readonly pack: string }
/** What it answers to a block of years: their results in order, or why the file cannot be read. */
export type WorkerAnswer = { readonly results: readonly InstitutionResult[] } | { readonly fault: string }

/** Grades every institution-year of a workbook in the order of the list, on all processors. The file is only read. */
export async function* gradeWorkbook(sql: Sql, files: WorkerFiles): AsyncGenerator<InstitutionResult> {
  const years = yearIds(sql).map(({ year }) => year)
  const blocks = Array.from({ length: Math.ceil(years.length / BLOCK) }, (_, i) =>
    years.slice(i * BLOCK, (i + 1) * BLOCK),
  )
  const howMany = Math.min(availableParallelism(), MOST_WORKERS, blocks.length)
  const workers = Array.from({ length: howMany }, () => new GradingWorker(files))
  const ahead = howMany * AHEAD
  const graded: Promise<readonly InstitutionResult[]>[] = []
  try {
    for (let i = 0; i < blocks.length + ahead; i++) {
      const block = blocks[i]
      const worker = workers[i % howMany]
      if (block && worker) graded.push(worker.grade(block))
      const [next] = i >= ahead ? graded.splice(0, 1) : []
      if (next) yield* await next
    }
  } finally {
    for (const worker of workers) worker.end()
  }
}

class GradingWorker {
  readonly #worker: Worker
  readonly #waiting: { done: (results: readonly InstitutionResult[]) => void; fail: (error: Error) => void }[] = []

  constructor(files: WorkerFiles) {
    this.#worker = new Worker(join(import.meta.dirname, 'grade-worker.ts'), { workerData: files })
    this.#worker.on('message', (answer: WorkerAnswer) => {
      const waiting = this.#waiting.shift()
      if ('fault' in answer) waiting?.fail(new UnusableFile(answer.fault))
      else waiting?.done(answer.results)
    })
    this.#worker.on('error', error => this.#failAll(error instanceof Error ? error : new Error(String(error))))
    this.#worker.on('exit', () => this.#failAll(new Error('a grading worker ended')))
  }

  #failAll(error: Error): void {
    for (const { fail } of this.#waiting.splice(0)) fail(error)
  }

  grade(years: readonly string[]): Promise<readonly InstitutionResult[]> {
    const results = new Promise<readonly InstitutionResult[]>((done, fail) => this.#waiting.push({ done, fail }))
    // whoever awaits it is told; until then a failure is not unhandled
    results.catch(() => {})
    this.#worker.postMessage(years)
    return results
  }

  end(): void {
    void this.#worker.terminate()
  }
}
