import type { Missing, Origin } from '#core/contract/cell.ts'
import { GREEN_POWER_LABELS, type GreenPowerTable, type Holder } from '#core/contract/green-power.ts'
import { count, type Decimal, decimal } from '#core/quantity/decimal.ts'
import { Cells, ownNumber } from '#core/standard/cells.ts'
import type { Explainable } from '#core/standard/derivation.ts'
import { termLabel } from '#core/standard/pack/standard.ts'
import { runPlan } from '#core/standard/plan.ts'
import { ABSENT, isLacking, type Lacking, type Line, rowsOf, type Sheet, type Value } from '#core/standard/value.ts'
import type { GreenPowerPack } from '../pack.ts'
import { ProgrammeSheet } from '../programme-sheet.ts'
import type { Numbered } from '../read-rows.ts'
import { type GreenPowerInput, knownMonths, type YearElectricity } from './read-green-power.ts'
import { type Requirement, requirementsOf } from './requirements.ts'
import type { HolderTally } from './tally.ts'

const MONTHS = 12

/** What a year took over from the one before, by requirement. */
export type CarriedIn = {
  readonly mwh: Decimal | Lacking
  /** Where it comes from, and why it is missing if it is. */
  readonly label: string
  readonly missing: string
}

/** The finished sheet of one holder in one year: shares, requirements, shortfalls. Every number of it can be explained. */
export class HolderYear extends ProgrammeSheet implements Explainable {
  readonly holder: Numbered<Holder>
  readonly year: string
  readonly requirements: readonly Requirement[]
  readonly electricity: YearElectricity
  protected readonly pack: GreenPowerPack
  readonly #input: GreenPowerInput
  readonly #carried: ReadonlyMap<string, CarriedIn>
  readonly #sheet: Sheet
  protected readonly cells: Cells

