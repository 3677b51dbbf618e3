import { basename, extname, join } from 'node:path'
import { FORMATS } from '#core/contract/operations.ts'
import { printable } from '#core/contract/printable.ts'
import { problemSentence } from '#core/contract/problems.ts'
import { type InstitutionResult, RESULTS_FORMAT } from '#core/contract/results.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { evaluateFacts, readFactsDocument } from '#core/service/evaluate-facts.ts'
import { gradeYears } from '#core/service/workbook-facts.ts'
import { derivationText, derive } from '#core/standard/derivation.ts'
import type { Graded } from '#core/standard/grade-institution.ts'
import type { Standard } from '#core/standard/pack/standard.ts'
import { programme } from './cli-programme.ts'
import { complain, complainAbout, parse, print, telling, Unusable } from './cli-tools.ts'
import { nodeHost, readTextFile, UnusableFile } from './files.ts'
import { gradeWorkbook } from './grade-workbook.ts'
import { ordersOfFacts, ordersOfWorkbook, type ReportOrder } from './report-jobs.ts'
import { kindOfPack, openChecklistFolder, openPackFolder, openProgrammeFolder, PACKS, packIds } from './standards.ts'
import { institutionLines, packLine } from './table.ts'
import { openWorkbookFile, tellingFault } from './workbook-file.ts'

const USAGE = `用法：
  npm run -s cli -- evaluate 文件 [--json] [--explain 编号:指标] [--pack 标准编号]
      评价事实文件（energy-audit-facts/1，.json）或工作簿（.eaw，只读不改）。--json 输出结果文件；--explain 输出一个数的推导，
      指标如 energyPerPerson，也可以是任何一步，如 A1:comprehensiveEnergy、A1:energy[0].coalEquivalent。
  npm run -s cli -- evaluate 文件 --out 文件夹
      为每一家机构写 Word 报告和活公式 Excel；已有的文件不覆盖。
  npm run -s cli -- programme 文件 [--pack 计划编号] [--year 年份] [--as-of 日期] [--rank 名次] [--json] [--explain 名:项] [--out 文件夹]
      按计划核算（energy-audit-programme/1 的 .json，或工作簿）：用电效率评比、绿电消费。--out 写 Word 和 Excel。
  npm run -s cli -- packs
      列出标准包、检查表和计划并自检。
  npm run -s cli -- check-pack 文件夹
      检查一个标准包：格式、表、公式、单位、示例。`

/** Runs one command. 0: done, also when some institutions could not be graded; 2: unusable arguments or file; 1: anything else. */
export async function run(args: readonly string[]): Promise<number> {
  process.stdout.on('error', quit)
  process.stderr.on('error', () => {})
  try {
    const [command, ...rest] = args
    switch (command) {
      case 'evaluate':
        return await evaluate(rest)
      case 'programme':
        return await programme(rest, USAGE)
      case 'packs':
        return await listPacks(rest)
      case 'check-pack':
        return await checkPack(rest)
      case 'help':
      case '--help':
      case '-h':
        await print(`${USAGE}\n`)
        return 0
      default:
        throw new Unusable(command === undefined ? `没有给出命令。\n${USAGE}` : `不认识命令“${command}”。\n${USAGE}`)
    }
  } catch (error) {
    const fault = error instanceof Unusable ? error.message : faultOfFile(error)
    if (fault !== null) {
      complain(fault)
      return 2
    }
    complain(
      `程序出错，没有完成；输入文件没有改动。请把下面的内容发给开发者。\n${error instanceof Error ? error.stack : error}`,
    )
    return 1
  }
}

/** What a file says when it fails in the middle of being read; `null` for an error of the program. */
function faultOfFile(error: unknown): string | null {
  try {
    return tellingFault(() => {
      throw error
    })
  } catch (told) {
    return told instanceof UnusableFile ? told.message : null
  }
}

