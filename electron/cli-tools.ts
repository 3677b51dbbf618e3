import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { PackProblem } from '#core/standard/pack/load.ts'
import { UnusableFile } from './files.ts'

/** Arguments or a file that cannot be used: told in one sentence, exit code 2. */
export class Unusable extends Error {}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>

/** Reads the options of a command. @throws Unusable with the usage, when one is not known or not written as it should be */
export function parse<const O extends Options>(args: readonly string[], options: O, usage: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const what = error instanceof Error ? (/'([^']+)'/.exec(error.message)?.[1] ?? '') : ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new Unusable(`不认识选项“${what}”。\n${usage}`)
    throw new Unusable(`选项“${what}”的写法不对。\n${usage}`)
  }
}

/** Writes to standard output, and waits while whoever reads it is slow. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Says something to the person, beside the output. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`)
}

export function complainAbout(folder: string, problems: readonly PackProblem[]): void {
  for (const { file, place, message } of problems) complain(`${join(folder, file)}${place && `：${place}`}：${message}`)
}

/** Does something with a file; what is wrong with it is told with its path. @throws Unusable */
export function telling<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof UnusableFile) throw new Unusable(`${path}：${error.message}`)
    throw error
  }
}
