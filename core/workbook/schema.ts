import { ANSWERS, EVIDENCE_TYPES, FINDING_STATES, METER_LEVELS, SIGNOFF_STATES, SYSTEMS } from '#core/contract/audit.ts'
import { AMOUNT_UNITS, CALORIFIC_UNITS, CARRIERS, CHOICES } from '#core/contract/facts.ts'
import type { ProgrammeTable } from '#core/contract/programme-view.ts'

/** `EAWB` in the header of the file: nothing else is taken for a workbook. */
export const APPLICATION_ID = 0x45415742
/** Until the first packaged release the one version is edited in place. */
export const SCHEMA_VERSION = 11

/**
 * A column of a table that people edit. `decimal`: a quantity as text, exactly as typed; `count`: an order, a month or a yes/no,
 * never a quantity; `of`: the row it belongs to.
 */
export type Column = {
  readonly kind: 'text' | 'decimal' | 'count'
  /** What the change is called in the list of steps. */
  readonly label: string
  readonly unit?: string
  /** A quantity that can be below zero, such as a temperature. */
  readonly signed?: true
  /** A number of things, of which there is no half. */
  readonly whole?: true
  readonly required?: true
  readonly of?: TableName
  readonly oneOf?: readonly string[]
  /** A text of several sentences. */
  readonly long?: true
  /** A day as `2024-03-14`. */
  readonly day?: true
}

export type TableName =
  | 'institution'
  | 'year'
  | 'area'
  | 'personGroup'
  | 'supply'
  | 'consumption'
  | 'specialUse'
  | 'operation'
  | 'correction'
  | 'choice'
  | 'draft'
  | 'run'
  | 'visit'
  | 'answer'
  | 'memo'
  | 'evidence'
  | 'instrument'
  | 'measurement'
  | 'finding'
  | 'measure'
  | 'saving'
  | 'equipment'
  | 'meter'
  | 'meterPoint'
  | 'elimination'
  | 'signoff'
  | ProgrammeTable

const text = (label: string): Column => ({ kind: 'text', label })
const long = (label: string): Column => ({ kind: 'text', label, long: true })
const day = (label: string): Column => ({ kind: 'text', label, day: true })
const decimal = (label: string, unit: string): Column => ({ kind: 'decimal', label, unit })
const whole = (label: string, unit: string): Column => ({ kind: 'decimal', label, unit, whole: true })
const signed = (label: string, unit: string): Column => ({ kind: 'decimal', label, unit, signed: true })
const word = (label: string, oneOf?: readonly string[]): Column => ({
  kind: 'text',
  label,
  required: true,
  ...(oneOf && { oneOf }),
})
const count = (label: string): Column => ({ kind: 'count', label, required: true })
const of = (table: TableName): Column => ({ kind: 'text', label: '所属', required: true, of: table })
const ordinal = count('顺序')

