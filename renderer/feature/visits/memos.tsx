import { useEffect, useRef, useState } from 'react'
import { type ChecklistView, type MemoView, TOO_LARGE, type VisitRecord } from '#core/contract/audit.ts'
import { run } from '../../client.ts'
import { attach, isTooLarge } from '../../evidence.ts'
import { forgetTyping, isReadOnly, keepTyping, useStore, useTarget } from '../../state.ts'
import { clockTime } from '../../text/number.ts'
import { Icon } from '../../ui/icon.tsx'
import { RemoveRow } from '../../ui/remove-row.tsx'

type Props = {
  readonly year: string
  readonly record: VisitRecord
  readonly checklist: ChecklistView
  /** The item in front, to which a memo can be put. */
  readonly item: string | null
  readonly onItem: (item: string) => void
}

/** Write it down or take the photo first; put it in its place later. */
export function Memos({ year, record, checklist, item, onItem }: Props) {
  const [typed, setTyped] = useState('')
  const readOnly = useStore(isReadOnly)
  const { visit, memos, evidence } = record
  const box = useRef<HTMLTextAreaElement>(null)
  const field = `memo ${visit.id} new`
  useTarget(field, box, setTyped)
  const open = memos.filter(memo => memo.item === null).reverse()
  const write = async (text: string): Promise<string | null> =>
    (await run('memo.add', { visit: visit.id, text }))?.id ?? null
  const clear = () => {
    setTyped('')
    forgetTyping()
  }
  const unsaved = useRef('')
  unsaved.current = typed
  // whoever leaves with a memo half written finds it among the memos
  useEffect(
    () => () => {
      const text = unsaved.current.trim()
      if (text !== '') void run('memo.add', { visit: visit.id, text })
    },
    [visit.id],
  )
  const keep = async () => {
    const text = typed.trim()
    if (text !== '' && (await write(text)) !== null) clear()
  }
  const photos = async (files: readonly File[]) => {
    const fitting = files.filter(file => !isTooLarge(file))
    if (fitting.length < files.length) useStore.getState().tell(TOO_LARGE)
    if (fitting.length === 0) return
    const memo = await write(typed.trim())
    if (memo === null) return
    clear()
    await attach(fitting, year, `memo ${memo}`, (i, said) => {
      if (said !== null) useStore.getState().tell(`${fitting[i]?.name}：${said.message}`)
    })
  }
  return (
    <aside
      className="memo"
      aria-label="随手记"
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault()
        void photos([...event.dataTransfer.files])
      }}
    >
      <h2>随手记 {open.length > 0 ? <span className="tag num">{open.length} 条待归类</span> : null}</h2>
      <textarea
        ref={box}
        data-field={field}
        aria-label="随手记"
        className="pad"
        readOnly={readOnly}
        placeholder={readOnly ? '已定稿或只读，不能再记' : '先写下来，回头再归到条目'}
        value={typed}
        onChange={event => {
          setTyped(event.target.value)
          keepTyping(field, event.target.value)
        }}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          void keep()
        }}
      />
      <div className="acts">
        <label className={readOnly ? 'btn file off' : 'btn file'}>
          <Icon name="camera" />
          拍照 / 选图
          <input
            type="file"
            multiple
            disabled={readOnly}
            accept="image/*"
            aria-label="拍照或选图"
            onChange={event => {
              const files = [...(event.target.files ?? [])]
              event.target.value = ''
              void photos(files)
            }}
          />
        </label>
        <button type="button" className="btn pri" disabled={typed.trim() === ''} onClick={keep}>
          <Icon name="plus" />
          记下
        </button>
      </div>
      <ul>
        {open.map(memo => {
          const photo = evidence.find(file => file.target === `memo ${memo.id}` && file.type !== 'pdf')
          const suggested = suggestionFor(memo, checklist)
          return (
            <li key={memo.id} className="li">
              {photo ? (
                <img className="p" src={`/evidence/${photo.digest}/small`} alt={photo.name} />
              ) : (
                <span className="nt">
                  <Icon name="note" />
                </span>
              )}
              <p className="words">{memo.text ?? '照片'}</p>
              <small className="num">
                {clockTime(memo.at)}
                {suggested === null ? null : (
                  <button
                    type="button"
                    className="plain linkish"
                    title="去这一条看看"
                    onClick={() => onItem(suggested)}
                  >
                    像是 {suggested}
                  </button>
                )}
                {item === null ? null : (
                  <button
                    type="button"
                    className="plain linkish"
                    disabled={readOnly}
                    onClick={() => run('field.set', { table: 'memo', row: memo.id, field: 'item', typed: item })}
                  >
                    归到 {item}
                  </button>
                )}
                <RemoveRow table="memo" row={memo.id} label="删除这一条随手记" />
              </small>
            </li>
          )
        })}
        {open.length === 0 ? <li className="none dim">没有待归类的。看到什么先记下，不用马上找条目。</li> : null}
      </ul>
    </aside>
  )
}

const LEAST_SHARED = 2

/** The item whose words share the most pairs of characters with a memo. */
function suggestionFor({ text }: MemoView, { items }: ChecklistView): string | null {
  const pairs = pairsOf(text ?? '')
  let best: { readonly id: string; readonly shared: number } | null = null
  for (const item of items) {
    if (item.applies !== 'applies') continue
    const own = pairsOf(`${item.text}${item.evidence}`)
    const shared = [...pairs].filter(pair => own.has(pair)).length
    if (shared >= LEAST_SHARED && shared > (best?.shared ?? 0)) best = { id: item.id, shared }
  }
  return best?.id ?? null
}

function pairsOf(text: string): ReadonlySet<string> {
  const characters = [...text.replace(/[\s\p{P}\d]/gu, '')]
  return new Set(characters.slice(1).map((character, i) => `${characters[i]}${character}`))
}
