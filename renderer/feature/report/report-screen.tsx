import { createElement, Fragment } from 'react'
import type { Block, Maths, ReportDocument } from '#core/contract/report.ts'
import type { Detail } from '#core/contract/views.ts'
import { startExport } from '../../exporting.ts'
import { useQuery, useStore } from '../../state.ts'
import { grouped } from '../../text/number.ts'
import { Choose } from '../../ui/choose.tsx'
import { ExportStatus } from '../../ui/export-status.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Symbols } from '../../ui/symbols.tsx'
import { Signoff } from './signoff.tsx'

/** The report as it will be written, what is still open before it is handed over, and the way out as Word and Excel. */
export function ReportScreen({ detail }: { readonly detail: Detail }) {
  const { year, todos } = detail
  const report = useQuery('report.show', { year })
  const go = useStore(s => s.go)
  const running = useStore(s => s.exporting?.status.running ?? false)
  return (
    <div className="report">
      <div className="head">
        <h1>报告</h1>
        <span className="sub">预览与导出的文件用同一份内容</span>
      </div>
      <div className="desk">
        <nav className="chapters" aria-label="章节">
          <h2>正文</h2>
          {(report?.sections ?? []).map(({ title }, i) => (
            <button
              type="button"
              className="plain"
              key={title}
              onClick={() => document.getElementById(`chapter-${i + 1}`)?.scrollIntoView({ block: 'start' })}
            >
              {i + 1} {title}
            </button>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever reads by keyboard scrolls it */}
        <section className="paper-box scroll" aria-label="报告预览" tabIndex={0}>
          {report ? <Paper report={report} /> : <p className="paper dim">录入有矛盾时没有报告。请先改正右侧的问题。</p>}
        </section>
        <aside className="out" aria-label="导出">
          <h2>导出为</h2>
          <div className="row">
            <button
              type="button"
              className="btn pri"
              disabled={running || !report}
              onClick={() => startExport([year], ['docx'])}
            >
              导出 Word
            </button>
            <button
              type="button"
              className="btn"
              disabled={running || !report}
              onClick={() => startExport([year], ['xlsx'])}
            >
              导出 Excel
            </button>
          </div>
          <p className="dim">
            Word 可编辑；Excel 的评价部分都是公式，改事实就重算，审计记录照印。导出时存一条评价记录，旧文件不会被覆盖。
          </p>
          <ExportStatus />
          {report?.sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'photos')) ? (
            <Choose
              table="year"
              row={detail.yearRow}
              field="photoPlaces"
              label="照片的拍摄地点"
              placeholder="不印"
              options={[
                { value: 'no', label: '不印' },
                { value: 'yes', label: '印相机所记的地点' },
              ]}
            />
          ) : null}
          <h2>
            定稿前还差 <span className="num">{todos.length} 项</span>
          </h2>
          <ul>
            {todos.map(todo => (
              <li key={todo.text}>
                <span className={todo.severity === 'must' ? 'sv-e' : 'sv-w'}>
                  <Icon name="alert" small />
                </span>
                <span className="grow">{todo.text}</span>
                <button type="button" className="btn text" onClick={() => go(todo.stage, year, todo.field)}>
                  去填 ›
                </button>
              </li>
            ))}
            {todos.length === 0 ? (
              <li>
                <Icon name="check" small /> 没有待办
              </li>
            ) : null}
          </ul>
          <Signoff year={year} />
          {report ? <p className="dim num wraps">{report.footer}</p> : null}
        </aside>
      </div>
    </div>
  )
}

