import type { SplitView } from '#core/contract/audit.ts'

/** What the measures take from each end use one after the other, and what is left of it. */
export function Savings({ splits }: { readonly splits: readonly SplitView[] }) {
  const uses = splits.flatMap(({ carrier, label, unit, endUses }) =>
    endUses.flatMap(use => (use.steps.length === 0 ? [] : [{ ...use, carrier, of: label, unit }])),
  )
  if (uses.length === 0) return null
  return (
    <section className="panel">
      <header>
        <h2>节约量，按实施次序</h2>
        <span className="dim">同一分项上的措施一条接一条地扣；不采纳的和没有写用能环节的不在内</span>
      </header>
      <table className="t">
        <thead>
          <tr>
            <th>用能环节</th>
            <th className="r">次序</th>
            <th>措施</th>
            <th className="r">节约</th>
            <th className="r">余下</th>
          </tr>
        </thead>
        {uses.map(({ carrier, of, unit, system, label, energy, steps }) => (
          <tbody key={`${carrier} ${system}`}>
            <tr>
              <td colSpan={4}>
                {label}，{of}
              </td>
              <td className="r num">{energy === null ? '未估算' : `${energy} ${unit}`}</td>
            </tr>
            {steps.map((step, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a measure may save one carrier twice, and its place in the order is what a row stands for
              <tr key={i}>
                <td />
                <td className="r num">{i + 1}</td>
                <td>
                  <span className="num">{step.of}</span> {step.text ?? <span className="dim">没有写内容</span>}
                </td>
                <td className="r num">
                  {step.saving} {unit}
                </td>
                <td className={step.tooMuch ? 'r num sv-e' : 'r num'}>
                  {step.left === null ? '—' : `${step.left} ${unit}`}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}
