import type { MeasurementView } from '#core/contract/audit.ts'
import type { Detail } from '#core/contract/views.ts'
import { useQuery } from '../../state.ts'
import { AddRow } from '../../ui/add-row.tsx'
import { Choose } from '../../ui/choose.tsx'
import { Columns } from '../../ui/columns.tsx'
import { Field } from '../../ui/field.tsx'
import { Found, useFindings } from '../../ui/found.tsx'
import { RowActs } from '../../ui/row-evidence.tsx'

const VERDICTS = { conform: '✓ 符合', nonconform: '✕ 不符合', exception: '不符合，已说明' } as const

const WIDTHS = [
  ['quantity', 'auto'],
  ['place', '17%'],
  ['at', '112px'],
  ['value', '108px'],
  ['limit', '156px'],
  ['verdict', '92px'],
  ['act', '68px'],
] as const

/** What was measured, with which instrument, against which limit. */
export function Measurements({ detail }: { readonly detail: Detail }) {
  const { year, drafts } = detail
  const view = useQuery('measurement.list', { year })
  const found = useFindings(year)
  if (!view) return null
  const { measurements, instruments, quantities } = view
  const [first] = quantities
  return (
    <>
      <section className="panel">
        <header>
          <h2>测量</h2>
          <span className="dim">限值不在本省适用的只作参考；不符合而有正当理由的写在“例外的理由”</span>
          <AddRow
            table="measurement"
            year={year}
            label="加一次测量"
            values={first ? { quantity: first.id } : {}}
            first="place"
          />
        </header>
        {measurements.length === 0 ? (
          <p className="empty">还没有测量。温度、湿度、二氧化碳、照度等，在现场量了就记在这里。</p>
        ) : (
          <table className="t ledger dense two-rows">
            <Columns widths={WIDTHS} />
            <thead>
              <tr>
                <th>测量项目</th>
                <th>位置</th>
                <th>测量日期</th>
                <th className="r">测量值</th>
                <th>限值</th>
                <th>结果</th>
                <th className="act two" />
              </tr>
            </thead>
            {measurements.map((measurement, i) => {
              const { row, unit, verdict, doubt, instrument } = measurement
              const of = { bare: true, table: 'measurement', row, drafts } as const
              return (
                <tbody key={String(row.id)}>
                  <tr>
                    <td>
                      <Choose
                        bare
                        table="measurement"
                        row={row}
                        field="quantity"
                        label={`第 ${i + 1} 次测量的项目`}
                        options={quantities.map(({ id, label }) => ({ value: id, label }))}
                      />
                    </td>
                    <td>
                      <Field {...of} field="place" label="位置" />
                    </td>
                    <td>
                      <Field {...of} field="at" label="测量日期" />
                    </td>
                    <td>
                      <Field {...of} quantity field="value" label="测量值" unit={unit} />
                    </td>
                    <td>
                      <LimitOf measurement={measurement} />
                    </td>
                    <td className={`verdict ${verdict ?? ''}`}>
                      <p>{verdict ? VERDICTS[verdict] : '—'}</p>
                      {verdict === 'nonconform' ? (
                        <Found
                          known={found(`measurement ${row.id}`)}
                          name="finding.fromMeasurement"
                          input={{ measurement: String(row.id) }}
                        />
                      ) : null}
                    </td>
                    <RowActs year={year} table="measurement" row={String(row.id)} of={`第 ${i + 1} 次测量`} />
                  </tr>
                  <tr className="more">
                    <td colSpan={WIDTHS.length}>
                      <div className="row">
                        <span className="dim">仪器</span>
                        <Choose
                          bare
                          className="wide"
                          table="measurement"
                          row={row}
                          field="instrument"
                          clears
                          label="仪器"
                          options={instruments.map(({ id, name, number }) => ({
                            value: String(id),
                            label: [name, number].filter(part => part).join(' ') || '未命名',
                          }))}
                        />
                        {instrument?.expired ? <span className="tag pending">测量时校准已过期</span> : null}
                        <span className="dim">例外的理由</span>
                        <span className="grow">
                          <Field {...of} field="exception" label="例外的理由" />
                        </span>
                        {doubt === null ? null : <span className="sv-w">{doubt}</span>}
                      </div>
                    </td>
                  </tr>
                </tbody>
              )
            })}
          </table>
        )}
      </section>
      <section className="panel">
        <header>
          <h2>仪器</h2>
          <AddRow table="instrument" year={year} label="加一台仪器" first="name" />
        </header>
        {instruments.length === 0 ? (
          <p className="empty">还没有仪器。报告要印仪器和它的校准有效期。</p>
        ) : (
          <table className="t ledger">
            <thead>
              <tr>
                <th>仪器</th>
                <th>编号</th>
                <th>校准有效期</th>
                <th className="act two" />
              </tr>
            </thead>
            <tbody>
              {instruments.map((row, i) => (
                <tr key={String(row.id)}>
                  <td>
                    <Field bare table="instrument" row={row} field="name" label={`第 ${i + 1} 台仪器`} />
                  </td>
                  <td>
                    <Field bare table="instrument" row={row} field="number" label="编号" />
                  </td>
                  <td>
                    <Field bare table="instrument" row={row} field="calibratedUntil" label="校准有效期" />
                  </td>
                  <RowActs year={year} table="instrument" row={String(row.id)} of={`第 ${i + 1} 台仪器`} />
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}

function LimitOf({ measurement: { limit, source, confirmed, binds } }: { readonly measurement: MeasurementView }) {
  if (limit === null) return <span className="dim">没有限值</span>
  return (
    <span className="num" title={source ?? ''}>
      {limit}{' '}
      {binds ? (
        confirmed ? null : (
          <span className="tag pending" title={`${source ?? ''}，未见原文`}>
            来源待核
          </span>
        )
      ) : (
        <span className="tag" title={source ?? ''}>
          参考
        </span>
      )}
    </span>
  )
}
