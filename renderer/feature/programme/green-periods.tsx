import { useState } from 'react'
import type { PeriodRow } from '#core/contract/green-power.ts'
import { useQuery } from '../../state.ts'
import { grouped } from '../../text/number.ts'

type Props = { readonly programme: string; readonly asOf: string | null; readonly year: string }

/** The quarters and months of one holder. */
export function GreenPeriods({ programme, asOf, year }: Props) {
  const view = useQuery('greenPower.show', { programme, asOf })
  const [wanted, setWanted] = useState<string | null>(null)
  const holder = view?.holders.find(({ code }) => code === wanted) ?? view?.holders[0]
  const periods = useQuery(
    'greenPower.periods',
    { programme, asOf, holder: holder?.code ?? '', year },
    holder !== undefined,
  )
  if (!view) return null
  if (!holder) return <p className="panel empty">还没有用能单位。</p>
  return (
    <section className="panel">
      <header>
        <select
          className="btn"
          aria-label="用能单位"
          value={holder.code}
          onChange={event => setWanted(event.target.value)}
        >
          {view.holders.map(({ code, name }) => (
            <option key={code} value={code}>
              {name ?? code}
            </option>
          ))}
        </select>
        <span className="dim">各列按发电月份；转入、转出、核销按日期；期末持有到该期最后一天</span>
      </header>
      {periods && periods.months.length > 0 ? (
        <table className="t dense">
          <thead>
            <tr>
              <th>期间</th>
              <th className="r">用电量，MWh</th>
              <th className="r">绿电交易，MWh</th>
              <th className="r">直连，张</th>
              <th className="r">绿电交易，张</th>
              <th className="r">单独购证，张</th>
              <th className="r">核发</th>
              <th className="r">转入</th>
              <th className="r">转出</th>
              <th className="r">核销</th>
              <th className="r">到期</th>
              <th className="r">作废</th>
              <th className="r">期末持有，张</th>
            </tr>
          </thead>
          <tbody>
            {periods.quarters.map((quarter, q) => [
              ...periods.months.slice(q * 3, q * 3 + 3).map(row => <Period key={row.period} row={row} />),
              <Period key={quarter.period} row={quarter} total />,
            ])}
          </tbody>
        </table>
      ) : (
        <p className="empty">{year} 年没有数据。</p>
      )}
    </section>
  )
}

function Period({ row, total = false }: { readonly row: PeriodRow; readonly total?: boolean }) {
  const shown = (value: string | null) => (value === null ? '—' : grouped(value))
  return (
    <tr className={total ? 'total' : ''}>
      <td className="num">{row.period}</td>
      <td className="r num">{shown(row.electricity)}</td>
      <td className="r num">{shown(row.greenPowerTraded)}</td>
      <td className="r num">{shown(row.generated.directSupply)}</td>
      <td className="r num">{shown(row.generated.greenPowerTrade)}</td>
      <td className="r num">{shown(row.generated.unbundled)}</td>
      <td className="r num">{shown(row.issued)}</td>
      <td className="r num">{shown(row.received)}</td>
      <td className="r num">{shown(row.sent)}</td>
      <td className="r num">{shown(row.retired)}</td>
      <td className="r num">{shown(row.expired)}</td>
      <td className="r num">{shown(row.cancelled)}</td>
      <td className="r num">{shown(row.held?.certificates ?? null)}</td>
    </tr>
  )
}
