import { useEffect } from 'react'
import type { Detail, PackView } from '#core/contract/views.ts'
import { call, run } from '../../client.ts'
import { useStore } from '../../state.ts'
import { bandText } from '../../text/number.ts'
import { Choose } from '../../ui/choose.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NumberLink } from '../../ui/number-link.tsx'

/** Identity, class and type, place and zone, period, buildings. */
export function InstitutionScreen({ detail, pack }: { readonly detail: Detail; readonly pack: PackView }) {
  const { institution, yearRow, areas, drafts, result, year } = detail
  const types = pack.classes.find(({ name }) => name === institution.class)?.types ?? []
  const zone = pack.places.find(({ name }) => name === institution.place)?.zone
  const area = detail.figures.find(figure => figure.cell === 'floorArea')
  const { go, tell } = useStore()
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on arrival, not when a name is cleared
  useEffect(() => {
    if (!institution.name) document.querySelector<HTMLElement>('.main input')?.focus()
  }, [])
  const remove = async (row: string) => {
    const reply = await call('row.remove', { table: 'area', row })
    if (!reply.ok) tell(reply.message)
  }
  return (
    <>
      <div className="head">
        <h1>机构与建筑</h1>
        <span className="sub">{String(institution.name ?? '') || '还没有名称'}</span>
      </div>
      <div className="pad two scroll">
        <section className="panel form">
          <header>
            <h2>机构</h2>
          </header>
          <div className="fields">
            <Field table="institution" row={institution} field="name" label="名称" />
            <Field table="institution" row={institution} field="code" label="编号" hint="工作簿内不能重复" />
            <Choose
              table="institution"
              row={institution}
              field="class"
              label="机构类别"
              options={pack.classes.map(({ name }) => ({ value: name, label: name }))}
            />
            {types.length > 0 ? (
              <Choose
                table="institution"
                row={institution}
                field="type"
                label="机构类型"
                options={types.map(name => ({ value: name, label: name }))}
              />
            ) : (
              <div className="field">
                <span className="lab">机构类型</span>
                <span className="fixed dim">{institution.class ? '本类不分类型，按面积分档' : '先选机构类别'}</span>
                <p className="say" />
              </div>
            )}
            <Choose
              table="institution"
              row={institution}
              field="place"
              label="所在地"
              options={pack.places.map(({ name, zone: z }) => ({ value: name, label: `${name}（${z}）` }))}
              hint={zone ? `${zone}地区（4.1）` : '填了才知道气候分区'}
            />
          </div>
        </section>
        <section className="panel form">
          <header>
            <h2>统计期</h2>
            <span className="dim">须是完整的自然年度</span>
          </header>
          <div className="fields">
            <Field table="year" row={yearRow} field="from" label="起始日" hint="例如 2023-01-01" />
            <Field table="year" row={yearRow} field="to" label="结束日" hint="例如 2023-12-31" />
          </div>
        </section>
        <section className="panel form">
          <header>
            <h2>建筑</h2>
            <span className="dim">评价用各建筑面积之和</span>
            <span className="grow" />
            <button type="button" className="btn" onClick={() => run('row.add', { table: 'area', year, values: {} })}>
              <Icon name="plus" small />
              加一栋
            </button>
          </header>
          <table className="t ledger">
            <thead>
              <tr>
                <th>建筑名称</th>
                <th className="r">建筑面积，m²</th>
                <th className="act" />
              </tr>
            </thead>
            <tbody>
              {areas.map(row => (
                <tr key={String(row.id)}>
                  <td>
                    <Field bare table="area" row={row} field="label" label="建筑名称" />
                  </td>
                  <td>
                    <Field bare quantity table="area" row={row} field="floorArea" label="建筑面积" drafts={drafts} />
                  </td>
                  <td className="act">
                    <button
                      type="button"
                      className="plain ico"
                      aria-label="删除这一栋"
                      onClick={() => remove(String(row.id))}
                    >
                      <Icon name="trash" small />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td>合计</td>
                <td className="r">
                  {area?.text ? (
                    <NumberLink cell="floorArea">{area.text}</NumberLink>
                  ) : (
                    <span className="dim">未报</span>
                  )}
                </td>
                <td />
              </tr>
            </tfoot>
          </table>
        </section>
        <section className="panel form">
          <header>
            <h2>适用的定额行</h2>
          </header>
          <p className="pad14">
            {result.row?.zone ? (
              <>
                {result.row.zone} · {String(institution.class ?? '')}{' '}
                {result.row.type ? `· ${bandText(result.row.type)}` : ''}
                {result.row.type ? null : <span className="dim">还定不下来，见右侧缺项</span>}
              </>
            ) : (
              <span className="dim">
                填了类别、所在地{types.length > 0 ? '和类型' : '和建筑面积'}，适用的行会出现在这里。
              </span>
            )}
            <button type="button" className="btn text" onClick={() => go('evaluation')}>
              去定额评价 ›
            </button>
          </p>
        </section>
        <Problems detail={detail} stage="institution" />
      </div>
    </>
  )
}

/** What is open on this screen, beside the fields that settle it. */
export function Problems({
  detail,
  stage,
}: {
  readonly detail: Detail
  readonly stage: Detail['todos'][number]['stage']
}) {
  const open = detail.todos.filter(todo => todo.stage === stage)
  if (open.length === 0) return null
  return (
    <section className="panel problems" aria-label="本页的问题">
      <header>
        <h2>本页还有 {open.length} 处</h2>
      </header>
      <ul>
        {open.map(todo => (
          <li key={todo.text}>
            <span className={todo.severity === 'must' ? 'sv-e' : 'sv-w'}>
              <Icon name="alert" small />
            </span>
            {todo.text}
          </li>
        ))}
      </ul>
    </section>
  )
}
