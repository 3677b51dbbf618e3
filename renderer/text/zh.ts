/** The words for what the workbook stores as codes. */
export const CARRIERS: Readonly<Record<string, string>> = {
  electricity: '电力',
  naturalGas: '天然气',
  gasoline: '汽油',
  diesel: '柴油',
  lpg: '液化石油气',
  heat: '热力',
  rawCoal: '原煤',
  other: '其他能源',
  water: '水',
}

/** The units a carrier is billed in, the usual one first. */
export const UNITS: Readonly<Record<string, readonly string[]>> = {
  electricity: ['kWh', '万kWh', 'MWh'],
  naturalGas: ['m3', '万m3'],
  gasoline: ['L', 'kg', 't'],
  diesel: ['L', 'kg', 't'],
  lpg: ['kg', 't'],
  heat: ['GJ', 'MJ'],
  rawCoal: ['t', 'kg'],
  other: ['kgce', 'tce', 'kg', 't', 'm3', 'GJ'],
  water: ['m3', '万m3', 't'],
}

export const USES: Readonly<Record<string, string>> = { general: '一般用能', transport: '车辆' }

export const DAY_RULES: Readonly<Record<string, { readonly label: string; readonly unit: string }>> = {
  whole: { label: '全年在岗（φ = 1）', unit: '' },
  days: { label: '按到场天数', unit: '天' },
  absent: { label: '按不在场天数', unit: '天' },
  coefficient: { label: '直接给系数', unit: '' },
}

/** A unit as it is printed: m³ instead of m3. */
export function unitText(unit: string): string {
  return unit.replace('m3', 'm³').replace('m2', 'm²')
}

export const CHOICE_LABELS: Readonly<
  Record<string, { readonly label: string; readonly values: Readonly<Record<string, string>> }>
> = {
  yearBasis: { label: '年天数', values: { '365': '365 天（附录 B）', calendar: '当年实际天数' } },
  correctWater: { label: '人均用水量修正', values: { no: '不修正', yes: '一并修正' } },
  evInBuildingElectricity: { label: '车辆充电', values: { no: '不计入建筑电耗', yes: '计入建筑电耗' } },
  onsitePvCounted: { label: '自用光伏', values: { yes: '计入', no: '不计入' } },
}
