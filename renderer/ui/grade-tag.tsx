import type { GradeView } from '#core/contract/views.ts'

/** The grade as character, shape and amount of ink; its full name is its accessible name. */
export function GradeMark({ grade }: { readonly grade: GradeView }) {
  return (
    <span
      className={`mk ${grade.equals ? 'te' : `t${grade.rank}`}`}
      role="img"
      title={grade.label}
      aria-label={grade.label}
    >
      {grade.mark}
    </span>
  )
}

export function GradeTag({ grade }: { readonly grade: GradeView }) {
  return (
    <span className={`gr t${grade.rank}`}>
      <GradeMark grade={grade} />
      {grade.label}
    </span>
  )
}

/** The grades from the best to the one that cannot be told, as legends and tables list them. */
export const GRADE_ORDER: readonly GradeView[] = [
  { id: '1', label: '达到引导值', mark: '引', rank: 1, equals: false },
  { id: '2', label: '优于基准值', mark: '基', rank: 2, equals: false },
  { id: '3', label: '优于约束值', mark: '约', rank: 3, equals: false },
  { id: 'e', label: '等于约束值', mark: '等', rank: 3, equals: true },
  { id: '4', label: '超过约束值', mark: '超', rank: 4, equals: false },
  { id: '0', label: '无法判定', mark: '？', rank: 0, equals: false },
]
