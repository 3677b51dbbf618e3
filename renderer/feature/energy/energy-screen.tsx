import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Detail, ViewRow } from '#core/contract/views.ts'
import { call, run } from '../../client.ts'
import { isReadOnly, useStore } from '../../state.ts'
import { grouped } from '../../text/number.ts'
import { CARRIERS, UNITS, USES, unitText } from '../../text/zh.ts'
import { Choose } from '../../ui/choose.tsx'
import { EntryGrid, type GridEdit, type GridFoot, type GridRow } from '../../ui/entry-grid.tsx'
import { Field } from '../../ui/field.tsx'
import type { GridCell } from '../../ui/grid-model.ts'
import { Icon } from '../../ui/icon.tsx'
import { Problems } from '../../ui/problems.tsx'
import { RowEvidence } from '../../ui/row-evidence.tsx'
import { SpecialUses } from './special-uses.tsx'

const MONTHS: readonly GridRow[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(id => ({ id, label: `${id} 月` }))
const YEAR: readonly GridRow[] = [{ id: 0, label: '全年' }]
const EMPTY: GridCell = { state: 'notReported', text: '' }

type Mode = 'month' | 'year' | 'special'

/** Energy and water by month or year; one column is one carrier for one use through one meter. */
export function EnergyScreen({ detail }: { readonly detail: Detail }) {
  const { supplies, consumption, drafts, totals, year, yearRow, specialUses } = detail
  const [mode, setMode] = useState<Mode>('month')
  const [active, setActive] = useState<{ column: string; row: number } | null>(null)
  const [note, setNote] = useState<string | null>(null)
  const readOnly = useStore(isReadOnly)
  const target = useStore(s => s.target)
  // a field a person is sent to may lie on another leaf of this screen
  useEffect(() => {
    const [table, row, field] = target?.split(' ') ?? []
    if (table === 'consumption') setMode(field === '0' ? 'year' : 'month')
    if (table === 'specialUse') setMode('special')
    if (table === 'supply' && row !== undefined) {
      setMode(now => (now === 'special' ? 'month' : now))
      setActive({ column: row, row: 1 })
    }
  }, [target])
  const cells = useMemo(() => {
    const all = new Map<string, GridCell>()
    for (const row of consumption)
      all.set(`${row.supply} ${row.month}`, { state: row.state as GridCell['state'], text: String(row.amount ?? '') })
    for (const draft of drafts)
      if (draft.tableName === 'consumption')
        all.set(String(draft.row), { state: 'draft', text: String(draft.typed), message: String(draft.message) })
    return all
  }, [consumption, drafts])
  const cellAt = useCallback((column: string, row: number) => cells.get(`${column} ${row}`) ?? EMPTY, [cells])
  const columns = useMemo(
    () =>
      supplies.map(row => ({
        id: String(row.id),
        heads: [
          CARRIERS[String(row.carrier)] ?? String(row.carrier),
          String(row.label ?? purposeOf(row, specialUses)),
          unitText(String(row.unit)),
        ] as const,
        label: nameOf(row),
      })),
    [supplies, specialUses],
  )
  const yearly = mode === 'month' && supplies.some(row => cells.has(`${row.id} 0`))
  const feet: GridFoot[] = [
    {
      label: '合计',
      cells: supplies.map(row => <Total key={String(row.id)} of={totals.find(t => t.supply === row.id)} />),
    },
    ...(yearly ? [{ label: '全年', cells: supplies.map(row => grouped(cellAt(String(row.id), 0).text)) }] : []),
  ]
  const supply = supplies.find(row => row.id === active?.column) ?? supplies[0]
  const cell = active ? cellAt(active.column, active.row) : EMPTY
  const known = totals.reduce((sum, t) => sum + t.known, 0)
  const expected = totals.reduce((sum, t) => sum + t.of, 0)
  const onEdit = async (edits: readonly GridEdit[], what: string) => {
    setNote(null)
    useStore.getState().saving(true)
    const reply = await call('cells.set', {
      year,
      label: what,
      cells: edits.map(e => ({ supply: e.column, month: e.row, typed: e.typed })),
    })
    if (reply.ok) {
      // the new cells have to be here before the typed text goes, or the old number would flash up
      const fresh = await call('institution.detail', { year })
      useStore.getState().answered(JSON.stringify(['institution.detail', { year }]), fresh)
      const { written, tidied, unreadable } = reply.value
      if (edits.length > 1) setNote(`${what}：${written} 写入，${tidied} 已规范，${unreadable} 读不准`)
    } else setNote(reply.message)
    useStore.getState().saving(false)
  }
  return (
    <>
      <div className="head">
        <h1>用能数据</h1>
        <fieldset className="seg" aria-label="录入方式">
          {(
            [
              ['month', '按月'],
              ['year', '按年'],
              ['special', '特殊用能'],
            ] as const
          ).map(([key, label]) => (
            <button type="button" key={key} className={mode === key ? 'on' : ''} onClick={() => setMode(key)}>
              {label}
            </button>
          ))}
        </fieldset>
        <span className="sub num">
          已报 {known}/{expected}
        </span>
        <div className="acts">
          <AddSupply year={year} mode={mode} />
        </div>
      </div>
      {mode === 'special' ? (
        <SpecialUses detail={detail} />
      ) : (
        <div className="energy">
          <div className="cellbar" aria-live="off">
            <span className="at">
              {active && supply ? `${active.row === 0 ? '全年' : `${active.row} 月`} ${nameOf(supply)}` : '—'}
            </span>
            <span className={`typed num ${cell.state === 'draft' ? 'sv-e' : ''}`}>
              {cell.message ?? STATE[cell.state] ?? grouped(cell.text)}
            </span>
            {supply ? (
              <span>
                单位 <b>{unitText(String(supply.unit))}</b>
              </span>
            ) : null}
            {supply ? <span>{purposeOf(supply, specialUses)}</span> : null}
            {note ? <span role="status">{note}</span> : null}
          </div>
          {supplies.length === 0 ? (
            <section className="panel empty">
              <p>先选本机构用的能源，每种一列；之后从 Excel 复制整块，在格子里按 Ctrl+V。</p>
              {['electricity', 'naturalGas', 'gasoline', 'water'].map(carrier => (
                <button type="button" key={carrier} className="btn" onClick={() => addSupply(year, carrier, mode)}>
                  {CARRIERS[carrier]}
                </button>
              ))}
            </section>
          ) : (
            <EntryGrid
              key={mode}
              name="consumption"
              columns={columns}
              rows={mode === 'month' ? MONTHS : YEAR}
              cell={cellAt}
              corner={[mode === 'month' ? '月份' : '年度', '', String(yearRow.from).slice(0, 4)]}
              feet={feet}
              readOnly={readOnly}
              onEdit={onEdit}
              onActive={(column, row) => setActive({ column, row })}
              onRefused={setNote}
            />
          )}
          <Problems detail={detail} stage="energy" />
          {supply ? <SupplySettings detail={detail} supply={supply} /> : null}
        </div>
      )}
    </>
  )
}

function purposeOf(supply: ViewRow, specialUses: readonly ViewRow[]): string {
  const use = String(supply.use)
  const special = specialUses.find(s => `special:${s.code}` === use)
  return special ? String(special.name ?? special.code) : (USES[use] ?? use)
}

function nameOf(supply: ViewRow): string {
  return `${CARRIERS[String(supply.carrier)] ?? supply.carrier}${supply.label ? ` ${supply.label}` : ''}`
}

/** A sum with gaps says of how many amounts it is the sum. */
function Total({ of }: { readonly of: Detail['totals'][number] | undefined }) {
  return (
    <>
      {of && of.known < of.of ? (
        <small className="num">
          {of.known}/{of.of}
        </small>
      ) : null}
      {of?.total ?? <span className="dim">未报</span>}
    </>
  )
}

const STATE: Readonly<Partial<Record<GridCell['state'], string>>> = { notReported: '未报', notApplicable: '— 不适用' }

/** A new column; the cursor stands in its first cell. */
async function addSupply(year: string, carrier: string, mode: Mode): Promise<void> {
  const use = carrier === 'gasoline' || carrier === 'diesel' ? 'transport' : 'general'
  const values = { carrier, unit: UNITS[carrier]?.[0] ?? 'kg', use }
  const made = await run('row.add', { table: 'supply', year, values })
  if (made) useStore.getState().go('energy', year, `consumption ${made.id} ${mode === 'year' ? 0 : 1}`)
}

function AddSupply({ year, mode }: { readonly year: string; readonly mode: Mode }) {
  const readOnly = useStore(isReadOnly)
  return (
    <select
      className="btn"
      aria-label="加用能栏目"
      disabled={readOnly}
      value=""
      onKeyDown={event => {
        // a closed list would take the first one at once
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        event.currentTarget.showPicker()
      }}
      onChange={event => {
        addSupply(year, event.target.value, mode)
      }}
    >
      <option value="">＋ 加用能栏目</option>
      {Object.entries(CARRIERS).map(([carrier, label]) => (
        <option key={carrier} value={carrier}>
          {label}
        </option>
      ))}
    </select>
  )
}

/** What belongs to the whole column in focus: its meter, use, unit and what its factor needs. */
function SupplySettings({ detail, supply }: { readonly detail: Detail; readonly supply: ViewRow }) {
  const readOnly = useStore(isReadOnly)
  const { drafts, specialUses } = detail
  const carrier = String(supply.carrier)
  const uses = [
    { value: 'general', label: '一般用能' },
    ...(carrier === 'water' ? [] : [{ value: 'transport', label: '车辆' }]),
    ...specialUses.map(s => ({ value: `special:${s.code}`, label: `特殊用能：${s.name ?? s.code}` })),
  ]
  const measured = ['naturalGas', 'rawCoal', 'heat', 'other', 'lpg'].includes(carrier)
  return (
    <section className="panel supply" aria-label="栏目设置">
      <header>
        <h2>{CARRIERS[carrier]} 栏目</h2>
        <span className="dim">整列共用</span>
        <span className="grow" />
        <RowEvidence year={detail.year} target={`supply ${supply.id}`} of={`${nameOf(supply)}账单`} />
        <button
          type="button"
          className="btn"
          disabled={readOnly}
          onClick={() => run('row.remove', { table: 'supply', row: String(supply.id) })}
        >
          <Icon name="trash" small />
          删除整列
        </button>
      </header>
      <div className="fields four">
        <Field table="supply" row={supply} field="label" label="计量点" />
        <Choose table="supply" row={supply} field="use" label="用途" options={uses} />
        <Choose
          table="supply"
          row={supply}
          field="unit"
          label="单位"
          options={(UNITS[carrier] ?? ['kg']).map(unit => ({ value: unit, label: unitText(unit) }))}
          hint="改单位不改数"
        />
        {carrier === 'electricity' ? (
          <Choose
            table="supply"
            row={supply}
            field="source"
            label="来源"
            options={[
              { value: 'grid', label: '外购' },
              { value: 'onsitePv', label: '自用光伏' },
            ]}
          />
        ) : null}
        {String(supply.unit) === 'L' ? (
          <Field
            quantity
            table="supply"
            row={supply}
            field="density"
            label="密度"
            unit="kg/L"
            drafts={drafts}
            hint="按体积购入，要密度"
          />
        ) : null}
        {measured ? (
          <Field
            quantity
            table="supply"
            row={supply}
            field="calorificValue"
            label="实测低位发热量"
            drafts={drafts}
            hint="有实测以实测为准（4.4）"
          />
        ) : null}
        {measured ? (
          <Choose
            table="supply"
            row={supply}
            field="calorificUnit"
            label="热值单位"
            options={['kcal/m3', 'kJ/m3', 'kcal/kg', 'kJ/kg'].map(unit => ({ value: unit, label: unitText(unit) }))}
          />
        ) : null}
        {['naturalGas', 'other'].includes(carrier) ? (
          <>
            <Field
              quantity
              table="supply"
              row={supply}
              field="factor"
              label="选用的折标准煤系数"
              unit={`kgce/${unitText(String(supply.unit))}`}
              drafts={drafts}
              hint="没有实测热值时"
            />
            <Field table="supply" row={supply} field="factorReason" label="选用理由" />
          </>
        ) : null}
      </div>
    </section>
  )
}
