import type { Detail } from '#core/contract/views.ts'
import { run } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { Choose } from '../../ui/choose.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Problems } from '../../ui/problems.tsx'
import { RowActs } from '../../ui/row-evidence.tsx'

const YES_NO = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
]

/** Special uses leave the evaluation only if metered apart, and only with their area and people (4.9). */
export function SpecialUses({ detail }: { readonly detail: Detail }) {
  const { specialUses, drafts, year } = detail
  const go = useStore(s => s.go)
  const readOnly = useStore(isReadOnly)
  return (
    <div className="pad scroll">
      <section className="panel">
        <header>
          <h2>特殊用能系统</h2>
          <span className="cite">4.9</span>
          <span className="dim">可独立计量的才能剔除，并同时剔除面积和人数</span>
          <span className="grow" />
          <button
            type="button"
            className="btn"
            disabled={readOnly}
            onClick={async () => {
              const added = await run('row.add', { table: 'specialUse', year, values: {} })
              if (added) go('energy', year, `specialUse ${added.id} name`)
            }}
          >
            <Icon name="plus" small />
            加一个系统
          </button>
        </header>
        {specialUses.length === 0 ? (
          <p className="empty">
            没有登记特殊用能，例如数据中心机房、洗衣房。登记后，在“按月”里把它的电表栏目的用途改为这个系统。
          </p>
        ) : (
          <table className="t ledger">
            <thead>
              <tr>
                <th>系统</th>
                <th>独立计量</th>
                <th className="r">建筑面积，m²</th>
                <th className="r">人数，人</th>
                <th>剔除</th>
                <th className="act two" />
              </tr>
            </thead>
            <tbody>
              {specialUses.map((row, i) => (
                <tr key={String(row.id)}>
                  <td>
                    <Field bare table="specialUse" row={row} field="name" label="特殊用能系统" />
                  </td>
                  <td>
                    <Choose
                      bare
                      table="specialUse"
                      row={row}
                      field="meteredSeparately"
                      label="独立计量"
                      options={YES_NO}
                    />
                  </td>
                  <td>
                    <Field
                      bare
                      quantity
                      table="specialUse"
                      row={row}
                      field="floorArea"
                      label="特殊用能建筑面积"
                      drafts={drafts}
                    />
                  </td>
                  <td>
                    <Field
                      bare
                      quantity
                      table="specialUse"
                      row={row}
                      field="people"
                      label="特殊用能人数"
                      drafts={drafts}
                    />
                  </td>
                  <td>
                    <Choose bare table="specialUse" row={row} field="exclude" label="剔除" options={YES_NO} />
                  </td>
                  <RowActs year={year} table="specialUse" row={String(row.id)} of={`第 ${i + 1} 个特殊用能系统`} />
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <Problems detail={detail} stage="energy" />
    </div>
  )
}
