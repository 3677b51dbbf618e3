import type { Missing, Origin } from '#core/contract/cell.ts'
import type { BodyRow, UnitRow, UnitYearRow } from '#core/contract/efficiency-programme.ts'
import { eraYear } from '#core/quantity/date.ts'
import { count, type Decimal, decimal } from '#core/quantity/decimal.ts'
import { Cells, ownNumber } from '#core/standard/cells.ts'
import type { Explainable } from '#core/standard/derivation.ts'
import { termLabel } from '#core/standard/pack/standard.ts'
import { runPlan } from '#core/standard/plan.ts'
import { ABSENT, isLacking, type Lacking, type Line, type Sheet, type Value } from '#core/standard/value.ts'
import type { EfficiencyPack } from '../pack.ts'
import { ProgrammeSheet } from '../programme-sheet.ts'
import type { Numbered } from '../read-rows.ts'
import type { EfficiencyInput } from './read-efficiency.ts'

/** How many units the group of a body has, as far as all its bodies are known. */
export type GroupUnits = {
  readonly units: number | null
  /** The bodies whose number of units is unknown. */
  readonly unknown: readonly string[]
}

/** The finished sheet of one body in one year: its units, their targets, and the score. Every number of it can be explained. */
export class BodySheet extends ProgrammeSheet implements Explainable {
  readonly body: Numbered<BodyRow>
  readonly units: readonly Numbered<UnitRow>[]
  readonly year: string
  protected readonly pack: EfficiencyPack
  readonly #input: EfficiencyInput
  readonly #groupUnits: GroupUnits
  readonly #sheet: Sheet
  protected readonly cells: Cells

  /** @param assumedMet units assumed to meet their target besides those that do */
  constructor(
    pack: EfficiencyPack,
    input: EfficiencyInput,
    body: Numbered<BodyRow>,
    year: string,
    groupUnits: GroupUnits,
    assumedMet = 0,
  ) {
    super()
    this.pack = pack
    this.#input = input
    this.#groupUnits = groupUnits
    this.body = body
    this.year = year
    this.units = input.unitsOf.get(body.row.code) ?? []
    const lines = this.units.map((unit, key): Line => ({ table: 'unit', key, values: this.#unitValues(unit.row) }))
    this.#sheet = { own: { table: null, key: 0, values: this.#ownValues(assumedMet) }, rows: { unit: lines } }
    runPlan(pack.plan, this.#sheet)
    this.cells = new Cells(pack, this.#sheet, {
      origin: (line, term) => this.#origin(line, term),
      units: () => ({}),
      standsFor: () => null,
    })
  }

  /** A number of the body, or what it lacks. */
  number(term: string): Decimal | Lacking {
    return ownNumber(this.pack, this.#sheet, term)
  }

  /** A number of its `index`th unit; `null` where the term does not apply to the unit. */
  unitNumber(index: number, term: string): Decimal | Lacking | null {
    const slot = this.pack.plan.columns.get('unit')?.get(term)
    const value = slot === undefined ? undefined : this.#sheet.rows.unit?.[index]?.values[slot]
    return value === undefined || value === ABSENT || typeof value === 'string' ? null : value
  }

  /** Whether its `index`th unit met the target: 1 or 0 by the programme's formula, or what is missing to tell. */
  unitMet(index: number): 'met' | 'unmet' | Lacking {
    const value = this.unitNumber(index, 'met') ?? [{ term: 'met', at: `unit[${index}].met` }]
    return isLacking(value) ? value : value.isZero() ? 'unmet' : 'met'
  }

  /** The words of the case by which its `index`th unit met the target or not. */
  unitReason(index: number): string | null {
    const line = this.#sheet.rows.unit?.[index]
    const used = line && this.pack.plan.caseUsed.get('unit[].met')?.(this.#sheet, line)
    const formula = this.pack.formulas.find(f => f.each === 'unit' && f.id === 'met')
    return (used === undefined ? undefined : formula?.cases[used])?.note ?? null
  }

  rowLabel(id: string): string {
    const unit = this.#unitAt(id)
    return unit ? (unit.row.name ?? unit.row.code) : ''
  }

  isReason(): boolean {
    return true
  }

  isNamed(): boolean {
    return true
  }

  missingSentence({ term, at }: Missing): string {
    const { labels, era, baseYear } = this.pack.document.rules
    const label = `“${termLabel(this.pack, term)}”`
    const inYear = (year: string) => `${year} 年（${eraYear(Number.parseInt(year, 10), era)}）`
    const unit = this.#unitAt(at)
    if (!unit) return this.#ownMissing(term, label, inYear(this.year))
    const who = `${labels.unit}“${unit.row.name ?? unit.row.code}”（${unit.row.code}）`
    switch (term) {
      case 'baseElectricity':
        return `${who}没有基期 ${inYear(baseYear)}的用电量，不能判定。请补录。`
      case 'baseFloorArea':
        return `${who}没有基期 ${inYear(baseYear)}的面积，或面积为 0，不能求 EUI。请补录。`
      case 'electricity':
        return `${who}没有 ${inYear(this.year)}的用电量，不能判定。请补录。`
      case 'floorArea':
        return `${who}没有 ${inYear(this.year)}的面积，或面积为 0，不能求 EUI。请补录。`
      case 'benchmark':
        return `${who}没有确定的${label}（${unit.row.category ?? '未填'}，${unit.row.group ?? '未填'}）。请核对类别和分组，或导入公告的表。`
      case 'targetKind':
        return `${who}没有填目标的种类。请选公告基准或自订。`
      case 'ownEui':
      case 'ownElectricity':
        return `${who}的目标由主管机关自订，没有一个确定的目标。请填 EUI 或用电量之一。`
      case 'ems':
      case 'improvement':
      case 'label':
        return `${who}没有填 ${inYear(this.year)}的${label}。未填不是“否”，请补填。`
      default:
        return `${who}没有${label}。请补录。`
    }
  }

  #ownMissing(term: string, label: string, inYear: string): string {
    const { labels } = this.pack.document.rules
    switch (term) {
      case 'countedGroupUnits':
        return this.body.row.group === null
          ? `没有填${labels.group}，该组家数不知道。请先填分组。`
          : `同组里还有家数不知道的${labels.body}（${this.#groupUnits.unknown.join('、')}），该组总家数不能确定。请补录其${labels.unit}，或填该组家数。`
      case 'pathNumerator':
      case 'pathDenominator':
      case 'userNumerator':
      case 'userDenominator':
        return `没有 ${inYear}的节电路径，超过公告基准的单位不能判定。请补上这一年的比例。`
      case 'totalBaseElectricity':
        return `没有${label}，或为 0，不能求节电率。请补录基期年的用电量。`
      default:
        return `没有一家${labels.unit}，也没有填${label}。请补录其中之一。`
    }
  }

  #unitAt(id: string): Numbered<UnitRow> | undefined {
    const [, index] = /^unit\[(\d+)\]/.exec(id) ?? []
    return index === undefined ? undefined : this.units[Number.parseInt(index, 10)]
  }

  #ownValues(assumedMet: number): Value[] {
    const { stated } = this.body.row
    const own = this.#input.path?.get(this.year)?.row
    const { units } = this.#groupUnits
    return [
      this.year,
      this.#input.path === null ? 'pack' : 'user',
      optional(own?.numerator),
      optional(own?.denominator),
      units === null ? ABSENT : count(units),
      optional(stated?.units),
      optional(stated?.met),
      optional(stated?.groupUnits),
      optional(stated?.baseElectricity),
      optional(stated?.savedElectricity),
      optional(stated?.ems),
      optional(stated?.improvement),
      optional(stated?.label),
      count(assumedMet),
    ]
  }

  #unitValues(unit: UnitRow): Value[] {
    const base = this.#yearOf(unit, this.pack.document.rules.baseYear)?.row
    const now = this.#yearOf(unit, this.year)?.row
    return [
      optional(base?.electricity),
      optional(base?.floorArea),
      optional(now?.electricity),
      optional(now?.floorArea),
      optional(this.#benchmarkOf(unit)?.row.eui),
      unit.target ?? ABSENT,
      optional(unit.ownEui),
      optional(unit.ownElectricity),
      now?.ems ?? ABSENT,
      now?.improvement ?? ABSENT,
      now?.label ?? ABSENT,
    ]
  }

  #yearOf(unit: UnitRow, year: string): Numbered<UnitYearRow> | undefined {
    return this.#input.years.get(unit.code)?.get(year)
  }

  #benchmarkOf({ target, category, group }: UnitRow) {
    if (target !== 'benchmark' || category === null || group === null) return null
    return this.#input.benchmarks.find(category, group)
  }

