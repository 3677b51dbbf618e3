import { FACT_TABLES, SCALAR_FACTS, TABLE_UNITS, UNIT_REFINEMENTS } from '#core/contract/terms.ts'

/**
 * Which facts there are before anything is computed: terms that occur once, and tables of rows. A quota knows the facts of an
 * institution, a programme those of its own; plan, names, units and sheets follow the model and know no table by name.
 */
export type FactModel = {
  readonly scalars: readonly string[]
  /** How a row is called in a sentence, and the terms that a row starts with, in the order of its values. */
  readonly tables: Readonly<Record<string, { readonly label: string; readonly terms: readonly string[] }>>
  /** A table whose rows exist only once everything else is computed; nothing outside may sum over it. */
  readonly lateTable: string | null
  /** What an open unit always is inside one table. */
  readonly tableUnits: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What an open unit becomes once a text term has a certain value. */
  readonly unitRefinements: readonly UnitRefinement[]
}

export type UnitRefinement = {
  readonly term: string
  readonly value: string
  readonly unit: string
  readonly becomes: string
}

/** The facts of one institution, as every quota evaluates them. */
export const INSTITUTION_MODEL: FactModel = {
  scalars: SCALAR_FACTS,
  tables: FACT_TABLES,
  lateTable: 'indicator',
  tableUnits: TABLE_UNITS,
  unitRefinements: UNIT_REFINEMENTS,
}

/** Whether the model has a table of that name. */
export function hasTable(model: FactModel, name: string): boolean {
  return Object.hasOwn(model.tables, name)
}

/** The names of the model's tables, in its order. */
export function tablesOf(model: FactModel): readonly string[] {
  return Object.keys(model.tables)
}
