import { useState } from 'react'
import type { StateView } from '#core/contract/views.ts'
import { call } from '../../client.ts'

const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    '处处',
    [
      ['Ctrl K', '搜索机构和命令'],
      ['Ctrl Z · Ctrl Y', '撤销 · 重做，写明是哪一步'],
      ['Ctrl 1…5', '本机构的五个页面'],
      ['Alt ↑ · Alt ↓', '上一家 · 下一家，同一页面'],
      ['Alt ←', '推导后退'],
      ['F6', '下一区域'],
      ['F1', '本页'],
      ['Ctrl B', '收起左栏'],
      ['Esc', '还原输入，关闭推导'],
    ],
  ],
  [
    '录入格',
    [
      ['Enter · Shift Enter', '下 · 上'],
      ['Tab · Shift Tab', '右 · 左'],
      ['F2', '在原文里改'],
      ['Ctrl 方向键', '到一段的边上'],
      ['Shift 方向键', '选一块'],
      ['Ctrl C · V', '复制 · 粘贴整块'],
      ['Ctrl D · R', '向下 · 向右填充'],
      ['- · Delete · 0', '不适用 · 未报 · 零'],
    ],
  ],
  [
    '机构列表',
    [
      ['/', '筛选'],
      ['↑ ↓', '选择'],
      ['Enter', '打开'],
    ],
  ],
]

/** The workbook as a file, its content check, a copy, and every key. */
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
        <h1>设置与帮助</h1>
      </div>
      <div className="pad two scroll">
        <section className="panel form">
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
        <section className="panel">
          <header>
            <h2>键盘</h2>
          </header>
          {KEYS.map(([where, keys]) => (
            <dl className="keys" key={where}>
              <dt className="dim">{where}</dt>
              <dd />
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          ))}
        </section>
      </div>
    </>
  )
}