  #origin(line: Line, term: string): Origin {
    const { labels, baseYear } = this.pack.document.rules
    const at = (
      table: 'benchmarks' | 'bodies' | 'units' | 'years' | 'path',
      row: number | undefined,
      field: string,
      more = '',
    ) => ({
      path: row === undefined ? table : `${table}[${row}].${field}`,
      label: row === undefined ? labels[table] : `${labels[table]}第 ${row + 1} 行${more === '' ? '' : `，${more}`}`,
    })
    const evidenceText = (text: string | null) => (text ? `${labels.evidence}：${text}` : `没有${labels.evidence}`)
    if (line.table === null) return this.#ownOrigin(term, at)
    const unit = typeof line.key === 'number' ? this.units[line.key] : undefined
    if (!unit) return { path: 'units' }
    const now = this.#yearOf(unit.row, this.year)
    switch (term) {
      case 'baseElectricity':
        return at('years', this.#yearOf(unit.row, baseYear)?.index, 'electricity')
      case 'baseFloorArea':
        return at('years', this.#yearOf(unit.row, baseYear)?.index, 'floorArea')
      case 'electricity':
      case 'floorArea':
        return at('years', now?.index, term)
      case 'ems':
      case 'improvement':
      case 'label':
        return at('years', now?.index, term, now?.row[term] === 'yes' ? evidenceText(now.row[`${term}Evidence`]) : '')
      case 'benchmark': {
        const found = this.#benchmarkOf(unit.row)
        return at('benchmarks', found?.index, 'eui', found?.row.source ?? '来源待核')
      }
      case 'targetKind':
        return at('units', unit.index, 'target')
      default:
        return at('units', unit.index, term)
    }
  }

  #ownOrigin(term: string, at: (table: 'bodies' | 'path', row: number | undefined, field: string) => Origin): Origin {
    if (term.startsWith('stated'))
      return at(
        'bodies',
        this.body.index,
        `stated.${term['stated'.length]?.toLowerCase()}${term.slice('stated'.length + 1)}`,
      )
    const path = this.#input.path?.get(this.year)?.index
    switch (term) {
      case 'userNumerator':
        return at('path', path, 'numerator')
      case 'userDenominator':
        return at('path', path, 'denominator')
      case 'countedGroupUnits':
        return { path: 'units', label: `${this.body.row.group ?? ''}各${this.pack.document.rules.labels.body}合计` }
      case 'assumedMet':
        return { path: 'assumedMet', label: '试算' }
      default:
        return { path: term === 'pathYear' ? 'year' : 'path' }
    }
  }
}

function optional(text: string | null | undefined): Decimal | Lacking {
  return text === null || text === undefined ? ABSENT : decimal(text)
}
