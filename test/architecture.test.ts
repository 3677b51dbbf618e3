import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './tool/fujian.ts'

type House = {
  rooms: Record<string, string[]>
  onlyIn: Record<string, string[]>
  packages: Record<string, { in: string[]; why: string }>
}

const house: House = JSON.parse(readFileSync(join(ROOT, 'test/architecture.json'), 'utf8'))
const rooms = Object.keys(house.rooms)
const roomOf = (path: string) =>
  rooms.filter(room => path.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0]

const files = ['core', 'electron', 'renderer', 'test']
  .flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)),
  )
  .filter(path => /\.(ts|tsx|mjs)$/.test(path))
  .map(path => path.split(sep).join('/'))
const source = new Map(files.map(path => [path, readFileSync(join(ROOT, path), 'utf8')]))

/** The specifiers a file imports or re-exports, statically or dynamically. */
function imports(text: string): string[] {
  const statically = [
    ...text.matchAll(/^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm),
  ]
  const dynamically = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)]
  return [...statically, ...dynamically].map(match => match[1] ?? match[2] ?? '')
}

/** The file in the repository that a specifier means, or `null` for a package. */
function target(from: string, specifier: string): string | null {
  if (specifier.startsWith('#core/')) return `core/${specifier.slice('#core/'.length)}`
  if (specifier.startsWith('.'))
    return normalize(join(dirname(from), specifier.replace(/\?raw$/, '')))
      .split(sep)
      .join('/')
  return null
}

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('who imports whom', () => {
  it.each(files)('%s', path => {
    const room = roomOf(path)
    if (room === undefined) throw new Error(`no room: ${path}`)
    for (const specifier of imports(source.get(path) ?? '')) {
      const file = target(path, specifier)
      if (file !== null) {
        expect(existsSync(join(ROOT, file)), specifier).toBe(true)
        const other = roomOf(file) ?? file
        expect(other === room || house.rooms[room]?.includes(other), `${path} → ${file}`).toBe(true)
      } else if (specifier.startsWith('node:')) {
        expect(room.startsWith('core/'), `${path} → ${specifier}`).toBe(false)
      } else {
        const name = packageOf(specifier)
        expect(house.packages[name]?.in.includes(room), `${path} → ${name}`).toBe(true)
        expect(house.onlyIn[name]?.includes(path) ?? true, `${path} → ${name}`).toBe(true)
      }
    }
  })
})

describe('what is installed', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const versions: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies }

  it('is pinned exactly and has its reason written down', () => {
    expect(Object.keys(versions).sort()).toEqual(Object.keys(house.packages).sort())
    for (const [name, version] of Object.entries(versions)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
    for (const [name, { why }] of Object.entries(house.packages)) expect(why.length, name).toBeGreaterThan(20)
  })

  it('runs no install script but the one that places Node', () => {
    const lock: { packages: Record<string, { hasInstallScript?: boolean }> } = JSON.parse(
      readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    )
    const scripts = Object.entries(lock.packages)
      .filter(([, p]) => p.hasInstallScript)
      .map(([path]) => path.replace('node_modules/', ''))
    // npm takes the build file that better-sqlite3 brings for a script; it comes built, and nothing of it runs
    expect(scripts.filter(name => name !== 'fsevents')).toEqual(['better-sqlite3', 'node'])
    expect(manifest.allowScripts).toEqual({ node: true, 'better-sqlite3': false })
  })
})

describe('no float touches a quantity', () => {
  const core = files.filter(path => path.startsWith('core/'))
  const FORBIDDEN =
    /\b(parseFloat|Number)\(|\bMath\.(round|floor|ceil|trunc|pow)\b|\.toFixed\(|\.toNumber\(|\.toPrecision\(|\bDecimal\.set\b|new Date\b|Date\.now/g
  /** Counts of decimals and of the library's seven-digit words, the two places that print a decimal, those that hand it to a spreadsheet or a chart, and lines of text. */
  const ALLOWED: Record<string, string[]> = {
    'core/quantity/decimal.ts': ['Math.floor', '.toFixed('],
    'core/quantity/rounding.ts': ['.toFixed('],
    'core/office/sheet-out.ts': ['Number(', 'Math.ceil'],
    'core/office/document-out.ts': ['Number('],
  }

  it.each(core)('%s', path => {
    const found = [...(source.get(path) ?? '').matchAll(FORBIDDEN)].map(match => match[0])
    expect(found.filter(what => !ALLOWED[path]?.includes(what))).toEqual([])
  })

  it('nor is one compared without settling it first', () => {
    const outside = core.filter(path => path !== 'core/quantity/decimal.ts')
    for (const path of outside)
      expect(
        source.get(path)?.match(/\.(lt|lte|gt|gte|eq|equals|cmp|comparedTo|lessThan|greaterThan)\(/),
        path,
      ).toBeNull()
  })
})

describe('names', () => {
  it('of files are kebab-case', () => {
    for (const path of files) expect(relative('.', path)).toMatch(/^[a-z0-9/-]+(\.test|\.config|\.d)?\.(ts|tsx|mjs)$/)
  })
})
