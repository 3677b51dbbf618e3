import type { z } from 'zod'
import {
  type ApprovalRow,
  type BodyRow,
  EFFICIENCY_ROWS,
  type PathRow,
  type UnitRow,
  type UnitYearRow,
} from '#core/contract/efficiency-programme.ts'
import { PROGRAMME_FORMAT, type ProgrammeProblem } from '#core/contract/programme.ts'
import { clip, inWords, valueAt } from '#core/contract/schema-issue.ts'
import { eraDay, eraYear, parseDate } from '#core/quantity/date.ts'
import { compare, type Decimal, decimal } from '#core/quantity/decimal.ts'
import { termLabel } from '#core/standard/pack/standard.ts'
import type { EfficiencyPack } from '../pack.ts'
import { groupBy, type Numbered, readRows, type TableReport, tell } from '../read-rows.ts'
import { quoted } from '../row-sentences.ts'
import { type BenchmarkTable, checkBenchmarks } from './benchmarks.ts'
import { checkGroupTotals, checkStated, compareWithListed } from './stated-totals.ts'

/** The facts of a programme, read, with their rows found by what they are about. */
export type EfficiencyInput = {
  /** The year looked at, or `null` when it is not one of the programme. */
  readonly year: string | null
  readonly benchmarks: BenchmarkTable
  readonly bodies: readonly Numbered<BodyRow>[]
  readonly unitsOf: ReadonlyMap<string, readonly Numbered<UnitRow>[]>
  readonly years: ReadonlyMap<string, ReadonlyMap<string, Numbered<UnitYearRow>>>
  /** The user's own path, by year; `null`: the pack's. */
  readonly path: ReadonlyMap<string, Numbered<PathRow>> | null
  readonly approvals: ReadonlyMap<string, Numbered<ApprovalRow>>
  /** Why a body cannot be counted at all, by its code: a row of its units could not be used. */
  readonly broken: ReadonlyMap<string, readonly string[]>
  readonly problems: readonly ProgrammeProblem[]
}

type TableName = keyof typeof EFFICIENCY_ROWS

/**
 * Reads a facts document row by row and checks what the rows say of one another. Never throws and never stops: what cannot be
 * used is told with table, row and field, and whatever depends on it becomes undetermined.
 */
