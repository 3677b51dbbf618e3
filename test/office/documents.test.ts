import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { InstitutionFacts } from '#core/contract/facts.ts'
import type { ReportJob } from '#core/contract/operations.ts'
import { writeDocument } from '#core/office/document-out.ts'
import { beijingTime } from '#core/quantity/date.ts'
import { quotaReport } from '#core/report/quota-report.ts'
import { freePath, safeFileName } from '../../electron/file-name.ts'
import { writeReport } from '../../electron/write-report.ts'
import { fujian, grade } from '../tool/fujian.ts'
import { convert } from '../tool/libre-office.ts'
import { SAMPLE, temporaryFolder } from '../tool/workbook.ts'

const INFO = {
  at: '2026-01-01T00:00:00Z',
  run: '评价记录 1',
  factsDigest: `sha256:${'0'.repeat(64)}`,
  sample: true,
  signed: null,
}
const PROPERTIES = { title: '报告', at: '2026-01-01T00:00:00Z' }
const office = SAMPLE[0] as InstitutionFacts

const jobOf = (facts: InstitutionFacts): ReportJob => ({
  facts,
  pack: null,
  audit: null,
  packDigest: fujian().digest,
  info: INFO,
  name: `${facts.name ?? facts.id} 2023`,
})
/** The text parts of a package, those of embedded packages too. */
const partsOf = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(bytes)).flatMap(([name, part]) =>
      name.endsWith('.xlsx')
        ? Object.entries(partsOf(part)).map(([inner, text]) => [`${name}/${inner}`, text])
        : [[name, strFromU8(part)]],
    ),
  )

describe('a Word report', () => {
  it('holds native maths, two charts, tables with captions and a contents list with numbers and no field to update', async () => {
    const parts = partsOf(await writeDocument(quotaReport(fujian(), grade(office), INFO), PROPERTIES))
    const body = parts['word/document.xml'] ?? ''
    expect(body.match(/<m:f>/g)?.length).toBeGreaterThan(4)
    expect(Object.keys(parts).filter(name => /word\/charts\/chart\d*\.xml/.test(name))).toHaveLength(2)
    expect(body).toContain('表 1-1')
    expect(body).not.toContain('w:dirty="true"')
    expect(parts['word/settings.xml'] ?? '').not.toContain('updateFields')
    expect(body.replace(/<[^>]+>/g, '')).toContain('示例数据')
    expect(Object.values(parts).join('')).toContain(fujian().digest.slice(7, 23))
  })

  it('written twice gives the same bytes, and says nothing of the machine', async () => {
    const write = () => writeDocument(quotaReport(fujian(), grade(office), INFO), PROPERTIES)
    const [first, second] = [await write(), await write()]
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    expect(partsOf(first)['docProps/core.xml']).toContain('2026-01-01T00:00:00Z')
  })

  it('opens in LibreOffice as pages for every institution of the example, undetermined ones too', async () => {
    const folder = temporaryFolder()
    const files: string[] = []
    for (const facts of SAMPLE) {
      const file = join(folder, `${facts.id}.docx`)
      writeFileSync(file, await writeDocument(quotaReport(fujian(), grade(facts), INFO), PROPERTIES))
      files.push(file)
    }
    const pages = convert('pdf', files)
    expect(readdirSync(pages)).toHaveLength(SAMPLE.length)
    // every row of every table is really printed
    for (const facts of SAMPLE) {
      const { stdout } = spawnSync('pdftotext', ['-layout', join(pages, `${facts.id}.pdf`), '-'], { encoding: 'utf8' })
      const printed = stdout.replace(/\s/g, '')
      const { sections } = quotaReport(fujian(), grade(facts), INFO)
      const tables = sections.flatMap(({ blocks }) => blocks).filter(block => block.kind === 'table')
      expect(tables.length).toBeGreaterThan(4)
      for (const { title, rows } of tables)
        for (const row of rows)
          for (const cell of row.filter(text => text.length < 8))
            expect(printed, `${facts.name} ${title} ${row[0]}`).toContain(cell.replace(/\s/g, ''))
    }
  })

  it('says what is missing for an institution with two undetermined indicators', () => {
    const facts = SAMPLE.find(institution => institution.name === '云岭区中医院') as InstitutionFacts
    const text = JSON.stringify(quotaReport(fujian(), grade(facts), INFO))
    expect(text).toContain('无法判定')
    expect(text).toContain('食堂和锅炉 12 月）的用量没有报')
    expect(text).not.toContain('无需作出说明')
  })

  it('tells the time by the clocks of China, over midnight and the year', () => {
    expect(beijingTime('2026-11-21T09:05:59.999Z')).toBe('2026-11-21 17:05')
    expect(beijingTime('2024-02-28T16:00:00Z')).toBe('2024-02-29 00:00')
    expect(beijingTime('2023-12-31T23:59:00Z')).toBe('2024-01-01 07:59')
    const report = quotaReport(fujian(), grade(office), INFO)
    expect(report.identity.at(-1)?.[1]).toBe('评价记录 1，北京时间 2026-01-01 08:00')
  })

  it('of an institution that was refused says why', () => {
    const graded = grade({ ...office, energyUserCount: '300' })
    const report = quotaReport(fujian(), graded, INFO)
    expect(report.sections[0]?.blocks[0]).toMatchObject({ kind: 'text', text: expect.stringContaining('请只留一种') })
  })
})

