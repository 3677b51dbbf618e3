import type { z } from 'zod'
import { issueSentence, pathText } from '#core/contract/schema-issue.ts'
import type { PackProblem } from '#core/standard/pack/load.ts'
import type { ProgrammeExample, ProgrammePack } from './pack.ts'

/** What came out otherwise than an example says. */
export type Finding = { readonly place: string; readonly message: string }

/** Runs the examples of a pack: each expectation by its schema, then compared with what comes out of its facts. */
export function runExamples<Expectation>(
  pack: ProgrammePack,
  expectation: z.ZodType<Expectation>,
  compare: (expected: Expectation, facts: ProgrammeExample['facts']) => readonly Finding[],
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
    return compare(parsed.data, facts)
  }
  return pack.examples.flatMap((example, i) =>
    findingsOf(example).map(({ place, message }) => ({
      file: 'examples.json',
      place: `examples[${i}]（${example.id}）.${place}`,
      message,
    })),
  )
}
