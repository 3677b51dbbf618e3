import type {
  CertificateRow,
  ExpiryRow,
  GreenPowerResults,
  HolderResult,
  PeriodRow,
  RequirementResult,
  ShownAmount,
  YearResult,
} from '#core/contract/green-power.ts'
import type { Block, ReportDocument, Section } from '#core/contract/report.ts'
import { grouped } from '#core/quantity/print.ts'
import { type ProgrammeInfo, problemNotes } from './programme-info.ts'
import { column, NONE } from './table-column.ts'

/** Most runs of certificates that a spreadsheet lists. */
const MOST_RUNS = 50_000

type HolderYear = { readonly holder: HolderResult; readonly year: YearResult }

/** The report on a year of a green-power programme, as a document before any file format. */
export function greenPowerReport(results: GreenPowerResults, year: string, info: ProgrammeInfo): ReportDocument {
  const { programme, asOf, totals } = results
  const of = holderYears(results, year)
  const note = (text: string): Block => ({ kind: 'note', text })
  const sections: Section[] = [
    { title: '核算结果', blocks: shares(of, year) },
    { title: '要求和判定', blocks: requirements(of, results) },
    { title: '按季度', blocks: of.flatMap(quarters) },
    { title: '到期', blocks: expiry(results) },
    { title: '读法和待核', blocks: info.notes.map(({ text, clause }) => note(`${text}（${clause}）`)) },
    {
      title: '数据检查',
      blocks: problemNotes(results.problems, rest => `另有 ${rest} 项没有印出，见程序里的“数据检查”。`),
    },
  ]
  return {
    title: '绿电消费核算报告',
    subtitle: `${year} 年`,
    identity: [
      ['依据', `${programme.title}${programme.number === null ? '（文号待核）' : `（${programme.number}）`}`],
      ['年份', year],
      ['截至', asOf ?? NONE],
      ['用能单位', `${results.holders.length} 家`],
      [
        '绿证',
        `核发 ${grouped(totals.issued.certificates)} 张 = 持有 ${grouped(totals.held.certificates)} + 已核销 ${grouped(totals.retired.certificates)} + 已过期 ${grouped(totals.expired.certificates)} + 已作废 ${grouped(totals.cancelled.certificates)}`,
      ],
      ['来源待核', results.toBeVerified.join('；') || NONE],
      ['制表时间', info.at],
    ],
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    footer: `数据 ${info.factsDigest.slice(7, 23)}　计划 ${programme.digest.slice(7, 23)}`,
    mark: info.sample ? '示例数据' : null,
  }
}

/** Months of every holder, and every run of certificates in the same state. */
export function certificatesAppendix(results: GreenPowerResults, certificates: readonly CertificateRow[]): Section[] {
  const months = results.holders.flatMap(holder =>
    holder.years.flatMap(year => year.months.map(row => [holder.name ?? holder.code, ...periodCells(row)])),
  )
  const rest = certificates.length - MOST_RUNS
  const ledger: Block = {
    kind: 'table',
    title: '绿证台账，按状态',
    columns: [
      column('首号', 'left', 18),
      column('末号', 'left', 18),
      column('张数', 'right', 10),
      column('电量，MWh', 'right', 10),
      column('绿证来源', 'left', 12),
      column('发电月份', 'left', 10),
      column('有效期止', 'left', 11),
      column('状态', 'left', 9),
      column('持有方', 'left', 14),
      column('用于年份', 'left', 9),
    ],
    rows: certificates
      .slice(0, MOST_RUNS)
      .map(run => [
        run.first,
        run.last,
        grouped(run.amount.certificates),
        grouped(run.amount.mwh),
        results.labels.forms[run.form] ?? run.form,
        run.generationMonth,
        run.expiry,
        results.labels.states[run.state],
        run.holder,
        run.forYear ?? NONE,
      ]),
    ...(rest > 0 ? { note: `另有 ${rest} 段没有列出；命令行 programme --json 给出全部。` } : {}),
  }
  const monthly: Block = { kind: 'table', title: '按月', columns: periodColumns(true), rows: months }
  return [
    ...(months.length > 0 ? [{ title: '按月', blocks: [monthly] }] : []),
    ...(certificates.length > 0 ? [{ title: '台账', blocks: [ledger] }] : []),
  ]
}

function holderYears({ holders }: GreenPowerResults, year: string): HolderYear[] {
  return holders.flatMap(holder => {
    const found = holder.years.find(known => known.year === year)
    return found ? [{ holder, year: found }] : []
  })
}

function shares(of: readonly HolderYear[], year: string): Block[] {
  if (of.length === 0) return [{ kind: 'text', text: `${year} 年没有用电量，也没有计入该年的绿证。` }]
  return [
    {
      kind: 'table',
      title: `${year} 年绿电消费比例`,
      columns: [
        column('用能单位', 'left', 18),
        column('类别', 'left', 18),
        column('总用电量，MWh', 'right', 13),
        column('计入绿电，MWh', 'right', 12),
        column('其中暂计', 'right', 10),
        column('证电合一', 'right', 10),
        column('比例，%', 'right', 9),
        column('物理比例，%', 'right', 10),
      ],
      rows: of.map(({ holder, year: y }) => [
        holder.name ?? holder.code,
        holder.categoryLabel ?? NONE,
        shown(y.electricity),
        shown(y.counted),
        shown(y.provisional),
        shown(y.bundled),
        shown(y.share),
        shown(y.physicalShare),
      ]),
      note: '比例 = 计入该年的绿证电量 ÷ 该年总用电量；暂计是到截止日仍持有、发电月份在该年、还没有核销的。',
    },
    ...of.flatMap(({ holder, year: y }): Block[] =>
      // nothing is asked of sellers: what they use need not be known
      [holder.remark, ...(y.requirements.length === 0 ? [] : y.missing.map(({ text }) => text))].flatMap(text =>
        text === null ? [] : [{ kind: 'note', text: `${holder.name ?? holder.code}：${text}` }],
      ),
    ),
  ]
}

