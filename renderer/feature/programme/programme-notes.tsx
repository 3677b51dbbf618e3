import type { ProgrammeView } from '#core/contract/programme-view.ts'
import { NoteList } from '../../ui/note-list.tsx'

/** How the programme was read: misprints, readings, what is not confirmed, what was left out. */
export function ProgrammeNotes({ programme: { notes, omitted } }: { readonly programme: ProgrammeView }) {
  return (
    <>
      <NoteList notes={notes} />
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