function Paper({ report }: { readonly report: ReportDocument }) {
  const count = new Map<string, number>()
  const next = (what: string, chapter: number) => {
    const key = `${what} ${chapter}`
    count.set(key, (count.get(key) ?? 0) + 1)
    return `${key}-${count.get(key)}`
  }
  return (
    <article className="paper">
      <p className="top">
        {report.subtitle}　{report.title}
        {report.mark ? `　${report.mark}` : ''}
      </p>
      <h2 className="name">{report.subtitle}</h2>
      <p className="name">{report.title}</p>
      <table>
        <tbody>
          {report.identity.map(([label, text]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.sections.map((section, i) => (
        <section key={section.title}>
          <h3 id={`chapter-${i + 1}`}>
            {i + 1}　{section.title}
          </h3>
          {section.blocks.map((block, b) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one report never change places
            <BlockView key={b} block={block} caption={what => next(what, i + 1)} />
          ))}
        </section>
      ))}
    </article>
  )
}

function BlockView({ block, caption }: { readonly block: Block; readonly caption: (what: string) => string }) {
  switch (block.kind) {
    case 'text':
      return (
        <p className="body">
          {block.text}
          {block.cite ? `（${block.cite}）` : ''}
        </p>
      )
    case 'note':
      return <p className="noted">· {block.text}</p>
    case 'table': {
      const whole = block.columns.reduce((sum, { width }) => sum + width, 0)
      return (
        <figure>
          <figcaption>
            {caption('表')}　{block.title}
          </figcaption>
          <table>
            <colgroup>
              {block.columns.map(({ label, width }) => (
                <col key={label} style={{ width: `${(width / whole) * 100}%` }} />
              ))}
            </colgroup>
            <thead>
              <tr>
                {block.columns.map(({ label, align }) => (
                  <th key={label} className={align === 'right' ? 'r' : ''}>
                    {label.includes('_') ? <Symbols text={label} /> : label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, r) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one table never change places
                <tr key={r} className={block.total && r === block.rows.length - 1 ? 'total' : ''}>
                  {row.map((text, c) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: nor do its columns
                    <td key={c} className={block.columns[c]?.align === 'right' ? 'r num' : ''}>
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {block.note ? <p className="under">注：{block.note}</p> : null}
        </figure>
      )
    }
    case 'chart':
      return (
        <figure>
          <Bars block={block} />
          <figcaption>
            {caption('图')}　{block.title}（{block.unit}）
          </figcaption>
          <table className="behind">
            <thead>
              <tr>
                <th>{block.unit}</th>
                {block.series.map(({ name }) => (
                  <th key={name} className="r">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.categories.map((category, r) => (
                <tr key={category}>
                  <td>{category}</td>
                  {block.series.map(({ name, values }) => (
                    <td key={name} className="r num">
                      {grouped(values[r] ?? '—')}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
      )
    case 'photos':
      return (
        <div className="photos">
          {block.photos.map(({ digest, caption: told }) => (
            <figure key={`${digest} ${told}`}>
              <img src={`/evidence/${digest}/copy`} alt={told} />
              <figcaption>
                {caption('照片')}　{told}
              </figcaption>
            </figure>
          ))}
        </div>
      )
    case 'formula':
      return (
        <div className="formula">
          <p>
            <b>{block.title}</b> <small>{block.cite}</small>
          </p>
          {block.lines.map((line, l) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one formula never change places
            <p key={l}>{createElement('math', null, ...line.map(mathml))}</p>
          ))}
          <p className="under">{block.sentence}</p>
        </div>
      )
  }
}

const GREYS = ['#404040', '#bfbfbf', '#8c8c8c', '#e0e0e0']
const BAR = 14
const GAP = 12
/** Where the bars begin and end across, in percent: labels stand before them, values behind. */
const [LEFT, RIGHT] = [22, 92]

/** Horizontal bars as Word draws them. Floats serve only to place them. */
function Bars({ block }: { readonly block: Extract<Block, { kind: 'chart' }> }) {
  const { categories, series, title, unit } = block
  const all = series.flatMap(({ values }) => values.flatMap(value => (value === null ? [] : [Number(value)])))
  const most = Math.max(...all, 0)
  if (most === 0) return null
  const tall = series.length * BAR + GAP
  const across = (value: number) => `${(value / most) * (RIGHT - LEFT)}%`
  return (
    <svg
      className="bars"
      width="100%"
      height={categories.length * tall + 22}
      role="img"
      aria-label={`${title}，${unit}`}
    >
      {categories.map((category, c) => (
        <g key={category}>
          <text x={`${LEFT - 1}%`} y={c * tall + (series.length * BAR) / 2 + 4} textAnchor="end">
            {category}
          </text>
          {series.map(({ name, values }, s) => {
            const value = values[c] ?? null
            if (value === null) return null
            const y = c * tall + s * BAR
            const end = LEFT + (Number(value) / most) * (RIGHT - LEFT)
            return (
              <g key={name}>
                <rect
                  x={`${LEFT}%`}
                  y={y}
                  width={across(Number(value))}
                  height={BAR - 2}
                  fill={GREYS[s] ?? '#8c8c8c'}
                />
                <text x={`${end}%`} dx="4" y={y + BAR - 4} className="num">
                  {grouped(value)}
                </text>
              </g>
            )
          })}
        </g>
      ))}
      {series.map(({ name }, s) => (
        <g key={name}>
          <rect
            x={`${LEFT + s * 16}%`}
            y={categories.length * tall + 6}
            width="10"
            height="10"
            fill={GREYS[s] ?? '#8c8c8c'}
          />
          <text x={`${LEFT + s * 16}%`} dx="15" y={categories.length * tall + 15}>
            {name}
          </text>
        </g>
      ))}
    </svg>
  )
}

function mathml(part: Maths): React.ReactNode {
  switch (part.kind) {
    case 'run':
      return createElement('mtext', null, part.text)
    case 'symbol':
      return createElement('msub', null, createElement('mi', null, part.letter), createElement('mtext', null, part.low))
    case 'fraction':
      return createElement(
        'mfrac',
        null,
        createElement('mrow', null, ...part.over.map(mathml)),
        createElement('mrow', null, ...part.under.map(mathml)),
      )
    case 'sum':
      return createElement(Fragment, null, createElement('mo', null, '∑'), ...part.of.map(mathml))
    case 'brackets':
      return createElement(
        'mrow',
        null,
        createElement('mo', null, '('),
        ...part.inner.map(mathml),
        createElement('mo', null, ')'),
      )
  }
}
