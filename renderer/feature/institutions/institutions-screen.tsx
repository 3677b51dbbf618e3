import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { PackView, Summary } from '#core/contract/views.ts'
import { createInstitution } from '../../app/palette.tsx'
import { run } from '../../client.ts'
import { startExport } from '../../exporting.ts'
import { useList, useQuery, useStore } from '../../state.ts'
import { ExportStatus } from '../../ui/export-status.tsx'
import { GradeMark } from '../../ui/grade-tag.tsx'
import { Icon } from '../../ui/icon.tsx'

const ROW = 36
const SPARE = 8
type Worst = 'all' | '4' | 'e' | '0' | '3' | '2' | '1'
const WORST: readonly (readonly [Worst, string, string])[] = [
  ['4', '超', '超过约束值'],
  ['e', '等', '等于约束值'],
  ['0', '？', '无法判定'],
  ['3', '约', '优于约束值'],
  ['2', '基', '优于基准值'],
  ['1', '引', '达到引导值'],
]

/** The worst of an institution's grades, in the order a reviewer looks: above, equal, unknown, then the better ones. */
function worstOf(row: Summary): Worst {
  const grades = row.indicators.map(i => i.grade)
  const found = WORST.find(([key]) => grades.some(g => (key === 'e' ? g.equals : !g.equals && String(g.rank) === key)))
  return found?.[0] ?? '0'
}

