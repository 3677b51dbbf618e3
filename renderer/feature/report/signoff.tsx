import { useState } from 'react'
import type { OpenView, SignoffState, SignoffView } from '#core/contract/audit.ts'
import { call } from '../../client.ts'
import { useQuery, useStore } from '../../state.ts'
import { dayAndTime } from '../../text/number.ts'
import { Icon } from '../../ui/icon.tsx'

const STATES: Readonly<Record<SignoffState, string>> = {
  reviewed: '已审核',
  final: '已定稿',
  reopened: '修改中的草稿',
}

/** What the audit still lacks, chapter by chapter, and how it is signed. */
export function Signoff({ year }: { readonly year: string }) {
  const view = useQuery('signoff.show', { year })
  const [by, setBy] = useState('')
  const [sure, setSure] = useState(false)
  if (!view) return null
  const { state, stale, version, history, changed, steps } = view
  const must = view.opens.filter(({ severity }) => severity === 'must').length
  const sign = async (wanted: SignoffState) => {
    const reply = await call('signoff.set', { year, state: wanted, by })
    if (reply.ok) setBy('')
    else useStore.getState().tell(reply.message)
  }
  return (
    <>
      <Opens opens={view.opens} year={year} />
      <h2>
        签署{' '}
        <span className="tag">
          {state === null ? '草稿' : STATES[state]}
          {stale ? '，此后又有改动' : ''}
        </span>
        <span className="num dim">第 {version} 版</span>
      </h2>
      <div className="field">
        <label htmlFor="signer">签署人</label>
        <span className="box">
          <input id="signer" value={by} maxLength={100} onChange={event => setBy(event.target.value)} />
        </span>
      </div>
      <div className="row signs">
        {state === 'final' ? (
          <button type="button" className="btn" disabled={by.trim() === ''} onClick={() => sign('reopened')}>
            修改并开新版本
          </button>
        ) : (
          <>
            <button type="button" className="btn" disabled={by.trim() === ''} onClick={() => sign('reviewed')}>
              审核
            </button>
            <button
              type="button"
              className="btn"
              disabled={by.trim() === '' || state !== 'reviewed' || stale}
              title={state !== 'reviewed' ? '先审核，再定稿' : stale ? '审核以后又有改动，先再审核' : undefined}
              onClick={() => (must > 0 && !sure ? setSure(true) : sign('final'))}
            >
              {must > 0 && sure ? `有 ${must} 项必须处理，仍要定稿` : '定稿'}
            </button>
          </>
        )}
      </div>
      <p className="dim">先审核，再定稿。定稿后录入、答案和评价记录都锁住；再改就开新版本，与定稿的差别列在这里。</p>
      <History history={history} />
      {changed.length > 0 ? (
        <>
          <h2>
            与上一版定稿不同 <span className="num">{changed.length} 处</span>
          </h2>
          <ul className="diff">
            {changed.map(({ label, before, after }) => (
              <li key={label}>
                <span className="grow">{label}</span>
                <span className="num">
                  <del>{before}</del> <ins>{after}</ins>
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {steps.length > 0 ? (
        <>
          <h2>
            {version > 1 ? '上一版定稿以后的操作' : '审核后的操作'} <span className="num">{steps.length} 步</span>
          </h2>
          <ul className="diff">
            {steps.map(({ label, at, details }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps of the past never change places
              <li key={i}>
                <span className="num dim">{dayAndTime(at)}</span>
                <span className="grow">
                  {label}
                  {details.map(detail => (
                    <span key={detail.label} className="detail num">
                      {detail.label} <del>{detail.before}</del> <ins>{detail.after}</ins>
                    </span>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

/** Chapter by chapter; each line leads to where it is settled. */
function Opens({ opens, year }: { readonly opens: readonly OpenView[]; readonly year: string }) {
  const go = useStore(s => s.go)
  const chapters = Map.groupBy(opens, open => open.chapter)
  return (
    <>
      <h2>
        审计还差 <span className="num">{opens.length} 项</span>
      </h2>
      {[...chapters].map(([chapter, of]) => (
        <section key={chapter} aria-label={chapter}>
          <p className="dim">{chapter}</p>
          <ul>
            {of.map(open => (
              <li key={open.text}>
                <span className={open.severity === 'must' ? 'sv-e' : 'sv-w'}>
                  <Icon name="alert" small />
                </span>
                <span className="grow">{open.text}</span>
                <button type="button" className="btn text" onClick={() => go(open.stage, year, open.field)}>
                  去看 ›
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function History({ history }: { readonly history: SignoffView['history'] }) {
  if (history.length === 0) return null
  return (
    <ul>
      {history.map(({ id, state, version, by, at, open }) => (
        <li key={id}>
          <span className="grow">
            第 {version} 版 {STATES[state]}，{by}，{dayAndTime(at)}
            {open > 0 && state !== 'reopened' ? `，当时还差 ${open} 项` : ''}
          </span>
        </li>
      ))}
    </ul>
  )
}
