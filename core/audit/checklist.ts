import { z } from 'zod'
import { CARRIERS } from '#core/contract/facts.ts'
import { regionOf } from '#core/contract/regions.ts'
import { issueSentence, pathText } from '#core/contract/schema-issue.ts'
import { jsonFaultSentence, readStrictJson } from '#core/contract/strict-json.ts'
import { compare, decimal } from '../quantity/decimal.ts'

export const CHECKLIST_FILES = ['pack.json', 'items.json', 'limits.json', 'metering.json'] as const
type ChecklistFile = (typeof CHECKLIST_FILES)[number]

const text = z.string().refine(value => value.trim() !== '')
const identifier = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const cellId = z.string().regex(/^[a-z][A-Za-z]*$/)
const itemId = z.string().regex(/^[A-Z]{2}-\d{2}$/)
const chapterId = z.string().regex(/^[A-Z]{2}$/)

/** How strongly the source binds: from 应 and 不得 down to 可, and 判定, which only puts an institution into a class. */
export const DUTIES = ['must', 'mustNot', 'inPrinciple', 'should', 'strive', 'encouraged', 'may', 'classifies'] as const

const checklistDocument = z.strictObject({
  format: z.literal('energy-audit-pack/1'),
  id: identifier,
  version: z.string().regex(/^\d+(\.\d+)*$/),
  kind: z.literal('checklist'),
  title: text,
  status: z.enum(['inForce', 'draft', 'withdrawn', 'unconfirmed']),
  transcribedBy: text,
  checkedBy: text.nullable(),
  documents: z.array(z.strictObject({ id: identifier, title: text, region: text.nullable() })).min(1),
  chapters: z.array(z.strictObject({ id: chapterId, title: text })).min(1),
  /** Clauses that must be covered as a whole, and the items that do it. */
  coverage: z.array(z.strictObject({ document: identifier, clause: text, text, items: z.array(itemId).min(1) })),
  notes: z.array(text),
})

/** What an institution may have, as the workbook knows it. */
export const FACTS = ['vehicles', 'heat', 'onsitePv', 'specialUse'] as const

const decimalText = z.string().regex(/^\d+(\.\d+)?$/)

const bound = z.strictObject({
  op: z.enum(['<', '<=', '=', '>=', '>']),
  value: decimalText,
  /** The other end of a range that begins at `value`; both belong to it. */
  to: decimalText.optional(),
  unit: z.string(),
})

/** Without this fact, or below this number of the evaluation, the item has nothing to ask; `otherwise` says so. */
const need = z.union([
  z.strictObject({ fact: z.enum(FACTS), otherwise: text }),
  z.strictObject({ cell: cellId, atLeast: decimalText, unit: text, otherwise: text }),
])

/**
 * How an item is answered: yes or no; a measured value against a limit; a share of devices; a value against a mean; from the
 * facts already entered; or in words.
 */
export const KINDS = ['yesNo', 'limit', 'share', 'ratioToMean', 'computed', 'text'] as const

const checkItem = z.strictObject({
  id: itemId,
  chapter: chapterId,
  text,
  kind: z.enum(KINDS),
  duty: z.enum(DUTIES),
  /** ★: not doing it is itself a violation that a cited law names. */
  violation: z.literal(true).optional(),
  /** The sentence of the source is general; the limit or the way to compute is our reading. */
  derived: z.literal(true).optional(),
  /** Seen during a visit, or found in documents at the desk. */
  answered: z.enum(['onSite', 'atDesk']),
  limit: text.optional(),
  /** The limit as a number, where the source gives one. */
  bound: bound.optional(),
  /** Cells of the evaluation that are shown beside the question. */
  shows: z.array(cellId).min(1).optional(),
  /** Points, where the source gives some. */
  score: decimalText.optional(),
  regions: z.array(text).min(1).optional(),
  /** A narrower place or kind of building within the regions. */
  within: text.optional(),
  classes: z.array(text).min(1).optional(),
  needs: need.optional(),
  cites: z.array(z.strictObject({ document: identifier, clause: text })).min(1),
  evidence: text,
})

const itemsDocument = z.strictObject({ items: z.array(checkItem).min(1) })

/** What is measured on site; without a bound nothing is known to compare it with. `confirmed`: the source has been seen. */
const limit = z.strictObject({
  id: identifier,
  label: text,
  unit: text,
  bound: bound.optional(),
  regions: z.array(text).min(1).optional(),
  source: text.nullable(),
  confirmed: z.boolean(),
})

