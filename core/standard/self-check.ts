import { decimal } from '#core/quantity/decimal.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import { type Graded, gradeInstitution } from './grade-institution.ts'
import type { PackProblem } from './pack/load.ts'
import type { ExampleDocument } from './pack/schema.ts'
import type { Standard } from './pack/standard.ts'

/** Runs the pack's own examples (自检). Returns what disagrees; an empty list means that every example came out as printed. */
export function selfCheck(standard: Standard): PackProblem[] {
  return standard.examples.flatMap((example, i) =>
    disagreements(example, gradeInstitution(example.facts, standard, example.id)).map(({ place, message }) => ({
      file: 'examples.json',
      place: `examples[${i}]（${example.id}）.${place}`,
      message,
    })),
  )
}

type Disagreement = { readonly place: string; readonly message: string }

function disagreements({ expect }: ExampleDocument, { result, evaluation }: Graded): Disagreement[] {
  const found: Disagreement[] = []
  const compareText = (place: string, expected: string, actual: string) => {
    if (expected !== actual)
      found.push({ place, message: `示例应为 ${expected}，算得 ${actual}。请核对示例、公式和表。` })
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
  for (const [id, wanted] of Object.entries(expect.cells ?? {})) {
    const place = `expect.cells.${id}`
    const cell = evaluation?.cell(id)
    if (!cell) {
      found.push({ place, message: '结果里没有这一项。请核对编号。' })
      continue
    }
    const value = cell.value ?? '空缺'
    if (wanted.missing) compareText(place, wanted.missing.join('、'), cell.missing.map(m => m.term).join('、'))
    if (wanted.text !== undefined) compareText(place, wanted.text, value)
    if (wanted.exact !== undefined) compareText(place, wanted.exact, value)
    if (wanted.startsWith !== undefined) compareText(place, wanted.startsWith, value.slice(0, wanted.startsWith.length))
    if (wanted.rounded !== undefined)
      compareText(place, wanted.rounded, roundedLike(wanted.rounded, cell.unit === null ? null : cell.value))
  }
  return found
}

/** The value rounded to as many decimals as the expectation writes. */
function roundedLike(expected: string, value: string | null): string {
  if (value === null) return '空缺'
  const digits = expected.split('.')[1]?.length ?? 0
  return roundByGb8170(decimal(value), digits)
}
