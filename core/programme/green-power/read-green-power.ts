import type { z } from 'zod'
import {
  type CertificateEvent,
  type CleanEnergyRow,
  type ElectricityRow,
  GREEN_POWER_LABELS,
  GREEN_POWER_ROWS,
  type GreenPowerTable,
  type Holder,
  type OpeningRow,
  type ParameterRow,
} from '#core/contract/green-power.ts'
import { PROGRAMME_FORMAT, type ProgrammeProblem } from '#core/contract/programme.ts'
import { clip, inWords, valueAt } from '#core/contract/schema-issue.ts'
import { parseDate } from '#core/quantity/date.ts'
import { compare, decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import type { TableRow } from '#core/standard/pack/table.ts'
import type { GreenPowerPack } from '../pack.ts'
import { type Numbered, readRows, type TableReport, tell } from '../read-rows.ts'

/** The electricity of a holder in a year: by month 1 to 12, and as a whole. */
export type YearElectricity = {
  readonly months: ReadonlyMap<number, Numbered<ElectricityRow>>
  readonly whole: Numbered<ElectricityRow> | null
}

/** The facts of a green-power programme, read, with their rows found by what they are about. */
export type GreenPowerInput = {
  readonly asOf: string | null
  readonly holders: readonly Numbered<Holder>[]
  /** The events, and beside them the numbers of their rows, from 0. */
  readonly events: readonly CertificateEvent[]
  readonly eventRows: readonly number[]
  readonly electricity: (holder: string, year: string) => YearElectricity
  readonly cleanEnergy: (holder: string, year: string) => Numbered<CleanEnergyRow> | null
  readonly parameter: (parameter: string, holder: string, year: string) => Numbered<ParameterRow> | null
  readonly openings: readonly Numbered<OpeningRow>[]
  readonly opening: (holder: string, requirement: string, year: string) => Numbered<OpeningRow> | null
  /** The years about which anything but certificates is known, by holder. */
  readonly years: ReadonlyMap<string, ReadonlySet<string>>
  readonly problems: ProgrammeProblem[]
}

/** How far from the day shown a year may lie; further off it was mistyped. */
const FARTHEST_YEARS = 50
const MONTHS = 12

/**
 * Reads a facts document row by row and checks what the rows say of one another. Never throws and never stops: a row that
 * cannot be used is told with its table, number and field and left out, and whatever needs it becomes undetermined.
 */
export function readGreenPower(raw: unknown, pack: GreenPowerPack): GreenPowerInput {
  const problems: ProgrammeProblem[] = []
  const reader = new Reader(raw, pack, problems)
  const asOf = reader.head()
  const rows = {
    holders: reader.rows('holders', GREEN_POWER_ROWS.holders),
    electricity: reader.rows('electricity', GREEN_POWER_ROWS.electricity),
    cleanEnergy: reader.rows('cleanEnergy', GREEN_POWER_ROWS.cleanEnergy),
    parameters: reader.rows('parameters', GREEN_POWER_ROWS.parameters),
    openings: reader.rows('openings', GREEN_POWER_ROWS.openings),
  }
  const holders = reader.holders(rows.holders)
  const codes = new Set(holders.map(({ row }) => row.code))
  const near = <Row>(table: GreenPowerTable, all: readonly Numbered<Row>[], yearOf: (row: Row) => string | null) =>
    all.filter(item => reader.isNear(table, item.index, yearOf(item.row), asOf))
  const of = <Row extends { holder: string | null }>(table: GreenPowerTable, all: readonly Numbered<Row>[]) =>
    all.filter(item => item.row.holder === null || reader.isKnown(table, item.index, item.row.holder, codes))

  const { events, eventRows } = reader.events(asOf)
  const electricity = reader.unique(
    'electricity',
    of(
      'electricity',
      near('electricity', rows.electricity, row => row.year),
    ),
    row => `${row.holder} ${row.year} ${row.month === null ? '' : monthOf(row.month)}`,
    row => `${row.holder} ${row.year} 年${row.month === null ? '全年' : ` ${monthOf(row.month)} 月`}`,
  )
  const byYear = electricityByYear(electricity)
  reader.checkElectricity(electricity, byYear)
  const cleanEnergy = reader.unique(
    'cleanEnergy',
    reader.sourced(
      'cleanEnergy',
      of(
        'cleanEnergy',
        near('cleanEnergy', rows.cleanEnergy, row => row.year),
      ),
    ),
    row => `${row.holder} ${row.year}`,
    row => `${row.holder} ${row.year} 年`,
  )
  const parameters = reader.unique(
    'parameters',
    reader.sourced(
      'parameters',
      of(
        'parameters',
        near('parameters', reader.parameters(rows.parameters), r => r.year),
      ),
    ),
    row => `${row.parameter} ${row.year} ${row.holder ?? ''}`,
    row => `${row.parameter} ${row.year} 年${row.holder === null ? '' : ` ${row.holder}`}`,
  )
  const openings = reader.unique(
    'openings',
    reader.sourced(
      'openings',
      of(
        'openings',
        near('openings', reader.openings(rows.openings), row => row.year),
      ),
    ),
    row => `${row.holder} ${row.requirement} ${row.year}`,
    row => `${row.holder} ${row.year} 年的“${row.requirement}”`,
  )
  const index = <Row>(all: readonly Numbered<Row>[], key: (row: Row) => string) =>
    new Map(all.map(item => [key(item.row), item]))
  const cleanBy = index(cleanEnergy, row => `${row.holder} ${row.year}`)
  const parametersBy = index(parameters, row => `${row.parameter} ${row.year} ${row.holder ?? ''}`)
  const openingsBy = index(openings, row => `${row.holder} ${row.requirement} ${row.year}`)
  const years = new Map<string, Set<string>>()
  for (const { row } of [...electricity, ...cleanEnergy, ...openings])
    years.set(row.holder, (years.get(row.holder) ?? new Set()).add(row.year))
  return {
    asOf,
    holders,
    events,
    eventRows,
    electricity: (holder, year) => byYear.get(`${holder} ${year}`) ?? { months: new Map(), whole: null },
    cleanEnergy: (holder, year) => cleanBy.get(`${holder} ${year}`) ?? null,
    parameter: (parameter, holder, year) =>
      parametersBy.get(`${parameter} ${year} ${holder}`) ?? parametersBy.get(`${parameter} ${year} `) ?? null,
    openings,
    opening: (holder, requirement, year) => openingsBy.get(`${holder} ${requirement} ${year}`) ?? null,
    years,
    problems,
  }
}

/** Ids of rows with the words for them, as a sentence offers them. */
function named(rows: readonly TableRow[], key: string, ids: readonly string[]): string {
  const label = (id: string) => rows.find(row => row.keys.get(key)?.includes(id))?.texts.get('label') ?? id
  return ids.map(id => `${label(id)}（${id}）`).join('、')
}

function monthOf(text: string): number {
  return Number.parseInt(text, 10)
}

type YearRead = { months: Map<number, Numbered<ElectricityRow>>; whole: Numbered<ElectricityRow> | null }

function electricityByYear(rows: readonly Numbered<ElectricityRow>[]): ReadonlyMap<string, YearRead> {
  const byYear = new Map<string, YearRead>()
  for (const item of rows) {
    const key = `${item.row.holder} ${item.row.year}`
    const year = byYear.get(key) ?? { months: new Map(), whole: null }
    byYear.set(key, year)
    if (item.row.month === null) year.whole = item
    else year.months.set(monthOf(item.row.month), item)
  }
  return byYear
}

/** The months of a year whose electricity is known. */
export function knownMonths({ months }: YearElectricity): readonly Numbered<ElectricityRow>[] {
  return [...months.values()].filter(({ row }) => row.mwh !== null)
}

/** Reads the tables of one document and tells what is wrong with them. */
class Reader {
  readonly #raw: unknown
  readonly #pack: GreenPowerPack
  readonly #problems: ProgrammeProblem[]

  constructor(raw: unknown, pack: GreenPowerPack, problems: ProgrammeProblem[]) {
    this.#raw = raw
    this.#pack = pack
    this.#problems = problems
  }

  /** Checks what stands before the tables; returns the day shown, or `null` if this is no document to evaluate. */
  head(): string | null {
    const { id } = this.#pack.document
    const read = (field: string) => valueAt(this.#raw, [field])
    const say = (code: ProgrammeProblem['code'], field: string, message: string) =>
      this.#problems.push({ code, severity: 'refusal', table: null, row: null, field, message })
    if (read('format') !== PROGRAMME_FORMAT)
      say('notADocument', 'format', `format 应为“${PROGRAMME_FORMAT}”，读到${inWords(read('format'))}。请核对文件。`)
    if (read('programme') !== id)
      say(
        'otherProgramme',
        'programme',
        `programme 应为“${id}”，读到${inWords(read('programme'))}。请换一份数据，或换一个计划。`,
      )
    if (this.#problems.length > 0) return null
    const asOf = read('asOf')
    if (typeof asOf === 'string' && parseDate(asOf)) return asOf
    say('invalidDate', 'asOf', `截止日 asOf 读到${inWords(asOf)}，没有这一天，什么也不能算。请写成 2025-12-31 的形式。`)
    return null
  }

  /** The rows of a table that can be read as a whole; a row with a field at fault is told and left out. */
  rows<Schema extends z.ZodType>(table: GreenPowerTable, schema: Schema): readonly Numbered<z.infer<Schema>>[] {
    return this.#read(table, schema).flatMap((row, index) => (row === null ? [] : [{ row, index }]))
  }

  #read<Schema extends z.ZodType>(table: GreenPowerTable, schema: Schema): readonly (z.infer<Schema> | null)[] {
    const rows = valueAt(this.#raw, [table]) ?? []
    if (!Array.isArray(rows)) {
      const message = `“${GREEN_POWER_LABELS[table].label}”应为列表，读到${inWords(rows)}。请改写。`
      this.#problems.push({ code: 'wrongShape', severity: 'refusal', table: null, row: null, field: table, message })
      return []
    }
    const report: TableReport = { ...this.#report(table), problems: [] }
    const read = readRows(schema, rows, report)
    if (report.problems.length === 0) return read
    for (const problem of report.problems) this.#problems.push(problem)
    const refused = new Set(report.problems.flatMap(p => (p.severity === 'refusal' && p.row !== null ? [p.row] : [])))
    return read.map((row, index) => (refused.has(index + 1) ? null : row))
  }

  /** The events that can be read; a ledger has so many that their row numbers are kept beside them. */
  events(asOf: string | null): { readonly events: CertificateEvent[]; readonly eventRows: number[] } {
    const events: CertificateEvent[] = []
    const eventRows: number[] = []
    for (const [index, row] of this.#read('events', GREEN_POWER_ROWS.events).entries()) {
      if (row === null || (row.forYear !== null && !this.isNear('events', index, row.forYear, asOf))) continue
      events.push(row)
      eventRows.push(index)
    }
    return { events, eventRows }
  }

  /** Holders whose code only one row has; a category that the pack does not know is told and becomes unknown. */
  holders(rows: readonly Numbered<Holder>[]): readonly Numbered<Holder>[] {
    const categories = this.#pack.tables.get(this.#pack.document.rules.categories.table)
    const known = categories?.rows.flatMap(row => row.keys.get('category') ?? []) ?? []
    return this.unique(
      'holders',
      rows,
      row => row.code,
      row => row.code,
    ).map(item => {
      const { category } = item.row
      if (category === null || known.includes(category)) return item
      this.#tell(
        'holders',
        'unknownCategory',
        item.index,
        'category',
        `“${clip(category)}”不是通知里的类别。可用：${named(categories?.rows ?? [], 'category', known)}。`,
      )
      return { ...item, row: { ...item.row, category: null } }
    })
  }

  /** Rows whose key no other row has. Of rows that say different things of the same, nobody knows which is meant. */
  unique<Row>(
    table: GreenPowerTable,
    rows: readonly Numbered<Row>[],
    key: (row: Row) => string,
    what: (row: Row) => string,
  ): readonly Numbered<Row>[] {
    const times = new Map<string, number>()
    for (const { row } of rows) times.set(key(row), (times.get(key(row)) ?? 0) + 1)
    return rows.filter(({ row, index }) => {
      const count = times.get(key(row)) ?? 1
      if (count > 1)
        this.#tell(
          table,
          'duplicateRow',
          index,
          null,
          `${clip(what(row))}有 ${count} 行，不知道以哪一行为准，都没有用到。请只留一行。`,
        )
      return count === 1
    })
  }

  isKnown(table: GreenPowerTable, index: number, holder: string, codes: ReadonlySet<string>): boolean {
    if (codes.has(holder)) return true
    this.#tell(
      table,
      'unknownReference',
      index,
      'holder',
      `持有方“${clip(holder)}”没有登记。请先在持有方里登记，或改编号。`,
    )
    return false
  }

  isNear(table: GreenPowerTable, index: number, year: string | null, asOf: string | null): boolean {
    if (year === null || asOf === null) return true
    const distance = Number.parseInt(year, 10) - Number.parseInt(asOf, 10)
    if (distance <= FARTHEST_YEARS && distance >= -FARTHEST_YEARS) return true
    this.#tell(
      table,
      'yearOutside',
      index,
      table === 'events' ? 'forYear' : 'year',
      `年份 ${year} 离截止日 ${asOf} 太远，应是写错了。请核对。`,
    )
    return false
  }

  /** Rows that say where their value comes from; a share is at most 100 %. */
  sourced<Row extends { source: string | null; percent?: string | null }>(
    table: GreenPowerTable,
    rows: readonly Numbered<Row>[],
  ): readonly Numbered<Row>[] {
    return rows.filter(({ row, index }) => {
      const { source, percent = null } = row
      if (source === null || source.trim() === '') {
        this.#tell(table, 'withoutSource', index, 'source', '没有写来源，没有用到。请写明文件名称、文号或公布处。')
        return false
      }
      if (percent === null || compare(decimal(percent), HUNDRED) <= 0) return true
      this.#tell(table, 'sharePast100', index, 'percent', `“${percent}”超过 100%。请核对。`)
      return false
    })
  }

  parameters(rows: readonly Numbered<ParameterRow>[]): readonly Numbered<ParameterRow>[] {
    const known = this.#pack.document.rules.parameters.map(({ id }) => id)
    return rows.filter(({ row, index }) => {
      if (known.includes(row.parameter)) return true
      this.#tell(
        'parameters',
        'unknownReference',
        index,
        'parameter',
        `没有参数“${clip(row.parameter)}”。可用：${known.join('、')}。`,
      )
      return false
    })
  }

  openings(rows: readonly Numbered<OpeningRow>[]): readonly Numbered<OpeningRow>[] {
    const table = this.#pack.tables.get(this.#pack.document.rules.requirements.table)
    const carried = table?.rows.filter(row => row.texts.get('carried') === 'yes') ?? []
    const known = [...new Set(carried.flatMap(row => row.keys.get('requirement') ?? []))]
    return rows.filter(({ row, index }) => {
      if (known.includes(row.requirement)) return true
      this.#tell(
        'openings',
        'unknownReference',
        index,
        'requirement',
        `“${clip(row.requirement)}”不是要划转的要求。可用：${named(carried, 'requirement', known)}。`,
      )
      return false
    })
  }

  /** Twelve months that do not add up to the year given as a whole, fewer that exceed it, and more traded than used, are worth a look. */
  checkElectricity(rows: readonly Numbered<ElectricityRow>[], byYear: ReadonlyMap<string, YearRead>): void {
    for (const { row, index } of rows)
      if (
        row.mwh !== null &&
        row.greenPowerTraded !== null &&
        compare(decimal(row.greenPowerTraded), decimal(row.mwh)) > 0
      )
        this.#tell(
          'electricity',
          'partLargerThanWhole',
          index,
          'greenPowerTraded',
          `绿电交易电量 ${row.greenPowerTraded} MWh 大于用电量 ${row.mwh} MWh。请核对。`,
          'warning',
        )
    for (const year of byYear.values()) {
      const months = knownMonths(year)
      const whole = year.whole?.row.mwh ?? null
      if (!year.whole || whole === null) continue
      const sum = new ExactSum()
      for (const { row } of months) if (row.mwh !== null) sum.add(decimal(row.mwh))
      const order = compare(sum.total(), decimal(whole))
      if (months.length < MONTHS && order > 0) {
        this.#tell(
          'electricity',
          'statedDiffers',
          year.whole.index,
          'mwh',
          `已知 ${months.length} 个月之和 ${textOf(sum.total())} MWh 已超过全年 ${whole} MWh，全年数没有用到。请核对。`,
        )
        year.whole = null
      } else if (months.length === MONTHS && order !== 0)
        this.#tell(
          'electricity',
          'statedDiffers',
          year.whole.index,
          'mwh',
          `全年 ${whole} MWh 与十二个月之和 ${textOf(sum.total())} MWh 不同，按十二个月之和计算。请核对。`,
          'warning',
        )
    }
  }

  #report(table: GreenPowerTable): TableReport {
    const { label, fields } = GREEN_POWER_LABELS[table]
    return {
      table,
      problems: this.#problems,
      words: {
        language: 'zh-Hans',
        year: of => `${of} 年`,
        day: of => of,
        label,
        field: path => fields[path] ?? path,
        written: path => WRITTEN[path],
      },
    }
  }

  #tell(
    table: GreenPowerTable,
    code: ProgrammeProblem['code'],
    index: number,
    field: string | null,
    sentence: string,
    severity: ProgrammeProblem['severity'] = 'refusal',
  ): void {
    tell(this.#report(table), code, severity, index, field, sentence)
  }
}

const HUNDRED = decimal('100')

const DAY = '请写成 2025-03-14 的形式。'
const YEAR = '请写成四位数字的公历年份，例如 2025。'
const WRITTEN: Readonly<Record<string, string>> = {
  date: DAY,
  expiry: DAY,
  generationMonth: '请写成 2025-03 的形式。',
  year: YEAR,
  forYear: YEAR,
  month: '请写 1 到 12；全年的不填。',
}