/** Every table whose rows people write; each row also has an `id`. `supply` is one carrier for one use through one meter. */
export const TABLES: Readonly<Record<TableName, Readonly<Record<string, Column>>>> = {
  institution: {
    ordinal,
    code: word('编号'),
    name: text('名称'),
    place: text('所在地'),
    class: text('机构类别'),
    type: text('机构类型'),
  },
  year: {
    institution: of('institution'),
    from: word('统计起始日'),
    to: word('统计结束日'),
    energyUserCount: decimal('直接录入的用能人数', '人'),
    photoPlaces: { kind: 'text', label: '照片注明拍摄地点', oneOf: ['yes', 'no'] },
  },
  area: { year: of('year'), ordinal, label: text('建筑名称'), floorArea: decimal('建筑面积', 'm²') },
  personGroup: {
    year: of('year'),
    ordinal,
    label: text('人员类别'),
    headcount: decimal('人数', '人'),
    dayRule: word('计日方式', ['whole', 'days', 'absent', 'coefficient']),
    days: decimal('天数或系数', ''),
  },
  supply: {
    year: of('year'),
    ordinal,
    label: text('计量点'),
    carrier: word('能源种类', [...CARRIERS, 'water']),
    unit: word('单位', AMOUNT_UNITS),
    use: word('用途'),
    source: { kind: 'text', label: '来源', oneOf: ['grid', 'onsitePv'] },
    density: decimal('密度', 'kg/L'),
    calorificValue: decimal('实测低位发热量', ''),
    calorificUnit: { kind: 'text', label: '热值单位', oneOf: CALORIFIC_UNITS },
    factor: decimal('选用的折标准煤系数', 'kgce'),
    factorReason: text('选用系数的理由'),
  },
  consumption: {
    supply: of('supply'),
    month: count('月份'),
    state: word('状态', ['value', 'notReported', 'notApplicable']),
    amount: decimal('用量', ''),
  },
  specialUse: {
    year: of('year'),
    ordinal,
    code: word('编号'),
    name: text('特殊用能系统'),
    meteredSeparately: { kind: 'text', label: '独立计量', oneOf: ['yes', 'no'] },
    floorArea: decimal('特殊用能建筑面积', 'm²'),
    people: decimal('特殊用能人数', '人'),
    exclude: word('是否剔除', ['yes', 'no']),
  },
  operation: {
    year: of('year'),
    annualHours: decimal('年实际运行时间', 'h'),
    dormitoryAirConditioningPercent: decimal('学生宿舍空调实际安装率', '%'),
    annualVisits: decimal('年实际就诊人数', '人次'),
  },
  correction: {
    year: of('year'),
    apply: { kind: 'text', label: '修正', oneOf: ['yes', 'no'] },
    reason: text('修正的理由和依据'),
  },
  choice: {
    year: of('year'),
    name: word('取法', Object.keys(CHOICES)),
    value: word('取法'),
    reason: text('取法的理由'),
  },
  draft: {
    year: of('year'),
    tableName: word('表'),
    row: word('行'),
    field: word('栏'),
    typed: word('读不准的录入'),
    message: word('原因'),
  },
  run: {
    year: of('year'),
    at: word('时间'),
    label: text('名称'),
    packDigest: word('标准版本'),
    factsDigest: word('事实摘要'),
    engine: word('程序版本'),
    facts: word('事实'),
    result: word('结果'),
    cells: word('步骤'),
  },
  visit: {
    year: of('year'),
    ordinal,
    date: day('现场日期'),
    people: text('参加人员'),
    packDigest: word('检查表版本'),
  },
  answer: {
    visit: of('visit'),
    item: word('条目'),
    answer: { kind: 'text', label: '回答', oneOf: ANSWERS },
    reason: text('不适用的理由'),
    note: long('说明'),
    value: decimal('实测或实有', ''),
    whole: decimal('应有或均值', ''),
  },
  memo: { visit: of('visit'), ordinal, at: word('时间'), text: long('随手记'), item: text('归到条目') },
  evidence: {
    year: of('year'),
    ordinal,
    target: word('所附'),
    digest: word('文件摘要'),
    name: word('文件名'),
    type: word('文件类型', EVIDENCE_TYPES),
    size: count('字节数'),
    width: count('宽'),
    height: count('高'),
    takenAt: text('拍摄时间'),
    takenIn: text('拍摄地点'),
    at: word('加入时间'),
  },
  instrument: {
    year: of('year'),
    ordinal,
    name: text('仪器'),
    number: text('编号'),
    calibratedUntil: day('校准有效期'),
  },
  measurement: {
    year: of('year'),
    ordinal,
    at: day('测量日期'),
    place: text('位置'),
    quantity: word('测量项目'),
    value: signed('测量值', ''),
    instrument: text('仪器'),
    exception: text('例外的理由'),
  },
  finding: {
    year: of('year'),
    ordinal,
    text: long('问题'),
    source: text('来自'),
    /** What it rested on when it was made, to be compared with what stands there now. */
    basis: text('依据'),
    cite: text('条款'),
    state: word('状态', FINDING_STATES),
    reason: text('不采纳的理由'),
  },
  measure: {
    finding: of('finding'),
    ordinal,
    text: long('措施'),
    endUse: { kind: 'text', label: '用能环节', oneOf: SYSTEMS },
    sequence: decimal('实施次序', ''),
    gain: decimal('年节约费用', '元'),
    cost: decimal('投资', '元'),
    owner: text('责任人'),
    due: day('完成期限'),
  },
  saving: {
    measure: of('measure'),
    ordinal,
    carrier: word('节约的能源', [...CARRIERS, 'water']),
    amount: decimal('年节约量', ''),
  },
  equipment: {
    year: of('year'),
    ordinal,
    system: word('系统', SYSTEMS),
    carrier: word('用的能源', CARRIERS),
    name: text('设备'),
    model: text('型号'),
    quantity: decimal('数量', '台'),
    power: decimal('额定功率或耗量', ''),
    hours: decimal('年运行时间', 'h'),
    load: decimal('负荷系数', ''),
    since: text('投用年份'),
    efficiency: text('能效等级'),
    eliminated: { kind: 'text', label: '淘汰目录核对', oneOf: ['yes', 'no'] },
    basis: text('核对依据'),
  },
  meter: {
    year: of('year'),
    ordinal,
    label: text('表计'),
    carrier: word('能源种类', [...CARRIERS, 'water']),
    level: word('级别', METER_LEVELS),
    building: text('建筑'),
    use: text('用途'),
    account: text('户号'),
    accuracy: text('准确度等级'),
    verifiedUntil: day('检定有效期'),
  },
  meterPoint: {
    year: of('year'),
    ordinal,
    carrier: word('能源种类', [...CARRIERS, 'water']),
    level: word('级别', METER_LEVELS),
    required: whole('应装数量', '块'),
  },
  elimination: { ordinal, model: word('型号'), name: text('设备'), source: text('目录和序号') },
  signoff: {
    year: of('year'),
    ordinal,
    version: count('版本'),
    state: word('状态', SIGNOFF_STATES),
    by: word('签署人'),
    at: word('签署时间'),
    run: text('评价记录'),
    open: count('签署时还差'),
    audit: long('签署时的审计记录'),
  },
  benchmark: {
    ordinal,
    category: word('業務類別'),
    group: word('分組'),
    eui: decimal('EUI公告基準', 'kWh/m²'),
    source: text('出處'),
  },
  body: {
    ordinal,
    code: word('評比單位代碼'),
    name: text('評比單位'),
    group: text('評比分組'),
    taskForceWorking: { kind: 'text', label: '節約能源推動小組運作', oneOf: ['yes', 'no'] },
    statedUnits: whole('列管家數', '家'),
    statedMet: whole('達標家數', '家'),
    statedGroupUnits: whole('該組家數', '家'),
    statedBaseElectricity: decimal('基期年用電量', 'kWh'),
    statedSavedElectricity: signed('累計節電量', 'kWh'),
    statedEms: whole('能源管理系統家數', '家'),
    statedImprovement: whole('系統化改善家數', '家'),
    statedLabel: whole('高能效建築家數', '家'),
    statedYear: text('總數之年度'),
  },
  unit: {
    ordinal,
    code: word('執行單位代碼'),
    name: text('執行單位'),
    body: word('評比單位代碼'),
    category: text('業務類別'),
    group: text('分組'),
    target: { kind: 'text', label: '節電目標', oneOf: ['benchmark', 'own'] },
    ownEui: decimal('自訂EUI目標', 'kWh/m²'),
    ownElectricity: decimal('自訂用電量目標', 'kWh'),
  },
  unitYear: {
    ordinal,
    unit: word('執行單位代碼'),
    year: word('年度'),
    electricity: decimal('用電量', 'kWh'),
    floorArea: decimal('總樓地板面積', 'm²'),
    ems: { kind: 'text', label: '能源管理系統', oneOf: ['yes', 'no'] },
    emsEvidence: text('能源管理系統佐證'),
    improvement: { kind: 'text', label: '系統化改善', oneOf: ['yes', 'no'] },
    improvementEvidence: text('系統化改善佐證'),
    label: { kind: 'text', label: '高能效建築', oneOf: ['yes', 'no'] },
    labelEvidence: text('高能效建築佐證'),
  },
  pathYear: { ordinal, year: word('年度'), numerator: decimal('分子', ''), denominator: decimal('分母', '') },
  approval: { ordinal, year: word('年度'), date: day('核定日期') },
  holder: { ordinal, code: word('编号'), name: text('名称'), category: word('类别') },
  certificateEvent: {
    ordinal,
    code: word('编号'),
    kind: word('事件', ['issue', 'transfer', 'retire', 'expire', 'cancel']),
    date: { ...day('日期'), required: true },
    first: word('首号'),
    last: word('末号'),
    from: text('原持有方'),
    to: text('持有方'),
    form: { kind: 'text', label: '绿证来源', oneOf: ['directSupply', 'greenPowerTrade', 'unbundled'] },
    mwh: decimal('电量', 'MWh'),
    generationMonth: text('发电月份'),
    expiry: day('有效期止'),
    forYear: text('用于年份'),
    evidence: text('佐证材料'),
  },
  holderElectricity: {
    ordinal,
    holder: word('持有方'),
    year: word('年份'),
    month: text('月份'),
    mwh: decimal('用电量', 'MWh'),
    greenPowerTraded: decimal('绿电交易电量', 'MWh'),
  },
  cleanEnergy: {
    ordinal,
    holder: word('持有方'),
    year: word('年份'),
    percent: decimal('占比', '%'),
    source: text('来源'),
  },
  greenParameter: {
    ordinal,
    parameter: word('参数'),
    year: word('年份'),
    percent: decimal('值', '%'),
    source: text('来源'),
    holder: text('持有方'),
  },
  openingShortfall: {
    ordinal,
    holder: word('持有方'),
    requirement: word('要求'),
    year: word('年份'),
    mwh: decimal('缺口', 'MWh'),
    source: text('来源'),
  },
}

