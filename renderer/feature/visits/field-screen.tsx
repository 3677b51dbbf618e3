import { useEffect, useMemo, useRef, useState } from 'react'
import {
  type AnswerWord,
  type ChecklistView,
  type ItemView,
  isAnswered,
  isFailed,
  type VisitRecord,
} from '#core/contract/audit.ts'
import type { StateView } from '#core/contract/views.ts'
import { SavedState } from '../../app/saved-state.tsx'
import { call, run } from '../../client.ts'
import { useList, useQuery, useStore } from '../../state.ts'
import { useFindings } from '../../ui/found.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Chapters } from './chapters.tsx'
import { Memos } from './memos.tsx'
import { Question } from './question.tsx'
import { found, itemsOf, lastAnswered, placeOf } from './walk.ts'

/** How long a visit may be missing from the list of visits. */
const LOST = 1000

const WORDS: readonly AnswerWord[] = ['yes', 'no', 'notApplicable', 'notSeen']

/** The window used on site: one question at a time, everything else around it. */
export function FieldScreen({ year, state }: { readonly year: string; readonly state: StateView }) {
  const visits = useQuery('visit.list', { year })
  const chosen = useStore(s => s.visit)
  const visit = chosen === null ? visits?.at(-1) : visits?.find(({ id }) => id === chosen)
  const checklist = useQuestions(visit?.id ?? null)
  const record = useQuery('visit.show', { visit: visit?.id ?? '' }, visit !== undefined)
  const go = useStore(s => s.go)
  const lost = visits !== null && visit === undefined
  useEffect(() => {
    if (!lost) return
    // one that has just begun is not in the list yet; one that was taken back never comes
    const timer = setTimeout(() => go('visits'), LOST)
    return () => clearTimeout(timer)
  }, [lost, go])
  if (!visit || !checklist || !record) return null
  return <Walkthrough key={visit.id} year={year} state={state} checklist={checklist} record={record} />
}

/** The questions of a visit, asked for once: they stay what they were when the window was opened. */
function useQuestions(visit: string | null): ChecklistView | null {
  const [checklist, setChecklist] = useState<ChecklistView | null>(null)
  useEffect(() => {
    if (visit === null) return
    let current = true
    call('visit.items', { visit }).then(reply => {
      if (current && reply.ok) setChecklist(reply.value)
    })
    return () => {
      current = false
    }
  }, [visit])
  return checklist
}

type Props = {
  readonly year: string
  readonly state: StateView
  readonly checklist: ChecklistView
  readonly record: VisitRecord
}

