import { memo } from 'react'
import { grouped } from '../text/number.ts'
import type { GridCell } from './grid-model.ts'

type Props = {
  readonly r: number
  readonly label: string
  readonly cells: readonly {
    readonly c: number
    readonly id: string
    readonly label: string
    readonly cell: GridCell
  }[]
  /** Columns that are not drawn, before the cell at that index of `cells`. */
  readonly gaps: ReadonlyMap<number, number>
  readonly active: number
  readonly typed: string | null
  readonly waiting: ReadonlyMap<number, string> | null
  readonly selected: readonly [number, number] | null
  readonly readOnly: boolean
  readonly name: string
  readonly row: number
}

/** One row of inputs. What happens in them is heard by the grid; a row is drawn again only when it changes. */
export const GridLine = memo((props: Props) => {
  const { r, label, cells, gaps, active, typed, waiting, selected, readOnly, name, row } = props
  return (
    <tr className={active >= 0 ? 'rowon' : ''} aria-rowindex={r + 1}>
      <th scope="row" className="num ellipsis" title={label}>
        {label}
      </th>
      {cells.map(({ c, id, label: column, cell }, i) => {
        const here = c === active
        const sel = selected !== null && c >= selected[0] && c <= selected[1]
        const gap = gaps.get(i)
        return [
          gap ? <td key="gap" colSpan={gap} /> : null,
          <td key={id} className={`${CLASSES[cell.state]} ${sel ? 'sel' : ''} ${here ? 'act' : ''}`}>
            <input
              data-at={`${r},${c}`}
              data-field={`${name} ${id} ${row}`}
              aria-label={`${label}，${column}`}
              aria-invalid={cell.state === 'draft'}
              title={cell.message}
              inputMode="decimal"
              readOnly={readOnly || cell.state === 'locked'}
              tabIndex={here ? 0 : -1}
              value={here && typed !== null ? typed : (waiting?.get(c) ?? shownIn(cell, here))}
              placeholder={cell.state === 'notReported' ? '未报' : ''}
              onChange={heardByGrid}
            />
          </td>,
        ]
      })}
      {gaps.get(cells.length) ? <td colSpan={gaps.get(cells.length)} /> : null}
      <td className="rest" />
    </tr>
  )
})

function heardByGrid(): void {}

const CLASSES: Readonly<Record<GridCell['state'], string>> = {
  value: '',
  notReported: 'nr',
  notApplicable: 'na',
  draft: 'e',
  locked: 'lock',
}

function shownIn({ state, text }: GridCell, active: boolean): string {
  if (state === 'notApplicable') return '—'
  if (state === 'notReported') return ''
  return active || state === 'draft' ? text : grouped(text)
}