  constructor(
    pack: GreenPowerPack,
    input: GreenPowerInput,
    holder: Numbered<Holder>,
    year: string,
    tally: HolderTally,
    carried: ReadonlyMap<string, CarriedIn>,
  ) {
    super()
    this.pack = pack
    this.#input = input
    this.#carried = carried
    this.holder = holder
    this.year = year
    this.requirements = requirementsOf(pack, holder.row.category, year)
    this.electricity = input.electricity(holder.row.code, year)
    this.#sheet = {
      own: { table: null, key: 0, values: this.#ownValues() },
      rows: {
        months: [...this.electricity.months].flatMap(([key, { row }]) =>
          row.mwh === null ? [] : [{ table: 'months', key, values: [decimal(row.mwh)] }],
        ),
        certificate: certificateLines(tally, year),
        requirement: this.#lines('share', 'requirement', requirement => [
          requirement.id,
          optional(this.parameterOf(requirement)?.row.percent),
          carried.get(requirement.id)?.mwh ?? ABSENT,
        ]),
        cleanEnergy: this.#lines('cleanEnergy', 'cleanEnergy', requirement => [
          requirement.id,
          optional(input.cleanEnergy(holder.row.code, year)?.row.percent),
        ]),
      },
    }
    runPlan(pack.plan, this.#sheet)
    this.cells = new Cells(pack, this.#sheet, {
      origin: (line, term) => this.#origin(line, term),
      units: () => ({}),
      standsFor: () => null,
    })
  }

  /** Whether a requirement takes over what the year before fell short of, and that year is asked of, too. */
  asksForOpening(requirement: string): boolean {
    const previous = String(Number.parseInt(this.year, 10) - 1)
    const earlier = requirementsOf(this.pack, this.holder.row.category, previous).find(({ id }) => id === requirement)
    return earlier?.applies === true && this.requirements.some(({ id, carried }) => id === requirement && carried)
  }

  /** Whether a shortfall of this year goes on into the next. */
  owes(): boolean {
    return this.requirements.some(requirement => {
      if (!requirement.applies || !requirement.carried || requirement.measure !== 'share') return false
      const shortfall = this.requirementNumber(requirement, 'shortfall')
      return !isLacking(shortfall) && !shortfall.isZero()
    })
  }

  /** The day that is shown. */
  get asOf(): string {
    return this.#input.asOf ?? ''
  }

  /** A number of the year as a whole, or what it lacks. */
  number(term: string): Decimal | Lacking {
    return ownNumber(this.pack, this.#sheet, term)
  }

  /** A number of a requirement, or what it lacks. */
  requirementNumber({ id, measure }: Requirement, term: string): Decimal | Lacking {
    const table = measure === 'cleanEnergy' ? 'cleanEnergy' : 'requirement'
    const slot = this.pack.plan.columns.get(table)?.get(term)
    const line = rowsOf(this.#sheet, table).find(row => row.key === id)
    const value = slot === undefined ? undefined : line?.values[slot]
    return value === undefined || value === ABSENT || typeof value === 'string'
      ? [{ term, at: `${table}[${id}].${term}` }]
      : value
  }

  /** The user's value that stands in for a number the notice does not print. */
  parameterOf({ parameter }: Requirement) {
    return parameter === null ? null : this.#input.parameter(parameter, this.holder.row.code, this.year)
  }

  /** The months whose electricity is not known. */
  monthsMissing(): readonly number[] {
    const known = new Set(knownMonths(this.electricity).map(({ row }) => Number.parseInt(row.month ?? '', 10)))
    return Array.from({ length: MONTHS }, (_, i) => i + 1).filter(month => !known.has(month))
  }

  rowLabel(id: string): string {
    const [, table = '', key = ''] = ROW.exec(id) ?? []
    switch (table) {
      case 'months':
        return `${this.year} 年 ${key} 月`
      case 'certificate': {
        const [form = '', basis = ''] = key.split(' ')
        return `${this.word('certificateForm', form)}、${this.word('certificateBasis', basis)}`
      }
      case 'requirement':
      case 'cleanEnergy':
        return this.requirements.find(requirement => requirement.id === key)?.label ?? key
      default:
        return ''
    }
  }

  isReason(term: string): boolean {
    return term !== 'monthsComplete'
  }

  isNamed(): boolean {
    return false
  }

  missingSentence({ term, at }: Missing): string {
    const { code, name } = this.holder.row
    const who = `“${name ?? code}”`
    const requirement = this.requirements.find(({ id }) => ROW.exec(at)?.[2] === id)
    switch (term) {
      case 'statedElectricity': {
        const missing = this.monthsMissing()
        const zero = missing.length < MONTHS ? `缺 ${missing.join('、')} 月的用电量` : '没有用电量'
        const known = missing.length === 0 || this.electricity.whole?.row.mwh
        return known
          ? `${who}${this.year} 年用电量是 0，求不出比例。请核对用电量。`
          : `${who}${this.year} 年${zero}，也没有全年数，不能计算。请补录。`
      }
      case 'statedPercent': {
        const { parameters } = this.pack.document.rules
        const label = parameters.find(({ id }) => id === requirement?.parameter)?.label ?? requirement?.parameter
        return `没有 ${this.year} 年的“${label}”，通知没有写这个数。请在参数里填数并写明来源。`
      }
      case 'carriedIn':
        return this.#carried.get(requirement?.id ?? '')?.missing ?? `${who}${this.year} 年的上年划转不知道。请补录。`
      case 'cleanEnergyShare':
        return `没有${who}${this.year} 年的清洁能源消费占比。请填占比并写明来源。`
      default:
        return `${who}${this.year} 年没有“${termLabel(this.pack, term)}”。请补录。`
    }
  }

  #lines(measure: Requirement['measure'], table: string, values: (requirement: Requirement) => Value[]): Line[] {
    return this.requirements
      .filter(requirement => requirement.applies && requirement.measure === measure)
      .map(requirement => ({ table, key: requirement.id, values: values(requirement) }))
  }

  #ownValues(): Value[] {
    const complete = knownMonths(this.electricity).length === MONTHS
    return [count(Number.parseInt(this.year, 10)), complete ? 'yes' : 'no', optional(this.electricity.whole?.row.mwh)]
  }

  #origin(line: Line, term: string): Origin {
    const requirement = this.requirements.find(({ id }) => id === line.key)
    switch (term) {
      case 'monthlyElectricity':
        return at('electricity', this.electricity.months.get(Number.parseInt(String(line.key), 10))?.index)
      case 'statedElectricity':
        return at('electricity', this.electricity.whole?.index)
      case 'statedPercent': {
        const parameter = requirement && this.parameterOf(requirement)
        return at('parameters', parameter?.index, parameter?.row.source)
      }
      case 'cleanEnergyShare': {
        const clean = this.#input.cleanEnergy(this.holder.row.code, this.year)
        return at('cleanEnergy', clean?.index, clean?.row.source)
      }
      case 'carriedIn':
        return { path: this.#carried.get(String(line.key))?.label || GREEN_POWER_LABELS.openings.label }
      case 'certificates':
        return { path: `${GREEN_POWER_LABELS.events.label}，按截止日 ${this.#input.asOf} 的状态汇总` }
      default:
        return { path: term }
    }
  }
}

const ROW = /^(\w+)\[([^\]]+)\]/

function certificateLines(tally: HolderTally, year: string): Line[] {
  return [...(tally.counted.get(year) ?? [])].flatMap(([form, byBasis]) =>
    (['retired', 'held'] as const).flatMap((basis): Line[] =>
      byBasis[basis] === 0n
        ? []
        : [{ table: 'certificate', key: `${form} ${basis}`, values: [form, basis, decimal(String(byBasis[basis]))] }],
    ),
  )
}

/** Where a fact stands, as people say it: the table and its row. */
function at(table: GreenPowerTable, row: number | undefined, more: string | null = null): Origin {
  const { label } = GREEN_POWER_LABELS[table]
  return { path: row === undefined ? label : `${label}第 ${row + 1} 行${more === null ? '' : `，${more}`}` }
}

function optional(text: string | null | undefined): Decimal | Lacking {
  return text === null || text === undefined ? ABSENT : decimal(text)
}
