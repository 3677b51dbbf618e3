import type { BenchmarkRow, UnitRow } from '#core/contract/efficiency-programme.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { compare, decimal } from '#core/quantity/decimal.ts'
import type { Numbered } from '../read-rows.ts'
import { type TableReport, tell } from '../read-rows.ts'
import type { EfficiencyRules } from './efficiency-rules.ts'

/** An imported table of benchmarks, checked: the row of a category and group, `null` where none or no certain one is known. */
export type BenchmarkTable = { readonly find: (category: string, group: string) => Numbered<BenchmarkRow> | null }

type Row = Numbered<BenchmarkRow>

/**
 * Checks an imported table of benchmarks: values above zero with their source, no pair of category and group twice, no group
 * left out of a row of groups, as many categories and groups as the programme declares, and a row for every unit whose target
 * follows it. Nothing is invented: a pair without one certain value has none.
 *
 * @param reportUnits where a unit without a benchmark is told
 */
export function checkBenchmarks(
  rows: readonly Row[],
  units: readonly Numbered<UnitRow>[],
  rules: EfficiencyRules,
  report: TableReport,
  reportUnits: TableReport,
): BenchmarkTable {
  const byCategory = new Map<string, Map<string, Row[]>>()
  for (const numbered of rows) {
    const { row, index } = numbered
    const groups = byCategory.get(row.category) ?? new Map<string, Row[]>()
    byCategory.set(row.category, groups)
    groups.set(row.group, [...(groups.get(row.group) ?? []), numbered])
    if (row.eui === null)
      tell(report, 'missingField', 'refusal', index, 'eui', '沒有值，用到它的單位不能判定。請按公告補上。')
    else if (decimal(row.eui).isZero()) {
      tell(report, 'valueNotPositive', 'refusal', index, 'eui', '為 0，沒有用到。請按公告填大於 0 的數。')
      row.eui = null
    }
    if ((row.source ?? '') === '')
      tell(report, 'withoutSource', 'warning', index, 'source', '沒有寫出處，來源待核。請寫公告的名稱和日期。')
  }
  for (const [category, groups] of byCategory) {
    for (const same of groups.values()) tellDuplicates(same, report)
    tellGaps(category, groups, rules, report)
  }
  tellUnknownGroups(rows, rules, report)
  tellCounts(byCategory, rules, report)
  tellUnits(byCategory, units, rules, reportUnits)
  return {
    find: (category, group) => {
      const [first, ...others] = byCategory.get(category)?.get(group) ?? []
      return first && others.every(other => sameValue(first, other)) ? first : null
    },
  }
}

function sameValue(a: Row, b: Row): boolean {
  return a.row.eui === null || b.row.eui === null
    ? a.row.eui === b.row.eui
    : compare(decimal(a.row.eui), decimal(b.row.eui)) === 0
}

function tellDuplicates([first, ...others]: readonly Row[], report: TableReport): void {
  for (const other of others) {
    if (!first) return
    const pair = `「${clip(other.row.category)}」「${clip(other.row.group)}」與第 ${first.index + 1} 行重複`
    if (sameValue(first, other))
      tell(report, 'duplicateRow', 'warning', other.index, 'group', `${pair}，值相同。請刪去一行。`)
    else
      tell(
        report,
        'duplicateRow',
        'refusal',
        other.index,
        'group',
        `${pair}而值不同（${first.row.eui ?? '空缺'} 與 ${other.row.eui ?? '空缺'}），不知道以哪個為準，都沒有用到。請只留一行。`,
      )
  }
}

function tellGaps(
  category: string,
  groups: ReadonlyMap<string, unknown>,
  rules: EfficiencyRules,
  report: TableReport,
): void {
  const { sequence } = rules.benchmarks
  const last = sequence.findLastIndex(name => groups.has(name))
  for (const name of sequence.slice(0, Math.max(last, 0)))
    if (!groups.has(name)) {
      const sentence = `「${clip(category)}」有「${sequence[last] ?? ''}」而沒有「${name}」。請對照公告，看是否漏了一行。`
      tell(report, 'gap', 'warning', null, null, sentence)
    }
}

/** Names of groups that are none of the sequence, each once with its first row: they may be slips. */
function tellUnknownGroups(rows: readonly Row[], rules: EfficiencyRules, report: TableReport): void {
  const { sequence, cite } = rules.benchmarks
  const told = new Set(sequence)
  for (const { row, index } of rows) {
    if (told.has(row.group)) continue
    told.add(row.group)
    const sentence = `「${clip(row.group)}」不是「${sequence[0]}」至「${sequence.at(-1)}」之一（${cite.clause}）。請對照公告，看是否寫錯。`
    tell(report, 'unknownGroup', 'warning', index, 'group', sentence)
  }
}

function tellCounts(
  byCategory: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  rules: EfficiencyRules,
  report: TableReport,
): void {
  const { categories, groups, cite } = rules.benchmarks
  const found = [...byCategory.values()].reduce((sum, of) => sum + of.size, 0)
  if (byCategory.size === categories && found === groups) return
  const sentence =
    byCategory.size === 0
      ? `沒有匯入。計畫共 ${categories} 類、${groups} 組（${cite.clause}），數值不在計畫裡，請匯入公告的表。`
      : `有 ${byCategory.size} 類、${found} 組，公告應為 ${categories} 類、${groups} 組（${cite.clause}）。請對照公告補齊。`
  tell(report, 'countDiffers', 'warning', null, null, sentence)
}

/** Units whose target follows a benchmark that the table lacks: told once for each category, or group, with the first row. */
function tellUnits(
  byCategory: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  units: readonly Numbered<UnitRow>[],
  rules: EfficiencyRules,
  report: TableReport,
): void {
  const lacking = new Map<string, { first: Numbered<UnitRow>; count: number; field: string; what: string }>()
  for (const unit of units) {
    const { target, category, group } = unit.row
    if (target !== 'benchmark') continue
    if (category === null || group === null) {
      const field = category === null ? 'category' : 'group'
      tell(report, 'missingField', 'refusal', unit.index, field, '沒有填，查不到公告基準，不能判定。請補上。')
      continue
    }
    const groups = byCategory.get(category)
    if (groups?.has(group)) continue
    const what = groups
      ? `${rules.labels.category}「${clip(category)}」裡沒有「${clip(group)}」`
      : `沒有「${clip(category)}」`
    const before = lacking.get(what)
    lacking.set(what, {
      first: before?.first ?? unit,
      count: (before?.count ?? 0) + 1,
      field: groups ? 'group' : 'category',
      what,
    })
  }
  for (const { first, count, field, what } of lacking.values()) {
    const sentence = `${rules.labels.benchmarks}裡${what}，${count} 家不能判定。請核對寫法，或在表裡補上它。`
    tell(report, 'notInTable', 'refusal', first.index, field, sentence)
  }
}
