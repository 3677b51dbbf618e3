import type {
  BodyResult,
  EfficiencyResults,
  ShownNumber,
  UnitResult,
  WhatIf,
} from '#core/contract/efficiency-programme.ts'
import type { Block, ReportDocument, Section } from '#core/contract/report.ts'
import { unitLabel } from '#core/contract/terms.ts'
import { grouped } from '#core/quantity/print.ts'
import { type ProgrammeInfo, problemNotes } from './programme-info.ts'
import { column, NONE } from './table-column.ts'

/** Most units that a page of the report lists; the spreadsheet lists them all. */
const MOST_LISTED = 300

/** The report on a year of an efficiency programme, as a document before any file format. */
export function efficiencyReport(results: EfficiencyResults, info: ProgrammeInfo): ReportDocument {
  const { programme, year, baseYear, bodies, units } = results
  const missed = units.filter(({ met }) => met !== 'met')
  const note = (text: string): Block => ({ kind: 'note', text })
  const sections: Section[] = [
    { title: '評比結果', blocks: results.groups.flatMap(group => ranking(results, group)) },
    { title: '試算', blocks: whatIfTable(info.whatIf) },
    { title: '計算基礎', blocks: results.groups.flatMap(group => basis(results, group)) },
    {
      title: '計算式',
      blocks: info.formulas.map(({ words, source }) => ({ kind: 'text', text: words, cite: source })),
    },
    { title: '未達標與應辦事項', blocks: missedUnits(results, missed) },
    { title: '讀法與待核', blocks: info.notes.map(({ text, clause }) => note(`${text}（${clause}）`)) },
    {
      title: '資料檢查',
      blocks: problemNotes(results.problems, rest => `另有 ${rest} 項沒有印出，見程式「資料檢查」。`),
    },
  ]
  return {
    title: '評比結果報告',
    subtitle: programme.title,
    language: 'zh-Hant',
    identity: [
      ['計畫', `${programme.title}${programme.status === 'draft' ? '（草案，來源待核）' : ''}`],
      ['年度', year === null ? NONE : `${year.shown}（${year.gregorian}）`],
      ['基期年', `${baseYear.shown}（${baseYear.gregorian}）`],
      [
        '節電路徑',
        `${results.path.map(step => `${step.year.shown} ${step.numerator}/${step.denominator}`).join('，')}（${results.pathFrom === 'pack' ? '計畫所舉之例' : '自訂'}）`,
      ],
      ['評比單位', `${bodies.length} 個`],
      ['執行單位', `${units.length} 家，${tallyOf(units)}`],
      ['製表時間', info.at],
    ],
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    footer: `資料 ${info.factsDigest.slice(7, 23)}　計畫 ${programme.digest.slice(7, 23)}`,
    mark: info.sample ? '示例資料' : programme.status === 'draft' ? '草案' : null,
  }
}

/** How a quantity of the programme is headed: by its name, its letter in the document, and its unit. */
function headOf({ terms }: EfficiencyResults, term: string, named = true): string {
  const { label = term, symbol = null, unit = null } = terms[term] ?? {}
  const name = named || symbol === null ? [label, symbol].filter(part => part !== null).join(' ') : symbol
  return unit === null || unit === '1' ? name : `${name}，${unitLabel(unit)}`
}

/** Every unit, for the spreadsheet. */
export function unitsAppendix(results: EfficiencyResults): Section[] {
  if (results.units.length === 0) return []
  const names = new Map(results.bodies.map(({ code, name }) => [code, name ?? code]))
  const head = (term: string) => headOf(results, term)
  const evidence = results.labels.evidence ?? ''
  return [
    {
      title: '執行單位',
      blocks: [
        {
          kind: 'table',
          title: `${results.year?.shown ?? ''}各執行單位`,
          columns: [
            column('代碼', 'left', 10),
            column('執行單位', 'left', 20),
            column('評比單位', 'left', 16),
            column('業務類別', 'left', 12),
            column('分組', 'left', 8),
            column(head('baseElectricity'), 'right', 12),
            column(head('electricity'), 'right', 12),
            column(head('baseEui'), 'right', 9),
            column(head('benchmark'), 'right', 9),
            column(head('targetEui'), 'right', 9),
            column(head('eui'), 'right', 9),
            column(head('targetElectricity'), 'right', 12),
            column('超出目標，kWh', 'right', 12),
            column(head('ems'), 'left', 9),
            column(`${head('ems')}${evidence}`, 'left', 12),
            column(head('improvement'), 'left', 9),
            column(`${head('improvement')}${evidence}`, 'left', 12),
            column(head('label'), 'left', 9),
            column(`${head('label')}${evidence}`, 'left', 12),
            column('達標', 'left', 8),
            column('連續未達標年數', 'right', 8),
            column('理由', 'left', 40),
          ],
          rows: results.units.map(unit => [
            unit.code,
            unit.name ?? NONE,
            names.get(unit.body) ?? unit.body,
            unit.category ?? NONE,
            unit.group ?? NONE,
            plain(unit.baseElectricity),
            plain(unit.electricity),
            plain(unit.baseEui),
            plain(unit.benchmark),
            plain(unit.targetEui),
            plain(unit.eui),
            plain(unit.targetElectricity),
            plain(unit.shortfall),
            yesNo(unit.ems),
            unit.evidence.ems ?? NONE,
            yesNo(unit.improvement),
            unit.evidence.improvement ?? NONE,
            yesNo(unit.label),
            unit.evidence.label ?? NONE,
            results.labels[unit.met] ?? unit.met,
            `${unit.unmetYears}`,
            unit.reason ?? (unit.missing.join('') || NONE),
          ]),
        },
      ],
    },
  ]
}