const limitsDocument = z.strictObject({ limits: z.array(limit) })

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** How many of the required meters a rule wants, in per cent by level; without rates the rule's text has not been seen. */
const meteringRule = z.strictObject({
  id: text,
  title: text,
  from: day.nullable(),
  to: day.nullable(),
  confirmed: z.boolean(),
  rates: z
    .array(
      z.strictObject({
        carrier: z.enum([...CARRIERS, 'water']),
        printed: text,
        unit: decimalText,
        secondary: decimalText,
        equipment: decimalText,
      }),
    )
    .nullable(),
})

const meteringDocument = z.strictObject({ rules: z.array(meteringRule) })

const SCHEMAS = {
  'pack.json': checklistDocument,
  'items.json': itemsDocument,
  'limits.json': limitsDocument,
  'metering.json': meteringDocument,
} as const

/** A whole checklist as one JSON Schema input: a map from file name to document. */
export const checklistFiles = z.strictObject(SCHEMAS).meta({ title: 'Checklist of the energy-audit workbench' })

export type CheckItem = z.infer<typeof checkItem>
export type Bound = NonNullable<CheckItem['bound']>
export type MeteringRule = z.infer<typeof meteringRule>
export type Limit = z.infer<typeof limit>
export type Fact = (typeof FACTS)[number]
export type Checklist = {
  readonly document: z.infer<typeof checklistDocument>
  readonly items: readonly CheckItem[]
  readonly limits: readonly Limit[]
  readonly metering: readonly MeteringRule[]
  readonly digest: string
}

/** The words that the installed quotas know: the numbers they compute and the classes of institutions. */
export type KnownWords = { readonly cells: ReadonlySet<string>; readonly classes: ReadonlySet<string> }

/** What is wrong with a checklist and where; `message` is a Chinese sentence. */
export type ChecklistProblem = { readonly file: string; readonly place: string; readonly message: string }
export type LoadedChecklist =
  | { readonly ok: true; readonly checklist: Checklist }
  | { readonly ok: false; readonly problems: readonly ChecklistProblem[] }

/**
 * Reads a checklist pack and checks it: each file by its schema, then that every item is named once, stands in a chapter, cites
 * a document of the pack, names cells and classes that evaluations have (`words`; `null`: not checked), is bound to a region if only a regional document supports it, and that the clauses to be covered are.
 */
