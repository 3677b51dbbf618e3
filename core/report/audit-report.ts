import {
  type AuditRecord,
  type EquipmentView,
  FINDING_LABELS,
  type FindingView,
  LEVEL_LABELS,
  METER_LEVELS,
  type MeteringView,
  type SplitView,
  SYSTEM_LABELS,
  SYSTEMS,
} from '#core/contract/audit.ts'
import type { Block, Section } from '#core/contract/report.ts'
import { carrierLabel } from '#core/contract/terms.ts'
import { grouped } from '#core/quantity/print.ts'
import { column, NONE } from './table-column.ts'

/** What an audit recorded beside the evaluation, as sections of a report; what was not recorded makes no section. */
export function auditSections(audit: AuditRecord): Section[] {
  return [
    { title: '现场检查', blocks: audit.visits.flatMap(visitBlocks) },
    { title: '测量', blocks: measured(audit) },
    { title: '设备', blocks: devices(audit.equipment) },
    { title: '计量器具', blocks: meters(audit.metering) },
    { title: '问题和措施', blocks: [...found(audit.findings), ...savingSteps(audit.equipment)] },
    { title: '照片和文件', blocks: photos(audit) },
  ].filter(({ blocks }) => blocks.length > 0)
}

function visitBlocks(visit: AuditRecord['visits'][number]): Block[] {
  const { title, date, people, checklist, progress, answers } = visit
  const counts = progress.map(
    ({ where, done, of }) => `${where === 'onSite' ? '现场看' : '查资料'} ${of} 条，已答 ${done} 条`,
  )
  const said: Block[] = [
    {
      kind: 'text',
      text: `${title}，日期 ${date ?? '未填'}，参加人员 ${people ?? '未填'}。检查表为“${checklist}”，本机构${counts.join('；')}。“没看到”不等于不符合；只在别省适用的条目是参考，不单独构成问题。检查表来源待核。`,
    },
  ]
  if (answers.length === 0) return [...said, { kind: 'note', text: '这次现场还没有一条回答、读数或说明。' }]
  return [
    ...said,
    {
      kind: 'table',
      title: `${title}的检查记录`,
      columns: [
        column('条目', 'left', 9),
        column('内容', 'left', 30),
        column('条款', 'left', 29),
        column('回答', 'left', 12),
        column('说明', 'left', 20),
      ],
      rows: answers.map(({ item, text, cites, answer, note }) => [
        item,
        text,
        cites,
        answer,
        note === '' ? NONE : note,
      ]),
      note: '只列有回答、读数或说明的条目。',
    },
  ]
}

const VERDICTS = { conform: '符合', nonconform: '不符合', exception: '不符合，已说明' } as const

function measured({ measurements, instruments }: AuditRecord): Block[] {
  const blocks: Block[] = []
  if (measurements.length > 0)
    blocks.push({
      kind: 'table',
      title: '测量结果',
      columns: [
        column('项目', 'left', 17),
        column('位置', 'left', 13),
        column('日期', 'left', 16),
        column('测量值', 'right', 13),
        column('限值', 'left', 17),
        column('结果', 'left', 12),
        column('仪器', 'left', 16),
        column('例外的理由', 'left', 16),
      ],
      rows: measurements.map(({ row, label, unit, limit, confirmed, binds, verdict, doubt, instrument }) => [
        label,
        shown(row.place),
        shown(row.at),
        row.value === null ? '未报' : `${number(row.value)} ${unit}`,
        limit === null ? NONE : `${limit}${binds ? (confirmed ? '' : '（来源待核）') : '（参考）'}`,
        doubt !== null ? '读数存疑，不判定' : verdict === null ? NONE : VERDICTS[verdict],
        instrument === null ? NONE : `${instrument.name}${instrument.expired ? '（校准已过期）' : ''}`,
        shown(row.exception),
      ]),
      note: sourcesOf(measurements),
    })
  if (instruments.length > 0)
    blocks.push({
      kind: 'table',
      title: '所用仪器',
      columns: [column('仪器', 'left', 40), column('编号', 'left', 30), column('校准有效期', 'left', 30)],
      rows: instruments.map(({ name, number: of, calibratedUntil }) => [
        shown(name),
        shown(of),
        shown(calibratedUntil),
      ]),
    })
  return blocks
}

/** Where the limits come from, each source once. */
function sourcesOf(measurements: AuditRecord['measurements']): string {
  const sources = new Set(
    measurements.flatMap(({ source, limit }) => (source === null || limit === null ? [] : [source])),
  )
  return sources.size === 0
    ? '所列项目没有可引用的限值。'
    : `限值出处：${[...sources].join('；')}。没有见到原文的注明来源待核。`
}

const CHECKED: Readonly<Record<string, string>> = { yes: '在目录内', no: '不在目录内' }

function devices({ rows, splits }: EquipmentView): Block[] {
  return splits.flatMap(split => {
    const of = rows.filter(({ row }) => row.carrier === split.carrier)
    return [...(of.length === 0 ? [] : [inventory(split, of)]), endUses(split)]
  })
}

