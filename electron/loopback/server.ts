import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Reply } from '#core/contract/operations.ts'
import type { CoreClient } from '../core-client.ts'
import { evidenceAddress, evidenceHeaders, receiveEvidence } from '../evidence.ts'
import { makeFolder } from '../files.ts'
import { readAsset } from '../page.ts'

const MOST_BYTES = 16 * 1024 * 1024

export type Loopback = { readonly address: string; readonly server: Server; readonly close: () => void }

/**
 * Serves the interface to a browser on this machine only. Every request must name our own host; whoever has no token cookie
 * gets nothing, and a call must come from our own page.
 *
 * @param folder the built interface
 */
export async function serve(core: CoreClient, folder: string): Promise<Loopback> {
  const token = randomBytes(24).toString('hex')
  let origin = ''
  const server = createServer((request, response) => {
    handle(core, folder, token, origin, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const bound = server.address()
  origin = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { address: `${origin}/?token=${token}`, server, close }
}

async function handle(
  core: CoreClient,
  folder: string,
  token: string,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', origin)
  if (url === null) return deny(response, 400)
  if (request.headers.host !== new URL(origin).host) return deny(response, 403)
  if (request.method === 'GET' && url.pathname === '/' && url.searchParams.has('token')) {
    if (!same(url.searchParams.get('token') ?? '', token)) return deny(response, 403)
    response.writeHead(303, {
      location: '/',
      'set-cookie': `${cookieName(origin)}=${token}; HttpOnly; SameSite=Strict; Path=/`,
      'cache-control': 'no-store',
    })
    response.end()
    return
  }
  if (!same(cookieOf(request, origin), token)) return deny(response, 403)
  if (request.method === 'POST' && url.pathname === '/call') {
    if (request.headers.origin !== origin || request.headers['content-type'] !== 'application/json')
      return deny(response, 403)
    const reply = await callFrom(core, request)
    if (reply === null) return deny(response, 413)
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    response.end(JSON.stringify(reply))
    return
  }
  if (request.method === 'POST' && url.pathname === '/file') {
    if (request.headers.origin !== origin || request.headers['content-type'] !== 'application/octet-stream')
      return deny(response, 403)
    const reply =
      url.searchParams.get('as') === 'evidence'
        ? await receiveEvidence(core.folder, request)
        : await receiveFile(core, url.searchParams.get('name') ?? '', request)
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    response.end(JSON.stringify(reply))
    return
  }
  if (request.method !== 'GET') return deny(response, 405)
  const evidence = evidenceAddress(url.pathname)
  if (evidence !== null) {
    const file = await core.evidence(evidence)
    if (file === null) return deny(response, 404)
    response.writeHead(200, evidenceHeaders(file.type, file.bytes.length))
    response.end(file.bytes)
    return
  }
  if (url.pathname.startsWith('/file/'))
    return sendFile(response, await core.resolve(url.pathname.slice('/file/'.length)))
  sendAsset(response, folder, url.pathname)
}

async function callFrom(core: CoreClient, request: IncomingMessage): Promise<Reply | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MOST_BYTES) return null
    chunks.push(chunk)
  }
  let body: unknown
  try {
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return { ok: false, code: 'invalidInput', message: '内容不是 JSON。' }
  }
  const part = (key: string): unknown => (typeof body === 'object' && body ? Reflect.get(body, key) : null)
  const text = (key: string) => (typeof part(key) === 'string' ? String(part(key)) : null)
  const name = text('name')
  if (name === null || name.startsWith('host.')) return { ok: false, code: 'invalidInput', message: '没有这个操作。' }
  return core.call(name, part('input'), { command: text('command'), workbook: text('workbook') })
}

/** A file that a person chose in the browser arrives beside the workbooks under a name of its own, then the core looks at it. */
async function receiveFile(core: CoreClient, name: string, request: IncomingMessage): Promise<Reply> {
  const safe = basename(name)
    .replace(/\.eaw$/i, '')
    .replace(/[^\p{L}\p{N} _().-]/gu, '_')
    .slice(0, 80)
  const incoming = join(core.folder, `${safe === '' ? '工作簿' : safe}.${randomBytes(6).toString('hex')}.incoming`)
  try {
    makeFolder(core.folder)
    await pipeline(request, createWriteStream(incoming, { flags: 'wx' }))
    return await core.adopt(incoming)
  } catch {
    return { ok: false, code: 'unusableFile', message: '文件没有复制完，没有留下半个文件。请检查磁盘空间，再选一次。' }
  } finally {
    rmSync(incoming, { force: true })
  }
}

async function sendFile(response: ServerResponse, path: string | null): Promise<void> {
  const stat = path === null ? undefined : statSync(path, { throwIfNoEntry: false })
  if (path === null || !stat?.isFile()) {
    deny(response, 404)
    return
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': stat.size,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(path))}`,
  })
  // a disk that fails in the middle ends this answer, not the host
  await pipeline(createReadStream(path), response).catch(() => response.destroy())
}

function sendAsset(response: ServerResponse, folder: string, pathname: string): void {
  const asset = readAsset(folder, pathname)
  if (!asset) {
    deny(response, 404)
    return
  }
  response.writeHead(200, asset.headers)
  response.end(asset.body)
}

/** Cookies do not tell ports apart: two programs side by side would overwrite one another's. */
export function cookieName(origin: string): string {
  return `token-${new URL(origin).port}`
}

function cookieOf(request: IncomingMessage, origin: string): string {
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim().split('='))
  return pairs.find(([name]) => name === cookieName(origin))?.[1] ?? ''
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function deny(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(status === 403 ? '请从程序打印的地址打开。' : '')
}
