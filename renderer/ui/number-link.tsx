import { useStore } from '../state.ts'

/** A computed number: dotted underline; Enter or a click opens its derivation. */
export function NumberLink({ cell, children }: { readonly cell: string; readonly children: React.ReactNode }) {
  const explain = useStore(s => s.explain)
  return (
    <button type="button" className="num val link" data-cell={cell} onClick={() => explain(cell)} title="看推导">
      {children}
    </button>
  )
}
