import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAME = '.recent.json'
const MOST = 20

/** The workbooks of other folders that were opened last, newest first. A list that cannot be read is no list. */
export function rememberedFiles(folder: string): readonly string[] {
  try {
    const paths: unknown = JSON.parse(readFileSync(join(folder, NAME), 'utf8'))
    return Array.isArray(paths) ? paths.filter(path => typeof path === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

/** Puts a path first in the list. A folder that cannot be written keeps no list; opening goes on. */
export function rememberFile(folder: string, path: string): void {
  const paths = [path, ...rememberedFiles(folder).filter(known => known !== path)].slice(0, MOST)
  try {
    writeFileSync(join(folder, `${NAME}.new`), JSON.stringify(paths))
    renameSync(join(folder, `${NAME}.new`), join(folder, NAME))
  } catch {
    return
  }
}
