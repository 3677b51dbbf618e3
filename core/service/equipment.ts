import {
  type EndUseView,
  type EquipmentView,
  METER_LEVELS,
  type MeteringView,
  type SavingStep,
  type SplitView,
  SYSTEM_LABELS,
  SYSTEMS,
} from '#core/contract/audit.ts'
import { CARRIERS } from '#core/contract/facts.ts'
import { carrierLabel, unitLabel } from '#core/contract/terms.ts'
import { compareDates, parseDate } from '#core/quantity/date.ts'
import { compare, count, type Decimal, decimal, difference, ExactSum, textOf, ZERO } from '#core/quantity/decimal.ts'
import { asPercent, grouped } from '#core/quantity/print.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import { conversionFactor } from '#core/quantity/unit.ts'
import type { Checklist } from '../audit/checklist.ts'
import { eliminatedBy, estimatedEnergy } from '../audit/equipment.ts'
import { equipping, ruleOn } from '../audit/metering.ts'
import { allRows, rowsOf } from '../workbook/read.ts'
import { countOf, type Row, type Sql, type SqlValue, textOrNull } from '../workbook/sql.ts'
import type { Change } from '../workbook/write.ts'
import { unitsOf } from './carrier-units.ts'
import { Refused, refuseLong } from './refused.ts'
import type { Session } from './session.ts'

const HALF = '0.5'

/** The equipment with what each uses in a year, by carrier and system, and how that closes against the bills. */
export function equipmentOf(session: Session, year: string): EquipmentView {
  const { sql } = session
  const catalogue = allRows(sql, 'elimination')
  const models = catalogue.map(row => ({ model: String(row.model), row }))
  return {
    rows: rowsOf(sql, 'equipment', year).map(row => {
      const energy = energyOf(row)
      const { year: unit, rate } = unitsOf(row.carrier)
      const entry = eliminatedBy(models, textOrNull(row.model) ?? '')
      return {
        row,
        energy: energy && printed(energy, row.carrier),
        unit: unitLabel(unit),
        rate: unitLabel(rate),
        doubts: doubtsOf(row),
        listed: entry && [entry.row.model, entry.row.name, entry.row.source].filter(part => part !== null).join('，'),
      }
    }),
    splits: splitsOf(session, year),
    catalogue,
  }
}

const HOURS_OF_A_YEAR = '8784'

/** Numbers of a plate that can hardly be. */
function doubtsOf(row: Row): string[] {
  const above = (name: string, most: string) => {
    const text = textOrNull(row[name])
    return text !== null && compare(decimal(text), decimal(most)) > 0
  }
  return [
    ...(above('load', '1') ? ['负荷系数大于 1，请核对'] : []),
    ...(above('hours', HOURS_OF_A_YEAR) ? [`年运行时间超过 ${HOURS_OF_A_YEAR} h，请核对`] : []),
  ]
}

function energyOf(row: Row): Decimal | null {
  const text = (name: string) => textOrNull(row[name])
  return estimatedEnergy({ quantity: text('quantity'), power: text('power'), hours: text('hours'), load: text('load') })
}

function printed(value: Decimal, carrier: SqlValue | undefined): string {
  return grouped(roundByGb8170(value, unitsOf(carrier).digits))
}

type Saving = {
  readonly of: string
  readonly text: string | null
  readonly system: string | null
  readonly carrier: string
  readonly amount: Decimal
}

/**
 * Every saving of the measures that are not rejected, in the order in which they are applied: those with a place in it by that,
 * then the others as they were entered.
 */
function savingsOf(sql: Sql, year: string): Saving[] {
  return rowsOf(sql, 'finding', year)
    .flatMap((finding, i) =>
      finding.state === 'rejected'
        ? []
        : rowsOf(sql, 'measure', String(finding.id)).map((measure, k) => ({ measure, of: `${i + 1}.${k + 1}` })),
    )
    .sort((a, b) => bySequence(a.measure, b.measure))
    .flatMap(({ measure, of }) =>
      rowsOf(sql, 'saving', String(measure.id)).flatMap(({ carrier, amount }) => {
        if (amount === null) return []
        const [text, system] = [textOrNull(measure.text), textOrNull(measure.endUse)]
        return [{ of, text, system, carrier: String(carrier), amount: decimal(String(amount)) }]
      }),
    )
}

