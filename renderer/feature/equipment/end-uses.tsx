import type { SplitView } from '#core/contract/audit.ts'
import { NumberLink } from '../../ui/number-link.tsx'

/** Where a carrier goes, estimated from the equipment and closed against the bills. */
export function EndUses({ split }: { readonly split: SplitView }) {
  const { carrier, label, unit, endUses, estimated, billed, gap, gapShare, exceeds, saved, overspent } = split
  return (
    <section className="panel">
      <header>
        <h2>用能分项，{label}</h2>
        <span className="dim">由设备估算，与账单核对；措施按先后从分项里扣</span>
      </header>
      <table className="t">
        <thead>
          <tr>
            <th>系统</th>
            <th className="r">年用量，{unit}</th>
            <th className="r">占估算</th>
            <th className="r">措施节约，{unit}</th>
            <th className="r">余下，{unit}</th>
            <th>说明</th>
          </tr>
        </thead>
        <tbody>
          {endUses.map(({ system, label: name, energy, incomplete, share, saving, left, verdict }) => (
            <tr key={system}>
              <td>{name}</td>
              <td className="r num">{energy ?? '未估算'}</td>
              <td className="r num">{share ?? '—'}</td>
              <td className="r num">{saving ?? '—'}</td>
              <td className="r num">{left ?? '—'}</td>
              <td>
                {incomplete > 0 ? <span className="num">{incomplete} 种设备还缺数 </span> : null}
                {verdict === 'tooMuch' ? <span className="sv-e">节约量超过分项，请改小</span> : null}
                {verdict === 'doubtful' ? <span className="sv-w">节约量超过一半，请核对</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>估算合计</td>
            <td className="r num">{estimated ?? '未估算'}</td>
            <td />
            <td className="r num">{saved ?? '—'}</td>
            <td colSpan={2} className="sv-e">
              {overspent ? '各措施合起来超过账单，请改小' : ''}
            </td>
          </tr>
          <tr>
            <td>账单，建筑用量</td>
            <td className="r">
              {billed === null ? (
                <span className="dim">账单不齐</span>
              ) : carrier === 'electricity' ? (
                <NumberLink cell="buildingElectricity">{billed}</NumberLink>
              ) : (
                <span className="num">{billed}</span>
              )}
            </td>
            <td colSpan={4} />
          </tr>
          <tr>
            <td>差额</td>
            <td className="r num">{gap ?? '—'}</td>
            <td className="r num">{gapShare ?? '—'}</td>
            <td colSpan={3} className={exceeds ? 'sv-e' : ''}>
              {exceeds ? '估算大于账单，请核对运行时间和负荷系数' : '占账单；没有列入设备或估算偏小的部分'}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
