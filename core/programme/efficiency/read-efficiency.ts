import type { z } from 'zod'
import {
  type ApprovalRow,
  type BodyRow,
  EFFICIENCY_ROWS,
  type PathRow,
  type StatedTotals,
  type UnitRow,
  type UnitYearRow,
} from '#core/contract/efficiency-programme.ts'
import { PROGRAMME_FORMAT, type ProgrammeProblem } from '#core/contract/programme.ts'
import { clip, inWords, valueAt } from '#core/contract/schema-issue.ts'
import { parseDate } from '#core/quantity/date.ts'
import { compare, type Decimal, decimal } from '#core/quantity/decimal.ts'
import { termLabel } from '#core/standard/pack/standard.ts'
import type { EfficiencyPack } from '../pack.ts'
import { type Numbered, readRows, type TableReport, tell } from '../read-rows.ts'
import { type BenchmarkTable, checkBenchmarks } from './benchmarks.ts'

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
    problems.push({ code, severity: 'refusal', table: null, row: null, field, message })
  const { rules } = pack.document

  if (valueAt(raw, ['format']) !== PROGRAMME_FORMAT)
    say(
      'notADocument',
      'format',
      `format 应为“${PROGRAMME_FORMAT}”，读到${inWords(valueAt(raw, ['format']))}。请核对文件。`,
    )
  const programme = valueAt(raw, ['programme'])
  if (programme !== pack.document.id)
    say(
      'otherProgramme',
      'programme',
      `programme 应为“${pack.document.id}”，读到${inWords(programme)}。请换一份数据，或换一个计划。`,
    )
  const given = valueAt(raw, ['year'])
  const known = typeof given === 'string' && rules.years.includes(given) ? given : null
  const year = problems.length > 0 ? null : known
  if (known === null)
    say(
      'yearOutside',
      'year',
      `year 应为 ${rules.years.join('、')} 之一（${rules.yearsCite.clause}），读到${inWords(given)}。请改年度。`,
    )

  const read = <Schema extends z.ZodType>(table: TableName, schema: Schema): readonly Numbered<z.infer<Schema>>[] => {
    const rows = valueAt(raw, [table]) ?? []
    if (!Array.isArray(rows)) {
      say('wrongShape', table, `“${wordsOf(pack, table).label}”应为列表，读到${inWords(rows)}。请改写。`)
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
  const bodies = unique(
    allBodies,
    b => b.code,
    'code',
    report('bodies'),
    twice => {
      breakBody(twice.code, `${rules.labels.body}“${twice.code}”写了两次，不知道以哪一行为准。请只留一行。`)
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
      breakBody(row.body, `${rules.labels.unit}“${row.code}”写了两次，家数不能确定。请只留一行。`)
  const unitCodes = new Set(kept.map(({ row }) => row.code))
  checkBodies(bodies, pack, report('bodies'))
  leaveUncertainGroups(allBodies, bodies)
  const checkedUnits = checkUnits(kept, bodyCodes, report('units'), pack)

  const unitsOf = groupBy(checkedUnits, u => u.body)
  compareWithListed(bodies, unitsOf, pack, report('bodies'), breakBody)
  checkGroupTotals(bodies, unitsOf, report('bodies'), breakBody)

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
function wordsOf({ document: { rules }, terms }: EfficiencyPack, table: TableName): TableReport['words'] {
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
    if (first === 'stated' && second !== undefined) return label(`stated${second[0]?.toUpperCase()}${second.slice(1)}`)
    if (first.endsWith('Evidence')) return `${label(first.slice(0, -'Evidence'.length))}${labels.evidence}`
    if (first === 'target') return label('targetKind')
    return own[first] ?? label(first)
  }
  const label = (term: string) => terms.get(term)?.label ?? term
  return { label: labels[table], field }
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
    if (typeof body === 'string') breakBody(body, `第 ${i + 1} 行的单位读不出来，家数不能确定。请改正这一行。`)
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
    const sentence = `“${clip(key)}”与第 ${before + 1} 行重复，这一行没有用到。请只留一行。`
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
      const sentence = `${year} 年与第 ${(first?.index ?? 0) + 1} 行重复，不知道以哪行为准，都没有用到。请只留一行。`
      tell(report, 'duplicateRow', 'refusal', index, 'year', sentence)
    }
  return [...byYear.values()].flatMap(same => (same.length === 1 ? same : []))
}

function checkBodies(bodies: readonly Numbered<BodyRow>[], pack: EfficiencyPack, report: TableReport): void {
  const { groups } = pack.document.rules
  for (const { row, index } of bodies) {
    if (row.group === null)
      tell(
        report,
        'missingField',
        'refusal',
        index,
        'group',
        `没有填，不能排名。请在 ${groups.names.join('、')} 里选一组。`,
      )
    else if (!groups.names.includes(row.group)) {
      const sentence = `没有“${clip(row.group)}”这一组，不能排名。可用：${groups.names.join('、')}（${groups.cite.clause}）。`
      tell(report, 'unknownGroup', 'refusal', index, 'group', sentence)
    }
    if (row.stated) checkStated(row.stated, index, pack, report)
  }
}

const PARTS = ['met', 'ems', 'improvement', 'label'] as const

/** Totals that cannot all be true: a part larger than the whole. The part is unknown then. */
function checkStated(stated: StatedTotals, index: number, pack: EfficiencyPack, report: TableReport): void {
  const number = (text: string | null): Decimal | null => (text === null ? null : decimal(text))
  const units = number(stated.units)
  const larger = (part: Decimal | null, whole: Decimal | null) => part && whole && compare(part, whole) > 0
  const label = (key: keyof StatedTotals) => report.words.field(`stated.${key}`)
  for (const part of PARTS)
    if (larger(number(stated[part]), units)) {
      const sentence = `${stated[part]} 大于“${label('units')}”${stated.units}，没有用到。请核对两处的数。`
      tell(report, 'partLargerThanWhole', 'refusal', index, `stated.${part}`, sentence)
      stated[part] = null
    }
  if (larger(units, number(stated.groupUnits))) {
    const sentence = `${stated.groupUnits} 小于“${label('units')}”${stated.units}，没有用到。请核对两处的数。`
    tell(report, 'partLargerThanWhole', 'refusal', index, 'stated.groupUnits', sentence)
    stated.groupUnits = null
  }
  if (larger(number(stated.savedElectricity), number(stated.baseElectricity))) {
    const whole = termLabel(pack, 'statedBaseElectricity')
    const sentence = `${stated.savedElectricity} 大于“${whole}”${stated.baseElectricity}，没有用到。请核对两处的数。`
    tell(report, 'partLargerThanWhole', 'refusal', index, 'stated.savedElectricity', sentence)
    stated.savedElectricity = null
  }
}

const SUMS = [...PARTS, 'baseElectricity', 'savedElectricity'] as const

/** A body written twice with different groups belongs to none: whichever row came first must not decide. */
function leaveUncertainGroups(all: readonly Numbered<BodyRow>[], kept: readonly Numbered<BodyRow>[]): void {
  const groups = groupBy(all, row => row.code)
  for (const { row } of kept) {
    const same = groups.get(row.code) ?? []
    if (new Set(same.map(other => other.row.group)).size > 1) row.group = null
  }
}

/** The number of units of a group as its bodies state it: the same of all of them, and not fewer than they have together. */
function checkGroupTotals(
  bodies: readonly Numbered<BodyRow>[],
  unitsOf: EfficiencyInput['unitsOf'],
  report: TableReport,
  breakBody: (code: string, reason: string) => void,
): void {
  for (const [group, same] of groupBy(bodies, row => row.group ?? '')) {
    const stating = same.filter(({ row }) => row.stated?.groupUnits)
    const given = [...new Set(stating.map(({ row }) => row.stated?.groupUnits ?? ''))].sort()
    const known = same.reduce((sum, { row }) => {
      const listed = unitsOf.get(row.code)?.length ?? 0
      return sum + (row.stated?.units ? Number.parseInt(row.stated.units, 10) : listed)
    }, 0)
    for (const { row, index } of group === '' ? [] : stating) {
      const own = row.stated?.groupUnits ?? ''
      const reason =
        given.length > 1
          ? `${group}各处所填不同（${given.join('、')}），不知道以哪个为准，不能计分。请核对。`
          : Number.parseInt(own, 10) < known
            ? `填 ${own} 家，${group}已知的家数合计却是 ${known} 家，不能计分。请核对。`
            : null
      if (reason === null) continue
      tell(report, 'statedDiffers', 'refusal', index, 'stated.groupUnits', reason)
      breakBody(row.code, `“${report.words.field('stated.groupUnits')}”：${reason}`)
    }
  }
}

/**
 * Stated totals beside listed units: more units than are listed is said, and the stated number holds. Fewer than are listed, or
 * more that did something than there are, cannot be, and the body is not scored.
 */
function compareWithListed(
  bodies: readonly Numbered<BodyRow>[],
  unitsOf: EfficiencyInput['unitsOf'],
  { document: { rules } }: EfficiencyPack,
  report: TableReport,
  breakBody: (code: string, reason: string) => void,
): void {
  for (const { row, index } of bodies) {
    const listed = unitsOf.get(row.code)?.length ?? 0
    if (listed === 0 || !row.stated) continue
    const stated = row.stated.units
    const label = (field: keyof StatedTotals) => report.words.field(`stated.${field}`)
    const impossible = (field: keyof StatedTotals, sentence: string) => {
      tell(report, 'statedDiffers', 'refusal', index, `stated.${field}`, sentence)
      breakBody(row.code, `${rules.labels.body}“${row.code}”的总数与所列${rules.labels.unit}矛盾，不能计分。请核对。`)
    }
    if (stated !== null && Number.parseInt(stated, 10) < listed)
      impossible('units', `填 ${stated} 家，${rules.labels.units}里却列了 ${listed} 家，不能计分。请核对两处。`)
    else if (stated !== null && stated !== String(listed)) {
      const sentence = `填 ${stated} 家，${rules.labels.units}里列了 ${listed} 家；以所填为准。请核对两处。`
      tell(report, 'statedDiffers', 'warning', index, 'stated.units', sentence)
      const counted = SUMS.filter(field => row.stated?.[field] === null).map(field => `“${label(field)}”`)
      if (counted.length > 0)
        breakBody(
          row.code,
          `只列了 ${stated} 家中的 ${listed} 家，${counted.join('')}没有填，所列的合计不能代表全部，不能计分。请补列，或填总数。`,
        )
    }
    if (stated === null && row.stated.groupUnits !== null && Number.parseInt(row.stated.groupUnits, 10) < listed)
      impossible(
        'groupUnits',
        `填 ${row.stated.groupUnits} 家，${rules.labels.units}里却列了 ${listed} 家，不能计分。请核对两处。`,
      )
    const [base, saved] = [row.stated.baseElectricity, row.stated.savedElectricity]
    if ((base === null) !== (saved === null))
      impossible(
        base === null ? 'baseElectricity' : 'savedElectricity',
        `没有填，而“${label(base === null ? 'savedElectricity' : 'baseElectricity')}”填了；一个用总数、一个由所列合计，不能相比，不能计分。请两个都填，或都不填。`,
      )
    for (const part of PARTS) {
      const given = row.stated[part]
      if (stated === null && given !== null && Number.parseInt(given, 10) > listed)
        impossible(part, `填 ${given} 家，${rules.labels.units}里只列了 ${listed} 家，不能计分。请核对两处。`)
    }
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
      const sentence = `没有代码为“${clip(row.body)}”的${pack.document.rules.labels.body}，这一家没有计入。请先登记它，或改正代码。`
      tell(report, 'unknownReference', 'refusal', index, 'body', sentence)
    }
    const given = row.ownEui !== null || row.ownElectricity !== null
    if (row.target === null)
      tell(report, 'missingField', 'refusal', index, 'target', '没有填，不能判定是否达标。请选公告基准或自订。')
    else if (row.target === 'benchmark' && given) {
      tell(
        report,
        'targetIgnored',
        'warning',
        index,
        'target',
        '目标依公告基准，所填的自订目标没有用到。请删去，或改为自订。',
      )
      row.ownEui = null
      row.ownElectricity = null
    } else if (row.target === 'own' && row.ownEui !== null && row.ownElectricity !== null) {
      const sentence = `与“${label('ownElectricity')}”同时填了，不知道以哪个为准，都没有用到。请只留一种。`
      tell(report, 'ambiguousTarget', 'refusal', index, 'ownEui', sentence)
      row.ownEui = null
      row.ownElectricity = null
    } else if (row.target === 'own' && !given) {
      const sentence = `目标由主管机关自订，却没有填目标。请填“${label('ownEui')}”或“${label('ownElectricity')}”之一。`
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
      const sentence = `没有代码为“${clip(row.unit)}”的${pack.document.rules.labels.unit}，这一行没有用到。请先登记它，或改正代码。`
      tell(report, 'unknownReference', 'refusal', index, 'unit', sentence)
    }
    if (row.year !== baseYear && !years.includes(row.year)) {
      const sentence = `${row.year} 不是基期年 ${baseYear}，也不是 ${years.join('、')}，这一行没有用到。请核对年度。`
      tell(report, 'yearOutside', 'warning', index, 'year', sentence)
    }
    if (row.floorArea !== null && decimal(row.floorArea).isZero())
      tell(
        report,
        'valueNotPositive',
        'refusal',
        index,
        'floorArea',
        '为 0，不能求 EUI，这一家不能判定。请填实际面积。',
      )
    for (const point of POINTS)
      if (row[point] === 'yes' && (row[`${point}Evidence`] ?? '') === '')
        tell(
          report,
          'withoutEvidence',
          'warning',
          index,
          `${point}Evidence`,
          '填“是”却没有写佐证。分数已计入，请补写佐证。',
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
      const sentence = `“${clip(row.unit)}”的 ${row.year} 年与第 ${before.index + 1} 行重复，不知道以哪行为准，两行都没有用到。请只留一行。`
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
    const sentence = `自订的路径没有 ${year} 年，超过公告基准的单位不能判定。请补上这一年，或清空整张表改用计划所举之例。`
    tell(report, 'pathIncomplete', 'refusal', null, null, sentence)
  }
  const shares: { year: string; numerator: Decimal; denominator: Decimal }[] = []
  for (const { row, index } of rows) {
    if (!years.includes(row.year))
      tell(report, 'yearOutside', 'warning', index, 'year', `${row.year} 不是 ${years.join('、')} 之一。请核对年度。`)
    if (row.denominator !== null && decimal(row.denominator).isZero()) {
      tell(report, 'valueNotPositive', 'refusal', index, 'denominator', '为 0，没有用到。请填大于 0 的数。')
      row.denominator = null
    }
    const { numerator, denominator } = row
    if (numerator === null || denominator === null) continue
    const share = { year: row.year, numerator: decimal(numerator), denominator: decimal(denominator) }
    if (compare(share.numerator, share.denominator) > 0)
      tell(report, 'pathNotRising', 'warning', index, 'numerator', '比例大于 1，目标会低于公告基准。请核对。')
    shares.push(share)
  }
  shares.sort((a, b) => (a.year < b.year ? -1 : 1))
  for (const [i, share] of shares.entries()) {
    const before = shares[i - 1]
    // numerator / denominator falls, compared without a quotient
    if (before && compare(share.numerator.times(before.denominator), before.numerator.times(share.denominator)) < 0)
      tell(report, 'pathNotRising', 'warning', null, null, `${share.year} 年的比例小于 ${before.year} 年。请核对路径。`)
  }
}

function checkApprovals(rows: readonly Numbered<ApprovalRow>[], report: TableReport): readonly Numbered<ApprovalRow>[] {
  return rows.filter(({ row, index }) => {
    if (row.date === null) return false
    if (!parseDate(row.date)) {
      const sentence = `“${clip(row.date)}”不存在或写法不对，没有用到。请写成 2025-05-31 的形式。`
      tell(report, 'invalidDate', 'refusal', index, 'date', sentence)
      return false
    }
    if (row.date <= `${row.year}-12-31`) {
      const sentence = `${row.date} 在 ${row.year} 年结束之前，当年的成效还不能核定，没有用到。请核对日期。`
      tell(report, 'dateTooEarly', 'refusal', index, 'date', sentence)
      return false
    }
    return true
  })
}

function groupBy<Row>(
  rows: readonly Numbered<Row>[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Numbered<Row>[]> {
  const groups = new Map<string, Numbered<Row>[]>()
  for (const numbered of rows) {
    const key = keyOf(numbered.row)
    const group = groups.get(key)
    if (group) group.push(numbered)
    else groups.set(key, [numbered])
  }
  return groups
}
