import type { RequirementResult, RequirementVerdict, ShownAmount } from '#core/contract/green-power.ts'
import { dateText } from '#core/quantity/date.ts'
import { compare, type Decimal, decimal, textOf } from '#core/quantity/decimal.ts'
import { grouped, inSentence } from '#core/quantity/print.ts'
import { roundByGb8170, wholeAbove, wholeNotBelow } from '#core/quantity/rounding.ts'
import { termLabel } from '#core/standard/pack/standard.ts'
import { isLacking, type Lacking } from '#core/standard/value.ts'
import type { GreenPowerPack } from '../pack.ts'
import type { HolderYear } from './holder-year.ts'
import type { Requirement } from './requirements.ts'

/** Compares what counts for a year with what one requirement asks, and says it in a sentence. */
export function requirementResult(
  pack: GreenPowerPack,
  sheet: HolderYear,
  requirement: Requirement,
): RequirementResult {
  const judged = judge(sheet, requirement)
  const shown = (term: string, value: Decimal | Lacking | null) => shownNumber(pack, term, value)
  const { measure, obligation, comparison, carried } = requirement
  const bySheet = (term: string) =>
    judged.applies && measure === 'share' ? sheet.requirementNumber(requirement, term) : null
  const parameter = sheet.parameterOf(requirement)
  const printed = requirement.row.numbers.has('percent')
  const percentFrom = !judged.applies ? null : printed ? 'pack' : parameter?.row.percent ? 'user' : null
  const shortfall = shown('shortfall', bySheet('shortfall'))
  const certificatesToBuy = judged.verdict === 'undetermined' ? null : toBuy(sheet, requirement, judged)
  const lastDay = deadline(pack, sheet.year)
  const result = {
    id: requirement.id,
    label: requirement.label,
    clause: requirement.row.cite.clause,
    printed: requirement.row.cite.row,
    obligation: obligation?.id ?? '',
    obligationLabel: obligation?.label ?? '',
    measure,
    comparison,
    percent: shown('requiredPercent', judged.percent),
    percentFrom,
    percentSource: percentFrom === 'user' ? (parameter?.row.source ?? null) : null,
    share: shown(measure === 'cleanEnergy' ? 'cleanEnergyShare' : 'share', judged.share),
    ownRequired: shown('ownRequired', bySheet('ownRequired')),
    carriedIn: shown('carriedIn', bySheet('carriedIn')),
    required: shown('required', bySheet('required')),
    shortfall,
    carriedOut: carried && judged.applies ? shortfall : null,
    certificatesToBuy,
    buyBy: certificatesToBuy !== null && carried && lastDay >= sheet.asOf ? lastDay : null,
    verdict: judged.verdict,
    ownVerdict: judged.ownVerdict,
    remark: requirement.remark,
    missing: judged.missing.map(m => ({ ...m, text: sheet.missingSentence(m) })),
  } as const
  return { ...result, text: sentence(pack, requirement, result, sheet.year) }
}

/** A computed number as it is shown; `null` and what is missing have no value. */
export function shownNumber(pack: GreenPowerPack, term: string, value: Decimal | Lacking | null): ShownAmount {
  const unit = pack.terms.get(term)?.unit ?? '1'
  if (value === null || isLacking(value)) return { value: null, display: null, unit }
  const digits = pack.document.rules.digits[unit]
  return { value: textOf(value), display: digits === undefined ? textOf(value) : roundByGb8170(value, digits), unit }
}

type Judged = {
  readonly applies: boolean
  readonly percent: Decimal | Lacking | null
  readonly share: Decimal | Lacking | null
  readonly verdict: RequirementVerdict
  readonly ownVerdict: RequirementVerdict
  readonly missing: Lacking
}

function judge(sheet: HolderYear, requirement: Requirement): Judged {
  const { applies, measure } = requirement
  const share = sheet.number('share')
  if (!applies || measure === 'none') {
    const none = { verdict: 'notApplicable', ownVerdict: 'notApplicable' } as const
    return { applies: false, percent: null, share: measure === 'cleanEnergy' ? null : share, missing: [], ...none }
  }
  if (measure === 'cleanEnergy') {
    const percent = sheet.requirementNumber(requirement, 'printedPercent')
    const value = sheet.requirementNumber(requirement, 'cleanEnergyShare')
    const verdict = verdictOf(requirement, value, percent)
    return { applies, percent, share: value, verdict, ownVerdict: verdict, missing: lackingOf(value, percent) }
  }
  const counted = sheet.number('countedEnergy')
  const required = sheet.requirementNumber(requirement, 'required')
  const own = sheet.requirementNumber(requirement, 'ownRequired')
  // without any use there is no share to judge, though the amounts could be compared
  const used = (asked: Decimal | Lacking) => (isLacking(share) ? share : asked)
  return {
    applies,
    percent: sheet.requirementNumber(requirement, 'requiredPercent'),
    share,
    verdict: verdictOf(requirement, counted, used(required)),
    ownVerdict: verdictOf(requirement, counted, used(own)),
    missing: lackingOf(share, required),
  }
}

