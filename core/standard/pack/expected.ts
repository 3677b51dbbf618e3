import type { z } from 'zod'
import type { Cell } from '#core/contract/cell.ts'
import { decimal } from '#core/quantity/decimal.ts'
import { roundByGb8170 } from '#core/quantity/rounding.ts'
import type { expectedNumber } from './schema.ts'

export type Expected = z.infer<typeof expectedNumber>

/** What an example says and what came out, where the two differ: the sentence of a self-check. */
export function disagreement(expected: string, actual: string): string | null {
  return expected === actual ? null : `示例应为 ${expected}，算得 ${actual}。请核对示例、公式和表。`
}

/** Compares a cell with what an example expects of it, each way it says so; returns the sentences of what differs. */
export function disagreements(wanted: Expected, cell: Cell | null): string[] {
  if (!cell) return ['结果里没有这一项。请核对编号。']
  const value = cell.value ?? '空缺'
  const found = [
    wanted.missing && disagreement(wanted.missing.join('、'), cell.missing.map(m => m.term).join('、')),
    wanted.text !== undefined && disagreement(wanted.text, value),
    wanted.exact !== undefined && disagreement(wanted.exact, value),
    wanted.startsWith !== undefined && disagreement(wanted.startsWith, value.slice(0, wanted.startsWith.length)),
    wanted.rounded !== undefined &&
      disagreement(wanted.rounded, roundedLike(wanted.rounded, cell.unit === null ? null : cell.value)),
  ]
  return found.filter(sentence => typeof sentence === 'string')
}

/** The value rounded to as many decimals as the expectation writes. */
function roundedLike(expected: string, value: string | null): string {
  if (value === null) return '空缺'
  const digits = expected.split('.')[1]?.length ?? 0
  return roundByGb8170(decimal(value), digits)
}
