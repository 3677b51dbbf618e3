import type { CoreOperation, Outputs, Parsed } from '#core/contract/operations.ts'
import { efficiencyView, unitsOfBody } from '#core/service/efficiency.ts'
import { certificatePage, greenPowerView, periodsOf } from '#core/service/green-power.ts'
import { clearTable, importLines, programmeRows } from '#core/service/programme-rows.ts'
import type { Programmes } from '#core/service/programmes.ts'
import type { Session } from '#core/service/session.ts'
import { derivationView } from '#core/service/views.ts'

type ProgrammeOperation = Extract<
  CoreOperation,
  `programme.${string}` | `efficiency.${string}` | `greenPower.${string}`
>
type Handlers = { readonly [N in ProgrammeOperation]: (input: Parsed<N>) => Outputs[N] }

/** The operations of programmes over the workbook that is open. */
export function programmeHandlers(open: () => Session, programmes: Programmes): Handlers {
  return {
    'programme.list': () => programmes.list(open().sql),
    'programme.rows': ({ table, find, from }) =>
      programmeRows(open().sql, table, find, from, programmes.reading(table).words),
    'programme.read': ({ table, lines }) => importLines(open(), table, lines, programmes.reading(table), false),
    'programme.import': ({ table, lines }) => importLines(open(), table, lines, programmes.reading(table), true),
    'programme.clear': ({ table }) => ({ count: clearTable(open(), table) }),
    'programme.report': ({ programme, year, asOf }) => programmes.report(open(), programme, year, asOf),
    'efficiency.show': ({ programme, year }) => efficiencyView(programmes.efficiency(open(), programme, year)),
    'efficiency.units': ({ programme, year, body, from }) =>
      unitsOfBody(programmes.efficiency(open(), programme, year), body, from),
    'efficiency.explain': ({ programme, year, body, unit, term }) => {
      const key = unit === null ? { body, term } : { body, unit, term }
      const derivation = programmes.efficiency(open(), programme, year).explain(key)
      return derivation && derivationView(derivation, null)
    },
    'greenPower.show': ({ programme, asOf }) => greenPowerView(programmes.greenPower(open(), programme, asOf)),
    'greenPower.periods': ({ programme, asOf, holder, year }) =>
      periodsOf(programmes.greenPower(open(), programme, asOf), holder, year),
    'greenPower.certificates': ({ programme, asOf, find, from }) =>
      certificatePage(programmes.greenPower(open(), programme, asOf), find, from),
    'greenPower.explain': ({ programme, asOf, holder, year, requirement, term }) => {
      const key = requirement === null ? { holder, year, term } : { holder, year, requirement, term }
      const derivation = programmes.greenPower(open(), programme, asOf).explain(key)
      return derivation && derivationView(derivation, null)
    },
    'efficiency.whatIf': ({ programme, year, body, rank }) =>
      programmes.efficiency(open(), programme, year).whatIf(body, rank),
  }
}
