const KINDS: Readonly<Record<string, string>> = {
  misprint: '误印',
  reconstruction: '公式版式为重构',
  contradiction: '前后不一',
  reading: '读法',
  unconfirmed: '待核',
}

type Props = {
  readonly notes: readonly { readonly kind: string; readonly text: string; readonly clause: string }[]
}

/** What a source says wrongly, twice or not at all, and how it was read. */
export function NoteList({ notes }: Props) {
  return (
    <section className="panel">
      <header>
        <h2>原文的误印、重构和读法</h2>
        <span className="dim num">{notes.length} 条</span>
      </header>
      <ul className="notes">
        {notes.map(note => (
          <li key={note.text}>
            <span className="cite">{note.clause}</span>
            <span className="tag pending">{KINDS[note.kind] ?? note.kind}</span>
            <span>{note.text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
