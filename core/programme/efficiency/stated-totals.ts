import type { BodyRow, StatedTotals, UnitRow } from '#core/contract/efficiency-programme.ts'
import { compare, type Decimal, decimal } from '#core/quantity/decimal.ts'
import { termLabel } from '#core/standard/pack/standard.ts'
import type { EfficiencyPack } from '../pack.ts'
import { groupBy, type Numbered, type TableReport, tell } from '../read-rows.ts'

/** The listed units of each body. */
type UnitsOf = ReadonlyMap<string, readonly Numbered<UnitRow>[]>

const PARTS = ['met', 'ems', 'improvement', 'label'] as const

/** Totals that cannot all be true: a part larger than the whole. The part is unknown then. */
export function checkStated(stated: StatedTotals, index: number, pack: EfficiencyPack, report: TableReport): void {
  const number = (text: string | null): Decimal | null => (text === null ? null : decimal(text))
  const units = number(stated.units)
  const larger = (part: Decimal | null, whole: Decimal | null) => part && whole && compare(part, whole) > 0
  const label = (key: keyof StatedTotals) => report.words.field(`stated.${key}`)
  for (const part of PARTS)
    if (larger(number(stated[part]), units)) {
      const sentence = `${stated[part]} 大於「${label('units')}」${stated.units}，沒有用到。請核對兩處的數。`
      tell(report, 'partLargerThanWhole', 'refusal', index, `stated.${part}`, sentence)
      stated[part] = null
    }
  if (larger(number(stated.savedElectricity), number(stated.baseElectricity))) {
    const whole = termLabel(pack, 'statedBaseElectricity')
    const sentence = `${stated.savedElectricity} 大於「${whole}」${stated.baseElectricity}，沒有用到。請核對兩處的數。`
    tell(report, 'partLargerThanWhole', 'refusal', index, 'stated.savedElectricity', sentence)
    stated.savedElectricity = null
  }
}

const SUMS = [...PARTS, 'baseElectricity', 'savedElectricity'] as const

/** The number of units of a group as its bodies state it: the same of all of them, and not fewer than they have together. */
export function checkGroupTotals(
  bodies: readonly Numbered<BodyRow>[],
  unread: ReadonlySet<number>,
  unitsOf: UnitsOf,
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
    const [one = ''] = given
    const lost = same.some(({ row, index }) => row.stated !== null && unread.has(index))
    const reason = lost
      ? `${group}的家數有一處讀不準，不知道是多少，不能計分。請改正。`
      : given.length > 1
        ? `${group}各處所填不同（${given.join('、')}），不知道以哪個為準，不能計分。請核對。`
        : Number.parseInt(one, 10) < known
          ? `填 ${one} 家，${group}已知的家數合計卻是 ${known} 家，不能計分。請核對。`
          : null
    if (group === '' || (stating.length === 0 && !lost) || reason === null) continue
    for (const { index } of stating) tell(report, 'statedDiffers', 'refusal', index, 'stated.groupUnits', reason)
    // the number is one of the whole group, whoever stated it
    for (const { row } of same) breakBody(row.code, `「${report.words.field('stated.groupUnits')}」：${reason}`)
  }
}

/**
 * Stated totals beside listed units: more units than are listed is said, and the stated number holds. Fewer than are listed, or
 * more that did something than there are, cannot be, and the body is not scored.
 */
export function compareWithListed(
  bodies: readonly Numbered<BodyRow>[],
  unitsOf: UnitsOf,
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
      breakBody(row.code, `${rules.labels.body}「${row.code}」的總數與所列${rules.labels.unit}矛盾，不能計分。請核對。`)
    }
    if (stated !== null && Number.parseInt(stated, 10) < listed)
      impossible('units', `填 ${stated} 家，${rules.labels.units}裡卻列了 ${listed} 家，不能計分。請核對兩處。`)
    else if (stated !== null && stated !== String(listed)) {
      const sentence = `填 ${stated} 家，${rules.labels.units}裡列了 ${listed} 家；以所填為準。請核對兩處。`
      tell(report, 'statedDiffers', 'warning', index, 'stated.units', sentence)
      const counted = SUMS.filter(field => row.stated?.[field] === null).map(field => `「${label(field)}」`)
      if (counted.length > 0)
        breakBody(
          row.code,
          `只列了 ${stated} 家中的 ${listed} 家，${counted.join('')}沒有填，所列的合計不能代表全部，不能計分。請補列，或填總數。`,
        )
    }
    const [base, saved] = [row.stated.baseElectricity, row.stated.savedElectricity]
    if ((base === null) !== (saved === null))
      impossible(
        base === null ? 'baseElectricity' : 'savedElectricity',
        `沒有填，而「${label(base === null ? 'savedElectricity' : 'baseElectricity')}」填了；一個用總數、一個由所列合計，不能相比，不能計分。請兩個都填，或都不填。`,
      )
    for (const part of PARTS) {
      const given = row.stated[part]
      if (stated === null && given !== null && Number.parseInt(given, 10) > listed)
        impossible(part, `填 ${given} 家，${rules.labels.units}裡只列了 ${listed} 家，不能計分。請核對兩處。`)
    }
  }
}
