import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, startBrowser } from '../tool/browser.ts'
import { recalculated } from '../tool/libre-office.ts'
import { GREEN_POWER_BLOCKS, TAIWAN_BLOCKS } from '../tool/programmes.ts'
import { temporaryFolder } from '../tool/workbook.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 8000, interval: 40 })

async function open(folder: string): Promise<Application> {
  const app = await Application.start(browser, folder)
  await app.openSample()
  await app.page.getByRole('button', { name: '政策对标' }).click()
  return app
}

/** Pastes every block into its table, each looked at before it is written. */
async function pasteAll(page: Page, part: string, blocks: typeof TAIWAN_BLOCKS): Promise<void> {
  await page.getByRole('button', { name: part, exact: true }).click()
  for (const [, table, block] of blocks) {
    await page.getByRole('navigation', { name: '数据表' }).getByRole('button', { name: table }).click()
    await page.getByLabel(/^各列依次/).fill(block)
    await page.getByRole('button', { name: '先看一下' }).click()
    await page.getByText(/会新增 \d+ 行/).waitFor()
    expect(await page.locator('.readback tbody tr').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: '写入', exact: true }).click()
    await page.getByText(/已写入：新增 \d+ 行/).waitFor()
  }
}

async function exported(app: Application, folder: string): Promise<{ word: string; styles: string; xlsx: string }> {
  const { page } = app
  for (const format of ['Word', 'Excel']) {
    await page.getByRole('button', { name: `导出 ${format}` }).click()
    await page.getByRole('button', { name: format === 'Word' ? /\.docx/ : /\.xlsx/ }).waitFor({ timeout: 20_000 })
  }
  const files = readdirSync(join(folder, '报告')).map(name => join(folder, '报告', name))
  const [docx = '', xlsx = ''] = ['.docx', '.xlsx'].map(end => files.find(name => name.endsWith(end)) ?? '')
  const parts = unzipSync(readFileSync(docx))
  const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
  return { word: xml.replace(/<[^>]+>/g, ''), styles: xml, xlsx }
}

describe('the efficiency programme', () => {
  it('goes from pasted tables to ranks, explanations, duties and reports', async () => {
    const folder = temporaryFolder()
    const app = await open(folder)
    const { page } = app
    await page.getByRole('button', { name: '臺灣' }).click()
    await page.getByRole('button', { name: '資料', exact: true }).click()
    // one cell that cannot be read keeps the whole block out
    await page.getByLabel(/^各列依次/).fill('行政機關\t第一組\t95,5\t"公告""甲""\n第2頁"\n學校\t第一組\t60')
    await page.getByRole('button', { name: '先看一下' }).click()
    await page.getByText('有 1 处读不准，没有写入。').waitFor()
    await page.getByText('第 1 行，EUI公告基準：“95,5”读不准').waitFor()
    expect(await page.getByRole('button', { name: '写入', exact: true }).isDisabled()).toBe(true)
    await pasteAll(page, '資料', TAIWAN_BLOCKS)
    await page.getByRole('button', { name: '評比', exact: true }).click()
    await page.getByRole('combobox', { name: '年度', exact: true }).selectOption('2025')
    await eventually(() => page.locator('.programme table.t tbody tr td:nth-child(8)').allInnerTexts()).toEqual([
      '15.72',
      '3.33',
      '2.11',
      '0.95',
    ])
    // by keyboard to the explanation, and back to the number
    await page.locator('.programme .val.link').nth(5).focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: '推导' })
    await panel.getByText('= 2 × 100 ÷ 9').waitFor()
    await panel.getByText('24\u2009000').first().waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '丙機關' }).click()
    await page.getByText('還要 3 家達標（未達標 3 家）').waitFor()
    await page.getByText('期限 民國116年2月28日').first().waitFor()
    expect(await page.locator('.programme').getAttribute('lang')).toBe('zh-Hant')
    const { word, styles, xlsx } = await exported(app, folder)
    for (const text of ['甲組名次', '15.72', '草案', '民國116年2月28日', '22.87%', '目錄']) expect(word).toContain(text)
    expect(styles).toContain('新細明體')
    expect(styles).not.toContain('宋体')
    const sheets = recalculated(xlsx)
    expect([...sheets.keys()]).toContain('執行單位')
    expect([...(sheets.get('評比結果')?.values() ?? [])]).toEqual(expect.arrayContaining(['15.72', '3.33']))
    // the last block is taken back by name, and stays taken back after a reload, which stays where it was
    await page.keyboard.press('Control+z')
    await page.getByText('已撤销：导入 核定日期表 1 行').waitFor()
    await page.reload()
    await page.getByText('核定日期還沒有填').first().waitFor()
    expect(app.faults).toEqual([])
    await app.stop()
  })
})

describe('the green-power programme', () => {
  it('follows certificates from a pasted ledger to shares, shortfalls and reports', async () => {
    const folder = temporaryFolder()
    const app = await open(folder)
    const { page } = app
    await page.getByRole('button', { name: /内蒙古/ }).click()
    await pasteAll(page, '数据', GREEN_POWER_BLOCKS)
    await page.getByRole('button', { name: '用能单位', exact: true }).click()
    // today its deadline is over; on the last day there is still time to buy
    await page.getByLabel('截至哪一天').fill('2025-12-31')
    await page.getByText('核发 1\u2009000 张').waitFor()
    await page.getByText('证书 GEC2025000850 已由“E1”核发，同一张证书不能计两次').waitFor()
    const shortfall = page.getByRole('button', { name: '14.000', exact: true })
    await shortfall.click()
    await page.getByRole('complementary', { name: '推导' }).getByText('614 − 600').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('14 张，2025-12-31 前').first().waitFor()
    await page.getByText('引领作用，没有数值约束').first().waitFor()
    await page.getByRole('button', { name: '月度和季度' }).click()
    await eventually(() => page.locator('.programme tr.total td:last-child').allInnerTexts()).toEqual([
      '600',
      '600',
      '600',
      '100',
    ])
    await page.getByRole('button', { name: '台账', exact: true }).click()
    await page.getByLabel('查找证书号或持有方').fill('已核销')
    await eventually(() => page.locator('.programme tbody tr').count()).toBe(1)
    // a number inside a run finds the run
    await page.getByLabel('查找证书号或持有方').fill('GEC2025001050')
    await eventually(() => page.locator('.programme tbody tr').allInnerTexts()).toEqual([
      expect.stringContaining('GEC2025001001'),
    ])
    const { word, xlsx } = await exported(app, folder)
    for (const text of ['绿电消费核算报告', '不符合', '甲铝业', '来源待核', '30.70']) expect(word).toContain(text)
    expect([...recalculated(xlsx).keys()]).toEqual(expect.arrayContaining(['核算结果', '按月', '台账']))
    expect(app.faults).toEqual([])
    await app.stop()
  })
})
