import {
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { forgetTyping, keepTyping, restoredIn, tellRestored, useStore } from '../state.ts'
import { pastedLines } from '../text/pasted.ts'
import { copiedText, edge, type GridCell, type Place, placesIn, rangeOf } from './grid-model.ts'
import { GridLine } from './grid-row.tsx'
import { COLUMN_WIDTH, drawn, useWindow } from './grid-window.ts'

export type GridColumn = {
  readonly id: string
  readonly heads: readonly [string, string, string]
  readonly label: string
}
export type GridRow = { readonly id: number; readonly label: string }
/** A line below the grid: the totals, or what stands beside them. */
export type GridFoot = { readonly label: string; readonly cells: readonly React.ReactNode[] }
export type GridEdit = { readonly column: string; readonly row: number; readonly typed: string }

type Props = {
  /** What the fields of this grid are called, so that a person can be sent to one. */
  readonly name: string
  readonly columns: readonly GridColumn[]
  readonly rows: readonly GridRow[]
  readonly cell: (column: string, row: number) => GridCell
  readonly corner: readonly [string, string, string]
  readonly feet: readonly GridFoot[]
  readonly readOnly: boolean
  readonly onEdit: (edits: readonly GridEdit[], what: string) => Promise<void>
  readonly onActive: (column: string, row: number) => void
  readonly onRefused: (message: string) => void
}

const START: Place = { r: 0, c: 0 }
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowUp: { r: -1, c: 0 },
  ArrowDown: { r: 1, c: 0 },
  ArrowLeft: { r: 0, c: -1 },
  ArrowRight: { r: 0, c: 1 },
}

/**
 * A year of bills by keyboard, as in a spreadsheet: typing replaces, F2 edits, Enter goes down, Tab right; while an input
 * method composes no key belongs to the grid. A pasted block is one step or is refused whole. Only what is in sight is drawn.
 */
