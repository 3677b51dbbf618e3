import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** UTF-8 bytes: most systems take 255 with the extension. */
const MOST = 160
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** A name that every system takes, made from a text of the workbook: `CON`, `a/b`, `..` and 300 characters become harmless. */
export function safeFileName(text: string): string {
  const wellFormed = text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a file name must not have
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd\\/:*?"<>|]/g, '_')
  const { read } = new TextEncoder().encodeInto(wellFormed, new Uint8Array(MOST))
  const plain = wellFormed.slice(0, read).replace(/^[\s.]+|[\s.]+$/g, '')
  if (plain === '') return '未命名'
  return RESERVED.test(plain) ? `_${plain}` : plain
}

/** A path in the folder that no file has yet: an older report, which a person may have worked on, is never overwritten. */
export function freePath(folder: string, name: string, extension: string): string {
  for (let i = 1; ; i++) {
    const path = join(folder, `${i === 1 ? name : `${name} ${i}`}.${extension}`)
    if (!existsSync(path)) return path
  }
}

/** Where a file is written before it gets its name. */
export const draftPath = (folder: string, draft: string): string => join(folder, `~${draft}.part`)
