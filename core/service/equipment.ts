import {
  type EndUseView,
  type EquipmentView,
  METER_LEVELS,
  type MeteringView,
  SYSTEM_LABELS,
  SYSTEMS,
} from '#core/contract/audit.ts'
import { compareDates, parseDate } from '#core/quantity/date.ts'
import { compare, count, type Decimal, decimal, difference, ExactSum, textOf, ZERO } from '#core/quantity/decimal.ts'
import { asPercent, grouped } from '#core/quantity/print.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import type { Checklist } from '../audit/checklist.ts'
import { estimatedEnergy } from '../audit/equipment.ts'
import { equipping, ruleOn } from '../audit/metering.ts'
import { rowsOf } from '../workbook/read.ts'
import { type Row, type Sql, textOrNull } from '../workbook/sql.ts'
import type { Session } from './session.ts'

const HALF = '0.5'

/** The equipment with what each uses in a year, by system, and how that closes against the bills. */
export function equipmentOf(session: Session, year: string): EquipmentView {
  const rows = rowsOf(session.sql, 'equipment', year).map(row => ({ row, energy: energyOf(row) }))
  const sum = new ExactSum()
  for (const { energy } of rows) if (energy !== null) sum.add(energy)
  const estimated = sum.total()
  const billed = textOrNull(session.graded(year).evaluation?.cell('buildingElectricity')?.value)
  const gap = billed === null ? null : difference(decimal(billed), estimated)
  const whole = billed === null || compare(decimal(billed), ZERO) === 0 ? null : decimal(billed)
  return {
    rows: rows.map(({ row, energy }) => ({ row, energy: energy && kilowattHours(energy) })),
    endUses: endUsesOf(session.sql, year),
    estimated: kilowattHours(estimated),
    billed: billed === null ? null : kilowattHours(decimal(billed)),
    gap: gap && kilowattHours(gap),
    gapShare: gap && whole ? asPercent(gap.div(whole)) : null,
    exceeds: gap !== null && compare(gap, ZERO) < 0,
  }
}

function energyOf(row: Row): Decimal | null {
  const text = (name: string) => textOrNull(row[name])
  return estimatedEnergy({ quantity: text('quantity'), power: text('power'), hours: text('hours'), load: text('load') })
}

/** Whole kilowatt hours, as printed. */
function kilowattHours(value: Decimal): string {
  return grouped(roundByGb8170(value, 0))
}

/** Electricity by system, what is saved of it by the measures in their order, and what is left. */
export function endUsesOf(sql: Sql, year: string): EndUseView[] {
  const equipment = rowsOf(sql, 'equipment', year)
  const measures = rowsOf(sql, 'finding', year)
    .filter(finding => finding.state !== 'rejected')
    .flatMap(finding => rowsOf(sql, 'measure', String(finding.id)))
    .filter(measure => measure.carrier === 'electricity' && measure.saving !== null)
  const all = equipment.map(energyOf)
  const total = new ExactSum()
  for (const energy of all) if (energy !== null) total.add(energy)
  const whole = total.total()
  return SYSTEMS.flatMap((system): EndUseView[] => {
    const own = equipment.flatMap((row, i) => (row.system === system ? [all[i] ?? null] : []))
    const of = measures.filter(measure => measure.endUse === system)
    if (own.length + of.length === 0) return []
    const known = own.filter(energy => energy !== null)
    const sum = new ExactSum()
    for (const energy of known) sum.add(energy)
    const saved = new ExactSum()
    for (const { saving } of of) saved.add(decimal(String(saving)))
    const energy = known.length === 0 ? null : sum.total()
    const saving = of.length === 0 ? null : saved.total()
    return [
      {
        system,
        label: SYSTEM_LABELS[system],
        energy: energy && kilowattHours(energy),
        incomplete: own.length - known.length,
        share: energy && compare(whole, ZERO) > 0 ? asPercent(energy.div(whole)) : null,
        saving: saving && kilowattHours(saving),
        left: energy && saving ? kilowattHours(difference(energy, saving)) : null,
        verdict: energy && saving ? verdictOf(energy, saving, own.length === known.length) : null,
      },
    ]
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
