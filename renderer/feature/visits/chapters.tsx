import {
  type AnswerView,
  type ChecklistView,
  type ItemView,
  isAnswered,
  type VisitRecord,
} from '#core/contract/audit.ts'
import { Icon } from '../../ui/icon.tsx'
import { itemsOf, type Walk } from './walk.ts'

type Props = {
  readonly checklist: ChecklistView
  readonly record: VisitRecord
  readonly answers: ReadonlyMap<string, AnswerView>
  readonly walk: Walk
  readonly chapter: string | null
  /** What a search has found; `null`: nobody searches. */
  readonly found: readonly ItemView[] | null
  readonly onWalk: (walk: Walk) => void
  readonly onChapter: (chapter: string) => void
  readonly onItem: (item: string) => void
}

const NAMES: Readonly<Record<Walk, string>> = { onSite: '现场', atDesk: '查资料', reference: '参考' }

/** How far the visit is, chapter by chapter; during a search, what was found. */
export function Chapters({ checklist, record, answers, walk, chapter, found, ...props }: Props) {
  const items = itemsOf(checklist, walk)
  const done = (of: readonly ItemView[]) => of.filter(item => isAnswered(item, answers.get(item.id))).length
  const passed = items.filter(item => answers.get(item.id)?.answer === 'notApplicable').length
  if (found !== null)
    return (
      <nav className="secs" aria-label="找到的条目">
        <p className="tot dim num">找到 {found.length} 条</p>
        <div className="rows">
          {found.map(item => (
            <button type="button" key={item.id} className="plain hit" onClick={() => props.onItem(item.id)}>
              <b className="num">{item.id}</b> {item.text}
            </button>
          ))}
        </div>
      </nav>
    )
  return (
    <nav className="secs" aria-label="章">
      <div className="tot">
        <b className="num n">{done(items)}</b>{' '}
        <span className="mute num">
          / {items.length} 条{NAMES[walk]}已答，{passed} 条不适用
        </span>
        <Progress done={done(items)} of={items.length} />
      </div>
      <div className="rows">
        {checklist.chapters.map(({ id, title }) => {
          const inside = items.filter(item => item.chapter === id)
          if (inside.length === 0) return null
          const count = done(inside)
          const whole = count === inside.length
          return (
            <button
              type="button"
              key={id}
              className={`plain sec ${id === chapter ? 'on' : ''} ${whole ? 'done' : ''}`}
              aria-current={id === chapter ? 'true' : undefined}
              onClick={() => props.onChapter(id)}
            >
              <span className="ellipsis" title={title}>
                {title}
              </span>
              <em className="num">
                {whole ? <Icon name="check" small /> : null}
                {count}/{inside.length}
              </em>
              <Progress done={count} of={inside.length} />
            </button>
          )
        })}
      </div>
      <fieldset className="walks seg" aria-label="看哪些条目">
        {record.visit.progress.map(({ where, of }) => (
          <button
            type="button"
            key={where}
            className={walk === where ? 'on' : ''}
            aria-pressed={walk === where}
            onClick={() => props.onWalk(where)}
          >
            {where === 'onSite' ? '现场看' : '查资料'} <span className="num">{of}</span>
          </button>
        ))}
        <button
          type="button"
          className={walk === 'reference' ? 'on' : ''}
          aria-pressed={walk === 'reference'}
          title="别处的规定：可以看，不单独构成问题"
          onClick={() => props.onWalk('reference')}
        >
          参考 <span className="num">{itemsOf(checklist, 'reference').length}</span>
        </button>
      </fieldset>
    </nav>
  )
}

function Progress({ done, of }: { readonly done: number; readonly of: number }) {
  return (
    <span className="prog">
      <i style={{ width: of === 0 ? 0 : `${(100 * done) / of}%` }} />
    </span>
  )
}
