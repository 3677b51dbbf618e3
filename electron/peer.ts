import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Answer, Message } from '#core/contract/operations.ts'

/** Another process of ours as its host sees it: a child process here, a utility process in the desktop shell. */
export type Peer = {
  readonly pid: number | undefined
  /** False when the process is gone. */
  readonly send: (message: Message) => boolean
  readonly onAnswer: (listener: (answer: Answer) => void) => void
  readonly onExit: (listener: () => void) => void
  /** Lets it finish and end. */
  readonly end: () => void
  readonly kill: () => void
}

export type StartPeer = (args: readonly string[]) => Peer

/** Starts one of our scripts as a child of this Node process. */
export function startChild(script: string, execArgv: readonly string[] = []): StartPeer {
  return args => {
    const child = fork(join(import.meta.dirname, script), args, {
      serialization: 'advanced',
      execArgv: [...execArgv],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    // a message to a process that has just died: whoever waits is told at its exit
    child.on('error', () => {})
    return {
      pid: child.pid,
      send: message => child.connected && child.send(message, () => {}) !== undefined,
      onAnswer: listener => {
        child.on('message', listener)
      },
      onExit: listener => {
        child.on('exit', listener)
      },
      end: () => {
        if (child.connected) child.disconnect()
      },
      kill: () => {
        child.kill('SIGKILL')
      },
    }
  }
}

type Port = {
  readonly on: (event: 'message', listener: (event: { readonly data: Message }) => void) => void
  readonly postMessage: (answer: Answer) => void
}

/** The other side: answers the host's messages, and ends when the host has gone. */
export function answerHost(answer: (message: Message) => Answer | Promise<Answer>, end: () => void): void {
  const port: Port | undefined = Reflect.get(process, 'parentPort')
  if (port) {
    port.on('message', async ({ data }) => port.postMessage(await answer(data)))
    return
  }
  process.on('message', async (message: Message) => {
    // nobody listens any more: the host has gone, and the end follows
    process.send?.(await answer(message), undefined, undefined, () => {})
  })
  process.on('disconnect', () => {
    end()
    process.exit(0)
  })
}
