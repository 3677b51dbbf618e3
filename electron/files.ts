import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host } from '#core/service/host.ts'
import { PACK_FILES } from '#core/standard/pack/schema.ts'

/** A file that cannot be used, as a Chinese sentence. */
export class UnusableFile extends Error {}

const MOST_MEGABYTES = 50

/**
 * Reads a text file of at most 50 MB in UTF-8.
 *
 * @throws UnusableFile when it is missing, a folder, too large, not readable or not UTF-8
 */
export function readTextFile(path: string): string {
  const bytes = tellingWhy(() => {
    const stat = statSync(path)
    if (stat.isDirectory()) throw new UnusableFile('这是一个文件夹。请给出文件夹里的文件。')
    if (!stat.isFile()) throw new UnusableFile('这不是一个普通文件。请给出保存在磁盘上的文件。')
    if (stat.size > MOST_MEGABYTES * 1024 * 1024)
      throw new UnusableFile(
        `文件有 ${Math.ceil(stat.size / 1024 / 1024)} MB，最大 ${MOST_MEGABYTES} MB。请分成几个文件。`,
      )
    return readFileSync(path)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw new UnusableFile('不是 UTF-8 编码的文字。请用 UTF-8 另存后重试。')
  }
}

/**
 * Reads the files of a pack from its folder, name → text. Other files beside them have no say.
 *
 * @throws UnusableFile
 */
export function readPackFolder(folder: string, wanted: readonly string[] = PACK_FILES): Map<string, string> {
  const names = tellingWhy(() => {
    if (!statSync(folder).isDirectory()) throw new UnusableFile('这不是文件夹。标准包是一个文件夹，里面有 pack.json。')
    return readdirSync(folder)
  })
  const files = wanted.filter(name => names.includes(name))
  return new Map(files.map(name => [name, readTextFile(join(folder, name))]))
}

/**
 * Makes a folder with those above it that are missing, one after another: where a folder can be seen but nothing made in it,
 * the recursive call of Node never returns.
 */
export function makeFolder(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory()) return
  if (!stat && dirname(path) !== path) makeFolder(dirname(path))
  mkdirSync(path)
}

/** The names of the folders in `folder`, sorted; empty when there is no such folder. */
export function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name)
      .sort()
  } catch {
    return []
  }
}

export const nodeHost: Host = {
  sha256: content => createHash('sha256').update(content).digest('hex'),
  now: () => new Date().toISOString(),
  newId: () => uuidVersion7(Date.now()),
}

let lastTime = 0
let lastCount = 0

/** UUID version 7 (RFC 9562): milliseconds, then a counter within the millisecond, then chance. */
function uuidVersion7(now: number): string {
  lastCount = now > lastTime ? 0 : lastCount + 1
  if (lastCount > 0xfff) {
    lastTime += 1
    lastCount = 0
  }
  lastTime = Math.max(now, lastTime)
  const bytes = randomBytes(8)
  bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f)
  const time = lastTime.toString(16).padStart(12, '0')
  const counter = (0x7000 | lastCount).toString(16)
  const chance = bytes.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${chance.slice(0, 4)}-${chance.slice(4)}`
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件。请核对路径。',
  ENOTDIR: '没有这个文件。请核对路径。',
  EACCES: '没有读取权限。请改权限，或复制到别处再试。',
  EPERM: '没有读取权限。请改权限，或复制到别处再试。',
  ELOOP: '链接绕成了圈。请给出真正的文件。',
  ENAMETOOLONG: '路径太长。请换一个短的位置。',
}

function tellingWhy<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof UnusableFile) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new UnusableFile(REASONS[code] ?? `读不出来（${code || '原因不明'}）。请检查磁盘，或复制到别处再试。`)
  }
}
