import type { Answer, Format, Message, ProgrammeJob, ReportJob } from '#core/contract/operations.ts'
import { UnusableFile } from './files.ts'
import { answerHost } from './peer.ts'
import { type Pictures, standardOf, writeProgramme, writeReport } from './write-report.ts'

export type WriteOrder = {
  readonly job: ReportJob | ProgrammeJob
  readonly pictures: Pictures
  readonly formats: readonly Format[]
  readonly folder: string
  /** Names the unfinished file, so that the host can remove it when the writer is killed. */
  readonly draft: string
}

/** Writes reports apart from the open workbook, one after another, so that a long export neither blocks nor endangers it. */
async function answer({ id, input }: Message): Promise<Answer> {
  const { job, pictures, formats, folder, draft } = input as WriteOrder
  try {
    const paths =
      'document' in job
        ? await writeProgramme(job, formats, folder, draft)
        : await writeReport(job, standardOf(job), formats, folder, draft, pictures)
    return { id, reply: { ok: true, value: paths, revision: 0 } }
  } catch (error) {
    const message = error instanceof UnusableFile ? error.message : `“${job.name}”的报告没有写成，没有留下半个文件。`
    if (!(error instanceof UnusableFile)) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    return { id, reply: { ok: false, code: 'unusableFile', message } }
  }
}

answerHost(answer, () => {})
