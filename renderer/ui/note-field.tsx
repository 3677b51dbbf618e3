import { useEffect, useId, useRef, useState } from 'react'
import type { Reply, TypedOutcome } from '#core/contract/operations.ts'
import { forgetTyping, isReadOnly, keepTyping, tellRestored, useStore, useTarget } from '../state.ts'

type Props = {
  readonly field: string
  readonly label: string
  readonly kept: string
  readonly hint?: string
  readonly onCommit: (typed: string) => Promise<Reply<TypedOutcome | null>>
}

/** A text of several sentences, committed by leaving it. What is typed stays until the workbook has it. */
export function NoteField({ field, label, kept, hint, onCommit }: Props) {
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const readOnly = useStore(isReadOnly)
  const unsure = useRef(false)
  useTarget(field, box, text => {
    unsure.current = true
    setTyped(text)
  })
  // what was sent gives way only when the workbook's own value is here
  const sent = useRef<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value of the workbook
  useEffect(() => {
    if (sent.current !== null) setTyped(now => (now === sent.current ? null : now))
    sent.current = null
  }, [kept])
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  const commit = async () => {
    forgetTyping()
    if (unsure.current) {
      unsure.current = false
      tellRestored(typed ?? '', true)
      return setTyped(null)
    }
    if (typed === null || typed.trim() === kept) return setTyped(null)
    useStore.getState().saving(true)
    sent.current = typed
    const reply = await onCommit(typed)
    useStore.getState().saving(false)
    if (!here.current && !reply.ok) useStore.getState().tell(`${reply.message}没有存入的是：${typed.slice(0, 60)}`)
    setRefusal(reply.ok ? null : reply.message)
    if (!reply.ok) sent.current = null
  }
  return (
    <div className={`field note ${refusal ? 'bad' : ''}`}>
      <label htmlFor={id}>
        <span>{label}</span>
        <span className="dim">{refusal ?? hint}</span>
      </label>
      <span className="box">
        <textarea
          ref={box}
          id={id}
          data-field={field}
          aria-invalid={refusal !== null}
          readOnly={readOnly}
          value={typed ?? kept}
          onChange={event => {
            unsure.current = false
            setTyped(event.target.value)
            keepTyping(field, event.target.value)
          }}
          onBlur={commit}
          onKeyDown={event => {
            if (!event.nativeEvent.isComposing && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              unsure.current = false
              event.currentTarget.blur()
            }
          }}
        />
      </span>
    </div>
  )
}
