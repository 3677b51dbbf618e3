import { LEVEL_LABELS, METER_LEVELS, type MeteringView } from '#core/contract/audit.ts'
import type { Detail, ViewRow } from '#core/contract/views.ts'
import { CARRIERS } from '../../text/zh.ts'
import { AddRow } from '../../ui/add-row.tsx'
import { Choose } from '../../ui/choose.tsx'
import { Columns } from '../../ui/columns.tsx'
import { Field } from '../../ui/field.tsx'
import { Found, useFindings } from '../../ui/found.tsx'
import { RemoveRow } from '../../ui/remove-row.tsx'
import { RowActs } from '../../ui/row-evidence.tsx'

const CARRIER_OPTIONS = Object.entries(CARRIERS).map(([value, label]) => ({ value, label }))
const LEVEL_OPTIONS = METER_LEVELS.map(value => ({ value, label: LEVEL_LABELS[value] }))

const POINTS = [
  ['carrier', '16%'],
  ['level', '176px'],
  ['required', '14%'],
  ['installed', '11%'],
  ['ratio', '12%'],
  ['wanted', '12%'],
  ['meets', 'auto'],
  ['act', '44px'],
] as const
const METERS = [
  ['label', 'auto'],
  ['carrier', '80px'],
  ['level', '152px'],
  ['building', 'auto'],
  ['use', 'auto'],
  ['account', '104px'],
  ['accuracy', '72px'],
  ['until', '104px'],
  ['act', '68px'],
] as const

type Props = { readonly detail: Detail; readonly view: MeteringView }

/** The meters against those that are required. */
export function Metering({ detail: { year, drafts }, view }: Props) {
  const { meters, points, date, rule } = view
  const found = useFindings(year)
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
          <AddRow table="meterPoint" year={year} label="加一类应装" first="required" />
        </header>
        {points.length === 0 ? (
          <p className="empty">还没有应装数量。按能源种类和级别各填一行，实装数由下面的表计自动数出。</p>
        ) : (
          <table className="t ledger">
            <Columns widths={POINTS} />
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
                    <p>{meets === null ? '—' : meets ? '✓ 符合' : '✕ 不符合'}</p>
                    {meets === false ? (
                      <Found
                        known={found(`meterPoint ${row.id}`)}
                        name="finding.fromMeterPoint"
                        input={{ point: String(row.id) }}
                      />
                    ) : null}
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
          <AddRow table="meter" year={year} label="加一块表" first="label" />
        </header>
        {meters.length === 0 ? (
          <p className="empty">还没有表计。一块表一行：量什么、在哪一级、户号、准确度等级、检定有效期。</p>
        ) : (
          <table className="t ledger dense">
            <Columns widths={METERS} />
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
                <th className="act two" />
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
                    <RowActs year={year} table="meter" row={String(row.id)} of={`第 ${i + 1} 块表`} />
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
