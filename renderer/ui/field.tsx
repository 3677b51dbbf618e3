import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Input } from '#core/contract/operations.ts'
import type { ViewRow } from '#core/contract/views.ts'
import { call } from '../client.ts'
import { useStore } from '../state.ts'
import { grouped } from '../text/number.ts'

type Table = Input<'field.set'>['table']

type Props = {
  readonly table: Table
  readonly row: ViewRow
  readonly field: string
  readonly label: string
  readonly unit?: string
  readonly quantity?: boolean
  readonly drafts?: readonly ViewRow[]
  readonly hint?: string
  readonly bare?: boolean
}

/**
 * One entered fact. What is typed stays until it is committed by Enter or by leaving; what cannot be read stays too, with
 * the sentence beside it, also over a restart.
 */
export function Field({ table, row, field, label, unit, quantity = false, drafts = [], hint, bare = false }: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const stored = String(row[field] ?? '')
  const draft = drafts.find(d => d.tableName === table && d.row === row.id && d.field === field)
  const kept = draft ? String(draft.typed) : stored
  const [typed, setTyped] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const focused = useRef(false)
  const [focus, setFocus] = useState(false)
  const readOnly = useStore(s => readOnlyIn(s.answers))
  useEffect(() => {
    if (!focused.current && kept !== null) setTyped(null)
  }, [kept])
  // selected once the ungrouped text stands there, so that the first key replaces it
  useLayoutEffect(() => {
    if (focus) input.current?.select()
  }, [focus])
  const message = refusal ?? (draft ? String(draft.message) : null)
  const commit = async () => {
    if (typed === null || typed === kept) return setTyped(null)
    useStore.getState().saving(true)
    const reply = await call('field.set', { table, row: String(row.id), field, typed })
    useStore.getState().saving(false)
    setRefusal(reply.ok ? null : reply.message)
    if (reply.ok && !focused.current) setTyped(null)
  }
  const shown = typed ?? (quantity && !draft && !focused.current ? grouped(kept) : kept)
  return (
    <div className={`field ${message ? 'bad' : ''} ${bare ? 'bare' : ''}`}>
      {bare ? null : <label htmlFor={id}>{label}</label>}
      <span className={`box ${quantity ? 'quantity' : ''}`}>
        <input
          ref={input}
          id={id}
          aria-label={bare ? label : undefined}
          aria-invalid={message !== null}
          aria-describedby={message ? `${id}-m` : undefined}
          inputMode={quantity ? 'decimal' : 'text'}
          readOnly={readOnly}
          value={shown}
          placeholder={quantity ? '未报' : ''}
          onFocus={() => {
            focused.current = true
            setFocus(true)
            setTyped(kept)
          }}
          onChange={event => setTyped(event.target.value)}
          onBlur={() => {
            focused.current = false
            setFocus(false)
            commit()
          }}
          onKeyDown={event => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter') {
              commit()
              nextField(event.currentTarget)
            }
            if (event.key === 'Escape') {
              setTyped(kept)
              event.stopPropagation()
            }
          }}
        />
        {unit ? <span className="unit">{unit}</span> : null}
      </span>
      {bare && !message ? null : (
        <p className="say" id={`${id}-m`} role={message ? 'alert' : undefined}>
          {message ?? hint ?? ''}
        </p>
      )}
    </div>
  )
}

/** Enter walks through the fields of a form as Tab does. */
function nextField(from: HTMLInputElement): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('.main input:not([readonly])')]
  fields[fields.indexOf(from) + 1]?.focus()
}

/** Whether the open workbook can be written. */
export function readOnlyIn(answers: Readonly<Record<string, { readonly reply: unknown }>>): boolean {
  const reply = answers['["app.state",{}]']?.reply
  const value: unknown = typeof reply === 'object' && reply ? Reflect.get(reply, 'value') : null
  const workbook: unknown = typeof value === 'object' && value ? Reflect.get(value, 'workbook') : null
  return typeof workbook === 'object' && workbook !== null && Reflect.get(workbook, 'readOnly') === true
}
