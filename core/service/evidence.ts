import type { EvidenceType } from '#core/contract/audit.ts'
import { hasCameraNotes, inspectEvidence } from '../audit/evidence-file.ts'
import { bytesOf, keepFile, keepPicture, type Size } from '../workbook/files.ts'
import { rowOf, rowsOf, yearOf } from '../workbook/read.ts'
import { TABLES, type TableName } from '../workbook/schema.ts'
import { countOf, type Sql } from '../workbook/sql.ts'
import type { Host } from './host.ts'
import { Refused, refuseLong } from './refused.ts'
import type { Session } from './session.ts'

/** What a file can be attached to; `item` is a question of a visit, which needs no answer yet. */
const TARGETS: readonly TableName[] = [
  'memo',
  'measurement',
  'finding',
  'measure',
  'supply',
  'area',
  'personGroup',
  'specialUse',
  'instrument',
  'equipment',
  'meter',
]

export type Attached = {
  readonly id: string
  readonly digest: string
  readonly type: EvidenceType
  readonly known: string | null
  readonly pictured: boolean
}

/** Attaches a file: its bytes once by their digest, and what it is attached to, together or not at all. */
export function addEvidence(
  session: Session,
  host: Host,
  to: { readonly year: string; readonly target: string; readonly name: string },
  bytes: Uint8Array,
): Attached {
  const { sql } = session
  const { year, target } = to
  checkTarget(sql, year, target)
  const file = inspectEvidence(bytes)
  if (!file.ok) throw new Refused(file.message)
  const name = label(to.name)
  refuseLong(name)
  const digest = host.sha256(bytes)
  const { type, width, height, takenAt, takenIn } = file
  const pictured = bytesOf(sql, digest, 'small') !== null
  const all = rowsOf(sql, 'evidence', year)
  const same = all.filter(row => row.digest === digest)
  const here = same.find(row => row.target === target)
  if (here) return { id: String(here.id), digest, type, pictured, known: `这里已有这个文件（${here.name}）。` }
  const ordinal = countOf(all.at(-1)?.ordinal) + 1
  const id = session.newId
  const size = bytes.length
  const after = { id, year, ordinal, target, digest, name, type, size, width, height, takenAt, takenIn, at: host.now() }
  session.commit(`加入 ${name}`, year, [{ table: 'evidence', id, before: null, after }], () =>
    keepFile(sql, digest, bytes),
  )
  const [first] = same
  return { id, digest, type, pictured, known: first ? `已有这个文件（${first.name}），已关联到这里。` : null }
}

/** Keeps the small picture and the one for reports; both must be JPEG, as the interface makes them. */
export function keepCopies(session: Session, digest: string, small: Uint8Array, copy: Uint8Array): void {
  if (session.readOnly) return
  if (bytesOf(session.sql, digest, 'small') !== null) return
  if (bytesOf(session.sql, digest, 'original') === null) throw new Refused('工作簿里没有这张照片。')
  for (const bytes of [small, copy]) {
    const file = inspectEvidence(bytes)
    if (!file.ok || file.type !== 'jpeg' || hasCameraNotes(bytes))
      throw new Refused('照片的小图没有做成。原件在，不影响保存。')
  }
  session.sql.transaction(() => keepPicture(session.sql, digest, small, copy))
}

/**
 * The bytes of an attached file with its type; `null` when there is none or the file is not what was added. A copy that was
 * never made is never replaced by the original, which may say where the photo was taken.
 */
export function evidenceBytes(
  sql: Sql,
  host: Host,
  digest: string,
  size: Size,
): { readonly type: EvidenceType; readonly bytes: Uint8Array } | null {
  const original = bytesOf(sql, digest, 'original')
  if (original === null || host.sha256(original) !== digest) return null
  if (size !== 'original') {
    const copy = bytesOf(sql, digest, size)
    return copy && { type: 'jpeg', bytes: copy }
  }
  const file = inspectEvidence(original)
  return file.ok ? { type: file.type, bytes: original } : null
}

function checkTarget(sql: Sql, year: string, target: string): void {
  const [, visited = '', item = ''] = /^item (\S+) ([A-Z]{2}-\d{2})$/.exec(target) ?? []
  if (item !== '' && rowOf(sql, 'visit', visited)?.year === year) return
  const [, table, row = ''] = /^(\w+) (\S+)$/.exec(target) ?? []
  const known = TARGETS.find(name => name === table)
  const owner = known && rowOf(sql, known, row)
  if (!known || !owner || yearOf(sql, known, owner) !== year || !TABLES[known])
    throw new Refused('要附的地方已不在了，没有加入。请看一下是不是刚刚撤销或删除了它。')
}

/** A file's name is only a label: its last part, without what cannot be shown. */
function label(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a label must not have
  const shown = last.replace(/[\u0000-\u001f\u007f]/g, '').trim()
  return shown === '' ? '未命名' : shown.slice(0, 200)
}
