import { useState } from 'react'
import type { RequirementResult, ShownAmount } from '#core/contract/green-power.ts'
import type { GreenPowerView } from '#core/contract/programme-view.ts'
import { useQuery } from '../../state.ts'
import { grouped } from '../../text/number.ts'
import { NumberLink } from '../../ui/number-link.tsx'
import { Pages } from '../../ui/pages.tsx'
import { NumberCell } from './number-cell.tsx'
import { greenCell } from './programme-cell.ts'

type Props = {
  readonly programme: string
  readonly asOf: string | null
  readonly year: string
  readonly onFacts: () => void
}
type Holder = GreenPowerView['holders'][number]
type Year = Holder['years'][number]

/** Every holder in a year: the share, what is asked, what is missing and what to buy by when. */
export function GreenHolders({ programme, asOf: wanted, year, onFacts }: Props) {
  const view = useQuery('greenPower.show', { programme, asOf: wanted })
  const [from, setFrom] = useState(0)
  if (!view) return null
  if (view.holders.length === 0)
    return (
      <section className="panel">
        <div className="empty">
          <p>还没有用能单位。先粘贴持有方、绿证台账和用电量。</p>
          <button type="button" className="btn" onClick={onFacts}>
            去粘贴数据
          </button>
        </div>
      </section>
    )
  const { totals, asOf, expiring, expired, problems, toBeVerified } = view
  const of = view.holders.flatMap(holder => {
    const found = holder.years.find(known => known.year === year)
    return found ? [{ holder, found }] : []
  })
  return (
    <>
      <p className="sum-says num">
        截至 {asOf}：核发 {grouped(totals.issued.certificates)} 张 = 持有 {grouped(totals.held.certificates)} + 已核销{' '}
        {grouped(totals.retired.certificates)} + 已过期 {grouped(totals.expired.certificates)} + 已作废{' '}
        {grouped(totals.cancelled.certificates)}。
        {toBeVerified.length > 0 ? <span className="tag pending">{toBeVerified.join('；')}</span> : null}
      </p>
      {of.length === 0 ? <p className="panel empty">{year} 年没有用电量，也没有计入该年的绿证。</p> : null}
      {of.slice(from, from + 100).map(({ holder, found }) => (
        <OneHolder key={holder.code} programme={programme} asOf={wanted} holder={holder} year={found} />
      ))}
      <Pages found={of.length} from={from} onFrom={setFrom} />
      <Expiry title="快到期" rows={expiring} note={view.labels.expiring} />
      <Expiry title="没有用就过期" rows={expired} note="" />
      {problems.length > 0 ? (
        <section className="panel">
          <header>
            <h2>数据检查</h2>
            <span className="dim num">{problems.length} 项；有错的那一行没有用，其余照算</span>
          </header>
          <ul className="notes">
            {problems.map(({ message, severity, row, table }) => (
              <li key={`${table} ${row} ${message}`}>
                <span className={severity === 'refusal' ? 'sv-e' : 'sv-w'}>{message}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

type OneProps = {
  readonly programme: string
  readonly asOf: string | null
  readonly holder: Holder
  readonly year: Year
}

function OneHolder({ programme, asOf, holder, year }: OneProps) {
  const at = { programme, asOf, holder: holder.code, year: year.year }
  const figure = (label: string, term: string, amount: ShownAmount) => (
    <div>
      <dt>{label}</dt>
      <dd>
        <Amount cell={greenCell({ ...at, requirement: null, term })} amount={amount} />
      </dd>
    </div>
  )
  return (
    <section className="panel">
      <header>
        <h2>{holder.name ?? holder.code}</h2>
        <span className="dim">
          {holder.categoryLabel ?? '没有填类别'}
          {holder.clause === null ? '' : `（${holder.clause}）`}
        </span>
        {holder.remark === null ? null : <span className="tag">{holder.remark}</span>}
      </header>
      <dl className="figures">
        {figure('总用电量', 'electricity', year.electricity)}
        {figure('计入绿电', 'countedEnergy', year.counted)}
        {figure('其中暂计', 'provisionalEnergy', year.provisional)}
        {figure('证电合一', 'bundledEnergy', year.bundled)}
        {figure('绿电消费比例', 'share', year.share)}
        {figure('物理比例', 'physicalShare', year.physicalShare)}
      </dl>
      {(year.requirements.length === 0 ? [] : year.missing).map(({ text, at: place }) => (
        <p key={place} className="sum-says sv-w">
          {text}
        </p>
      ))}
      {year.requirements.length === 0 ? null : (
        <table className="t asked">
          <thead>
            <tr>
              <th>要求</th>
              <th>用词</th>
              <th className="r">比例</th>
              <th className="r">上年划转，MWh</th>
              <th className="r">应消费，MWh</th>
              <th className="r">缺口，MWh</th>
              <th>还要购证</th>
            </tr>
          </thead>
          {year.requirements.map(requirement => (
            <Requirement key={requirement.id} at={at} requirement={requirement} />
          ))}
        </table>
      )}
    </section>
  )
}

type RequirementProps = {
  readonly at: {
    readonly programme: string
    readonly asOf: string | null
    readonly holder: string
    readonly year: string
  }
  readonly requirement: RequirementResult
}

/** What is asked, in numbers, and under them what came of it. */
function Requirement({ at, requirement }: RequirementProps) {
  const { id, percent, comparison, verdict } = requirement
  const link = (term: string, { display }: ShownAmount) => (
    <NumberCell cell={greenCell({ ...at, requirement: id, term })} display={display} />
  )
  return (
    <tbody>
      <tr>
        <td className="wraps">
          {requirement.label} <span className="cite">{requirement.clause}</span>
        </td>
        <td>{requirement.obligationLabel}</td>
        <td className="r num" title={requirement.percentSource ?? requirement.printed}>
          {percent.display === null ? '—' : `${comparison === '>' ? '＞' : '≥'} ${percent.display} %`}
        </td>
        {link('carriedIn', requirement.carriedIn)}
        {link('required', requirement.required)}
        {link('shortfall', requirement.shortfall)}
        <td className="num">
          {requirement.certificatesToBuy === null
            ? '—'
            : `${grouped(requirement.certificatesToBuy)} 张${requirement.buyBy === null ? '（折合）' : `，${requirement.buyBy} 前`}`}
        </td>
      </tr>
      <tr className="follows">
        <td colSpan={7}>
          <div>
            <span className={`said is-${verdict}`}>{requirement.text}</span>
            {[requirement.remark, ...requirement.missing.map(({ text }) => text)]
              .filter(part => part && !requirement.text.includes(part))
              .map(text => (
                <span key={text} className="dim">
                  {' '}
                  {text}
                </span>
              ))}
          </div>
        </td>
      </tr>
    </tbody>
  )
}

function Amount({ cell, amount: { display, unit } }: { readonly cell: string; readonly amount: ShownAmount }) {
  if (display === null) return <span className="dim">—</span>
  return (
    <>
      <NumberLink cell={cell}>{grouped(display)}</NumberLink> <span className="unit">{unit}</span>
    </>
  )
}

type ExpiryProps = {
  readonly title: string
  readonly rows: GreenPowerView['expiring']
  readonly note: string
}

function Expiry({ title, rows, note }: ExpiryProps) {
  if (rows.length === 0) return null
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        <span className="dim">{note}</span>
      </header>
      <table className="t">
        <thead>
          <tr>
            <th>持有方</th>
            <th>有效期止</th>
            <th className="r">张数</th>
            <th>号段</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={`${row.holder} ${row.expiry}`}>
              <td>{row.name ?? row.holder}</td>
              <td className="num">{row.expiry}</td>
              <td className="r num">{grouped(row.amount.certificates)}</td>
              <td className="num wraps">
                {row.ranges.map(({ first, last }) => (first === last ? first : `${first}～${last}`)).join('，')}
                {row.moreRanges > 0 ? `，另有 ${row.moreRanges} 段` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