function lackingOf(a: Decimal | Lacking, b: Decimal | Lacking): Lacking {
  const all = [...(isLacking(a) ? a : []), ...(isLacking(b) ? b : [])]
  return [...new Map(all.map(m => [`${m.term} ${m.at}`, m])).values()]
}

/** Amounts are compared, not quotients, so that what lies exactly on the number is on it. */
function verdictOf(
  { comparison, obligation }: Requirement,
  value: Decimal | Lacking,
  asked: Decimal | Lacking,
): RequirementVerdict {
  if (isLacking(value) || isLacking(asked)) return 'undetermined'
  const order = compare(value, asked)
  return (comparison === '>' ? order > 0 : order >= 0) ? 'conform' : (obligation?.unmet.verdict ?? 'nonconform')
}

/** How many whole certificates are missing: enough to reach the number, or to exceed it where it must be exceeded. */
function toBuy(sheet: HolderYear, requirement: Requirement, { verdict }: Judged): string | null {
  if (requirement.measure !== 'share' || verdict === 'conform' || verdict === 'notApplicable') return null
  const short = sheet.requirementNumber(requirement, 'certificatesShort')
  if (isLacking(short)) return null
  return requirement.comparison === '>' ? wholeAbove(short) : wholeNotBelow(short)
}

function deadline(pack: GreenPowerPack, year: string): string {
  const { month, day } = pack.document.rules.deadline
  return dateText({ year: Number.parseInt(year, 10), month, day })
}

/** 绿电消费比例 31.2 %，应 ≥ 30.7 %：达到。 */
function sentence(
  pack: GreenPowerPack,
  requirement: Requirement,
  result: Omit<RequirementResult, 'text'>,
  year: string,
): string {
  const { measure, comparison, obligation, remark, carried: goesOn } = requirement
  const { verdict, share, percent, carriedIn, shortfall, certificatesToBuy, buyBy, missing } = result
  if (verdict === 'notApplicable') return `${remark ?? '通知没有写数值'}。`
  const owed = carriedIn.value === null || carriedIn.value === '0' ? '' : `上年划转的 ${told(carriedIn)} 已经要补。`
  if (verdict === 'undetermined') return `无法判定：${missing.map(m => m.text).join('')}${owed}`
  const sign = comparison === '>' ? '＞' : '≥'
  const what = termLabel(pack, measure === 'cleanEnergy' ? 'cleanEnergyShare' : 'share')
  const compared = `${what} ${told(share)}，${obligation?.label ?? ''} ${sign} ${told(percent)}`
  const isCarried = carriedIn.value !== null && carriedIn.value !== '0'
  const carried = isCarried ? `，连同上年划转 ${told(carriedIn)}` : ''
  if (verdict === 'conform') return `${compared}${carried}：达到。`
  if (shortfall.value === '0') {
    const more =
      certificatesToBuy === null || buyBy === null ? '' : `；${buyBy} 前再购绿证 ${grouped(certificatesToBuy)} 张即超过`
    return `${compared}${carried}：${obligation?.unmet.text ?? '未达到'}，正好相等，没有超过${more}。`
  }
  const over = `${Number.parseInt(year, 10) + 1} 年`
  const pieces = certificatesToBuy === null ? '' : `${grouped(certificatesToBuy)} 张`
  const buy =
    pieces === ''
      ? ''
      : buyBy !== null
        ? `缺口 ${told(shortfall)}，还应购绿证 ${pieces}，${buyBy} 前购足。`
        : goesOn
          ? `缺口 ${told(shortfall)}，折合绿证 ${pieces}；${deadline(pack, year)} 已过，划转至 ${over}。`
          : `距此还差 ${told(shortfall)}，折合绿证 ${pieces}。`
  return `${compared}${carried}：${obligation?.unmet.text ?? '未达到'}。${buy}`
}

/** Not rounded: 79.999 % must not read as 80 %. */
function told({ value, unit }: ShownAmount): string {
  return value === null ? '—' : `${inSentence(decimal(value))} ${unit}`
}
