import type { Detail } from '#core/contract/views.ts'
import { run } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NumberLink } from '../../ui/number-link.tsx'
import { RowActs } from '../../ui/row-evidence.tsx'

/** The area ledger: buildings and their sum. */
export function Buildings({ detail }: { readonly detail: Detail }) {
  const { areas, drafts, year } = detail
  const area = detail.figures.find(figure => figure.cell === 'floorArea')
  const { go, screen } = useStore()
  const readOnly = useStore(isReadOnly)
  return (
    <section className="panel form">
      <header>
        <h2>建筑</h2>
        <span className="dim">评价用各建筑面积之和</span>
        <span className="grow" />
        <button
          type="button"
          className="btn"
          disabled={readOnly}
          onClick={async () => {
            const added = await run('row.add', { table: 'area', year, values: {} })
            if (added) go(screen, year, `area ${added.id} label`)
          }}
        >
          <Icon name="plus" small />
          加一栋
        </button>
      </header>
      <table className="t ledger">
        <thead>
          <tr>
            <th>建筑名称</th>
            <th className="r">建筑面积，m²</th>
            <th className="act two" />
          </tr>
        </thead>
        <tbody>
          {areas.map((row, i) => (
            <tr key={String(row.id)}>
              <td>
                <Field bare table="area" row={row} field="label" label="建筑名称" />
              </td>
              <td>
                <Field bare quantity table="area" row={row} field="floorArea" label="建筑面积" drafts={drafts} />
              </td>
              <RowActs year={year} table="area" row={String(row.id)} of={`第 ${i + 1} 栋`} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>合计</td>
            <td className="r">
              {area?.text ? <NumberLink cell="floorArea">{area.text}</NumberLink> : <span className="dim">未报</span>}
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
