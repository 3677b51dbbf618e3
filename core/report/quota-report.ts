import { CHOICES, type ChoiceName, type EnergyEntry, type WaterEntry } from '#core/contract/facts.ts'
import type { Signature } from '#core/contract/operations.ts'
import type { Block, Maths, ReportDocument, Section, TableColumn } from '#core/contract/report.ts'
import type { InstitutionResult } from '#core/contract/results.ts'
import { textLabel, unitLabel } from '#core/contract/terms.ts'
import type { CardView } from '#core/contract/views.ts'
import { beijingTime } from '#core/quantity/date.ts'
import { decimal, ExactSum, textOf } from '#core/quantity/decimal.ts'
import { grouped, inSentence } from '#core/quantity/print.ts'
import { citeText, derive } from '../standard/derivation.ts'
import type { Evaluation } from '../standard/evaluation.ts'
import { mathsOf, symbolMaths } from '../standard/formula/maths.ts'
import type { Graded } from '../standard/grade-institution.ts'
import { type Standard, termLabel } from '../standard/pack/standard.ts'
import { bandLabel, cardOf, figuresOf, shown } from './figures.ts'
import { column, NONE } from './table-column.ts'

/** What a report is made of beside the evaluation itself. */
export type ReportInfo = {
  /** When the evaluation was stored, ISO 8601. */
  readonly at: string
  readonly run: string
  readonly factsDigest: string
  readonly sample: boolean
  readonly signed: Signature | null
}

/** The report on one institution's evaluation by a quota standard, as a document before any file format. */
export function quotaReport(standard: Standard, { result, evaluation }: Graded, info: ReportInfo): ReportDocument {
  const { document } = standard
  const name = result.name ?? '（未命名）'
  const from = evaluation?.facts.period?.from ?? ''
  const to = evaluation?.facts.period?.to ?? ''
  const cards = result.indicators.map(indicator =>
    cardOf(standard, evaluation, indicator, () => ({ stage: 'evaluation', field: null, label: '' })),
  )
  const sections: Section[] = evaluation
    ? [
        { title: '评价结论', blocks: conclusion(standard, evaluation, result, cards) },
        { title: '机构概况', blocks: institution(evaluation, result) },
        { title: '用能人数', blocks: people(evaluation) },
        { title: '能源和用水', blocks: energy(evaluation) },
        { title: '系数和限值', blocks: factors(evaluation, cards) },
        { title: '推导', blocks: derivations(evaluation) },
        { title: '取法和说明', blocks: notes(standard, evaluation, result) },
      ]
    : [{ title: '没有评价', blocks: result.problems.map(problem => ({ kind: 'text', text: problem.message })) }]
  return {
    title: '能耗定额评价报告',
    subtitle: name,
    identity: [
      ['机构', name],
      ['机构编号', result.id],
      [
        '类别和类型',
        [result.row?.class, result.row?.type && bandLabel(result.row.type)].filter(t => t).join('，') || NONE,
      ],
      ['所在地和气候分区', [evaluation?.facts.place, result.row?.zone].filter(t => t).join('，') || NONE],
      ['统计期', from === '' ? NONE : `${from} 至 ${to}`],
      ['评价标准', `${document.title}${document.number ? `（${document.number}）` : '（标准号待核）'}`],
      ['评价记录', `${info.run}，北京时间 ${beijingTime(info.at)}`],
      ...(info.signed === null ? [] : [['版本和状态', signatureText(info.signed)] as const]),
    ],
    sections,
    footer: `数据 ${info.factsDigest.slice(7, 23)}　标准 ${standard.digest.slice(7, 23)}`,
    mark: info.sample ? '示例数据' : info.signed?.state === 'reopened' ? '草稿' : null,
  }
}

function signatureText({ state, version, by, at, changed }: Signature): string {
  const what = state === 'final' ? '定稿' : state === 'reviewed' ? '已审核' : '修改中的草稿'
  return `第 ${version} 版，${what}（${by}，北京时间 ${beijingTime(at)}）${state === 'reviewed' && changed ? '，此后又有改动' : ''}`
}

// conclusion

