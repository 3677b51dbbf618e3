import { useState } from 'react'
import { LEVEL_LABELS, METER_LEVELS, type MeteringView, SYSTEM_LABELS, SYSTEMS } from '#core/contract/audit.ts'
import type { Input, Outputs } from '#core/contract/operations.ts'
import type { Detail, ViewRow } from '#core/contract/views.ts'
import { run } from '../../client.ts'
import { useQuery } from '../../state.ts'
import { CARRIERS } from '../../text/zh.ts'
import { Choose } from '../../ui/choose.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NumberLink } from '../../ui/number-link.tsx'
import { Problems } from '../../ui/problems.tsx'
import { RemoveRow } from '../../ui/remove-row.tsx'

type Table = Input<'row.add'>['table']

const SYSTEM_OPTIONS = SYSTEMS.map(value => ({ value, label: SYSTEM_LABELS[value] }))
const CARRIER_OPTIONS = Object.entries(CARRIERS).map(([value, label]) => ({ value, label }))
const LEVEL_OPTIONS = METER_LEVELS.map(value => ({ value, label: LEVEL_LABELS[value] }))
const ELIMINATED = [
  { value: 'no', label: '不在目录内' },
  { value: 'yes', label: '在目录内' },
]

/** What uses the energy, and what measures it. */
export function EquipmentScreen({ detail }: { readonly detail: Detail }) {
  const { year } = detail
  const [part, setPart] = useState<'equipment' | 'meters'>('equipment')
  const equipment = useQuery('equipment.list', { year })
  const metering = useQuery('meter.list', { year })
  return (
    <>
      <div className="head">
        <h1>设备与计量</h1>
        <fieldset className="seg" aria-label="看哪一部分">
          <button
            type="button"
            className={part === 'equipment' ? 'on' : ''}
            aria-pressed={part === 'equipment'}
            onClick={() => setPart('equipment')}
          >
            用能设备
          </button>
          <button
            type="button"
            className={part === 'meters' ? 'on' : ''}
            aria-pressed={part === 'meters'}
            onClick={() => setPart('meters')}
          >
            计量器具
          </button>
        </fieldset>
      </div>
      <div className="pad scroll">
        {part === 'equipment' && equipment ? <Equipment detail={detail} view={equipment} /> : null}
        {part === 'meters' && metering ? <Metering detail={detail} view={metering} /> : null}
        <Problems detail={detail} stage="equipment" />
      </div>
    </>
  )
}

function Add({ table, year, label }: { readonly table: Table; readonly year: string; readonly label: string }) {
  return (
    <div className="acts">
      <button type="button" className="btn" onClick={() => run('row.add', { table, year, values: {} })}>
        <Icon name="plus" small />
        {label}
      </button>
    </div>
  )
}

type EquipmentProps = { readonly detail: Detail; readonly view: Outputs['equipment.list'] }

