import type { StateView } from '#core/contract/views.ts'
import { type Screen, useList, useStore, useTodos } from '../state.ts'
import { Icon } from '../ui/icon.tsx'

type Item = { readonly screen: Screen; readonly label: string; readonly icon: Parameters<typeof Icon>[0]['name'] }

const OF_ALL: readonly Item[] = [
  { screen: 'overview', label: '概览', icon: 'overview' },
  { screen: 'institutions', label: '机构列表', icon: 'list' },
  { screen: 'sheet', label: '批量录入', icon: 'grid' },
  { screen: 'programme', label: '政策对标', icon: 'shield' },
  { screen: 'standard', label: '标准库', icon: 'book' },
]
const OF_ONE: readonly Item[] = [
  { screen: 'institution', label: '机构与建筑', icon: 'building' },
  { screen: 'people', label: '人员面积台账', icon: 'people' },
  { screen: 'energy', label: '用能数据', icon: 'energy' },
  { screen: 'evaluation', label: '定额评价', icon: 'gauge' },
  { screen: 'visits', label: '现场检查', icon: 'tick' },
  { screen: 'equipment', label: '设备与计量', icon: 'plug' },
  { screen: 'findings', label: '问题与措施', icon: 'flag' },
  { screen: 'report', label: '报告', icon: 'report' },
]

/** Where a tick says that all is entered. */
const FACTS: readonly Screen[] = ['institution', 'people', 'energy']

/** Two levels, always in sight: the workbook, and this institution with what is open on each screen. */
export function Side({ state }: { readonly state: StateView }) {
  const { year, screen, go } = useStore()
  const list = useList()
  const todos = useTodos()
  const institution = list?.find(row => row.year === year)
  const link = (item: Item, count: number, done: boolean) => (
    <button
      type="button"
      key={item.screen}
      className={`plain ${screen === item.screen ? 'on' : ''}`}
      aria-current={screen === item.screen ? 'page' : undefined}
      title={item.label}
      onClick={() => go(item.screen)}
    >
      <Icon name={item.icon} />
      <span>{item.label}</span>
      <em className="n">{count > 0 ? count : done ? <Icon name="check" small /> : ''}</em>
    </button>
  )
  return (
    <nav className="side" aria-label="导航">
      <p className="cap">全部机构</p>
      {OF_ALL.map(item => link(item, item.screen === 'overview' ? todos.length : 0, false))}
      {institution ? <p className="cap ellipsis">{institution.name}</p> : null}
      {institution
        ? OF_ONE.map(item => {
            const open = todos.filter(todo => todo.year === year && todo.stage === item.screen).length
            return link(item, open, FACTS.includes(item.screen) && open === 0)
          })
        : null}
      <div className="end">
        {link({ screen: 'settings', label: '设置', icon: 'settings' }, 0, false)}
        {link({ screen: 'help', label: '帮助', icon: 'help' }, 0, false)}
        <p className="cap num">{state.workbook?.institutions ?? 0} 家机构</p>
      </div>
    </nav>
  )
}