export function loadChecklist(
  files: ReadonlyMap<string, string>,
  digest: string,
  words: KnownWords | null = null,
): LoadedChecklist {
  const problems: ChecklistProblem[] = []
  const document = read(files, 'pack.json', problems)
  const list = read(files, 'items.json', problems)
  const measured = read(files, 'limits.json', problems)
  const meters = read(files, 'metering.json', problems)
  if (!document || !list || !measured || !meters) return { ok: false, problems }
  const { items } = list
  const { limits } = measured
  const { rules: metering } = meters
  const report = (file: ChecklistFile, place: string, message: string) => problems.push({ file, place, message })

  const documents = new Map(document.documents.map(d => [d.id, d]))
  for (const [name, ids] of [
    ['documents', document.documents.map(({ id }) => id)],
    ['chapters', document.chapters.map(({ id }) => id)],
  ] as const)
    for (const [i, id] of ids.entries())
      if (ids.indexOf(id) < i) report('pack.json', `${name}[${i}].id`, `“${id}”重复。请改成各不相同的编号。`)
  const unknownRegion = (region: string | null) => region !== null && regionOf(region) !== region
  for (const [i, { region }] of document.documents.entries())
    if (unknownRegion(region))
      report('pack.json', `documents[${i}].region`, `不认识地区“${region}”。请写省级行政区的简称，例如 山东。`)
  const chapters = new Set(document.chapters.map(c => c.id))
  const known = new Map<string, number>()
  for (const [i, item] of items.entries()) {
    const at = `items[${i}]`
    const before = known.get(item.id)
    if (before !== undefined)
      report('items.json', `${at}.id`, `“${item.id}”与第 ${before + 1} 项重复。请改成各不相同的编号。`)
    known.set(item.id, i)
    if (!chapters.has(item.chapter)) report('items.json', `${at}.chapter`, `没有章“${item.chapter}”。`)
    if (!item.id.startsWith(`${item.chapter}-`))
      report('items.json', `${at}.id`, `编号“${item.id}”不在章“${item.chapter}”里。`)
    for (const [c, cite] of item.cites.entries())
      if (!documents.has(cite.document))
        report('items.json', `${at}.cites[${c}].document`, `没有文件“${cite.document}”。请先在 pack.json 里登记它。`)
    const named = [...(item.shows ?? []), ...(item.needs && 'cell' in item.needs ? [item.needs.cell] : [])]
    for (const cell of named)
      if (words?.cells.has(cell) === false)
        report('items.json', at, `“${item.id}”用到的“${cell}”不是评价里的量。请核对名称。`)
    for (const name of item.classes ?? [])
      if (words?.classes.has(name) === false)
        report('items.json', `${at}.classes`, `“${item.id}”的机构类别“${name}”不在已装的标准里。请核对名称。`)
    const supported = item.cites.map(cite => documents.get(cite.document)?.region ?? null)
    if (!item.regions && supported.every(region => region !== null))
      report(
        'items.json',
        `${at}.regions`,
        `“${item.id}”只有${[...new Set(supported)].join('、')}的文件支持，要写适用地区。`,
      )
    for (const region of item.regions ?? [])
      if (!supported.includes(region))
        report('items.json', `${at}.regions`, `“${item.id}”写着只在${region}适用，所引的文件里没有${region}的。`)
    if (item.kind === 'limit' && item.limit === undefined)
      report('items.json', `${at}.limit`, `“${item.id}”要与限值比较，没有写限值。`)
    if (item.bound && !['limit', 'share', 'ratioToMean'].includes(item.kind))
      report('items.json', `${at}.bound`, `“${item.id}”不是量出来的，不能有数值界限。`)
    if (item.bound && isTurned(item.bound)) report('items.json', `${at}.bound`, `“${item.id}”的限值下端大于上端。`)
    if (item.bound && item.kind === 'share' && item.bound.unit !== '%')
      report('items.json', `${at}.bound.unit`, `“${item.id}”是比例，限值的单位应为 %。`)
    if (item.kind === 'computed' && item.shows === undefined && item.limit === undefined && item.derived === undefined)
      report('items.json', `${at}.shows`, `“${item.id}”由数据得出，没有写用哪个数、与什么比。`)
  }
  for (const [i, { document: cited, items: by }] of document.coverage.entries()) {
    if (!documents.has(cited)) report('pack.json', `coverage[${i}].document`, `没有文件“${cited}”。`)
    for (const id of by) if (!known.has(id)) report('pack.json', `coverage[${i}].items`, `没有检查项“${id}”。`)
  }
  for (const [i, { id, bound: given, unit, source, regions }] of limits.entries()) {
    if (limits.findIndex(known => known.id === id) < i) report('limits.json', `limits[${i}].id`, `“${id}”重复。`)
    for (const region of regions ?? [])
      if (unknownRegion(region))
        report('limits.json', `limits[${i}].regions`, `不认识地区“${region}”。请写省级行政区的简称，例如 山东。`)
    if (given && isTurned(given)) report('limits.json', `limits[${i}].bound`, `“${id}”的限值下端大于上端。`)
    if (given && source === null) report('limits.json', `limits[${i}].source`, `“${id}”有限值，没有写出处。`)
    if (given && given.unit !== unit) report('limits.json', `limits[${i}].bound.unit`, `“${id}”的限值与读数单位不同。`)
  }
  for (const [i, { id, from }] of metering.entries()) {
    const before = metering[i - 1]
    if (before && (before.to === null || before.to !== from))
      report('metering.json', `rules[${i}].from`, `“${id}”与前一版“${before.id}”的日期没有接上。`)
  }
  for (const { id, title } of document.chapters)
    if (!items.some(item => item.chapter === id)) report('pack.json', 'chapters', `章“${title}”里没有检查项。`)
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, checklist: { document, items, limits, metering, digest } }
}

function isTurned({ value, to }: Bound): boolean {
  return to !== undefined && compare(decimal(value), decimal(to)) > 0
}

function read<File extends ChecklistFile>(
  files: ReadonlyMap<string, string>,
  file: File,
  problems: ChecklistProblem[],
): z.infer<(typeof SCHEMAS)[File]> | null {
  const content = files.get(file)
  if (content === undefined) {
    problems.push({ file, place: '', message: `缺少文件。一个检查表要有 ${CHECKLIST_FILES.join('、')}。` })
    return null
  }
  const json = readStrictJson(content)
  if (!json.ok) {
    problems.push({ file, place: '', message: jsonFaultSentence(json.fault) })
    return null
  }
  const parsed = SCHEMAS[file].safeParse(json.value)
  if (parsed.success) return parsed.data as z.infer<(typeof SCHEMAS)[File]>
  for (const issue of parsed.error.issues)
    problems.push({ file, place: pathText(issue.path), message: issueSentence(issue, json.value) })
  return null
}
