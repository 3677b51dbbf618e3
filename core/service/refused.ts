import { FINDING_LABELS, FINDING_STATES, nextStates } from '#core/contract/audit.ts'
import { problemSentence } from '#core/contract/problems.ts'

/** What a command refuses, as a Chinese sentence for the person who gave it. Nothing has been written. */
export class Refused extends Error {}

const MOST_TEXT = 300
export const MOST_LONG_TEXT = 2000

/** Refuses a text that is longer than its field holds. */
export function refuseLong(text: string, long = false): void {
  const limit = long ? MOST_LONG_TEXT : MOST_TEXT
  if (text.length > limit) throw new Refused(problemSentence('textTooLong', { limit: `${limit}` }))
}

/** States that say something of a measure. */
export const PLANNED: ReadonlySet<unknown> = new Set(['planned', 'done', 'verified'])

/** Refuses a state that a finding cannot have next: done things have been planned, and verified ones done. */
export function refuseLeap(from: unknown, to: string | null, measures: number): void {
  const [before, after] = [from, to].map(name => FINDING_STATES.find(state => state === name))
  if (before === undefined || after === undefined) return
  if (nextStates(before).includes(after)) {
    if (!PLANNED.has(after) || measures > 0) return
    throw new Refused(`这条问题还没有措施，状态没有变。请先加一条措施，再改为“${FINDING_LABELS[after]}”。`)
  }
  const allowed = nextStates(before).filter(state => state !== before)
  const words = allowed.map(state => `“${FINDING_LABELS[state]}”`).join('、')
  throw new Refused(
    `问题现在是“${FINDING_LABELS[before]}”，下一步可以是${words}，不能直接改为“${FINDING_LABELS[after]}”。状态没有变。`,
  )
}
