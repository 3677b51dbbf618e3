import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CANDIDATES = ['soffice', 'libreoffice']

/** Forces every formula to be computed anew; without it a file's cached values are believed. */
const RECALCULATE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

/** Lets LibreOffice open files and write them in another format; returns the folder of what came out. */
export function convert(format: string, files: readonly string[]): string {
  const profile = mkdtempSync(join(tmpdir(), 'office-profile-'))
  mkdirSync(join(profile, 'user'), { recursive: true })
  writeFileSync(join(profile, 'user', 'registrymodifications.xcu'), RECALCULATE)
  const out = mkdtempSync(join(tmpdir(), 'office-out-'))
  const args = [
    '--headless',
    `-env:UserInstallation=file://${profile}`,
    '--convert-to',
    format,
    '--outdir',
    out,
    ...files,
  ]
  for (const command of CANDIDATES) {
    const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 180_000 })
    if (error && 'code' in error && error.code === 'ENOENT') continue
    if (status !== 0) throw new Error(`LibreOffice: ${stderr}`)
    return out
  }
  throw new Error(`no LibreOffice: install one of ${CANDIDATES.join(', ')}`)
}

const CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1'

/** Every sheet of a spreadsheet as LibreOffice computes it anew: sheet → address → value. */
export function recalculated(file: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const folder = convert(CSV, [file])
  return new Map(
    readdirSync(folder).map(name => {
      const sheet = /-([^-]+)\.csv$/.exec(name)?.[1] ?? name
      return [sheet, cellsOf(readFileSync(join(folder, name), 'utf8').replace(/^\ufeff/, ''))]
    }),
  )
}

function cellsOf(csv: string): Map<string, string> {
  const cells = new Map<string, string>()
  let [row, column, text, quoted] = [1, 0, '', false]
  const put = () => {
    cells.set(`${letters(column)}${row}`, text)
    text = ''
  }
  for (let i = 0; i < csv.length; i++) {
    const character = csv[i] ?? ''
    if (quoted) {
      if (character !== '"') text += character
      else if (csv[i + 1] === '"') {
        text += '"'
        i += 1
      } else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',') {
      put()
      column += 1
    } else if (character === '\n') {
      put()
      row += 1
      column = 0
    } else if (character !== '\r') text += character
  }
  put()
  return cells
}

function letters(index: number): string {
  const before = Math.floor(index / 26)
  return `${before > 0 ? letters(before - 1) : ''}${String.fromCharCode(65 + (index % 26))}`
}