export function readEfficiency(raw: unknown, pack: EfficiencyPack): EfficiencyInput {
  const problems: ProgrammeProblem[] = []
  const report = (table: TableName): TableReport => ({ table, problems, words: wordsOf(pack, table) })
  const say = (code: ProgrammeProblem['code'], field: string, message: string) =>
    problems.push({
      code,
      severity: 'refusal',
      table: null,
      row: null,
      field,
      message: quoted(pack.document.language, message),
    })
  const { rules } = pack.document

  if (valueAt(raw, ['format']) !== PROGRAMME_FORMAT)
    say(
      'notADocument',
      'format',
      `format 應為「${PROGRAMME_FORMAT}」，讀到${inWords(valueAt(raw, ['format']))}。請核對檔案。`,
    )
  const programme = valueAt(raw, ['programme'])
  if (programme !== pack.document.id)
    say(
      'otherProgramme',
      'programme',
      `programme 應為「${pack.document.id}」，讀到${inWords(programme)}。請換一份資料，或換一個計畫。`,
    )
  const given = valueAt(raw, ['year'])
  const known = typeof given === 'string' && rules.years.includes(given) ? given : null
  const year = problems.length > 0 ? null : known
  if (known === null)
    say(
      'yearOutside',
      'year',
      `year 應為 ${rules.years.join('、')} 之一（${rules.yearsCite.clause}），讀到${inWords(given)}。請改年度。`,
    )

  const read = <Schema extends z.ZodType>(table: TableName, schema: Schema): readonly Numbered<z.infer<Schema>>[] => {
    const rows = valueAt(raw, [table]) ?? []
    if (!Array.isArray(rows)) {
      say('wrongShape', table, `「${wordsOf(pack, table).label}」應為列表，讀到${inWords(rows)}。請改寫。`)
      return []
    }
    return readRows(schema, rows, report(table)).flatMap((row, index) => (row === null ? [] : [{ row, index }]))
  }

  const broken = new Map<string, string[]>()
  const breakBody = (code: string, reason: string) => broken.set(code, [...(broken.get(code) ?? []), reason])
  const allUnits = valueAt(raw, ['units'])
  const units = read('units', EFFICIENCY_ROWS.units)
  if (Array.isArray(allUnits)) tellLostUnits(allUnits, units, breakBody)

  const allBodies = read('bodies', EFFICIENCY_ROWS.bodies)
  const unread = problems.flatMap(({ table, field, row }) =>
    table === 'bodies' && field === 'stated.groupUnits' && row !== null ? [row - 1] : [],
  )
  const bodies = unique(
    allBodies,
    b => b.code,
    'code',
    report('bodies'),
    twice => {
      breakBody(twice.code, `${rules.labels.body}「${twice.code}」寫了兩次，不知道以哪一行為準。請只留一行。`)
    },
  )
  const bodyCodes = new Set(bodies.map(({ row }) => row.code))
  const repeated = new Set<string>()
  const kept = unique(
    units,
    u => u.code,
    'code',
    report('units'),
    twice => repeated.add(twice.code),
  )
  for (const { row } of units)
    if (repeated.has(row.code))
      breakBody(row.body, `${rules.labels.unit}「${row.code}」寫了兩次，家數不能確定。請只留一行。`)
  const unitCodes = new Set(kept.map(({ row }) => row.code))
  checkBodies(bodies, pack, year, report('bodies'))
  leaveUncertainGroups(allBodies, bodies)
  const checkedUnits = checkUnits(kept, bodyCodes, report('units'), pack)

  const unitsOf = groupBy(checkedUnits, u => u.body)
  compareWithListed(bodies, unitsOf, pack, report('bodies'), breakBody)
  checkGroupTotals(bodies, new Set(unread), unitsOf, report('bodies'), breakBody)

  const yearRows = read('years', EFFICIENCY_ROWS.years)
  checkYears(yearRows, unitCodes, report('years'), pack)
  const pathRows = certain(read('path', EFFICIENCY_ROWS.path), report('path'))
  checkPath(pathRows, year, pack, report('path'))
  const approvals = certain(read('approvals', EFFICIENCY_ROWS.approvals), report('approvals'))
  return {
    year,
    benchmarks: checkBenchmarks(
      read('benchmarks', EFFICIENCY_ROWS.benchmarks),
      checkedUnits,
      rules,
      report('benchmarks'),
      report('units'),
    ),
    bodies,
    unitsOf,
    years: yearsByUnit(yearRows, report('years')),
    path: isEmpty(valueAt(raw, ['path'])) ? null : new Map(pathRows.map(p => [p.row.year, p])),
    approvals: new Map(checkApprovals(approvals, report('approvals')).map(a => [a.row.year, a])),
    broken,
    problems,
  }
}

function isEmpty(rows: unknown): boolean {
  return rows === undefined || rows === null || (Array.isArray(rows) && rows.length === 0)
}

/** The words of the pack for a table and its fields. */
function wordsOf({ document: { rules, language }, terms }: EfficiencyPack, table: TableName): TableReport['words'] {
  const { labels } = rules
  const own: Readonly<Record<string, string>> = {
    code: labels.code,
    name: labels.name,
    body: labels.body,
    unit: labels.unit,
    year: labels.year,
    category: labels.category,
    group: table === 'bodies' ? labels.group : labels.benchmarkGroup,
    source: labels.source,
    taskForceWorking: labels.taskForceWorking,
    date: labels.approvalDate,
    numerator: labels.numerator,
    denominator: labels.denominator,
    eui: labels.eui,
    electricity: labels.electricity,
    floorArea: labels.floorArea,
  }
  const field = (path: string) => {
    const [first = '', second] = path.split('.')
    if (first === 'stated') {
      if (second === 'year') return `總數之${labels.year}`
      return label(second === undefined ? 'statedUnits' : `stated${second[0]?.toUpperCase()}${second.slice(1)}`)
    }
    if (first.endsWith('Evidence')) return `${label(first.slice(0, -'Evidence'.length))}${labels.evidence}`
    if (first === 'target') return label('targetKind')
    return own[first] ?? label(first)
  }
  const label = (term: string) => terms.get(term)?.label ?? term
  const inEra = (year: string) => `${eraYear(Number.parseInt(year, 10), rules.era)}（${year}）`
  const dayInEra = (day: string) => eraDay(day, rules.era)
  return { language, year: inEra, day: dayInEra, label: labels[table], field }
}

