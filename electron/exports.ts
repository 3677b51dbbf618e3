import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ExportStatus, Format, Reply, ReportJob, Sender } from '#core/contract/operations.ts'
import { draftPath } from './file-name.ts'
import { nodeHost } from './files.ts'
import type { Peer, StartPeer } from './peer.ts'
import type { WriteOrder } from './writer-process.ts'

/** What an export needs of the core process. */
export type ReportSource = {
  readonly folder: string
  readonly call: (name: string, input: unknown, sender: Sender) => Promise<Reply>
  readonly grant: (path: string) => Promise<string | null>
}

type Job = {
  status: ExportStatus
  stopped: boolean
  writer: Writer | null
}

/** A process that writes one report after another. */
type Writer = { readonly peer: Peer; order: WriteOrder | null; done: (reply: Reply) => void }

const SUBFOLDER = '报告'

/** Exports that run beside the application: each report is prepared by the core and written by a process of its own. */
export class Exports {
  readonly #source: ReportSource
  readonly #begin: StartPeer
  readonly #jobs = new Map<string, Job>()

  constructor(source: ReportSource, begin: StartPeer) {
    this.#source = source
    this.#begin = begin
  }

  /** Starts writing reports on institution-years; returns the export's id. */
  start(years: readonly string[], formats: readonly Format[], workbook: string | null): string {
    const id = nodeHost.newId()
    const status = { total: years.length, done: 0, running: true, files: [], failures: [] }
    const job: Job = { status, stopped: false, writer: null }
    this.#jobs.set(id, job)
    void this.#run(job, years, formats, workbook)
    return id
  }

  status(id: string): ExportStatus | null {
    return this.#jobs.get(id)?.status ?? null
  }

  /** Stops between two files, or in the middle of one, which then leaves nothing behind. */
  cancel(id: string): void {
    const job = this.#jobs.get(id)
    if (!job) return
    job.stopped = true
    job.writer?.peer.kill()
  }

  async #run(job: Job, years: readonly string[], formats: readonly Format[], workbook: string | null): Promise<void> {
    const folder = join(this.#source.folder, SUBFOLDER)
    for (const year of years) {
      if (job.stopped) break
      const sender = { command: nodeHost.newId(), workbook }
      const prepared = await this.#source.call('report.prepare', { year, run: null }, sender)
      const written = prepared.ok
        ? await this.#write(job, { job: prepared.value as ReportJob, formats, folder, draft: nodeHost.newId() })
        : prepared
      if (written.ok) await this.#add(job, written.value as readonly string[])
      else if (!job.stopped) job.status = { ...job.status, failures: [...job.status.failures, written.message] }
      job.status = { ...job.status, done: job.status.done + 1 }
    }
    job.writer?.peer.end()
    job.status = { ...job.status, running: false }
  }

  async #add(job: Job, paths: readonly string[]): Promise<void> {
    const files = []
    for (const path of paths) {
      const handle = await this.#source.grant(path)
      if (handle !== null) files.push({ name: basename(path), folder: dirname(path), handle })
    }
    job.status = { ...job.status, files: [...job.status.files, ...files] }
  }

  #write(job: Job, order: WriteOrder): Promise<Reply> {
    const writer = job.writer ?? this.#newWriter(job)
    return new Promise(resolve => {
      writer.order = order
      writer.done = reply => {
        writer.order = null
        resolve(reply)
      }
      if (!writer.peer.send({ id: 1, name: 'writer.write', input: order })) writer.done(NOT_STARTED)
    })
  }

  #newWriter(job: Job): Writer {
    const writer: Writer = { peer: this.#begin([]), order: null, done: () => {} }
    job.writer = writer
    writer.peer.onAnswer(({ reply }) => writer.done(reply))
    writer.peer.onExit(() => {
      job.writer = null
      const { order } = writer
      if (!order) return
      rmSync(draftPath(order.folder, order.draft), { force: true })
      writer.done({
        ok: false,
        code: 'unusableFile',
        message: `“${order.job.name}”的报告没有写成，没有留下半个文件。`,
      })
    })
    return writer
  }
}

const NOT_STARTED: Reply = {
  ok: false,
  code: 'unusableFile',
  message: '写报告的程序没有启动。工作簿没有改动，请再试一次。',
}
