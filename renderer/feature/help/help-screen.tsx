import Markdown from 'markdown-to-jsx/react'
import { type ReactNode, useState } from 'react'
import doubts from '../../../assets/help/doubts.md?raw'
import entry from '../../../assets/help/entry.md?raw'
import evaluation from '../../../assets/help/evaluation.md?raw'
import programme from '../../../assets/help/programme.md?raw'
import report from '../../../assets/help/report.md?raw'
import start from '../../../assets/help/start.md?raw'
import visit from '../../../assets/help/visit.md?raw'
import workbook from '../../../assets/help/workbook.md?raw'
import { type Screen, useStore } from '../../state.ts'
import { Keys } from './keys.tsx'

type Chapter = { readonly title: string; readonly of: readonly Screen[]; readonly text: string | null }

const CHAPTERS: readonly Chapter[] = [
  chapter(start, ['institutions', 'overview']),
  chapter(entry, ['institution', 'people', 'energy', 'sheet']),
  chapter(evaluation, ['evaluation']),
  chapter(visit, ['visits', 'equipment', 'findings', 'field']),
  chapter(report, ['report']),
  chapter(programme, ['programme']),
  chapter(workbook, ['settings']),
  chapter(doubts, ['standard']),
  { title: '键盘', of: [], text: null },
]

/** The handbook: opened by F1 at the chapter of the screen one comes from. */
export function HelpScreen() {
  const from = useStore(s => s.target)
  const [shown, setShown] = useState(() =>
    Math.max(
      0,
      CHAPTERS.findIndex(c => c.of.some(screen => screen === from)),
    ),
  )
  const chapter = CHAPTERS[shown]
  return (
    <div className="help">
      <nav aria-label="章节">
        {CHAPTERS.map(({ title }, i) => (
          <button
            type="button"
            key={title}
            className={`plain ${i === shown ? 'on' : ''}`}
            aria-current={i === shown ? 'page' : undefined}
            onClick={() => setShown(i)}
          >
            {title}
          </button>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever reads by keyboard scrolls it */}
      <article className="scroll" aria-label={chapter?.title} tabIndex={0} key={shown}>
        {chapter?.text ? <Markdown options={{ overrides: { table: Table } }}>{chapter.text}</Markdown> : <h1>键盘</h1>}
        {chapter?.text ? null : <Keys />}
      </article>
    </div>
  )
}

function chapter(text: string, of: readonly Screen[]): Chapter {
  return { title: /^# (.+)$/m.exec(text)?.[1] ?? '', of, text }
}

function Table({ children }: { readonly children: ReactNode }) {
  return <table className="help-table">{children}</table>
}
