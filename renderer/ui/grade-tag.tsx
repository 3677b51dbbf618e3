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