function tallyOf(units: readonly UnitResult[]): string {
  const count = (wanted: UnitResult['met']) => units.filter(({ met }) => met === wanted).length
  return `達標 ${count('met')}，未達標 ${count('unmet')}，尚不能判定 ${count('undetermined')}`
}

type Group = EfficiencyResults['groups'][number]

/** Those with a rank in its order, then those without. */
function bodiesOf({ bodies }: EfficiencyResults, { ranked, undetermined }: Group): readonly BodyResult[] {
  const codes = [...ranked.map(({ code }) => code), ...undetermined]
  return codes.flatMap(code => bodies.find(body => body.code === code) ?? [])
}

const nameOf = ({ group }: Group) => group ?? '未列分組'

function ranking(results: EfficiencyResults, group: Group): Block[] {
  const { notes, provisional } = group
  const bodies = bodiesOf(results, group)
  if (bodies.length === 0) return []
  const said = [...notes, ...(provisional ? ['本組尚有不能確定者，名次為暫定。'] : []), ...results.notes]
  return [
    {
      kind: 'table',
      title: `${nameOf(group)}名次`,
      columns: [
        column('名次', 'right', 7),
        column('評比單位', 'left', 26),
        column(headOf(results, 'targetRate', false), 'right', 9),
        column(headOf(results, 'savingRate', false), 'right', 9),
        column(headOf(results, 'promotionRate', false), 'right', 9),
        column(headOf(results, 'score', false), 'right', 9),
        column('名單', 'left', 31),
      ],
      rows: bodies.map(body => [
        body.rank === null ? NONE : `${body.rank}${body.tied ? '（同分）' : ''}`,
        body.name ?? body.code,
        plain(body.targetRate),
        plain(body.savingRate),
        plain(body.promotionRate),
        plain(body.score),
        listsOf(results, body) || NONE,
      ]),
      note: said.join(''),
    },
  ]
}

/** The lists a body is on, and why it is not on them. */
function listsOf({ lists }: EfficiencyResults, { list, reasons }: BodyResult): string {
  const on = list.map(name => lists[name].label).join('、')
  return [on, reasons.join('')].filter(part => part).join('。')
}

/** What A, B, C and D of every body are computed from, with the letters of the printed example. */
function basis(results: EfficiencyResults, group: Group): Block[] {
  const bodies = bodiesOf(results, group)
  if (bodies.length === 0) return []
  return [
    {
      kind: 'table',
      title: `${nameOf(group)}計算基礎`,
      columns: [
        column('評比單位', 'left', 18),
        column(headOf(results, 'unitCount'), 'right', 9),
        column(headOf(results, 'metCount'), 'right', 9),
        column(headOf(results, 'groupUnitCount'), 'right', 9),
        column(headOf(results, 'totalBaseElectricity'), 'right', 14),
        column(headOf(results, 'savedElectricity'), 'right', 13),
        column(headOf(results, 'emsCount'), 'right', 9),
        column(headOf(results, 'improvementCount'), 'right', 9),
        column(headOf(results, 'labelCount'), 'right', 9),
      ],
      rows: bodies.map(body => [
        body.name ?? body.code,
        plain(body.unitCount),
        plain(body.metCount),
        plain(body.groupUnitCount),
        plain(body.baseElectricity),
        plain(body.savedElectricity),
        plain(body.emsCount),
        plain(body.improvementCount),
        plain(body.labelCount),
      ]),
    },
  ]
}

