import { useState } from 'react'
import { useQuery } from '../../state.ts'

const TALL = 96
const WIDE = 100 / 12

/** The electricity of all meters read by month, as bars with a table behind them. Floats serve only to place the bars. */
export function Months() {
  const months = useQuery('workbook.months', {})
  const [table, setTable] = useState(false)
  const values = (months ?? []).map(({ value }) => Number(value))
  const most = Math.max(...values, 0)
  const gaps = (months ?? []).reduce((sum, { missing }) => sum + missing, 0)
  if (!months || most === 0) return null
  const sentence = months.map(({ month, text }) => `${month} 月 ${text}`).join('，')
  return (
    <section className="panel months" aria-label="逐月用电">
      <header>
        <h2>逐月用电</h2>
        <span className="dim">MWh，按月录入的全部电表</span>
        {gaps > 0 ? <span className="sv-w num">缺 {gaps} 格</span> : null}
        <span className="grow" />
        <button type="button" className="btn text" onClick={() => setTable(!table)}>
          {table ? '看图' : '看表'}
        </button>
      </header>
      {table ? (
        <table className="t">
          <tbody>
            {months.map(({ month, text, missing }) => (
              <tr key={month}>
                <td>{month} 月</td>
                <td className="r num">{text}</td>
                <td className="r num sv-w">{missing > 0 ? `缺 ${missing} 格` : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <svg height={TALL + 38} width="100%" role="img" aria-label={`逐月用电：${sentence}`}>
          {months.map(({ month, text }, i) => {
            const tall = ((values[i] ?? 0) / most) * TALL
            const x = i * WIDE
            return (
              <g key={month}>
                <rect x={`${x + WIDE * 0.2}%`} y={16 + TALL - tall} width={`${WIDE * 0.6}%`} height={tall}>
                  <title>{`${month} 月 ${text}`}</title>
                </rect>
                <text x={`${x + WIDE / 2}%`} y={12 + TALL - tall} textAnchor="middle" className="num">
                  {text.replace(' MWh', '')}
                </text>
                <text x={`${x + WIDE / 2}%`} y={TALL + 32} textAnchor="middle" className="num dim">
                  {month}
                </text>
              </g>
            )
          })}
          <line x1="0" x2="100%" y1={TALL + 16.5} y2={TALL + 16.5} />
        </svg>
      )}
    </section>
  )
}
