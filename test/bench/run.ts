import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPack } from '#core/service/open-pack.ts'
import { nodeHost, readPackFolder } from '../../electron/files.ts'
import { startBrowser } from '../tool/browser.ts'
import { innerMongolia } from '../tool/inner-mongolia.ts'
import { taiwan } from '../tool/taiwan.ts'
import { measureBrowser, spread } from './browser.ts'
import { evaluateAll, evaluateAllInFloats } from './engine.ts'
import { generateFacts } from './generate.ts'
import { evaluateLedger, generateLedger } from './ledger.ts'
import { measureOffice } from './office.ts'
import { evaluateProgramme, generateProgramme, readProgramme } from './programme.ts'
import { measureVisit } from './visit.ts'
import { evaluateWorkbook, workbookOf } from './workbook.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const loaded = openPack(nodeHost, readPackFolder(join(ROOT, 'assets/standard/fujian-public-institution-quota')))
if (!loaded.ok) throw new Error('the pack does not load')
const { standard } = loaded

const say = (line: string) => process.stdout.write(`${line}\n`)

/** The median of several runs in milliseconds, after one that is not counted. */
function median(runs: number, work: () => void): number {
  work()
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  }).sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? 0
}

const oneFact = generateFacts(1)[0]
const facts = 2 + (oneFact?.people?.length ?? 0) + (oneFact?.energy?.length ?? 0) + (oneFact?.water?.length ?? 0)
say(`# engine: ${facts} facts an institution, all cells kept, medians of 3`)
say('institutions   exact ms   µs each   float ms   ratio')
for (const howMany of [2_000, 20_000, 100_000]) {
  const institutions = generateFacts(howMany)
  const exact = median(3, () => evaluateAll(institutions, standard))
  const floats = median(3, () => evaluateAllInFloats(institutions))
  const each = (exact * 1000) / howMany
  const row = [howMany, exact.toFixed(0), each.toFixed(1), floats.toFixed(1), `${(exact / floats).toFixed(0)}x`]
  say(row.map((text, i) => String(text).padStart([12, 11, 10, 11, 8][i] ?? 8)).join(''))
}

const first = JSON.stringify({ format: 'energy-audit-facts/1', institutions: generateFacts(1) })
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
writeFileSync(join(folder, 'one.json'), first)
const run = (command: string, ...args: string[]) => {
  const { status, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}
const evaluate = ['run', '-s', 'cli', '--', 'evaluate', join(folder, 'one.json'), '--json']
const wall = median(7, () => run('npm', ...evaluate))
const usage = median(7, () => run('npm', 'run', '-s', 'cli', '--', 'help'))
const bare = median(7, () => run(process.execPath, '-e', '0'))
rmSync(folder, { recursive: true })
say('\n# command line: one institution, whole process, medians of 7')
say(`npm run -s cli -- evaluate  ${wall.toFixed(0)} ms`)
say(`npm run -s cli -- help      ${usage.toFixed(0)} ms   (the same without a pack and facts)`)
say(`node -e 0                   ${bare.toFixed(0)} ms`)

say('\n# workbook: 20,000 institutions of 60 facts in one file')
const path = workbookOf(20_000)
const timed = []
for (let i = 0; i < 5; i++) timed.push(await evaluateWorkbook(path))
const [, , middle] = timed.sort((a, b) => a.evaluateMs - b.evaluateMs)
if (middle) {
  const { evaluateMs, aloneMs, scanMs } = middle
  say(
    `evaluated ${evaluateMs.toFixed(0)} ms on ${availableParallelism()} processors, ${aloneMs.toFixed(0)} ms on one   (≤ 4000)`,
  )
  say(`bare scan of the tables ${scanMs.toFixed(0)} ms`)
}

say('\n# programme: 275 bodies, 8,000 units, 4 years of data')
const programme = generateProgramme(8_000)
const wholeYear = median(5, () => evaluateProgramme(programme, taiwan()))
const rowsAlone = median(5, () => readProgramme(programme, taiwan()))
say(
  `scores, ranks, duties       ${wholeYear.toFixed(0)} ms   (≤ 2000; reading and checking the rows ${rowsAlone.toFixed(0)} ms of it)`,
)

say('\n# ledger: 200,000 certificates, 41 holders, 3 years of monthly electricity')
for (const each of [1, 100]) {
  const ledger = generateLedger(200_000, each)
  const rows = Array.isArray(ledger.events) ? ledger.events.length : 0
  const tables = median(5, () => evaluateLedger(ledger, innerMongolia()))
  say(
    `in ranges of ${String(each).padEnd(3)}           ${tables.toFixed(0)} ms   (≤ 2000; ${rows} rows of the ledger, all tables)`,
  )
}

say('\n# reports')
const office = await measureOffice()
say(
  `one Word report             ${office.one.docx.toFixed(0)} ms   (≤ 1000; the evaluation with all its cells ${office.evaluateMs.toFixed(1)} ms)`,
)
say(`one Excel workbook          ${office.one.xlsx.toFixed(0)} ms   (≤ 500)`)
say(
  `200 institutions, both      ${(office.all / 1000).toFixed(1)} s   (≤ 60), ${office.megabytes.toFixed(0)} MB more at the end than after a quarter`,
)

say('\n# application in Chromium')
await measureBrowser()

say('\n# a visit with 500 photos of 4 MB')
const browser = await startBrowser()
const { adding, items, openMs, openEmptyMs, gigabytes, copying } = await measureVisit(browser)
await browser.close()
say(`adding a photo              ${spread(adding)}   (≤ 150; a plain file of as many bytes ${spread(copying)})`)
say(`question to question        ${spread(items)}   (≤ 50)`)
say(
  `opening, ${gigabytes.toFixed(1)} GB             ${openMs.toFixed(0)} ms   (≤ 2000; before the photos ${openEmptyMs.toFixed(0)} ms)`,
)
