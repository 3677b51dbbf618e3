import type { Missing } from '#core/contract/cell.ts'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { textLabel, unitLabel } from '#core/contract/terms.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import type { Evaluation } from './evaluation.ts'
import { termLabel } from './pack/standard.ts'

/** What is missing and what would settle it, as a sentence for the place where the result is shown. */
export function missingSentence(evaluation: Evaluation, { term, at }: Missing): string {
  const { facts, standard } = evaluation
  const row = rowLabel(evaluation, at)
  if (term === standard.document.thresholds.lookup) return '本标准没有给这类机构规定这项指标的限值，不能判定。'
  switch (term) {
    case 'climateZone':
      return facts.place
        ? `所在地“${clip(facts.place)}”不在本标准的气候分区里，查不到定额。请核对所在地。`
        : '没有填所在地，查不到定额。请填设区市。'
    case 'wholeCalendarYear':
      return `统计周期不是一个完整的自然年度，不能与定额比较（${standard.document.period.cite.clause}）。请补齐 1 月 1 日至 12 月 31 日。`
    case 'institutionType':
      return `没有填机构类型，查不到定额。请在${facts.class ?? '本类'}里选一种。`
    case 'energyUserCount':
      return '没有用能人数，或剔除特殊用能后为 0，不能求人均。请核对人员明细或用能人数。'
    case 'floorArea':
      return '没有建筑面积，或剔除特殊用能后为 0，不能评价。请核对建筑面积。'
    case 'amount':
      return `${row}的用量没有报。未报不是 0，请补录。`
    case 'density':
      return `${row}按升计量，没有填密度（kg/L）。请填购油时的密度${densityHint(evaluation, at)}。`
    case 'coalEquivalentFactor':
      return `${row}没有折标准煤系数。请填${factorHint(evaluation, at)}。`
    case 'headcount':
      return `${row}的人数没有报。请补录。`
    case 'comprehensiveEnergy':
      return '没有一条用能记录。请录入全年各种能源。'
    case 'buildingElectricity':
      return '没有一条用电记录。请录入全年用电。'
    case 'totalWater':
      return '没有一条用水记录。请录入全年用水。'
    case 'calendarDays':
      return '没有填统计周期，不知道当年天数。请填起止日期。'
    default:
      return `没有${row === '' ? '' : `${row}的`}${termLabel(standard, term)}。请补录。`
  }
}

const counted = new WeakMap<InstitutionFacts, ReadonlyMap<string, number>>()

/** How often each label occurs with its carrier; counted once, since an institution may have thousands of bills. */
function labelsOf(facts: InstitutionFacts): ReadonlyMap<string, number> {
  const known = counted.get(facts)
  if (known) return known
  const labels = new Map<string, number>()
  const add = (label: string) => labels.set(label, (labels.get(label) ?? 0) + 1)
  for (const { carrier, label } of facts.energy ?? []) add(`${carrier} ${label}`)
  for (const { label } of facts.water ?? []) add(`water ${label}`)
  counted.set(facts, labels)
  return labels
}

/** `energy[3].amount` as 第 4 条能源（电力，总表）; empty for the institution itself. */
export function rowLabel(evaluation: Evaluation, at: string): string {
  const [, table = '', index = ''] = /^(\w+)\[(\d+)\]/.exec(at) ?? []
  const i = Number.parseInt(index, 10)
  const { facts } = evaluation
  switch (table) {
    case 'energy': {
      const entry = facts.energy?.[i]
      if (!entry) return `第 ${i + 1} 条能源`
      const carrier = textLabel('carrier', entry.carrier)
      // a label that no other entry has says more than a number nobody sees
      if (entry.label && labelsOf(facts).get(`${entry.carrier} ${entry.label}`) === 1)
        return `${carrier}（${entry.label}）`
      return `第 ${i + 1} 条能源（${[carrier, entry.label].filter(word => word).join('，')}）`
    }
    case 'water': {
      const label = facts.water?.[i]?.label
      if (label && labelsOf(facts).get(`water ${label}`) === 1) return `水（${label}）`
      return `第 ${i + 1} 条用水${label ? `（${label}）` : ''}`
    }
    case 'people':
      return `第 ${i + 1} 类人员${facts.people?.[i]?.label ? `（${facts.people[i]?.label}）` : ''}`
    case 'specialUse':
      return `特殊用能“${facts.specialUses?.[i]?.name ?? facts.specialUses?.[i]?.id ?? ''}”`
    default:
      return ''
  }
}

function densityHint(evaluation: Evaluation, at: string): string {
  const carrier = evaluation.cell(`${at.replace(/\.\w+$/, '')}.carrier`)?.value
  const row = evaluation.standard.tables.get('densities')?.rows.find(r => r.keys.get('carrier')?.[0] === carrier)
  const density = row?.numbers.get('density')
  return density ? `，常用值 ${roundByGb8170(density, 2)}${row?.toBeVerified ? '（来源待核）' : ''}` : ''
}

function factorHint(evaluation: Evaluation, at: string): string {
  const carrier = evaluation.cell(`${at.replace(/\.\w+$/, '')}.carrier`)?.value
  const { carriers, document } = evaluation.standard
  const rule = carriers.get(carrier ?? '')
  if (!rule?.lowestFactor || !rule.highestFactor) return '每单位折多少千克标准煤（kgce），并写明理由'
  const range = `${roundByGb8170(rule.lowestFactor, 4)}～${roundByGb8170(rule.highestFactor, 4)}`
  return `实测热值，或在 ${range} ${unitLabel(`kgce/${rule.unit}`)} 内选一个并写明理由（${document.ruleClauses.factor}）`
}
