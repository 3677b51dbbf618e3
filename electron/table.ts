import stringWidth from 'string-width'
import { printable } from '#core/contract/printable.ts'
import type { IndicatorResult, InstitutionResult } from '#core/contract/results.ts'
import { TERMS, textLabel, unitLabel } from '#core/contract/terms.ts'
import { decimal } from '#core/quantity/decimal.ts'
import { asPercent, grouped, inSentence } from '#core/quantity/print.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import type { Standard } from '#core/standard/pack/standard.ts'
import { termLabel } from '#core/standard/pack/standard.ts'

/** One line that says which standard was used, and what about it is not confirmed. */
export function packLine({ document, digest }: Standard): string {
  const number = document.number ?? '标准号待核'
  const dates = document.datesConfirmed ? `${document.validFrom ?? ''} 起` : '日期待核'
  return `${document.title}（${number}，${dates}）  ${document.id} 第 ${document.version} 版  ${digest.slice(0, 19)}`
}

/** The result of one institution as aligned lines for a terminal. */
export function institutionLines(result: InstitutionResult, standard: Standard): string[] {
  const head = printable([result.id, result.name, rowText(result, standard)].filter(part => part).join('  '))
  if (result.outcome === 'refused') return [head, `  退回：${result.problems.length} 处问题，见提示。`]
  return [
    head,
    `  ${printable(summary(result).join('；'))}`,
    `  ${cells(['指标', '修正前', '结果', '单位', '等级', ...standard.document.tiers.map(t => t.label), '距下一等级'])}`,
    ...result.indicators.flatMap(indicator => [
      `  ${cells(indicatorCells(indicator, standard))}`,
      ...missingLines(indicator),
      ...indicator.flags.map(flag => `      注意：${FLAGS[flag] ?? flag}`),
    ]),
    ...result.alternatives.map(({ choice, value, indicators }) => {
      const shown = indicators.map(({ id, display, grade }) => {
        const number = display === null ? '—' : grouped(display)
        return `${termLabel(standard, id)} ${number} ${gradeLabel(standard, grade)}`
      })
      return `  若${termLabel(standard, choice)}用默认“${textLabel(choice, value)}”：${shown.join('，')}`
    }),
    ...[...result.consequences, ...result.remarks].map(({ clause, indicators, text }) => {
      return `  ${clause}  ${indicators.map(id => termLabel(standard, id)).join('、')}：${text}`
    }),
  ]
}

/** 党政机关 · 夏热冬暖地区 5 000 m²＜建筑面积≤15 000 m²: the class, and the row as the standard prints it. */
function rowText({ row }: InstitutionResult, standard: Standard): string {
  if (!row) return ''
  const { lookup, typeColumn, zoneTerm } = standard.document.thresholds
  const rows = standard.lookups.find(l => l.id === lookup)?.table.rows ?? []
  const printed = rows.find(
    r =>
      r.texts.get(typeColumn) === row.type &&
      (r.keys.get('institutionClass') ?? [row.class]).includes(row.class ?? '') &&
      (zoneTerm === null || r.keys.get(zoneTerm)?.includes(row.zone ?? '') === true),
  )
  return [row.class, ...(printed ? [printed.cite.row] : [row.zone, row.type])].filter(part => part).join(' · ')
}

const MOST_MISSING = 5

function missingLines({ missingAt }: IndicatorResult): string[] {
  const lines = missingAt.slice(0, MOST_MISSING).map(m => printable(`      缺：${m.text}`))
  const more = missingAt.length - MOST_MISSING
  return more > 0 ? [...lines, `      缺：还有 ${more} 项，用 --json 看全部。`] : lines
}

function gradeLabel(standard: Standard, id: string): string {
  return standard.document.grades.find(g => g.id === id)?.label ?? '无法判定'
}

const FLAGS: Readonly<Record<string, string>> = {
  roundedGradeDiffers: '按修约后的值判定等级会不同；这里按 GB/T 8170 用未修约的值比较。',
  correctionChangesGrade: '修正前后等级不同。',
}

