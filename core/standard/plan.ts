import {
  type Compute,
  compileCondition,
  compileExpression,
  compileName,
  type Owner,
  type Slots,
  type Test,
} from './formula/compile.ts'
import { expressionsIn, type Formula, namesIn, sumsIn } from './formula/tree.ts'
import { type FactModel, tablesOf } from './model.ts'
import { type Lookup, lookupRow, rowsByWord } from './pack/resolve.ts'
import { ABSENT, cellId, type Lacking, type Line, rowsOf, type Sheet, type Value } from './value.ts'

/** The order in which a standard computes, found once at load: every step only reads what earlier ones wrote. */
export type Plan = {
  readonly own: ReadonlyMap<string, number>
  /** The slots of a row, by table and name. */
  readonly columns: Columns
  readonly slots: Slots
  readonly steps: readonly Step[]
  /** The case of a formula that a finished sheet used, −1 if none applied; by `qualified` name. */
  readonly caseUsed: ReadonlyMap<string, (sheet: Sheet, line: Line) => number>
  /** Steps on the model's late table, whose rows exist only once the indicators are graded. */
  readonly afterGrading: readonly Step[]
}

export type Columns = ReadonlyMap<string, ReadonlyMap<string, number>>

export type Step = { readonly each: string | null; readonly run: (sheet: Sheet, line: Line) => void }

type Node = {
  readonly id: string
  readonly each: string | null
  readonly reads: readonly string[]
  readonly step: Step
  readonly caseUsed?: (sheet: Sheet, line: Line) => number
}

/** Formulas that need one another, as the chain of their names. */
export class CircularFormulas extends Error {
  constructor(chain: readonly string[]) {
    super(`公式循环引用：${chain.join(' → ')}。请拆开其中一处。`)
  }
}

/**
 * Orders lookups and formulas by what they read and compiles them.
 *
 * @throws CircularFormulas
 */
export function makePlan(model: FactModel, lookups: readonly Lookup[], formulas: readonly Formula[]): Plan {
  const own = new Map<string, number>()
  const columns = new Map(tablesOf(model).map(table => [table, new Map<string, number>()]))
  const producedBy = new Map<string, string>()
  const add = (each: string | null, name: string, producer: string | null) => {
    const slots = each === null ? own : columns.get(each)
    slots?.set(name, slots.size)
    if (producer !== null) producedBy.set(qualified(each, name), producer)
  }
  for (const name of model.scalars) add(null, name, null)
  for (const [table, { terms }] of Object.entries(model.tables)) for (const name of terms) add(table, name, null)
  for (const l of lookups)
    for (const name of [l.id, ...l.gives.map(g => g.name)]) add(l.each, name, qualified(l.each, l.id))
  for (const f of formulas) add(f.each, f.id, qualified(f.each, f.id))

  const settled = new Map(formulas.map(f => [f.id, f.settledBy]))
  const slots: Slots = {
    find: (each, name) => {
      const inRow = each === null ? undefined : columns.get(each)?.get(name)
      if (inRow !== undefined) return { inRow: true, slot: inRow }
      return { inRow: false, slot: known(own.get(name), name) }
    },
    column: (table, name) => known(columns.get(table)?.get(name), name),
    settledBy: name => settled.get(name) ?? name,
  }

  const nodes = [
    ...lookups.map(l => lookupNode(slots, columns, l)),
    ...formulas.map(f => formulaNode(slots, columns, f)),
  ]
  const ordered = order(nodes, producedBy)
  return {
    own,
    columns,
    slots,
    caseUsed: new Map(nodes.flatMap(n => (n.caseUsed ? [[n.id, n.caseUsed]] : []))),
    steps: ordered.filter(n => n.each === null || n.each !== model.lateTable).map(n => n.step),
    afterGrading: ordered.filter(n => n.each !== null && n.each === model.lateTable).map(n => n.step),
  }
}

/** Runs every step on a sheet of facts, in order; rows of the late table are not there yet. */
export function runPlan(plan: Plan, sheet: Sheet): void {
  for (const { each, run } of plan.steps) {
    if (each === null) run(sheet, sheet.own)
    else for (const line of rowsOf(sheet, each)) run(sheet, line)
  }
}

/** The name of a column inside the plan: `energy[].coalEquivalent`; an institution's own term is just its name. */
export function qualified(each: string | null, name: string): string {
  return each === null ? name : `${each}[].${name}`
}

function known(slot: number | undefined, name: string): number {
  if (slot === undefined) throw new Error(`no slot for ${name}`)
  return slot
}