function bySequence(a: Row, b: Row): number {
  const [first, second] = [textOrNull(a.sequence), textOrNull(b.sequence)]
  if (first === null || second === null) return (first === null ? 1 : 0) - (second === null ? 1 : 0)
  return compare(decimal(first), decimal(second))
}

/** The uses of each carrier that has a device or a saving, electricity first. */
export function splitsOf(session: Session, year: string): SplitView[] {
  const equipment = rowsOf(session.sql, 'equipment', year)
  const savings = savingsOf(session.sql, year)
  return [...CARRIERS, 'water' as const].flatMap((carrier): SplitView[] => {
    const devices = equipment.filter(row => row.carrier === carrier)
    const saved = savings.filter(saving => saving.carrier === carrier)
    if (devices.length + saved.length === 0) return []
    const print = (value: Decimal) => printed(value, carrier)
    const estimated = sumOf(devices.map(energyOf))
    const billed = billedOf(session, year, carrier)
    const isEstimated = devices.some(row => energyOf(row) !== null)
    const gap = billed && isEstimated ? difference(billed, estimated) : null
    const whole = billed === null || compare(billed, ZERO) === 0 ? null : billed
    const all = sumOf(saved.map(({ amount }) => amount))
    return [
      {
        carrier,
        label: carrierLabel(carrier),
        unit: unitLabel(unitsOf(carrier).year),
        endUses: endUsesOf(devices, saved, estimated, print),
        estimated: isEstimated ? print(estimated) : null,
        billed: billed && print(billed),
        gap: gap && print(gap),
        gapShare: gap && whole ? asPercent(gap.div(whole)) : null,
        exceeds: gap !== null && compare(gap, ZERO) < 0,
        saved: saved.length === 0 ? null : print(all),
        overspent: billed !== null && compare(all, billed) > 0,
      },
    ]
  })
}

function sumOf(values: readonly (Decimal | null)[]): Decimal {
  const sum = new ExactSum()
  for (const value of values) if (value !== null) sum.add(value)
  return sum.total()
}

/** Carriers whose year the evaluation has as one number. */
const TOTALS_OF: Readonly<Record<string, string>> = { electricity: 'buildingElectricity', water: 'totalWater' }

/** A year of a carrier by the bills of the buildings, in the unit of its estimates; `null` while one is missing. */
function billedOf(session: Session, year: string, carrier: (typeof CARRIERS)[number] | 'water'): Decimal | null {
  const { evaluation } = session.graded(year)
  if (!evaluation) return null
  const total = TOTALS_OF[carrier]
  if (total !== undefined) {
    const billed = textOrNull(evaluation.cell(total)?.value)
    return billed === null ? null : decimal(billed)
  }
  const entries = (evaluation.facts.energy ?? []).flatMap((entry, i) =>
    entry.carrier === carrier && entry.use !== 'transport' ? [evaluation.cell(`energy[${i}].physical`)] : [],
  )
  const amounts = entries.map(cell => {
    const factor = cell?.unit ? conversionFactor(unitsOf(carrier).year, cell.unit) : null
    return factor === null || cell?.value == null ? null : decimal(cell.value).div(decimal(factor))
  })
  return amounts.length === 0 || amounts.includes(null) ? null : sumOf(amounts)
}

function endUsesOf(
  devices: readonly Row[],
  savings: readonly Saving[],
  whole: Decimal,
  print: (value: Decimal) => string,
): EndUseView[] {
  return SYSTEMS.flatMap((system): EndUseView[] => {
    const own = devices.filter(row => row.system === system).map(energyOf)
    const of = savings.filter(saving => saving.system === system)
    if (own.length + of.length === 0) return []
    const known = own.filter(energy => energy !== null)
    const energy = known.length === 0 ? null : sumOf(known)
    const saving = of.length === 0 ? null : sumOf(of.map(({ amount }) => amount))
    return [
      {
        system,
        label: SYSTEM_LABELS[system],
        energy: energy && print(energy),
        incomplete: own.length - known.length,
        share: energy && compare(whole, ZERO) > 0 ? asPercent(energy.div(whole)) : null,
        saving: saving && print(saving),
        left: energy && saving ? print(difference(energy, saving)) : null,
        steps: stepsOf(of, energy, own.length === known.length, print),
        verdict: energy && saving ? verdictOf(energy, saving, own.length === known.length) : null,
      },
    ]
  })
}