function conclusion(
  standard: Standard,
  evaluation: Evaluation,
  result: InstitutionResult,
  cards: readonly CardView[],
): Block[] {
  const { facts } = evaluation
  const row = [
    result.row?.zone && `${result.row.zone}地区`,
    result.row?.class,
    result.row?.type && bandLabel(result.row.type),
  ]
  const factor = figuresOf(standard, evaluation).find(figure => figure.cell === 'correctionFactor')?.text
  const correction = result.correction
  const corrected = correction?.applied
    ? `选用修正，修正系数为 ${factor ?? NONE}。${correction.note}。`
    : facts.correction?.apply
      ? `选用了修正，没有起作用：${correction?.note ?? ''}。`
      : '未选用修正。'
  const applies = row.every(part => part) ? `适用“${row.join('，')}”一行。` : '适用的定额行还定不下来。'
  return [
    {
      kind: 'text',
      text: `统计期为 ${facts.period?.from ?? NONE} 至 ${facts.period?.to ?? NONE}。依据${standard.document.title}${standard.document.number ? '' : '（标准号待核）'}，${applies}${corrected}`,
    },
    indicatorTable(standard, cards),
    distanceTable(cards),
    headNumbers(standard, evaluation),
    shareChart(standard, cards),
    ...consequences(result, cards),
  ]
}

function indicatorTable(standard: Standard, cards: readonly CardView[]): Block {
  const tiers = standard.document.tiers
  const columns: TableColumn[] = [
    column('指标', 'left', 24),
    column('单位', 'left', 11),
    ...tiers.map(tier => column(tier.label, 'right', 10)),
    column('修正前', 'right', 10),
    column('修正后', 'right', 10),
    column('结果', 'left', 18),
  ]
  const rows = cards.map(card => [
    card.label,
    card.unit,
    ...card.tiers.map(tier => (tier.value === null ? NONE : grouped(tier.value))),
    card.raw.display ?? NONE,
    card.display ?? NONE,
    card.grade.label,
  ])
  return {
    kind: 'table',
    title: '能耗定额对标结果',
    columns,
    rows,
    note: '用未修约的数比较，表中数值按 GB/T 8170 修约。人均用水量除另有说明外不修正。',
  }
}

/** How far each indicator is from the next better tier, and what that is in a year. */
function distanceTable(cards: readonly CardView[]): Block {
  const rows = cards.map(card => {
    const { distance, unit } = card
    if (!distance) return [card.label, noDistance(card), NONE, NONE, NONE]
    const { label, inUnit, percent, amount, amountUnit } = distance
    return [card.label, label, `${inUnit} ${unit}`, percent ? `${percent} %` : NONE, `${amount} ${amountUnit}/年`]
  })
  return {
    kind: 'table',
    title: '距下一等级',
    columns: [
      column('指标', 'left', 24),
      column('下一等级的限值', 'left', 30),
      column('差值', 'right', 18),
      column('占指标值', 'right', 12),
      column('折合全年', 'right', 20),
    ],
    rows,
    note: '差值按修正后的值计算。折合全年＝差值×指标的分母÷所用修正系数。',
  }
}

/** The head numbers as every screen prints them. */
function headNumbers(standard: Standard, evaluation: Evaluation): Block {
  return {
    kind: 'table',
    title: '评价用的主要量',
    columns: [column('项目', 'left', 46), column('数值', 'right', 34), column('单位', 'left', 20)],
    rows: figuresOf(standard, evaluation).map(({ label, text, unit }) => [label, text ?? NONE, unit]),
  }
}

function noDistance({ grade, missing }: CardView): string {
  if (missing.length > 0) return missing.map(m => m.text).join('')
  if (grade.equals) return '正好等于约束值，须再降才算小于（7.1）'
  return grade.rank === 1 ? '已达到引导值' : NONE
}

/** Every indicator as a share of its laxest tier, the tiers beside it. */
function shareChart(standard: Standard, cards: readonly CardView[]): Block {
  const [laxest] = standard.document.tiers
  const share = (value: string | null, card: CardView): string | null => {
    const limit = card.tiers.find(tier => tier.id === laxest?.id)?.value ?? null
    if (value === null || limit === null) return null
    return textOf(decimal(shownPlain(decimal(value).div(decimal(limit)).times(decimal('100')).toString())))
  }
  return {
    kind: 'chart',
    title: `各指标修正后的值占${laxest?.label ?? ''}的比例`,
    unit: '%',
    categories: cards.map(card => card.label),
    series: [
      { name: '实际值', values: cards.map(card => share(card.value, card)) },
      ...standard.document.tiers.map(tier => ({
        name: tier.label,
        values: cards.map(card => share(card.tiers.find(t => t.id === tier.id)?.value ?? null, card)),
      })),
    ],
  }
}

