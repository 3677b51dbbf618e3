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
  /** The number that a body of the group states for the whole of it, and the row it stands in. */
  readonly stated: { readonly units: string; readonly index: number } | null
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
    const label = `「${termLabel(this.pack, term)}」`
    const inYear = (year: string) => `${eraYear(Number.parseInt(year, 10), era)}（${year}）`
    const unit = this.#unitAt(at)
    if (!unit) return this.#ownMissing(term, label, inYear(this.year))
    const who = `${labels.unit}「${unit.row.name ?? unit.row.code}」（${unit.row.code}）`
    switch (term) {
      case 'baseElectricity':
        return `${who}沒有基期${inYear(baseYear)}的用電量，不能判定。請補錄。`
      case 'baseFloorArea':
        return `${who}沒有基期${inYear(baseYear)}的面積，或面積為 0，不能求 EUI。請補錄。`
      case 'electricity':
        return `${who}沒有${inYear(this.year)}的用電量，不能判定。請補錄。`
      case 'floorArea':
        return `${who}沒有${inYear(this.year)}的面積，或面積為 0，不能求 EUI。請補錄。`
      case 'benchmark':
        return `${who}沒有確定的${label}（${unit.row.category ?? '未填'}，${unit.row.group ?? '未填'}）。請核對類別和分組，或匯入公告的表。`
      case 'targetKind':
        return `${who}沒有填目標的種類。請選公告基準或自訂。`
      case 'ownEui':
      case 'ownElectricity':
        return `${who}的目標由主管機關自訂，沒有一個確定的目標。請填 EUI 或用電量之一。`
      case 'ems':
      case 'improvement':
      case 'label':
        return `${who}沒有填${inYear(this.year)}的${label}。未填不是「否」，請補填。`
      default:
        return `${who}沒有${label}。請補錄。`
    }
  }

  #ownMissing(term: string, label: string, inYear: string): string {
    const { labels } = this.pack.document.rules
    switch (term) {
      case 'countedGroupUnits':
        return this.body.row.group === null
          ? `沒有填${labels.group}，該組家數不知道。請先填分組。`
          : `同組裡還有家數不知道的${labels.body}（${this.#groupUnits.unknown.join('、')}），該組總家數不能確定。請補錄其${labels.unit}，或填該組家數。`
      case 'pathNumerator':
      case 'pathDenominator':
      case 'userNumerator':
      case 'userDenominator':
        return `沒有${inYear}的節電路徑，超過公告基準的單位不能判定。請補上這一年的比例。`
      case 'totalBaseElectricity':
        return `沒有${label}，或為 0，不能求節電率。請補錄基期年的用電量。`
      default:
        return `沒有一家${labels.unit}，也沒有填這一年的${label}。請補錄其中之一。`
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
      optional(this.#groupUnits.stated?.units),
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
    const at: PlaceOf = (table, row, more = '') => ({
      path: row === undefined ? labels[table] : `${labels[table]}第 ${row + 1} 行${more === '' ? '' : `，${more}`}`,
    })
    const evidenceText = (text: string | null) => (text ? `${labels.evidence}：${text}` : `沒有${labels.evidence}`)
    if (line.table === null) return this.#ownOrigin(term, at)
    const unit = typeof line.key === 'number' ? this.units[line.key] : undefined
    if (!unit) return at('units', undefined)
    const now = this.#yearOf(unit.row, this.year)
    switch (term) {
      case 'baseElectricity':
        return at('years', this.#yearOf(unit.row, baseYear)?.index)
      case 'baseFloorArea':
        return at('years', this.#yearOf(unit.row, baseYear)?.index)
      case 'electricity':
      case 'floorArea':
        return at('years', now?.index)
      case 'ems':
      case 'improvement':
      case 'label':
        return at('years', now?.index, now?.row[term] === 'yes' ? evidenceText(now.row[`${term}Evidence`]) : '')
      case 'benchmark': {
        const found = this.#benchmarkOf(unit.row)
        return at('benchmarks', found?.index, found?.row.source ?? '來源待核')
      }
      default:
        return at('units', unit.index)
    }
  }

  #ownOrigin(term: string, at: PlaceOf): Origin {
    if (term === 'statedGroupUnits') return at('bodies', this.#groupUnits.stated?.index)
    if (term.startsWith('stated')) return at('bodies', this.body.index)
    const { labels } = this.pack.document.rules
    switch (term) {
      case 'userNumerator':
      case 'userDenominator':
        return at('path', this.#input.path?.get(this.year)?.index)
      case 'countedGroupUnits':
        return { path: `${this.body.row.group ?? ''}各${labels.body}合計` }
      case 'assumedMet':
        return { path: '試算' }
      default:
        return { path: term === 'pathYear' ? labels.year : labels.path }
    }
  }
}

/** Where a fact stands, as people say it: the table and its row. */
type PlaceOf = (
  table: 'benchmarks' | 'bodies' | 'units' | 'years' | 'path',
  row: number | undefined,
  more?: string,
) => Origin

function optional(text: string | null | undefined): Decimal | Lacking {
  return text === null || text === undefined ? ABSENT : decimal(text)
}
