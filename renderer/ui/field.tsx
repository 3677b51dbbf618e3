import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Input, Reply, TypedOutcome } from '#core/contract/operations.ts'
import type { ViewRow } from '#core/contract/views.ts'
import { call } from '../client.ts'
import { forgetTyping, isReadOnly, keepTyping, tellRestored, useStore, useTarget } from '../state.ts'
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
  /** What stands in an empty field; 未报 for a quantity. */
  readonly empty?: string
}

/** One entered fact of a row; what cannot be read stays as a draft with its sentence beside it, also over a restart. */
export function Field({ table, row, field, drafts = [], ...rest }: Props) {
  const draft = drafts.find(d => d.tableName === table && d.row === row.id && d.field === field)
  return (
    <TypedField
      {...rest}
      field={`${table} ${row.id} ${field}`}
      kept={String(draft ? draft.typed : (row[field] ?? ''))}
      message={draft ? String(draft.message) : null}
      onCommit={typed => call('field.set', { table, row: String(row.id), field, typed })}
    />
  )
}

type TypedProps = Omit<Props, 'table' | 'row' | 'drafts'> & {
  readonly kept: string
  readonly message: string | null
  readonly onCommit: (typed: string) => Promise<Reply<TypedOutcome | null>>
}

/** A text that is committed by Enter or by leaving. What is typed stays until the workbook has it. */
export function TypedField({
  field,
  label,
  unit,
  quantity = false,
  hint,
  bare = false,
  empty = quantity ? '未报' : '',
  kept,
  ...rest
}: TypedProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [focus, setFocus] = useState(false)
  const sent = useRef<string | null>(null)
  const here = useRef(true)
  const readOnly = useStore(isReadOnly)
  /** A text from before the program ended, which nobody has confirmed yet. */
  const unsure = useRef(false)
  useTarget(field, input, text => {
    unsure.current = true
    setTyped(text)
  })
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  // what was sent gives way only when the workbook's own value is here, or the old one would flash up
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value of the workbook
  useEffect(() => settle(), [kept])
  // selected once the ungrouped text stands there, so that the first key replaces it
  useLayoutEffect(() => {
    if (focus && typed === null && kept !== null) input.current?.select()
  }, [focus, kept, typed])
  const settle = () => {
    const done = sent.current
    sent.current = null
    setTyped(now => (now === done ? null : now))
  }
  const commit = async () => {
    forgetTyping()
    if (typed === null) return
    if (typed === kept) {
      setRefusal(null)
      return setTyped(null)
    }
    useStore.getState().saving(true)
    sent.current = typed
    const reply = await rest.onCommit(typed)
    useStore.getState().saving(false)
    setRefusal(reply.ok ? null : reply.message)
    if (!reply.ok) {
      sent.current = null
      if (!here.current) useStore.getState().tell(reply.message)
    } else if (reply.value?.outcome === 'written' && (reply.value.text ?? '') === kept) settle()
  }
  const giveUp = () => {
    unsure.current = false
    setTyped(null)
    setRefusal(null)
    forgetTyping()
  }
  const message = refusal ?? rest.message
  const shown = typed ?? (quantity && !focus && rest.message === null ? grouped(kept) : kept)
  return (
    <div className={`field ${message ? 'bad' : ''} ${bare ? 'bare' : ''}`}>
      {bare ? null : <label htmlFor={id}>{label}</label>}
      <span className={`box ${quantity ? 'quantity' : ''}`}>
        <input
          ref={input}
          id={id}
          data-field={field}
          aria-label={bare ? label : undefined}
          aria-invalid={message !== null}
          aria-describedby={message ? `${id}-m` : undefined}
          inputMode={quantity ? 'decimal' : 'text'}
          readOnly={readOnly}
          value={shown}
          placeholder={empty}
          onFocus={() => setFocus(true)}
          onChange={event => {
            unsure.current = false
            setTyped(event.target.value)
            keepTyping(field, event.target.value)
          }}
          onBlur={() => {
            setFocus(false)
            if (!unsure.current) return void commit()
            giveUp()
            tellRestored(typed ?? '', true)
          }}
          onKeyDown={event => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter') {
              unsure.current = false
              commit()
              nextField(event.currentTarget)
            }
            if (event.key === 'Escape' && typed !== null) {
              giveUp()
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
  const fields = [...document.querySelectorAll<HTMLInputElement>(':is(.main, .fm .item) input:not([readonly])')]
  fields[fields.indexOf(from) + 1]?.focus()
}
