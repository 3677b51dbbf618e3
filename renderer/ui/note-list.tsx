const WORDS = {
  'zh-Hans': {
    title: '原文的误印、重构和读法',
    count: '条',
    omitted: '没有录入的条款',
    kinds: {
      misprint: '误印',
      reconstruction: '公式版式为重构',
      contradiction: '前后不一',
      reading: '读法',
      unconfirmed: '待核',
    },
  },
  'zh-Hant': {
    title: '原文的誤印、重構和讀法',
    count: '條',
    omitted: '沒有錄入的條款',
    kinds: {
      misprint: '誤印',
      reconstruction: '公式版式為重構',
      contradiction: '前後不一',
      reading: '讀法',
      unconfirmed: '待核',
    },
  },
} as const

type Props = {
  readonly language?: keyof typeof WORDS
  readonly notes: readonly { readonly kind: string; readonly text: string; readonly clause: string }[]
  readonly omitted: readonly { readonly clause: string; readonly reason: string }[]
}

/** What a source says wrongly, twice or not at all, how it was read, and what was left out of it. */
export function NoteList({ notes, omitted, language = 'zh-Hans' }: Props) {
  const words = WORDS[language]
  const kinds: Readonly<Record<string, string>> = words.kinds
  return (
    <>
      <section className="panel">
        <header>
          <h2>{words.title}</h2>
          <span className="dim num">
            {notes.length} {words.count}
          </span>
        </header>
        <ul className="notes">
          {notes.map(note => (
            <li key={note.text}>
              <span className="cite">{note.clause}</span>
              <span className="tag pending">{kinds[note.kind] ?? note.kind}</span>
              <span>{note.text}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel">
        <header>
          <h2>{words.omitted}</h2>
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