function lookupNode(slots: Slots, columns: Columns, lookup: Lookup): Node {
  const { each, table } = lookup
  const keys = lookup.keys.map(key => ({ column: key.column, read: compileName(slots, each, key.name) }))
  const self = slots.find(each, lookup.id).slot
  const gives = lookup.gives.map(({ name }) => slots.find(each, name).slot)
  const given = new Map(
    table.rows.map(row => [
      row,
      lookup.gives.map(({ column }): Value => row.numbers.get(column) ?? row.texts.get(column) ?? ABSENT),
    ]),
  )
  const at = lookup.keys[0]?.name ?? lookup.id
  const byWord = rowsByWord(table)
  const find = (sheet: Sheet, line: Line) => {
    const word = byWord && keys[0]?.read(sheet, line)
    if (typeof word === 'string') return byWord?.get(word) ?? null
    return lookupRow(
      table,
      keys.map(key => ({ column: key.column, value: key.read(sheet, line) })),
    )
  }
  /** The key to which no row answers: without it there would be one. */
  const unmatched = (sheet: Sheet, line: Line) => {
    const values = keys.map(key => ({ column: key.column, value: key.read(sheet, line) }))
    const culprit = lookup.keys.find(({ column }) => {
      const found = lookupRow(
        table,
        values.filter(value => value.column !== column),
      )
      return found !== null && !isLackingRow(found)
    })
    return culprit?.name ?? lookup.id
  }
  const run = (sheet: Sheet, line: Line) => {
    const found = find(sheet, line)
    if (found === null || isLackingRow(found)) {
      const lacking: Lacking =
        lookup.missing !== null
          ? [{ term: lookup.missing, at: cellId(line, at) }]
          : (found ?? [{ term: unmatched(sheet, line), at: cellId(line, unmatched(sheet, line)) }])
      for (const slot of [self, ...gives]) line.values[slot] = lacking
      return
    }
    line.values[self] = found.id
    const values = given.get(found)
    for (let i = 0; i < gives.length; i++) line.values[gives[i] ?? self] = values?.[i] ?? ABSENT
  }
  const reads = lookup.keys.map(key => readName(columns, each, key.name))
  return { id: qualified(each, lookup.id), each, reads, step: { each, run } }
}

function isLackingRow(found: ReturnType<typeof lookupRow>): found is Lacking {
  return Array.isArray(found)
}

function formulaNode(slots: Slots, columns: Columns, formula: Formula): Node {
  const { each, id } = formula
  const self = slots.find(each, id).slot
  const settledBy = formula.settledBy ?? id
  const lacking = (line: Line): Lacking => [{ term: settledBy, at: cellId(line, settledBy) }]
  const owner: Owner = { each, lacking, emptySum: formula.emptySum }
  const cases = formula.cases.map(
    (c): CompiledCase => ({
      test: c.when.length > 0 ? compileCondition(slots, owner, c.when) : null,
      compute: compileExpression(slots, owner, c.expr),
    }),
  )
  const run = (sheet: Sheet, line: Line) => {
    const used = firstCase(cases, sheet, line)
    line.values[self] = used === null ? ABSENT : 'compute' in used ? used.compute(sheet, line) : used
  }
  const expressions = formula.cases.flatMap(c => [c.expr, ...expressionsIn(c.when)])
  const reads = expressions.flatMap(expr => [
    ...namesIn(expr).map(name => readName(columns, each, name)),
    ...sumsIn(expr).flatMap(sum =>
      [sum.column, ...(sum.where ? [sum.where.name] : [])].map(c => qualified(sum.table, c)),
    ),
  ])
  const caseUsed = (sheet: Sheet, line: Line) => {
    const used = firstCase(cases, sheet, line)
    return used !== null && 'compute' in used ? cases.indexOf(used) : -1
  }
  return { id: qualified(each, id), each, reads, step: { each, run }, caseUsed }
}

type CompiledCase = { readonly test: Test | null; readonly compute: Compute }

/** The first case whose condition holds, or what is missing to tell whether one does; `null` if none does. */
function firstCase(cases: readonly CompiledCase[], sheet: Sheet, line: Line): CompiledCase | Lacking | null {
  for (const used of cases) {
    const result = used.test === null || used.test(sheet, line)
    if (result === true) return used
    if (result !== false) return result
  }
  return null
}

function readName(columns: Columns, each: string | null, name: string): string {
  return each !== null && columns.get(each)?.has(name) ? qualified(each, name) : name
}

function order(nodes: readonly Node[], producedBy: ReadonlyMap<string, string>): Node[] {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const done = new Set<string>()
  const ordered: Node[] = []
  const visit = (node: Node, chain: readonly string[]) => {
    if (done.has(node.id)) return
    if (chain.includes(node.id)) throw new CircularFormulas([...chain.slice(chain.indexOf(node.id)), node.id])
    for (const name of node.reads) {
      const producer = byId.get(producedBy.get(name) ?? '')
      if (producer) visit(producer, [...chain, node.id])
    }
    done.add(node.id)
    ordered.push(node)
  }
  for (const node of nodes) visit(node, [])
  return ordered
}
