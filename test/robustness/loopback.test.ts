import { existsSync, symlinkSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CoreClient } from '../../electron/core-client.ts'
import { cookieName, type Loopback, serve } from '../../electron/loopback/server.ts'
import { ROOT } from '../tool/fujian.ts'
import { temporaryFolder } from '../tool/workbook.ts'

let core: CoreClient
let loopback: Loopback
let origin: URL
let token: string

beforeAll(async () => {
  core = new CoreClient(temporaryFolder(), null)
  loopback = await serve(core, join(ROOT, '.build', 'renderer'))
  origin = new URL(loopback.address)
  token = origin.searchParams.get('token') ?? ''
})
afterAll(() => {
  loopback.close()
  core.close()
})

type Answer = { status: number; body: string; headers: Record<string, unknown> }

function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent: false,
        host: '127.0.0.1',
        port: origin.port,
        path,
        method: options.method ?? 'GET',
        headers: { host: origin.host, ...options.headers },
      },
      response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            headers: response.headers,
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(options.body)
  })
}

const cookie = () => cookieName(origin.origin)

const call = (name: string, input: unknown, headers: Record<string, string> = {}) =>
  ask('/call', {
    method: 'POST',
    headers: { cookie: `${cookie()}=${token}`, origin: origin.origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ name, input }),
  })

describe('the loopback host', () => {
  it('answers addresses that are none, tokens of other letters and what is nested without end', async () => {
    const known = { cookie: `${cookie()}=${token}` }
    for (const path of ['//', '//[', '/%', '/%00', '/file/', '/file/..%2f..%2fetc%2fpasswd'])
      expect([400, 404], path).toContain((await ask(path, { headers: known })).status)
    expect((await ask(`/?token=${encodeURIComponent('é'.repeat(token.length))}`)).status).toBe(403)
    for (const depth of [100, 20_000]) {
      const body = `{"name":"field.set","input":${'['.repeat(depth)}${']'.repeat(depth)}}`
      const { status, body: told } = await ask('/call', {
        method: 'POST',
        headers: { ...known, origin: origin.origin, 'content-type': 'application/json' },
        body,
      })
      expect(status).toBe(200)
      expect(JSON.parse(told)).toMatchObject({ ok: false, code: 'invalidInput' })
    }
    expect((await ask('/', { headers: known })).status).toBe(200)
  })

  it('outlives a file that cannot be read to its end', async () => {
    if (!existsSync('/proc/self/mem')) return
    symlinkSync('/proc/self/mem', join(core.folder, 'bad.eaw'))
    const files = JSON.parse((await call('workbook.files', {})).body)
    const [{ handle }] = files.value.filter((file: { name: string }) => file.name === 'bad')
    const answer = await ask(`/file/${handle}`, { headers: { cookie: `${cookie()}=${token}` } }).catch(() => null)
    expect(answer?.body ?? '').toBe('')
    expect((await ask('/', { headers: { cookie: `${cookie()}=${token}` } })).status).toBe(200)
  })

  it('listens on this machine only and gives its page to who has the token', async () => {
    expect(origin.hostname).toBe('127.0.0.1')
    expect((await ask('/')).status).toBe(403)
    expect((await ask(`/?token=${'0'.repeat(token.length)}`)).status).toBe(403)
    const first = await ask(`/?token=${token}`)
    expect(first.status).toBe(303)
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/)
    const page = await ask('/', { headers: { cookie: `${cookie()}=${token}` } })
    expect(page.status).toBe(200)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('require-trusted-types-for')
    const nonce = /nonce-([^']+)'/.exec(policy)?.[1] ?? '-'
    expect(page.body).toContain(nonce)
    expect(page.body).not.toContain('__NONCE__')
  })

  it('refuses another host name, another origin, no cookie, another content type, another method', async () => {
    expect((await ask('/', { headers: { host: 'evil.example', cookie: `${cookie()}=${token}` } })).status).toBe(403)
    expect((await call('app.state', {}, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await call('app.state', {}, { cookie: `${cookie()}=abc` })).status).toBe(403)
    expect((await call('app.state', {}, { 'content-type': 'text/plain' })).status).toBe(403)
    expect((await ask('/call', { method: 'DELETE', headers: { cookie: `${cookie()}=${token}` } })).status).toBe(405)
  })

  it('serves no file outside the interface and no path behind an unknown handle', async () => {
    const headers = { cookie: `${cookie()}=${token}` }
    for (const path of [
      '/../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/file/abc',
      '/assets',
    ])
      expect((await ask(path, { headers })).status, path).toBe(404)
  })

  it('answers bad bodies with a sentence, keeps the host’s own operations to itself, and limits the size', async () => {
    const broken = await ask('/call', {
      method: 'POST',
      headers: { cookie: `${cookie()}=${token}`, origin: origin.origin, 'content-type': 'application/json' },
      body: '{',
    })
    expect(JSON.parse(broken.body)).toMatchObject({ ok: false, code: 'invalidInput' })
    expect(JSON.parse((await call('host.resolve', 'x')).body)).toMatchObject({ ok: false, code: 'invalidInput' })
    expect((await call('app.state', 'x'.repeat(17 * 1024 * 1024)).catch(() => ({ status: 413 }))).status).toBe(413)
  })

  it('starts the core anew within three seconds of its death, with the workbook and everything acknowledged', async () => {
    await call('workbook.openSample', {})
    const list = JSON.parse((await call('institution.list', { since: 0 })).body).value.rows
    const { areas } = JSON.parse((await call('institution.detail', { year: list[0].year })).body).value
    for (let i = 1; i <= 5; i++) {
      const set = JSON.parse(
        (await call('field.set', { table: 'area', row: areas[0].id, field: 'floorArea', typed: String(10_000 + i) }))
          .body,
      )
      expect(set.ok).toBe(true)
      process.kill(core.pid ?? 0, 'SIGKILL')
      const start = performance.now()
      let reply = JSON.parse((await call('institution.detail', { year: list[0].year })).body)
      while (!reply.ok && performance.now() - start < 5000) {
        await new Promise(done => setTimeout(done, 50))
        reply = JSON.parse((await call('institution.detail', { year: list[0].year })).body)
      }
      expect(performance.now() - start).toBeLessThan(3000)
      expect(reply.value.areas[0].floorArea).toBe(String(10_000 + i))
    }
  })
})
