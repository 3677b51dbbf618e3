import { existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import {
  COMMAND_ID,
  type CoreOperation,
  OPERATIONS,
  type Outputs,
  type Parsed,
  type Reply,
  type Sender,
} from '#core/contract/operations.ts'
import type { FileView, ListView, StateView } from '#core/contract/views.ts'
import { auditOf } from '#core/service/audit-record.ts'
import { addEliminated, equipmentOf, meteringOf } from '#core/service/equipment.ts'
import { addEvidence, evidenceBytes, keepCopies } from '#core/service/evidence.ts'
import {
  addFinding,
  addMeasure,
  addSaving,
  findingFromGrade,
  findingFromItem,
  findingFromMeasurement,
  findingFromMeterPoint,
  findingsOf,
} from '#core/service/findings.ts'
import { measurementsOf } from '#core/service/measurements.ts'
import { Programmes } from '#core/service/programmes.ts'
import { Refused } from '#core/service/refused.ts'
import { type OpenStandard, Session } from '#core/service/session.ts'
import { SHEET_COLUMNS, sheetRows } from '#core/service/sheet.ts'
import { sign, signoffView } from '#core/service/signoff.ts'
import { cardsOf, detailOf, monthsOf, packView, totalsOf } from '#core/service/views.ts'
import {
  addMemo,
  beginVisit,
  checklistSummary,
  evidenceOf,
  type OpenChecklist,
  setAnswer,
  visitItems,
  visitRecord,
  visitsOf,
} from '#core/service/visits.ts'
import { checkContent } from '#core/workbook/check.ts'
import { SIZES } from '#core/workbook/files.ts'
import { institutionCount, rowsOf, settingOf, yearIds } from '#core/workbook/read.ts'
import { Outdated, storeSetting, WrongValue } from '#core/workbook/write.ts'
import { arrivedBytes, forgetArrived, sweepArrived } from './evidence.ts'
import { makeFolder, nodeHost, readTextFile, UnusableFile } from './files.ts'
import { programmeHandlers } from './programme-handlers.ts'
import { rememberedFiles, rememberFile } from './recent.ts'
import { ASSETS, openChecklist, openProgrammes, openStandard } from './standards.ts'
import {
  copyWorkbook,
  createWorkbookFile,
  faultOf,
  inspectWorkbook,
  type OpenedFile,
  openWorkbookFile,
  tellingFault,
} from './workbook-file.ts'

const SAMPLE = join(ASSETS, 'example', 'sample.json')
const EXTENSION = '.eaw'

type Handler<N extends CoreOperation> = (input: Parsed<N>) => Outputs[N]

/** The core behind one door: one open workbook, every operation by its name. Parses every input; throws nothing. */
export class Desk {
  readonly #folder: string
  readonly #pack: OpenStandard
  readonly #checklist: OpenChecklist
  readonly #programmes = new Programmes(nodeHost, openProgrammes)
  readonly #handles = new Map<string, string>()
  #file: OpenedFile | null = null
  #session: Session | null = null

  constructor(folder: string) {
    this.#folder = folder
    this.#pack = openStandard()
    this.#checklist = openChecklist()
    sweepArrived(folder)
  }

  /** The path of the open workbook, for the host that restarts this process. */
  get path(): string | null {
    return this.#file?.path ?? null
  }

  /** Carries out one operation for a sender who may say it twice and shows one workbook. */
  call(name: string, input: unknown, { command = null, workbook = null }: Sender = {}): Reply {
    if (!isOperation(name)) return { ok: false, code: 'invalidInput', message: `没有操作“${name.slice(0, 60)}”。` }
    if (workbook !== null && this.#session && workbook !== this.#id && !ABOUT_NO_WORKBOOK.includes(name))
      return {
        ok: false,
        code: 'otherWorkbook',
        message: '另一个窗口换了工作簿，这一步没有写入。本页已改为现在打开的工作簿。',
      }
    const parsed = OPERATIONS[name].input.safeParse(wellFormed(input, DEEPEST))
    if (!parsed.success)
      return {
        ok: false,
        code: 'invalidInput',
        message: `${name} 的内容不对：${parsed.error.issues[0]?.path.join('.') ?? ''}`,
      }
    try {
      const handler = this.#handlers[name] as (input: unknown) => unknown
      const once = OPERATIONS[name].kind === 'command' && command !== null && COMMAND_ID.test(command) ? command : null
      const done = once === null || REPEATABLE.includes(name) ? null : (this.#session?.done(once) ?? null)
      const value = done
        ? { ...done, id: once, count: 0 }
        : tellingFault(() =>
            this.#session ? this.#session.under(once, () => handler(parsed.data)) : handler(parsed.data),
          )
      return { ok: true, value, revision: this.#session?.revision ?? 0 }
    } catch (error) {
      if (error instanceof Refused) return { ok: false, code: 'refused', message: error.message }
      if (error instanceof Outdated || error instanceof WrongValue)
        return {
          ok: false,
          code: 'refused',
          message: '这一步与工作簿现在的内容对不上，没有写入。请看一下刚刚的改动，再试一次。',
        }
      if (error instanceof UnusableFile) return { ok: false, code: 'unusableFile', message: error.message }
      if (error instanceof NoWorkbook) return { ok: false, code: 'noWorkbook', message: '还没有打开工作簿。' }
      const incident = nodeHost.newId().slice(-8)
      process.stderr.write(`${incident} ${name}: ${error instanceof Error ? error.stack : error}\n`)
      return {
        ok: false,
        code: 'internal',
        message: `程序出错，没有完成；工作簿没有改动。事故号 ${incident}，请发给开发者。`,
      }
    }
  }

  /** A handle that the interface can use for a path a person chose; the path itself never travels. */
  grant(path: string): string {
    for (const [handle, known] of this.#handles) if (known === path) return handle
    const handle = nodeHost.newId()
    this.#handles.set(handle, path)
    return handle
  }

  /** The path behind a handle, for the host that serves the file. */
  resolve(handle: string): string | null {
    return this.#handles.get(handle) ?? null
  }

  /** The bytes of an attached file, as `digest size`, for the host that sends them to the interface. */
  evidence(wanted: string): ReturnType<typeof evidenceBytes> {
    const [digest = '', size] = wanted.split(' ')
    const known = SIZES.find(name => name === size)
    return this.#session && known ? evidenceBytes(this.#session.sql, nodeHost, digest, known) : null
  }

  #arrived(handle: string): Uint8Array {
    const bytes = arrivedBytes(this.#folder, handle)
    if (bytes === null) throw new Refused('文件没有传到，没有加入。请再选一次。')
    return bytes
  }

  get #id(): string {
    return nodeHost.sha256(this.#file?.path ?? '').slice(0, 16)
  }

  open(path: string): void {
    this.#use(openWorkbookFile(path, 'write'))
    if (dirname(path) !== this.#folder) rememberFile(this.#folder, path)
  }

  /** Gives a file that has arrived as `name.chance.incoming` its final name in the folder, if it is a workbook. */
  adopt(incoming: string): string {
    inspectWorkbook(incoming)
    const name = basename(incoming).replace(/\.[0-9a-f]+\.incoming$/, '')
    const path = this.#pathOf(this.#freeName(name))
    tellingFault(() => renameSync(incoming, path))
    return this.grant(path)
  }

  close(): void {
    this.#file?.sql.close()
    this.#file = null
    this.#session = null
  }

  readonly #handlers: { readonly [N in CoreOperation]: Handler<N> } = {
    'app.state': () => this.#state(),
    'example.cards': () => {
      const [first] = sampleFacts()
      return first ? cardsOf(this.#pack.standard, first) : []
    },
    'workbook.files': () => this.#files(),
    'workbook.inspect': ({ handle }) => {
      const path = this.#handles.get(handle)
      if (path === undefined) throw new Refused('这个文件的入口已失效。请回到欢迎页重新选择。')
      return inspectWorkbook(path)
    },
    'workbook.create': ({ name, year }) => {
      this.#create(name, sql => {
        storeSetting(sql, 'name', name)
        storeSetting(sql, 'year', year)
      })
      return null
    },
    'workbook.open': ({ handle }) => {
      const path = this.#handles.get(handle)
      if (path === undefined) throw new Refused('这个文件的入口已失效。请回到欢迎页重新选择。')
      if (path !== this.path) this.open(path)
      return null
    },
    'workbook.openSample': () => {
      this.#create(this.#freeName('示例工作簿'), sql => {
        storeSetting(sql, 'name', '示例工作簿')
        storeSetting(sql, 'year', '2023')
        storeSetting(sql, 'sample', 'yes')
      })
      this.#open.begin('装入示例数据', sampleFacts(), '2023')
      return null
    },
    'workbook.copy': ({ name }) => {
      const to = this.#pathOf(name)
      if (!this.#file) throw new NoWorkbook()
      copyWorkbook(this.#file, to)
      return { name: basename(to), handle: this.grant(to) }
    },
    'workbook.close': () => {
      this.close()
      return null
    },
    'workbook.check': () => checkContent(this.#open.sql, nodeHost).map(d => `${d.table} ${d.row}：${d.message}`),
    'workbook.totals': () => totalsOf(this.#open.summaries()),
    'workbook.months': () => monthsOf(this.#open.sql),
    'institution.list': ({ since, first }) => this.#list(since, first ?? null),
    'institution.detail': ({ year }) => {
      const session = this.#open
      return detailOf(session.sql, session.standard, year, session.graded(year))
    },
    'derivation.show': ({ year, cell }) => this.#open.derivation(year, cell),
    'history.list': () =>
      this.#open.history.undo
        .slice(-50)
        .reverse()
        .map(({ sequence, label, at }) => ({ sequence, label, at })),
    'sheet.show': ({ since }) => {
      const years = this.#open.changedSince(since)
      const ids = years ?? yearIds(this.#open.sql).map(({ year }) => year)
      return { all: years === null, columns: SHEET_COLUMNS, rows: sheetRows(this.#open.sql, ids) }
    },
    'sheet.set': ({ cells, label }) => this.#open.setSheet(cells, label),
    'institution.createAll': ({ lines }) => ({ count: this.#open.createAll(lines, this.#year) }),
    'institution.create': ({ name }) => ({
      year: this.#open.createInstitution(name.trim(), this.#year),
    }),
    'institution.remove': ({ year }) => {
      this.#open.removeInstitution(year)
      return null
    },
    'field.set': ({ table, row, field, typed }) => this.#open.setField(table, row, field, typed),
    'cells.set': ({ year, cells, label }) => this.#open.setCells(year, cells, label),
    'row.add': ({ table, year, values }) => ({ id: this.#open.addRow(table, year, values) }),
    'row.remove': ({ table, row }) => {
      this.#open.removeRow(table, row)
      return null
    },
    'choice.set': ({ year, name, value, reason }) => {
      this.#open.setChoice(year, name, value, reason)
      return null
    },
    'checklist.show': () => checklistSummary(this.#checklist.checklist),
    'visit.begin': ({ year }) => ({ id: beginVisit(this.#open, this.#checklist, year) }),
    'visit.list': ({ year }) => visitsOf(this.#open, this.#checklist.checklist, year),
    'visit.items': ({ visit }) => visitItems(this.#open, this.#checklist.checklist, visit),
    'visit.show': ({ visit }) => visitRecord(this.#open, this.#checklist.checklist, visit),
    'answer.set': input => setAnswer(this.#open, nodeHost, this.#checklist.checklist, input),
    'memo.add': ({ visit, text }) => ({ id: addMemo(this.#open, nodeHost, visit, text) }),
    'measurement.list': ({ year }) => ({
      measurements: measurementsOf(this.#open, this.#checklist.checklist, year),
      instruments: rowsOf(this.#open.sql, 'instrument', year),
      quantities: this.#checklist.checklist.limits.map(({ id, label, unit }) => ({ id, label, unit })),
    }),
    'signoff.show': ({ year }) => signoffView(this.#open, this.#checklist.checklist, year),
    'signoff.set': input => {
      sign(this.#open, nodeHost, this.#checklist.checklist, input)
      return null
    },
    'equipment.list': ({ year }) => equipmentOf(this.#open, year),
    'meter.list': ({ year }) => meteringOf(this.#open, this.#checklist.checklist, year),
    'finding.list': ({ year }) => findingsOf(this.#open.sql, year),
    'finding.add': ({ year }) => ({ id: addFinding(this.#open, year) }),
    'finding.fromItem': ({ visit, item }) => findingFromItem(this.#open, this.#checklist.checklist, visit, item),
    'finding.fromGrade': ({ year, indicator }) => ({ id: findingFromGrade(this.#open, year, indicator) }),
    'finding.fromMeterPoint': ({ point }) => ({
      id: findingFromMeterPoint(this.#open, this.#checklist.checklist, point),
    }),
    'finding.fromMeasurement': ({ measurement }) => ({
      id: findingFromMeasurement(this.#open, this.#checklist.checklist, measurement),
    }),
    'measure.add': ({ finding }) => ({ id: addMeasure(this.#open, finding) }),
    'saving.add': ({ measure }) => ({ id: addSaving(this.#open, measure) }),
    'elimination.add': ({ lines }) => ({ count: addEliminated(this.#open, lines) }),
    'evidence.add': ({ handle, ...to }) => {
      try {
        const attached = addEvidence(this.#open, nodeHost, to, this.#arrived(handle))
        forgetArrived(this.#folder, handle)
        return attached
      } catch (error) {
        // what is refused does not stay beside the workbook; what failed may be said again
        if (error instanceof Refused) forgetArrived(this.#folder, handle)
        throw error
      }
    },
    'evidence.list': ({ year }) => evidenceOf(this.#open.sql, year),
    'evidence.copies': ({ digest, small, copy }) => {
      keepCopies(this.#open, digest, this.#arrived(small), this.#arrived(copy))
      for (const handle of [small, copy]) forgetArrived(this.#folder, handle)
      return null
    },
    ...programmeHandlers(() => this.#open, this.#programmes),
    'typing.keep': ({ typing }) => {
      this.#open.keepTyping(typing)
      return null
    },
    'history.undo': () => this.#open.step('undo'),
    'history.redo': () => this.#open.step('redo'),
    'report.show': ({ year }) => this.#open.showReport(year, auditOf(this.#open, this.#checklist.checklist, year)),
    'report.prepare': ({ year, run }) =>
      this.#open.prepareReport(year, run, auditOf(this.#open, this.#checklist.checklist, year)),
    'run.storeAll': ({ years }) => ({ stored: this.#open.storeRuns(years) }),
    'run.store': ({ year, label }) => ({ id: this.#open.storeRun(year, label) }),
  }

  get #year(): string {
    return settingOf(this.#open.sql, 'year') ?? ''
  }

  get #open(): Session {
    if (!this.#session) throw new NoWorkbook()
    return this.#session
  }

  #state(): StateView {
    const session = this.#session
    const history = session?.history
    return {
      folder: this.#folder,
      version: VERSION,
      pack: packView(this.#pack.standard),
      workbook:
        session && this.#file
          ? {
              id: this.#id,
              name: settingOf(session.sql, 'name') ?? basename(this.#file.path, EXTENSION),
              revision: session.revision,
              readOnly: session.readOnly,
              sample: settingOf(session.sql, 'sample') === 'yes',
              year: settingOf(session.sql, 'year') ?? '',
              undo: history?.undo.at(-1)?.label ?? null,
              redo: history?.redo.at(-1)?.label ?? null,
              savedAt: history?.undo.at(-1)?.at ?? null,
              institutions: institutionCount(session.sql),
              typing: session.typing,
            }
          : null,
    }
  }

  #files(): FileView[] {
    const here = existsSync(this.#folder)
      ? tellingFault(() => readdirSync(this.#folder)).filter(name => name.endsWith(EXTENSION))
      : []
    const paths = [...here.map(name => join(this.#folder, name)), ...rememberedFiles(this.#folder)]
    return paths.map(path => this.#fileView(path)).sort((a, b) => (a.modified < b.modified ? 1 : -1))
  }

  #fileView(path: string): FileView {
    const stat = statSync(path, { throwIfNoEntry: false })
    return {
      handle: this.grant(path),
      name: basename(path, EXTENSION),
      folder: dirname(path),
      modified: stat?.mtime.toISOString() ?? '',
      megabytes: ((stat?.size ?? 0) / 1024 / 1024).toFixed(1),
      note: path === this.path ? '正在使用' : stat ? faultOf(path) : '找不到了',
    }
  }

  #list(since: number, first: number | null): ListView {
    const years = first === null ? this.#open.changedSince(since) : null
    if (years === null) return { all: true, rows: this.#open.summaries(first) }
    return { all: false, rows: years.flatMap(year => this.#open.summary(year)) }
  }

  #create(name: string, fill: (sql: OpenedFile['sql']) => void): void {
    makeFolder(this.#folder)
    const path = this.#pathOf(name)
    this.#use(createWorkbookFile(path, fill))
  }

  #use(file: OpenedFile): void {
    let session: Session
    try {
      session = new Session(nodeHost, file.sql, this.#pack, file.readOnly)
    } catch (error) {
      file.sql.close()
      throw error
    }
    this.close()
    this.#file = file
    this.#session = session
  }

  #pathOf(name: string): string {
    const safe = name.trim().replace(/\.eaw$/i, '')
    if (safe.length > MOST_NAME) throw new Refused(`名称太长（最多 ${MOST_NAME} 字）。请缩短。`)
    const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(safe)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a file name must not have
    if (safe === '' || reserved || /[\u0000-\u001f\\/:*?"<>|]|^\.|\.$/.test(safe))
      throw new Refused('名称里不能有 \\ / : * ? " < > | ，也不能以点开头或结尾。请换一个名称。')
    return join(this.#folder, `${safe}${EXTENSION}`)
  }

  #freeName(name: string): string {
    for (let i = 1; ; i++) {
      const candidate = i === 1 ? name : `${name} ${i}`
      if (!existsSync(this.#pathOf(candidate))) return candidate
    }
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no text of a workbook may hold
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

/** Text as a database gives it back: half characters replaced, control characters left out. */
function wellFormed(value: unknown, deep: number): unknown {
  if (typeof value === 'string') return value.toWellFormed().replace(UNPRINTABLE, '')
  if (typeof value !== 'object' || value === null || deep === 0) return deep === 0 ? null : value
  if (Array.isArray(value)) return value.map(inner => wellFormed(inner, deep - 1))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wellFormed(inner, deep - 1)]))
}

/** No operation takes anything nested deeper; what is deeper becomes `null` and is refused. */
const DEEPEST = 8

const MOST_NAME = 80

const VERSION: string = JSON.parse(readTextFile(join(ASSETS, '..', 'package.json'))).version

const sampleFacts = (): readonly InstitutionFacts[] => JSON.parse(readTextFile(SAMPLE)).institutions

/** What is asked without meaning the workbook that the sender shows. */
const ABOUT_NO_WORKBOOK: readonly string[] = [
  'app.state',
  'example.cards',
  'workbook.files',
  'workbook.inspect',
  'workbook.create',
  'workbook.open',
  'workbook.openSample',
]

/** Commands that come to the same when they are carried out again. */
const REPEATABLE: readonly string[] = [
  'field.set',
  'cells.set',
  'sheet.set',
  'choice.set',
  'answer.set',
  'evidence.add',
  'evidence.copies',
  'report.prepare',
  'run.storeAll',
  'typing.keep',
]

class NoWorkbook extends Error {}

function isOperation(name: string): name is CoreOperation {
  return Object.hasOwn(OPERATIONS, name) && OPERATIONS[name as keyof typeof OPERATIONS].kind !== 'host'
}
