import type { CardView } from '#core/contract/views.ts'
import { useStore } from '../state.ts'
import { grouped } from '../text/number.ts'

const TOP = 22
const BAR = 16

/** Zones and marks of a card along a line from zero, in percent. Floats serve only to place marks. */
export function scaleOf(card: CardView) {
  const tiers = card.tiers.flatMap(t => (t.value === null ? [] : [{ ...t, at: Number(t.value), value: t.value }]))
  const laxest = Math.max(...tiers.map(t => t.at), 0)
  const value = card.value === null ? null : Number(card.value)
  const raw = card.raw.value === null || card.raw.value === card.value ? null : Number(card.raw.value)
  const end = Math.max(laxest * 1.16, (value ?? 0) * 1.08, (raw ?? 0) * 1.08)
  const ascending = [...tiers].sort((a, b) => a.at - b.at)
  const zones = [
    ...ascending.map((t, i) => ({ from: ascending[i - 1]?.at ?? 0, to: t.at, grade: t.zone })),
    { from: laxest, to: end, grade: card.beyond },
  ]
  return { tiers, ascending, zones, value, raw, share: (at: number) => (at / end) * 100, empty: laxest === 0 }
}

/**
 * Where a value lies among the tiers: zero-based, zones with their characters, ticks with the printed values, ▼ the result,
 * ▽ before correction.
 */
export function Band({ card }: { readonly card: CardView }) {
  const explain = useStore(s => s.explain)
  const { tiers, ascending, zones, value, raw, share, empty } = scaleOf(card)
  if (empty) return null
  const x = (v: number) => `${share(v)}%`
  const marks = [
    ...(raw === null ? [] : [{ at: raw, text: `修正前 ${card.raw.display ?? ''}`, hollow: true }]),
    ...(value === null ? [] : [{ at: value, text: card.display ?? '', hollow: false }]),
  ].sort((a, b) => a.at - b.at)
  const sentence = `${card.label}：${card.display ?? '无法判定'} ${card.unit}，${tiers.map(t => `${t.label} ${t.value}`).join('，')}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing whose tiers are links, which an image could not have
    <svg className="band" height="60" width="100%" role="group" aria-label={sentence}>
      <defs>
        <pattern id="beyond" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className="z4" />
          <path d="M0 0V6" stroke="#fff" strokeOpacity=".35" strokeWidth="1.5" />
        </pattern>
      </defs>
      {zones.map(({ from, to, grade }) => {
        const middle = (from + to) / 2
        const near = marks.find(mark => Math.abs(share(mark.at) - share(middle)) < 3)
        const shift = near === undefined ? 0 : near.at < middle ? 14 : -14
        return (
          <g key={grade.id}>
            <rect
              x={x(from)}
              y={TOP}
              width={x(Math.max(0, to - from))}
              height={BAR}
              className={`z${grade.rank}`}
              {...(grade.rank === 4 && { style: { fill: 'url(#beyond)' } })}
            />
            {share(to - from) > 4 ? (
              <text x={x(middle)} dx={shift} y={TOP + 12} className={`bl c${grade.rank}`} textAnchor="middle">
                {grade.mark}
              </text>
            ) : null}
          </g>
        )
      })}
      {ascending.map((t, i) => (
        <g key={t.id}>
          <line x1={x(t.at)} x2={x(t.at)} y1={TOP - 2} y2={TOP + BAR + 4} stroke="#17202c" strokeWidth="1" />
          {/* biome-ignore lint/a11y/useSemanticElements: no button can stand inside a drawing */}
          <text
            x={x(t.at)}
            y={TOP + BAR + 17}
            className="tl"
            role="button"
            tabIndex={0}
            data-cell={t.cell}
            onClick={() => explain(t.cell)}
            onKeyDown={event => event.key === 'Enter' && explain(t.cell)}
            textAnchor={anchorOf(
              ascending.map(a => share(a.at)),
              i,
            )}
          >
            <tspan className="tn">{t.label} </tspan>
            <tspan className="link">{grouped(t.value)}</tspan>
          </text>
        </g>
      ))}
      {marks.map(({ at, text, hollow }, i) => {
        const left = marks.length > 1 ? i === 0 : share(at) > 70
        return (
          <g key={text}>
            <svg x={x(at)} y={TOP - 11} overflow="visible" aria-hidden="true">
              <path d="M-5 0h10l-5 8z" fill={hollow ? '#fff' : '#17202c'} stroke="#17202c" />
            </svg>
            <text
              x={x(at)}
              dx={left ? -9 : 9}
              y={TOP - 3}
              className={hollow ? 'rl' : 'vl'}
              textAnchor={left ? 'end' : 'start'}
            >
              {text}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/** Labels of tiers that lie close together turn away from one another. */
function anchorOf(shares: readonly number[], index: number): 'start' | 'middle' | 'end' {
  const [before, here, after] = [shares[index - 1], shares[index] ?? 0, shares[index + 1]]
  if (after !== undefined && after - here < CLOSE) return 'end'
  return before !== undefined && here - before < CLOSE ? 'start' : 'middle'
}

const CLOSE = 18
