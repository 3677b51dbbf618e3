import type { z } from 'zod'
import { printable } from './printable.ts'

/** A path into a document as people read it: `tables[2].rows[5].cite`. The document itself is the empty text. */
export function pathText(path: readonly PropertyKey[]): string {
  const parts = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${clip(String(part))}`))
  return parts.join('').replace(/^\./, '')
}

/** The value that a path leads to, own properties only. */
export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Reflect.get(value, part)
  }
  return value
}

/** What a value is, in words, shortened so that a message stays a sentence. */
export function inWords(value: unknown): string {
  if (value === undefined) return '空缺'
  if (value === null) return 'null'
  if (Array.isArray(value)) return '列表'
  if (typeof value === 'object') return '{…}'
  if (typeof value === 'string') return `“${clip(value)}”`
  return clip(String(value))
}

/** Text from outside, printable and shortened to `limit` characters so that a message stays a sentence. */
export function clip(text: string, limit = 40): string {
  const characters = [...printable(text.slice(0, 4 * limit))]
  return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : text
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数',
  int: '整数',
  boolean: 'true 或 false',
  object: '对象',
  record: '对象',
  array: '列表',
}

/** A schema issue in Chinese: what was read, what was expected. */
export function issueSentence(issue: z.core.$ZodIssue, document: unknown): string {
  const value = valueAt(document, issue.path)
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return '缺少这一项，请补上。'
      return `应为${EXPECTED[issue.expected] ?? issue.expected}，读到${inWords(value)}。`
    case 'invalid_value':
      return value === undefined ? '缺少这一项，请补上。' : `应为 ${issue.values.join('、')}，读到${inWords(value)}。`
    case 'unrecognized_keys':
      return `不认识 ${issue.keys.map(key => `“${clip(key)}”`).join('、')}，请核对写法。`
    case 'too_small':
      return value === '' ? '不能是空文字。' : `太少或太小（至少 ${issue.minimum}）。`
    case 'too_big':
      return `太多或太大（最多 ${issue.maximum}）。`
    default:
      return `读到${inWords(value)}，写法不对。`
  }
}
