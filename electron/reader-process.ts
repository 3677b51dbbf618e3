import type { Answer, Message } from '#core/contract/operations.ts'
import { UnusableFile } from './files.ts'
import { answerHost } from './peer.ts'
import { inspectWorkbook } from './workbook-file.ts'

/** Looks into one file that may be anybody's, apart from the open workbook: whoever started it kills it without regret. */
function answer({ id, input }: Message): Answer {
  try {
    return { id, reply: { ok: true, value: inspectWorkbook(String(input)), revision: 0 } }
  } catch (error) {
    const message = error instanceof UnusableFile ? error.message : '文件内容损坏，读不出来。文件没有改动。'
    return { id, reply: { ok: false, code: 'unusableFile', message } }
  }
}

answerHost(answer, () => {})