const VERDICTS = {
  conform: '符合',
  nonconform: '不符合',
  notReached: '未达到',
  notApplicable: '不判定',
  undetermined: '尚不能判定',
} as const

/** What is asked of each, in numbers, and below in the words of the notice. */
function requirements(of: readonly HolderYear[], { labels }: GreenPowerResults): Block[] {
  const asked = of.flatMap(({ holder, year }) =>
    year.requirements.map(requirement => ({ name: holder.name ?? holder.code, requirement })),
  )
  if (asked.length === 0) return [{ kind: 'text', text: '所列用能单位没有可以比较的要求。' }]
  return [
    {
      kind: 'table',
      title: '要求、缺口和判定',
      columns: [
        column('用能单位', 'left', 17),
        column('条款', 'left', 10),
        column('比例，%', 'right', 11),
        column('上年划转，MWh', 'right', 13),
        column('应消费，MWh', 'right', 14),
        column('缺口，MWh', 'right', 13),
        column('购证，张', 'right', 10),
        column('判定', 'left', 13),
      ],
      rows: asked.map(({ name, requirement }) => [
        name,
        requirement.clause,
        askedPercent(requirement),
        shown(requirement.carriedIn),
        shown(requirement.required),
        shown(requirement.shortfall),
        toBuy(requirement),
        VERDICTS[requirement.verdict],
      ]),
      note: labels.deadline,
    },
    ...asked.map(({ name, requirement }): Block => {
      const { text, printed, clause, percentSource, remark, missing } = requirement
      const more = remark !== null && text.startsWith(remark) ? null : remark
      const lacking = missing.map(m => m.text).filter(sentence => !text.includes(sentence))
      const said = [text, percentSource && `比例出自 ${percentSource}。`, more, ...lacking]
      return { kind: 'note', text: `${name}：${said.filter(part => part).join(' ')}（“${printed}”，${clause}）` }
    }),
  ]
}

const askedPercent = ({ percent, comparison }: RequirementResult) =>
  percent.display === null ? NONE : `${comparison === '>' ? '＞' : '≥'} ${percent.display}`

/** Certificates that close the gap: bought by the deadline, or only what the gap comes to. */
function toBuy({ certificatesToBuy, buyBy }: RequirementResult): string {
  if (certificatesToBuy === null) return NONE
  return `${grouped(certificatesToBuy)}${buyBy === null ? '（折合）' : ''}`
}

/** Quarters side by side: their rows are too many for the columns of a page. */
function quarters({ holder, year }: HolderYear): Block[] {
  if (year.quarters.every(row => row.electricity === null && row.held === null)) return []
  const cells = year.quarters.map(periodCells)
  const [, ...names] = periodColumns(false).map(({ label }) => label)
  return [
    {
      kind: 'table',
      title: `${holder.name ?? holder.code} ${year.year} 年各季度`,
      columns: [column('项目', 'left', 24), ...year.quarters.map(({ period }) => column(period, 'right', 18))],
      rows: names.map((name, i) => [name, ...cells.map(row => row[i + 1] ?? NONE)]),
    },
  ]
}

function periodColumns(named: boolean) {
  return [
    ...(named ? [column('用能单位', 'left', 16)] : []),
    column('期间', 'left', 14),
    column('用电量，MWh', 'right', 12),
    column('绿电交易，MWh', 'right', 12),
    column('直连，张', 'right', 9),
    column('绿电交易，张', 'right', 10),
    column('单独购证，张', 'right', 10),
    column('核发', 'right', 7),
    column('转入', 'right', 7),
    column('转出', 'right', 7),
    column('核销', 'right', 7),
    column('到期', 'right', 7),
    column('作废', 'right', 7),
    column('期末持有，张', 'right', 11),
  ]
}

function periodCells(row: PeriodRow): string[] {
  return [
    row.period,
    row.electricity === null ? NONE : grouped(row.electricity),
    row.greenPowerTraded === null ? NONE : grouped(row.greenPowerTraded),
    grouped(row.generated.directSupply),
    grouped(row.generated.greenPowerTrade),
    grouped(row.generated.unbundled),
    grouped(row.issued),
    grouped(row.received),
    grouped(row.sent),
    grouped(row.retired),
    grouped(row.expired),
    grouped(row.cancelled),
    row.held === null ? NONE : grouped(row.held.certificates),
  ]
}

function expiry({ expiring, expired, labels }: GreenPowerResults): Block[] {
  const table = (title: string, rows: readonly ExpiryRow[]): Block[] =>
    rows.length === 0
      ? []
      : [
          {
            kind: 'table',
            title,
            columns: [
              column('持有方', 'left', 22),
              column('有效期止', 'left', 14),
              column('张数', 'right', 12),
              column('电量，MWh', 'right', 14),
              column('号段', 'left', 38),
            ],
            rows: rows.map(row => [
              row.name ?? row.holder,
              row.expiry,
              grouped(row.amount.certificates),
              grouped(row.amount.mwh),
              [
                ...row.ranges.map(({ first, last }) => (first === last ? first : `${first}～${last}`)),
                ...(row.moreRanges > 0 ? [`另有 ${row.moreRanges} 段`] : []),
              ].join('，'),
            ]),
          },
        ]
  const blocks = [...table('快到期的绿证', expiring), ...table('没有用就过期的绿证', expired)]
  return blocks.length === 0 ? [] : [...blocks, { kind: 'note', text: labels.expiring }]
}

function shown({ display }: ShownAmount): string {
  return display === null ? NONE : grouped(display)
}
