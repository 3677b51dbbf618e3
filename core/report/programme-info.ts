import type { Block } from '#core/contract/report.ts'

/** What a report on a programme is made of beside its results. */
export type ProgrammeInfo = {
  /** When it was made, as people read it. */
  readonly at: string
  readonly factsDigest: string
  readonly sample: boolean
  readonly notes: readonly { readonly text: string; readonly clause: string }[]
  /** What those behind a rank would need for it, as rows. */
  readonly whatIf: { readonly rank: number; readonly rows: readonly (readonly string[])[] }
  /** How the numbers come about, in the words of the programme. */
  readonly formulas: readonly { readonly title: string; readonly words: string; readonly source: string }[]
}

/** Most remarks about the data that a report prints. */
const MOST_REMARKS = 100

/** The remarks about the data, the first hundred of them; those left out are counted. */
export function problemNotes(
  problems: readonly { readonly message: string }[],
  tell: (rest: number) => string,
): Block[] {
  const rest = problems.length - MOST_REMARKS
  const texts = [...problems.slice(0, MOST_REMARKS).map(({ message }) => message), ...(rest > 0 ? [tell(rest)] : [])]
  return texts.map(text => ({ kind: 'note', text }))
}