/** The equipment that takes one carrier, so that a column has one unit. */
function inventory({ label, unit }: SplitView, rows: EquipmentView['rows']): Block {
  return {
    kind: 'table',
    title: `主要用能设备（${label}）`,
    columns: [
      column('系统', 'left', 10),
      column('设备和型号', 'left', 17),
      column('数量，台', 'right', 9),
      column(`额定，${rows[0]?.rate ?? ''}`, 'right', 11),
      column('时间，h', 'right', 9),
      column('负荷系数', 'right', 8),
      column(`年用量，${unit}`, 'right', 13),
      column('投用和能效', 'left', 9),
      column('淘汰目录核对', 'left', 14),
    ],
    rows: rows.map(({ row, energy, listed }) => [
      SYSTEM_LABELS[SYSTEMS.find(system => system === row.system) ?? 'other'],
      [row.name, row.model].filter(part => part !== null).join(' ') || NONE,
      number(row.quantity),
      number(row.power),
      number(row.hours),
      number(row.load),
      energy ?? NONE,
      [row.since, row.efficiency].filter(part => part !== null).join('，') || NONE,
      [
        row.eliminated === null ? '未核' : CHECKED[String(row.eliminated)],
        listed === null ? null : `型号与目录相符（${listed}）`,
        row.basis,
      ]
        .filter(part => part)
        .join('，'),
    ]),
    note: '年用量 = 数量 × 额定功率或耗量 × 年运行时间 × 负荷系数，缺一项就不估算。',
  }
}

function endUses({ label, unit, endUses: of, estimated, billed, gap, gapShare, exceeds }: SplitView): Block {
  const closing =
    billed === null
      ? '账单还不齐，不能与账单核对。'
      : gap === null
        ? `账单的建筑用量为 ${billed} ${unit}，没有一种设备能估算，不能核对。`
        : `账单的建筑用量为 ${billed} ${unit}，差额 ${gap} ${unit}${gapShare === null ? '' : `，占账单 ${gapShare}`}。${exceeds ? '估算大于账单，请核对运行时间和负荷系数。' : ''}`
  return {
    kind: 'table',
    title: `用能分项（${label}）`,
    columns: [
      column('系统', 'left', 22),
      column(`年用量，${unit}`, 'right', 20),
      column('占估算', 'right', 14),
      column(`措施节约，${unit}`, 'right', 20),
      column(`余下，${unit}`, 'right', 24),
    ],
    rows: [
      ...of.map(({ label: system, energy, share, saving, left, verdict }) => [
        system,
        energy ?? '未估算',
        share ?? NONE,
        saving ?? NONE,
        left === null ? NONE : verdict === 'tooMuch' ? `${left}，节约量超过分项` : left,
      ]),
      ['合计', estimated ?? '未估算', '', '', ''],
    ],
    total: true,
    note: closing,
  }
}

function meters({ meters: all, points, date, rule }: MeteringView): Block[] {
  const blocks: Block[] = []
  const ruled =
    rule === null
      ? '现场日期未填，不知道按哪一版规定。'
      : `按现场日期 ${date} 有效的 ${rule.id} 判定（来源待核）${rule.known ? '。' : '，该版的数值没有见到，不判定。'}`
  if (points.length > 0)
    blocks.push({
      kind: 'table',
      title: '计量器具配备率',
      columns: [
        column('能源', 'left', 18),
        column('级别', 'left', 26),
        column('应装，块', 'right', 12),
        column('实装，块', 'right', 12),
        column('配备率', 'right', 12),
        column('要求', 'right', 10),
        column('结果', 'left', 10),
      ],
      rows: points.map(({ row, installed, ratio, wanted, meets }) => [
        carrierLabel(row.carrier),
        levelLabel(row.level),
        number(row.required),
        installed,
        ratio ?? NONE,
        wanted === null ? NONE : `≥ ${wanted}`,
        meets === null ? NONE : meets ? '符合' : '不符合',
      ]),
      note: `配备率 = 实装 ÷ 应装。${ruled}`,
    })
  if (all.length > 0)
    blocks.push({
      kind: 'table',
      title: '计量器具一览',
      columns: [
        column('表计', 'left', 18),
        column('能源', 'left', 10),
        column('级别', 'left', 18),
        column('建筑和用途', 'left', 20),
        column('户号', 'left', 12),
        column('准确度', 'left', 8),
        column('检定有效期', 'left', 14),
      ],
      rows: all.map(({ row, expired }) => [
        shown(row.label),
        carrierLabel(row.carrier),
        levelLabel(row.level),
        [row.building, row.use].filter(part => part !== null).join('，') || NONE,
        shown(row.account),
        shown(row.accuracy),
        `${shown(row.verifiedUntil)}${expired ? '（已过期）' : ''}`,
      ]),
    })
  return blocks
}

function levelLabel(level: string | number | null | undefined): string {
  return LEVEL_LABELS[METER_LEVELS.find(known => known === level) ?? 'unit']
}

