import { useState } from 'react'
import type { ShownNumber, UnitResult, WhatIf } from '#core/contract/efficiency-programme.ts'
import { useQuery, useStore } from '../../state.ts'
import { Pages } from '../../ui/pages.tsx'
import { NumberCell } from './number-cell.tsx'
import { cellOf } from './programme-cell.ts'

type Props = {
  readonly programme: string
  readonly year: string
  readonly body: string | null
  readonly onBody: (code: string) => void
}

/** The units of one body against their targets, and what it would take for the body to rank higher. */
export function EfficiencyUnits({ programme, year, body, onBody }: Props) {
  const view = useQuery('efficiency.show', { programme, year })
  const chosen = view?.bodies.find(({ code }) => code === body) ?? view?.bodies[0]
  const [from, setFrom] = useState(0)
  const page = useQuery('efficiency.units', { programme, year, body: chosen?.code ?? '', from }, chosen !== undefined)
  const units = page?.units
  if (!view) return null
  if (!chosen) return <p className="panel empty">還沒有評比單位。</p>
  const words = view.labels
  return (
    <section className="panel">
      <header>
        <select
          className="btn"
          aria-label={words.body ?? '評比單位'}
          value={chosen.code}
          onChange={event => {
            setFrom(0)
            onBody(event.target.value)
          }}
        >
          {view.bodies.map(({ code, name, group }) => (
            <option key={code} value={code}>
              {[group, name ?? code].filter(part => part).join(' ')}
            </option>
          ))}
        </select>
        <span className="dim num">
          {page?.found ?? 0} 家；名次 {chosen.rank ?? '—'}，D {chosen.score.display ?? '—'} %
        </span>
        <span className="grow" />
        <Higher
          key={chosen.code}
          programme={programme}
          year={year}
          body={chosen.code}
          provisional={view.groups.some(({ group, provisional }) => group === chosen.group && provisional)}
        />
      </header>
      {units?.length === 0 ? (
        <p className="empty">這個評比單位還沒有執行單位；只填了總數的，分數由總數計算。</p>
      ) : (
        <table className="t dense">
          <thead>
            <tr>
              <th>執行單位</th>
              <th>業務類別</th>
              <th className="r">基期用電，kWh</th>
              <th className="r">當年用電，kWh</th>
              <th className="r">基期EUI</th>
              <th className="r">公告基準</th>
              <th className="r">EUI目標</th>
              <th className="r">當年EUI</th>
              <th>判定</th>
              <th>推動項目</th>
            </tr>
          </thead>
          {units?.map(unit => (
            <Unit key={unit.code} unit={unit} at={{ programme, year, body: chosen.code }} words={words} />
          ))}
        </table>
      )}
      <Pages found={page?.found ?? 0} from={from} onFrom={setFrom} />
      <p className="dim under">
        EUI 單位 kWh/m²·年；以用電不成長或自訂用電量為目標者，目標為 kWh。點數字看推導，佐證在「資料」裡。
      </p>
    </section>
  )
}

type UnitProps = {
  readonly unit: UnitResult
  readonly at: { readonly programme: string; readonly year: string; readonly body: string }
  readonly words: Readonly<Record<string, string>>
}

/** A unit against its target; what follows from it stands under it. */
function Unit({ unit, at, words }: UnitProps) {
  const explain = useStore(s => s.explain)
  const met = cellOf({ ...at, unit: unit.code, term: 'met' })
  const items = [unit.ems, unit.improvement, unit.label].flatMap((given, i) =>
    given === 'yes' ? [`項目${i + 1}`] : [],
  )
  const link = (term: string, { display }: ShownNumber, unitText = '') => (
    <NumberCell cell={cellOf({ ...at, unit: unit.code, term })} display={display} unit={unitText} />
  )
  const told = unit.duties.length > 0 || unit.met === 'undetermined'
  return (
    <tbody>
      <tr>
        <td>{unit.name ?? unit.code}</td>
        <td>{[unit.category, unit.group].filter(part => part).join(' ') || '—'}</td>
        {link('baseElectricity', unit.baseElectricity)}
        {link('electricity', unit.electricity)}
        {link('baseEui', unit.baseEui)}
        {link('benchmark', unit.benchmark)}
        {unit.targetEui.display === null
          ? link('targetElectricity', unit.targetElectricity, ' kWh')
          : link('targetEui', unit.targetEui)}
        {link('eui', unit.eui)}
        <td>
          <button
            type="button"
            className={`plain tag ${unit.met}`}
            data-cell={met}
            onClick={() => explain(met)}
            title={unit.reason ?? unit.missing.join('')}
          >
            {words[unit.met] ?? unit.met}
          </button>
          {unit.unmetYears > 1 ? <span className="dim num"> 連續 {unit.unmetYears} 年</span> : null}
        </td>
        <td>{items.join('、') || '—'}</td>
      </tr>
      {told ? (
        <tr className="follows">
          <td colSpan={10}>
            <div>
              {unit.duties.map(({ id, text, state, dueShown, note }) => (
                <p key={id}>
                  {state === 'undetermined' ? <span className="sv-w">是否適用尚不能確定：</span> : null}
                  {text}
                  {dueShown === null ? null : state === 'due' ? (
                    <b className="num">，期限 {dueShown}</b>
                  ) : (
                    <span className="num">，若適用，期限 {dueShown}</span>
                  )}
                  {note === null ? null : <span className="dim">（{note}）</span>}
                </p>
              ))}
              {unit.met === 'undetermined' ? <span className="dim">{unit.missing.join('')}</span> : null}
            </div>
          </td>
        </tr>
      ) : null}
    </tbody>
  )
}

/** How many more units would have to meet their target for a rank. */
function Higher({
  programme,
  year,
  body,
  provisional,
}: {
  readonly provisional: boolean
  readonly programme: string
  readonly year: string
  readonly body: string
}) {
  const [typed, setTyped] = useState('1')
  const rank = /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) : null
  const answer = useQuery('efficiency.whatIf', { programme, year, body, rank: rank ?? 1 }, rank !== null)
  return (
    <label className="row whatif">
      <span>到第</span>
      <input
        className="num"
        inputMode="numeric"
        aria-label="想到的名次"
        value={typed}
        onChange={event => setTyped(event.target.value)}
      />
      <span>名</span>
      <span className="num" role="status">
        {rank === null
          ? '請填 1 以上的整數'
          : answer
            ? `${sentence(answer)}${provisional ? '（本組尚有不能確定者，為暫定）' : ''}`
            : ''}
      </span>
    </label>
  )
}

function sentence(answer: WhatIf): string {
  switch (answer.outcome) {
    case 'already':
      return `已是第 ${answer.rank} 名`
    case 'reachable':
      return `還要 ${answer.more} 家達標（未達標 ${answer.unmet} 家），D 為 ${answer.score.display} %`
    case 'notEnough':
      return answer.message
    case 'undetermined':
      return answer.reasons.join('')
  }
}
