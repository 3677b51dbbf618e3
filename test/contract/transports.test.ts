import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { OPERATIONS, type Reply } from '#core/contract/operations.ts'
import { CoreClient } from '../../electron/core-client.ts'
import { Desk } from '../../electron/dispatch.ts'
import { serve } from '../../electron/loopback/server.ts'
import * as electron from '../tool/fake-electron.ts'
import { ROOT } from '../tool/fujian.ts'
import { temporaryFolder } from '../tool/workbook.ts'
import { play, SCRIPT, type Transport } from './scripted-session.ts'

vi.mock('electron', () => import('../tool/fake-electron.ts'))
const home = temporaryFolder()
vi.mock('node:os', async original => ({ ...(await original<typeof import('node:os')>()), homedir: () => home }))

type Played = Awaited<ReturnType<typeof play>>
const ends: (() => void)[] = []
afterAll(() => {
  for (const end of ends) end()
})

/** The class itself; what it answers must also survive being sent. */
async function inProcess(): Promise<Played> {
  const folder = temporaryFolder()
  const desk = new Desk(folder)
  ends.push(() => desk.close())
  const ask: Transport = async (name, input, command) => {
    const reply = desk.call(name, input, { command })
    expect(JSON.parse(JSON.stringify(reply)), name).toStrictEqual(reply)
    expect(structuredClone(reply), name).toStrictEqual(reply)
    return reply
  }
  return play(ask, folder)
}

/** Over HTTP as the page does it, with the cookie the first address gives. */
async function overLoopback(): Promise<Played> {
  const folder = temporaryFolder()
  const core = new CoreClient(folder, null)
  const loopback = await serve(core, join(ROOT, '.build', 'renderer'))
  ends.push(() => {
    loopback.close()
    core.close()
  })
  const { origin } = new URL(loopback.address)
  const first = await fetch(loopback.address, { redirect: 'manual' })
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
  const ask: Transport = async (name, input, command) => {
    const response = await fetch(`${origin}/call`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: JSON.stringify({ name, input, command }),
    })
    expect(response.status, name).toBe(200)
    return (await response.json()) as Reply
  }
  return play(ask, folder)
}

/** Through the preload, the channel and the utility process of the desktop shell. */
async function throughShell(): Promise<Played> {
  const { main } = await import('../../electron/desktop/main.ts')
  await main({
    renderer: join(ROOT, '.build', 'renderer'),
    preload: 'preload.cjs',
    core: 'core-process.js',
    reader: 'reader-process.js',
    writer: 'writer-process.js',
  })
  ends.push(() => electron.app.emit('window-all-closed'))
  await import('../../electron/desktop/preload.ts')
  const bridge = electron.calls.exposed.get('workbench')
  const ask: Transport = async (name, input, command) => (await bridge?.call?.(name, input, { command })) as Reply
  return play(ask, join(home, '能源审计'))
}

let here: Played
beforeAll(async () => {
  here = await inProcess()
})

describe('the script', () => {
  it('has every operation in it, done and not only refused', () => {
    const done = new Set(SCRIPT.filter(step => step.outcome === 'ok').map(step => step.name))
    expect([...done].sort()).toEqual(
      Object.entries(OPERATIONS)
        .filter(([, { kind }]) => kind !== 'host')
        .map(([name]) => name)
        .sort(),
    )
  })

  it('comes to what it should in the process itself', () => {
    const outcomes = here.map(({ step, reply }, i) => `${i} ${step.name} ${reply.ok ? 'ok' : reply.code}`)
    expect(outcomes).toEqual(SCRIPT.map((step, i) => `${i} ${step.name} ${step.outcome}`))
  })

  it('does what is said twice under one id once, and names the same row or step again', () => {
    const twice = here.filter(({ step }) => step.command !== undefined)
    expect(twice).toHaveLength(12)
    for (let i = 0; i < twice.length; i += 2) {
      const [first, second] = [twice[i]?.reply, twice[i + 1]?.reply]
      if (!first?.ok || !second?.ok) throw new Error('refused')
      expect(second.revision).toBe(first.revision)
      const { id, year, label }: Record<string, unknown> = Object(first.value)
      expect(second.value).toMatchObject(
        Object.fromEntries(Object.entries({ id, year, label }).filter(([, value]) => value !== undefined)),
      )
    }
  })
})

describe.each([
  ['over the loopback host', overLoopback],
  ['through the desktop shell', throughShell],
])('%s', (_name, transport) => {
  let there: Played
  beforeAll(async () => {
    there = await transport()
  })

  it('every reply is the one given in the process itself', () => {
    expect(there).toHaveLength(here.length)
    for (const [i, { step, reply }] of here.entries()) expect(there[i]?.reply, `${i} ${step.name}`).toStrictEqual(reply)
  })
})