/**
 * How many more units each ranked body that stands behind a rank needs for it, and what would come of it: name, rank now, units
 * more, units that have not met, the rank and the score then.
 */
export function whatIfRows(
  results: EfficiencyResults,
  rank: number,
  whatIf: (body: string, rank: number) => WhatIf,
): readonly (readonly string[])[] {
  const inOrder = results.groups.flatMap(group => bodiesOf(results, group))
  return inOrder.flatMap(body => {
    if (body.rank === null || body.rank <= rank) return []
    const then = whatIf(body.code, rank)
    if (then.outcome === 'already') return []
    return [[body.name ?? body.code, body.group ?? NONE, `${body.rank}`, ...cellsOf(then)]]
  })
}

function cellsOf(then: Exclude<WhatIf, { outcome: 'already' }>): readonly string[] {
  switch (then.outcome) {
    case 'undetermined':
      return [NONE, NONE, NONE, NONE, then.reasons.join('')]
    case 'reachable':
      return [`${then.more}`, `${then.unmet}`, `${then.rank}`, plain(then.score), NONE]
    case 'notEnough':
      return [NONE, `${then.unmet}`, `${then.rank}`, plain(then.score), then.message]
  }
}

/** The head of `whatIfRows`. */
export const WHAT_IF_HEAD = [
  '評比單位',
  '評比分組',
  '名次',
  '再達標，家',
  '未達標，家',
  '試算名次',
  '試算D，%',
  '說明',
] as const

function whatIfTable({ rank, rows }: ProgrammeInfo['whatIf']): Block[] {
  if (rows.length === 0) return []
  const widths = [20, 10, 7, 10, 10, 9, 10, 24]
  return [
    {
      kind: 'table',
      title: `達到第 ${rank} 名還需幾家達標`,
      columns: WHAT_IF_HEAD.map((label, i) => column(label, i < 2 || i === 7 ? 'left' : 'right', widths[i] ?? 10)),
      rows,
      note: '假設其他評比單位不變，且再達標的各家不另改變用電量與積極推動；分數相同者同名次。',
    },
  ]
}

const NUMBERS = '①②③④⑤⑥⑦⑧⑨'

function missedUnits(results: EfficiencyResults, missed: readonly UnitResult[]): Block[] {
  if (missed.length === 0) return [{ kind: 'text', text: '沒有未達標或尚不能判定之執行單位。' }]
  const names = new Map(results.bodies.map(({ code, name }) => [code, name ?? code]))
  const duties = new Map(
    missed.flatMap(unit => unit.duties.map(({ id, text, clause }) => [id, { text, clause }] as const)),
  )
  const signs = new Map([...duties.keys()].map((id, i) => [id, NUMBERS.charAt(i)]))
  const rest = missed.length - MOST_LISTED
  return [
    ...[...duties].map(
      ([id, { text, clause }]): Block => ({ kind: 'text', text: `${signs.get(id)} ${text}。`, cite: clause }),
    ),
    {
      kind: 'table',
      title: '未達標與尚不能判定之執行單位',
      columns: [
        column('執行單位', 'left', 20),
        column('評比單位', 'left', 16),
        column('判定', 'left', 11),
        column('連續年數', 'right', 8),
        column('理由', 'left', 26),
        column('應辦事項與期限', 'left', 19),
      ],
      rows: missed
        .slice(0, MOST_LISTED)
        .map(unit => [
          unit.name ?? unit.code,
          names.get(unit.body) ?? unit.body,
          results.labels[unit.met] ?? unit.met,
          `${unit.unmetYears}`,
          unit.reason ?? (unit.missing.join('') || NONE),
          unit.duties
            .map(({ id, state, dueShown, note }) =>
              [signs.get(id), dueShown ?? note, state === 'undetermined' ? '是否適用尚不能確定' : null]
                .filter(part => part)
                .join(' '),
            )
            .join('；') || NONE,
        ]),
      ...(rest > 0 ? { note: `另有 ${rest} 家沒有印在這裡，全部執行單位見同名 Excel 檔的「執行單位」工作表。` } : {}),
    },
  ]
}

const YES_NO = { yes: '是', no: '否' } as const

const yesNo = (value: 'yes' | 'no' | null) => (value === null ? NONE : YES_NO[value])

function plain({ display }: ShownNumber): string {
  return display === null ? NONE : grouped(display)
}
