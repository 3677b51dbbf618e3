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

describe('someone new to it', () => {
  it('opens the example, sees the grades, changes a number, walks from 363 down to the clause and the bill', async () => {
    await app.openSample()
    await eventually(() => app.cards()).toEqual(['363', '6.2', '46', '40'])
    await app.page.locator('[data-cell="energyPerPerson.grade"]').click()
    const panel = app.page.getByRole('complementary', { name: '推导' })
    await panel.getByText('363.24432').first().waitFor()
    for (let i = 0; i < 40; i++) {
      const closed = panel.locator('[aria-expanded="false"]').first()
      if ((await closed.count()) === 0) break
      await closed.click()
    }
    const text = (await panel.textContent()) ?? ''
    for (const part of [
      '公式（7）',
      '公式（2）',
      '公式（1）',
      '附录A',
      '0.1229',
      '总表 A-01 1 月',
      '54\u2009310',
      '683',
      '夏热冬暖地区',
    ])
      expect(text, part).toContain(part)
    await app.page.keyboard.press('Escape')
    await app.page.getByRole('textbox', { name: '年实际运行时间' }).fill('2 400')
    await app.page.keyboard.press('Enter')
    await eventually(() => app.cards()).toEqual(['411', '7.0', '52', '40'])
    await app.page.keyboard.press('Control+z')
    await eventually(() => app.cards()).toEqual(['363', '6.2', '46', '40'])
  })

  it('makes a workbook and an institution, and sees four indicators as soon as they follow', async () => {
    const { page } = app
    await page.getByRole('button', { name: '新建工作簿' }).click()
    await page.getByLabel('名称').fill('我的审计')
    await page.getByLabel('年度').fill('2023')
    await page.keyboard.press('Enter')
    await page.getByText('还没有机构').waitFor()
    await page.getByRole('button', { name: '新建机构' }).last().click()
    await page.getByLabel('名称', { exact: true }).fill('城关镇政府')
    await page.keyboard.press('Enter')
    await app.choose('机构类别', '党政机关')
    await app.choose('所在地', '三明')
    await page.getByRole('textbox', { name: '建筑面积' }).fill('3 000')
    await page.keyboard.press('Enter')
    await page.getByText('夏热冬冷 · 党政机关').waitFor()
    await app.stage('人员面积台账')
    await page.getByRole('button', { name: '在岗在编人员' }).click()
    await page.getByLabel('人数', { exact: true }).fill('５０')
    await page.keyboard.press('Enter')
    await page.getByText('50.00').first().waitFor()
    await app.stage('用能数据')
    await page.getByRole('button', { name: '电力', exact: true }).click()
    await page.locator('table.g').waitFor()
    await page.getByLabel('加用能栏目').selectOption('water')
    await app.cell(1, 1).waitFor()
    await app.cell(1, 0).click()
    await app.paste(Array.from({ length: 12 }, (_, i) => `${5000 + i}\t${100 + i}`).join('\r\n'))
    await eventually(() => page.locator('tfoot td').first().textContent()).toBe('60\u2009066')
    await app.stage('定额评价')
    await eventually(() => app.cards()).toEqual(['148', '2.5', '20', '25'])
    expect(await page.locator('.card .gr').allTextContents()).toEqual([
      '基优于基准值',
      '基优于基准值',
      '基优于基准值',
      '基优于基准值',
    ])
  })
})

