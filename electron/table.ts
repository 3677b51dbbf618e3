import stringWidth from 'string-width'
import type { IndicatorResult, InstitutionResult } from '#core/contract/results.ts'
import { TERMS, unitLabel } from '#core/contract/terms.ts'
import { decimal } from '#core/quantity/decimal.ts'
import { asPercent, grouped } from '#core/quantity/print.ts'
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
  const row = result.row && [result.row.zone, result.row.class, result.row.type].filter(part => part).join(' · ')
  const head = `${result.id}  ${result.name ?? ''}${row ? `  ${row}` : ''}`
  if (result.outcome === 'refused') return [head, `  退回：${result.problems.length} 处问题，见提示。`]
  return [
    head,
    `  ${summary(result).join('；')}`,
    `  ${cells(['指标', '修正前', '结果', '单位', '等级', ...standard.document.tiers.map(t => t.label), '距下一等级'])}`,
    ...result.indicators.flatMap(indicator => [
      `  ${cells(indicatorCells(indicator, standard))}`,
      ...indicator.missingAt.map(m => `      缺：${m.text}`),
      ...indicator.flags.map(flag => `      注意：${FLAGS[flag] ?? flag}`),
    ]),
    ...result.alternatives.map(({ choice, value, indicators }) => {
      const label = Object.hasOwn(TERMS, choice) ? TERMS[choice as keyof typeof TERMS].label : choice
      const shown = indicators.map(i => `${termLabel(standard, i.id)} ${i.display === null ? '—' : grouped(i.display)}`)
      return `  取法“${label}”若用默认（${value}）：${shown.join('，')}`
    }),
    ...[...result.consequences, ...result.remarks].map(({ clause, indicators, text }) => {
      return `  ${clause}  ${indicators.map(id => termLabel(standard, id)).join('、')}：${text}`
    }),
  ]
}

const FLAGS: Readonly<Record<string, string>> = {
  roundedGradeDiffers: '按修约后的值判定等级会不同；这里按 GB/T 8170 用未修约的值比较。',
  correctionChangesGrade: '修正前后等级不同。',
}

function summary({ energyUserCount, comprehensiveEnergy, transportEnergy, correction }: InstitutionResult): string[] {
  const amount = (label: string, value: string | null, unit: string) =>
    `${label} ${value === null ? '—' : grouped(roundByGb8170(decimal(value), 2))} ${unit}`
  return [
    amount(TERMS.energyUserCount.label, energyUserCount, '人'),
    amount(TERMS.comprehensiveEnergy.label, comprehensiveEnergy, 'kgce'),
    amount(TERMS.transportEnergy.label, transportEnergy, 'kgce'),
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
  const share = percent === null ? '' : `（${asPercent(decimal(percent))}）`
  const amount = grouped(roundByGb8170(decimal(absolute), 0))
  return `${isAbove ? '超出' : '距'}${tier} ${grouped(roundByGb8170(gap, digits + 1))}${share}，全年 ${amount} ${unitLabel(absoluteUnit)}`
}

/** Column widths in terminal cells; numbers stand right, words left. */
const COLUMNS = [
  { width: 18, right: false },
  { width: 10, right: true },
  { width: 10, right: true },
  { width: 7, right: false },
  { width: 10, right: false },
  { width: 7, right: true },
  { width: 7, right: true },
  { width: 7, right: true },
]

function cells(texts: readonly string[]): string {
  return texts
    .map((text, i) => pad(text, COLUMNS[i]))
    .join('  ')
    .trimEnd()
}

function pad(text: string, column: (typeof COLUMNS)[number] | undefined): string {
  if (!column) return text
  const blanks = ' '.repeat(Math.max(0, column.width - stringWidth(text)))
  return column.right ? blanks + text : text + blanks
}
