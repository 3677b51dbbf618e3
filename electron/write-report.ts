import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Format, ProgrammeJob, ReportJob } from '#core/contract/operations.ts'
import { writeDocument } from '#core/office/document-out.ts'
import { TRADITIONAL_FONTS } from '#core/office/package-out.ts'
import { writeSpreadsheet } from '#core/office/sheet-out.ts'
import { auditSections } from '#core/report/audit-report.ts'
import { liveWorkbook } from '#core/report/live-workbook.ts'
import { tableSheets } from '#core/report/table-sheets.ts'
import { openPack } from '#core/service/open-pack.ts'
import { reportOf } from '#core/service/report.ts'
import { gradeFacts } from '#core/standard/grade-institution.ts'
import type { Standard } from '#core/standard/pack/standard.ts'
import { draftPath, freePath, safeFileName } from './file-name.ts'
import { makeFolder, nodeHost, UnusableFile } from './files.ts'
import { openStandard } from './standards.ts'

/** The photos a report prints, by the digest of the original: JPEG without the camera's notes. */
export type Pictures = readonly (readonly [string, Uint8Array])[]

const TITLES: Readonly<Record<Format, string>> = { docx: '能耗定额评价报告', xlsx: '能耗定额计算表' }

/**
 * Writes one report in the formats wanted, each under another name first and then renamed: no half file ever carries the final
 * name, and no older file is overwritten. A writer that is killed leaves `draftPath(folder, draft)` for its host to remove.
 *
 * @returns the paths written
 * @throws UnusableFile
 */
export async function writeReport(
  job: ReportJob,
  standard: Standard,
  formats: readonly Format[],
  folder: string,
  draft: string = nodeHost.newId(),
  pictures: Pictures = [],
): Promise<string[]> {
  const paths: string[] = []
  for (const format of formats) {
    const bytes = await bytesOf(job, standard, format, pictures)
    paths.push(writeWhole(folder, `${safeFileName(job.name)} ${TITLES[format]}`, format, bytes, draft))
  }
  return paths
}

/** Writes the report on a programme in the formats wanted, in the same way. */
export async function writeProgramme(
  { document, appendix, name, at }: ProgrammeJob,
  formats: readonly Format[],
  folder: string,
  draft: string = nodeHost.newId(),
): Promise<string[]> {
  const info = { title: name, at: at.replace(/\.\d+Z$/, 'Z') }
  const paths: string[] = []
  for (const format of formats) {
    const bytes =
      format === 'docx'
        ? await writeDocument(document, info, new Map())
        : await writeSpreadsheet(
            { sheets: tableSheets([...document.sections, ...appendix]) },
            document.language === 'zh-Hant' ? { ...info, fonts: TRADITIONAL_FONTS } : info,
          )
    paths.push(writeWhole(folder, safeFileName(name), format, bytes, draft))
  }
  return paths
}

async function bytesOf(job: ReportJob, standard: Standard, format: Format, pictures: Pictures): Promise<Uint8Array> {
  const info = { title: `${job.name} ${TITLES[format]}`, at: job.info.at.replace(/\.\d+Z$/, 'Z') }
  if (format === 'docx') return writeDocument(reportOf(job, standard), info, new Map(pictures))
  const { evaluation, result } = gradeFacts(job.facts, standard)
  if (!evaluation) throw new UnusableFile(`${job.name}：${result.problems[0]?.message ?? '没有评价'}`)
  const { name, id, period } = job.facts
  const notes = standard.document.notes
    .filter(note => note.kind !== 'reading')
    .map(note => `${note.cite.clause}：${note.text}`)
  const workbook = liveWorkbook(evaluation, {
    title: TITLES.xlsx,
    institution: name ?? id,
    period: period ? `${period.from} 至 ${period.to}` : '未填',
    notes: job.info.sample ? ['示例数据，不是真实机构。', ...notes] : notes,
  })
  const sheets = job.audit === null ? [] : tableSheets(auditSections(job.audit))
  return writeSpreadsheet({ sheets: [...workbook.sheets, ...sheets] }, info, new Map(pictures))
}

/**
 * The standard a stored run was computed with; another version of it would give other numbers.
 *
 * @throws UnusableFile
 */
export function standardOf(job: ReportJob): Standard {
  if (job.pack === null) {
    const { standard } = openStandard()
    if (standard.digest === job.packDigest) return standard
    throw new UnusableFile('这次评价记录用的标准版本不在工作簿里，不能重写报告。请重新评价后再导出。')
  }
  const loaded = openPack(nodeHost, new Map(job.pack))
  if (!loaded.ok) throw new UnusableFile('工作簿里保存的标准打不开，不能写这次记录的报告。')
  return loaded.standard
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: '磁盘已满。请腾出空间再导出；',
  EDQUOT: '磁盘已满。请腾出空间再导出；',
  EACCES: '这个文件夹不让写。请换一个文件夹；',
  EPERM: '这个文件夹不让写。请换一个文件夹；',
  EROFS: '这个文件夹不让写。请换一个文件夹；',
  EEXIST: '要放报告的地方有一个同名的文件，不是文件夹。请移开它，或换一个文件夹；',
  ENOTDIR: '要放报告的地方有一个同名的文件，不是文件夹。请移开它，或换一个文件夹；',
  ENOENT: '没有这个位置。请换一个文件夹；',
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return FAULTS[code] ?? `这个位置写不了（${code || '原因不明'}）。请换一个文件夹；`
}

/**
 * The folder for reports, made if it is not there.
 *
 * @throws UnusableFile
 */
export function openFolder(folder: string): void {
  try {
    makeFolder(folder)
  } catch (error) {
    throw new UnusableFile(`${whyNot(error)}还没有写任何文件。`)
  }
}

/** Gives a finished file the first name that is free; a second writer that takes the same one at the same time loses nothing. */
function takeName(unnamed: string, folder: string, name: string, extension: string): string {
  for (;;) {
    const path = freePath(folder, name, extension)
    try {
      linkSync(unnamed, path)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'EEXIST') continue
      // a disk without links, such as a memory stick
      renameSync(unnamed, path)
      return path
    }
    rmSync(unnamed)
    return path
  }
}

function writeWhole(folder: string, name: string, extension: string, bytes: Uint8Array, draft: string): string {
  const unnamed = draftPath(folder, draft)
  try {
    makeFolder(folder)
    writeFileSync(unnamed, bytes)
    return takeName(unnamed, folder, name, extension)
  } catch (error) {
    if (existsSync(unnamed)) rmSync(unnamed)
    throw new UnusableFile(`没有写成：${whyNot(error)}没有留下半个文件。`)
  }
}
