import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { SheetView } from '#core/contract/views.ts'
import { call } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { grouped } from '../../text/number.ts'
import { pastedLines } from '../../text/pasted.ts'
import { EntryGrid, type GridEdit } from '../../ui/entry-grid.tsx'
import type { GridCell } from '../../ui/grid-model.ts'
import { Icon } from '../../ui/icon.tsx'

const EMPTY: GridCell = { state: 'notReported', text: '' }

/** A year of every institution in one line each: what an office with hundreds of them types or pastes from its own list. */
export function SheetScreen() {
  const sheet = useSheet()
  const [active, setActive] = useState<{ column: string; row: number } | null>(null)
  const [note, setNote] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const readOnly = useStore(isReadOnly)
  const { go } = useStore()
  const columns = useMemo(
    () =>
      (sheet?.columns ?? []).map(({ id, label, use, unit }) => ({
        id,
        heads: [label, use, unit.replace('m3', 'm³')] as const,
        label: use === '' ? label : `${label} ${use}`,
      })),
    [sheet?.columns],
  )
  const at = useMemo(() => new Map(columns.map(({ id }, i) => [id, i])), [columns])
  const rows = useMemo(() => (sheet?.rows ?? []).map(({ name }, id) => ({ id, label: name })), [sheet?.rows])
  const cell = useCallback(
    (column: string, row: number): GridCell => {
      const found = sheet?.rows[row]?.cells[at.get(column) ?? -1]
      return found ? { ...found, message: found.message ?? undefined } : EMPTY
    },
    [sheet?.rows, at],
  )
  if (!sheet) return <div className="head" />
  const here = active ? cell(active.column, active.row) : EMPTY
  const institution = active ? sheet.rows[active.row] : undefined
  const onEdit = async (edits: readonly GridEdit[], what: string) => {
    setNote(null)
    useStore.getState().saving(true)
    const cells = edits.flatMap(({ column, row, typed }) => {
      const year = sheet.rows[row]?.year
      return year === undefined ? [] : [{ year, column, typed }]
    })
    const reply = await call('sheet.set', { cells, label: what })
    useStore.getState().saving(false)
    if (!reply.ok) return setNote(reply.message)
    const { written, tidied, unreadable, locked } = reply.value
    if (locked > 0) setNote(`${what}：${written} 写入，${unreadable} 读不准，${locked} 格另有明细，没有改`)
    else if (edits.length > 1) setNote(`${what}：${written} 写入，${tidied} 已规范，${unreadable} 读不准`)
    await sheet.read()
  }
  return (
    <>
      <div className="head">
        <h1>批量录入</h1>
        <span className="sub num">{rows.length} 家，一行一家，全年的数</span>
        <div className="acts">
          <button type="button" className="btn" onClick={() => setAdding(!adding)}>
            <Icon name="plus" small />
            粘贴机构名单
          </button>
          <button
            type="button"
            className="btn"
            disabled={!institution}
            onClick={() => institution && go('energy', institution.year)}
          >
            打开这一家
          </button>
        </div>
      </div>
      {adding || rows.length === 0 ? <AddAll onDone={() => setAdding(false)} /> : null}
      {rows.length === 0 ? null : (
        <div className="energy sheet">
          <div className="cellbar" aria-live="off">
            <span className="at ellipsis">
              {active && institution ? `${institution.name}，${columns[at.get(active.column) ?? 0]?.label}` : '—'}
            </span>
            <span className={`typed num ${here.state === 'draft' ? 'sv-e' : ''}`}>
              {here.message ??
                (here.state === 'notReported'
                  ? '未报'
                  : here.state === 'notApplicable'
                    ? '— 不适用'
                    : grouped(here.text))}
            </span>
            {note ? <span role="status">{note}</span> : null}
          </div>
          <EntryGrid
            name="sheet"
            columns={columns}
            rows={rows}
            cell={cell}
            corner={['机构', '', '']}
            feet={[]}
            readOnly={readOnly}
            onEdit={onEdit}
            onActive={(column, row) => setActive({ column, row })}
            onRefused={setNote}
          />
        </div>
      )}
    </>
  )
}

/** The sheet, kept up to date: after an edit only the lines that changed travel. */
function useSheet(): (SheetView & { readonly read: () => Promise<void> }) | null {
  const [sheet, setSheet] = useState<SheetView | null>(null)
  const revision = useStore(s => s.revision)
  const to = useRef(0)
  const read = useCallback(async () => {
    const reply = await call('sheet.show', { since: to.current })
    if (!reply.ok) return
    to.current = reply.revision
    setSheet(before => {
      const { all, columns, rows } = reply.value
      if (all || !before) return { all, columns, rows }
      if (rows.length === 0) return before
      const fresh = new Map(rows.map(row => [row.year, row]))
      return { ...before, rows: before.rows.map(row => fresh.get(row.year) ?? row) }
    })
  }, [])
  useEffect(() => {
    if (to.current === 0 || to.current < revision) void read()
  }, [revision, read])
  return useMemo(() => sheet && { ...sheet, read }, [sheet, read])
}

/** A list of institutions copied from a spreadsheet: name, class, type, place. */
function AddAll({ onDone }: { readonly onDone: () => void }) {
  const [text, setText] = useState('')
  const [said, setSaid] = useState<string | null>(null)
  const lines = pastedLines(text).filter(([name]) => name?.trim())
  const add = async () => {
    const reply = await call('institution.createAll', { lines: lines.map(line => line.slice(0, 4)) })
    if (!reply.ok) return setSaid(reply.message)
    setText('')
    onDone()
  }
  return (
    <section className="panel addall">
      <label>
        从 Excel 复制名称、类别、类型、所在地四列（后三列可以没有），在这里按 Ctrl+V
        <textarea rows={5} value={text} onChange={event => setText(event.target.value)} />
      </label>
      <p role="alert" className="sv-e">
        {said}
      </p>
      <div className="row">
        <button type="button" className="btn pri" disabled={lines.length === 0} onClick={add}>
          新建 {lines.length} 家
        </button>
        <button type="button" className="btn" onClick={onDone}>
          不加了
        </button>
      </div>
    </section>
  )
}
