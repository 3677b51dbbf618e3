import { useState } from 'react'
import { useQuery } from '../../state.ts'
import { grouped } from '../../text/number.ts'
import { FindField } from '../../ui/find-field.tsx'
import { Pages } from '../../ui/pages.tsx'

type Props = { readonly programme: string; readonly asOf: string | null }

/** What became of every certificate, run by run. */
export function GreenCertificates({ programme, asOf }: Props) {
  const [find, setFind] = useState('')
  const [from, setFrom] = useState(0)
  const view = useQuery('greenPower.show', { programme, asOf })
  const page = useQuery('greenPower.certificates', { programme, asOf, find, from })
  if (!view || !page) return null
  const { forms, states } = view.labels
  const nameOf = new Map(view.holders.map(({ code, name }) => [code, name ?? code]))
  return (
    <section className="panel">
      <header>
        <h2>绿证去向</h2>
        <span className="dim num">{page.found} 段；同一批里状态相同的连号为一段</span>
        <span className="grow" />
        <FindField
          label="查找证书号或持有方"
          find={find}
          onFind={wanted => {
            setFind(wanted)
            setFrom(0)
          }}
        />
      </header>
      {page.found === 0 ? (
        <p className="empty">{find === '' ? '还没有绿证。' : '没有找到。'}</p>
      ) : (
        <table className="t">
          <thead>
            <tr>
              <th>首号</th>
              <th>末号</th>
              <th className="r">张数</th>
              <th>绿证来源</th>
              <th>发电月份</th>
              <th>有效期止</th>
              <th>状态</th>
              <th>持有方</th>
              <th>用于年份</th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map(run => (
              <tr key={`${run.first} ${run.last}`}>
                <td className="num">{run.first}</td>
                <td className="num">{run.last}</td>
                <td className="r num">{grouped(run.amount.certificates)}</td>
                <td>{forms[run.form] ?? run.form}</td>
                <td className="num">{run.generationMonth}</td>
                <td className="num">{run.expiry}</td>
                <td>{states[run.state]}</td>
                <td>{nameOf.get(run.holder) ?? run.holder}</td>
                <td className="num">{run.forYear ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pages found={page.found} from={from} onFrom={setFrom} />
    </section>
  )
}
