import type { Input } from '#core/contract/operations.ts'
import { run } from '../client.ts'
import { isReadOnly, useQuery, useStore } from '../state.ts'

/** The finding made from a source, by that source; `null`: there is none yet. */
export function useFindings(year: string): (source: string) => string | null {
  const findings = useQuery('finding.list', { year })
  const made = new Map(findings?.map(({ row }) => [row.source, String(row.id)]))
  return source => made.get(source) ?? null
}

type Makes = 'finding.fromMeasurement' | 'finding.fromMeterPoint'
type Props<Name extends Makes> = { readonly known: string | null; readonly name: Name; readonly input: Input<Name> }

/** Makes a finding from what does not keep its limit, or leads to the one that was made. */
export function Found<Name extends Makes>({ known, name, input }: Props<Name>) {
  const readOnly = useStore(isReadOnly)
  if (known !== null) return <ToFinding id={known} />
  if (readOnly) return null
  return (
    <button type="button" className="plain linkish" onClick={() => run(name, input)}>
      记为问题
    </button>
  )
}

export function ToFinding({ id }: { readonly id: string }) {
  const go = useStore(s => s.go)
  return (
    <button type="button" className="plain linkish" onClick={() => go('findings', undefined, `finding ${id} text`)}>
      问题 ›
    </button>
  )
}
