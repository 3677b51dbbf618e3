import type { Reply } from '#core/contract/operations.ts'
import type { StartPeer } from './peer.ts'

const DEADLINE = 10_000

/**
 * Lets a process of its own look into a file, and kills it when it takes too long or dies: a file can be damaged so that
 * reading it never ends.
 */
export function readApart(begin: StartPeer, path: string, deadline: number = DEADLINE): Promise<Reply> {
  return new Promise(resolve => {
    const reader = begin([])
    const done = (reply: Reply) => {
      clearTimeout(late)
      reader.kill()
      resolve(reply)
    }
    const late = setTimeout(() => done(TOO_SLOW), deadline)
    reader.onAnswer(({ reply }) => done(reply))
    reader.onExit(() => done(DIED))
    if (!reader.send({ id: 1, name: 'reader.inspect', input: path })) done(DIED)
  })
}

const TOO_SLOW: Reply = {
  ok: false,
  code: 'unusableFile',
  message: '这个文件读了很久也没有读完，已停下。文件没有改动；可能已损坏。',
}
const DIED: Reply = {
  ok: false,
  code: 'unusableFile',
  message: '这个文件读不下去，已停下。文件没有改动；可能已损坏。',
}