/** A unit whose row could not be used at all leaves its body with an unknown number of units. */
function tellLostUnits(
  all: readonly unknown[],
  read: readonly Numbered<UnitRow>[],
  breakBody: (code: string, reason: string) => void,
): void {
  const used = new Set(read.map(({ index }) => index))
  for (const [i, row] of all.entries()) {
    const body = used.has(i) ? null : valueAt(row, ['body'])
    if (typeof body === 'string') breakBody(body, `第 ${i + 1} 行的單位讀不出來，家數不能確定。請改正這一行。`)
  }
}

/** The first row of each key; the others are told and not used. */
function unique<Row>(
  rows: readonly Numbered<Row>[],
  keyOf: (row: Row) => string,
  field: string,
  report: TableReport,
  twice: (row: Row) => unknown,
): readonly Numbered<Row>[] {
  const first = new Map<string, number>()
  return rows.filter(({ row, index }) => {
    const key = keyOf(row)
    const before = first.get(key)
    if (before === undefined) {
      first.set(key, index)
      return true
    }
    const sentence = `「${clip(key)}」與第 ${before + 1} 行重複，這一行沒有用到。請只留一行。`
    tell(report, 'duplicateRow', 'refusal', index, field, sentence)
    twice(row)
    return false
  })
}

/** The rows of years that are written once; a year written twice is none, since nobody knows which row holds. */
function certain<Row extends { readonly year: string }>(
  rows: readonly Numbered<Row>[],
  report: TableReport,
): readonly Numbered<Row>[] {
  const byYear = groupBy(rows, row => row.year)
  for (const [year, [first, ...others]] of byYear)
    for (const { index } of others) {
      const sentence = `${report.words.year(year)}與第 ${(first?.index ?? 0) + 1} 行重複，不知道以哪行為準，都沒有用到。請只留一行。`
      tell(report, 'duplicateRow', 'refusal', index, 'year', sentence)
    }
  return [...byYear.values()].flatMap(same => (same.length === 1 ? same : []))
}

function checkBodies(
  bodies: readonly Numbered<BodyRow>[],
  pack: EfficiencyPack,
  year: string | null,
  report: TableReport,
): void {
  const { groups } = pack.document.rules
  for (const { row, index } of bodies) {
    if (row.group === null)
      tell(
        report,
        'missingField',
        'refusal',
        index,
        'group',
        `沒有填，不能排名。請在 ${groups.names.join('、')} 裡選一組。`,
      )
    else if (!groups.names.includes(row.group)) {
      const sentence = `沒有「${clip(row.group)}」這一組，不能排名。可用：${groups.names.join('、')}（${groups.cite.clause}）。`
      tell(report, 'unknownGroup', 'refusal', index, 'group', sentence)
    }
    const of = row.stated?.year ?? null
    if (row.stated && of === null) {
      const sentence = '填了總數而沒有寫是哪一年的，各年度都用這一組數。請寫年度。'
      tell(report, 'missingField', 'warning', index, 'stated.year', sentence)
    } else if (row.stated && of !== year) {
      const sentence = `所填的總數是${report.words.year(of ?? '')}的，這一年沒有用到。`
      tell(report, 'notNeeded', 'warning', index, 'stated.year', sentence)
      row.stated = null
    }
    if (row.stated) checkStated(row.stated, index, pack, report)
  }
}

