import { readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { ExportStatus, Format, ProgrammeJob, Reply, ReportJob, Sender } from '#core/contract/operations.ts'
import { draftPath } from './file-name.ts'
import { nodeHost } from './files.ts'
import type { Peer, StartPeer } from './peer.ts'
import type { Pictures } from './write-report.ts'
import type { WriteOrder } from './writer-process.ts'

/** What an export needs of the core process. */
export type ReportSource = {
  readonly folder: string
  readonly call: (name: string, input: unknown, sender: Sender) => Promise<Reply>
  readonly grant: (path: string) => Promise<string | null>
  /** The bytes of an attached file, as `digest size`. */
  readonly evidence: (wanted: string) => Promise<{ readonly bytes: Uint8Array } | null>
}

/** What is to be reported on. */
export type Wanted =
  | { readonly years: readonly string[] }
  | { readonly programme: string; readonly year: string; readonly asOf: string | null }

type Task = { readonly name: string; readonly input: unknown }

/** What the core is asked for, one report after another. */
function tasksOf(wanted: Wanted): Task[] {
  if ('years' in wanted) return wanted.years.map(year => ({ name: 'report.prepare', input: { year, run: null } }))
  return [{ name: 'programme.report', input: wanted }]
}

type Job = {
  status: ExportStatus
  stopped: boolean
  /** Processes that write side by side, each one report after another. */
  readonly writers: Set<Writer>
}

type Writer = { readonly peer: Peer; order: WriteOrder | null; done: (reply: Reply) => void; dead: boolean }

const SUBFOLDER = '报告'
/** Evaluations stored in one step before their reports are written. */
const TOGETHER = 200
const MOST_WRITERS = 4
/** A draft that nobody has finished for so long belongs to a writer that is no more. */
const LEFT_BEHIND = 60 * 60 * 1000

/** Exports that run beside the application: each report is prepared by the core and written by a process of its own. */
export class Exports {
  readonly #source: ReportSource
  readonly #begin: StartPeer
  readonly #jobs = new Map<string, Job>()

  constructor(source: ReportSource, begin: StartPeer) {
    this.#source = source
    this.#begin = begin
  }

  /** Starts writing reports; returns the export's id. */
  start(wanted: Wanted, formats: readonly Format[], workbook: string | null): string {
    for (const [id, job] of this.#jobs) if (!job.status.running) this.#jobs.delete(id)
    const id = nodeHost.newId()
    const status = { total: tasksOf(wanted).length, done: 0, running: true, files: [], failures: [] }
    const job: Job = { status, stopped: false, writers: new Set() }
    this.#jobs.set(id, job)
    sweep(join(this.#source.folder, SUBFOLDER))
    this.#run(job, wanted, formats, workbook).catch(error => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
      for (const { peer } of job.writers) peer.kill()
      fail(job, '导出中断，没有写的还没有写。工作簿没有改动，请再导出一次。')
      job.status = { ...job.status, running: false }
    })
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
    for (const { peer } of job.writers) peer.kill()
  }

  /** Stops all of them, because the program ends. */
  close(): void {
    for (const id of this.#jobs.keys()) this.cancel(id)
  }

  async #run(job: Job, wanted: Wanted, formats: readonly Format[], workbook: string | null): Promise<void> {
    const ask = (name: string, input: unknown) =>
      this.#source.call(name, input, { command: nodeHost.newId(), workbook })
    const tasks = tasksOf(wanted)
    for (let from = 0; from < tasks.length && !job.stopped; from += TOGETHER) {
      const some = tasks.slice(from, from + TOGETHER)
      if ('years' in wanted) await ask('run.storeAll', { years: wanted.years.slice(from, from + TOGETHER) })
      const left = some[Symbol.iterator]()
      const lanes = Math.min(availableParallelism(), MOST_WRITERS, some.length)
      await Promise.all(Array.from({ length: lanes }, () => this.#lane(job, left, formats, ask)))
    }
    for (const { peer } of job.writers) peer.end()
    job.status = { ...job.status, running: false }
  }

  /** Takes one institution after another until none is left, and writes them with a writer of its own. */
  async #lane(
    job: Job,
    left: Iterator<Task>,
    formats: readonly Format[],
    ask: (name: string, input: unknown) => Promise<Reply>,
  ): Promise<void> {
    const lane: Lane = { writer: null }
    for (let next = left.next(); !next.done && !job.stopped; next = left.next()) {
      const prepared = await ask(next.value.name, next.value.input)
      if (job.stopped) return
      if (prepared.ok) await this.#writeAll(job, lane, prepared.value as ReportJob | ProgrammeJob, formats)
      else if (prepared.code === 'otherWorkbook') {
        job.stopped = true
        return fail(job, '工作簿已换，导出停了：已写的文件留着，其余的没有写。')
      } else fail(job, prepared.message)
      if (job.stopped) return
      job.status = { ...job.status, done: job.status.done + 1 }
    }
  }

  /** Each file is told as soon as it stands, so that one that fails hides no other. */
  async #writeAll(job: Job, lane: Lane, report: ReportJob | ProgrammeJob, formats: readonly Format[]): Promise<void> {
    const folder = join(this.#source.folder, SUBFOLDER)
    for (const format of formats) {
      if (job.stopped) return
      const pictures = 'audit' in report ? await this.#pictures(report) : []
      const order = { job: report, pictures, formats: [format], folder, draft: nodeHost.newId() }
      const first = await this.#write(job, lane, order)
      const written = first === 'died' && !job.stopped ? await this.#write(job, lane, order) : first
      if (written === 'died') {
        if (!job.stopped)
          fail(job, `${report.name}：写报告的程序两次中断，这个文件没有写成。工作簿没有改动，请再导出一次。`)
      } else if (written.ok) await this.#add(job, written.value as readonly string[])
      else fail(job, `${report.name}：${written.message}`)
    }
  }

  /** The copies that the report prints; a file that is not what was added is left out, and the report says so. */
  async #pictures({ audit }: ReportJob): Promise<Pictures> {
    const found: [string, Uint8Array][] = []
    for (const { digest } of audit?.photos ?? []) {
      const file = await this.#source.evidence(`${digest} copy`)
      if (file !== null) found.push([digest, file.bytes])
    }
    return found
  }

  async #add(job: Job, paths: readonly string[]): Promise<void> {
    const files = []
    for (const path of paths) {
      const handle = await this.#source.grant(path)
      if (handle !== null) files.push({ name: basename(path), folder: dirname(path), handle })
    }
    job.status = { ...job.status, files: [...job.status.files, ...files] }
  }

  #write(job: Job, lane: Lane, order: WriteOrder): Promise<Reply | 'died'> {
    const writer = lane.writer && !lane.writer.dead ? lane.writer : this.#newWriter(job)
    lane.writer = writer
    return new Promise(resolve => {
      writer.order = order
      writer.done = reply => {
        writer.order = null
        resolve(reply === DIED ? 'died' : reply)
      }
      if (!writer.peer.send({ id: 1, name: 'writer.write', input: order })) writer.done(DIED)
    })
  }

  #newWriter(job: Job): Writer {
    const writer: Writer = { peer: this.#begin([]), order: null, done: () => {}, dead: false }
    job.writers.add(writer)
    writer.peer.onAnswer(({ reply }) => writer.done(reply))
    writer.peer.onExit(() => {
      writer.dead = true
      job.writers.delete(writer)
      if (!writer.order) return
      removeQuietly(draftPath(writer.order.folder, writer.order.draft))
      writer.done(DIED)
    })
    return writer
  }
}

type Lane = { writer: Writer | null }

/** What a writer that is gone would have answered. */
const DIED: Reply = { ok: false, code: 'restarted', message: '' }

function fail(job: Job, message: string): void {
  job.status = { ...job.status, failures: [...job.status.failures, message] }
}

/** Removes drafts that a power cut has left. */
function sweep(folder: string): void {
  let names: readonly string[] = []
  try {
    names = readdirSync(folder).filter(name => /^~[0-9a-f-]{36}\.part$/.test(name))
  } catch {
    // no folder, no drafts
  }
  for (const name of names) {
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > LEFT_BEHIND) removeQuietly(path)
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // a disk that is gone; the sweep of a later export finds it
  }
}