function shownPlain(value: string): string {
  return shown(value, 1).replaceAll('\u2009', '').replace('\u2212', '-')
}

function consequences(result: InstitutionResult, cards: readonly CardView[]): Block[] {
  const all = [...result.consequences, ...result.remarks]
  if (all.length > 0) return all.map(({ text, clause }) => ({ kind: 'text', text, cite: clause }))
  const open = cards.some(card => card.display === null)
  const text = open ? '还有指标无法判定，补齐后再看是否需要作出说明。' : '四项指标均不高于约束值，无需作出说明。'
  return [{ kind: 'text', text, cite: '7.2' }]
}

// facts

function institution(evaluation: Evaluation, result: InstitutionResult): Block[] {
  const { facts } = evaluation
  const value = (id: string) => factText(evaluation, id)
  const rows = [
    ['名称', result.name ?? NONE, '录入'],
    ['机构类别', value('institutionClass'), '录入'],
    ['机构类型', value('institutionType'), facts.type ? '录入' : '本类按面积分档'],
    ['所在地', value('place'), '录入'],
    ['气候分区', value('climateZone'), sourceOf(evaluation, 'climateZone')],
    ['建筑面积', value('floorArea'), '录入'],
    ['评价建筑面积', value('floorAreaInScope'), sourceOf(evaluation, 'floorAreaInScope')],
    ['年实际运行时间', value('annualHours'), '录入'],
    ['学生宿舍空调实际安装率', value('dormitoryAirConditioningPercent'), '录入'],
    ['年实际就诊人数', value('annualVisits'), '录入'],
  ].filter(([, text]) => text !== NONE)
  const uses = facts.specialUses ?? []
  const special: Block[] =
    uses.length === 0
      ? []
      : [
          {
            kind: 'table',
            title: '特殊用能系统',
            columns: [
              column('系统', 'left', 34),
              column('独立计量', 'left', 14),
              column('建筑面积，m²', 'right', 18),
              column('人数，人', 'right', 16),
              column('剔除', 'left', 12),
            ],
            rows: uses.map(use => [
              use.name ?? use.id,
              use.meteredSeparately === true ? '是' : use.meteredSeparately === false ? '否' : NONE,
              amountText(use.floorArea),
              amountText(use.people),
              use.exclude ? '是' : '否',
            ]),
            note: '可独立计量的才能剔除，并同时剔除面积和人数（4.9）。',
          },
        ]
  return [
    {
      kind: 'table',
      title: '基本情况',
      columns: [column('项目', 'left', 30), column('内容', 'left', 40), column('来源', 'left', 30)],
      rows,
    },
    ...special,
  ]
}

function people(evaluation: Evaluation): Block[] {
  const { facts } = evaluation
  const total = factText(evaluation, 'energyUserCount', 2)
  const groups = facts.people ?? []
  if (groups.length === 0)
    return [
      { kind: 'text', text: `用能人数由录入人直接给出：${total}。`, cite: sourceOf(evaluation, 'energyUserCount') },
    ]
  return [
    {
      kind: 'table',
      title: '用能人数明细',
      columns: [
        column('人员类别', 'left', 30),
        column('人数 N_b，人', 'right', 16),
        column('天数或系数', 'right', 16),
        column('计日系数 φ_b', 'right', 18),
        column('N_b·φ_b，人', 'right', 18),
      ],
      rows: [
        ...groups.map((group, i) => [
          group.label ?? NONE,
          amountText(group.count),
          (group.days ?? group.absentDays ?? group.coefficient)
            ? amountText(group.days ?? group.absentDays ?? group.coefficient)
            : '全年',
          plainNumber(evaluation, `people[${i}].dayCoefficient`, 4),
          plainNumber(evaluation, `people[${i}].averageHeadcount`, 2),
        ]),
        ['用能人数 N', '', '', '', plainNumber(evaluation, 'energyUserCount', 2)],
      ],
      total: true,
      note: `按附录B 计算。评价用 ${factText(evaluation, 'energyUserCountInScope', 2)}（剔除特殊用能后）。`,
    },
  ]
}

// energy: one line per meter, not per bill

type Meter = {
  readonly label: string
  readonly carrier: string
  readonly use: string
  readonly unit: string
  readonly entries: number[]
}

