import { basename, extname } from 'node:path'
import stringWidth from 'string-width'
import type { EfficiencyResults } from '#core/contract/efficiency-programme.ts'
import { FORMATS, type ProgrammeJob } from '#core/contract/operations.ts'
import { printable } from '#core/contract/printable.ts'
import type { ProgrammeProblem } from '#core/contract/programme.ts'
import { clip } from '#core/contract/schema-issue.ts'
import { jsonFaultSentence, readStrictJson } from '#core/contract/strict-json.ts'
import { evaluateEfficiency } from '#core/programme/efficiency/efficiency.ts'
import { evaluateGreenPower } from '#core/programme/green-power/green-power.ts'
import { isEfficiencyPack, isGreenPowerPack, type ProgrammePack } from '#core/programme/pack.ts'
import { beijingTime, parseDate } from '#core/quantity/date.ts'
import { WHAT_IF_HEAD, whatIfRows } from '#core/report/efficiency-report.ts'
import { efficiencyFacts } from '#core/service/efficiency.ts'
import { greenPowerFacts } from '#core/service/green-power.ts'
import { efficiencyJob, greenPowerJob } from '#core/service/programme-jobs.ts'
import { Programmes } from '#core/service/programmes.ts'
import { type Derivation, derivationText } from '#core/standard/derivation.ts'
import { settingOf } from '#core/workbook/read.ts'
import type { Sql } from '#core/workbook/sql.ts'
import { complain, parse, print, telling, Unusable } from './cli-tools.ts'
import { nodeHost, readTextFile, UnusableFile } from './files.ts'
import { openProgrammes } from './standards.ts'
import { openWorkbookFile } from './workbook-file.ts'

/** The scores of a body, the last made of the others. */
const SCORES = ['targetRate', 'savingRate', 'promotionRate', 'score'] as const

/** What a programme came to, whatever its kind. */
type Run = {
  readonly results: unknown
  /** The programme and what of it is shown. */
  readonly title: string
  readonly problems: readonly ProgrammeProblem[]
  /** The head of a table and its lines, for a terminal. */
  readonly lines: readonly (readonly string[])[]
  /** What has to be done: a second table under the first, where there is anything. */
  readonly due: readonly (readonly string[])[]
  /** What those behind a rank would need for it. */
  readonly whatIf: (rank: number) => readonly (readonly string[])[]
  readonly names: string
  readonly explain: (name: string) => Derivation | null
  readonly job: () => ProgrammeJob
}

/**
 * `programme FILE`: a year of a programme by a facts file (`energy-audit-programme/1`) or a workbook, as a table, as JSON, as
 * the explanation of one number, or as Word and Excel.
 */
export async function programme(args: readonly string[], usage: string): Promise<number> {
  const { values, positionals } = parse(
    args,
    {
      json: { type: 'boolean' },
      explain: { type: 'string' },
      pack: { type: 'string' },
      year: { type: 'string' },
      'as-of': { type: 'string' },
      rank: { type: 'string' },
      out: { type: 'string' },
    },
    usage,
  )
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0)
    throw new Unusable(`programme 要一个文件，读到 ${positionals.length} 个。\n${usage}`)
  const wanted = (['json', 'explain', 'out'] as const).filter(name => values[name] !== undefined)
  if (values.rank !== undefined && wanted.length > 0)
    throw new Unusable(`--rank 和 --${wanted[0]} 不能同时用。请分开运行。`)
  if (wanted.length > 1) throw new Unusable(`${wanted.map(name => `--${name}`).join(' 和 ')} 不能同时用。请分开运行。`)
  if (values.year !== undefined && !/^\d{4}$/.test(values.year))
    throw new Unusable(`“${clip(values.year)}”不是公元年份。请写成 2024 这样的四位数。`)
  if (values['as-of'] !== undefined && !parseDate(values['as-of']))
    throw new Unusable(`“${clip(values['as-of'])}”不是日期。请写成 2025-12-31。`)
  if (values.rank !== undefined && !/^[1-9]\d{0,3}$/.test(values.rank))
    throw new Unusable(`“${clip(values.rank)}”不是名次。请写成 3 这样的整数。`)
  const packs = openProgrammes()
  const { pack, facts, sample } =
    extname(file).toLowerCase() === '.eaw'
      ? fromWorkbook(telling(file, () => openWorkbookFile(file, 'read')).sql, packs, values)
      : fromFile(file, packs, values)
  checkYear(pack, values)
  const run = runOf(pack, facts, sample, values.year ?? null)
  for (const { severity, message } of run.problems)
    complain(printable(`${basename(file)}：${severity === 'refusal' ? '没有用' : '提醒'}：${message}`))
  if (values.json) await print(`${JSON.stringify(run.results)}\n`)
  else if (values.explain !== undefined) {
    const derivation = run.explain(values.explain)
    if (!derivation) throw new Unusable(`“${clip(values.explain)}”对不上。${run.names}`)
    await print(`${derivationText(derivation)}\n`)
  } else if (values.out !== undefined) return write(run, values.out)
  else {
    await print(`${run.title}\n${table(run.lines)}\n`)
    if (run.due.length > 1) await print(`\n${table(run.due)}\n`)
    const aims = values.rank === undefined ? [] : run.whatIf(Number.parseInt(values.rank, 10))
    if (aims.length === 1) await print(`\n沒有排在第 ${values.rank} 名以後的評比單位；尚不能判定的不在內。\n`)
    if (aims.length > 1) await print(`\n達到第 ${values.rank} 名，尚不能判定的不在內\n${table(aims)}\n`)
  }
  return 0
}

