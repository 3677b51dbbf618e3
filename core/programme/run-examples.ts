import { z } from 'zod'
import type { Cell } from '#core/contract/cell.ts'
import { issueSentence, pathText } from '#core/contract/schema-issue.ts'
import { disagreement, disagreements } from '#core/standard/pack/expected.ts'
import type { PackProblem } from '#core/standard/pack/load.ts'
import { expectedNumber } from '#core/standard/pack/schema.ts'
import type { ProgrammeExample, ProgrammePack } from './pack.ts'

/** Numbers that an example expects, by their terms. */
export const expectedCells = z.record(z.string(), expectedNumber)

type Finding = { readonly place: string; readonly message: string }

/** What came out otherwise than an example says. What an example does not say is not compared. */
export class Comparison {
  readonly found: Finding[] = []

  same(place: string, expected: unknown, actual: unknown): void {
    if (expected === undefined) return
    const message = disagreement(written(expected), written(actual))
    if (message !== null) this.found.push({ place: `expect.${place}`, message })
  }

  sameCells(
    place: string,
    expected: z.infer<typeof expectedCells> | undefined,
    cellOf: (term: string) => Cell | null,
  ): void {
    for (const [term, of] of Object.entries(expected ?? {}))
      for (const message of disagreements(of, cellOf(term)))
        this.found.push({ place: `expect.${place}.cells.${term}`, message })
  }
}

function written(value: unknown): string {
  if (value === undefined) return '没有这一项'
  if (value === null) return '空缺'
  return Array.isArray(value) ? value.map(written).join('、') || '无' : String(value)
}

/** Runs the examples of a pack: each expectation by its schema, then compared with what comes out of its facts. */
export function runExamples<Expectation>(
  pack: ProgrammePack,
  expectation: z.ZodType<Expectation>,
  compare: (expected: Expectation, facts: ProgrammeExample['facts'], comparison: Comparison) => void,
): readonly PackProblem[] {
  const findingsOf = ({ facts, expect }: ProgrammeExample): readonly Finding[] => {
    const parsed = expectation.safeParse(expect)
    if (!parsed.success)
      return parsed.error.issues.map(issue => ({
        place: ['expect', pathText(issue.path)].filter(part => part !== '').join('.'),
        message: issueSentence(issue, expect),
      }))
    if (Object.keys(expect).length === 0)
      return [{ place: 'expect', message: '示例没有写应有的结果，什么也没有检查。' }]
    const comparison = new Comparison()
    compare(parsed.data, facts, comparison)
    return comparison.found
  }
  return pack.examples.flatMap((example, i) =>
    findingsOf(example).map(({ place, message }) => ({
      file: 'examples.json',
      place: `examples[${i}]（${example.id}）.${place}`,
      message,
    })),
  )
}