function energy(evaluation: Evaluation): Block[] {
  const { facts } = evaluation
  const meters = metersOf(facts.energy ?? [], entry => textLabel('carrier', entry.carrier), facts.specialUses ?? [])
  const water = metersOf(facts.water ?? [], () => '水', facts.specialUses ?? [])
  const counted = (meter: Meter) =>
    sumOf(
      evaluation,
      meter.entries.map(i => `energy[${i}].countedEnergy`),
    )
  const blocks: Block[] = [
    {
      kind: 'table',
      title: '能源消费',
      columns: [
        column('能源', 'left', 12),
        column('计量点', 'left', 18),
        column('用途', 'left', 16),
        column('用量', 'right', 16),
        column('单位', 'left', 8),
        column('折标准煤系数', 'right', 14),
        column('计入量，kgce', 'right', 16),
      ],
      rows: [
        ...meters.map(meter => [
          meter.carrier,
          meter.label || NONE,
          meter.use,
          sumText(
            evaluation,
            meter.entries.map(i => `energy[${i}].amount`),
          ),
          unitLabel(meter.unit),
          factorText(evaluation, meter.entries[0] ?? 0),
          shownOr(counted(meter), 1),
        ]),
        ['综合能耗', '', '', '', '', '', plainNumber(evaluation, 'comprehensiveEnergy', 1)],
      ],
      total: true,
      note: `其中交通能耗 ${factText(evaluation, 'transportEnergy', 1)}。已剔除的特殊用能计入量为 0。${densityNote(evaluation)}`,
    },
  ]
  const carriers = [...new Set(meters.map(meter => meter.carrier))]
  const mix = carriers.map(carrier =>
    sumOf(
      evaluation,
      meters.filter(m => m.carrier === carrier).flatMap(m => m.entries.map(i => `energy[${i}].countedEnergy`)),
    ),
  )
  if (mix.every(value => value !== null) && mix.length > 0)
    blocks.push({
      kind: 'chart',
      title: '综合能耗的构成',
      unit: 'kgce',
      categories: carriers,
      series: [{ name: '计入量', values: mix.map(value => shownPlain(value ?? '0')) }],
    })
  if (water.length > 0)
    blocks.push({
      kind: 'table',
      title: '用水',
      columns: [
        column('计量点', 'left', 36),
        column('用途', 'left', 24),
        column('用量', 'right', 24),
        column('单位', 'left', 12),
      ],
      rows: water.map(meter => [
        meter.label || NONE,
        meter.use,
        sumText(
          evaluation,
          meter.entries.map(i => `water[${i}].amount`),
        ),
        unitLabel(meter.unit),
      ]),
      note: `总用水量 ${factText(evaluation, 'totalWater')}。`,
    })
  return blocks
}

function metersOf<E extends EnergyEntry | WaterEntry>(
  entries: readonly E[],
  carrierOf: (entry: E) => string,
  uses: readonly { readonly id: string; readonly name?: string | null | undefined }[],
): Meter[] {
  const meters = new Map<string, Meter>()
  entries.forEach((entry, i) => {
    const label = (entry.label ?? '').replace(/(^|\s)(\d{1,2} 月|全年|\d{4}-\d{2})$/, '')
    const special = uses.find(use => entry.use === `special:${use.id}`)
    const use = special ? (special.name ?? special.id) : textLabel('scope', entry.use)
    const { amount: _amount, label: _label, origin: _origin, ...same } = entry
    const key = JSON.stringify([label, same])
    const meter = meters.get(key) ?? { label, carrier: carrierOf(entry), use, unit: entry.unit, entries: [] }
    meter.entries.push(i)
    meters.set(key, meter)
  })
  return [...meters.values()]
}

function densityNote(evaluation: Evaluation): string {
  const used = (evaluation.facts.energy ?? []).filter(entry => entry.density != null)
  if (used.length === 0) return ''
  const texts = [...new Set(used.map(entry => `${textLabel('carrier', entry.carrier)} ${entry.density} kg/L`))]
  return `按体积购入的用密度换算：${texts.join('，')}。`
}

// factors

