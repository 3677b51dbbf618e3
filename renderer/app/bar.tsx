import { STAGES, type StateView } from '#core/contract/views.ts'
import { run } from '../client.ts'
import { refresh, useList, useStore, useTodos } from '../state.ts'
import { Icon } from '../ui/icon.tsx'
import { takeStep } from './keys.ts'
import { SavedState } from './saved-state.tsx'

/** The global bar: what is open, search, undo, to-dos, saved state. */
export function Bar({ state }: { readonly state: StateView }) {
  const { year, screen, go, toggle } = useStore()
  const list = useList()
  const todos = useTodos()
  const { workbook } = state
  if (!workbook) return null
  const ofOne = screen === 'report' || STAGES.some(stage => stage === screen)
  const institution = ofOne ? list?.find(row => row.year === year) : undefined
  return (
    <header className="bar">
      <button type="button" className="home plain" onClick={() => go('overview')}>
        <img className="logo" src="/icon.svg" alt="" />
        能源审计
      </button>
      <button
        type="button"
        className="crumb plain"
        title="关闭工作簿，回到欢迎页"
        onClick={async () => {
          await run('workbook.close', {})
          await refresh()
        }}
      >
        {workbook.name}
      </button>
      <span className="sep">/</span>
      <button type="button" className="crumb plain" onClick={() => go('institutions')}>
        <b className="ellipsis crumb-name">{institution?.name ?? '全部机构'}</b>
      </button>
      <span className="sep">/</span>
      <span className="crumb num">{workbook.year} 年</span>
      {workbook.sample ? <span className="tag sample">示例数据</span> : null}
      {institution?.final ? <span className="tag final">已定稿</span> : null}
      {workbook.readOnly ? <span className="tag pending">只读</span> : null}
      <button type="button" className="search plain" onClick={() => toggle('palette')}>
        <Icon name="search" small />
        <span className="grow">搜索机构、命令</span>
        <kbd>Ctrl K</kbd>
      </button>
      <StepButton name="history.undo" label={workbook.undo} />
      <StepButton name="history.redo" label={workbook.redo} />
      <button type="button" className="todo plain" onClick={() => go('overview')}>
        待办<b className="num">{todos.length}</b>
      </button>
      <SavedState savedAt={workbook.savedAt} readOnly={workbook.readOnly} />
    </header>
  )
}

function StepButton({
  name,
  label,
}: {
  readonly name: 'history.undo' | 'history.redo'
  readonly label: string | null
}) {
  const undo = name === 'history.undo'
  const none = undo ? '没有可撤销的操作' : '没有可重做的操作'
  const title = label === null ? none : `${undo ? '撤销' : '重做'}：${label}（${undo ? 'Ctrl+Z' : 'Ctrl+Y'}）`
  return (
    <button
      type="button"
      className={`ico plain ${label === null ? 'off' : ''}`}
      title={title}
      aria-label={title}
      disabled={label === null}
      onClick={() => takeStep(name)}
    >
      <Icon name={undo ? 'undo' : 'redo'} />
    </button>
  )
}