/** What an audit adds to the facts: nothing here is read by the evaluation. */
export const AUDIT_TABLES: readonly TableName[] = [
  'visit',
  'answer',
  'memo',
  'evidence',
  'instrument',
  'measurement',
  'finding',
  'measure',
  'saving',
  'equipment',
  'meter',
  'meterPoint',
  'elimination',
  'signoff',
]

export const TABLE_NAMES = Object.keys(TABLES) as TableName[]

/** The columns of a table with `id` first. */
export function columnsOf(table: TableName): readonly string[] {
  return ['id', ...Object.keys(TABLES[table])]
}

/** The statements that make an empty workbook; a file whose schema differs in a single character is not one. */
export function schemaStatements(): readonly string[] {
  const tables = TABLE_NAMES.map(table => {
    const columns = Object.entries(TABLES[table]).map(([name, column]) => `"${name}" ${columnType(name, column)}`)
    return `CREATE TABLE "${table}" ("id" TEXT PRIMARY KEY NOT NULL, ${columns.join(', ')}) STRICT, WITHOUT ROWID`
  })
  const indexes = TABLE_NAMES.flatMap(table =>
    Object.entries(TABLES[table]).flatMap(([name, column]) =>
      column.of && table !== 'consumption' ? [`CREATE INDEX "${table}_${name}" ON "${table}" ("${name}")`] : [],
    ),
  )
  return [
    ...tables,
    ...indexes,
    'CREATE INDEX "institution_order" ON "institution" ("ordinal", "id")',
    'CREATE UNIQUE INDEX "institution_code" ON "institution" ("code")',
    'CREATE UNIQUE INDEX "consumption_month" ON "consumption" ("supply", "month")',
    // holds what an evaluation reads, so that a million cells are read in the order of their meters
    'CREATE INDEX "consumption_amount" ON "consumption" ("supply", "month", "state", "amount")',
    'CREATE UNIQUE INDEX "answer_item" ON "answer" ("visit", "item")',
    'CREATE INDEX "evidence_target" ON "evidence" ("target")',
    // not without rowid: rows of megabytes belong outside the tree. The bytes are named by their own digest, so they need no log
    `CREATE TABLE "file" ("digest" TEXT PRIMARY KEY NOT NULL, "bytes" BLOB NOT NULL) STRICT`,
    `CREATE TABLE "picture" ("digest" TEXT PRIMARY KEY NOT NULL REFERENCES "file" ("digest"), "small" BLOB NOT NULL, "copy" BLOB NOT NULL) STRICT`,
    'CREATE UNIQUE INDEX "draft_place" ON "draft" ("tableName", "row", "field")',
    `CREATE TABLE "pack" ("digest" TEXT PRIMARY KEY NOT NULL, "files" TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    `CREATE TABLE "current_result" ("year" TEXT PRIMARY KEY NOT NULL REFERENCES "year" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, "result" TEXT NOT NULL, "summary" TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    `CREATE TABLE "setting" ("name" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    `CREATE TABLE "action" ("sequence" INTEGER PRIMARY KEY NOT NULL, "kind" TEXT NOT NULL CHECK ("kind" IN ('do', 'undo', 'redo', 'base')), "target" INTEGER, "label" TEXT NOT NULL, "place" TEXT, "command" TEXT UNIQUE, "at" TEXT NOT NULL, "hash" TEXT NOT NULL) STRICT`,
    `CREATE TABLE "change" ("action" INTEGER NOT NULL REFERENCES "action" ("sequence"), "position" INTEGER NOT NULL, "tableName" TEXT NOT NULL, "row" TEXT NOT NULL, "before" TEXT, "after" TEXT, PRIMARY KEY ("action", "position")) STRICT, WITHOUT ROWID`,
    'CREATE INDEX "change_row" ON "change" ("tableName", "row")',
  ]
}

function columnType(name: string, column: Column): string {
  const type = column.kind === 'count' ? 'INTEGER' : 'TEXT'
  const required = column.required ? ' NOT NULL' : ''
  const digits = column.signed ? `iif("${name}" GLOB '-*', substr("${name}", 2), "${name}")` : `"${name}"`
  const check =
    column.kind === 'decimal'
      ? ` CHECK (${digits} GLOB '[0-9]*' AND ${digits} NOT GLOB '*[^0-9.]*' AND ${digits} NOT GLOB '*.*.*' AND ${digits} NOT GLOB '*.')`
      : ''
  const belongs = column.of ? ` REFERENCES "${column.of}" ("id") DEFERRABLE INITIALLY DEFERRED` : ''
  return `${type}${required}${check}${belongs}`
}
