import type { Input } from '#core/contract/operations.ts'
import { useQuery, useStore } from '../../state.ts'
import { DerivationPanel } from '../../ui/derivation-panel.tsx'
import { readCell } from './programme-cell.ts'

/** The way from a number of a programme down to what was entered and printed. */
export function ProgrammeDerivation() {
  const named = readCell(useStore(s => s.derivation.at(-1) ?? ''))
  return named.of === 'efficiency' ? <OfBody cell={named.cell} /> : <OfHolder cell={named.cell} />
}

function OfBody({ cell }: { readonly cell: Input<'efficiency.explain'> }) {
  return <DerivationPanel shown={useQuery('efficiency.explain', cell)} />
}

function OfHolder({ cell }: { readonly cell: Input<'greenPower.explain'> }) {
  return <DerivationPanel shown={useQuery('greenPower.explain', cell)} />
}
