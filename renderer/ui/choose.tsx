import { type RefSelectProps, Select } from 'antd'
import { useEffect, useRef } from 'react'
import type { Input } from '#core/contract/operations.ts'
import type { ViewRow } from '#core/contract/views.ts'
import { run } from '../client.ts'
import { isReadOnly, useStore } from '../state.ts'

type Props = {
  readonly table: Input<'field.set'>['table']
  readonly row: ViewRow
  readonly field: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string; readonly disabled?: boolean }[]
  readonly hint?: string
  readonly bare?: boolean
  readonly className?: string
  readonly placeholder?: string
  /** Whether what was chosen can be taken away again. */
  readonly clears?: boolean
}

/** One entered fact out of a list; typing filters the list. */
export function Choose({
  table,
  row,
  field,
  label,
  options,
  hint,
  bare = false,
  className = '',
  placeholder = '请选择',
  clears = false,
}: Props) {
  const readOnly = useStore(isReadOnly)
  const id = `${table} ${row.id} ${field}`
  const box = useRef<RefSelectProps>(null)
  const wanted = useStore(s => s.target === id)
  useEffect(() => {
    if (!wanted) return
    box.current?.focus()
    useStore.getState().arrived()
  }, [wanted])
  const value = typeof row[field] === 'string' ? String(row[field]) : null
  const select = (
    <Select
      ref={box}
      className={`choose ${className}`}
      data-field={id}
      aria-label={label}
      value={value}
      placeholder={placeholder}
      allowClear={clears}
      disabled={readOnly}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...options]}
      onChange={async typed => {
        const done = await run('field.set', { table, row: String(row.id), field, typed: typed ?? '' })
        if (done?.message) useStore.getState().tell(done.message)
      }}
    />
  )
  if (bare) return select
  return (
    <div className="field">
      <span className="lab">{label}</span>
      {select}
      <p className="say">{hint ?? ''}</p>
    </div>
  )
}