function found(findings: readonly FindingView[]): Block[] {
  if (findings.length === 0) return []
  const measures = findings.flatMap((finding, i) =>
    finding.measures.map((measure, k) => ({
      ...measure,
      of: `${i + 1}.${k + 1}${finding.state === 'rejected' ? '✕' : ''}`,
    })),
  )
  const blocks: Block[] = [
    {
      kind: 'table',
      title: '发现的问题',
      columns: [
        column('序号', 'left', 7),
        column('问题', 'left', 43),
        column('条款', 'left', 30),
        column('状态', 'left', 20),
      ],
      rows: findings.map(({ row, state }, i) => [
        `${i + 1}`,
        shown(row.text),
        shown(row.cite),
        state === 'rejected' ? `${FINDING_LABELS.rejected}：${row.reason ?? '理由未写'}` : FINDING_LABELS[state],
      ]),
    },
  ]
  if (measures.length > 0)
    blocks.push({
      kind: 'table',
      title: '措施',
      columns: [
        column('序号', 'left', 7),
        column('措施', 'left', 25),
        column('用能环节', 'left', 11),
        column('年节约量', 'right', 15),
        column('年节约费用，元', 'right', 11),
        column('投资，元', 'right', 11),
        column('回收期，年', 'right', 9),
        column('责任人和期限', 'left', 15),
      ],
      rows: measures.map(({ row, savings, payback, of }) => [
        of,
        shown(row.text),
        row.endUse === null ? NONE : SYSTEM_LABELS[SYSTEMS.find(system => system === row.endUse) ?? 'other'],
        savingText(savings),
        number(row.gain),
        number(row.cost),
        payback ?? NONE,
        [row.owner, row.due].filter(part => part !== null).join('，') || NONE,
      ]),
      note: '回收期为静态回收期，投资 ÷ 年节约费用。序号带 ✕ 的，问题不采纳。',
    })
  return blocks
}

/** Savings that share a carrier and an end use, in their order of application. */
function savingSteps({ splits }: EquipmentView): Block[] {
  const rows = splits.flatMap(({ label: carrier, unit, endUses: all }) =>
    all.flatMap(({ label, energy, steps }) =>
      steps.map(({ of, text, saving, left, tooMuch }, i) => [
        `${label}，${carrier}（${energy === null ? '未估算' : `${energy}\u00a0${unit}`}）`,
        `${i + 1}`,
        `${of} ${text ?? '没有写内容'}`,
        `${saving} ${unit}`,
        left === null ? NONE : `${left} ${unit}${tooMuch ? '，超过分项' : ''}`,
      ]),
    ),
  )
  if (rows.length === 0) return []
  return [
    {
      kind: 'table',
      title: '节约量，按实施次序从分项里扣',
      columns: [
        column('用能环节（全年用量）', 'left', 26),
        column('次序', 'right', 7),
        column('措施', 'left', 33),
        column('节约', 'right', 17),
        column('余下', 'right', 17),
      ],
      rows,
      note: '不采纳的问题的措施和没有写用能环节的措施不在表里。',
    },
  ]
}

function savingText(savings: FindingView['measures'][number]['savings']): string {
  if (savings.length === 0) return '未报'
  return savings
    .map(
      ({ row, unit }) =>
        `${carrierLabel(row.carrier)} ${row.amount === null ? '未报' : `${number(row.amount)}\u00a0${unit}`}`,
    )
    .join('；')
}

function photos({ photos: all, files, otherFiles, places }: AuditRecord): Block[] {
  if (files.length === 0) return []
  const rest = otherFiles === 0 ? '' : `另有 ${otherFiles} 个文件没有印出图来，列在下面的清单里。`
  const printed: Block[] = [
    { kind: 'photos', photos: all },
    {
      kind: 'note',
      text: `照片是缩小的副本${places ? '，拍摄地点按相机所记' : '，不带拍摄地点'}；原件在工作簿里。${rest}`,
    },
  ]
  return [...(all.length > 0 ? printed : []), listOfFiles(files)]
}

const SHORT_DIGEST = 16

/** Every file with its digest, so that a reader can ask for it and know it for the same. */
function listOfFiles(files: AuditRecord['files']): Block {
  return {
    kind: 'table',
    title: '证据清单',
    columns: [
      column('附在', 'left', 34),
      column('文件', 'left', 22),
      column('拍摄', 'left', 15),
      column('在照片页', 'left', 9),
      column('内容摘要', 'left', 20),
    ],
    rows: files.map(({ of, name, taken, digest, printed, lacksCopy }) => [
      of,
      name,
      taken === '' ? NONE : taken,
      printed ? '是' : lacksCopy ? '否，缺缩小的副本' : '否',
      digest.slice(0, SHORT_DIGEST),
    ]),
    note: `原件在工作簿里按内容摘要（SHA-256，这里印前 ${SHORT_DIGEST} 位）保存，改过一个字节摘要就不同。`,
  }
}

const shown = (value: string | number | null | undefined): string =>
  value === null || value === undefined || value === '' ? NONE : String(value)

const number = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '未报' : grouped(String(value))