function summary(result: InstitutionResult): string[] {
  const { energyUserCount, comprehensiveEnergy, transportEnergy, vehicleElectricity, correction } = result
  const amount = (label: string, value: string | null, unit: string) =>
    `${label} ${value === null ? '—' : grouped(roundByGb8170(decimal(value), 2))} ${unit}`
  return [
    amount(TERMS.energyUserCount.label, energyUserCount, '人'),
    amount(TERMS.comprehensiveEnergy.label, comprehensiveEnergy, 'kgce'),
    amount(TERMS.transportEnergy.label, transportEnergy, 'kgce'),
    ...(vehicleElectricity !== null && !decimal(vehicleElectricity).isZero()
      ? [`其中车辆充电 ${grouped(vehicleElectricity)} kWh`]
      : []),
    ...(correction
      ? [
          `修正系数 ${correction.factor === null ? '—' : roundByGb8170(decimal(correction.factor), 4)}（${correction.note}）`,
        ]
      : []),
  ]
}

function indicatorCells(indicator: IndicatorResult, standard: Standard): string[] {
  const digits = standard.document.indicators.find(i => i.id === indicator.id)?.digits ?? 0
  const grade = standard.document.grades.find(g => g.id === indicator.grade)
  const number = (text: string | null) => (text === null ? '—' : grouped(text))
  const rounded = (text: string | null, places: number) =>
    text === null ? '—' : grouped(roundByGb8170(decimal(text), places))
  const { distance } = indicator
  const tier = distance && standard.document.tiers.find(t => t.id === distance.tier)
  return [
    termLabel(standard, indicator.id),
    rounded(indicator.raw, digits + 1),
    number(indicator.display),
    unitLabel(indicator.unit),
    grade?.label ?? '无法判定',
    ...standard.document.tiers.map(t => number(indicator.tiers?.[t.id] ?? null)),
    distance && tier ? distanceText(distance, tier.label, grade?.verdict === 'nonconform', digits) : '—',
  ]
}

function distanceText(
  { inUnit, percent, absolute, absoluteUnit }: NonNullable<IndicatorResult['distance']>,
  tier: string,
  isAbove: boolean,
  digits: number,
): string {
  const gap = decimal(inUnit)
  if (gap.isZero()) return `正好等于${tier}`
  const share = percent === null ? '' : `，须降 ${asPercent(decimal(percent))}`
  const amount = grouped(roundByGb8170(decimal(absolute), 0))
  return `${isAbove ? '超出' : '距'}${tier} ${shortGap(gap, digits)}${share}，全年 ${amount} ${unitLabel(absoluteUnit)}`
}

/** One decimal more than the table prints; more where that would show nothing. */
function shortGap(gap: ReturnType<typeof decimal>, digits: number): string {
  const rounded = roundByGb8170(gap, digits + 1)
  return decimal(rounded).isZero() ? inSentence(gap) : grouped(rounded)
}

/** Column widths in terminal cells; numbers stand right, words left. */
const COLUMNS = [
  { width: 18, right: false },
  { width: 10, right: true },
  { width: 10, right: true },
  { width: 7, right: false },
  { width: 10, right: false },
]
const TIER_COLUMN = { width: 7, right: true }

/** One line of the table: the fixed columns, one per tier, and the distance as it comes. */
function cells(texts: readonly string[]): string {
  const columns = texts.map((_, i) => COLUMNS[i] ?? (i < texts.length - 1 ? TIER_COLUMN : undefined))
  return texts
    .map((text, i) => pad(text, columns[i]))
    .join('  ')
    .trimEnd()
}

function pad(text: string, column: (typeof COLUMNS)[number] | undefined): string {
  if (!column) return text
  const blanks = ' '.repeat(Math.max(0, column.width - stringWidth(text)))
  return column.right ? blanks + text : text + blanks
}
