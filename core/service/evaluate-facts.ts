import { FACTS_FORMAT } from '#core/contract/facts.ts'
import { problemSentence } from '#core/contract/problems.ts'
import { clip, inWords } from '#core/contract/schema-issue.ts'
import { jsonFaultSentence, readStrictJson } from '#core/contract/strict-json.ts'
import { type Graded, gradeInstitution, refusal } from '../standard/grade-institution.ts'
import type { Standard } from '../standard/pack/standard.ts'

/** A facts document whose institutions can be graded one by one; or why the document as a whole is unusable. */
export type FactsDocument =
  | { readonly ok: true; readonly institutions: readonly unknown[]; readonly unknownFields: readonly string[] }
  | { readonly ok: false; readonly place: string; readonly message: string }

/** Reads the outer shape of a facts file. Only what makes the whole file unusable fails here; institutions are read singly. */
export function readFactsDocument(text: string): FactsDocument {
  const json = readStrictJson(text)
  if (!json.ok) return { ok: false, place: '', message: jsonFaultSentence(json.fault) }
  const { value } = json
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      ok: false,
      place: '',
      message: `应为事实文件（对象），读到${inWords(value)}。请按 ${FACTS_FORMAT} 的格式写。`,
    }
  const format: unknown = Reflect.get(value, 'format')
  if (format !== FACTS_FORMAT)
    return {
      ok: false,
      place: 'format',
      message: `应为“${FACTS_FORMAT}”，读到${inWords(format)}。请核对是不是事实文件，或升级本程序。`,
    }
  const institutions: unknown = Reflect.get(value, 'institutions')
  if (!Array.isArray(institutions))
    return { ok: false, place: 'institutions', message: `应为机构列表，读到${inWords(institutions)}。请写成 [ … ]。` }
  const unknownFields = Object.keys(value).filter(key => key !== 'format' && key !== 'institutions')
  return { ok: true, institutions, unknownFields: unknownFields.map(key => clip(key)) }
}

/**
 * Grades the institutions of a facts document one after another, in their order. Each is independent: a bad one is
 * refused with its reasons and the others are graded. Institutions that share an id are all refused.
 */
export function* evaluateFacts(institutions: readonly unknown[], standard: Standard): Generator<Graded> {
  const uses = new Map<string, number>()
  for (const raw of institutions) {
    const id = idOf(raw)
    if (id !== null) uses.set(id, (uses.get(id) ?? 0) + 1)
  }
  for (const [i, raw] of institutions.entries()) {
    const place = `institutions[${i}]`
    const id = idOf(raw)
    const count = id === null ? 0 : (uses.get(id) ?? 0)
    if (id === null || count < 2) {
      yield gradeInstitution(raw, standard, place)
      continue
    }
    const message = problemSentence('duplicateId', { id: clip(id), count: String(count) })
    const problem = { code: 'duplicateId', severity: 'refusal', place: `${place}.id`, message } as const
    yield { result: refusal(raw, place, [problem]), evaluation: null }
  }
}

function idOf(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null) return null
  const id: unknown = Reflect.get(raw, 'id')
  return typeof id === 'string' ? id : null
}
