import { useEffect, useState } from 'react'
import type { DerivationView } from '#core/contract/views.ts'
import { useQuery, useStore } from '../state.ts'
import { Icon } from './icon.tsx'

/** The way from a number down to the clause and a person's own entry; opens at the side and pushes. */
export function DerivationPanel({ year }: { readonly year: string }) {
  const { derivation, back, tell } = useStore()
  const cell = derivation.at(-1) ?? ''
  const shown = useQuery('derivation.show', { year, cell })
  return (
    <aside className="dv" aria-label="推导">
      <header>
        <h2>推导</h2>
        <span className="mute ellipsis">{shown?.title ?? ''}</span>
        <span className="grow" />
        <button
          type="button"
          className="btn"
          onClick={() => shown && navigator.clipboard.writeText(textOf(shown, 0)).then(() => tell('推导已复制'))}
        >
          复制
        </button>
        <button
          type="button"
          className="btn"
          title="后退 Alt+←"
          aria-label="后退"
          disabled={derivation.length < 2}
          onClick={back}
        >
          <Icon name="back" small />
        </button>
        <button type="button" className="btn" title="关闭 Esc" aria-label="关闭推导" onClick={closeDerivation}>
          <Icon name="close" small />
        </button>
      </header>
      <div className="body">
        {shown ? (
          <Node key={shown.id} step={shown} open />
        ) : (
          <p className="dim">没有这一步的推导。录入有矛盾时先改正矛盾；未报的数没有推导。</p>
        )}
      </div>
    </aside>
  )
}

/** Closes the panel; who was in it is back at the number. */
export function closeDerivation(): void {
  const { derivation, explain } = useStore.getState()
  const inside = document.querySelector('.dv')?.contains(document.activeElement)
  const cell = CSS.escape(derivation.at(-1) ?? '')
  explain(null)
  if (inside) document.querySelector<HTMLElement>(`.main [data-cell="${cell}"]`)?.focus()
}

function Node({ step, open: initially = false }: { readonly step: DerivationView; readonly open?: boolean }) {
  const [open, setOpen] = useState(initially)
  useEffect(() => setOpen(initially), [initially])
  const has = step.steps.length > 0
  return (
    <div className={`node ${open ? 'open' : ''}`}>
      <span className="no" />
      <button
        type="button"
        className="plain nh"
        aria-expanded={has ? open : undefined}
        onClick={() => has && setOpen(!open)}
      >
        <b>{step.title}</b>
        {has ? <span className="dim">{open ? '收起' : `展开 ${step.steps.length} 步`}</span> : null}
      </button>
      <p className="f num">
        {step.text.trim()}
        {step.note ? <span className="dim">（{step.note}）</span> : null}
        {step.repeated ? <span className="dim">（见上）</span> : null}
      </p>
      {step.source ? (
        <p className="src1">
          <span className="cite wraps">{step.source}</span>
        </p>
      ) : null}
      {open && has ? (
        <div className="below">
          {step.steps.map(child => (
            <Node key={child.id} step={child} open={step.steps.length === 1 || child.steps.length === 0} />
          ))}
        </div>
      ) : null}
    </div>
  )
}

function textOf(step: DerivationView, depth: number): string {
  const own = `${'  '.repeat(depth)}${step.title}${step.text}${step.source ? `  〔${step.source}〕` : ''}`
  return [own, ...step.steps.map(child => textOf(child, depth + 1))].join('\n')
}
