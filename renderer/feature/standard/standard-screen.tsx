import { Fragment } from 'react'
import type { PackView } from '#core/contract/views.ts'
import { useQuery } from '../../state.ts'
import { NoteList } from '../../ui/note-list.tsx'

/** The standard in use: what it is, its notes, what was left out and why. */
export function StandardScreen({ pack }: { readonly pack: PackView }) {
  return (
    <>
      <div className="head">
        <h1>标准库</h1>
        <span className="sub">{pack.title}</span>
        {pack.number === null ? <span className="tag pending">标准号待核</span> : null}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a scrolling box around panels that are sections themselves */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it */}
      <div className="pad scroll" role="region" aria-label="标准库" tabIndex={0}>
        <section className="panel">
          <header>
            <h2>版本</h2>
          </header>
          <dl className="facts2">
            <dt>编号</dt>
            <dd>{pack.number ?? '原文没有印标准号，不猜'}</dd>
            <dt>自检</dt>
            <dd className="num">{pack.examples} 个算例全部吻合</dd>
            <dt>数据版本</dt>
            <dd className="num wraps">{pack.digest}</dd>
          </dl>
        </section>
        <NoteList notes={pack.notes} omitted={pack.omitted} />
        <Checklist />
      </div>
    </>
  )
}

/** The checklist of a visit: what it is written from, and what it covers as a whole. */
function Checklist() {
  const checklist = useQuery('checklist.show', {})
  if (!checklist) return null
  const { title, version, digest, unconfirmed, items, onSite, documents, coverage, notes } = checklist
  return (
    <>
      <section className="panel">
        <header>
          <h2>{title}</h2>
          <span className="dim num">
            版本 {version}，{items} 条，其中现场看 {onSite} 条
          </span>
          {unconfirmed ? <span className="tag pending">来源待核</span> : null}
        </header>
        <dl className="facts2">
          {documents.map(document => (
            <Fragment key={document.title}>
              <dt>{document.region ?? '全国'}</dt>
              <dd className="num">
                {document.title}，{document.items} 条
              </dd>
            </Fragment>
          ))}
          <dt>数据版本</dt>
          <dd className="num wraps">{digest}</dd>
        </dl>
      </section>
      <section className="panel">
        <header>
          <h2>检查表整条覆盖的条款</h2>
          <span className="dim num">{coverage.length} 项</span>
        </header>
        <ul className="notes">
          {coverage.map(({ clause, text, items: by }) => (
            <li key={clause}>
              <span className="cite">{clause}</span>
              <span className="num">
                {text}：{by.join('、')}
              </span>
            </li>
          ))}
          {notes.map(note => (
            <li key={note}>
              <span className="tag">说明</span>
              <span>{note}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
