import type { Input, OperationName, Outputs, Reply } from '#core/contract/operations.ts'
import { useStore } from './state.ts'

const PAUSE = 150
const TRIES = 40

/**
 * Asks the core. While its process is being restarted the call is repeated: a command carries an id, so that saying it
 * twice does it once. A refusal comes back as it is, for the place that asked.
 */
export async function call<N extends OperationName>(name: N, input: Input<N>): Promise<Reply<Outputs[N]>> {
  const command = crypto.randomUUID()
  for (let i = 0; ; i++) {
    const reply = await send(name, input, command)
    if (
      reply !== null &&
      (reply.ok || (reply.code !== 'restarted' && !(reply.code === 'noWorkbook' && i > 0 && i < TRIES)))
    ) {
      useStore.getState().reached(reply.ok ? reply.revision : null)
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

type Bridge = {
  readonly call: (name: string, input: unknown, command: string) => Promise<Reply>
  readonly chooseFile: () => Promise<string | null>
}

/** The desktop shell's channel; in the browser there is none. */
export const bridge: Bridge | undefined = Reflect.get(window, 'workbench')

async function send(name: string, input: unknown, command: string): Promise<Reply | null> {
  if (bridge) return bridge.call(name, input, command)
  const body = JSON.stringify({ name, input, command })
  try {
    const response = await fetch('/call', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
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
