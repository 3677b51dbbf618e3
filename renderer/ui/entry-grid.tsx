import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { grouped } from '../text/number.ts'

export type GridColumn = {
  readonly id: string
  readonly heads: readonly [string, string, string]
  readonly label: string
  readonly total: React.ReactNode
}
export type GridRow = { readonly id: number; readonly label: string }
/** What a cell holds; `draft` is text that could not be read, with its sentence. */
export type GridCell = {
  readonly state: 'value' | 'notReported' | 'notApplicable' | 'draft'
  readonly text: string
  readonly message?: string | undefined
}
export type GridEdit = { readonly column: string; readonly row: number; readonly typed: string }
type Place = { readonly r: number; readonly c: number }

type Props = {
  readonly columns: readonly GridColumn[]
  readonly rows: readonly GridRow[]
  readonly cell: (column: string, row: number) => GridCell
  readonly corner: readonly [string, string, string]
  readonly readOnly: boolean
  readonly onEdit: (edits: readonly GridEdit[], what: string) => Promise<void>
  readonly onActive: (column: string, row: number) => void
  readonly onRefused: (message: string) => void
}

/**
 * A year of bills by keyboard, as in a spreadsheet: typing replaces, F2 edits, Enter goes down, Tab right; while an input
 * method composes no key belongs to the grid. A pasted block is one step or is refused whole.
 */
