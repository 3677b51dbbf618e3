import { useEffect, useRef, useState } from 'react'
import { useQuery, useStore, useTodos } from '../state.ts'
import { clockTime } from '../text/number.ts'
import { Icon } from '../ui/icon.tsx'
import { takeStep } from './keys.ts'

/** Whether everything typed is in the workbook; opens the list of the last steps. */
export function SavedState({ savedAt, readOnly }: { readonly savedAt: string | null; readonly readOnly: boolean }) {
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
