import type { Answer, Message } from '#core/contract/operations.ts'
import { Desk } from './dispatch.ts'

/**
 * Owns the one open workbook. Started and, if need be, killed by its host; speaks one message. Names that begin with `host.`
 * are the host's own and never come from the interface.
 */
const desk = new Desk(process.argv[2] ?? '.')

function answer({ id, name, input, command }: Message): Answer {
  if (!name.startsWith('host.')) return { id, reply: desk.call(name, input, command ?? null) }
  const text = typeof input === 'string' ? input : ''
  switch (name) {
    case 'host.reopen':
      try {
        desk.open(text)
        return { id, reply: { ok: true, value: null, revision: 0 } }
      } catch (error) {
        return { id, reply: { ok: false, code: 'unusableFile', message: error instanceof Error ? error.message : '' } }
      }
    case 'host.grant':
      return { id, reply: { ok: true, value: desk.grant(text), revision: 0 } }
    case 'host.resolve':
      return { id, reply: { ok: true, value: desk.resolve(text), revision: 0 } }
    default:
      return { id, reply: { ok: true, value: desk.path, revision: 0 } }
  }
}

type Port = {
  readonly on: (event: 'message', listener: (event: { readonly data: Message }) => void) => void
  readonly postMessage: (answer: Answer) => void
}

/** The desktop shell talks through `parentPort`, a Node host through the channel of `fork`. */
const port: Port | undefined = Reflect.get(process, 'parentPort')
if (port) port.on('message', ({ data }) => port.postMessage(answer(data)))
else {
  process.on('message', (message: Message) => {
    // nobody listens any more: the host has gone, and the end follows
    process.send?.(answer(message), undefined, undefined, () => {})
  })
  process.on('disconnect', () => {
    desk.close()
    process.exit(0)
  })
}
