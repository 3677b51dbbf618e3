import type { CardView } from '#core/contract/views.ts'
import { grouped } from '../text/number.ts'

const WIDTH = 420
const TOP = 20
const BAR = 16

/**
 * Where a value lies among the tiers: zero-based, zones with their characters, ticks with the printed values, ▼ the result,
 * ▽ before correction. Floats serve only to place marks.
 */
export function Band({ card }: { readonly card: CardView }) {
  const tiers = card.tiers.flatMap(t => (t.value === null ? [] : [{ ...t, at: Number(t.value), value: t.value }]))
  const laxest = Math.max(...tiers.map(t => t.at), 0)
  if (laxest === 0) return null
  const value = card.value === null ? null : Number(card.value)
  const raw = card.raw.value === null || card.raw.value === card.value ? null : Number(card.raw.value)
  const end = Math.max(laxest * 1.16, (value ?? 0) * 1.08, (raw ?? 0) * 1.08)
  const x = (v: number) => (v / end) * WIDTH
  const ascending = [...tiers].sort((a, b) => a.at - b.at)
  const zones = [
    ...ascending.map((t, i) => ({ from: ascending[i - 1]?.at ?? 0, to: t.at, grade: t.zone })),
    { from: laxest, to: end, grade: card.beyond },
  ]
  const sentence = `${card.label}：${card.display ?? '无法判定'} ${card.unit}，${tiers.map(t => `${t.label} ${t.value}`).join('，')}`
  return (
    <svg className="band" viewBox={`-4 0 ${WIDTH + 8} 58`} role="img" aria-label={sentence}>
      <defs>
        <pattern id="beyond" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className="z4" />
          <path d="M0 0V6" stroke="#fff" strokeOpacity=".35" strokeWidth="1.5" />
        </pattern>
      </defs>
      {zones.map(({ from, to, grade }) => {
        const middle = (x(from) + x(to)) / 2
        const near = [value, raw].find(v => v !== null && Math.abs(x(v) - middle) < 9)
        const shift = near === undefined || near === null ? 0 : x(near) < middle ? 14 : -14
        return (
          <g key={grade.id}>
            <rect
              x={x(from)}
              y={TOP}
              width={Math.max(0, x(to) - x(from))}
              height={BAR}
              className={`z${grade.rank}`}
              {...(grade.rank === 4 && { fill: 'url(#beyond)', style: { fill: 'url(#beyond)' } })}
            />
            {x(to) - x(from) > 16 ? (
              <text x={middle + shift} y={TOP + 12} className={`bl c${grade.rank}`} textAnchor="middle">
                {grade.mark}
              </text>
            ) : null}
          </g>
        )
      })}
      {ascending.map(t => (
        <g key={t.id}>
          <path d={`M${x(t.at)} ${TOP - 2}V${TOP + BAR + 4}`} stroke="#17202c" strokeWidth="1" />
          <text x={x(t.at)} y={TOP + BAR + 16} className="tl" textAnchor="middle">
            <tspan className="tn">{t.label} </tspan>
            {grouped(t.value)}
          </text>
        </g>
      ))}
      {raw === null ? null : <path d={`M${x(raw) - 5} ${TOP - 11}h10l-5 8z`} fill="#fff" stroke="#17202c" />}
      {value === null ? null : <path d={`M${x(value) - 5} ${TOP - 11}h10l-5 8z`} fill="#17202c" />}
    </svg>
  )
}
