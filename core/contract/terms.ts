/**
 * The glossary: every named quantity the product knows before a pack adds its own, with the label and symbol that
 * screens and reports print. A pack refers to these ids in its formulas; an id it neither finds here nor declares is refused.
 *
 * Units named `carrierUnit`, `typedUnit`, `heatUnit`, `indicatorUnit` and `denominatorUnit` stand for "the unit of this
 * row": the standard itself writes 单位为该能源的单位 (6.1.1). `UNIT_REFINEMENTS` says when such a unit becomes a certain one.
 */
/** In which the terms and sentences of a pack are written. */
export type Language = 'zh-Hans' | 'zh-Hant'

export type Term = { readonly label: string; readonly symbol?: string; readonly unit: string | null }

/** `null` as unit marks a term whose value is text (a class, a zone, a choice). */
export const TERMS = {
  // identity and scope
  place: { label: '所在地', unit: null },
  climateZone: { label: '气候分区', unit: null },
  institutionClass: { label: '机构类别', unit: null },
  institutionType: { label: '机构类型', unit: null },
  quotaRow: { label: '定额所在行', unit: null },
  wholeCalendarYear: { label: '完整自然年度', unit: null },
  calendarDays: { label: '当年天数', unit: 'd' },

  // people
  headcount: { label: '人数', symbol: 'N_b', unit: 'p' },
  dayRule: { label: '计日方式', unit: null },
  days: { label: '在场天数', unit: 'd' },
  absentDays: { label: '不在场天数', unit: 'd' },
  coefficient: { label: '录入的计日系数', unit: '1' },
  yearDays: { label: '年天数', unit: 'd' },
  dayCoefficient: { label: '计日系数', symbol: 'φ_b', unit: '1' },
  averageHeadcount: { label: '折算人数', symbol: 'N_b·φ_b', unit: 'p' },
  statedEnergyUserCount: { label: '直接录入的用能人数', unit: 'p' },
  energyUserCount: { label: '用能人数', symbol: 'N', unit: 'p' },
  energyUserCountInScope: { label: '评价用能人数', symbol: 'P', unit: 'p' },

  // area
  floorArea: { label: '建筑面积', symbol: 'A_0', unit: 'm2' },
  floorAreaInScope: { label: '评价建筑面积', symbol: 'A', unit: 'm2' },
  specialUseName: { label: '特殊用能系统', unit: null },
  specialUseFloorArea: { label: '特殊用能建筑面积', unit: 'm2' },
  specialUsePeople: { label: '特殊用能人数', unit: 'p' },
  exclude: { label: '是否剔除', unit: null },

  // energy
  carrier: { label: '能源种类', unit: null },
  scope: { label: '用途', unit: null },
  source: { label: '来源', unit: null },
  amount: { label: '录入量', unit: 'typedUnit' },
  conversion: { label: '换算方式', unit: null },
  unitFactor: { label: '单位换算', unit: 'carrierUnit/typedUnit' },
  density: { label: '密度', symbol: 'ρ', unit: 'carrierUnit/typedUnit' },
  physical: { label: '实物量', symbol: 'E_i', unit: 'carrierUnit' },
  factorBy: { label: '系数取法', unit: null },
  calorificValue: { label: '实测低位发热量', symbol: 'q', unit: 'heatUnit/carrierUnit' },
  statedFactor: { label: '选用的折标准煤系数', unit: 'kgce/carrierUnit' },
  listedFactor: { label: '表列折标准煤系数', unit: 'kgce/carrierUnit' },
  coalEquivalentFactor: { label: '折标准煤系数', symbol: 'k_i', unit: 'kgce/carrierUnit' },
  coalEquivalent: { label: '折标准煤量', symbol: 'E_i·k_i', unit: 'kgce' },
  countedEnergy: { label: '计入综合能耗的量', unit: 'kgce' },
  countedElectricity: { label: '计入建筑电耗的量', unit: 'kWh' },
  chargedElectricity: { label: '车辆充电量', unit: 'kWh' },
  vehicleElectricity: { label: '车辆充电总量', unit: 'kWh' },
  comprehensiveEnergy: { label: '综合能耗', symbol: 'E', unit: 'kgce' },
  transportEnergy: { label: '交通能耗', symbol: 'E_jt', unit: 'kgce' },
  buildingElectricity: { label: '建筑总耗电量', symbol: 'E_d', unit: 'kWh' },

  // water
  waterVolume: { label: '用水量', unit: 'm3' },
  countedWater: { label: '计入总用水量的量', unit: 'm3' },
  totalWater: { label: '总用水量', symbol: 'W', unit: 'm3' },

  // correction
  correctionChosen: { label: '是否选用修正', unit: null },
  correctionBy: { label: '修正依据', unit: null },
  annualHours: { label: '年实际运行时间', symbol: 'T', unit: 'h' },
  dormitoryAirConditioningPercent: { label: '学生宿舍空调实际安装率', symbol: 'K', unit: '%' },
  annualVisits: { label: '年实际就诊人数', symbol: 'P_j', unit: 'p' },
  correctionFactor: { label: '修正系数', symbol: 'λ', unit: '1' },

  // choices
  yearBasis: { label: '年天数取法', unit: null },
  correctWater: { label: '人均用水量是否修正', unit: null },
  evInBuildingElectricity: { label: '建筑电耗是否含车辆充电', unit: null },
  onsitePvCounted: { label: '自用光伏电量是否计入', unit: null },

  // indicators
  energyPerPersonRaw: { label: '修正前人均综合能耗', symbol: 'E_r', unit: 'kgce/p' },
  energyPerAreaRaw: { label: '修正前单位建筑面积能耗', symbol: 'E_j', unit: 'kgce/m2' },
  electricityPerAreaRaw: { label: '修正前单位建筑面积电耗', symbol: 'E_jd', unit: 'kWh/m2' },
  waterPerPersonRaw: { label: '修正前人均用水量', symbol: 'V_r', unit: 'm3/p' },
  energyPerPerson: { label: '人均综合能耗', symbol: 'E_r,c', unit: 'kgce/p' },
  energyPerArea: { label: '单位建筑面积能耗', symbol: 'E_j,c', unit: 'kgce/m2' },
  electricityPerArea: { label: '单位建筑面积电耗', symbol: 'E_jd,c', unit: 'kWh/m2' },
  waterPerPerson: { label: '人均用水量', symbol: 'V_r,c', unit: 'm3/p' },

  // distance to the next tier
  indicatorValue: { label: '指标值', unit: 'indicatorUnit' },
  nextTierValue: { label: '下一等级的限值', unit: 'indicatorUnit' },
  denominator: { label: '指标的分母', unit: 'denominatorUnit' },
  appliedFactor: { label: '所用修正系数', unit: '1' },
  distanceInUnit: { label: '距下一等级', unit: 'indicatorUnit' },
  distanceAmount: { label: '折合全年量', unit: 'indicatorUnit*denominatorUnit' },
  distanceShare: { label: '占指标值的比例', unit: '1' },
} as const satisfies Record<string, Term>

