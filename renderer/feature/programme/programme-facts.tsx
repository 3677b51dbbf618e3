import { useState } from 'react'
import {
  type ImportView,
  MOST_LINES,
  type ProgrammeColumn,
  type ProgrammeTable,
  type ProgrammeTableView,
  type ProgrammeView,
} from '#core/contract/programme-view.ts'
import type { ViewRow } from '#core/contract/views.ts'
import { call, run } from '../../client.ts'
import { useQuery } from '../../state.ts'
import { grouped } from '../../text/number.ts'
import { pastedLines } from '../../text/pasted.ts'
import { FindField } from '../../ui/find-field.tsx'
import { Pages } from '../../ui/pages.tsx'
import { RemoveRow } from '../../ui/remove-row.tsx'

/** The tables of facts of a programme: what is there, and a field to paste more into. */
export function ProgrammeFacts({ programme: { tables, era } }: { readonly programme: ProgrammeView }) {
  const [wanted, setWanted] = useState(tables[0]?.table ?? null)
  const table = tables.find(known => known.table === wanted)
  return (
    <div className="facts-of">
      <nav aria-label="数据表" className="panel">
        {tables.map(({ table: id, label, count }) => (
          <button
            key={id}
            type="button"
            className={`plain ${id === wanted ? 'on' : ''}`}
            aria-current={id === wanted ? 'true' : undefined}
            onClick={() => setWanted(id)}
          >
            <span>{label}</span>
            <em className="num">{count}</em>
          </button>
        ))}
      </nav>
      {table ? <Facts key={table.table} table={table} era={era} /> : null}
    </div>
  )
}