/** A body written twice with different groups belongs to none: whichever row came first must not decide. */
function leaveUncertainGroups(all: readonly Numbered<BodyRow>[], kept: readonly Numbered<BodyRow>[]): void {
  const groups = groupBy(all, row => row.code)
  for (const { row } of kept) {
    const same = groups.get(row.code) ?? []
    if (new Set(same.map(other => other.row.group)).size > 1) row.group = null
  }
}

function checkUnits(
  units: readonly Numbered<UnitRow>[],
  bodies: ReadonlySet<string>,
  report: TableReport,
  pack: EfficiencyPack,
): readonly Numbered<UnitRow>[] {
  const label = (term: string) => termLabel(pack, term)
  for (const { row, index } of units) {
    if (!bodies.has(row.body)) {
      const sentence = `沒有代碼為「${clip(row.body)}」的${pack.document.rules.labels.body}，這一家沒有計入。請先登記它，或改正代碼。`
      tell(report, 'unknownReference', 'refusal', index, 'body', sentence)
    }
    const given = row.ownEui !== null || row.ownElectricity !== null
    if (row.target === null)
      tell(report, 'missingField', 'refusal', index, 'target', '沒有填，不能判定是否達標。請選公告基準或自訂。')
    else if (row.target === 'benchmark' && given) {
      tell(
        report,
        'targetIgnored',
        'warning',
        index,
        'target',
        '目標依公告基準，所填的自訂目標沒有用到。請刪去，或改為自訂。',
      )
      row.ownEui = null
      row.ownElectricity = null
    } else if (row.target === 'own' && row.ownEui !== null && row.ownElectricity !== null) {
      const sentence = `與「${label('ownElectricity')}」同時填了，不知道以哪個為準，都沒有用到。請只留一種。`
      tell(report, 'ambiguousTarget', 'refusal', index, 'ownEui', sentence)
      row.ownEui = null
      row.ownElectricity = null
    } else if (row.target === 'own' && !given) {
      const sentence = `目標由主管機關自訂，卻沒有填目標。請填「${label('ownEui')}」或「${label('ownElectricity')}」之一。`
      tell(report, 'missingField', 'refusal', index, 'ownEui', sentence)
    }
  }
  return units.filter(({ row }) => bodies.has(row.body))
}

const POINTS = ['ems', 'improvement', 'label'] as const

function checkYears(
  rows: readonly Numbered<UnitYearRow>[],
  units: ReadonlySet<string>,
  report: TableReport,
  pack: EfficiencyPack,
): void {
  const { baseYear, years } = pack.document.rules
  for (const { row, index } of rows) {
    if (!units.has(row.unit)) {
      const sentence = `沒有代碼為「${clip(row.unit)}」的${pack.document.rules.labels.unit}，這一行沒有用到。請先登記它，或改正代碼。`
      tell(report, 'unknownReference', 'refusal', index, 'unit', sentence)
    }
    if (row.year !== baseYear && !years.includes(row.year)) {
      const sentence = `${report.words.year(row.year)}不是基期年${report.words.year(baseYear)}，也不是${years.map(report.words.year).join('、')}，這一行沒有用到。請核對年度。`
      tell(report, 'yearOutside', 'warning', index, 'year', sentence)
    }
    if (row.floorArea !== null && decimal(row.floorArea).isZero())
      tell(
        report,
        'valueNotPositive',
        'refusal',
        index,
        'floorArea',
        '為 0，不能求 EUI，這一家不能判定。請填實際面積。',
      )
    for (const point of POINTS)
      if (row[point] === 'yes' && (row[`${point}Evidence`] ?? '') === '')
        tell(
          report,
          'withoutEvidence',
          'warning',
          index,
          `${point}Evidence`,
          '填「是」卻沒有寫佐證。分數已計入，請補寫佐證。',
        )
  }
}