/** Every institution with its four grades; only the rows in sight are drawn. */
export function InstitutionsScreen({ pack }: { readonly pack: PackView }) {
  const list = useList()
  const { go, year } = useStore()
  const totals = useQuery('workbook.totals', {})
  const exporting = useStore(s => s.exporting?.status.running ?? false)
  const [typed, setTyped] = useState('')
  const [worst, setWorst] = useState<Worst>('all')
  const [only, setOnly] = useState<'all' | 'todo' | 'open'>('all')
  const [kind, setKind] = useState('')
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(480)
  const box = useRef<HTMLDivElement>(null)
  const wanted = useDeferredValue(typed.trim())
  const counts = useMemo(() => {
    const all = new Map<Worst, number>()
    for (const row of list ?? []) all.set(worstOf(row), (all.get(worstOf(row)) ?? 0) + 1)
    return all
  }, [list])
  const rows = useMemo(
    () =>
      (list ?? []).filter(
        row =>
          (worst === 'all' || worstOf(row) === worst) &&
          (only === 'all' || (only === 'todo' ? row.todos.length > 0 : row.reported < row.expected)) &&
          (kind === '' || row.class === kind) &&
          (wanted === '' || row.name.includes(wanted) || (row.place ?? '').includes(wanted)),
      ),
    [list, worst, only, kind, wanted],
  )
  const at = rows.findIndex(row => row.year === year)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const first = Math.max(0, Math.floor(top / ROW) - SPARE)
  const shown = rows.slice(first, first + Math.ceil(height / ROW) + 2 * SPARE)
  const select = (index: number) => {
    const row = rows[index]
    if (!row) return
    go('institutions', row.year)
    const element = box.current
    if (
      element &&
      (index * ROW < element.scrollTop || (index + 3) * ROW > element.scrollTop + element.clientHeight - 56)
    )
      element.scrollTop = Math.max(0, index * ROW - element.clientHeight / 2)
  }
  // added up exactly by the core, over all institutions only
  const area = rows.length === list?.length ? (totals?.find(({ id }) => id === 'floorArea')?.text ?? '') : ''
  return (
    <>
      <div className="head">
        <h1>机构列表</h1>
        <span className="sub num">
          {list?.length ?? '…'} 家，按{pack.title}评价
        </span>
        {pack.number === null ? <span className="tag pending">标准号待核</span> : null}
        <div className="acts">
          <button
            type="button"
            className="btn"
            disabled={rows.length === 0 || exporting}
            title="为筛选出的每一家写 Word 报告和 Excel 计算表"
            onClick={() =>
              startExport(
                rows.map(row => row.year),
                ['docx', 'xlsx'],
              )
            }
          >
            导出 {rows.length} 家报告
          </button>
          <button
            type="button"
            className="btn"
            disabled={at < 0}
            title="删除选中的机构；可以撤销"
            onClick={() => year !== null && run('institution.remove', { year }).then(() => go('institutions', null))}
          >
            <Icon name="trash" small />
            删除
          </button>
          <button type="button" className="btn pri" onClick={createInstitution}>
            <Icon name="plus" small />
            新建机构
          </button>
        </div>
      </div>
      <div className="tools">
        <span className="find">
          <Icon name="search" small />
          <input
            aria-label="按名称、地点筛选"
            placeholder="按名称、地点筛选"
            value={typed}
            onChange={e => setTyped(e.target.value)}
          />
          <kbd>/</kbd>
        </span>
        <fieldset className="seg num" aria-label="最差一项">
          <button type="button" className={worst === 'all' ? 'on' : ''} onClick={() => setWorst('all')}>
            全部 {list?.length ?? 0}
          </button>
          <span className="lab">最差一项</span>
          {WORST.map(([key, mark, label]) => (
            <button type="button" key={key} className={worst === key ? 'on' : ''} onClick={() => setWorst(key)}>
              <GradeMark grade={{ id: key, label, mark, equals: key === 'e', rank: key === 'e' ? 3 : rankOf(key) }} />
              {counts.get(key) ?? 0}
            </button>
          ))}
        </fieldset>
        <fieldset className="seg num" aria-label="待办">
          <button
            type="button"
            className={only === 'todo' ? 'on' : ''}
            onClick={() => setOnly(only === 'todo' ? 'all' : 'todo')}
          >
            有待办 {list?.filter(row => row.todos.length > 0).length ?? 0}
          </button>
          <button
            type="button"
            className={only === 'open' ? 'on' : ''}
            onClick={() => setOnly(only === 'open' ? 'all' : 'open')}
          >
            录入未齐 {list?.filter(row => row.reported < row.expected).length ?? 0}
          </button>
        </fieldset>
        <span className="grow" />
        <select className="btn" aria-label="类别" value={kind} onChange={event => setKind(event.target.value)}>
          <option value="">类别：全部</option>
          {pack.classes.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      <ExportStatus />
      {list?.length === 0 ? (
        <section className="panel empty">
          <p>还没有机构。新建一家，填上类别、所在地、面积和人数，等级会当场出来。</p>
          <button type="button" className="btn" onClick={createInstitution}>
            新建机构
          </button>
        </section>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a scrolling box around a real table
        <div
          className="box scroll"
          ref={box}
          role="region"
          aria-label="机构"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk through the rows
          tabIndex={0}
          onScroll={event => setTop(event.currentTarget.scrollTop)}
          onKeyDown={event => {
            if (event.key === 'ArrowDown') select(Math.min(at + 1, rows.length - 1))
            else if (event.key === 'ArrowUp') select(Math.max(at - 1, 0))
            else if (event.key === 'Enter' && at >= 0) go('evaluation')
            else return
            event.preventDefault()
          }}
        >
          <table className="t">
            <colgroup>
              <col className="w-name" />
              <col className="w-kind" />
              <col className="w-place" />
              <col className="w-area" />
              <col className="w-people" />
              {pack.indicators.map(({ id }) => (
                <col key={id} className="w-ind" />
              ))}
              <col className="w-done" />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th>机构</th>
                <th>类别 · 类型</th>
                <th>所在地 · 气候区</th>
                <th className="r">建筑面积</th>
                <th className="r">用能人数</th>
                {pack.indicators.map(({ id, label }) => (
                  <th key={id} className="r g">
                    {label.replace('建筑', '')}
                  </th>
                ))}
                <th className="r g">录入</th>
                <th className="r">待办</th>
              </tr>
              <tr>
                <th />
                <th />
                <th />
                <th className="r">m²</th>
                <th className="r">人</th>
                {pack.indicators.map(({ id, unit }) => (
                  <th key={id} className="r g">
                    {unit}
                  </th>
                ))}
                <th className="g" />
                <th className="r">项</th>
              </tr>
            </thead>
            <tbody>
              {first > 0 ? <Spacer rows={first} /> : null}
              {shown.map(row => (
                <Row
                  key={row.year}
                  row={row}
                  on={row.year === year}
                  onSelect={() => go('institutions', row.year)}
                  onOpen={() => go('evaluation', row.year)}
                />
              ))}
              {rows.length > first + shown.length ? <Spacer rows={rows.length - first - shown.length} /> : null}
              {rows.length === 0 && list ? (
                <tr>
                  <td colSpan={11} className="dim">
                    没有符合筛选的机构。
                  </td>
                </tr>
              ) : null}
            </tbody>
            <Totals rows={rows} pack={pack} area={area} />
          </table>
        </div>
      )}
    </>
  )
}

/** What the rows come to; computed once per list, not once per scrolled frame. */
type TotalsProps = { readonly rows: readonly Summary[]; readonly pack: PackView; readonly area: string }

const Totals = memo(({ rows, pack, area }: TotalsProps) => (
  <tfoot>
    <tr>
      <td colSpan={3}>合计 {rows.length} 家</td>
      <td className="r num">{missing(rows, 'floorArea') || area}</td>
      <td className="r">{missing(rows, 'people')}</td>
      {pack.indicators.map(({ id }) => {
        const above = rows.filter(row => row.indicators.some(i => i.id === id && i.grade.rank === 4)).length
        return (
          <td key={id} className="g">
            <span className="ind">
              <GradeMark grade={{ id: '4', label: '超过约束值', mark: '超', rank: 4, equals: false }} />
              <span className="num">{above} 家</span>
            </span>
          </td>
        )
      })}
      <td className="g" />
      <td className="r num">{rows.reduce((sum, row) => sum + row.todos.length, 0)}</td>
    </tr>
  </tfoot>
))

/** A column with gaps says how many are missing instead of a sum that could be mistaken for one. */
function missing(rows: readonly Summary[], field: 'floorArea' | 'people'): string {
  const gaps = rows.filter(row => row[field] === null).length
  return gaps === 0 ? '' : `缺 ${gaps} 家`
}

function rankOf(key: Worst): 0 | 1 | 2 | 3 | 4 {
  return key === '4' ? 4 : key === '3' ? 3 : key === '2' ? 2 : key === '1' ? 1 : 0
}

function Spacer({ rows }: { readonly rows: number }) {
  return (
    <tr className="spacer">
      <td colSpan={11} style={{ height: rows * ROW }} />
    </tr>
  )
}

type RowProps = {
  readonly row: Summary
  readonly on: boolean
  readonly onSelect: () => void
  readonly onOpen: () => void
}

function Row({ row, on, onSelect, onOpen }: RowProps) {
  const complete = row.reported >= row.expected
  return (
    <tr className={on ? 'on' : ''} onClick={onSelect} onDoubleClick={onOpen} aria-selected={on}>
      <td className="ellipsis">
        <button
          type="button"
          className="plain name ellipsis"
          onClick={event => {
            event.stopPropagation()
            onOpen()
          }}
          title={row.name}
        >
          {row.name}
        </button>
      </td>
      <td className="mute ellipsis" title={row.rowLabel || row.type || undefined}>
        {row.class ?? '未填类别'}
        {row.rowLabel || row.type ? ` · ${row.rowLabel || row.type}` : ''}
      </td>
      <td className="mute ellipsis">
        {row.place ?? '未填'}
        {row.zone ? ` · ${row.zone}` : ''}
      </td>
      <td className={`r ${row.floorArea ? 'num' : 'dim'}`}>{row.floorArea ?? '未报'}</td>
      <td className={`r ${row.people ? 'num' : 'dim'}`}>{row.people ?? '未报'}</td>
      {row.indicators.map(({ id, grade, text }) => (
        <td key={id} className="g">
          <span className="ind">
            <GradeMark grade={grade} />
            <span className={grade.rank === 0 ? 'why' : `num ${grade.rank === 4 ? 'x' : ''}`}>{text}</span>
          </span>
        </td>
      ))}
      <td className="r g num">{complete ? <span className="dim">已齐</span> : `${row.reported}/${row.expected}`}</td>
      <td className={`r num ${row.todos.length === 0 ? 'td0' : ''}`}>{row.todos.length}</td>
    </tr>
  )
}
