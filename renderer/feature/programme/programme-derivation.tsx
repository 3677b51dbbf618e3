import { useQuery, useStore } from '../../state.ts'
import { DerivationPanel } from '../../ui/derivation-panel.tsx'
import { readCell } from './programme-cell.ts'

/** The way from a number of a programme down to what was entered and printed. */
export function ProgrammeDerivation() {
  const cell = useStore(s => s.derivation.at(-1) ?? '')
  return <DerivationPanel shown={useQuery('efficiency.explain', readCell(cell))} />
}
