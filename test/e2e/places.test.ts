import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Application, startBrowser } from '../tool/browser.ts'
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

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 8000, interval: 40 })
const focused = () =>
  app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id)

describe('a place', () => {
  it('is reached from a to-do: the cursor stands in the cell', async () => {
    const { page } = app
    await page.getByRole('button', { name: '打开示例' }).click()
    await app.stage('概览')
    await page.locator('.todos li').filter({ hasText: '12 月' }).getByRole('button').click()
    await eventually(focused).toBe('12 月，天然气 食堂和锅炉')
  })

  it('is reached from the fact at the end of a derivation', async () => {
    const { page } = app
    await app.openSample()
    await page.locator('[data-cell="floorAreaInScope"]').click()
    await page.getByRole('complementary', { name: '推导' }).getByText('录入：机构与建筑').first().click()
    await eventually(focused).toBe('建筑面积')
  })

  it('is where an undone step shows, and the grid keeps the focus', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('用能数据')
    await app.cell(5, 3).click()
    await page.keyboard.type('999')
    await page.keyboard.press('Enter')
    await eventually(() => app.cell(5, 3).inputValue()).toBe('999')
    await app.stage('机构与建筑')
    await page.keyboard.press('Control+z')
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('data-at'))).toBe('4,3')
    await eventually(() => app.cell(5, 3).inputValue()).toBe('451')
  })

  it('survives a reload', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('人员面积台账')
    await page.reload()
    await page.getByRole('heading', { name: '人员面积台账' }).waitFor()
  })

  it('of something that is gone is the list', async () => {
    const { page } = app
    await page.getByRole('button', { name: '打开示例' }).click()
    await page.getByRole('button', { name: '新建机构' }).click()
    await page.getByLabel('名称', { exact: true }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await page.keyboard.press('Control+z')
    await page.getByRole('heading', { name: '机构列表' }).waitFor()
    await eventually(() => page.getByTitle('没有可撤销的操作').count()).toBe(1)
  })
})

describe('two windows', () => {
  it('one that shows another workbook writes nothing into this one', async () => {
    const { page } = app
    await app.openSample()
    const other = await page.context().newPage()
    await other.goto(new URL(app.loopback.address).origin)
    await other.getByTitle('关闭工作簿，回到欢迎页').click()
    await other.getByRole('button', { name: '新建工作簿' }).click()
    await other.getByLabel('名称').fill('别的')
    await other.keyboard.press('Enter')
    await other.getByText('还没有机构').waitFor()
    await page.getByRole('textbox', { name: '年实际运行时间' }).fill('2400')
    await page.getByRole('textbox', { name: '年实际运行时间' }).press('Enter')
    await page.getByText('还没有机构').waitFor()
    await page.getByText('另一个窗口换了工作簿').waitFor()
    await eventually(() => other.getByTitle('没有可撤销的操作').count()).toBe(1)
  })
})

describe('the lid', () => {
  it('closed mid-word: the workbook opens where it was left, with the text in its field', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('机构与建筑')
    await page.getByLabel('名称', { exact: true }).fill('云岭区机关事务服务中')
    await expect
      .poll(
        async () => {
          const state = await app.core.call('app.state', {})
          return state.ok && JSON.stringify(state.value)
        },
        { timeout: 5000 },
      )
      .toContain('云岭区机关事务服务中"')
    await app.crash()
    app = await Application.start(browser, folder)
    await app.page.locator('.rec .it').first().click()
    const name = app.page.getByLabel('名称', { exact: true })
    await eventually(() => name.inputValue()).toBe('云岭区机关事务服务中')
    await app.page.keyboard.press('End')
    await app.page.keyboard.type('心二')
    await app.page.keyboard.press('Enter')
    await app.page.locator('.side .cap').filter({ hasText: '服务中心二' }).waitFor()
  })

  it('what was half typed in a cell is shown, but counts only when it is confirmed, and never comes back once undone', async () => {
    const kept = async () => {
      const state = await app.core.call('app.state', {})
      return state.ok && JSON.stringify((state.value as { workbook: { typing?: unknown } }).workbook.typing ?? null)
    }
    const total = () => app.page.locator('.g tfoot td').first().textContent()
    const again = async () => {
      await app.crash()
      app = await Application.start(browser, folder)
      await app.page.locator('.rec .it').first().click()
    }
    await app.openSample()
    await app.stage('用能数据')
    await app.cell(5, 0).click()
    await app.page.keyboard.type('53')
    await eventually(kept).toContain('"53"')
    await again()
    await app.page.getByText('没打完的“53”').waitFor()
    await eventually(() => app.cell(5, 0).inputValue()).toBe('53')
    await app.cell(1, 0).click()
    await app.page.getByText('没有存入').waitFor()
    await eventually(() => app.cell(5, 0).inputValue()).toMatch(/48.127/)
    expect(await total()).toMatch(/612.480/)
    await eventually(kept).toBe('null')

    await app.cell(5, 0).click()
    await app.page.keyboard.type('54')
    await eventually(kept).toContain('"54"')
    await again()
    await app.page.getByText('没打完的“54”').waitFor()
    await app.page.keyboard.press('Enter')
    await eventually(total).not.toMatch(/612.480/)
    await app.page.keyboard.press('Control+z')
    await eventually(total).toMatch(/612.480/)
    await again()
    await app.page.getByRole('button', { name: '云岭区机关事务服务中心' }).click()
    await app.stage('用能数据')
    await eventually(() => app.cell(5, 0).inputValue()).toMatch(/48.127/)
  })

  it('a page that is closed commits what was typed', async () => {
    const { page } = app
    await app.openSample()
    await page.getByRole('textbox', { name: '年实际运行时间' }).fill('2401')
    await page.reload()
    await eventually(() => page.getByRole('textbox', { name: '年实际运行时间' }).inputValue()).toMatch(/2.401/)
    await page.getByTitle('撤销：修改 年实际运行时间（Ctrl+Z）').waitFor()
  })
})

describe('opening', () => {
  it('brings a workbook from anywhere into the folder, and refuses what is none', async () => {
    const { page } = app
    await app.openSample()
    const away = temporaryFolder()
    const copy = await app.core.call('workbook.copy', { name: '带来的' })
    expect(copy.ok).toBe(true)
    const { renameSync, writeFileSync, readdirSync } = await import('node:fs')
    renameSync(`${folder}/带来的.eaw`, `${away}/带来的.eaw`)
    writeFileSync(`${away}/坏.eaw`, 'not a workbook')
    await page.getByTitle('关闭工作簿，回到欢迎页').click()
    const choose = async (path: string) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: '打开', exact: false }).nth(0).click()
      await (await chooser).setFiles(path)
    }
    await choose(`${away}/坏.eaw`)
    await page.getByText('不是本程序的工作簿').waitFor()
    expect(readdirSync(folder).filter(name => name.includes('incoming'))).toEqual([])
    await page.getByText('14 家机构，2023 年度，示例').first().waitFor()
    await choose(`${away}/带来的.eaw`)
    await page.getByRole('button', { name: '云岭区第一中学' }).waitFor()
    expect(readdirSync(folder)).toContain('带来的.eaw')
  })
})