describe('typing', () => {
  it('of what cannot be read keeps the text with its sentence, also over a reload', async () => {
    const { page } = app
    await app.openSample()
    const hours = page.getByRole('textbox', { name: '年实际运行时间' })
    for (const bad of ['1,5', '12万', '1e999', '-0', '0x10', '３－４']) {
      await hours.fill(bad)
      await page.keyboard.press('Enter')
      await page.getByRole('alert').filter({ hasText: bad }).first().waitFor()
      expect(await hours.inputValue()).toBe(bad)
    }
    await eventually(() => app.cards()).toEqual(['411', '7.0', '52', '40'])
    await page.reload()
    await page.getByRole('alert').filter({ hasText: '３－４' }).waitFor()
    expect(await page.getByRole('textbox', { name: '年实际运行时间' }).inputValue()).toBe('３－４')
  })

  it('in the grid moves as a spreadsheet does', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('用能数据')
    await app.cell(1, 0).click()
    await page.keyboard.type('60000')
    await page.keyboard.press('Enter')
    await eventually(() => app.cell(1, 0).inputValue()).toBe('60\u2009000')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-at'))).toBe('1,0')
    await page.keyboard.press('Tab')
    await page.keyboard.type('1,5')
    await page.keyboard.press('Enter')
    await eventually(() => app.cell(2, 1).inputValue()).toBe('1,5')
    await eventually(() => page.locator('tfoot td').nth(1).textContent()).toContain('11/12')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-at'))).toBe('2,0')
    await page.keyboard.press('F2')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('9')
    await page.keyboard.press('Escape')
    await eventually(() => app.cell(3, 0).inputValue()).toBe('48127')
    await page.keyboard.press('Delete')
    await eventually(() => app.cell(3, 0).inputValue()).toBe('')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('-')
    await page.keyboard.press('Enter')
    await eventually(() => app.cell(4, 0).inputValue()).toBe('—')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await eventually(() => app.cell(3, 0).inputValue()).toMatch(/48.?127/)
  })

  it('refuses a block that does not fit, whole, and takes one that does as one step', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('用能数据')
    await app.cell(11, 0).click()
    await app.paste('1\n2\n3')
    await page.getByText('放不下').waitFor()
    expect(await app.cell(11, 0).inputValue()).toMatch(/42.?111/)
    await app.cell(1, 0).click()
    await app.paste('10\t20\n1,5\t40')
    await page.getByText('粘贴 4 格：3 写入，0 已规范，1 读不准').waitFor()
    await page.keyboard.press('Control+z')
    await eventually(() => app.cell(1, 0).inputValue()).toMatch(/54.?310/)
    await eventually(() => app.cell(2, 0).inputValue()).toMatch(/46.?820/)
  })

  it('with an input method: Enter takes the candidate and does not leave the field', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('机构与建筑')
    const name = page.getByLabel('名称', { exact: true })
    await name.click()
    const session = await page.context().newCDPSession(page)
    await session.send('Input.imeSetComposition', { text: 'zhen', selectionStart: 4, selectionEnd: 4 })
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await session.send('Input.insertText', { text: '镇政府' })
    await page.keyboard.press('Enter')
    await eventually(() => page.locator('.side .cap').nth(1).textContent()).toContain('镇政府')
  })
})

describe('when something dies', () => {
  it('the core process while a person types: the text stays in the field and is saved', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('机构与建筑')
    const area = page.getByRole('textbox', { name: '建筑面积' })
    await area.click()
    await area.fill('123')
    process.kill(app.core.pid ?? 0, 'SIGKILL')
    await page.keyboard.type('45')
    expect(await area.inputValue()).toBe('12345')
    const start = performance.now()
    await page.keyboard.press('Enter')
    await page.locator('tfoot').getByText('12\u2009345').waitFor()
    expect(performance.now() - start).toBeLessThan(3000)
  })

  it('the whole host: everything is there again, and undo still knows its name', async () => {
    const { page } = app
    await app.openSample()
    await app.stage('机构与建筑')
    await page.getByRole('textbox', { name: '建筑面积' }).fill('13000')
    await page.keyboard.press('Enter')
    await page.locator('tfoot').getByText('13\u2009000').waitFor()
    process.kill(app.core.pid ?? 0, 'SIGKILL')
    await app.stop()
    app = await Application.start(browser, folder)
    await app.page.locator('.rec .it').first().click()
    await app.page.getByRole('button', { name: '云岭区机关事务服务中心' }).click()
    await app.page.getByTitle('撤销：修改 建筑面积（Ctrl+Z）').click()
    await app.stage('机构与建筑')
    await app.page.locator('tfoot').getByText('12\u2009000').waitFor()
  })
})

describe('finding', () => {
  it('filters the list, walks it with the arrows, and finds an institution by Ctrl+K', async () => {
    const { page } = app
    await page.getByRole('button', { name: '打开示例' }).click()
    await page.getByRole('button', { name: '云岭区第一中学' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('清竹')
    await eventually(() => page.locator('.box tbody tr').count()).toBe(3)
    await page.getByLabel('按名称、地点筛选').fill('')
    await page.getByRole('button', { name: /超过约束值\s*4/ }).click()
    await eventually(() => page.locator('.box tbody tr').count()).toBe(4)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('图书馆')
    await page.keyboard.press('Enter')
    await eventually(() => app.cards()).toEqual(['346', '8.0', '65', '52'])
    await page.keyboard.press('Alt+ArrowDown')
    await eventually(() => app.cards()).toEqual(['486', '8.0', '58', '80'])
    await page.keyboard.press('Alt+ArrowDown')
    await eventually(() => app.cards()).toEqual(['无法判定', '4.7', '38', '无法判定'])
  })
})
