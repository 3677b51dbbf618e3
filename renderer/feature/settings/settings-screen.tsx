import { useState } from 'react'
import type { StateView } from '#core/contract/views.ts'
import { call } from '../../client.ts'

/** The workbook as a file, its content check, a copy. */
export function SettingsScreen({ state }: { readonly state: StateView }) {
  const { workbook, folder } = state
  const [name, setName] = useState(`${workbook?.name ?? ''} 副本`)
  const [said, setSaid] = useState<string | null>(null)
  const [damage, setDamage] = useState<readonly string[] | null>(null)
  const copy = async () => {
    const reply = await call('workbook.copy', { name })
    setSaid(reply.ok ? `已保存副本：${reply.value.name}` : reply.message)
  }
  const check = async () => {
    setSaid('正在检查…')
    const reply = await call('workbook.check', {})
    setSaid(reply.ok ? null : reply.message)
    if (reply.ok) setDamage(reply.value)
  }
  return (
    <>
      <div className="head">
        <h1>设置</h1>
      </div>
      <div className="pad scroll">
        <section className="panel form narrow">
          <header>
            <h2>工作簿</h2>
          </header>
          <dl className="facts2">
            <dt>名称</dt>
            <dd>{workbook?.name}</dd>
            <dt>文件夹</dt>
            <dd className="wraps">{folder}</dd>
            <dt>年度</dt>
            <dd className="num">{workbook?.year}</dd>
            <dt>操作</dt>
            <dd className="num">{workbook?.revision} 步，都能查到</dd>
          </dl>
          <div className="copy">
            <input aria-label="副本名称" value={name} onChange={event => setName(event.target.value)} />
            <button type="button" className="btn" onClick={copy}>
              保存副本
            </button>
            <button type="button" className="btn" onClick={check}>
              检查内容
            </button>
          </div>
          <p className="pad14" role="status">
            {said}
            {damage === null
              ? null
              : damage.length === 0
                ? '内容检查通过：每一行都与操作记录一致。'
                : `有 ${damage.length} 处与操作记录不一致：`}
          </p>
          {damage && damage.length > 0 ? (
            <ul className="notes">
              {damage.slice(0, 50).map(line => (
                <li key={line} className="sv-e">
                  {line}
                </li>
              ))}
            </ul>
          ) : null}
        </section>
      </div>
    </>
  )
}