function Facts({ table, era }: { readonly table: ProgrammeTableView; readonly era: ProgrammeView['era'] }) {
  const id = table.table
  const [find, setFind] = useState('')
  const [from, setFrom] = useState(0)
  const page = useQuery('programme.rows', { table: id, find, from })
  return (
    <div>
      <Paste table={table} era={era} id={id} />
      <section className="panel">
        <header>
          <h2>{table.label}</h2>
          <span className="dim num">{page ? `${page.found} 行` : ''}</span>
          <span className="grow" />
          <FindField
            label="查找"
            find={find}
            onFind={wanted => {
              setFind(wanted)
              setFrom(0)
            }}
          />
          <button
            type="button"
            className="btn"
            disabled={table.count === 0}
            onClick={() => run('programme.clear', { table: id })}
          >
            清空
          </button>
        </header>
        {page && page.found > 0 ? (
          <div className="wide">
            <table className="t">
              <thead>
                <tr>
                  {table.columns.map(column => (
                    <th key={column.name} className={column.kind === 'quantity' ? 'r' : ''}>
                      {column.label}
                      {column.unit === '' ? '' : `，${column.unit}`}
                    </th>
                  ))}
                  <th className="act" />
                </tr>
              </thead>
              <tbody>
                {page.rows.map((row, i) => (
                  <tr key={String(row.id)}>
                    {table.columns.map(column => (
                      <td
                        key={column.name}
                        className={column.kind === 'quantity' ? 'r num' : column.kind === 'text' ? '' : 'num'}
                      >
                        {shown(column, row[column.name], era)}
                      </td>
                    ))}
                    <td className="act">
                      <RemoveRow table={id} row={String(row.id)} label={`删除第 ${from + i + 1} 行`} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : (
          <p className="empty">{find === '' ? '还没有数据。从表格里复制整块，贴到上面。' : '没有找到。'}</p>
        )}
        {page ? <Pages found={page.found} from={from} onFrom={setFrom} /> : null}
      </section>
    </div>
  )
}

function shown(
  { kind, words }: ProgrammeColumn,
  value: ViewRow[string] | undefined,
  era: ProgrammeView['era'],
): string {
  if (value === null || value === undefined) return '—'
  const text = String(value)
  if (kind === 'quantity') return grouped(text)
  if (kind === 'year' && era) return `${era.label}${Number.parseInt(text, 10) - era.offset}${era.suffix}`
  const [year = '', month = '', day = ''] = text.split('-')
  if (kind === 'day' && era && day !== '')
    return `${era.label}${Number.parseInt(year, 10) - era.offset}${era.suffix}${Number.parseInt(month, 10)}月${Number.parseInt(day, 10)}日`
  return words.find(word => word.value === text)?.label ?? text
}

type PasteProps = {
  readonly table: ProgrammeTableView
  readonly era: ProgrammeView['era']
  readonly id: ProgrammeTable
}

/** A block from a spreadsheet: looked at first, then written as a whole or not at all. */
function Paste({ table, era, id }: PasteProps) {
  const [text, setText] = useState('')
  const [read, setRead] = useState<ImportView | null>(null)
  const [said, setSaid] = useState('')
  const ask = async (name: 'programme.read' | 'programme.import') => {
    const lines = pastedLines(text)
    if (lines.length > MOST_LINES) {
      setRead(null)
      setSaid(
        `一次最多 ${grouped(String(MOST_LINES))} 行，这里有 ${grouped(String(lines.length))} 行，没有写入。请分几次粘贴。`,
      )
      return
    }
    const reply = await call(name, { table: id, lines })
    setRead(reply.ok ? reply.value : null)
    setSaid(reply.ok ? '' : reply.message)
    if (!reply.ok || !reply.value.written) return
    const { added, changed, same } = reply.value
    setSaid(`已写入：新增 ${added} 行，改 ${changed} 行，没有变的 ${same} 行。`)
    setText('')
    setRead(null)
  }
  const names = table.columns.map(({ label }) => label)
  return (
    <section className="panel">
      <header>
        <h2>粘贴数据</h2>
        <span className="dim">第一行可以是列名；有一格读不准就一行也不写</span>
        <span className="grow" />
        <button type="button" className="btn text" onClick={() => navigator.clipboard.writeText(names.join('\t'))}>
          复制列名
        </button>
      </header>
      <div className="body pasting">
        <label htmlFor="block">各列依次：{names.join('、')}</label>
        <textarea
          id="block"
          value={text}
          onChange={event => {
            setText(event.target.value)
            setRead(null)
            setSaid('')
          }}
        />
        <p className="row">
          <button type="button" className="btn" disabled={text.trim() === ''} onClick={() => ask('programme.read')}>
            先看一下
          </button>
          <button
            type="button"
            className="btn pri"
            disabled={text.trim() === '' || (read?.faultCount ?? 0) > 0}
            onClick={() => ask('programme.import')}
          >
            写入
          </button>
          <span role="status">
            {said}
            {read && read.faultCount === 0
              ? `会新增 ${read.added} 行，改 ${read.changed} 行，没有变的 ${read.same} 行。`
              : ''}
            {read && read.faultCount > 0 ? `有 ${read.faultCount} 处读不准，没有写入。` : ''}
          </span>
        </p>
        {read && read.faultCount === 0 ? <ReadBack table={table} era={era} read={read} /> : null}
        {read && read.faultCount > 0 ? (
          <ul className="faults">
            {read.faults.map(({ line, column, message }) => (
              <li key={`${line} ${column} ${message}`} className="num">
                第 {line} 行{column === '' ? '' : `，${column}`}：{message}
              </li>
            ))}
            {read.faultCount > read.faults.length ? (
              <li className="dim num">另有 {read.faultCount - read.faults.length} 处。</li>
            ) : null}
          </ul>
        ) : null}
      </div>
    </section>
  )
}

/** The first lines as they were understood: whoever pasted one column too far sees it before it is written. */
function ReadBack({ table: { columns }, era, read }: Omit<PasteProps, 'id'> & { readonly read: ImportView }) {
  return (
    <div className="readback">
      <table className="t">
        <thead>
          <tr>
            {columns.map(({ name, label }) => (
              <th key={name}>{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {read.read.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one block never change places
            <tr key={i}>
              {columns.map((column, c) => (
                <td key={column.name}>{shown(column, line[c] || null, era)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
