const KINDS: Readonly<Record<string, string>> = {
  misprint: '误印',
  reconstruction: '公式版式为重构',
  contradiction: '前后不一',
  reading: '读法',
  unconfirmed: '待核',
}

type Props = {
  readonly notes: readonly { readonly kind: string; readonly text: string; readonly clause: string }[]
  readonly omitted: readonly { readonly clause: string; readonly reason: string }[]
}

/** What a source says wrongly, twice or not at all, how it was read, and what was left out of it. */
export function NoteList({ notes, omitted }: Props) {
  return (
    <>
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
      <section className="panel">
        <header>
          <h2>没有录入的条款</h2>
        </header>
        <ul className="notes">
          {omitted.map(item => (
            <li key={item.clause}>
              <span className="cite">{item.clause}</span>
              <span>{item.reason}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
