import type { BodyResult, ShownNumber } from '#core/contract/efficiency-programme.ts'
import type { EfficiencyView } from '#core/contract/programme-view.ts'
import { useQuery } from '../../state.ts'
import { NumberCell } from './number-cell.tsx'
import { cellOf } from './programme-cell.ts'

type Props = {
  readonly programme: string
  readonly year: string
  readonly onBody: (code: string) => void
  readonly onFacts: () => void
}

/** Every group with its bodies in the order of their ranks, who is listed, and why somebody is not. */
export function EfficiencyRanking({ programme, year, onBody, onFacts }: Props) {
  const view = useQuery('efficiency.show', { programme, year })
  if (!view) return null
  if (view.bodies.length === 0)
    return (
      <section className="panel">
        <div className="empty">
          <p>還沒有評比單位。請先貼上評比單位、執行單位與年度用電資料。</p>
          <button type="button" className="btn" onClick={onFacts}>
            去貼資料
          </button>
        </div>
      </section>
    )
  const { tally, path, pathFrom, notes, problems } = view
  return (
    <>
      <p className="sum-says num">
        執行單位：達標 {tally.met}，未達標 {tally.unmet}，尚不能判定 {tally.undetermined}。節電路徑：
        {path.map(step => `${step.year.shown} ${step.numerator}/${step.denominator}`).join('，')}
        {pathFrom === 'pack' ? '（計畫所舉之例）' : '（自訂）'}。
      </p>
      {view.groups.map(group => (
        <Group key={group.group ?? ''} view={view} group={group} at={{ programme, year }} onBody={onBody} />
      ))}
      <section className="panel">
        <header>
          <h2>資料檢查</h2>
          <span className="dim num">{notes.length + problems.length} 項</span>
        </header>
        <ul className="notes">
          {[...notes, ...problems.map(({ message }) => message)].map(message => (
            <li key={message}>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Reasons that a line of the ranking says; all of them stand over it. */
const MOST_REASONS = 3

/** What a body is ranked by, the last made of the others. */
const SCORES = ['targetRate', 'savingRate', 'promotionRate', 'score'] as const

type GroupProps = {
  readonly view: EfficiencyView
  readonly group: EfficiencyView['groups'][number]
  readonly at: { readonly programme: string; readonly year: string }
  readonly onBody: (code: string) => void
}

function Group({ view, group, at, onBody }: GroupProps) {
  const codes = [...group.ranked.map(({ code }) => code), ...group.undetermined]
  const bodies = codes.flatMap(code => view.bodies.find(body => body.code === code) ?? [])
  if (bodies.length === 0) return null
  return (
    <section className="panel">
      <header>
        <h2>{group.group ?? '未列分組'}</h2>
        <span className="dim num">
          {bodies.length} 個評比單位{group.provisional ? '，尚有不能確定者，名次為暫定' : ''}
        </span>
      </header>
      <table className="t">
        <thead>
          <tr>
            <th className="r">名次</th>
            <th>評比單位</th>
            <th className="r">{view.terms.unitCount?.label}</th>
            <th className="r">{view.terms.metCount?.label}</th>
            {SCORES.map(term => (
              <th key={term} className="r" title={view.terms[term]?.label}>
                {view.terms[term]?.symbol}，%
              </th>
            ))}
            <th>名單</th>
          </tr>
        </thead>
        <tbody>
          {bodies.map(body => (
            <Body key={body.code} view={view} body={body} at={at} onBody={onBody} />
          ))}
        </tbody>
      </table>
      {group.notes.map(note => (
        <p key={note} className="dim under">
          {note}
        </p>
      ))}
    </section>
  )
}

type RowProps = {
  readonly view: EfficiencyView
  readonly body: BodyResult
  readonly at: GroupProps['at']
  readonly onBody: (code: string) => void
}

function Body({ view, body, at, onBody }: RowProps) {
  const link = (term: string, { display }: ShownNumber) => (
    <NumberCell cell={cellOf({ ...at, body: body.code, unit: null, term })} display={display} />
  )
  return (
    <tr>
      <td className="r num">
        {body.rank ?? '—'}
        {body.tied ? <span className="dim"> 同分</span> : null}
      </td>
      <td>
        <button type="button" className="plain linkish" onClick={() => onBody(body.code)}>
          {body.name ?? body.code}
        </button>
      </td>
      {link('unitCount', body.unitCount)}
      {link('metCount', body.metCount)}
      {link('targetRate', body.targetRate)}
      {link('savingRate', body.savingRate)}
      {link('promotionRate', body.promotionRate)}
      {link('score', body.score)}
      <td>
        {body.list.map(list => (
          <span key={list} className={`tag ${list}`}>
            {view.lists[list].label}
          </span>
        ))}
        {body.reasons.length > 0 ? (
          <span className="dim wraps" title={body.reasons.join('\n')}>
            {' '}
            {body.reasons.slice(0, MOST_REASONS).join('')}
            {body.reasons.length > MOST_REASONS ? `還有 ${body.reasons.length - MOST_REASONS} 項。` : ''}
          </span>
        ) : null}
      </td>
    </tr>
  )
}
