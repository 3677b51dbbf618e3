import type { Input } from '#core/contract/operations.ts'
import { run } from '../client.ts'
import { isReadOnly, useStore } from '../state.ts'
import { Icon } from './icon.tsx'

type Props = {
  readonly table: Input<'row.add'>['table']
  readonly year: string
  readonly label: string
  readonly values?: Readonly<Record<string, string>>
  /** The field that the cursor goes into. */
  readonly first: string
}

/** Adds a line to a ledger, empty but for `values`; the cursor goes into its first field. */
export function AddRow({ table, year, label, values = {}, first }: Props) {
  const readOnly = useStore(isReadOnly)
  const add = async () => {
    const added = await run('row.add', { table, year, values: { ...values } })
    if (added) useStore.setState({ target: `${table} ${added.id} ${first}` })
  }
  return (
    <div className="acts">
      <button type="button" className="btn" disabled={readOnly} onClick={add}>
        <Icon name="plus" small />
        {label}
      </button>
    </div>
  )
}