type Options = { readonly pack?: string; readonly year?: string; readonly 'as-of'?: string; readonly rank?: string }
type Facts = Readonly<Record<string, unknown>>
type Chosen = { readonly pack: ProgrammePack; readonly facts: Facts; readonly sample: boolean }

/** @throws Unusable for a year or a day that this kind of programme does not have */
function checkYear(pack: ProgrammePack, options: Options): void {
  if (!isEfficiencyPack(pack)) {
    if (options.rank !== undefined) throw new Unusable('--rank 只用于有名次的计划，绿电没有名次。请去掉。')
    return
  }
  const { years } = pack.document.rules
  if (options.year !== undefined && !years.includes(options.year))
    throw new Unusable(`这个计划没有 ${options.year} 年。可用：${years.join('、')}。`)
  if (options['as-of'] !== undefined)
    throw new Unusable('--as-of 只用于绿电，这个计划按年度计算。请去掉，或用 --year。')
}

function fromFile(file: string, packs: readonly ProgrammePack[], options: Options): Chosen {
  const read = readStrictJson(telling(file, () => readTextFile(file)))
  if (!read.ok) throw new Unusable(`${file}：${jsonFaultSentence(read.fault)}`)
  const facts = read.value
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts))
    throw new Unusable(`${file}：应为一份 energy-audit-programme/1 的对象。`)
  const named: unknown = Reflect.get(facts, 'programme')
  if (options.pack !== undefined && typeof named === 'string' && named !== options.pack)
    throw new Unusable(`${file} 是给“${clip(named)}”的，--pack 却是“${clip(options.pack)}”。请用其中一个。`)
  const pack = packOf(packs, options.pack ?? (typeof named === 'string' ? named : undefined))
  const own = { ...facts, programme: pack.document.id }
  const year = options.year === undefined ? {} : isEfficiencyPack(pack) ? { year: options.year } : {}
  const asOf = options['as-of'] === undefined ? {} : { asOf: options['as-of'] }
  return { pack, facts: { ...own, ...year, ...asOf }, sample: false }
}

function fromWorkbook(sql: Sql, packs: readonly ProgrammePack[], options: Options): Chosen {
  const filled = new Programmes(nodeHost, () => packs)
    .list(sql)
    .filter(({ tables }) => tables.some(({ count }) => count > 0))
  const [only, second] = filled
  if (options.pack === undefined && (only === undefined || second !== undefined))
    throw new Unusable(
      only === undefined
        ? '工作簿里没有计划的数据。请先在“政策对标”里粘贴。'
        : `工作簿里有多个计划的数据，请用 --pack 指定：${filled.map(({ id }) => id).join('、')}。`,
    )
  const pack = packOf(packs, options.pack ?? only?.id)
  const { id } = pack.document
  const sample = settingOf(sql, 'sample') === 'yes'
  const today = beijingTime(nodeHost.now()).slice(0, 10)
  const facts = isEfficiencyPack(pack)
    ? efficiencyFacts(sql, id, options.year ?? pack.document.rules.years[0] ?? '')
    : greenPowerFacts(sql, id, options['as-of'] ?? today)
  return { pack, facts, sample }
}

function packOf(packs: readonly ProgrammePack[], id: string | undefined): ProgrammePack {
  const pack = packs.find(({ document }) => document.id === id)
  if (pack) return pack
  const known = packs.map(({ document }) => document.id).join('、')
  throw new Unusable(
    id === undefined
      ? `没有写明是哪个计划（programme 或 --pack）。可用：${known}。`
      : `没有计划“${clip(id)}”。可用：${known}。`,
  )
}

