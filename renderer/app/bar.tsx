import { useEffect, useRef, useState } from 'react'
import { STAGES, type StateView } from '#core/contract/views.ts'
import { run } from '../client.ts'
import { refresh, useList, useQuery, useStore, useTodos } from '../state.ts'
import { clockTime } from '../text/number.ts'
import { Icon } from '../ui/icon.tsx'
import { takeStep } from './keys.ts'

/** The global bar: what is open, search, undo, to-dos, saved state. */
export function Bar({ state }: { readonly state: StateView }) {
  const { year, screen, go, toggle } = useStore()
  const list = useList()
  const todos = useTodos()
  const { workbook } = state
  if (!workbook) return null
  const ofOne = screen === 'report' || STAGES.some(stage => stage === screen)
  const institution = ofOne ? list?.find(row => row.year === year) : undefined
  return (
    <header className="bar">
      <button type="button" className="home plain" onClick={() => go('overview')}>
        <img className="logo" src="/icon.svg" alt="" />
        能源审计
      </button>
      <button
        type="button"
        className="crumb plain"
        title="关闭工作簿，回到欢迎页"
        onClick={async () => {
          await run('workbook.close', {})
          await refresh()
        }}
      >
        {workbook.name}
      </button>
      <span className="sep">/</span>
      <button type="button" className="crumb plain" onClick={() => go('institutions')}>
        <b className="ellipsis crumb-name">{institution?.name ?? '全部机构'}</b>
      </button>
      <span className="sep">/</span>
      <span className="crumb num">{workbook.year} 年</span>
      {workbook.sample ? <span className="tag sample">示例数据</span> : null}
      {workbook.readOnly ? <span className="tag pending">只读</span> : null}
      <button type="button" className="search plain" onClick={() => toggle('palette')}>
        <Icon name="search" small />
        <span className="grow">搜索机构、命令</span>
        <kbd>Ctrl K</kbd>
      </button>
      <StepButton name="history.undo" label={workbook.undo} />
      <StepButton name="history.redo" label={workbook.redo} />
      <button type="button" className="todo plain" onClick={() => go('overview')}>
        待办<b className="num">{todos.length}</b>
      </button>
      <Saved savedAt={workbook.savedAt} readOnly={workbook.readOnly} />
    </header>
  )
}

function StepButton({
  name,
  label,
}: {
  readonly name: 'history.undo' | 'history.redo'
  readonly label: string | null
}) {
  const undo = name === 'history.undo'
  const none = undo ? '没有可撤销的操作' : '没有可重做的操作'
  const title = label === null ? none : `${undo ? '撤销' : '重做'}：${label}（${undo ? 'Ctrl+Z' : 'Ctrl+Y'}）`
  return (
    <button
      type="button"
      className={`ico plain ${label === null ? 'off' : ''}`}
      title={title}
      aria-label={title}
      disabled={label === null}
      onClick={() => takeStep(name)}
    >
      <Icon name={undo ? 'undo' : 'redo'} />
    </button>
  )
}

function Saved({ savedAt, readOnly }: { readonly savedAt: string | null; readonly readOnly: boolean }) {
  const { busy, lost, notice } = useStore()
  const todos = useTodos()
  const unread = todos.filter(todo => todo.unread).length
  const box = useRef<HTMLSpanElement>(null)
  const text = lost
    ? '正在重新打开…'
    : readOnly
      ? '只读'
      : busy
        ? '正在保存…'
        : savedAt
          ? `已保存 ${clockTime(savedAt)}`
          : '已保存'
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      const outside = event instanceof PointerEvent && !box.current?.contains(event.target as Node)
      if (outside || (event instanceof KeyboardEvent && event.key === 'Escape')) setOpen(false)
    }
    window.addEventListener('pointerdown', close)
    window.addEventListener('keydown', close, true)
    return () => {
      window.removeEventListener('pointerdown', close)
      window.removeEventListener('keydown', close, true)
    }
  }, [open])
  return (
    <span className={`saved ${lost ? 'lost' : ''}`} aria-live="polite" ref={box}>
      <button
        type="button"
        className="plain saved-button"
        title={unread > 0 ? `${text}，${unread} 处读不准，没有写入` : text}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={lost ? 'alert' : 'check'} small />
        <span className="num">{text}</span>
        {unread > 0 ? <b className="num unread">{unread}</b> : null}
      </button>
      {notice === null ? null : <Notice key={notice} text={notice} />}
      {open ? <Steps onDone={() => setOpen(false)} /> : null}
    </span>
  )
}

const SHOWN = 12_000

/** What has just happened, below the saved state; it moves nothing and goes by itself. */
function Notice({ text }: { readonly text: string }) {
  const tell = useStore(s => s.tell)
  useEffect(() => {
    const timer = setTimeout(() => tell(null), SHOWN)
    return () => clearTimeout(timer)
  }, [tell])
  return (
    <button type="button" className="notice" title="知道了" onClick={() => tell(null)}>
      {text}
    </button>
  )
}

/** The last fifty steps, newest first; any of them can be the place to go back to. */
function Steps({ onDone }: { readonly onDone: () => void }) {
  const steps = useQuery('history.list', {}) ?? []
  const [busy, setBusy] = useState(false)
  const backTo = async (count: number) => {
    setBusy(true)
    for (let i = 0; i < count; i++) await takeStep('history.undo')
    setBusy(false)
    onDone()
  }
  return (
    <div
      className="steps"
      role="dialog"
      aria-label="最近的操作"
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone()
      }}
    >
      <h2>最近的操作</h2>
      <ul>
        {steps.map((step, i) => (
          <li key={step.sequence}>
            <span className="num dim">{clockTime(step.at)}</span>
            <span className="grow ellipsis">{step.label}</span>
            <button type="button" className="btn text" disabled={busy} onClick={() => backTo(i + 1)}>
              撤销到这里
            </button>
          </li>
        ))}
        {steps.length === 0 ? <li className="dim">还没有操作。</li> : null}
      </ul>
    </div>
  )
}
