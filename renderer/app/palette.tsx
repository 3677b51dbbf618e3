import { useEffect, useMemo, useRef, useState } from 'react'
import { run } from '../client.ts'
import { type Screen, useList, useStore } from '../state.ts'
import { takeStep } from './keys.ts'

type Entry = { readonly group: string; readonly text: string; readonly does: () => void }

const SCREENS: readonly (readonly [Screen, string])[] = [
  ['overview', '概览'],
  ['institutions', '机构列表'],
  ['sheet', '批量录入'],
  ['standard', '标准库'],
  ['settings', '设置'],
  ['help', '帮助'],
  ['institution', '机构与建筑'],
  ['people', '人员面积台账'],
  ['energy', '用能数据'],
  ['evaluation', '定额评价'],
  ['visits', '现场检查'],
  ['equipment', '设备与计量'],
  ['findings', '问题与措施'],
  ['report', '报告'],
]
const MOST = 8

/** Search and commands in one list: Enter goes. */
export function Palette() {
  const open = useStore(s => s.palette)
  return open ? <Open /> : null
}

function Open() {
  const { toggle, go, year } = useStore()
  const list = useList()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const chosen = useRef(false)
  useEffect(() => {
    const before = document.activeElement
    input.current?.focus()
    return () => {
      if (!chosen.current && before instanceof HTMLElement) before.focus()
    }
  }, [])
  const entries = useMemo(() => {
    const wanted = typed.trim().toLowerCase()
    const has = (text: string) => text.toLowerCase().includes(wanted)
    const institutions = (list ?? [])
      .filter(row => has(row.name))
      .slice(0, MOST)
      .map((row): Entry => ({ group: '机构', text: row.name, does: () => go('evaluation', row.year) }))
    const screens = SCREENS.filter(
      ([screen, label]) =>
        has(label) && (year !== null || ['overview', 'institutions', 'sheet', 'standard', 'settings'].includes(screen)),
    ).map(([screen, label]): Entry => ({ group: '去', text: label, does: () => go(screen) }))
    const commands: Entry[] = [
      { group: '命令', text: '新建机构', does: () => void createInstitution() },
      { group: '命令', text: '撤销', does: () => void takeStep('history.undo') },
      { group: '命令', text: '重做', does: () => void takeStep('history.redo') },
    ].filter(entry => has(entry.text))
    return [...institutions, ...screens, ...commands]
  }, [typed, list, year, go])
  const choose = (entry: Entry | undefined) => {
    chosen.current = true
    toggle('palette')
    entry?.does()
  }
  return (
    <div className="veil">
      <button
        type="button"
        className="plain curtain"
        aria-label="关闭搜索"
        tabIndex={-1}
        onClick={() => toggle('palette')}
      />
      <div className="palette" role="dialog" aria-label="搜索和命令">
        <input
          ref={input}
          aria-label="搜索机构、命令"
          value={typed}
          placeholder="搜索机构、命令"
          onChange={event => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={event => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Tab') event.preventDefault()
            if (event.key === 'ArrowDown') setAt(Math.min(at + 1, entries.length - 1))
            if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
            if (event.key === 'Enter') choose(entries[at])
          }}
        />
        <ul>
          {entries.map((entry, i) => (
            <li key={`${entry.group} ${entry.text}`}>
              <button type="button" className={`plain ${i === at ? 'on' : ''}`} onClick={() => choose(entry)}>
                <span className="dim">{entry.group}</span>
                {entry.text}
              </button>
            </li>
          ))}
          {entries.length === 0 ? <li className="none">没找到“{typed}”。换个词试试。</li> : null}
        </ul>
      </div>
    </div>
  )
}

/** Makes an institution and opens its form with the cursor in the name. */
export async function createInstitution(): Promise<void> {
  const made = await run('institution.create', { name: '' })
  if (made) useStore.getState().go('institution', made.year, 'first')
}