describe('hostile texts', () => {
  const NAMES = [
    '=1+1',
    '+cmd|x',
    '@SUM(A1)',
    '<b>&amp;"\'</b>',
    '{{7*7}} #{7*7} %s',
    '_x0041_',
    '长'.repeat(300),
    '🏫学校',
    '半\ud83d个',
    '控\u0007制\u0000符',
    'CON',
    '../上层',
    '{ TOC \\o }',
  ]

  it('are text in both formats, and the files are whole', async () => {
    for (const name of NAMES) {
      const folder = temporaryFolder()
      const paths = await writeReport(jobOf({ ...office, name }), fujian(), ['docx', 'xlsx'], folder)
      for (const path of paths) {
        const parts = partsOf(readFileSync(path))
        const all = Object.values(parts).join('')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what no part may hold
        expect(all, name).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
        expect(all, name).not.toMatch(/TargetMode="External"/)
        expect(all, name).not.toMatch(/<f>[^<]*(1\+1|cmd|SUM\(A1\))<\/f>/)
        expect(all, name).not.toContain('<b>&')
      }
    }
  })

  it('become names that every system takes', () => {
    expect(NAMES.map(safeFileName)).toEqual([
      '=1+1',
      '+cmd_x',
      '@SUM(A1)',
      "_b_&amp;_'__b_",
      '{{7_7}} #{7_7} %s',
      '_x0041_',
      '长'.repeat(53),
      '🏫学校',
      '半_个',
      '控_制_符',
      '_CON',
      '_上层',
      '{ TOC _o }',
    ])
    expect(safeFileName(' .. ')).toBe('未命名')
    expect(safeFileName('nul.txt')).toBe('_nul.txt')
  })

  it('fill no folder and leave no half file when there is no room or no right to write', async () => {
    const folder = temporaryFolder()
    const taken = join(folder, 'a file, not a folder')
    writeFileSync(taken, '')
    await expect(writeReport(jobOf(office), fujian(), ['docx'], taken)).rejects.toThrow('没有留下半个文件')
    if (existsSync('/dev/full')) {
      symlinkSync('/dev/full', join(folder, '~full.part'))
      await expect(writeReport(jobOf(office), fujian(), ['docx'], folder, 'full')).rejects.toThrow('磁盘已满')
    }
    expect(readdirSync(folder)).toEqual(['a file, not a folder'])
  })

  it('never overwrite an older report', async () => {
    const folder = temporaryFolder()
    const [first = ''] = await writeReport(jobOf(office), fujian(), ['docx'], folder)
    writeFileSync(first, 'what a person wrote into it')
    const [second = ''] = await writeReport(jobOf(office), fujian(), ['docx'], folder)
    expect(second).not.toBe(first)
    expect(readFileSync(first, 'utf8')).toBe('what a person wrote into it')
    expect(freePath(folder, 'x', 'docx')).toBe(join(folder, 'x.docx'))
  })
})
