import type { Term } from '#core/contract/terms.ts'
import { combineUnits, parseUnit, sameUnit, substituteUnit, type UnitPowers, unitText } from '#core/quantity/unit.ts'
import { type FactModel, hasTable, tablesOf } from '../model.ts'
import { printExpression } from './print.ts'
import type { Comparison, Condition, Expr } from './tree.ts'

/** The names a formula may read: those of its own row first, then those of the institution. */
export type Names = {
  readonly model: FactModel
  readonly own: ReadonlySet<string>
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>
  readonly terms: ReadonlyMap<string, Term>
  /** What `carrierUnit` is for each carrier. */
  readonly carrierUnits: ReadonlyMap<string, string>
  /** The words a text term can have, where they are known. */
  readonly words: ReadonlyMap<string, readonly string[]>
}

/** Units that differ from row to row. */
const OPEN_UNITS = ['carrierUnit', 'typedUnit', 'heatUnit', 'indicatorUnit', 'denominatorUnit']

/** A formula that names or combines what it may not; the message is a Chinese sentence. */
export class FormulaError extends Error {}

/** The literal 0 fits every unit: nothing of anything is nothing. */
type ExprUnit = UnitPowers | 'zero'
type Substitution = readonly { readonly symbol: string; readonly by: UnitPowers }[]

const DIMENSIONLESS: UnitPowers = new Map()

/**
 * Checks the names and units of one case.
 *
 * @throws FormulaError with a Chinese sentence that names the operand at fault
 */
export function checkCase(names: Names, each: string | null, unit: UnitPowers, when: Condition, expr: Expr): void {
  const substitution = substitutionsOf(names, each, when)
  for (const comparison of when) checkComparison(names, each, substitution, comparison)
  const found = unitOf(names, each, substitution, expr)
  const wanted = substitute(unit, substitution)
  if (found !== 'zero' && !sameUnit(found, wanted))
    throw new FormulaError(`单位不合：${printExpression(expr)} 的单位是 ${unitText(found)}，应为 ${unitText(wanted)}。`)
}

function checkComparison(names: Names, each: string | null, substitution: Substitution, comparison: Comparison): void {
  if (comparison.kind === 'known') {
    termOf(names, each, comparison.name)
    return
  }
  if (comparison.kind === 'isText') {
    if (termOf(names, each, comparison.name).unit !== null)
      throw new FormulaError(`“${comparison.name}”是数，不能与文字比较。`)
    checkWord(names, comparison.name, comparison.text)
    return
  }
  sameUnitOrThrow(names, each, substitution, comparison.left, comparison.right, '比较')
}

function unitOf(names: Names, each: string | null, substitution: Substitution, expr: Expr): ExprUnit {
  switch (expr.kind) {
    case 'number':
      return /^0(\.0+)?$/.test(expr.text) ? 'zero' : DIMENSIONLESS
    case 'name':
      return numericUnit(termOf(names, each, expr.name), expr.name, substitution)
    case 'sum':
      return sumUnit(names, each, expr)
    case 'extreme': {
      const units = expr.items.map(item => ({ item, unit: unitOf(names, each, substitution, item) }))
      const first = units.find(({ unit }) => unit !== 'zero') ?? units[0]
      for (const { item, unit } of units) if (first) sameOrThrow(first.item, first.unit, item, unit, '取最值')
      return first?.unit ?? 'zero'
    }
    case 'operation': {
      if (expr.operator === '+' || expr.operator === '-')
        return sameUnitOrThrow(
          names,
          each,
          substitution,
          expr.left,
          expr.right,
          expr.operator === '+' ? '相加' : '相减',
        )
      const left = unitOf(names, each, substitution, expr.left)
      const right = unitOf(names, each, substitution, expr.right)
      if (expr.operator === '/' && right === 'zero')
        throw new FormulaError(`除以 0：${printExpression(expr)}。请改写公式。`)
      if (left === 'zero' || right === 'zero') return 'zero'
      return combineUnits(left, right, expr.operator === '*' ? 1 : -1)
    }
  }
}

