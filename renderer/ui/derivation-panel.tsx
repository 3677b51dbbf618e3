import { useState } from 'react'
import type { DerivationView } from '#core/contract/views.ts'
import { useQuery, useStore } from '../state.ts'
import { Icon } from './icon.tsx'
import { NoBreak } from './no-break.tsx'
import { Symbols } from './symbols.tsx'

/** The panel for a number of an institution. */
export function InstitutionDerivation({ year }: { readonly year: string }) {
  const cell = useStore(s => s.derivation.at(-1) ?? '')
  return <DerivationPanel shown={useQuery('derivation.show', { year, cell })} />
}

/** The way from a number down to the clause and a person's own entry; opens at the side and pushes. */
export function DerivationPanel({ shown }: { readonly shown: DerivationView | null }) {
  const { derivation, back, tell } = useStore()
  return (
    <aside className="dv" aria-label="推导">
      <header>
        <h2>推导</h2>
        <span className="mute ellipsis">{shown?.title ?? ''}</span>
        <span className="grow" />
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
          <Explanation key={shown.id} root={shown} />
        ) : (
          <p className="dim">没有这一步的推导。录入有矛盾时先改正矛盾；未报的数没有推导。</p>
        )}
      </div>
      <footer>
        <button
          type="button"
          className="btn text"
          onClick={() => shown && navigator.clipboard.writeText(copied(shown, 0)).then(() => tell('推导已复制'))}
        >
          复制推导
        </button>
        <span className="grow" />
        <span className="dim num">{shown ? countsOf(shown) : ''}</span>
      </footer>
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

/** A grade first says where its number lies among the tiers; then every computation, from the result to the facts. */
function Explanation({ root }: { readonly root: DerivationView }) {
  const graded = root.kind === 'grade'
  const tiers = graded ? root.steps.filter(step => step.kind === 'pack') : []
  const nodes = graded ? root.steps.filter(step => step.kind !== 'pack').flatMap(chain) : chain(root)
  const first =
    nodes.find(({ steps }) => steps.some(step => step.kind === 'group' || step.id.includes('['))) ?? nodes[0]
  return (
    <>
      {graded ? (
        <p className="sent">
          <NoBreak text={root.text.trim()} />
          {root.note ? <span className="dim">（{root.note}）</span> : null} <Source step={root} />
        </p>
      ) : null}
      {tiers.length > 0 ? (
        <div className="tiers">
          <p className="src1">
            <span className="cite wraps">{tiers[0]?.source}</span>
            {tiers.some(tier => tier.note) ? (
              <span className="tag pending">{tiers.find(t => t.note)?.note}</span>
            ) : null}
          </p>
          <p className="num">
            {tiers.map(tier => (
              <span key={tier.id}>
                <i>{tier.title}</i> {tier.text.trim()}
              </span>
            ))}
          </p>
        </div>
      ) : null}
      {nodes.map(step => (
        <Node key={step.id} step={step} open={step === first} />
      ))}
    </>
  )
}

/** The computations of the institution as a whole, from a result down; those of single rows stand inside them as tables. */
function chain(step: DerivationView): readonly DerivationView[] {
  return [step, ...step.steps.filter(isOwn).flatMap(chain)]
}

function isOwn({ kind, id, repeated }: DerivationView): boolean {
  return (kind === 'formula' || kind === 'lookup') && !repeated && !/^(?!indicator\[)\w+\[/.test(id)
}

function Node({ step, open: initially }: { readonly step: DerivationView; readonly open: boolean }) {
  const [open, setOpen] = useState(initially)
  const rows = step.steps.filter(child => !isOwn(child))
  const { computation } = step
  return (
    <section className={`node ${open && rows.length > 0 ? 'open' : ''}`}>
      <span className="no" />
      <div className="nh">
        {rows.length > 0 ? (
          <button type="button" className="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
            <b>{step.title}</b> <span className="dim">{open ? '收起' : `${rows.length} 项`}</span>
          </button>
        ) : (
          <b>{step.title}</b>
        )}
        <Source step={step} />
      </div>
      {computation ? (
        <>
          <p className="f sym">{computation.symbols ? <Symbols text={computation.symbols} /> : computation.words}</p>
          {computation.numbers ? (
            <p className="f num">
              = <NoBreak text={computation.numbers} />
            </p>
          ) : null}
          <p className="f num">
            = <b className="nobr">{computation.value}</b>
          </p>
        </>
      ) : (
        <p className="f num">{step.text.trim()}</p>
      )}
      {step.note ? <p className="f dim">{step.note}</p> : null}
      {open && rows.length > 0 ? <Rows steps={rows} /> : null}
    </section>
  )
}

/** The operands as a table: what they are called, how they came about, what they are. */
function Rows({ steps }: { readonly steps: readonly DerivationView[] }) {
  return (
    <table className="sum">
      <tbody>
        {steps.map(step => (
          <Row key={step.id} step={step} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ step }: { readonly step: DerivationView }) {
  const [open, setOpen] = useState(false)
  const has = step.steps.length > 0
  return (
    <>
      <tr>
        <td>
          {has ? (
            <button type="button" className="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
              <span className="turn">{open ? '▾' : '▸'}</span>
              {step.title}
            </button>
          ) : (
            step.title
          )}
          {step.kind === 'group' ? <span className="dim"> {step.text}</span> : null}
          {step.repeated ? <span className="dim">（见上）</span> : null}
        </td>
        <td className="r num">{step.value}</td>
      </tr>
      {step.kind !== 'group' && (step.computation?.numbers || step.source || step.note) ? (
        <tr className="why">
          <td colSpan={2}>
            {step.computation?.numbers ? (
              <span className="num">
                = <NoBreak text={step.computation.numbers} />{' '}
              </span>
            ) : null}
            {step.note ? <span className="dim">{step.note} </span> : null}
            <Source step={step} />
          </td>
        </tr>
      ) : null}
      {open ? (
        <tr>
          <td colSpan={2} className="inner">
            <Rows steps={step.steps} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

/** Where a step rests: a clause as printed, or a person's own entry, which it leads to. */
function Source({ step }: { readonly step: DerivationView }) {
  const { go, year } = useStore()
  const { place, source } = step
  if (place)
    return (
      <button type="button" className="plain linkish" onClick={() => go(place.stage, year, place.field)}>
        {source} ›
      </button>
    )
  return source === '' ? null : <span className="cite wraps">{source}</span>
}

function countsOf(root: DerivationView): string {
  let [clauses, entries] = [new Set<string>(), 0]
  const look = (step: DerivationView) => {
    if (step.kind === 'fact') entries += 1
    else if (step.source !== '') clauses = clauses.add(step.source)
    step.steps.forEach(look)
  }
  look(root)
  return `${clauses.size} 处条款，${entries} 笔录入`
}

function copied(step: DerivationView, depth: number): string {
  const { computation } = step
  const how = computation
    ? ` = ${[computation.words, computation.numbers, computation.value].filter(part => part).join(' = ')}`
    : ` ${step.kind === 'group' ? `${step.text} ${step.value}` : step.text.trim()}`
  const own = `${'  '.repeat(depth)}${step.title}${how}${step.note ? `（${step.note}）` : ''}${step.source ? `  〔${step.source}〕` : ''}`
  return [own, ...step.steps.map(child => copied(child, depth + 1))].join('\n')
}
