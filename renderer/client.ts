import type { Input, OperationName, Outputs, Reply, Sender } from '#core/contract/operations.ts'
import { refresh, useStore } from './state.ts'

const PAUSE = 150
const TRIES = 40

/**
 * Asks the core. While its process is being restarted the call is repeated: a command carries an id, so that saying it
 * twice does it once, and the workbook this window shows, so that nothing is written into another. A refusal comes back as it
 * is, for the place that asked.
 */
export async function call<N extends OperationName>(name: N, input: Input<N>): Promise<Reply<Outputs[N]>> {
  const sender = { command: crypto.randomUUID(), workbook: useStore.getState().workbook }
  for (let i = 0; ; i++) {
    const reply = await send(name, input, sender)
    if (
      reply !== null &&
      (reply.ok || (reply.code !== 'restarted' && !(reply.code === 'noWorkbook' && i > 0 && i < TRIES)))
    ) {
      useStore.getState().reached(reply.ok ? reply.revision : null)
      if (!reply.ok && reply.code === 'otherWorkbook') await showOther(reply.message)
      return reply as Reply<Outputs[N]>
    }
    useStore.getState().reopening()
    if (i === TRIES)
      return {
        ok: false,
        code: 'internal',
        message: '程序没有回应。录入的文字还在；请看启动窗口，重新运行后刷新本页。',
      }
    await new Promise(done => setTimeout(done, PAUSE))
  }
}

/** Another window has opened another workbook: this one shows it, too, and says so. */
async function showOther(message: string): Promise<void> {
  await refresh()
  useStore.getState().go('institutions', null)
  useStore.getState().tell(message)
}

type Bridge = {
  readonly call: (name: string, input: unknown, sender: Sender) => Promise<Reply>
  readonly chooseFile: () => Promise<string | null>
}

/** The desktop shell's channel; in the browser there is none. */
export const bridge: Bridge | undefined = Reflect.get(window, 'workbench')

/** A page that is being closed may still send this much. */
const MOST_KEPT_ALIVE = 60_000

async function send(name: string, input: unknown, sender: Sender): Promise<Reply | null> {
  if (bridge) return bridge.call(name, input, sender)
  const body = JSON.stringify({ name, input, ...sender })
  const headers = { 'content-type': 'application/json' }
  try {
    const response = await fetch('/call', { method: 'POST', headers, body, keepalive: body.length < MOST_KEPT_ALIVE })
    return response.ok ? await response.json() : null
  } catch {
    return null
  }
}

/** Runs a command and shows a refusal in the bar if nobody else does. */
export async function run<N extends OperationName>(name: N, input: Input<N>): Promise<Outputs[N] | null> {
  const store = useStore.getState()
  store.saving(true)
  const reply = await call(name, input)
  store.saving(false)
  if (reply.ok) return reply.value
  store.tell(reply.message)
  return null
}

/**
 * Lets a person choose a workbook from anywhere: the system's dialog in the desktop shell; in the browser, which shows no
 * path, a copy of the file comes into the folder. `null`: nothing chosen.
 */
export async function chooseFile(): Promise<Reply<string> | null> {
  if (bridge) {
    const handle = await bridge.chooseFile()
    return handle === null ? null : { ok: true, value: handle, revision: 0 }
  }
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.eaw'
  const file = await new Promise<File | null>(resolve => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
  return file && bringIn(file)
}

/** Copies a file that the browser gives us into the folder of workbooks. */
export async function bringIn(file: File): Promise<Reply<string>> {
  const headers = { 'content-type': 'application/octet-stream' }
  try {
    const response = await fetch(`/file?name=${encodeURIComponent(file.name)}`, { method: 'POST', headers, body: file })
    if (response.ok) return await response.json()
  } catch {
    // what happened is said below
  }
  return { ok: false, code: 'unusableFile', message: '文件没有复制完，请再选一次；原文件没有改动。' }
}
