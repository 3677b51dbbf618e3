import type { CertificateRow } from '#core/contract/green-power.ts'
import { PROGRAMME_FORMAT } from '#core/contract/programme.ts'
import type { CertificatePage, GreenPowerView, PeriodsView } from '#core/contract/programme-view.ts'
import { evaluateGreenPower, type GreenPowerEvaluation } from '../programme/green-power/green-power.ts'
import type { GreenPowerPack } from '../programme/pack.ts'
import { factRows } from '../workbook/read.ts'
import type { Sql } from '../workbook/sql.ts'
import type { Vocabulary } from './programme-rows.ts'

/** What people entered for a green-power programme, as the document that the engine takes. */
export function greenPowerFacts(sql: Sql, programme: string, asOf: string): Readonly<Record<string, unknown>> {
  return {
    format: PROGRAMME_FORMAT,
    programme,
    asOf,
    holders: factRows(sql, 'holder'),
    events: factRows(sql, 'certificateEvent', { code: 'id' }),
    electricity: factRows(sql, 'holderElectricity'),
    cleanEnergy: factRows(sql, 'cleanEnergy'),
    parameters: factRows(sql, 'greenParameter'),
    openings: factRows(sql, 'openingShortfall'),
  }
}

export function evaluateGreenPowerOf(sql: Sql, pack: GreenPowerPack, asOf: string): GreenPowerEvaluation {
  return evaluateGreenPower(greenPowerFacts(sql, pack.document.id, asOf), pack)
}

/** The words of the pack that people may write: categories, parameters, requirements, kinds of events, forms. */
export function greenPowerWords({ document, tables }: GreenPowerPack): Vocabulary {
  const { rules } = document
  const named = (table: string, key: string) =>
    Object.fromEntries(
      (tables.get(table)?.rows ?? []).flatMap(row => {
        const id = row.keys.get(key)?.[0]
        const label = row.texts.get('label') ?? row.cite.row
        return id === undefined ? [] : [[id, [label, label.replace(/（.*$/, '')]]]
      }),
    )
  const labelled = (list: readonly { readonly id: string; readonly label: string }[]) =>
    Object.fromEntries(list.map(({ id, label }) => [id, [label]]))
  return {
    'holder.category': named(rules.categories.table, 'category'),
    'greenParameter.parameter': labelled(rules.parameters),
    'openingShortfall.requirement': named(rules.requirements.table, 'requirement'),
    'certificateEvent.kind': labelled(rules.events),
    'certificateEvent.form': Object.fromEntries(
      Object.entries(document.terms.certificateForm?.words ?? {}).map(([id, label]) => [id, [label]]),
    ),
  }
}

/** Everything but months and quarters, which are asked for one holder and year. */
export function greenPowerView({ results }: GreenPowerEvaluation): GreenPowerView {
  return {
    ...results,
    holders: results.holders.map(holder => ({
      ...holder,
      years: holder.years.map(({ months: _months, quarters: _quarters, ...year }) => year),
    })),
  }
}

/** The months and quarters of one holder and year. */
export function periodsOf({ results }: GreenPowerEvaluation, holder: string, year: string): PeriodsView {
  const found = results.holders.find(({ code }) => code === holder)?.years.find(known => known.year === year)
  return { months: found?.months ?? [], quarters: found?.quarters ?? [] }
}

const PAGE = 100

/** A page of the runs of certificates that are looked for: by number, by what they are called, or by who has them. */
export function certificatePage(evaluation: GreenPowerEvaluation, find: string, from: number): CertificatePage {
  const wanted = find.trim().toLowerCase()
  const all = evaluation.certificates()
  const { labels, holders } = evaluation.results
  const names = new Map(holders.map(({ code, name }) => [code, name ?? '']))
  const told = (row: CertificateRow) =>
    [
      row.first,
      row.last,
      labels.forms[row.form],
      labels.states[row.state],
      row.generationMonth,
      row.expiry,
      row.holder,
      names.get(row.holder),
      row.forYear,
      row.issue,
    ]
      .join('\n')
      .toLowerCase()
  const rows = wanted === '' ? all : all.filter(row => told(row).includes(wanted) || holdsNumber(row, wanted))
  return { rows: rows.slice(from, from + PAGE), found: rows.length }
}

/** Whether a number lies between the first and the last of a run; they have the same length, so their order is that of texts. */
function holdsNumber({ first, last }: CertificateRow, wanted: string): boolean {
  const [low, high] = [first.toLowerCase(), last.toLowerCase()]
  return wanted.length === low.length && wanted >= low && wanted <= high
}
