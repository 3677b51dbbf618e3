import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Application, startBrowser } from '../tool/browser.ts'
import { temporaryFolder } from '../tool/workbook.ts'

let browser: Browser
let app: Application

beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  app = await Application.start(browser, temporaryFolder())
})
afterEach(async () => {
  const { faults } = app
  await app.stop()
  expect(faults.filter(fault => !fault.includes('Failed to load resource'))).toEqual([])
})

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 10_000, interval: 40 })
const at = (row: number, column: number) => app.page.locator(`[data-at="${row},${column}"]`)

describe('an office with three hundred institutions', () => {
  it('pastes their names, then their year of bills, and sees every grade; two steps back and all is gone', async () => {
    const { page } = app
    await page.getByRole('button', { name: '新建工作簿' }).click()
    await page.getByLabel('名称').fill('全县')
    await page.getByLabel('年度').fill('2023')
    await page.keyboard.press('Enter')
    await page.getByText('还没有机构').waitFor()
    await app.stage('批量录入')
    await page.getByRole('textbox').last().click()
    const names = Array.from({ length: 300 }, (_, i) => `单位 ${i + 1}\t党政机关\t\t福州`).join('\r\n')
    await page.getByRole('textbox').last().fill(names)
    await page.getByRole('button', { name: '新建 300 家' }).click()
    await page.getByText('300 家，一行一家').waitFor()
    await at(0, 0).click()
    const bills = Array.from(
      { length: 300 },
      (_, i) => `${3000 + i}\t50\t60,066\t\t\t\t\t\t\t\t\t${i === 7 ? '1,5' : 900}`,
    )
    await app.paste(bills.join('\r\n'))
    await page.getByText('粘贴 1200 格：1199 写入，300 已规范，1 读不准').waitFor({ timeout: 20_000 })
    await app.stage('机构列表')
    await page.getByText('300 家，按').waitFor()
    await eventually(() => page.locator('.box tbody tr').first().innerText()).toMatch(/3.000\s+50\s+.\s+148/)
    await page.getByText('录入未齐 1', { exact: true }).waitFor()
    await page.keyboard.press('Control+z')
    await eventually(() => page.locator('.box tbody tr').first().innerText()).toContain('未报')
    await page.keyboard.press('Control+z')
    await page.getByText('还没有机构').waitFor()
    await page.keyboard.press('Control+y')
    await page.keyboard.press('Control+y')
    await eventually(() => page.locator('.box tbody tr').first().innerText()).toMatch(/3.000\s+50\s+.\s+148/)
  })

  it('is told which cells are kept in more detail elsewhere, and they stay', async () => {
    const { page } = app
    await page.getByRole('button', { name: '打开示例' }).click()
    await page.getByRole('button', { name: '云岭区第一中学' }).waitFor()
    await app.stage('批量录入')
    await at(0, 2).click()
    await page.getByText('按月录入，到用能数据里改').first().waitFor()
    await at(0, 0).click()
    await app.paste('12001\t300\t700000')
    await page.getByText('粘贴 3 格：1 写入，0 读不准，2 格另有明细，没有改').waitFor()
    await eventually(() => at(0, 0).inputValue()).toBe('12001')
    await page.getByRole('button', { name: '打开这一家' }).click()
    await app.stage('定额评价')
    await eventually(() => app.cards()).toEqual(['363', '6.2', '46', '40'])
  })
})
