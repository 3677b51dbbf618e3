import type { EvidenceType } from '#core/contract/audit.ts'
import { type Message, OPERATIONS, type Reply, type Sender } from '#core/contract/operations.ts'
import { Exports } from './exports.ts'
import { type Peer, type StartPeer, startChild } from './peer.ts'
import { readApart } from './reader.ts'

const BEAT = 2_000
const SILENCE = 20_000
const SOUND = 2_000
const LONGEST = 5_000
const PATIENCE = 6

/** How a host starts the processes beside it. */
export type StartPeers = { readonly core: StartPeer; readonly reader: StartPeer; readonly writer: StartPeer }

const CHILDREN: StartPeers = {
  core: startChild('core-process.ts'),
  reader: startChild('reader-process.ts', ['--max-old-space-size=256']),
  writer: startChild('writer-process.ts', ['--max-old-space-size=512']),
}

/**
 * The host's end of the core process: sends messages, watches its heartbeat, and when it dies starts it anew with the same
 * workbook. Whoever was waiting is told `restarted`; commands commit before they answer, so nothing acknowledged is lost.
 */
export class CoreClient {
  readonly #folder: string
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  readonly #beat: NodeJS.Timeout
  readonly #begin: StartPeers
  readonly #exports: Exports
  /** Opens a file with the program of the system; a host that cannot has none. */
  openFile: ((path: string) => Promise<boolean>) | null = null
  #child: Peer
  #next = 1
  #path: string | null
  #heard = performance.now()
  #closing = false
  #began = 0
  #deaths = 0
  #alive = false

  constructor(folder: string, path: string | null, begin: StartPeers = CHILDREN) {
    this.#begin = begin
    this.#folder = folder
    this.#path = path
    this.#child = this.#start()
    this.#beat = setInterval(() => this.#check(), BEAT)
    this.#beat.unref()
    this.#exports = new Exports(
      {
        folder,
        call: (name, input, sender) => this.#untilRestarted(name, input, sender),
        grant: path => this.grant(path),
        evidence: wanted => this.evidence(wanted),
      },
      begin.writer,
    )
  }

  /** The id of the core process, so that a test can kill it. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  async call(name: string, input: unknown, sender: Sender = {}): Promise<Reply> {
    if (name === 'workbook.inspect') return this.#inspect(input)
    if (Object.hasOwn(OPERATIONS, name) && OPERATIONS[name as keyof typeof OPERATIONS].kind === 'host')
      return this.#ofHost(name as keyof typeof OPERATIONS, input, sender)
    const reply = await this.#send(name, input, sender)
    if (name.startsWith('workbook.') && reply.ok) {
      const path = await this.#send('host.path', '')
      if (path.ok) this.#path = typeof path.value === 'string' ? path.value : null
    }
    return reply
  }

  async #ofHost(name: keyof typeof OPERATIONS, input: unknown, sender: Sender): Promise<Reply> {
    const done = (value: unknown): Reply => ({ ok: true, value, revision: 0 })
    const parsed = OPERATIONS[name].input.safeParse(input)
    if (!parsed.success) return { ok: false, code: 'invalidInput', message: `${name} 的内容不对。` }
    switch (name) {
      case 'report.export': {
        const { years, formats } = OPERATIONS[name].input.parse(input)
        return done({ job: this.#exports.start({ years }, formats, sender.workbook ?? null) })
      }
      case 'programme.export': {
        const { programme, year, asOf, formats } = OPERATIONS[name].input.parse(input)
        return done({ job: this.#exports.start({ programme, year, asOf }, formats, sender.workbook ?? null) })
      }
      case 'report.status': {
        const status = this.#exports.status(OPERATIONS[name].input.parse(input).job)
        return status ? done(status) : { ok: false, code: 'refused', message: '没有这次导出。' }
      }
      case 'report.cancel':
        this.#exports.cancel(OPERATIONS[name].input.parse(input).job)
        return done(null)
      default: {
        const path = await this.resolve(OPERATIONS['file.open'].input.parse(input).handle)
        return done(path !== null && this.openFile !== null && (await this.openFile(path)))
      }
    }
  }

  /** A command said again with the same id while the core process is being restarted. */
  async #untilRestarted(name: string, input: unknown, sender: Sender): Promise<Reply> {
    for (let i = 0; ; i++) {
      const reply = await this.call(name, input, sender)
      if (reply.ok || reply.code !== 'restarted' || i === 40) return reply
      await new Promise(wait => setTimeout(wait, 100))
    }
  }

  async #inspect(input: unknown): Promise<Reply> {
    const handle: unknown = typeof input === 'object' && input ? Reflect.get(input, 'handle') : null
    const path = typeof handle === 'string' ? await this.resolve(handle) : null
    return path === null ? UNKNOWN_HANDLE : readApart(this.#begin.reader, path)
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

  /** Takes over a file that has arrived beside the others; returns its handle, or why it is none of ours. */
  adopt(path: string): Promise<Reply> {
    return this.#send('host.adopt', path)
  }

  /** The bytes of an attached file, as `digest size`; `null`: there is none, or it is not what was added. */
  async evidence(wanted: string): Promise<{ type: EvidenceType; bytes: Uint8Array<ArrayBuffer> } | null> {
    const reply = await this.#send('host.evidence', wanted)
    return reply.ok ? (reply.value as Awaited<ReturnType<CoreClient['evidence']>>) : null
  }

  get folder(): string {
    return this.#folder
  }

  close(): void {
    this.#closing = true
    clearInterval(this.#beat)
    this.#exports.close()
    this.#child.end()
    for (const id of [...this.#waiting.keys()]) this.#settle(id, CLOSED)
  }

  #send(name: string, input: unknown, sender: Sender = {}): Promise<Reply> {
    return new Promise(resolve => {
      const message: Message = { id: this.#next++, name, input, sender }
      this.#waiting.set(message.id, resolve)
      if (this.#closing) return this.#settle(message.id, CLOSED)
      try {
        if (!this.#alive || !this.#child.send(message)) this.#settle(message.id, RESTARTED)
      } catch {
        // nested too deep to be sent at all
        this.#settle(message.id, UNSENDABLE)
      }
    })
  }

  #settle(id: number, reply: Reply): void {
    this.#waiting.get(id)?.(reply)
    this.#waiting.delete(id)
  }

  #start(): Peer {
    const child = this.#begin.core([this.#folder])
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

const CLOSED: Reply = { ok: false, code: 'refused', message: '程序正在关闭，已保存的内容都在。' }

const UNSENDABLE: Reply = { ok: false, code: 'invalidInput', message: '内容的层次太深，没有写入。' }

const UNKNOWN_HANDLE: Reply = {
  ok: false,
  code: 'refused',
  message: '这个文件的入口已失效。请回到欢迎页重新选择。',
}
