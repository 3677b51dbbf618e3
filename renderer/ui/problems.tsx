import type { Detail } from '#core/contract/views.ts'
import { useStore } from '../state.ts'
import { Icon } from './icon.tsx'

type Props = { readonly detail: Detail; readonly stage: Detail['todos'][number]['stage'] }

/** What is open on this screen; each line leads to the field that settles it. */
export function Problems({ detail, stage }: Props) {
  const go = useStore(s => s.go)
  const open = detail.todos.filter(todo => todo.stage === stage)
  if (open.length === 0) return null
  return (
    <section className="panel problems" aria-label="本页的问题">
      <header>
        <h2>本页还有 {open.length} 处</h2>
        <kbd>F8</kbd>
        <span className="dim">下一处</span>
      </header>
      <ul>
        {open.map(todo => (
          <li key={todo.text}>
            <span className={todo.severity === 'must' ? 'sv-e' : 'sv-w'}>
              <Icon name="alert" small />
            </span>
            <span className="grow">{todo.text}</span>
            {todo.field === null ? null : (
              <button type="button" className="btn text" onClick={() => go(stage, todo.year, todo.field)}>
                去改 ›
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
