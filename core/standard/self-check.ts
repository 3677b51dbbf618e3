import { type Graded, gradeInstitution } from './grade-institution.ts'
import { disagreement, disagreements } from './pack/expected.ts'
import type { PackProblem } from './pack/load.ts'
import type { ExampleDocument } from './pack/schema.ts'
import type { Standard } from './pack/standard.ts'

/** Runs the pack's own examples (自检). Returns what disagrees; an empty list means that every example came out as printed. */
export function selfCheck(standard: Standard): PackProblem[] {
  return standard.examples.flatMap((example, i) =>
    findingsOf(example, gradeInstitution(example.facts, standard, example.id)).map(({ place, message }) => ({
      file: 'examples.json',
      place: `examples[${i}]（${example.id}）.${place}`,
      message,
    })),
  )
}

type Finding = { readonly place: string; readonly message: string }

function findingsOf({ expect }: ExampleDocument, { result, evaluation }: Graded): Finding[] {
  const found: Finding[] = []
  const compareText = (place: string, expected: string, actual: string) => {
    const message = disagreement(expected, actual)
    if (message !== null) found.push({ place, message })
  }
  if (Object.keys(expect).length === 0)
    found.push({ place: 'expect', message: '示例没有写应有的结果，什么也没有检查。' })
  if (expect.outcome) compareText('expect.outcome', expect.outcome, result.outcome)
  if (expect.problems)
    compareText('expect.problems', expect.problems.join('、'), result.problems.map(p => p.code).join('、'))
  if (expect.applied !== undefined)
    compareText('expect.applied', String(expect.applied), String(result.correction?.applied ?? '没有修正'))
  if (expect.duties !== undefined)
    compareText('expect.duties', String(expect.duties), String(result.consequences.length))
  for (const [id, grade] of Object.entries(expect.grades ?? {}))
    compareText(`expect.grades.${id}`, grade, result.indicators.find(i => i.id === id)?.grade ?? '没有这个指标')
  for (const [id, flags] of Object.entries(expect.flags ?? {}))
    compareText(
      `expect.flags.${id}`,
      flags.join('、'),
      result.indicators.find(i => i.id === id)?.flags.join('、') ?? '没有这个指标',
    )
  for (const [id, wanted] of Object.entries(expect.cells ?? {}))
    for (const message of disagreements(wanted, evaluation?.cell(id) ?? null))
      found.push({ place: `expect.cells.${id}`, message })
  return found
}