function factors(evaluation: Evaluation, cards: readonly CardView[]): Block[] {
  const rows = new Map<string, readonly string[]>()
  const { facts, standard } = evaluation
  ;(facts.energy ?? []).forEach((entry, i) => {
    const cell = evaluation.cell(`energy[${i}].coalEquivalentFactor`)
    if (!cell || cell.value === null) return
    const carrier = textLabel('carrier', entry.carrier)
    const how = textLabel('factorBy', evaluation.cell(`energy[${i}].factorBy`)?.value ?? '')
    const stated = how === textLabel('factorBy', 'stated')
    const listed = evaluation.cell(`energy[${i}].listedFactor`)
    const unverified =
      listed?.from.kind === 'pack' && listed.from.toBeVerified && how === textLabel('factorBy', 'listed')
    const cite = cell.from.kind === 'formula' ? citeText(cell.from.cite) : ''
    const row = [
      `${carrier}折标准煤系数`,
      inSentence(decimal(cell.value)),
      unitLabel(cell.unit ?? ''),
      how,
      `${cite}${unverified ? '，来源待核' : ''}${stated ? `，理由：${entry.factorReason || '没有写'}` : ''}`,
    ]
    rows.set(row.join('\u0000'), row)
  })
  for (const id of [
    'printedYearDays',
    'kilocaloriesPerKgce',
    'kilojoulesPerKgce',
    'standardHours',
    'standardDormitoryPercent',
    'standardVisits',
  ]) {
    const cell = evaluation.cell(id)
    if (cell?.from.kind !== 'pack' || cell.value === null) continue
    rows.set(id, [
      termLabel(standard, id),
      grouped(cell.value),
      unitLabel(cell.unit ?? ''),
      '标准所列',
      `${citeText(cell.from.cite)}${cell.from.toBeVerified ? '，来源待核' : ''}`,
    ])
  }
  const quota = evaluation.thresholdRow()
  return [
    {
      kind: 'table',
      title: '用到的系数',
      columns: [
        column('系数', 'left', 26),
        column('值', 'right', 14),
        column('单位', 'left', 14),
        column('取法', 'left', 16),
        column('条款和理由', 'left', 30),
      ],
      rows: [...rows.values()],
    },
    {
      kind: 'table',
      title: '适用的限值',
      columns: [
        column('指标', 'left', 34),
        column('单位', 'left', 16),
        ...standard.document.tiers.map(tier => column(tier.label, 'right', 16)),
      ],
      rows: cards.map(card => [
        card.label,
        card.unit,
        ...card.tiers.map(tier => (tier.value === null ? NONE : grouped(tier.value))),
      ]),
      ...(quota ? { note: `${citeText(quota.cite)}。` } : {}),
    },
  ]
}

// derivations

function derivations(evaluation: Evaluation): Block[] {
  const { standard } = evaluation
  const own = standard.formulas.filter(formula => formula.each === null)
  return own.flatMap((formula): Block[] => {
    const cell = evaluation.cell(formula.id)
    const used = cell && evaluation.caseOf(cell)
    const derivation = cell && derive(evaluation, cell.id)
    if (!cell || !used || !derivation?.computation || cell.value === null) return []
    const symbol = standard.terms.get(formula.id)?.symbol
    const own: readonly Maths[] = symbol === undefined ? [run(derivation.title)] : symbolMaths(symbol)
    const named = mathsOf(used.expr, {
      name: name => {
        const found = standard.terms.get(name)
        return found?.symbol === undefined ? [run(found?.label ?? name)] : symbolMaths(found.symbol)
      },
      sum: ({ column: name }) => {
        const found = standard.terms.get(name)
        return [
          { kind: 'sum', of: found?.symbol === undefined ? [run(found?.label ?? name)] : symbolMaths(found.symbol) },
        ]
      },
    })
    const numbers = mathsOf(used.expr, {
      name: name => [run(inSentence(decimal(evaluation.operand(cell, name)?.value ?? '0')))],
      sum: sum => [run(addedText(evaluation.sumCells(sum).map(c => c.value)))],
    })
    const value = `${inSentence(decimal(cell.value))} ${unitLabel(cell.unit ?? '')}`.trim()
    const { words, numbers: withNumbers, value: result } = derivation.computation
    // a formula that is a number already says everything
    const plain = words === result
    const lines = [[...own, run(' = '), ...named]]
    if (withNumbers !== null) lines.push([run(' = '), ...numbers])
    if (!plain) lines.push([run(` = ${value}`)])
    const told = [derivation.title, plain ? null : words, withNumbers, result]
    return [
      {
        kind: 'formula',
        title: derivation.title,
        lines,
        sentence: `${told.filter(part => part !== null).join(' = ')}${derivation.note ? `（${derivation.note}）` : ''}。`,
        cite: derivation.source,
      },
    ]
  })
}

