import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Answer, Message, Reply } from '#core/contract/operations.ts'

const BEAT = 2_000
const SILENCE = 20_000
const SOUND = 2_000
const LONGEST = 5_000
const PATIENCE = 6

/** A started core process as its host sees it: a child process here, a utility process in the desktop shell. */
export type CoreProcess = {
  readonly pid: number | undefined
  /** False when the process is gone. */
  readonly send: (message: Message) => boolean
  readonly onAnswer: (listener: (answer: Answer) => void) => void
  readonly onExit: (listener: () => void) => void
  /** Lets it close the workbook and end. */
  readonly end: () => void
  readonly kill: () => void
}

export type StartCore = (folder: string) => CoreProcess

/** Starts the core as a child of this Node process. */
export const startChild: StartCore = folder => {
  const child = fork(join(import.meta.dirname, 'core-process.ts'), [folder], {
    serialization: 'advanced',
    execArgv: [],
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

/**
 * The host's end of the core process: sends messages, watches its heartbeat, and when it dies starts it anew with the same
 * workbook. Whoever was waiting is told `restarted`; commands commit before they answer, so nothing acknowledged is lost.
 */
export class CoreClient {
  readonly #folder: string
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  readonly #beat: NodeJS.Timeout
  readonly #begin: StartCore
  #child: CoreProcess
  #next = 1
  #path: string | null
  #heard = performance.now()
  #closing = false
  #began = 0
  #deaths = 0
  #alive = false

  constructor(folder: string, path: string | null, begin: StartCore = startChild) {
    this.#begin = begin
    this.#folder = folder
    this.#path = path
    this.#child = this.#start()
    this.#beat = setInterval(() => this.#check(), BEAT)
    this.#beat.unref()
  }

  /** The id of the core process, so that a test can kill it. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  async call(name: string, input: unknown, command: string | null = null): Promise<Reply> {
    const reply = await this.#send(name, input, command)
    if (name.startsWith('workbook.') && reply.ok) {
      const path = await this.#send('host.path', '')
      if (path.ok) this.#path = typeof path.value === 'string' ? path.value : null
    }
    return reply
  }

  async resolve(handle: string): Promise<string | null> {
    const reply = await this.#send('host.resolve', handle)
    return reply.ok && typeof reply.value === 'string' ? reply.value : null
  }

  /** A handle for a path that a person chose in a dialog of the host. */
  async grant(path: string): Promise<string | null> {
    const reply = await this.#send('host.grant', path)
    return reply.ok && typeof reply.value === 'string' ? reply.value : null
  }

  close(): void {
    this.#closing = true
    clearInterval(this.#beat)
    this.#child.end()
  }

  #send(name: string, input: unknown, command: string | null = null): Promise<Reply> {
    return new Promise(resolve => {
      const message: Message = { id: this.#next++, name, input, command }
      this.#waiting.set(message.id, resolve)
      if (!this.#alive || !this.#child.send(message)) this.#settle(message.id, RESTARTED)
    })
  }

  #settle(id: number, reply: Reply): void {
    this.#waiting.get(id)?.(reply)
    this.#waiting.delete(id)
  }

  #start(): CoreProcess {
    const child = this.#begin(this.#folder)
    this.#alive = true
    this.#began = performance.now()
    this.#heard = this.#began
    child.onAnswer(({ id, reply }) => {
      this.#heard = performance.now()
      this.#settle(id, reply)
    })
    child.onExit(() => {
      if (this.#closing || child !== this.#child) return
      this.#alive = false
      for (const id of [...this.#waiting.keys()]) this.#settle(id, RESTARTED)
      this.#again()
    })
    if (this.#path !== null) {
      const id = this.#next++
      this.#waiting.set(id, () => {})
      child.send({ id, name: 'host.reopen', input: this.#path })
    }
    return child
  }

  /** At once the first times; a process that keeps dying as it starts is given ever more time in between. */
  #again(): void {
    const lived = performance.now() - this.#began
    this.#deaths = lived > SOUND ? 0 : this.#deaths + 1
    const wait = this.#deaths < PATIENCE ? 0 : Math.min(LONGEST, 100 * 2 ** (this.#deaths - PATIENCE))
    setTimeout(() => {
      if (!this.#closing) this.#child = this.#start()
    }, wait)
  }

  #check(): void {
    if (performance.now() - this.#heard > SILENCE) this.#child.kill()
    else void this.#send('host.path', '')
  }
}

const RESTARTED: Reply = { ok: false, code: 'restarted', message: '正在重新打开，已保存的内容都在。' }
