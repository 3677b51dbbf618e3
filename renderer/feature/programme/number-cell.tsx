import { grouped } from '../../text/number.ts'
import { NumberLink } from '../../ui/number-link.tsx'

/** A computed number in a table, a link to its explanation; a dash while it cannot be told. */
export function NumberCell({ cell, display }: { readonly cell: string; readonly display: string | null }) {
  return (
    <td className="r">
      {display === null ? <span className="dim">—</span> : <NumberLink cell={cell}>{grouped(display)}</NumberLink>}
    </td>
  )
}