export function EntryGrid({ columns, rows, cell, corner, readOnly, onEdit, onActive, onRefused }: Props) {
  const [active, setActive] = useState<Place>({ r: 0, c: 0 })
  const [anchor, setAnchor] = useState<Place>({ r: 0, c: 0 })
  const [typed, setTyped] = useState<string | null>(null)
  const [editing, setEditing] = useState(false)
  const [waiting, setWaiting] = useState<ReadonlyMap<string, string>>(new Map())
  const table = useRef<HTMLTableElement>(null)
  const start = useRef(0)
  const at = useMemo(
    () => ({ r: Math.min(active.r, rows.length - 1), c: Math.min(active.c, columns.length - 1) }),
    [active, rows, columns],
  )
  const column = columns[at.c]
  const row = rows[at.r]
  // biome-ignore lint/correctness/useExhaustiveDependencies: tell the page only when the place changes
  useEffect(() => {
    if (column && row) onActive(column.id, row.id)
  }, [column?.id, row?.id])

  // selected once the ungrouped text stands there, so that the first key replaces it
  useLayoutEffect(() => {
    const input = table.current?.querySelector<HTMLInputElement>(`[data-at="${at.r},${at.c}"]`)
    if (input && input === document.activeElement) input.select()
  }, [at.r, at.c])

  const inputAt = ({ r, c }: Place) => table.current?.querySelector<HTMLInputElement>(`[data-at="${r},${c}"]`)
  const textOf = ({ r, c }: Place): string => {
    const found = columns[c] && rows[r] ? cell(columns[c].id, rows[r].id) : null
    if (!found || found.state === 'notReported') return ''
    return found.state === 'notApplicable' ? '—' : found.text
  }
  const within = (r: number, c: number): Place => ({
    r: Math.max(0, Math.min(rows.length - 1, r)),
    c: Math.max(0, Math.min(columns.length - 1, c)),
  })
  const move = (to: Place, extend = false) => {
    setTyped(null)
    setEditing(false)
    setActive(to)
    if (!extend) setAnchor(to)
    const input = inputAt(to)
    input?.focus()
    input?.select()
    input?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const edit = async (edits: readonly GridEdit[], what: string) => {
    const key = (e: GridEdit) => `${e.column} ${e.row}`
    setWaiting(before => new Map([...before, ...edits.map(e => [key(e), e.typed] as const)]))
    await onEdit(edits, what)
    setWaiting(before => {
      const left = new Map(before)
      for (const e of edits) if (left.get(key(e)) === e.typed) left.delete(key(e))
      return left
    })
  }
  const commit = () => {
    if (typed === null || !column || !row) return
    const place = { column: column.id, row: row.id, typed }
    setTyped(null)
    setEditing(false)
    if (typed !== textOf(at)) edit([place], `修改 ${column.label} ${row.label}`)
  }
  const range = {
    r0: Math.min(at.r, anchor.r),
    r1: Math.max(at.r, anchor.r),
    c0: Math.min(at.c, anchor.c),
    c1: Math.max(at.c, anchor.c),
  }
  const places = (): Place[] => {
    const all: Place[] = []
    for (let r = range.r0; r <= range.r1; r++) for (let c = range.c0; c <= range.c1; c++) all.push({ r, c })
    return all
  }
  const setAll = (text: (place: Place) => string, what: string) =>
    edit(
      places().flatMap(place => {
        const [col, line] = [columns[place.c], rows[place.r]]
        return col && line ? [{ column: col.id, row: line.id, typed: text(place) }] : []
      }),
      what,
    )
  const edge = (dr: number, dc: number): Place => {
    let place = at
    const filled = (p: Place) => textOf(p) !== ''
    let next = within(place.r + dr, place.c + dc)
    const inside = filled(next)
    while (next.r !== place.r || next.c !== place.c) {
      if (inside && !filled(next)) break
      place = next
      if (!inside && filled(place)) break
      next = within(place.r + dr, place.c + dc)
    }
    return place
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const { key, shiftKey } = event
    const control = event.ctrlKey || event.metaKey
    const goes = (to: Place, extend = false) => {
      event.preventDefault()
      commit()
      move(to, extend)
    }
    const arrows: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    }
    const arrow = arrows[key]
    if (arrow && !editing && !event.altKey) {
      const to = control ? edge(arrow[0], arrow[1]) : within(at.r + arrow[0], at.c + arrow[1])
      if (!shiftKey) start.current = to.c
      return goes(to, shiftKey)
    }
    if (key === 'Enter') {
      const c = start.current
      start.current = shiftKey ? start.current : c
      return goes(within(at.r + (shiftKey ? -1 : 1), shiftKey ? at.c : Math.min(c, at.c)))
    }
    if (key === 'Tab') {
      const to = within(at.r, at.c + (shiftKey ? -1 : 1))
      if (to.c === at.c) return commit()
      return goes(to)
    }
    if (key === 'F2') {
      event.preventDefault()
      setEditing(true)
      setTyped(typed ?? textOf(at))
      requestAnimationFrame(() => inputAt(at)?.setSelectionRange(99, 99))
      return
    }
    if (key === 'Escape' && (typed !== null || editing)) {
      event.stopPropagation()
      setTyped(null)
      setEditing(false)
      return
    }
    if (key === 'Home' && control) return goes({ r: 0, c: 0 }, shiftKey)
    if (key === 'End' && control) return goes(within(rows.length, columns.length), shiftKey)
    if (readOnly) return
    if (key === 'Delete' && !editing && typed === null) {
      event.preventDefault()
      setAll(
        () => '',
        places().length > 1 ? `清为未报 ${places().length} 格` : `清为未报 ${column?.label ?? ''} ${row?.label ?? ''}`,
      )
    }
    if (control && key.toLowerCase() === 'd') {
      event.preventDefault()
      if (range.r1 > range.r0) setAll(({ c }) => textOf({ r: range.r0, c }), `向下填充 ${places().length} 格`)
      else if (at.r > 0) setAll(({ c }) => textOf({ r: at.r - 1, c }), '向下填充')
    }
    if (control && key.toLowerCase() === 'r') {
      event.preventDefault()
      if (range.c1 > range.c0) setAll(({ r }) => textOf({ r, c: range.c0 }), `向右填充 ${places().length} 格`)
    }
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '')
    if (readOnly || (editing && !/[\t\n]/.test(text))) return
    event.preventDefault()
    const block = text.split('\n').map(line => line.split('\t'))
    const width = Math.max(...block.map(line => line.length))
    if (at.r + block.length > rows.length || at.c + width > columns.length)
      return onRefused(
        `放不下：复制的是 ${block.length} 行 ${width} 列，从这一格起只有 ${rows.length - at.r} 行 ${columns.length - at.c} 列。没有粘贴；请换个起点，或先加用能栏目。`,
      )
    const edits = block.flatMap((line, r) =>
      line.flatMap((value, c): GridEdit[] => {
        const [col, target] = [columns[at.c + c], rows[at.r + r]]
        return col && target && value.trim() !== '' ? [{ column: col.id, row: target.id, typed: value }] : []
      }),
    )
    setTyped(null)
    if (edits.length > 0) edit(edits, `粘贴 ${edits.length} 格`)
    setActive(at)
    setAnchor(within(at.r + block.length - 1, at.c + width - 1))
  }
  const onCopy = (event: ClipboardEvent<HTMLInputElement>) => {
    if (editing) return
    event.preventDefault()
    const lines: string[] = []
    for (let r = range.r0; r <= range.r1; r++)
      lines.push(Array.from({ length: range.c1 - range.c0 + 1 }, (_, i) => textOf({ r, c: range.c0 + i })).join('\t'))
    event.clipboardData.setData('text/plain', lines.join('\n'))
  }
  return (
    <div className="gridbox scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of inputs laid out as a real table */}
      <table className="g" ref={table} role="grid" aria-rowcount={rows.length} aria-colcount={columns.length}>
        <colgroup>
          <col className="w-month" />
          {columns.map(({ id }) => (
            <col key={id} className="w-cell" />
          ))}
          <col />
        </colgroup>
        <thead>
          <tr>
            <Head heads={corner} />
            {columns.map(({ id, heads }, c) => (
              <Head key={id} heads={heads} on={c === at.c} />
            ))}
            <th className="rest" />
          </tr>
        </thead>
        <tbody>
          {rows.map((line, r) => (
            <tr key={line.id} className={r === at.r ? 'rowon' : ''}>
              <th scope="row" className="num">
                {line.label}
              </th>
              {columns.map((col, c) => {
                const found = cell(col.id, line.id)
                const here = r === at.r && c === at.c
                const sent = waiting.get(`${col.id} ${line.id}`)
                const selected =
                  r >= range.r0 &&
                  r <= range.r1 &&
                  c >= range.c0 &&
                  c <= range.c1 &&
                  !(range.r0 === range.r1 && range.c0 === range.c1)
                const value = here && typed !== null ? typed : (sent ?? shownIn(found, here))
                return (
                  <td key={col.id} className={`${CLASSES[found.state]} ${selected ? 'sel' : ''} ${here ? 'act' : ''}`}>
                    <input
                      data-at={`${r},${c}`}
                      aria-label={`${line.label}，${col.label}`}
                      aria-invalid={found.state === 'draft'}
                      title={found.message}
                      inputMode="decimal"
                      readOnly={readOnly}
                      tabIndex={here ? 0 : -1}
                      value={value}
                      placeholder={found.state === 'notReported' ? '未报' : ''}
                      onFocus={event => {
                        if (!table.current?.contains(event.relatedTarget)) start.current = c
                        if (!here) {
                          setTyped(null)
                          setEditing(false)
                          setActive({ r, c })
                          setAnchor({ r, c })
                        }
                        event.target.select()
                      }}
                      onMouseDown={event => {
                        start.current = c
                        if (event.shiftKey) {
                          event.preventDefault()
                          commit()
                          move({ r, c }, true)
                        }
                      }}
                      onDoubleClick={() => {
                        setEditing(true)
                        setTyped(typed ?? textOf(at))
                      }}
                      onChange={event => setTyped(event.target.value)}
                      onBlur={() => here && commit()}
                      onKeyDown={onKeyDown}
                      onPaste={onPaste}
                      onCopy={onCopy}
                    />
                  </td>
                )
              })}
              <td className="rest" />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="tot">
            <th scope="row">合计</th>
            {columns.map(({ id, total }) => (
              <td key={id}>{total}</td>
            ))}
            <td className="rest" />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const CLASSES: Readonly<Record<GridCell['state'], string>> = {
  value: '',
  notReported: 'nr',
  notApplicable: 'na',
  draft: 'e',
}

function shownIn({ state, text }: GridCell, active: boolean): string {
  if (state === 'notApplicable') return '—'
  if (state === 'notReported') return ''
  return active || state === 'draft' ? text : grouped(text)
}

function Head({ heads, on = false }: { readonly heads: readonly [string, string, string]; readonly on?: boolean }) {
  return (
    <th scope="col" className={on ? 'colon' : ''}>
      <b>{heads[0]}</b>
      <span className="m ellipsis">{heads[1]}</span>
      <span className="u">{heads[2]}</span>
    </th>
  )
}
