import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

export type Asset = { readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer<ArrayBuffer> }

/** A file of the built interface with the headers that both hosts send; `null` for anything else. */
export function readAsset(folder: string, pathname: string): Asset | null {
  let wanted: string
  try {
    wanted = decodeURIComponent(pathname)
  } catch {
    return null
  }
  const path = normalize(join(folder, wanted === '/' ? 'index.html' : wanted))
  const type = TYPES[extname(path)]
  const inside = path.startsWith(normalize(folder) + sep)
  if (!inside || !type || !statSync(path, { throwIfNoEntry: false })?.isFile()) return null
  const headers = {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  }
  if (extname(path) !== '.html')
    return {
      headers: { ...headers, 'cache-control': 'private, max-age=31536000, immutable' },
      body: readFileSync(path),
    }
  const nonce = randomBytes(16).toString('base64')
  return {
    headers: { ...headers, 'cache-control': 'no-store', 'content-security-policy': contentPolicy(nonce) },
    body: readFileSync(path, 'utf8').replaceAll('__NONCE__', nonce),
  }
}

/** What a page may load: only our own files; styles only with the page's nonce. */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}
