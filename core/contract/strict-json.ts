/** Why a text is not acceptable JSON; line and column count from 1. */
export type JsonFault = {
  readonly code: 'empty' | 'syntax' | 'duplicateKey' | 'tooDeep'
  readonly line: number
  readonly column: number
  readonly key?: string
}

const DEEPEST = 64

/**
 * Reads JSON as a person meant it: `JSON.parse`, and besides refuses a key that occurs twice in one object
 * (of which `JSON.parse` silently keeps the last) and nesting deeper than any of our formats needs.
 */
export function readStrictJson(text: string): { ok: true; value: unknown } | { ok: false; fault: JsonFault } {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (source.trim() === '') return { ok: false, fault: { code: 'empty', line: 1, column: 1 } }
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    return { ok: false, fault: faultAt('syntax', source, at === undefined ? source.length : Number.parseInt(at, 10)) }
  }
  const fault = findDuplicateKey(source)
  return fault ? { ok: false, fault } : { ok: true, value }
}

/** The fault as a Chinese sentence with its place. */
export function jsonFaultSentence(fault: JsonFault): string {
  const place = `第 ${fault.line} 行第 ${fault.column} 列`
  switch (fault.code) {
    case 'empty':
      return '文件是空的。请换一个有内容的文件。'
    case 'syntax':
      return `${place}不是完整的 JSON，可能缺了引号、逗号或结尾。请补全后重试。`
    case 'duplicateKey':
      return `${place}的“${fault.key}”在同一对象里写了两次，不知道以哪个为准。请只留一个。`
    case 'tooDeep':
      return `${place}嵌套超过 ${DEEPEST} 层。请核对文件是否为本程序的格式。`
  }
}

/** Walks text that `JSON.parse` has accepted, so only strings and brackets need to be told apart. */
function findDuplicateKey(text: string): JsonFault | null {
  const keys: (Set<string> | null)[] = []
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x7b: // {
        if (keys.length === DEEPEST) return faultAt('tooDeep', text, i)
        keys.push(new Set())
        break
      case 0x5b: // [
        if (keys.length === DEEPEST) return faultAt('tooDeep', text, i)
        keys.push(null)
        break
      case 0x7d:
      case 0x5d:
        keys.pop()
        break
      case 0x22: {
        const start = i
        i = endOfString(text, i)
        const seen = keys.at(-1)
        if (seen && nextSignificant(text, i + 1) === 0x3a) {
          const raw = text.slice(start, i + 1)
          const key = raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1)
          if (seen.has(key)) return { ...faultAt('duplicateKey', text, start), key }
          seen.add(key)
        }
        break
      }
    }
  }
  return null
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  while (text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1
  return i
}

function nextSignificant(text: string, from: number): number {
  let i = from
  while (text.charCodeAt(i) <= 0x20) i++
  return text.charCodeAt(i)
}

function faultAt(code: JsonFault['code'], text: string, offset: number): JsonFault {
  const before = text.slice(0, offset)
  const lines = before.split('\n')
  return { code, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