const MOST_ADDED = 6

function addedText(values: readonly (string | null)[]): string {
  const texts = values.map(value => (value === null ? '？' : inSentence(decimal(value))))
  if (texts.length === 0) return '0'
  const some = texts.length > MOST_ADDED ? [...texts.slice(0, MOST_ADDED - 1), `…（共 ${texts.length} 项）`] : texts
  return some.join(' + ')
}

function run(text: string): Maths {
  return { kind: 'run', text }
}

// notes

function notes(standard: Standard, evaluation: Evaluation, result: InstitutionResult): Block[] {
  const { facts } = evaluation
  const blocks: Block[] = []
  if (facts.correction?.apply)
    blocks.push({ kind: 'note', text: `选用修正，理由：${facts.correction.reason ?? '没有写'}。` })
  for (const choice of Object.keys(CHOICES) as ChoiceName[]) {
    const made = facts.choices?.[choice]
    if (!made || made.value === CHOICES[choice][0]) continue
    const other = result.alternatives.find(found => found.choice === choice)
    const instead = other?.indicators.map(i => `${termLabel(standard, i.id)} ${i.display ?? NONE}`).join('，')
    const what = `${termLabel(standard, choice)}：${textLabel(choice, made.value)}，理由：${made.reason ?? '没有写'}。`
    blocks.push({ kind: 'note', text: `${what}${instead ? `按默认取法为 ${instead}。` : ''}` })
  }
  for (const problem of result.problems) blocks.push({ kind: 'note', text: problem.message })
  const missing = new Set(result.indicators.flatMap(indicator => indicator.missingAt.map(m => m.text)))
  for (const text of missing) blocks.push({ kind: 'note', text: `无法判定：${text}` })
  for (const note of standard.document.notes)
    blocks.push({ kind: 'note', text: `${KINDS[note.kind] ?? ''}（${citeText(note.cite)}）：${note.text}` })
  return blocks
}

const KINDS: Readonly<Record<string, string>> = {
  misprint: '原文误印',
  reconstruction: '公式版式为重构',
  contradiction: '原文前后不一',
  reading: '本程序的读法',
  unconfirmed: '待核',
}

// printing

function amountText(text: string | null | undefined): string {
  return text === null || text === undefined ? '未报' : grouped(text)
}

function factText(evaluation: Evaluation, id: string, digits: number | null = null): string {
  const cell = evaluation.cell(id)
  if (!cell || cell.value === null) return NONE
  if (cell.unit === null) return textLabel(cell.term, cell.value)
  const number = digits === null ? inSentence(decimal(cell.value)) : shown(cell.value, digits)
  return `${number} ${unitLabel(cell.unit)}`.trim()
}

function plainNumber(evaluation: Evaluation, id: string, digits: number): string {
  return shownOr(evaluation.cell(id)?.value ?? null, digits)
}

function shownOr(value: string | null, digits: number): string {
  return value === null ? NONE : shown(value, digits)
}

function sourceOf(evaluation: Evaluation, id: string): string {
  const from = evaluation.cell(id)?.from
  return from && 'cite' in from ? citeText(from.cite) : '录入'
}

function sumOf(evaluation: Evaluation, ids: readonly string[]): string | null {
  const sum = new ExactSum()
  for (const id of ids) {
    const value = evaluation.cell(id)?.value ?? null
    if (value === null) return null
    sum.add(decimal(value))
  }
  return textOf(sum.total())
}

/** A sum with its gaps named: 11/12 months. */
function sumText(evaluation: Evaluation, ids: readonly string[]): string {
  const known = ids.filter(id => (evaluation.cell(id)?.value ?? null) !== null)
  const sum = sumOf(evaluation, known)
  if (known.length === 0 || sum === null) return '未报'
  return known.length < ids.length ? `${known.length}/${ids.length} ${grouped(sum)}` : grouped(sum)
}

function factorText(evaluation: Evaluation, index: number): string {
  const value = evaluation.cell(`energy[${index}].coalEquivalentFactor`)?.value ?? null
  return value === null ? NONE : inSentence(decimal(value))
}