/** What each measure leaves of an end use; below nothing it is too much, if no device of the end use lacks a number. */
function stepsOf(
  savings: readonly Saving[],
  energy: Decimal | null,
  whole: boolean,
  print: (value: Decimal) => string,
): SavingStep[] {
  let left = energy
  return savings.map(({ of, text, amount }) => {
    left = left && difference(left, amount)
    const tooMuch = whole && left !== null && compare(left, ZERO) < 0
    return { of, text, saving: print(amount), left: left && print(left), tooMuch }
  })
}

/** Against a sum that lacks a device nothing is certainly too much. */
function verdictOf(energy: Decimal, saving: Decimal, whole: boolean): EndUseView['verdict'] {
  if (whole && compare(saving, energy) > 0) return 'tooMuch'
  return compare(saving, energy.times(decimal(HALF))) > 0 ? 'doubtful' : null
}

/** The meters against the points that are required, by the rule in force on the day of the newest visit. */
export function meteringOf(session: Session, { metering }: Checklist, year: string): MeteringView {
  const { sql } = session
  const dates = rowsOf(sql, 'visit', year).flatMap(({ date: day }) => textOrNull(day) ?? [])
  const date = [...dates].sort().at(-1) ?? null
  const rule = ruleOn(metering, date)
  const meters = rowsOf(sql, 'meter', year)
  const today = parseDate(date ?? '')
  return {
    date,
    rule: rule && { id: rule.id, title: rule.title, confirmed: rule.confirmed, known: rule.rates !== null },
    meters: meters.map(row => {
      const until = parseDate(textOrNull(row.verifiedUntil) ?? '')
      return { row, expired: until !== null && today !== null && compareDates(until, today) < 0 }
    }),
    points: rowsOf(sql, 'meterPoint', year).map(row => {
      const level = METER_LEVELS.find(known => known === row.level) ?? 'unit'
      const there = meters.filter(meter => meter.carrier === row.carrier && meter.level === level)
      const installed = textOf(count(there.length))
      const { ratio, wanted, meets } = equipping(rule, String(row.carrier), level, installed, textOrNull(row.required))
      return { row, installed, ratio, wanted: wanted && `${wanted} %`, meets }
    }),
  }
}

/** Puts lines of an elimination catalogue into the workbook, model, device and source each; returns how many are new. */
export function addEliminated(session: Session, lines: readonly (readonly string[])[]): number {
  const { sql } = session
  const known = allRows(sql, 'elimination')
  const last = countOf(known.at(-1)?.ordinal)
  const seen = new Set(known.map(({ model, source }) => `${model} ${source ?? ''}`))
  const rows = lines.flatMap((line, i) => {
    const [model = '', name = '', source = '', more = ''] = line.map(text => text.trim())
    for (const text of [model, name, source]) refuseLong(text)
    if (model === '型号') return []
    if (more !== '') throw new Refused(`第 ${i + 1} 行多于三列，没有加入。请只留型号、设备、目录和序号。`)
    if (/^\d{1,4}$/.test(model) || model === '*')
      throw new Refused(`第 ${i + 1} 行的型号“${model}”不像型号，没有加入。请把型号放在第一列。`)
    if (model === '' || seen.has(`${model} ${source}`)) return []
    seen.add(`${model} ${source}`)
    return [{ model, name: name === '' ? null : name, source: source === '' ? null : source }]
  })
  if (rows.length === 0) throw new Refused('没有读到新的型号。请把型号放在第一列，一行一种；已有的不重复加入。')
  const changes = rows.map((row, i): Change => {
    const id = i === 0 ? session.newId : session.freshId
    return { table: 'elimination', id, before: null, after: { id, ordinal: last + i + 1, ...row } }
  })
  session.commit(`加入淘汰目录 ${rows.length} 条`, null, changes)
  return rows.length
}
