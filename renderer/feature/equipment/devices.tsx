import { type EquipmentView, SYSTEM_LABELS, SYSTEMS } from '#core/contract/audit.ts'
import type { Detail } from '#core/contract/views.ts'
import { CARRIERS } from '../../text/zh.ts'
import { AddRow } from '../../ui/add-row.tsx'
import { Choose } from '../../ui/choose.tsx'
import { Columns } from '../../ui/columns.tsx'
import { Field } from '../../ui/field.tsx'
import { RowActs } from '../../ui/row-evidence.tsx'

const SYSTEM_OPTIONS = SYSTEMS.map(value => ({ value, label: SYSTEM_LABELS[value] }))
const CARRIER_OPTIONS = Object.entries(CARRIERS)
  .filter(([value]) => value !== 'water')
  .map(([value, label]) => ({ value, label }))
const ELIMINATED = [
  { value: 'no', label: '不在目录内' },
  { value: 'yes', label: '在目录内' },
]

const WIDTHS = [
  ['system', '114px'],
  ['carrier', '90px'],
  ['name', 'auto'],
  ['model', 'auto'],
  ['quantity', '68px'],
  ['rate', '88px'],
  ['hours', '84px'],
  ['load', '50px'],
  ['energy', '104px'],
  ['act', '68px'],
] as const

type Props = { readonly detail: Detail; readonly view: EquipmentView }

/** The equipment as its plates say, one kind a line. */
export function Devices({ detail: { year, drafts }, view }: Props) {
  return (
    <section className="panel">
      <header>
        <h2>用能设备</h2>
        <span className="dim">年用量 = 数量 × 额定功率或耗量 × 年运行时间 × 负荷系数；缺一项就不估算</span>
        <AddRow table="equipment" year={year} label="加一种设备" first="name" />
      </header>
      {view.rows.length === 0 ? (
        <p className="empty">还没有设备。抄铭牌：功率、台数、投用年份、能效等级；是否在淘汰目录内要对照目录核对。</p>
      ) : (
        <table className="t ledger dense two-rows">
          <Columns widths={WIDTHS} />
          <thead>
            <tr>
              <th>系统</th>
              <th>能源</th>
              <th>设备</th>
              <th>型号</th>
              <th className="r">数量</th>
              <th className="r">额定</th>
              <th className="r">年运行时间</th>
              <th className="r">负荷</th>
              <th className="r">年用量</th>
              <th className="act two" />
            </tr>
          </thead>
          {view.rows.map(({ row, energy, unit, rate, listed, doubts }, i) => {
            const of = { bare: true, table: 'equipment', row, drafts } as const
            return (
              <tbody key={String(row.id)}>
                <tr>
                  <td>
                    <Choose {...of} field="system" label={`第 ${i + 1} 种设备的系统`} options={SYSTEM_OPTIONS} />
                  </td>
                  <td>
                    <Choose {...of} field="carrier" label="能源" options={CARRIER_OPTIONS} />
                  </td>
                  <td>
                    <Field {...of} field="name" label="设备" />
                  </td>
                  <td>
                    <Field {...of} field="model" label="型号" />
                  </td>
                  <td>
                    <Field {...of} quantity field="quantity" label="数量" unit="台" />
                  </td>
                  <td>
                    <Field {...of} quantity field="power" label="额定功率或耗量" unit={rate} />
                  </td>
                  <td>
                    <Field {...of} quantity field="hours" label="年运行时间" unit="h" />
                  </td>
                  <td>
                    <Field {...of} quantity field="load" label="负荷系数" />
                  </td>
                  <td className="r num">
                    {energy === null ? (
                      <span className="dim">未估算</span>
                    ) : (
                      <>
                        {energy} <span className="unit">{unit}</span>
                      </>
                    )}
                  </td>
                  <RowActs year={year} table="equipment" row={String(row.id)} of={`第 ${i + 1} 种设备`} />
                </tr>
                <tr className="more">
                  <td colSpan={WIDTHS.length}>
                    <div className="row">
                      <span className="dim">投用年份</span>
                      <Field {...of} field="since" label="投用年份" />
                      <span className="dim">能效等级</span>
                      <Field {...of} field="efficiency" label="能效等级" />
                      <span className="dim">淘汰目录</span>
                      <Choose {...of} clears field="eliminated" label="淘汰目录核对" options={ELIMINATED} />
                      {listed === null ? null : (
                        <span className="tag pending" title={`型号与目录相符：${listed}`}>
                          型号相符
                        </span>
                      )}
                      <span className="dim">核对依据</span>
                      <span className="grow">
                        <Field {...of} field="basis" label="核对依据" />
                      </span>
                      {doubts.map(doubt => (
                        <span key={doubt} className="sv-w">
                          {doubt}
                        </span>
                      ))}
                    </div>
                  </td>
                </tr>
              </tbody>
            )
          })}
        </table>
      )}
    </section>
  )
}
