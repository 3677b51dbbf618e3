import type { GradeView, PackView } from '#core/contract/views.ts'
import { useList, useStore, useTodos } from '../../state.ts'
import { GradeMark } from '../../ui/grade-tag.tsx'
import { Icon } from '../../ui/icon.tsx'

/** What is left to do, and how the grades are spread. */
export function OverviewScreen({ pack }: { readonly pack: PackView }) {
  const list = useList() ?? []
  const todos = useTodos()
  const { go } = useStore()
  const names = new Map(list.map(row => [row.year, row.name]))
  return (
    <>
      <div className="head">
        <h1>概览</h1>
        <span className="sub num">
          {list.length} 家机构，{todos.length} 项待办
        </span>
      </div>
      <div className="over">
        <section className="panel todos" aria-label="待办">
          <header>
            <h2>待办</h2>
            <span className="dim num">{todos.length} 项</span>
          </header>
          <ul>
            {todos.slice(0, 200).map(todo => (
              <li key={`${todo.year} ${todo.text}`}>
                <span
                  className={todo.severity === 'must' ? 'sv-e' : 'sv-w'}
                  title={todo.severity === 'must' ? '必须处理' : '需要核对'}
                >
                  <Icon name="alert" small />
                </span>
                <span className="grow text">
                  {todo.text}
                  <span className="dim"> {names.get(todo.year)}</span>
                </span>
                <button type="button" className="btn text" onClick={() => go(todo.stage, todo.year, todo.field)}>
                  {todo.severity === 'must' ? '去补录' : '去核对'} ›
                </button>
              </li>
            ))}
            {todos.length > 200 ? <li className="dim">还有 {todos.length - 200} 项，处理上面的之后会列出。</li> : null}
            {todos.length === 0 ? <li className="none">没有待办。可以去机构列表看等级。</li> : null}
          </ul>
        </section>
        <section className="panel spread" aria-label="等级分布">
          <header>
            <h2>等级分布</h2>
            <span className="dim">家，{pack.title}</span>
          </header>
          <table className="t">
            <thead>
              <tr>
                <th>指标</th>
                {ORDER.map(grade => (
                  <th key={grade.id} className="r">
                    <GradeMark grade={grade} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pack.indicators.map(({ id, label, unit }) => (
                <tr key={id}>
                  <td>
                    {label} <span className="unit">{unit}</span>
                  </td>
                  {ORDER.map(grade => {
                    const n = list.filter(row =>
                      row.indicators.some(
                        i => i.id === id && i.grade.rank === grade.rank && i.grade.equals === grade.equals,
                      ),
                    ).length
                    return (
                      <td key={grade.id} className={`r num ${n === 0 ? 'td0' : ''}`}>
                        {n}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </>
  )
}

const ORDER: readonly GradeView[] = [
  { id: '1', label: '达到引导值', mark: '引', rank: 1, equals: false },
  { id: '2', label: '优于基准值', mark: '基', rank: 2, equals: false },
  { id: '3', label: '优于约束值', mark: '约', rank: 3, equals: false },
  { id: 'e', label: '等于约束值', mark: '等', rank: 3, equals: true },
  { id: '4', label: '超过约束值', mark: '超', rank: 4, equals: false },
  { id: '0', label: '无法判定', mark: '？', rank: 0, equals: false },
]
