import type { Answer, Message } from '#core/contract/operations.ts'
import { Desk } from './dispatch.ts'
import { UnusableFile } from './files.ts'
import { answerHost } from './peer.ts'

/**
 * Owns the one open workbook. Started and, if need be, killed by its host; speaks one message. Names that begin with `host.`
 * are the host's own and never come from the interface.
 */
const desk = new Desk(process.argv[2] ?? '.')

function answer({ id, name, input, sender }: Message): Answer {
  if (!name.startsWith('host.')) return { id, reply: desk.call(name, input, sender) }
  try {
    return { id, reply: { ok: true, value: ofHost(name, typeof input === 'string' ? input : ''), revision: 0 } }
  } catch (error) {
    const message = error instanceof UnusableFile ? error.message : '打不开这个文件。文件没有改动。'
    return { id, reply: { ok: false, code: 'unusableFile', message } }
  }
}

function ofHost(name: string, path: string): unknown {
  switch (name) {
    case 'host.reopen':
      desk.open(path)
      return null
    case 'host.grant':
      return desk.grant(path)
    case 'host.adopt':
      return desk.adopt(path)
    case 'host.evidence':
      return desk.evidence(path)
    case 'host.resolve':
      return desk.resolve(path)
    default:
      return desk.path
  }
}

answerHost(answer, () => desk.close())
