import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflate } from '@sparticuz/chromium'
import { ROOT } from './fujian.ts'

const PROGRAM_FOLDERS = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]

/** The path in CHROMIUM, then where Chromium, Chrome and Edge are installed on Linux, macOS and Windows. */
const INSTALLED = [
  process.env.CHROMIUM,
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
    name => `/usr/bin/${name}`,
  ),
  ...['Google Chrome', 'Microsoft Edge', 'Chromium'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`),
  ...PROGRAM_FOLDERS.flatMap(folder =>
    folder
      ? [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [],
  ),
]

export type Executable = { readonly executablePath: string; readonly env?: Record<string, string> }

/** The installed browser if there is one, else the one that npm brought. */
export async function findBrowser(): Promise<Executable> {
  const executablePath = INSTALLED.find(path => path && existsSync(path))
  return executablePath ? { executablePath } : packagedBrowser()
}

/**
 * Chromium from the npm package, with the libraries and the fonts it brings. The package unpacks into the folder for
 * temporary files and takes whatever lies there already, so it gets one of its own, named by its version, that appears whole.
 */
export async function packagedBrowser(): Promise<Executable> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('no browser: install Chrome, Edge or Chromium, or set CHROMIUM to the path of one')
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const folder = join(ROOT, '.build', 'browser', devDependencies['@sparticuz/chromium'])
  if (!existsSync(folder)) await unpackTo(folder)
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  return { executablePath: join(folder, 'chromium'), env: { ...withoutGaps(process.env), ...env } }
}

async function unpackTo(folder: string): Promise<void> {
  const packed = join(ROOT, 'node_modules', '@sparticuz', 'chromium', 'bin')
  const draft = `${folder}.${process.pid}`
  const before = process.env.TMPDIR
  mkdirSync(draft, { recursive: true })
  process.env.TMPDIR = draft
  try {
    for (const part of ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'])
      await inflate(join(packed, part))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  writeFileSync(join(draft, 'fonts.conf'), fontsOf(folder))
  if (existsSync(folder)) rmSync(draft, { recursive: true })
  else renameSync(draft, folder)
}

/** The fonts of the machine, and those of the package for a machine that has none. */
function fontsOf(folder: string): string {
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    `<dir>${join(folder, 'fonts')}</dir>`,
    `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
  ].join('\n')
}

function withoutGaps(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
