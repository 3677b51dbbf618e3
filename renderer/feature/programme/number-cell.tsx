import { grouped } from '../../text/number.ts'
import { NumberLink } from '../../ui/number-link.tsx'

type Props = { readonly cell: string; readonly display: string | null; readonly unit?: string }

/** A computed number in a table, a link to its explanation; a dash while it cannot be told. */
export function NumberCell({ cell, display, unit = '' }: Props) {
  return (
    <td className="r">
      {display === null ? <span className="dim">—</span> : <NumberLink cell={cell}>{grouped(display)}</NumberLink>}
      {display === null || unit === '' ? null : <span className="unit">{unit}</span>}
    </td>
  )
}