export function EntryGrid(props: Props) {
  const { name, columns, rows, cell, corner, feet, readOnly, onEdit, onActive, onRefused } = props
  const [active, setActive] = useState(START)
  const [anchor, setAnchor] = useState(START)
  const [typed, showTyped] = useState<string | null>(null)
  /** The same at once, for the blur that follows within one event. */
  const pending = useRef<string | null>(null)
  /** The text is from before the program ended, and nobody has confirmed it yet. */
  const unsure = useRef(false)
  const [editing, setEditing] = useState(false)
  const [waiting, setWaiting] = useState<ReadonlyMap<string, string>>(new Map())
  const box = useRef<HTMLDivElement>(null)
  /** Where Enter goes back to after a row was filled with Tab. */
  const start = useRef(0)
  const setTyped = (text: string | null) => {
    pending.current = text
    unsure.current = false
    showTyped(text)
  }
  const within = ({ r, c }: Place): Place => ({
    r: Math.max(0, Math.min(rows.length - 1, r)),
    c: Math.max(0, Math.min(columns.length - 1, c)),
  })
  const at = within(active)
  const column = columns[at.c]
  const row = rows[at.r]
  const sight = useWindow(box, rows.length, columns.length)
  const range = rangeOf(at, anchor)
  const textAt = ({ r, c }: Place): string => (columns[c] && rows[r] ? copiedText(cell(columns[c].id, rows[r].id)) : '')
  const inputAt = ({ r, c }: Place) => box.current?.querySelector<HTMLInputElement>(`[data-at="${r},${c}"]`)

  // biome-ignore lint/correctness/useExhaustiveDependencies: tell the page only when the place changes
  useEffect(() => {
    if (column && row) onActive(column.id, row.id)
  }, [column?.id, row?.id])

  const shown = column && row ? (waiting.get(`${column.id} ${row.id}`) ?? cell(column.id, row.id).text) : ''
  // selected once the ungrouped text stands there, also after an undo changed it, so that the first key replaces it
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text selects anew
  useLayoutEffect(() => {
    const input = box.current?.querySelector<HTMLInputElement>(`[data-at="${at.r},${at.c}"]`)
    if (input && input === document.activeElement && pending.current === null) input.select()
  }, [at.r, at.c, shown])

  const target = useStore(s => (s.target?.startsWith(`${name} `) ? s.target : null))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a person is sent to a cell once, as soon as its column is there
  useEffect(() => {
    if (target === null) return
    const [, id, line] = target.split(' ')
    const c = columns.findIndex(known => known.id === id)
    const r = rows.findIndex(known => String(known.id) === line)
    if (c < 0 || r < 0) return
    start.current = c
    move({ r, c })
    const before = restoredIn(target)
    if (before !== null) {
      setTyped(before)
      unsure.current = true
    }
    useStore.getState().arrived()
  }, [target, columns])

  const move = (to: Place, extend = false) => {
    setTyped(null)
    setEditing(false)
    setActive(to)
    if (!extend) setAnchor(to)
    // a cell out of sight is drawn first
    const input = inputAt(to)
    const go = () => {
      const now = inputAt(to)
      now?.focus()
      now?.select()
      now?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    if (input) go()
    else requestAnimationFrame(go)
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
    const text = pending.current
    forgetTyping()
    if (text === null || !column || !row) return
    setTyped(null)
    setEditing(false)
    if (text !== textAt(at))
      edit([{ column: column.id, row: row.id, typed: text }], `修改 ${column.label} ${row.label}`)
  }
  const places = placesIn(range)
  const setAll = (text: (place: Place) => string, what: string) =>
    edit(
      places.flatMap(place => {
        const [col, line] = [columns[place.c], rows[place.r]]
        return col && line ? [{ column: col.id, row: line.id, typed: text(place) }] : []
      }),
      what,
    )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const { key, shiftKey } = event
    const control = event.ctrlKey || event.metaKey
    const goes = (to: Place, extend = false, keepStart = false) => {
      event.preventDefault()
      commit()
      if (!keepStart && !extend) start.current = to.c
      move(to, extend)
    }
    const arrow = ARROWS[key]
    if (arrow && !editing && !event.altKey) {
      const next = within({ r: at.r + arrow.r, c: at.c + arrow.c })
      return goes(control ? edge(at, arrow, within, place => textAt(place) !== '') : next, shiftKey)
    }
    if (key === 'Enter') {
      if (shiftKey) return goes(within({ r: at.r - 1, c: at.c }))
      return goes(within({ r: at.r + 1, c: Math.min(start.current, at.c) }), false, true)
    }
    if (key === 'Tab') {
      const to = within({ r: at.r, c: at.c + (shiftKey ? -1 : 1) })
      return to.c === at.c ? commit() : goes(to, false, true)
    }
    if (key === 'F2') {
      event.preventDefault()
      setEditing(true)
      setTyped(typed ?? textAt(at))
      requestAnimationFrame(() => inputAt(at)?.setSelectionRange(99, 99))
      return
    }
    if (key === 'Escape' && (typed !== null || editing)) {
      event.stopPropagation()
      forgetTyping()
      setTyped(null)
      setEditing(false)
      return
    }
    if (key === 'Home' && control) return goes(START, shiftKey)
    if (key === 'End' && control) return goes(within({ r: rows.length, c: columns.length }), shiftKey)
    if (key === 'PageDown' || key === 'PageUp')
      return goes(within({ r: at.r + (key === 'PageDown' ? 12 : -12), c: at.c }), shiftKey)
    if (readOnly) return
    const many = places.length > 1 ? `${places.length} 格` : `${column?.label ?? ''} ${row?.label ?? ''}`
    if (key === 'Delete' && !editing && typed === null) {
      event.preventDefault()
      setAll(() => '', `清为未报 ${many}`)
    }
    if (control && key.toLowerCase() === 'd') {
      event.preventDefault()
      if (range.r1 > range.r0) setAll(({ c }) => textAt({ r: range.r0, c }), `向下填充 ${many}`)
      else if (at.r > 0) setAll(({ c }) => textAt({ r: at.r - 1, c }), '向下填充')
    }
    if (control && key.toLowerCase() === 'r') {
      event.preventDefault()
      if (range.c1 > range.c0) setAll(({ r }) => textAt({ r, c: range.c0 }), `向右填充 ${many}`)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain')
    if (readOnly || (editing && !/[\t\n]/.test(text.trim()))) return
    event.preventDefault()
    const block = pastedLines(text)
    const width = Math.max(...block.map(line => line.length))
    if (at.r + block.length > rows.length || at.c + width > columns.length)
      return onRefused(
        `放不下：复制的是 ${block.length} 行 ${width} 列，从这一格起只有 ${rows.length - at.r} 行 ${columns.length - at.c} 列。没有粘贴；请换个起点，或先加用能栏目。`,
      )
    const edits = block.flatMap((line, r) =>
      line.flatMap((value, c): GridEdit[] => {
        const [col, to] = [columns[at.c + c], rows[at.r + r]]
        return col && to && value.trim() !== '' ? [{ column: col.id, row: to.id, typed: value }] : []
      }),
    )
    setTyped(null)
    if (edits.length > 0) edit(edits, `粘贴 ${edits.length} 格`)
    setActive(at)
    setAnchor(within({ r: at.r + block.length - 1, c: at.c + width - 1 }))
  }
  const onCopy = (event: ClipboardEvent) => {
    if (editing) return
    event.preventDefault()
    const lines: string[] = []
    for (let r = range.r0; r <= range.r1; r++)
      lines.push(Array.from({ length: range.c1 - range.c0 + 1 }, (_, i) => textAt({ r, c: range.c0 + i })).join('\t'))
    event.clipboardData.setData('text/plain', lines.join('\n'))
  }
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const place = placeOf(event.target)
    if (!place) return
    if (!box.current?.contains(event.relatedTarget)) start.current = place.c
    if (place.r !== at.r || place.c !== at.c) {
      setTyped(null)
      setEditing(false)
      setActive(place)
      setAnchor(place)
    }
    const input = event.target
    if (!(input instanceof HTMLInputElement)) return
    input.select()
    // the ungrouped text comes with the next drawing, and would leave the cursor behind it
    requestAnimationFrame(() => {
      if (input === document.activeElement && pending.current === null) input.select()
    })
  }
  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const place = placeOf(event.target)
    if (!place) return
    start.current = place.c
    if (!event.shiftKey) return
    event.preventDefault()
    commit()
    move(place, true)
  }
  const columnsDrawn = useMemo(() => drawn(sight.c0, sight.c1, at.c), [sight.c0, sight.c1, at.c])
  const gaps = useMemo(() => gapsIn(columnsDrawn, columns.length), [columnsDrawn, columns.length])
  const lines = useMemo(() => {
    const known = new Map<number, Parameters<typeof GridLine>[0]['cells']>()
    return (r: number) => {
      const found = known.get(r)
      const line = rows[r]
      if (found || !line) return found ?? []
      const cells = columnsDrawn.flatMap(c => {
        const col = columns[c]
        return col ? [{ c, id: col.id, label: col.label, cell: cell(col.id, line.id) }] : []
      })
      known.set(r, cells)
      return cells
    }
  }, [columns, rows, cell, columnsDrawn])
  const waitingIn = (id: number) => {
    if (waiting.size === 0) return null
    const found = columns.flatMap((col, c) => {
      const sent = waiting.get(`${col.id} ${id}`)
      return sent === undefined ? [] : [[c, sent] as const]
    })
    return found.length > 0 ? new Map(found) : null
  }
  const rowsDrawn = drawn(sight.r0, sight.r1, at.r)
  const several = places.length > 1
  const selected = useMemo(() => [range.c0, range.c1] as const, [range.c0, range.c1])
  return (
    <div className="gridbox scroll" ref={box}>
      <table
        className="g"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of inputs laid out as a real table
        role="grid"
        aria-rowcount={rows.length}
        aria-colcount={columns.length}
        onFocus={onFocus}
        onMouseDown={onMouseDown}
        onDoubleClick={() => {
          setEditing(true)
          setTyped(typed ?? textAt(at))
        }}
        onChange={event => {
          if (!(event.target instanceof HTMLInputElement)) return
          setTyped(event.target.value)
          if (column && row) keepTyping(`${name} ${column.id} ${row.id}`, event.target.value)
        }}
        onBlur={() => {
          if (!unsure.current) return commit()
          tellRestored(pending.current ?? '', true)
          setTyped(null)
          forgetTyping()
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onCopy={onCopy}
      >
        <colgroup>
          <col className="w-month" />
          {columns.map(({ id }) => (
            <col key={id} style={{ width: COLUMN_WIDTH }} />
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
          {rowsDrawn.map((r, i) => {
            const line = rows[r]
            const hidden = r - (rowsDrawn[i - 1] ?? -1) - 1
            if (!line) return null
            return [
              hidden > 0 ? <Hidden key={`above ${line.id}`} rows={hidden} /> : null,
              <GridLine
                key={line.id}
                r={r}
                row={line.id}
                label={line.label}
                name={name}
                cells={lines(r)}
                gaps={gaps}
                active={r === at.r ? at.c : -1}
                typed={r === at.r ? typed : null}
                waiting={waitingIn(line.id)}
                selected={several && r >= range.r0 && r <= range.r1 ? selected : null}
                readOnly={readOnly}
              />,
            ]
          })}
          {rows.length - 1 > (rowsDrawn.at(-1) ?? 0) ? (
            <Hidden rows={rows.length - 1 - (rowsDrawn.at(-1) ?? 0)} />
          ) : null}
        </tbody>
        <tfoot>
          {feet.map(({ label, cells }, i) => (
            <tr key={label} className={i === 0 ? 'tot' : 'ref'}>
              <th scope="row">{label}</th>
              {cells.map((shown, c) => (
                <td key={columns[c]?.id ?? c}>{shown}</td>
              ))}
              <td className="rest" />
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  )
}

function placeOf(target: EventTarget): Place | null {
  const found = target instanceof HTMLElement ? /^(\d+),(\d+)$/.exec(target.getAttribute('data-at') ?? '') : null
  return found ? { r: Number(found[1]), c: Number(found[2]) } : null
}

/** Before which of the drawn columns how many are left out; the last entry stands behind them all. */
function gapsIn(columns: readonly number[], count: number): ReadonlyMap<number, number> {
  const gaps = new Map<number, number>()
  columns.forEach((c, i) => {
    const hidden = c - (columns[i - 1] ?? -1) - 1
    if (hidden > 0) gaps.set(i, hidden)
  })
  const after = count - 1 - (columns.at(-1) ?? -1)
  if (after > 0) gaps.set(columns.length, after)
  return gaps
}

function Hidden({ rows }: { readonly rows: number }) {
  return (
    <tr className="spacer">
      <td style={{ height: `calc(${rows} * var(--row-grid))` }} />
    </tr>
  )
}

function Head({ heads, on = false }: { readonly heads: readonly [string, string, string]; readonly on?: boolean }) {
  return (
    <th scope="col" className={on ? 'colon' : ''}>
      <b className="ellipsis">{heads[0]}</b>
      <span className="m ellipsis">{heads[1]}</span>
      <span className="u">{heads[2]}</span>
    </th>
  )
}
