import type { PackView } from '#core/contract/views.ts'

const KINDS: Readonly<Record<string, string>> = {
  misprint: '误印',
  reconstruction: '公式版式为重构',
  contradiction: '前后不一',
  reading: '读法',
  unconfirmed: '待核',
}

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
        <section className="panel">
          <header>
            <h2>原文的误印、重构和读法</h2>
            <span className="dim num">{pack.notes.length} 条</span>
          </header>
          <ul className="notes">
            {pack.notes.map(note => (
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
            {pack.omitted.map(item => (
              <li key={item.clause}>
                <span className="cite">{item.clause}</span>
                <span>{item.reason}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}
