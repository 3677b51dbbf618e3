/** What can be wrong with the facts of one institution. A closed list: screens, reports and the command line share its sentences. */
export const PROBLEM_CODES = [
  'notAnObject',
  'missingField',
  'wrongShape',
  'unknownField',
  'numberNotText',
  'negativeNumber',
  'tooManyDigits',
  'unreadableNumber',
  'notPositive',
  'textTooLong',
  'duplicateId',
  'unknownClass',
  'typeNotInClass',
  'unknownCarrier',
  'unknownUnit',
  'unitNotForCarrier',
  'unknownUse',
  'unknownSpecialUse',
  'duplicateSpecialUse',
  'specialUseIncomplete',
  'specialUseTooLarge',
  'specialUseWithoutEnergy',
  'peopleAndEnergyUserCount',
  'dayCoefficientAmbiguous',
  'daysOutOfRange',
  'factorNotAllowed',
  'factorAmbiguous',
  'factorOutOfRange',
  'calorificUnitMismatch',
  'sourceNotAllowed',
  'unknownChoice',
  'choiceWithoutReason',
  'invalidDate',
  'invalidPeriod',
  'electricityNotReported',
  'factorWithoutReason',
  'correctionWithoutReason',
  'moreProblems',
] as const

export type ProblemCode = (typeof PROBLEM_CODES)[number]

type Params = Readonly<Record<string, string>>

const SENTENCES: Record<ProblemCode, (p: Params) => string> = {
  notAnObject: () => '这一项不是一家机构的事实。请写成 { "id": …, "name": … } 的形式。',
  missingField: p => `缺少“${p.field}”。请补上这一项。`,
  wrongShape: p => `读到${p.read}，应为${p.expected}。请按事实格式改写。`,
  unknownField: p => `不认识“${p.field}”，没有用到它。请核对写法，或删去这一项。`,
  numberNotText: p => `数值 ${p.read} 没有加引号。请写成带引号的文字，例如 "${p.read}"，以免丢失位数。`,
  negativeNumber: p => `“${p.read}”是负数，这里的量不能小于 0。请核对；是账单退补的，请并入所属月份。`,
  tooManyDigits: p => `“${p.read}”位数过多。最多 15 位有效数字，请按账单写。`,
  unreadableNumber: p => `“${p.read}”读不准。请只写半角数字和一个小数点，例如 12800.5；单位写在单位一栏。`,
  notPositive: p => `“${p.read}”应大于 0。请按实测记录填写。`,
  textTooLong: p => `文字太长（最多 ${p.limit} 字）。请缩短。`,
  duplicateId: p => `有 ${p.count} 家机构用了同一个编号“${p.id}”，分不清是哪一家，都没有评价。请改成各不相同的编号。`,
  unknownClass: p => `机构类别“${p.read}”不在本标准里。可用的类别：${p.known}。`,
  typeNotInClass: p => `机构类型“${p.read}”不属于${p.class}。${p.known}`,
  unknownCarrier: p => `能源种类“${p.read}”不认识。可用：${p.known}。其他能源请用 other，并给出折标准煤系数。`,
  unknownUnit: p => `单位“${p.read}”不认识。可用：${p.known}。`,
  unitNotForCarrier: p => `${p.carrier}的单位应为 ${p.known}，读到 ${p.read}。请改单位，或按账单换算后填写。`,
  unknownUse: p => `用途“${p.read}”不认识。可用：${p.known}。`,
  unknownSpecialUse: p => `没有编号为“${p.read}”的特殊用能系统。请在特殊用能里登记，或改用途。`,
  duplicateSpecialUse: p => `特殊用能编号“${p.read}”重复。请改成各不相同的编号。`,
  specialUseIncomplete: p =>
    `${p.name}要剔除，但${p.lacking}。剔除能耗必须可独立计量，并同时剔除面积和人数（${p.clause}）。`,
  specialUseTooLarge: p => `特殊用能的${p.what}合计 ${p.part}，大于整个机构的 ${p.whole}。请核对两处的数。`,
  specialUseWithoutEnergy: p => `${p.name}剔除了面积和人数，却没有一条用能记录属于它。请核对用途。`,
  peopleAndEnergyUserCount: () => '人员明细和用能人数同时填了，不知道以哪个为准。请只留一种。',
  dayCoefficientAmbiguous: p => `同一类人员给了${p.given}，不知道以哪个为准。请只留一种。`,
  daysOutOfRange: p => `天数“${p.read}”超出一年（最多 ${p.limit} 天）。请核对。`,
  factorNotAllowed: p => `${p.carrier}不能另给${p.what}：${p.rule}。请删去这一项。`,
  factorAmbiguous: p =>
    `${p.carrier}同时给了实测热值和折标准煤系数，不知道以哪个为准。请只留一种（有实测的以实测为准，${p.clause}）。`,
  factorOutOfRange: p =>
    `${p.carrier}的折标准煤系数“${p.read}”不在 ${p.lower}～${p.upper} ${p.unit} 内（${p.clause}）。请改在范围内，或填实测热值。`,
  calorificUnitMismatch: p => `${p.carrier}的热值单位应为 ${p.known}，读到 ${p.read}。请改单位。`,
  sourceNotAllowed: p => `${p.carrier}不能标“${p.read}”，来源只用于电力。请删去这一项。`,
  unknownChoice: p => `“${p.read}”不是可选的取法。可用：${p.known}。`,
  choiceWithoutReason: p => `“${p.choice}”没有用默认取法，却没有写理由。请写明理由，或改回默认。`,
  invalidDate: p => `日期“${p.read}”不存在或写法不对。请写成 2023-01-01 的形式。`,
  invalidPeriod: p => `统计周期的起始 ${p.from} 晚于结束 ${p.to}。请核对。`,
  electricityNotReported: () =>
    '有用能记录，但没有一条是建筑用电（车辆充电和已剔除的不算）。确实不用电的，请加一条用量为 0 的电力。',
  factorWithoutReason: p => `${p.carrier}选了折标准煤系数 ${p.read}，没有写明为什么选它。请补写理由，报告要印。`,
  correctionWithoutReason: p => `选用了修正，没有写理由和依据。请补写，报告要印（${p.clause}）。`,
  moreProblems: p => `还有 ${p.count} 处问题没有列出。请先改上面的，再试一次。`,
}

/** The sentence for a problem: what was read, what to do. */
export function problemSentence(code: ProblemCode, params: Params): string {
  return SENTENCES[code](params)
}
