import type { z } from 'zod'
import { TYPED_DECIMAL } from '#core/contract/decimal-text.ts'
import { AMOUNT_UNITS, CARRIERS, type InstitutionFacts, institutionFacts } from '#core/contract/facts.ts'
import { type ProblemCode, problemSentence } from '#core/contract/problems.ts'
import type { Problem } from '#core/contract/results.ts'
import { clip, inWords, pathText, valueAt } from '#core/contract/schema-issue.ts'

export type ReadFacts = { readonly facts: InstitutionFacts | null; readonly problems: readonly Problem[] }

/**
 * Reads one institution from plain JSON by the published schema. What cannot be a fact is refused with its place; a field
 * that the format does not know is left out and named in a warning, so that a misspelt name is never silently lost.
 */
export function readFacts(raw: unknown): ReadFacts {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { facts: null, problems: [asProblem('notAnObject', [], {})] }
  const parsed = institutionFacts.safeParse(raw)
  if (parsed.success) return { facts: parsed.data, problems: [] }
  const { issues } = parsed.error
  const problems = unique(issues.flatMap(issue => problemsOf(issue, raw)))
  if (problems.some(problem => problem.severity === 'refusal')) return { facts: null, problems }
  const known = institutionFacts.safeParse(withoutUnknownFields(raw, issues))
  return { facts: known.success ? known.data : null, problems }
}

function problemsOf(issue: z.core.$ZodIssue, raw: unknown): Problem[] {
  const { path } = issue
  const value = valueAt(raw, path)
  const field = String(path.at(-1) ?? '')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => asProblem('unknownField', [...path, key], { field: clip(key) }))
  if (value === undefined) return [asProblem('missingField', path, { field })]
  const read = typeof value === 'string' ? clip(value) : inWords(value)
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'string' && typeof value === 'number') return [asProblem('numberNotText', path, { read })]
      return [asProblem('wrongShape', path, { read, expected: EXPECTED[issue.expected] ?? '另一种写法' })]
    case 'invalid_format':
    case 'custom':
      return [badText(field, String(value), path)]
    case 'invalid_value':
      return [badChoice(field, path, read, issue.values.map(String))]
    case 'too_big':
      return [asProblem('textTooLong', path, { limit: String(issue.maximum) })]
    default:
      return [asProblem('wrongShape', path, { read: inWords(value), expected: '非空的内容' })]
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: '文字',
  boolean: 'true 或 false',
  object: '对象',
  array: '列表',
}

function badText(field: string, text: string, path: readonly PropertyKey[]): Problem {
  const read = clip(text)
  if (field === 'use') return asProblem('unknownUse', path, { read, known: 'general、transport、special:<编号>' })
  if (text.startsWith('-') && TYPED_DECIMAL.test(text.slice(1))) return asProblem('negativeNumber', path, { read })
  return asProblem(TYPED_DECIMAL.test(text) ? 'tooManyDigits' : 'unreadableNumber', path, { read })
}

function badChoice(field: string, path: readonly PropertyKey[], read: string, values: readonly string[]): Problem {
  if (field === 'carrier') return asProblem('unknownCarrier', path, { read, known: CARRIERS.join('、') })
  if (field === 'unit') {
    const known = path.includes('calorificValue') ? values : AMOUNT_UNITS
    return asProblem('unknownUnit', path, { read, known: known.join('、') })
  }
  return asProblem('unknownChoice', path, { read, known: values.join('、') })
}

function asProblem(code: ProblemCode, path: readonly PropertyKey[], params: Readonly<Record<string, string>>): Problem {
  const severity = code === 'unknownField' ? 'warning' : 'refusal'
  return { code, severity, place: pathText(path), message: problemSentence(code, params) }
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map(problem => [`${problem.code} ${problem.place}`, problem])).values()]
}

function withoutUnknownFields(raw: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(raw))
  for (const issue of issues) {
    const owner = valueAt(copy, issue.path)
    if (issue.code === 'unrecognized_keys' && typeof owner === 'object' && owner !== null)
      for (const key of issue.keys) Reflect.deleteProperty(owner, key)
  }
  return copy
}