/** The rows of each unit by year; a year written twice is unknown, since nobody knows which row holds. */
function yearsByUnit(
  rows: readonly Numbered<UnitYearRow>[],
  report: TableReport,
): ReadonlyMap<string, ReadonlyMap<string, Numbered<UnitYearRow>>> {
  const byUnit = new Map<string, Map<string, Numbered<UnitYearRow>>>()
  for (const numbered of rows) {
    const { row, index } = numbered
    const years = byUnit.get(row.unit) ?? new Map<string, Numbered<UnitYearRow>>()
    byUnit.set(row.unit, years)
    const before = years.get(row.year)
    if (before) {
      const sentence = `「${clip(row.unit)}」的${report.words.year(row.year)}與第 ${before.index + 1} 行重複，不知道以哪行為準，兩行都沒有用到。請只留一行。`
      tell(report, 'duplicateRow', 'refusal', index, 'year', sentence)
      years.set(row.year, { row: nothingKnown(before.row), index: before.index })
    } else years.set(row.year, numbered)
  }
  return byUnit
}

function nothingKnown({ unit, year }: UnitYearRow): UnitYearRow {
  return EFFICIENCY_ROWS.years.parse({ unit, year })
}

function checkPath(
  rows: readonly Numbered<PathRow>[],
  year: string | null,
  pack: EfficiencyPack,
  report: TableReport,
): void {
  const { years } = pack.document.rules
  if (rows.length > 0 && year !== null && !rows.some(({ row }) => row.year === year)) {
    const sentence = `自訂的路徑沒有${report.words.year(year)}，超過公告基準的單位不能判定。請補上這一年，或清空整張表改用計畫所舉之例。`
    tell(report, 'pathIncomplete', 'refusal', null, null, sentence)
  }
  const shares: { year: string; numerator: Decimal; denominator: Decimal }[] = []
  for (const { row, index } of rows) {
    if (!years.includes(row.year))
      tell(
        report,
        'yearOutside',
        'warning',
        index,
        'year',
        `${report.words.year(row.year)}不是${years.map(report.words.year).join('、')}之一。請核對年度。`,
      )
    if (row.denominator !== null && decimal(row.denominator).isZero()) {
      tell(report, 'valueNotPositive', 'refusal', index, 'denominator', '為 0，沒有用到。請填大於 0 的數。')
      row.denominator = null
    }
    const { numerator, denominator } = row
    if (numerator === null || denominator === null) continue
    const share = { year: row.year, numerator: decimal(numerator), denominator: decimal(denominator) }
    if (compare(share.numerator, share.denominator) > 0)
      tell(report, 'pathNotRising', 'warning', index, 'numerator', '比例大於 1，目標會低於公告基準。請核對。')
    shares.push(share)
  }
  shares.sort((a, b) => (a.year < b.year ? -1 : 1))
  for (const [i, share] of shares.entries()) {
    const before = shares[i - 1]
    // numerator / denominator falls, compared without a quotient
    if (before && compare(share.numerator.times(before.denominator), before.numerator.times(share.denominator)) < 0)
      tell(
        report,
        'pathNotRising',
        'warning',
        null,
        null,
        `${report.words.year(share.year)}的比例小於${report.words.year(before.year)}。請核對路徑。`,
      )
  }
}

function checkApprovals(rows: readonly Numbered<ApprovalRow>[], report: TableReport): readonly Numbered<ApprovalRow>[] {
  return rows.filter(({ row, index }) => {
    if (row.date === null) return false
    if (!parseDate(row.date)) {
      const sentence = `「${clip(row.date)}」不存在或寫法不對，沒有用到。請寫成 2025-05-31 的形式。`
      tell(report, 'invalidDate', 'refusal', index, 'date', sentence)
      return false
    }
    if (row.date <= `${row.year}-12-31`) {
      const sentence = `${report.words.day(row.date)}在${report.words.year(row.year)}結束之前，當年的成效還不能核定，沒有用到。請核對日期。`
      tell(report, 'dateTooEarly', 'refusal', index, 'date', sentence)
      return false
    }
    return true
  })
}