function Equipment({ detail: { year, drafts }, view }: EquipmentProps) {
  const { rows, endUses, estimated, billed, gap, gapShare, exceeds } = view
  return (
    <>
      <section className="panel">
        <header>
          <h2>用能设备</h2>
          <span className="dim">年用电 = 数量 × 额定功率 × 年运行时间 × 负荷系数；缺一项就不估算</span>
          <Add table="equipment" year={year} label="加一种设备" />
        </header>
        {rows.length === 0 ? (
          <p className="empty">还没有设备。抄铭牌：功率、台数、投用年份、能效等级；是否在淘汰目录内要对照目录核对。</p>
        ) : (
          <table className="t ledger dense">
            <thead>
              <tr>
                <th>系统</th>
                <th>设备</th>
                <th>型号</th>
                <th className="r">数量</th>
                <th className="r">额定功率</th>
                <th className="r">年运行时间</th>
                <th className="r">负荷系数</th>
                <th className="r">年用电，kWh</th>
                <th>投用年份</th>
                <th>能效等级</th>
                <th>淘汰目录核对</th>
                <th>核对依据</th>
                <th className="act" />
              </tr>
            </thead>
            <tbody>
              {rows.map(({ row, energy }, i) => {
                const of = { bare: true, table: 'equipment', row, drafts } as const
                return (
                  <tr key={String(row.id)}>
                    <td>
                      <Choose {...of} field="system" label={`第 ${i + 1} 种设备的系统`} options={SYSTEM_OPTIONS} />
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
                      <Field {...of} quantity field="power" label="额定功率" unit="kW" />
                    </td>
                    <td>
                      <Field {...of} quantity field="hours" label="年运行时间" unit="h" />
                    </td>
                    <td>
                      <Field {...of} quantity field="load" label="负荷系数" />
                    </td>
                    <td className="r num">{energy ?? <span className="dim">未估算</span>}</td>
                    <td>
                      <Field {...of} field="since" label="投用年份" />
                    </td>
                    <td>
                      <Field {...of} field="efficiency" label="能效等级" />
                    </td>
                    <td>
                      <Choose {...of} field="eliminated" label="淘汰目录核对" options={ELIMINATED} />
                    </td>
                    <td>
                      <Field {...of} field="basis" label="核对依据" />
                    </td>
                    <td className="act">
                      <RemoveRow table="equipment" row={String(row.id)} label={`删除第 ${i + 1} 种设备`} />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
      </section>
      {endUses.length === 0 ? null : (
        <section className="panel">
          <header>
            <h2>用电分项</h2>
            <span className="dim">由设备估算，与账单核对；措施按先后从分项里扣</span>
          </header>
          <table className="t">
            <thead>
              <tr>
                <th>系统</th>
                <th className="r">年用电，kWh</th>
                <th className="r">占估算</th>
                <th className="r">措施节约，kWh</th>
                <th className="r">余下，kWh</th>
                <th>说明</th>
              </tr>
            </thead>
            <tbody>
              {endUses.map(({ system, label, energy, incomplete, share, saving, left, verdict }) => (
                <tr key={system}>
                  <td>{label}</td>
                  <td className="r num">{energy ?? '未估算'}</td>
                  <td className="r num">{share ?? '—'}</td>
                  <td className="r num">{saving ?? '—'}</td>
                  <td className="r num">{left ?? '—'}</td>
                  <td>
                    {incomplete > 0 ? <span className="num">{incomplete} 种设备还缺数 </span> : null}
                    {verdict === 'tooMuch' ? <span className="sv-e">节约量超过分项，请改小</span> : null}
                    {verdict === 'doubtful' ? <span className="sv-w">节约量超过一半，请核对</span> : null}
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td>估算合计</td>
                <td className="r num">{estimated}</td>
                <td colSpan={4} />
              </tr>
              <tr>
                <td>账单，建筑用电</td>
                <td className="r">
                  {billed === null ? (
                    <span className="dim">账单不齐</span>
                  ) : (
                    <NumberLink cell="buildingElectricity">{billed}</NumberLink>
                  )}
                </td>
                <td colSpan={4} />
              </tr>
              <tr>
                <td>差额</td>
                <td className="r num">{gap ?? '—'}</td>
                <td className="r num">{gapShare ?? '—'}</td>
                <td colSpan={3} className={exceeds ? 'sv-e' : ''}>
                  {exceeds ? '估算大于账单，请核对运行时间和负荷系数' : '占账单；没有列入设备或估算偏小的部分'}
                </td>
              </tr>
            </tfoot>
          </table>
        </section>
      )}
    </>
  )
}

type MeteringProps = { readonly detail: Detail; readonly view: MeteringView }

function Metering({ detail: { year, drafts }, view }: MeteringProps) {
  const { meters, points, date, rule } = view
  const of = (table: 'meter' | 'meterPoint', row: ViewRow) => ({ bare: true, table, row, drafts }) as const
  return (
    <>
      <section className="panel">
        <header>
          <h2>配备率</h2>
          <span className="dim num">
            配备率 = 实装 ÷ 应装；
            {rule === null
              ? '先填现场日期，才知道按哪一版规定'
              : `按现场日期 ${date} 有效的 ${rule.id}${rule.known ? '' : '，该版数值没有见到，不判定'}`}
          </span>
          {rule === null ? null : <span className="tag pending">来源待核</span>}
          <Add table="meterPoint" year={year} label="加一类应装" />
        </header>
        {points.length === 0 ? (
          <p className="empty">还没有应装数量。按能源种类和级别各填一行，实装数由下面的表计自动数出。</p>
        ) : (
          <table className="t ledger">
            <thead>
              <tr>
                <th>能源种类</th>
                <th>级别</th>
                <th className="r">应装</th>
                <th className="r">实装，块</th>
                <th className="r">配备率</th>
                <th className="r">要求</th>
                <th>结果</th>
                <th className="act" />
              </tr>
            </thead>
            <tbody>
              {points.map(({ row, installed, ratio, wanted, meets }, i) => (
                <tr key={String(row.id)}>
                  <td>
                    <Choose
                      {...of('meterPoint', row)}
                      field="carrier"
                      label={`第 ${i + 1} 类的能源`}
                      options={CARRIER_OPTIONS}
                    />
                  </td>
                  <td>
                    <Choose {...of('meterPoint', row)} field="level" label="级别" options={LEVEL_OPTIONS} />
                  </td>
                  <td>
                    <Field {...of('meterPoint', row)} quantity field="required" label="应装" unit="块" />
                  </td>
                  <td className="r num">{installed}</td>
                  <td className="r num">{ratio ?? '—'}</td>
                  <td className="r num">{wanted === null ? '—' : `≥ ${wanted}`}</td>
                  <td className={meets === false ? 'verdict nonconform' : 'verdict'}>
                    {meets === null ? '—' : meets ? '✓ 符合' : '✕ 不符合'}
                  </td>
                  <td className="act">
                    <RemoveRow table="meterPoint" row={String(row.id)} label={`删除第 ${i + 1} 类应装`} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="panel">
        <header>
          <h2>表计</h2>
          <Add table="meter" year={year} label="加一块表" />
        </header>
        {meters.length === 0 ? (
          <p className="empty">还没有表计。一块表一行：量什么、在哪一级、户号、准确度等级、检定有效期。</p>
        ) : (
          <table className="t ledger dense">
            <thead>
              <tr>
                <th>表计</th>
                <th>能源种类</th>
                <th>级别</th>
                <th>建筑</th>
                <th>用途</th>
                <th>户号</th>
                <th>准确度等级</th>
                <th>检定有效期</th>
                <th className="act" />
              </tr>
            </thead>
            <tbody>
              {meters.map(({ row, expired }, i) => {
                const meter = of('meter', row)
                return (
                  <tr key={String(row.id)}>
                    <td>
                      <Field {...meter} field="label" label={`第 ${i + 1} 块表`} />
                    </td>
                    <td>
                      <Choose {...meter} field="carrier" label="能源种类" options={CARRIER_OPTIONS} />
                    </td>
                    <td>
                      <Choose {...meter} field="level" label="级别" options={LEVEL_OPTIONS} />
                    </td>
                    <td>
                      <Field {...meter} field="building" label="建筑" />
                    </td>
                    <td>
                      <Field {...meter} field="use" label="用途" />
                    </td>
                    <td>
                      <Field {...meter} field="account" label="户号" />
                    </td>
                    <td>
                      <Field {...meter} field="accuracy" label="准确度等级" />
                    </td>
                    <td>
                      <Field {...meter} field="verifiedUntil" label="检定有效期" />
                      {expired ? <span className="tag pending">已过期</span> : null}
                    </td>
                    <td className="act">
                      <RemoveRow table="meter" row={String(row.id)} label={`删除第 ${i + 1} 块表`} />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}
