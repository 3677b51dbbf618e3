import type { Input } from '#core/contract/operations.ts'
import { run } from '../client.ts'
import { isReadOnly, useStore } from '../state.ts'
import { Icon } from './icon.tsx'

type Props = { readonly table: Input<'row.remove'>['table']; readonly row: string; readonly label: string }

/** Removes a row of a ledger at once; undo brings it back. */
export function RemoveRow({ table, row, label }: Props) {
  const readOnly = useStore(isReadOnly)
  return (
    <button
      type="button"
      className="plain ico"
      disabled={readOnly}
      aria-label={label}
      onClick={() => run('row.remove', { table, row })}
    >
      <Icon name="trash" small />
    </button>
  )
}
