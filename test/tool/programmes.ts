import type { ProgrammeTable } from '#core/contract/programme-view.ts'
import { importLines } from '#core/service/programme-rows.ts'
import { Programmes } from '#core/service/programmes.ts'
import type { Session } from '#core/service/session.ts'
import { nodeHost } from '../../electron/files.ts'
import { openProgrammes } from '../../electron/standards.ts'

export const TAIWAN = 'taiwan-electricity-efficiency-113'
export const GREEN_POWER = 'inner-mongolia-green-power-2025'

type Blocks = readonly (readonly [table: ProgrammeTable, label: string, block: string])[]

const BODIES = ['B1', 'B2', 'B3', 'B4']

/** Invented bodies with three units each over a base year and two years of the plan, as people would paste them. */
export const TAIWAN_BLOCKS: Blocks = [
  [
    'benchmark',
    'EUI公告基準表',
    '業務類別\t分組\tEUI公告基準\t出處\n行政機關\t第一組\t95.5\t示例\n學校\t第一組\t60\t示例',
  ],
  ['body', '評比單位表', 'B1\t甲機關\t甲組\t是\nB2\t乙機關\t甲組\t否\nB3\t丙機關\t甲組\t是\nB4\t丁機關\t乙組\t是'],
  [
    'unit',
    '執行單位表',
    BODIES.flatMap(body =>
      [1, 2, 3].map(
        n => `${body}-${n}\t${body}所屬${n}\t${body}\t${n === 3 ? '學校' : '行政機關'}\t第一組\t依公告基準`,
      ),
    ).join('\n'),
  ],
  [
    'unitYear',
    '年度用電表',
    BODIES.flatMap((body, i) =>
      [1, 2, 3].flatMap(n =>
        [112, 113, 114].map((year, k) => {
          const electricity = 120_000 + i * 3000 - k * (4000 - i * 1500) + n * 1000
          return `${body}-${n}\t${year}\t${electricity}\t1200\t${n === 1 ? '是' : '否'}\t會議紀錄\t否\t\t否`
        }),
      ),
    ).join('\n'),
  ],
  ['approval', '核定日期表', '114\t115-08-31'],
]

/** Invented holders; the fourth event issues certificates a second time. */
export const GREEN_POWER_BLOCKS: Blocks = [
  [
    'holder',
    '持有方',
    'A\t甲铝业\t重点用能行业\nB\t乙数据中心\t新建数据中心\nC\t市机关服务中心\t公共机构\nG\t丙风电\t发电企业和售证方',
  ],
  [
    'certificateEvent',
    '绿证台账',
    [
      'E1\t核发\t2025-02-10\tGEC2025000001\tGEC2025000900\t\tG\t绿电交易\t900\t2025-01',
      'E2\t划转\t2025-03-01\tGEC2025000001\tGEC2025000600\tG\tA',
      'E3\t核销\t2025-12-20\tGEC2025000001\tGEC2025000500\tA\t\t\t\t\t\t2025',
      'E4\t核发\t2025-02-10\tGEC2025000850\tGEC2025000950\t\tG\t绿电交易\t\t2025-01',
      'E5\t核发\t2025-04-10\tGEC2025001001\tGEC2025001100\t\tB\t单独购证\t100\t2025-03',
    ].join('\n'),
  ],
  ['holderElectricity', '用电量', 'A\t2025\t\t2000\nB\t2025\t\t500\nC\t2025\t\t30'],
]

const fill = (blocks: Blocks) => (session: Session) => {
  const programmes = new Programmes(nodeHost, openProgrammes)
  for (const [table, , block] of blocks) {
    const lines = block.split('\n').map(line => line.split('\t'))
    const { written, faults } = importLines(session, table, lines, programmes.reading(table), true)
    if (!written) throw new Error(JSON.stringify(faults))
  }
}

export const fillTaiwan = fill(TAIWAN_BLOCKS)
export const fillGreenPower = fill(GREEN_POWER_BLOCKS)