async function evaluate(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(
    args,
    {
      json: { type: 'boolean' },
      explain: { type: 'string' },
      pack: { type: 'string' },
      out: { type: 'string' },
    },
    USAGE,
  )
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0)
    throw new Unusable(`evaluate 要一个文件，读到 ${positionals.length} 个。\n${USAGE}`)
  const wanted = (['json', 'explain', 'out'] as const).filter(name => values[name] !== undefined)
  if (wanted.length > 1) throw new Unusable(`${wanted.map(name => `--${name}`).join(' 和 ')} 不能同时用。请分开运行。`)
  const opened = openStandard(values.pack)
  const standard = usable(opened)
  const sql = extname(file).toLowerCase() === '.eaw' ? telling(file, () => openWorkbookFile(file, 'read')).sql : null
  const graded = sql ? gradeYears(sql, standard) : gradeFile(file, standard)
  if (values.explain !== undefined) return explain(graded, values.explain)
  const tally = new Tally(file)
  if (values.out !== undefined) {
    const orders = sql ? ordersOfWorkbook(sql, { standard, files: opened.files }) : ordersOfFacts(graded, standard)
    return exportReports(tally, orders, standard, values.out)
  }
  const results = sql ? gradeWorkbook(sql, { workbook: file, pack: opened.folder }) : resultsOf(graded)
  if (values.json) {
    const pack = { id: standard.document.id, digest: standard.digest }
    await print(`{\n"format": ${JSON.stringify(RESULTS_FORMAT)},\n"pack": ${JSON.stringify(pack)},\n"results": [`)
    let separator = '\n'
    for await (const result of tally.counting(results)) {
      await print(`${separator}${JSON.stringify(result)}`)
      separator = ',\n'
    }
    await print('\n]\n}\n')
  } else {
    await print(`${packLine(standard)}\n`)
    for await (const result of tally.counting(results))
      await print(`\n${institutionLines(result, standard).join('\n')}\n`)
  }
  tally.tell()
  return 0
}

function gradeFile(file: string, standard: Standard): Generator<Graded> {
  const document = readFactsDocument(readFacts(file))
  if (!document.ok) throw new Unusable(`${file}${document.place && `：${document.place}`}：${document.message}`)
  for (const field of document.unknownFields)
    complain(`${basename(file)}：${field}：提醒：${problemSentence('unknownField', { field })}`)
  return evaluateFacts(document.institutions, standard)
}

function* resultsOf(graded: Iterable<Graded>): Generator<InstitutionResult> {
  for (const { result } of graded) yield result
}

/** Writes the report and the spreadsheet of every institution into a folder; one that cannot be written stops no other. */
async function exportReports(
  tally: Tally,
  orders: Iterable<ReportOrder>,
  standard: Standard,
  folder: string,
): Promise<number> {
  const { openFolder: openReportFolder, standardOf, writeReport } = await import('./write-report.ts')
  telling(folder, () => openReportFolder(folder))
  let written = 0
  let failed = 0
  for (const { result, job, pictures } of orders) {
    tally.count(result)
    if (!job) continue
    try {
      const by = job.packDigest === standard.digest ? standard : standardOf(job)
      const paths = await writeReport(job, by, FORMATS, folder, nodeHost.newId(), pictures)
      written += paths.length
      await print(paths.map(path => `${printable(path)}\n`).join(''))
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error
      failed += 1
      complain(`${printable(result.name ?? result.id)}：${error.message}`)
    }
  }
  tally.tell()
  complain(`写了 ${written} 个文件${failed > 0 ? `，${failed} 家没有写成` : ''}。被退回的没有报告。`)
  return failed === 0 ? 0 : 1
}

