import type { CardView } from '#core/contract/views.ts'
import { useQuery } from '../../state.ts'
import { scaleOf } from '../../ui/band.tsx'

/** The indicators of the first institution of the example, as the engine grades them now. */
export function ExampleBands() {
  const cards = useQuery('example.cards', {})
  return (
    <div className="bands">
      {(cards ?? []).map(card => (
        <ExampleBand key={card.id} card={card} />
      ))}
    </div>
  )
}

function ExampleBand({ card }: { readonly card: CardView }) {
  const { zones, value, share, empty } = scaleOf(card)
  if (empty || value === null) return null
  const at = share(value)
  const left = at > 70
  return (
    <svg height="54" width="100%" role="img" aria-label={`${card.label} ${card.display} ${card.unit}`}>
      <text x="0" y="16" className="name">
        {card.label}
      </text>
      {zones.map(({ from, to, grade }) => (
        <g key={grade.id}>
          <rect x={`${share(from)}%`} y="22" width={`${share(to - from)}%`} height="14" className={`z${grade.rank}`} />
          <text
            x={`${share((from + to) / 2)}%`}
            dx={Math.abs(share((from + to) / 2) - at) < 3 ? (at > share((from + to) / 2) ? -14 : 14) : 0}
            y="33"
            className={`bl c${grade.rank}`}
            textAnchor="middle"
          >
            {grade.mark}
          </text>
        </g>
      ))}
      <line x1={`${at}%`} x2={`${at}%`} y1="22" y2="36" className="at" />
      <svg x={`${at}%`} y="14" overflow="visible" aria-hidden="true">
        <path d="M-5 0h10l-5 7z" fill="#fff" />
      </svg>
      <text x={`${at}%`} dx={left ? -10 : 10} y="18" className="value" textAnchor={left ? 'end' : 'start'}>
        <tspan className="num">{card.display}</tspan> {card.unit}
      </text>
    </svg>
  )
}