function runOf(pack: ProgrammePack, facts: Facts, sample: boolean, year: string | null): Run {
  if (isEfficiencyPack(pack)) {
    const evaluation = evaluateEfficiency(facts, pack)
    const { results } = evaluation
    const { year: of } = results
    return {
      results,
      title: [pack.document.title, of && `${of.shown}（${of.gregorian}）`].filter(part => part).join(' '),
      problems: results.problems,
      lines: [
        ['評比分組', '名次', '評比單位', ...SCORES.map(term => `${results.terms[term]?.symbol ?? term}，%`), '名單'],
        ...inOrder(results).map(body => [
          body.group ?? '',
          body.rank === null ? '—' : `${body.rank}`,
          body.name ?? body.code,
          ...SCORES.map(term => body[term].display ?? '—'),
          [...body.list.map(list => results.lists[list].label), ...body.reasons].join(' '),
        ]),
      ],
      due: [
        ['執行單位', '評比單位', '判定', '連續未達標年數', '應辦事項與期限'],
        ...results.units
          .filter(({ met }) => met !== 'met')
          .map(unit => [
            unit.name ?? unit.code,
            unit.body,
            results.labels[unit.met] ?? unit.met,
            `${unit.unmetYears}`,
            unit.duties
              .map(({ text, state, dueShown, note }) =>
                [state === 'undetermined' ? '是否適用尚不能確定' : null, text, dueShown ?? note]
                  .filter(part => part)
                  .join('，'),
              )
              .join('；') || unit.missing.join(''),
          ]),
      ],
      whatIf: rank => [WHAT_IF_HEAD, ...whatIfRows(results, rank, evaluation.whatIf)],
      names: '写法是 評比單位代碼:score 或 評比單位代碼/執行單位代碼:met。',
      explain: name => {
        const [, body = '', unit, term = ''] = /^([^/:]+)(?:\/([^:]+))?:(\w+)$/.exec(name) ?? []
        return evaluation.explain(unit === undefined ? { body, term } : { body, unit, term })
      },
      job: () => efficiencyJob(nodeHost, pack, evaluation, { facts, sample }),
    }
  }
  if (!isGreenPowerPack(pack)) throw new Unusable('这种计划还没有命令行。')
  const evaluation = evaluateGreenPower(facts, pack)
  const { results } = evaluation
  const years = [...new Set(results.holders.flatMap(holder => holder.years.map(of => of.year)))].sort()
  if (year !== null && !years.includes(year))
    throw new Unusable(`${year} 年没有数据。有数据的：${years.join('、') || '没有'}。`)
  const shown = (display: string | null) => display ?? '—'
  return {
    results,
    title: `${pack.document.title} 截至 ${results.asOf}`,
    problems: results.problems,
    lines: [
      ['年份', '用能单位', '用电，MWh', '计入，MWh', '比例，%', '物理，%', '要求和判定'],
      ...results.holders.flatMap(holder =>
        holder.years
          .filter(of => year === null || of.year === year)
          .map(of => [
            of.year,
            holder.name ?? holder.code,
            shown(of.electricity.display),
            shown(of.counted.display),
            shown(of.share.display),
            shown(of.physicalShare.display),
            of.requirements.map(({ text }) => text).join('；') || (holder.remark ?? ''),
          ]),
      ),
    ],
    due: [
      ['用能单位', '有效期止', '张数', ''],
      ...[
        ...results.expiring.map(row => [row, '快到期'] as const),
        ...results.expired.map(row => [row, '没有用就过期'] as const),
      ].map(([{ name, holder, expiry, amount }, what]) => [name ?? holder, expiry, amount.certificates, what]),
    ],
    whatIf: () => [],
    names: '写法是 持有方@年份:share 或 持有方@年份/要求:shortfall。',
    explain: name => {
      const [, holder = '', of = '', requirement, term = ''] = /^(.+)@(\d{4})(?:\/([^:]+))?:(\w+)$/.exec(name) ?? []
      const key = { holder, year: of, term }
      return evaluation.explain(requirement === undefined ? key : { ...key, requirement })
    },
    job: () => greenPowerJob(nodeHost, pack, evaluation, year ?? years.at(-1) ?? '', { facts, sample }),
  }
}

/** Group by group, in the order of their ranks. */
function inOrder({ groups, bodies }: EfficiencyResults): EfficiencyResults['bodies'] {
  const codes = groups.flatMap(group => [...group.ranked.map(({ code }) => code), ...group.undetermined])
  return codes.flatMap(code => bodies.find(body => body.code === code) ?? [])
}

async function write(run: Run, folder: string): Promise<number> {
  const { openFolder, writeProgramme } = await import('./write-report.ts')
  telling(folder, () => openFolder(folder))
  try {
    const paths = await writeProgramme(run.job(), FORMATS, folder)
    await print(paths.map(path => `${printable(path)}\n`).join(''))
    complain(`写了 ${paths.length} 个文件。`)
    return 0
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error
    complain(error.message)
    return 1
  }
}

/** Columns as wide as their widest text; the last one runs on. */
function table(lines: readonly (readonly string[])[]): string {
  const width = (c: number) => Math.max(...lines.map(line => stringWidth(line[c] ?? '')))
  const widths = (lines[0] ?? []).map((_, c) => width(c))
  return lines
    .map(line =>
      line
        .map((text, c) => printable(text) + ' '.repeat(c < line.length - 1 ? (widths[c] ?? 0) - stringWidth(text) : 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