async function explain(graded: Iterable<Graded>, wanted: string): Promise<number> {
  const ids: string[] = []
  for (const { result, evaluation } of graded) {
    ids.push(result.id)
    if (!wanted.startsWith(`${result.id}:`)) continue
    const cell = wanted.slice(result.id.length + 1)
    if (!evaluation) {
      const reasons = result.problems.map(problem => printable(`${problem.place}：${problem.message}`))
      throw new Unusable(`“${printable(result.id)}”被退回，没有推导。\n${reasons.join('\n')}`)
    }
    const indicators = result.indicators.map(indicator => indicator.id)
    const derivation = derive(evaluation, indicators.includes(cell) ? `${cell}.grade` : cell)
    if (!derivation)
      throw new Unusable(`“${printable(result.id)}”没有“${clip(cell)}”。指标有：${indicators.join('、')}。`)
    await print(`${printable(`${result.name ?? ''}（${result.id}）`)}\n${derivationText(derivation)}\n`)
    return 0
  }
  const some = ids.slice(0, 10).map(printable).join('、')
  const known = ids.length > 10 ? `${some} 等 ${ids.length} 家` : some || '（空）'
  throw new Unusable(`“${clip(wanted)}”对不上。写法是 --explain 编号:指标；文件里的机构有：${known}。`)
}

async function listPacks(args: readonly string[]): Promise<number> {
  const { positionals } = parse(args, {}, USAGE)
  if (positionals.length > 0) throw new Unusable(`packs 不要别的参数，读到“${clip(positionals[0] ?? '')}”。`)
  let sound = true
  for (const id of packIds()) {
    const { loaded } = openFolder(join(PACKS, id))
    if (loaded.ok) {
      const { examples, tables } = loaded.standard
      const rows = [...tables.values()].reduce((sum, table) => sum + table.rows.length, 0)
      await print(
        `${packLine(loaded.standard)}\n  自检通过：${tables.size} 张表 ${rows} 行，${examples.length} 个示例全部一致。\n`,
      )
    } else {
      sound = false
      await print(`${id}  自检未通过，不会用于评价\n`)
      complainAbout(join(PACKS, id), loaded.problems)
    }
  }
  for (const id of packIds('checklist')) sound = (await checkChecklist(join(PACKS, id))) && sound
  for (const id of packIds('programme')) sound = (await checkProgramme(join(PACKS, id), false)) && sound
  return sound ? 0 : 1
}

/** Says what a checklist holds, or what is wrong with it. */
async function checkChecklist(folder: string): Promise<boolean> {
  const loaded = telling(folder, () => openChecklistFolder(folder))
  if (!loaded.ok) {
    complainAbout(folder, loaded.problems)
    complain(`检查表有 ${loaded.problems.length} 处问题，不能使用；文件没有改动。`)
    return false
  }
  const { document, items } = loaded.checklist
  const regional = items.filter(item => item.regions).length
  const starred = items.filter(item => item.violation).length
  await print(
    `${document.title}（${document.id}，检查表，${document.status === 'unconfirmed' ? '来源待核' : document.version}）\n  自检通过：${document.chapters.length} 章 ${items.length} 项，其中只在一地适用 ${regional} 项，★ ${starred} 项；${document.documents.length} 份文件。\n`,
  )
  return true
}

/** Says what a programme holds, or what is wrong with it. */
async function checkProgramme(folder: string, named: boolean): Promise<boolean> {
  const loaded = telling(folder, () => openProgrammeFolder(folder))
  if (!loaded.ok) {
    complainAbout(folder, loaded.problems)
    complain(`计划有 ${loaded.problems.length} 处问题，不能使用；文件没有改动。`)
    return false
  }
  const { document, tables, formulas, examples } = loaded.programme
  const status = PROGRAMME_STATUS[document.status]
  await print(
    `${document.title}（${document.id}，计划，${status}）\n  自检通过：${tables.size} 张表，${formulas.length} 个公式，${examples.length} 个示例全部一致。\n`,
  )
  if (named)
    await print(
      examples
        .map(({ id, title, origin }) => `  ${id}  ${title}${origin === 'standard' ? '（原文的算例）' : ''}\n`)
        .join(''),
    )
  return true
}

const PROGRAMME_STATUS = { inForce: '现行', draft: '草案', withdrawn: '已废止', unconfirmed: '来源待核' } as const