function Walkthrough({ year, state, checklist, record }: Props) {
  const { visit } = record
  const { go, target } = useStore()
  const institution = useList()?.find(row => row.year === year)
  const sent = /^answer \S+ (\S+) /.exec(target ?? '')?.[1] ?? null
  const [place, setPlace] = useState(() => placeOf(checklist, visit.id, sent ?? lastAnswered(record)))
  const [find, setFind] = useState('')
  const findingFrom = useFindings(year)
  const search = useRef<HTMLInputElement>(null)
  const answers = useMemo(() => new Map(record.answers.map(answer => [answer.item, answer])), [record])
  const walked = useMemo(() => itemsOf(checklist, place.walk), [checklist, place.walk])
  const item = walked.find(({ id }) => id === place.item) ?? walked[0]
  useEffect(() => {
    localStorage.setItem(`visit ${visit.id}`, JSON.stringify(place))
  }, [visit.id, place])
  useEffect(() => {
    if (sent !== null) setPlace(placeOf(checklist, visit.id, sent))
  }, [sent, checklist, visit.id])
  const at = walked.findIndex(({ id }) => id === item?.id)
  const to = (id: string | undefined) => {
    if (id === undefined) return
    leaveField()
    setPlace(placeOf(checklist, visit.id, id))
  }
  const isOpen = (known: ItemView) => !isAnswered(known, answers.get(known.id))
  const open = [...walked.slice(at + 1), ...walked.slice(0, Math.max(at, 0))].find(isOpen)
  const openHere = walked.filter(known => known.chapter === item?.chapter && isOpen(known)).length
  const answer = (word: AnswerWord) => {
    if (!item || item.kind === 'text') return
    const typed = answers.get(item.id)?.answer === word ? '' : word
    void run('answer.set', { visit: visit.id, item: item.id, field: 'answer', typed })
  }
  const makeFinding = () => {
    const given = answers.get(item?.id ?? '')
    if (item?.applies === 'applies' && given && (given.answer === 'no' || isFailed(given)))
      void run('finding.fromItem', { visit: visit.id, item: item.id }).then(
        made =>
          made &&
          useStore
            .getState()
            .tell(
              made.known
                ? `${item.id} 已记过问题，没有再记；说明后来改过的，请到“问题与措施”里改。`
                : `${item.id} 已记为问题，条款和已有的说明、照片都带过去了。`,
            ),
      )
  }
  const keys = useRef<(event: KeyboardEvent) => void>(() => {})
  keys.current = event => {
    if (event.isComposing) return
    const control = event.ctrlKey || event.metaKey
    const does = (work: () => void) => {
      event.preventDefault()
      work()
    }
    if (control && event.shiftKey && event.key.toLowerCase() === 'f') return does(() => leave(go))
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) {
      if (event.key === 'Escape') does(() => leaveField())
      return
    }
    if (control || event.altKey) return
    const word = WORDS[Number(event.key) - 1]
    if (/^[1-4]$/.test(event.key) && word) return does(() => answer(word))
    switch (event.key.toLowerCase()) {
      case 'j':
        return does(() => to(walked[at + 1]?.id))
      case 'k':
        return does(() => to(walked[at - 1]?.id))
      case 'n':
        return does(() => to(open?.id))
      case 'p':
        return does(() => document.querySelector<HTMLButtonElement>('.fm .item [data-add="photo"]')?.click())
      case 'f':
        return does(makeFinding)
      case '/':
        return does(() => search.current?.focus())
    }
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => keys.current(event)
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const here = walked.filter(known => known.chapter === item?.chapter)
  return (
    <div className="fm">
      <header className="fbar">
        <button type="button" className="btn" onClick={() => leave(go)}>
          <Icon name="back" />
          离开现场模式
        </button>
        <b className="ellipsis">{institution?.name ?? ''}</b>
        <span className="d num ellipsis">
          第 {visit.ordinal} 次现场 {visit.date ?? ''} · 检查表版本 {visit.version}
        </span>
        {state.workbook?.sample ? <span className="d mark">示例数据</span> : null}
        <label className="lookup">
          <Icon name="search" />
          <input
            ref={search}
            aria-label="按关键字找条目"
            placeholder="按关键字找条目"
            value={find}
            onChange={event => setFind(event.target.value)}
            onKeyDown={event => {
              if (event.nativeEvent.isComposing || event.key !== 'Enter') return
              to(found(checklist, find)[0]?.id)
              setFind('')
              event.currentTarget.blur()
            }}
          />
          <kbd>/</kbd>
        </label>
        <SavedState savedAt={state.workbook?.savedAt ?? null} readOnly={state.workbook?.readOnly ?? false} />
      </header>
      <Chapters
        checklist={checklist}
        record={record}
        answers={answers}
        walk={place.walk}
        chapter={item?.chapter ?? null}
        found={find.trim() === '' ? null : found(checklist, find)}
        onWalk={walk => to(itemsOf(checklist, walk)[0]?.id)}
        onItem={id => {
          to(id)
          setFind('')
        }}
        onChapter={chapter => {
          const inside = walked.filter(known => known.chapter === chapter)
          to((inside.find(isOpen) ?? inside[0])?.id)
        }}
      />
      <main className="item" aria-label="条目" tabIndex={-1}>
        {item ? (
          <Question
            key={item.id}
            year={year}
            visit={visit.id}
            item={item}
            chapter={checklist.chapters.find(({ id }) => id === item.chapter)?.title ?? ''}
            position={`${here.findIndex(({ id }) => id === item.id) + 1} / ${here.length}`}
            answer={answers.get(item.id)}
            record={record}
            finding={findingFrom(`item ${visit.id} ${item.id}`)}
            onAnswer={answer}
            onFinding={makeFinding}
          />
        ) : (
          <p className="empty">这里没有条目。可以换到“现场看”或“查资料”。</p>
        )}
      </main>
      <Memos year={year} record={record} checklist={checklist} item={item?.id ?? null} onItem={to} />
      <footer className="fnav">
        <button type="button" className="btn" disabled={at <= 0} onClick={() => to(walked[at - 1]?.id)}>
          <Icon name="back" />
          上一条 <kbd>K</kbd>
        </button>
        <span className="mid num">
          本节还有 {openHere} 条未答
          <button type="button" className="btn text" disabled={!open} onClick={() => to(open?.id)}>
            跳到下一条未答 <kbd>N</kbd>
          </button>
        </span>
        <button
          type="button"
          className="btn pri"
          disabled={at >= walked.length - 1}
          onClick={() => to(walked[at + 1]?.id)}
        >
          下一条 <kbd>J</kbd>
          <Icon name="next" />
        </button>
      </footer>
    </div>
  )
}

function leave(go: (screen: 'visits') => void): void {
  leaveField()
  go('visits')
}

/** What is half typed is committed before its field goes. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
