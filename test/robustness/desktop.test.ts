import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Reply } from '#core/contract/operations.ts'
import type { ListView } from '#core/contract/views.ts'
import * as electron from '../tool/fake-electron.ts'
import { ROOT } from '../tool/fujian.ts'
import { jpegBytes } from '../tool/photos.ts'
import { temporaryFolder } from '../tool/workbook.ts'

vi.mock('electron', () => import('../tool/fake-electron.ts'))
const home = temporaryFolder()
vi.mock('node:os', async original => ({ ...(await original<typeof import('node:os')>()), homedir: () => home }))

const { calls, app } = electron
const served = (address: string, init?: RequestInit) => calls.protocol.get('workbench')?.(new Request(address, init))
const call = (name: unknown, input: unknown, url = 'workbench://app/') =>
  calls.handlers.get('call')?.({ senderFrame: { url } }, name, input) as Promise<Reply>

beforeAll(async () => {
  expect(homedir()).toBe(home)
  const { main } = await import('../../electron/desktop/main.ts')
  const built = join(ROOT, '.build')
  await main({
    renderer: join(built, 'renderer'),
    preload: 'preload.cjs',
    core: 'core-process.js',
    reader: 'reader-process.js',
    writer: 'writer-process.js',
  })
  await import('../../electron/desktop/preload.ts')
})
afterAll(() => app.emit('window-all-closed'))

describe('the desktop shell', () => {
  it('opens one sandboxed window on its own scheme', () => {
    expect(calls.windows).toHaveLength(1)
    expect(calls.windows[0]?.url).toBe('workbench://app/')
    expect(calls.windows[0]?.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    expect(calls.schemes).toHaveLength(1)
  })

  it('goes nowhere else, opens no other window, grants no permission', () => {
    const contents = calls.windows[0]?.webContents
    const event = { prevented: false, preventDefault: () => (event.prevented = true) }
    contents?.emit('will-navigate', event, 'https://example.org/')
    expect(event.prevented).toBe(true)
    event.prevented = false
    contents?.emit('will-navigate', event, 'workbench://app/')
    expect(event.prevented).toBe(false)
    expect(contents?.openHandler?.()).toEqual({ action: 'deny' })
    const decide = vi.fn()
    calls.permission?.(null, 'camera', decide)
    expect(decide).toHaveBeenCalledWith(false)
  })

  it('serves the built page with its policy, and no file outside', async () => {
    const page = await served('workbench://app/')
    expect(page?.status).toBe(200)
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const path of ['../package.json', '%2e%2e/package.json', '%ff', 'none.js'])
      expect((await served(`workbench://app/${path}`))?.status, path).toBe(404)
    expect((await served('workbench://other/'))?.status).toBe(404)
  })

  it('takes in a photo and shows it again', async () => {
    const bridge = calls.exposed.get('workbench')
    const ask = async (name: string, input: unknown): Promise<unknown> => {
      const reply = (await bridge?.call?.(name, input)) as Reply
      if (!reply.ok) throw new Error(reply.message)
      return reply.value
    }
    await ask('workbook.openSample', {})
    const { rows } = (await ask('institution.list', { since: 0 })) as ListView
    const year = rows[0]?.year ?? ''
    const { id } = (await ask('visit.begin', { year })) as { id: string }
    const photo = jpegBytes(40, 30)
    const body = { method: 'POST', body: Uint8Array.from(photo) }
    const arrived = await (await served('workbench://app/file?as=evidence', body))?.json()
    const to = { year, target: `item ${id} JL-01`, name: '出线柜.jpg', handle: arrived.value }
    const { digest } = (await ask('evidence.add', to)) as { digest: string }
    const shown = await served(`workbench://app/evidence/${digest}/original`)
    expect(shown?.headers.get('content-type')).toBe('image/jpeg')
    expect(new Uint8Array((await shown?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(photo)
    expect((await served(`workbench://app/evidence/${'0'.repeat(64)}/original`))?.status).toBe(404)
  })

  it('answers only our own page, and keeps the host’s operations to itself', async () => {
    expect(await call('app.state', {})).toMatchObject({ ok: true })
    expect(await call('app.state', {}, 'https://example.org/')).toMatchObject({ ok: false, code: 'invalidInput' })
    expect(await call('host.reopen', '/etc/passwd')).toMatchObject({ ok: false, code: 'invalidInput' })
    expect(await call({}, {})).toMatchObject({ ok: false, code: 'invalidInput' })
  })

  it('works through the preload’s one channel, and after the death of the core process', async () => {
    const bridge = calls.exposed.get('workbench')
    expect(Object.keys(bridge ?? {})).toEqual(['call', 'chooseFile'])
    expect(await bridge?.call?.('workbook.openSample', {})).toMatchObject({ ok: true })
    calls.children.at(-1)?.kill('SIGKILL')
    const start = performance.now()
    let reply = (await bridge?.call?.('institution.list', { since: 0 })) as Reply
    while (!reply.ok && performance.now() - start < 3000) {
      await new Promise(done => setTimeout(done, 20))
      reply = (await bridge?.call?.('institution.list', { since: 0 })) as Reply
    }
    expect(reply).toMatchObject({ ok: true })
  })

  it('gives a handle, never a path, for a file chosen in the system’s dialog', async () => {
    expect(await calls.handlers.get('chooseFile')?.({ senderFrame: { url: 'workbench://app/' } })).toBeNull()
    calls.chosen = ['/etc/hostname']
    const handle = await calls.handlers.get('chooseFile')?.({ senderFrame: { url: 'workbench://app/' } })
    expect(String(handle)).not.toContain('hostname')
    expect(await call('workbook.open', { handle })).toMatchObject({ ok: false, code: 'unusableFile' })
    expect(await calls.handlers.get('chooseFile')?.({ senderFrame: { url: 'https://example.org' } })).toBeNull()
  })

  it('lets a second start bring the first window to the front', () => {
    app.emit('second-instance')
    expect(calls.windows).toHaveLength(1)
    expect(calls.windows[0]?.focused).toBe(1)
  })
})
