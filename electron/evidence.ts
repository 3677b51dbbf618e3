import { randomBytes } from 'node:crypto'
import { createWriteStream, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { EvidenceType } from '#core/contract/audit.ts'
import { MOST_MEGABYTES, TOO_LARGE } from '#core/contract/audit.ts'
import type { Reply } from '#core/contract/operations.ts'
import { makeFolder } from './files.ts'

const MOST_BYTES = MOST_MEGABYTES * 1_000_000
const HANDLE = /^[0-9a-f]{32}$/
const HOUR = 3_600_000

/** Where a file waits between its arrival and the step that attaches it. The handle says it all, so it survives a restart. */
const waitingPath = (folder: string, handle: string) => join(folder, `${handle}.incoming`)

/** Takes in a file that a person chose, up to the most that evidence may have; replies with its handle. */
export async function receiveEvidence(folder: string, body: Readable): Promise<Reply> {
  const handle = randomBytes(16).toString('hex')
  const path = waitingPath(folder, handle)
  let size = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(size > MOST_BYTES ? new Error('too large') : null, chunk)
    },
  })
  try {
    makeFolder(folder)
    await pipeline(body, counted, createWriteStream(path, { flags: 'wx' }))
    return { ok: true, value: handle, revision: 0 }
  } catch {
    rmSync(path, { force: true })
    const message =
      size > MOST_BYTES ? TOO_LARGE : '文件没有复制完，没有加入，也没有留下半个文件。请检查磁盘空间，再选一次。'
    return { ok: false, code: 'unusableFile', message }
  }
}

/** The bytes of a file that has arrived; `null`: it is not there any more. */
export function arrivedBytes(folder: string, handle: string): Uint8Array | null {
  if (!HANDLE.test(handle)) return null
  const path = waitingPath(folder, handle)
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : null
}

export function forgetArrived(folder: string, handle: string): void {
  if (HANDLE.test(handle)) rmSync(waitingPath(folder, handle), { force: true })
}

/** Removes what arrived long ago and was never attached, because the program ended in between. */
export function sweepArrived(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  for (const name of readdirSync(folder)) {
    if (!HANDLE.test(name.replace(/\.incoming$/, ''))) continue
    const stat = statSync(join(folder, name), { throwIfNoEntry: false })
    if (stat?.isFile() && Date.now() - stat.mtimeMs > HOUR) rmSync(join(folder, name), { force: true })
  }
}

const TYPES: Readonly<Record<EvidenceType, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
}

/** How an attached file is sent: pictures to be looked at, a PDF only to be saved, and neither as a page of ours. */
export function evidenceHeaders(type: EvidenceType, length: number): Readonly<Record<string, string>> {
  return {
    'content-type': TYPES[type],
    'content-length': `${length}`,
    'content-disposition': type === 'pdf' ? 'attachment' : 'inline',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=3600',
  }
}

/** `/evidence/<digest>/<size>` in an address; `null` for anything else. */
export function evidenceAddress(pathname: string): string | null {
  const [, digest, size] = /^\/evidence\/([0-9a-f]{64})\/(original|small|copy)$/.exec(pathname) ?? []
  return digest === undefined ? null : `${digest} ${size}`
}
