import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Detail } from '#core/contract/views.ts'
import { Application, startBrowser } from '../tool/browser.ts'
import { convert, recalculated } from '../tool/libre-office.ts'
import { temporaryFolder } from '../tool/workbook.ts'

let browser: Browser
let app: Application
let folder: string

beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  folder = temporaryFolder()
  app = await Application.start(browser, folder)
})
afterEach(async () => {
  const { faults } = app
  await app.stop()
  expect(faults.filter(fault => !fault.includes('Failed to load resource'))).toEqual([])
})

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 20_000, interval: 60 })
const written = () => readdirSync(join(folder, '报告')).sort()

/** All text of a Word document as it is read, without the thin spaces between groups of digits. */
function wordText(path: string): string {
  const parts = unzipSync(readFileSync(path))
  const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
  return xml.replace(/<[^>]+>/g, ' ').replace(/[\u2009\u202f]/g, '')
}

describe('a report', () => {
  it('shows the same numbers on the screen, in Word and in Excel', async () => {
    const { page } = app
    await app.openSample()
    const list = await app.core.call('institution.list', { since: 0 })
    if (!list.ok) throw new Error(list.message)
    const [{ year }] = (list.value as { rows: { year: string }[] }).rows as [{ year: string }]
    const reply = await app.core.call('institution.detail', { year })
    if (!reply.ok) throw new Error(reply.message)
    const { cards, figures, people } = reply.value as Detail
    const shown = await page.locator('.cards .num, .facts .num').allTextContents()
    await app.stage('报告')
    await page.getByRole('button', { name: '导出 Word' }).click()
    await page.getByText('已写 1 个文件').waitFor({ timeout: 20_000 })
    await page.getByRole('button', { name: '导出 Excel' }).click()
    await eventually(async () => written()).toHaveLength(2)
    await page.getByText('已写 1 个文件').waitFor()
    const [docx = '', xlsx = ''] = ['.docx', '.xlsx'].map(end =>
      join(folder, '报告', written().find(name => name.endsWith(end)) ?? ''),
    )

    const word = wordText(docx)
    const plain = (text: string) => text.replaceAll('\u2009', '').replace(/ %$/, '')
    const onScreen = [...new Set(shown.map(plain))].filter(text => /\d/.test(text))
    expect(onScreen.length).toBeGreaterThan(20)
    for (const text of onScreen) expect(word, text).toContain(text)
    for (const { coefficient, average } of people) {
      expect(word).toContain(coefficient ?? '')
      expect(word).toContain(average ?? '')
    }

    const sheets = recalculated(xlsx)
    const cells = [...(sheets.get('评价')?.values() ?? [])]
    for (const card of cards) {
      expect(cells, card.label).toContain(card.display?.replaceAll('\u2009', ''))
      expect(cells, card.label).toContain(card.grade.label)
    }
    const computed = [...(sheets.get('计算')?.values() ?? []), ...(sheets.get('事实')?.values() ?? [])].map(Number)
    for (const { text, label } of figures) {
      const digits = plain(text ?? '').split('.')[1]?.length ?? 0
      const near = computed.some(value => Math.abs(value - Number(plain(text ?? 'x'))) <= 0.5 * 10 ** -digits + 1e-9)
      expect(near, label).toBe(true)
    }

    await page.getByRole('button', { name: '导出 Word' }).click()
    await eventually(async () => written()).toHaveLength(3)
    const pdf = convert('pdf', [docx])
    expect(readdirSync(pdf)).toHaveLength(1)
  })

  it('is preceded by a stored run, and an undetermined institution gets an honest one', async () => {
    const { page } = app
    await page.getByRole('button', { name: '打开示例' }).click()
    await page.getByRole('button', { name: '云岭区中医院' }).click()
    await app.stage('报告')
    await page.getByText('定稿前还差').waitFor()
    await page.getByRole('button', { name: '导出 Word' }).click()
    await page.getByText('已写 1 个文件').waitFor({ timeout: 20_000 })
    const [docx = ''] = written()
    const word = wordText(join(folder, '报告', docx))
    expect(word).toContain('无法判定')
    expect(word).toContain('12 月')
    await app.stage('定额评价')
    await page.getByText('报告 1').first().waitFor()
  })

  it('of many institutions is written with progress and can be stopped; a folder that cannot be written is told', async () => {
    const { page } = app
    await page.getByRole('button', { name: '打开示例' }).click()
    await page.getByRole('button', { name: '云岭区第一中学' }).waitFor()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, '报告'), 'a file where the folder should be')
    await page.getByRole('button', { name: '导出 14 家报告' }).click()
    await page.getByText('没有留下半个文件').first().waitFor({ timeout: 20_000 })
    const { rmSync } = await import('node:fs')
    await eventually(() => page.getByRole('button', { name: '导出 14 家报告' }).isEnabled()).toBe(true)
    rmSync(join(folder, '报告'))
    await page.getByRole('button', { name: '导出 14 家报告' }).click()
    await eventually(async () => (await page.locator('.exports').textContent()) ?? '').toMatch(/[2-9]\/14 家/)
    await page.getByRole('button', { name: '停止' }).click()
    await page.getByText('已停止').waitFor()
    expect(written().filter(name => name.endsWith('.part') || name.startsWith('~'))).toEqual([])
    expect(written().length).toBeLessThan(28)
  })
})
