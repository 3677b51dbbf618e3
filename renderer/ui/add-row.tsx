import type { Input } from '#core/contract/operations.ts'
import { run } from '../client.ts'
import { Icon } from './icon.tsx'

type Props = {
  readonly table: Input<'row.add'>['table']
  readonly year: string
  readonly label: string
  readonly values?: Readonly<Record<string, string>>
}

/** Adds a line to a ledger, empty but for `values`. */
export function AddRow({ table, year, label, values = {} }: Props) {
  return (
    <div className="acts">
      <button type="button" className="btn" onClick={() => run('row.add', { table, year, values: { ...values } })}>
        <Icon name="plus" small />
        {label}
      </button>
    </div>
  )
}
