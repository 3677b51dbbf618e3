/** What a report on a programme is made of beside its results. */
export type ProgrammeInfo = {
  /** When it was made, as people read it. */
  readonly at: string
  readonly factsDigest: string
  readonly sample: boolean
  readonly notes: readonly { readonly text: string; readonly clause: string }[]
  /** How the numbers come about, in the words of the programme. */
  readonly formulas: readonly { readonly title: string; readonly words: string; readonly source: string }[]
}
