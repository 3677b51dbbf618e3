import { useState } from 'react'
import { FACT_STAGES, type GradeView, type PackView, type Summary, type Todo } from '#core/contract/views.ts'
import { useList, useQuery, useStore, useTodos } from '../../state.ts'
import { GRADE_ORDER, GradeMark } from '../../ui/grade-tag.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Months } from './months.tsx'

const MOST_SHOWN = 200

/** Totals with their gaps named, what is left to do, how the grades are spread, and how far the work has come. */
export function OverviewScreen({ pack }: { readonly pack: PackView }) {
  const list = useList() ?? []
  const todos = useTodos()
  const graded = list.filter(row => row.indicators.every(({ grade }) => grade.rank > 0)).length
  return (
    <>
      <div className="head">
        <h1>概览</h1>
        <span className="sub num">
          {list.length} 家机构，{graded} 家四项指标可评价
        </span>
      </div>
      <Totals list={list} />
      <div className="over">
        <Todos list={list} todos={todos} />
        <div className="aside">
          <Spread list={list} pack={pack} />
          <Progress list={list} graded={graded} />
          <Months />
        </div>
      </div>
    </>
  )
}

function Totals({ list }: { readonly list: readonly Summary[] }) {
  const totals = useQuery('workbook.totals', {})
  const above = list.filter(row => row.indicators.some(({ grade }) => grade.rank === 4)).length
  return (
    <section className="panel totals" aria-label="合计">
      {(totals ?? []).map(({ id, label, text, unit, missing }) => (
        <div key={id}>
          <p>{label}</p>
          <b className="num">{text}</b> <span className="unit">{unit}</span>
          {missing > 0 ? <span className="sv-w num"> 缺 {missing} 家</span> : null}
        </div>
      ))}
      <div>
        <p>有指标超过约束值</p>
        <b className={`num ${above > 0 ? 'x' : ''}`}>{above}</b> <span className="unit">家</span>
        {above > 0 ? (
          <>
            {' '}
            <span className="dim">须作出说明</span> <span className="cite">7.2</span>
          </>
        ) : null}
      </div>
    </section>
  )
}

const SEVERITIES = [
  ['must', '必须处理', '去补录'],
  ['check', '需要核对', '去核对'],
] as const

function Todos({ list, todos }: { readonly list: readonly Summary[]; readonly todos: readonly Todo[] }) {
  const [only, setOnly] = useState<'all' | Todo['severity']>('all')
  const { go } = useStore()
  const names = new Map(list.map(row => [row.year, row.name]))
  return (
    <section className="panel todos" aria-label="待办">
      <header>
        <h2>待办</h2>
        <fieldset className="seg num" aria-label="待办种类">
          <button type="button" className={only === 'all' ? 'on' : ''} onClick={() => setOnly('all')}>
            全部 {todos.length}
          </button>
          {SEVERITIES.map(([severity, label]) => (
            <button
              type="button"
              key={severity}
              className={only === severity ? 'on' : ''}
              onClick={() => setOnly(severity)}
            >
              {label} {todos.filter(todo => todo.severity === severity).length}
            </button>
          ))}
        </fieldset>
      </header>
      <ul>
        {SEVERITIES.filter(([severity]) => only === 'all' || only === severity).map(([severity, label, verb]) => {
          const open = todos.filter(todo => todo.severity === severity)
          if (open.length === 0) return null
          return [
            <li key={severity} className="group">
              <b>{label}</b> <span className="dim num">{open.length} 项</span>
            </li>,
            ...open.slice(0, MOST_SHOWN).map(todo => (
              <li key={`${todo.year} ${todo.text}`}>
                <span className={severity === 'must' ? 'sv-e' : 'sv-w'} title={label}>
                  <Icon name="alert" small />
                </span>
                <span className="grow text">{todo.text}</span>
                <span className="where dim ellipsis">{names.get(todo.year)}</span>
                <button
                  type="button"
                  className="btn text"
                  aria-label={`${verb}：${todo.label}`}
                  onClick={() => go(todo.stage, todo.year, todo.field)}
                >
                  {verb} ›
                </button>
              </li>
            )),
            open.length > MOST_SHOWN ? (
              <li key={`more ${severity}`} className="dim">
                还有 {open.length - MOST_SHOWN} 项，处理上面的之后会列出。
              </li>
            ) : null,
          ]
        })}
        {todos.length === 0 ? <li className="none">没有待办。可以去机构列表看等级。</li> : null}
      </ul>
    </section>
  )
}

/** How many institutions have which grade, an indicator a line; the same as a table on demand. */
function Spread({ list, pack }: { readonly list: readonly Summary[]; readonly pack: PackView }) {
  const [table, setTable] = useState(false)
  const count = (id: string, grade: GradeView) =>
    list.filter(row => row.indicators.some(i => i.id === id && same(i.grade, grade))).length
  return (
    <section className="panel spread" aria-label="等级分布">
      <header>
        <h2>等级分布</h2>
        <span className="dim">家，{pack.title}</span>
        <span className="grow" />
        <button type="button" className="btn text" onClick={() => setTable(!table)}>
          {table ? '看图' : '看表'}
        </button>
      </header>
      {table ? (
        <table className="t">
          <thead>
            <tr>
              <th>指标</th>
              {GRADE_ORDER.map(grade => (
                <th key={grade.id} className="r">
                  <GradeMark grade={grade} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pack.indicators.map(({ id, label }) => (
              <tr key={id}>
                <td>{label}</td>
                {GRADE_ORDER.map(grade => (
                  <td key={grade.id} className={`r num ${count(id, grade) === 0 ? 'td0' : ''}`}>
                    {count(id, grade)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <div className="bars">
          {pack.indicators.map(({ id, label }) => {
            const parts = GRADE_ORDER.map(grade => ({ grade, n: count(id, grade) })).filter(({ n }) => n > 0)
            const sentence = parts.map(({ grade, n }) => `${grade.label} ${n} 家`).join('，')
            return (
              <div key={id}>
                <span>{label.replace('建筑', '')}</span>
                <div role="img" aria-label={`${label}：${sentence}`}>
                  {parts.map(({ grade, n }) => (
                    <span
                      key={grade.id}
                      className={`bar-${grade.id}`}
                      style={{ flexGrow: n }}
                      title={`${grade.label} ${n} 家`}
                    >
                      {grade.mark} {n}
                    </span>
                  ))}
                </div>
              </div>
            )
          })}
        </div>
      )}
    </section>
  )
}

const LABELS: Readonly<Record<(typeof FACT_STAGES)[number], string>> = {
  institution: '机构与建筑',
  people: '人员面积',
  energy: '用能数据',
  evaluation: '定额评价',
}

/** In how many institutions nothing is open on a screen. */
function Progress({ list, graded }: { readonly list: readonly Summary[]; readonly graded: number }) {
  const done = (stage: (typeof FACT_STAGES)[number]) =>
    stage === 'evaluation'
      ? graded
      : list.filter(row => !row.todos.some(todo => todo.stage === stage && todo.severity === 'must')).length
  return (
    <section className="panel stages" aria-label="各阶段完成家数">
      <header>
        <h2>各阶段完成家数</h2>
      </header>
      <dl>
        {FACT_STAGES.map(stage => (
          <div key={stage}>
            <dt>{LABELS[stage]}</dt>
            <dd>
              <progress max={Math.max(1, list.length)} value={done(stage)} aria-label={LABELS[stage]} />
              <span className="num">
                {done(stage)}/{list.length}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function same(a: GradeView, b: GradeView): boolean {
  return a.rank === b.rank && a.equals === b.equals
}