function sumUnit(names: Names, each: string | null, sum: Extract<Expr, { kind: 'sum' }>): UnitPowers {
  const { table } = sum
  const { model } = names
  if (!hasTable(model, table)) throw new FormulaError(`没有表“${table}”。可用：${tablesOf(model).join('、')}。`)
  if (table === model.lateTable && each !== table) throw new FormulaError('指标要先判定等级才有，不能在别处求和。')
  const term = columnTerm(names, table, sum.column)
  if (sum.where) {
    const { name, text } = sum.where
    if (columnTerm(names, table, name).unit !== null) throw new FormulaError(`求和的条件只能用文字列，“${name}”是数。`)
    checkWord(names, name, text)
  }
  const where: Condition = sum.where?.operator === '=' ? [{ kind: 'isText', ...sum.where }] : []
  const unit = numericUnit(term, sum.column, substitutionsOf(names, table, where))
  const open = OPEN_UNITS.find(symbol => unit.has(symbol))
  if (open !== undefined) throw new FormulaError(`各行的单位不同（${open}），不能求和：${printExpression(sum)}。`)
  return unit
}

/** A word that no row can have would make the condition silently false. */
function checkWord(names: Names, name: string, text: string): void {
  const words = names.words.get(name)
  if (words && !words.includes(text))
    throw new FormulaError(`“${name}”没有“${text}”这个值。可用：${words.join('、')}。`)
}

function sameUnitOrThrow(
  names: Names,
  each: string | null,
  substitution: Substitution,
  a: Expr,
  b: Expr,
  doing: string,
): ExprUnit {
  return sameOrThrow(a, unitOf(names, each, substitution, a), b, unitOf(names, each, substitution, b), doing)
}

function sameOrThrow(a: Expr, left: ExprUnit, b: Expr, right: ExprUnit, doing: string): ExprUnit {
  if (left !== 'zero' && right !== 'zero' && !sameUnit(left, right))
    throw new FormulaError(
      `单位不合：${printExpression(a)}（${unitText(left)}）与 ${printExpression(b)}（${unitText(right)}）不能${doing}。`,
    )
  return left === 'zero' ? right : left
}

function numericUnit(term: Term, name: string, substitution: Substitution): UnitPowers {
  if (term.unit === null) throw new FormulaError(`“${name}”是文字，不能计算。`)
  return substitute(readUnit(term.unit), substitution)
}

/** Reads unit text that a term or a pack declares. @throws FormulaError when it is unreadable */
export function readUnit(text: string): UnitPowers {
  const unit = parseUnit(text)
  if (!unit) throw new FormulaError(`单位“${text}”读不懂。`)
  return unit
}

function termOf(names: Names, each: string | null, name: string): Term {
  const visible = (each !== null && names.columns.get(each)?.has(name)) || names.own.has(name)
  const term = names.terms.get(name)
  if (!visible || !term) throw new FormulaError(`不认识“${name}”。请核对写法，或先在表、公式里给出它。`)
  return term
}

function columnTerm(names: Names, table: string, name: string): Term {
  const term = names.terms.get(name)
  if (!names.columns.get(table)?.has(name) || !term) throw new FormulaError(`表“${table}”没有列“${name}”。`)
  return term
}

function substitutionsOf(names: Names, each: string | null, when: Condition): Substitution {
  const texts = when.filter(comparison => comparison.kind === 'isText')
  const refined = texts.flatMap(({ name, text }) => {
    const carrierUnit = name === 'carrier' ? names.carrierUnits.get(text) : undefined
    const fixed = names.model.unitRefinements.filter(r => r.term === name && r.value === text)
    return [
      ...fixed.map(r => ({ symbol: r.unit, by: readUnit(r.becomes) })),
      ...(carrierUnit === undefined ? [] : [{ symbol: 'carrierUnit', by: readUnit(carrierUnit) }]),
    ]
  })
  return [...refined, ...(each === null ? [] : tableSubstitutions(names.model, each))]
}

function tableSubstitutions({ tableUnits }: FactModel, table: string): Substitution {
  return Object.entries(tableUnits[table] ?? {}).map(([symbol, unit]) => ({ symbol, by: readUnit(unit) }))
}

function substitute(unit: UnitPowers, substitution: Substitution): UnitPowers {
  return substitution.reduce((result, { symbol, by }) => substituteUnit(result, symbol, by), unit)
}
