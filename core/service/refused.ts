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
