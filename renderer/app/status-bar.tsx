import type { Screen } from '../state.ts'
import { GRADE_ORDER, GradeMark } from '../ui/grade-tag.tsx'

const GRID: readonly (readonly [string, string])[] = [
  ['Enter', '下一格'],
  ['F2', '编辑'],
  ['Ctrl V', '粘贴整块'],
  ['Ctrl D', '向下填充'],
  ['-', '不适用'],
  ['Del', '未报'],
]

const KEYS: Readonly<Record<Screen, readonly (readonly [string, string])[]>> = {
  welcome: [],
  overview: [['Ctrl K', '搜索']],
  institutions: [
    ['/', '筛选'],
    ['↑ ↓', '选择'],
    ['Enter', '打开'],
  ],
  settings: [['Ctrl K', '搜索']],
  help: [['Ctrl K', '搜索']],
  standard: [['Ctrl K', '搜索']],
  programme: [
    ['Enter', '看推导'],
    ['Esc', '关闭推导'],
  ],
  institution: [
    ['Enter', '下一栏'],
    ['Ctrl 2', '人员面积'],
    ['Alt ↑ ↓', '上下一家'],
  ],
  people: [
    ['Enter', '下一栏'],
    ['Ctrl 3', '用能数据'],
    ['Alt ↑ ↓', '上下一家'],
  ],
  energy: GRID,
  sheet: GRID,
  report: [
    ['Ctrl 4', '定额评价'],
    ['Alt ↑ ↓', '上下一家'],
  ],
  visits: [
    ['Ctrl Shift F', '进入现场模式'],
    ['Alt ↑ ↓', '上下一家'],
  ],
  equipment: [
    ['Enter', '下一栏'],
    ['Alt ↑ ↓', '上下一家'],
  ],
  findings: [
    ['Enter', '下一栏'],
    ['Alt ↑ ↓', '上下一家'],
  ],
  field: [],
  evaluation: [
    ['Tab', '下一个数'],
    ['Enter', '看推导'],
    ['Esc', '关闭推导'],
    ['Alt ←', '后退'],
  ],
}

const WITH_GRADES: readonly Screen[] = ['overview', 'institutions']

/** The three to six keys that matter here. Never messages. */
export function StatusBar({ screen }: { readonly screen: Screen }) {
  return (
    <footer className="status">
      <span id="selection" className="num" />
      {WITH_GRADES.includes(screen) ? (
        <span className="legend">
          {GRADE_ORDER.map(grade => (
            <span key={grade.id}>
              <GradeMark grade={grade} />
              {grade.label}
            </span>
          ))}
        </span>
      ) : null}
      <span className="end">
        {[...KEYS[screen], ['Ctrl Z', '撤销'] as const].map(([key, label]) => (
          <span key={key}>
            <kbd>{key}</kbd>
            {label}
          </span>
        ))}
      </span>
    </footer>
  )
}
