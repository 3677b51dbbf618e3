import { clip } from './schema-issue.ts'

/** Why a text is not acceptable JSON; line and column count from 1. */
export type JsonFault = {
  readonly code: 'empty' | 'syntax' | 'duplicateKey' | 'tooDeep'
  readonly line: number
  readonly column: number
  readonly key?: string
}

const DEEPEST = 64

/**
 * Reads JSON as a person meant it: besides what `JSON.parse` refuses, a key that occurs twice in one object (of which
 * `JSON.parse` silently keeps the last) and nesting deeper than any of our formats needs. A fault always has its place.
 */
export function readStrictJson(text: string): { ok: true; value: unknown } | { ok: false; fault: JsonFault } {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const fault = findFault(source)
  return fault ? { ok: false, fault } : { ok: true, value: JSON.parse(source) }
}

/** The fault as a Chinese sentence with its place. */
export function jsonFaultSentence(fault: JsonFault): string {
  const place = `第 ${fault.line} 行第 ${fault.column} 列`
  switch (fault.code) {
    case 'empty':
      return '文件是空的。请换一个有内容的文件。'
    case 'syntax':
      return `${place}不合 JSON 的写法，可能缺了引号、逗号或结尾。请改正后重试。`
    case 'duplicateKey':
      return `${place}的“${clip(fault.key ?? '')}”在同一对象里写了两次，不知道以哪个为准。请只留一个。`
    case 'tooDeep':
      return `${place}嵌套超过 ${DEEPEST} 层。请核对文件是否为本程序的格式。`
  }
}

const BLANKS = /[ \t\n\r]*/y
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/** What may come next: a value, a key, the colon after it, or a comma; `OrClose` also allows the closing bracket. */
type Expecting = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'commaOrClose'

/** Walks the tokens of a JSON text with a stack of open brackets; each object remembers its keys. */
function findFault(text: string): JsonFault | null {
  const open: (Set<string> | null)[] = []
  let expecting: Expecting = 'value'
  let at = 0
  for (;;) {
    const start = endOf(BLANKS, text, at)
    const sign = text[start] ?? ''
    const top = open.at(-1)
    at =
      sign === '"' ? endOfString(text, start) : '{}[],:'.includes(sign) ? start + sign.length : endOf(WORD, text, start)
    if (sign === '') {
      if (expecting === 'commaOrClose' && open.length === 0) return null
      return faultAt(text.trim() === '' ? 'empty' : 'syntax', text, start)
    }
    if (at === start) return faultAt('syntax', text, start)
    if (sign === '}' || sign === ']') {
      const fits = top === undefined ? false : (sign === '}') === (top !== null)
      if (!fits || !expecting.endsWith('OrClose')) return faultAt('syntax', text, start)
      open.pop()
      expecting = 'commaOrClose'
    } else if (expecting === 'commaOrClose') {
      if (sign !== ',' || top === undefined) return faultAt('syntax', text, start)
      expecting = top === null ? 'value' : 'key'
    } else if (expecting === 'colon') {
      if (sign !== ':') return faultAt('syntax', text, start)
      expecting = 'value'
    } else if (expecting === 'key' || expecting === 'keyOrClose') {
      if (sign !== '"' || !top) return faultAt('syntax', text, start)
      const raw = text.slice(start, at)
      const key = raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1)
      if (top.has(key)) return { ...faultAt('duplicateKey', text, start), key }
      top.add(key)
      expecting = 'colon'
    } else if (sign === '{' || sign === '[') {
      if (open.length === DEEPEST) return faultAt('tooDeep', text, start)
      open.push(sign === '{' ? new Set() : null)
      expecting = sign === '{' ? 'keyOrClose' : 'valueOrClose'
    } else if (sign === ',' || sign === ':') return faultAt('syntax', text, start)
    else expecting = 'commaOrClose'
  }
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from
}

/** The offset after a string's closing quote, or `start` if it has none, a control character or a wrong escape. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) return i + 1
    if (code < 0x20) return start
    if (code !== 0x5c) continue
    i += 1
    if (text[i] === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(i + 1, i + 5))) i += 4
    else if (!'"\\/bfnrt'.includes(text[i] ?? 'x')) return start
  }
  return start
}

function faultAt(code: JsonFault['code'], text: string, offset: number): JsonFault {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { code, line, column: offset - before.lastIndexOf('\n') }
}
