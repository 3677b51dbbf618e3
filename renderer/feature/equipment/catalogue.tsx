import { useState } from 'react'
import type { ViewRow } from '#core/contract/views.ts'
import { call } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { pastedLines } from '../../text/pasted.ts'
import { RemoveRow } from '../../ui/remove-row.tsx'

/** The elimination catalogue that models are compared with: pasted, because none comes with the program. */
export function Catalogue({ catalogue }: { readonly catalogue: readonly ViewRow[] }) {
  const [text, setText] = useState('')
  const [said, setSaid] = useState('')
  const readOnly = useStore(isReadOnly)
  const add = async () => {
    const lines = pastedLines(text)
    const reply = await call('elimination.add', { lines })
    setSaid(reply.ok ? `加入 ${reply.value.count} 条。` : reply.message)
    if (reply.ok) setText('')
  }
  return (
    <section className="panel">
      <header>
        <h2>淘汰目录</h2>
        <span className="dim num">
          {catalogue.length === 0 ? '还没有目录' : `${catalogue.length} 条`}
          ；全工作簿共用，型号相符的设备会标出来，由人核对
        </span>
      </header>
      <div className="body pasting">
        <label htmlFor="catalogue">
          从目录复制：型号、设备、目录和序号三列，一行一种。型号以 * 或“系列”结尾的，开头相同就算相符。
        </label>
        <textarea
          id="catalogue"
          value={text}
          readOnly={readOnly}
          placeholder={'S7-*\t油浸式变压器\t目录名称和批次，第几项'}
          onChange={event => setText(event.target.value)}
        />
        <p className="row">
          <button type="button" className="btn" disabled={readOnly || text.trim() === ''} onClick={add}>
            加入目录
          </button>
          <span role="status">{said}</span>
        </p>
      </div>
      {catalogue.length === 0 ? (
        <p className="empty">程序不带目录，因为没有见到原文；请从有效的目录复制进来，并写明出处。</p>
      ) : (
        <table className="t ledger">
          <thead>
            <tr>
              <th>型号</th>
              <th>设备</th>
              <th>目录和序号</th>
              <th className="act" />
            </tr>
          </thead>
          <tbody>
            {catalogue.map(row => (
              <tr key={String(row.id)}>
                <td>{row.model}</td>
                <td>{row.name ?? '—'}</td>
                <td>{row.source ?? <span className="sv-w">没有写出处</span>}</td>
                <td className="act">
                  <RemoveRow table="elimination" row={String(row.id)} label={`从目录删除 ${row.model}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