/** The facts that come as rows, the terms an engine row starts with, and how such a row is called in a sentence. */
export const FACT_TABLES = {
  people: { label: '用能人数', terms: ['headcount', 'dayRule', 'days', 'absentDays', 'coefficient'] },
  energy: {
    label: '能源',
    terms: [
      'carrier',
      'scope',
      'source',
      'amount',
      'conversion',
      'unitFactor',
      'density',
      'factorBy',
      'calorificValue',
      'statedFactor',
    ],
  },
  water: { label: '用水', terms: ['scope', 'amount', 'conversion', 'unitFactor'] },
  specialUse: { label: '特殊用能', terms: ['specialUseName', 'specialUseFloorArea', 'specialUsePeople', 'exclude'] },
  indicator: { label: '指标', terms: ['indicatorValue', 'nextTierValue', 'denominator', 'appliedFactor'] },
} as const satisfies Record<string, { label: string; terms: readonly (keyof typeof TERMS)[] }>

export type FactTable = keyof typeof FACT_TABLES

/** The facts of an institution that are not rows. */
export const SCALAR_FACTS = [
  'place',
  'institutionClass',
  'institutionType',
  'wholeCalendarYear',
  'calendarDays',
  'floorArea',
  'statedEnergyUserCount',
  'annualHours',
  'dormitoryAirConditioningPercent',
  'annualVisits',
  'correctionChosen',
  'yearBasis',
  'correctWater',
  'evInBuildingElectricity',
  'onsitePvCounted',
] as const satisfies readonly (keyof typeof TERMS)[]

