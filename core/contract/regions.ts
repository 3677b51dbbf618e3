/** The provincial divisions of the country, as an address begins; documents call them by the short name. */
const DIVISIONS: readonly (readonly [full: string, short: string])[] = [
  ['北京市', '北京'],
  ['天津市', '天津'],
  ['河北省', '河北'],
  ['山西省', '山西'],
  ['内蒙古自治区', '内蒙古'],
  ['辽宁省', '辽宁'],
  ['吉林省', '吉林'],
  ['黑龙江省', '黑龙江'],
  ['上海市', '上海'],
  ['江苏省', '江苏'],
  ['浙江省', '浙江'],
  ['安徽省', '安徽'],
  ['福建省', '福建'],
  ['江西省', '江西'],
  ['山东省', '山东'],
  ['河南省', '河南'],
  ['湖北省', '湖北'],
  ['湖南省', '湖南'],
  ['广东省', '广东'],
  ['广西壮族自治区', '广西'],
  ['海南省', '海南'],
  ['重庆市', '重庆'],
  ['四川省', '四川'],
  ['贵州省', '贵州'],
  ['云南省', '云南'],
  ['西藏自治区', '西藏'],
  ['陕西省', '陕西'],
  ['甘肃省', '甘肃'],
  ['青海省', '青海'],
  ['宁夏回族自治区', '宁夏'],
  ['新疆维吾尔自治区', '新疆'],
  ['香港特别行政区', '香港'],
  ['澳门特别行政区', '澳门'],
  ['台湾省', '台湾'],
]

/** The provincial divisions by their full names. */
export const REGIONS: readonly string[] = DIVISIONS.map(([full]) => full)

/** 海南州 and 河南县 lie in 青海; they only begin like provinces. */
const OTHERWISE = /^(?:海南(?:州|藏族)|河南(?:县|蒙古族))/

/** The short name of the provincial division a place lies in: 山东 for 山东省济南市 or 山东济南; `null` where it does not say. */
export function regionOf(place: string): string | null {
  const lies = ([full, short]: (typeof DIVISIONS)[number]) =>
    place.startsWith(full) || (place.startsWith(short) && !OTHERWISE.test(place))
  return DIVISIONS.find(lies)?.[1] ?? null
}
