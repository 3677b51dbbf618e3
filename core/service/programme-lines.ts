import type { ProgrammeTable } from '#core/contract/programme-view.ts'
import { countOf, type Row, textOrNull } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'

type LineOf = {
  readonly label: string
  /** The columns that tell one line from another. */
  readonly key: readonly string[]
  /** What is the same in all lines that differ only in the last part of their key. */
  readonly shared?: readonly string[]
}

/** What the lines of a table are called, and how they are told apart. */
export const PROGRAMME_LINES: Readonly<Record<ProgrammeTable, LineOf>> = {
  benchmark: { label: 'EUI公告基準表', key: ['category', 'group'] },
  body: { label: '評比單位表', key: ['code', 'statedYear'], shared: ['name', 'group', 'taskForceWorking'] },
  unit: { label: '執行單位表', key: ['code'] },
  unitYear: { label: '年度用電表', key: ['unit', 'year'] },
  pathYear: { label: '節電路徑表', key: ['year'] },
  approval: { label: '核定日期表', key: ['year'] },
  holder: { label: '持有方', key: ['code'] },
  certificateEvent: { label: '绿证台账', key: ['code'] },
  holderElectricity: { label: '用电量', key: ['holder', 'year', 'month'] },
  cleanEnergy: { label: '清洁能源消费占比', key: ['holder', 'year'] },
  greenParameter: { label: '参数', key: ['parameter', 'year', 'holder'] },
  openingShortfall: { label: '上年划转', key: ['holder', 'requirement', 'year'] },
}

/** The lines of a table while a block is read into it: those that are there, and those that come. */
export class Lines {
  readonly #table: ProgrammeTable
  readonly #byKey = new Map<string, Row>()
  /** Where lines share something: all of one body, by their ids. */
  readonly #kin = new Map<string, Map<string, Row>>()
  readonly #changes = new Map<string, Change>()
  #ordinal = 0

  constructor(table: ProgrammeTable, rows: readonly Row[]) {
    this.#table = table
    for (const row of rows) {
      this.#keep(row)
      this.#ordinal = Math.max(this.#ordinal, countOf(row.ordinal))
    }
  }

  get changes(): readonly Change[] {
    return [...this.#changes.values()]
  }

  key(row: Row): string {
    return PROGRAMME_LINES[this.#table].key.map(name => textOrNull(row[name]) ?? '').join('\0')
  }

  /**
   * The line that values change, `null` for a new one. Values without the last part of the key change the only line there is;
   * of `several` they may change what is shared.
   */
  changedBy(values: Row): Row | null | 'several' {
    const { key, shared } = PROGRAMME_LINES[this.#table]
    const exact = this.#byKey.get(this.key(values))
    if (shared === undefined) return exact ?? null
    const kin = this.#kinOf(values)
    const [only] = kin
    if ((key.at(-1) ?? '') in values) return exact ?? (only && kin.length === 1 && this.#isBare(only) ? only : null)
    const brings = Object.keys(values).some(name => name !== key[0] && !shared.includes(name))
    return kin.length > 1 && brings ? 'several' : (kin.at(-1) ?? null)
  }

  /** Puts values into a line, or makes one with `id`; what its kin share goes to them, what is left blank comes from them. */
  put(before: Row | null, values: Row, id: () => string): void {
    const { shared = [] } = PROGRAMME_LINES[this.#table]
    const others = this.#kinOf(values).filter(row => row.id !== before?.id)
    const said = Object.fromEntries(shared.flatMap(name => (values[name] ? [[name, values[name]]] : [])))
    const known = Object.fromEntries(shared.map(name => [name, others.at(-1)?.[name] ?? null]))
    const given = others.length > 0 ? { ...values, ...known, ...said } : values
    for (const other of others) this.#change(other, { ...other, ...said })
    if (before) this.#change(before, { ...before, ...given })
    else {
      this.#ordinal += 1
      this.#change(null, { ...given, ordinal: this.#ordinal, id: id() })
    }
  }

  #change(before: Row | null, after: Row): void {
    if (before && Object.entries(after).every(([name, value]) => before[name] === value)) return
    const id = String(after.id)
    const earlier = this.#changes.get(id)
    this.#changes.set(id, { table: this.#table, id, before: earlier ? earlier.before : before, after })
    if (before) this.#byKey.delete(this.key(before))
    this.#keep(after)
  }

  #keep(row: Row): void {
    this.#byKey.set(this.key(row), row)
    const { key, shared } = PROGRAMME_LINES[this.#table]
    if (shared === undefined) return
    const first = textOrNull(row[key[0] ?? '']) ?? ''
    const kin = this.#kin.get(first) ?? new Map<string, Row>()
    this.#kin.set(first, kin.set(String(row.id), row))
  }

  #kinOf(values: Row): readonly Row[] {
    const first = textOrNull(values[PROGRAMME_LINES[this.#table].key[0] ?? '']) ?? ''
    return [...(this.#kin.get(first)?.values() ?? [])]
  }

  /** Nothing is in it but what it shares. */
  #isBare(row: Row): boolean {
    const { key, shared = [] } = PROGRAMME_LINES[this.#table]
    const told = [...shared, key[0], 'id', 'ordinal']
    return Object.entries(row).every(([name, value]) => told.includes(name) || value === null)
  }
}