/** What a row's open unit becomes once a text term has a certain value. `carrier` does the same through the pack's factor table. */
export const UNIT_REFINEMENTS: readonly { term: string; value: string; unit: string; becomes: string }[] = [
  { term: 'conversion', value: 'same', unit: 'typedUnit', becomes: 'carrierUnit' },
  { term: 'factorBy', value: 'kcal', unit: 'heatUnit', becomes: 'kcal' },
  { term: 'factorBy', value: 'kJ', unit: 'heatUnit', becomes: 'kJ' },
  { term: 'factorBy', value: 'coalEquivalent', unit: 'carrierUnit', becomes: 'kgce' },
]

/** What an open unit always is inside one table. */
export const TABLE_UNITS: Readonly<Partial<Record<FactTable, Readonly<Record<string, string>>>>> = {
  water: { carrierUnit: 'm3' },
}

/** How the values of text terms read in Chinese; values that are Chinese already are absent. */
export const TEXT_LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  carrier: {
    electricity: '电力',
    rawCoal: '原煤',
    naturalGas: '天然气',
    gasoline: '汽油',
    diesel: '柴油',
    lpg: '液化石油气',
    heat: '热力',
    other: '其他能源',
  },
  scope: { general: '一般用能', transport: '交通', excluded: '已剔除的特殊用能', special: '未剔除的特殊用能' },
  source: { grid: '外购', onsitePv: '自用光伏' },
  conversion: { same: '单位相同', scale: '单位换算', density: '按密度' },
  factorBy: {
    kcal: '实测热值（kcal）',
    kJ: '实测热值（kJ）',
    stated: '选用值',
    listed: '标准所列值',
    coalEquivalent: '已是标准煤',
    none: '未给出',
  },
  factorRule: {
    listedOnly: '用标准所列系数',
    measuredOrListed: '有实测热值用实测，没有用标准所列',
    measuredOrWithinRange: '用实测热值，或在所列范围内选',
    statedOnly: '由录入人给出，写明理由',
  },
  dayRule: { whole: '全年', days: '按在场天数', absent: '扣除不在场天数', coefficient: '直接给系数' },
  exclude: { yes: '剔除', no: '不剔除' },
  correctionChosen: { yes: '选用', no: '未选用' },
  correctionBy: { hours: '年运行时间', dormitory: '学生宿舍空调安装率', visits: '年就诊人数' },
  wholeCalendarYear: { yes: '是', no: '否' },
  yearBasis: { '365': '365 天', calendar: '当年实际天数' },
  correctWater: { yes: '修正', no: '不修正' },
  evInBuildingElectricity: { yes: '含', no: '不含' },
  onsitePvCounted: { yes: '计入', no: '不计入' },
}

/** The value of a text term as a person reads it. */
export function textLabel(term: string, value: string): string {
  const labels = Object.hasOwn(TEXT_LABELS, term) ? TEXT_LABELS[term] : undefined
  return labels && Object.hasOwn(labels, value) ? (labels[value] ?? value) : value
}

/** A carrier as it is called; water is asked beside the energies. */
export function carrierLabel(carrier: string | number | null | undefined): string {
  return carrier === 'water' ? '水' : textLabel('carrier', String(carrier))
}

const UNIT_LABELS: Readonly<Record<string, string>> = { '1': '', d: '天', carrierUnit: '该能源单位', p: '人' }

/** A unit as it is printed: `kgce/m2` as `kgce/m²`, `1` as nothing, a bare person or day in Chinese. */
export function unitLabel(unit: string): string {
  const label = Object.hasOwn(UNIT_LABELS, unit) ? UNIT_LABELS[unit] : undefined
  return label ?? unit.replace(/m2/g, 'm²').replace(/m3/g, 'm³').replaceAll('*', '·')
}
