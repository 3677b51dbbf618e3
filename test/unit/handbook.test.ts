import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../tool/fujian.ts'

const HELP = join(ROOT, 'assets', 'help')
const chapters = readdirSync(HELP)
const shown = ['renderer', 'core']
  .flatMap(folder => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(n => join(folder, n)))
  .filter(path => /\.tsx?$/.test(path))
  .map(path => readFileSync(join(ROOT, path), 'utf8'))
  .join('\n')

/** What a chapter sets in bold is a key, a number on the screen, or a label that the interface must really show. */
function labels(text: string): string[] {
  const bold = [...text.matchAll(/\*\*(.+?)\*\*/g)].map(match => match[1] ?? '')
  return bold.filter(label => !/^(Ctrl|Alt|Esc|F\d|\d+$)/.test(label)).flatMap(label => label.split(' n '))
}

describe('the handbook', () => {
  it.each(chapters)('%s names only what the interface shows', chapter => {
    const text = readFileSync(join(HELP, chapter), 'utf8')
    expect(text).toMatch(/^# \S/)
    expect(labels(text).filter(label => !shown.includes(label))).toEqual([])
  })

  it.each(chapters)('%s is a chapter of the application', chapter => {
    const screen = readFileSync(join(ROOT, 'renderer/feature/help/help-screen.tsx'), 'utf8')
    expect(screen).toContain(`assets/help/${chapter}?raw`)
  })
})