async function checkPack(args: readonly string[]): Promise<number> {
  const { positionals } = parse(args, {}, USAGE)
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new Unusable(`check-pack 要一个文件夹。\n${USAGE}`)
  const kind = kindOfPack(folder)
  if (kind === 'checklist') return (await checkChecklist(folder)) ? 0 : 1
  if (kind === 'programme') return (await checkProgramme(folder, true)) ? 0 : 1
  const { loaded } = openFolder(folder)
  if (!loaded.ok) {
    complainAbout(folder, loaded.problems)
    complain(`标准包有 ${loaded.problems.length} 处问题，不能使用；文件没有改动。`)
    return 1
  }
  await print(`${packLine(loaded.standard)}\n  检查通过：${loaded.standard.examples.length} 个示例全部一致。\n`)
  return 0
}

/** The pack asked for, or the only one there is. */
function openStandard(id: string | undefined): OpenedFolder {
  const known = packIds()
  if (id !== undefined && !known.includes(id)) throw new Unusable(`没有标准包“${id}”。可用：${known.join('、')}。`)
  const [first, second] = known
  if (id === undefined && second !== undefined)
    throw new Unusable(`有多个标准包，请用 --pack 指定：${known.join('、')}。`)
  const chosen = id ?? first
  if (chosen === undefined) throw new Unusable(`没有标准包。请把标准包放进 ${PACKS}。`)
  const folder = join(PACKS, chosen)
  return { folder, ...openFolder(folder) }
}

function usable({ folder, loaded }: OpenedFolder): Standard {
  if (loaded.ok) return loaded.standard
  complainAbout(folder, loaded.problems)
  throw new Unusable('标准包自检未通过，没有用它评价。请用 check-pack 检查。')
}

function openFolder(folder: string): ReturnType<typeof openPackFolder> {
  return telling(folder, () => openPackFolder(folder))
}

type OpenedFolder = { readonly folder: string } & ReturnType<typeof openPackFolder>

const LATER: Readonly<Record<string, string>> = {
  '.xlsx': '还不能读取录入模板（.xlsx）。请先把事实写成 .json。',
}

function readFacts(file: string): string {
  const later = LATER[extname(file).toLowerCase()]
  if (later !== undefined) throw new Unusable(`${file}：${later}`)
  return telling(file, () => readTextFile(file))
}

/** Counts outcomes as results pass by, and tells each institution's problems as they come. */
class Tally {
  readonly #file: string
  readonly #counts = { evaluated: 0, undetermined: 0, refused: 0 }
  #open = 0

  constructor(file: string) {
    this.#file = basename(file)
  }

  async *counting(
    results: Iterable<InstitutionResult> | AsyncIterable<InstitutionResult>,
  ): AsyncGenerator<InstitutionResult> {
    for await (const result of results) {
      this.count(result)
      yield result
    }
  }

  count(result: InstitutionResult): void {
    this.#counts[result.outcome] += 1
    const open = result.indicators.some(({ grade }) => grade === 'undetermined')
    if (result.outcome === 'evaluated' && open) this.#open += 1
    for (const { place, message, severity } of result.problems)
      this.#tellProblem([result.id, place, severity === 'refusal' ? '退回' : '提醒', message])
  }

  #tellProblem(parts: readonly string[]): void {
    complain(printable([this.#file, ...parts].filter(part => part !== '').join('：')))
  }

  tell(): void {
    const { evaluated, undetermined, refused } = this.#counts
    complain(
      `共 ${evaluated + undetermined + refused} 家：已评价 ${evaluated}${this.#open > 0 ? `（其中 ${this.#open} 家有指标无法判定）` : ''}，无法判定 ${undetermined}，退回 ${refused}。`,
    )
  }
}

/** A reader that has seen enough is no fault; a full disk is. */
function quit(error: Error): void {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EPIPE') process.exit(0)
  complain(`结果没有写完（${code === 'ENOSPC' ? '磁盘已满' : code}）。请腾出空间或换个位置再试；输入文件没有改动。`)
  process.exit(1)
}
