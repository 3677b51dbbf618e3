import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Application, startBrowser } from '../tool/browser.ts'
import { Keyboard } from '../tool/keyboard.ts'
import { temporaryFolder } from '../tool/workbook.ts'

let browser: Browser
let app: Application
let keyboard: Keyboard

beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  app = await Application.start(browser, temporaryFolder())
  keyboard = new Keyboard(app.page)
  await app.page.getByText('自检通过').waitFor()
})
afterEach(async () => {
  const { faults } = app
  await app.stop()
  expect(faults).toEqual([])
})

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 8000, interval: 40 })
const heading = (name: string) => app.page.getByRole('heading', { level: 1, name }).waitFor()
const grades = () => app.page.locator('.card .gr .mk').allTextContents()
const panel = () => app.page.getByRole('complementary', { name: '推导' })
const rows = () => app.page.locator('.box tbody tr').count()

/** From the welcome page to the list of the example. */
async function openSample(): Promise<void> {
  await keyboard.to(/^打开示例/)
  await keyboard.press('Enter')
  await heading('机构列表')
  await eventually(rows).toBe(14)
}

/** To the evaluation of an institution, by Ctrl+K. */
async function goTo(institution: string): Promise<void> {
  await keyboard.press('Control+k')
  await eventually(() => keyboard.focus()).toBe('搜索机构、命令')
  await keyboard.type(institution)
  await keyboard.press('Enter')
  await heading('定额评价')
  await app.page.locator('.card').first().waitFor()
}

async function stage(digit: 1 | 2 | 3 | 4, name: string): Promise<void> {
  await keyboard.press(`Control+${digit}`)
  await heading(name)
}

describe('without a mouse', () => {
  it('the example: a number changes four grades, and a result is walked down to the bill and back', async () => {
    await openSample()
    await eventually(() => keyboard.focus()).toBe('内容')
    await keyboard.press('/')
    expect(await keyboard.focus()).toBe('按名称、地点筛选')
    await keyboard.type('云岭区机关')
    await eventually(rows).toBe(1)
    await keyboard.to('机构')
    await keyboard.press('ArrowDown', 'Enter')
    await heading('定额评价')
    await eventually(() => app.cards()).toEqual(['363', '6.2', '46', '40'])
    await eventually(grades).toEqual(['基', '约', '约', '基'])

    await stage(1, '机构与建筑')
    await keyboard.to('建筑面积')
    await keyboard.type('4000')
    await keyboard.press('Enter')
    await stage(4, '定额评价')
    await eventually(() => app.cards()).toEqual(['363', '19.6', '146', '40'])
    await eventually(grades).toEqual(['约', '超', '超', '约'])
    await keyboard.press('Control+z')
    await heading('机构与建筑')
    await eventually(() => keyboard.focus()).toBe('建筑面积')
    await stage(4, '定额评价')
    await eventually(grades).toEqual(['基', '约', '约', '基'])

    await keyboard.to('energyPerPerson.grade')
    await keyboard.press('Enter')
    await panel().getByText('363.24432').first().waitFor()
    await keyboard.press('F6')
    expect(await keyboard.focus()).toBe('关闭推导')
    await walkDown(['公式（7）', '公式（1）', '附录A', '0.1229', '总表 A-01 1 月', '54\u2009310'])
    await keyboard.press('Escape')
    await eventually(() => panel().count()).toBe(0)
    expect(await keyboard.focus()).toBe('energyPerPerson.grade')
  })

  it('a workbook, an institution, its building, people, electricity and water', async () => {
    await keyboard.to(/^新建工作簿/)
    await keyboard.press('Enter')
    await eventually(() => keyboard.focus()).toBe('名称')
    await keyboard.type('我的审计')
    await keyboard.to('年度')
    await keyboard.type('2023')
    await keyboard.press('Enter')
    await app.page.getByText('还没有机构').waitFor()
    await keyboard.to('新建机构')
    await keyboard.press('Enter')

    await heading('机构与建筑')
    await eventually(() => keyboard.focus()).toBe('名称')
    await keyboard.type('城关镇政府')
    await keyboard.press('Enter')
    expect(await keyboard.focus()).toBe('编号')
    await choose('机构类别', '党政机关')
    await choose('所在地', '三明')
    await keyboard.to('建筑面积')
    await keyboard.type('1 800')
    await keyboard.press('Enter')
    await keyboard.to('加一栋', 'Shift+Tab')
    await keyboard.press('Enter')
    await eventually(() => app.page.getByLabel('建筑面积', { exact: true }).count()).toBe(2)
    await eventually(() => keyboard.focus()).toBe('建筑名称')
    await keyboard.to('建筑面积', 'Tab', 1)
    await keyboard.type('1200')
    await keyboard.press('Enter')
    await app.page.locator('tfoot').getByText('3\u2009000').waitFor()

    await stage(2, '人员面积台账')
    await keyboard.to('在岗在编人员')
    await keyboard.press('Enter')
    await keyboard.to('人数')
    await keyboard.type('50')
    await keyboard.press('Enter')
    await app.page.getByText('50.00').first().waitFor()

    await stage(3, '用能数据')
    await keyboard.to('电力')
    await keyboard.press('Enter')
    await app.cell(1, 0).waitFor()
    await keyboard.to('加用能栏目')
    await keyboard.press('ArrowDown', ...Array(9).fill('ArrowDown'), 'Enter')
    await app.cell(1, 1).waitFor()
    // whoever adds a column types into it at once
    await eventually(() => keyboard.focus()).toBe('1 月，水')
    await keyboard.press('ArrowLeft')
    expect(await keyboard.focus()).toBe('1 月，电力')
    for (let i = 0; i < 12; i++) {
      await keyboard.type(String(5000 + i))
      await keyboard.press('Enter')
    }
    await keyboard.press('Control+Home', 'ArrowRight')
    expect(await keyboard.focus()).toBe('1 月，水')
    for (let i = 0; i < 12; i++) {
      await keyboard.type(String(100 + i))
      await keyboard.press('Enter')
    }
    await eventually(() => app.page.locator('tfoot td').nth(1).textContent()).toBe('1\u2009266')

    await stage(4, '定额评价')
    await eventually(() => app.cards()).toEqual(['148', '2.5', '20', '25'])
    await eventually(grades).toEqual(['基', '基', '基', '基'])
  })

  it('the list is walked with the arrows and keeps its filter', async () => {
    await openSample()
    await keyboard.press('/')
    await keyboard.type('望海')
    await eventually(rows).toBe(4)
    await keyboard.to('机构')
    await keyboard.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp')
    await eventually(() => app.page.locator('.box tr.on').textContent()).toContain('望海区人民医院')
    expect(await keyboard.focus()).toBe('机构')
    expect(await rows()).toBe(4)
    await keyboard.press('Enter')
    await eventually(() => app.cards()).toEqual(['77', '14.6', '94', '24'])
  })

  it('F6 goes round the regions, also where the first button is off', async () => {
    await openSample()
    await keyboard.to(/^概览/, 'F6')
    await keyboard.to('导出 14 家报告', 'F6', 1)
    await keyboard.to(/^概览/, 'F6', 1)
    await goTo('图书馆')
    await keyboard.to('energyPerPerson.grade')
    await keyboard.press('Enter')
    await panel().waitFor()
    await keyboard.to('关闭推导', 'F6', 1)
    await keyboard.to(/^概览/, 'F6', 1)
    await keyboard.to('存为评价记录', 'F6', 1)
  })

  it('the search keeps the focus while it is open, and gives it back', async () => {
    await openSample()
    await keyboard.press('/', 'Control+k')
    await eventually(() => keyboard.focus()).toBe('搜索机构、命令')
    await keyboard.press('Tab', 'Shift+Tab', 'F6')
    expect(await keyboard.focus()).toBe('搜索机构、命令')
    await keyboard.press('Escape')
    await eventually(() => keyboard.focus()).toBe('按名称、地点筛选')
  })
})

describe('the tiers on a band', () => {
  it('are links to the row of the standard they are printed in', async () => {
    await openSample()
    await goTo('云岭区机关事务服务中心')
    await keyboard.to('quotaRow.energyPerPerson.advanced')
    await keyboard.press('Enter')
    await panel().getByText('216').first().waitFor()
    await panel().getByText('表1').first().waitFor()
  })
})

describe('the grid', () => {
  it('takes what is typed after an undo as a new number, and Enter stays in the column that was just added', async () => {
    await openSample()
    await goTo('云岭区机关事务服务中心')
    await stage(3, '用能数据')
    await app.cell(1, 0).click()
    await keyboard.type('60000')
    await keyboard.press('Enter', 'ArrowUp', 'Control+z')
    await eventually(() => app.cell(1, 0).inputValue()).toMatch(/54.?310/)
    await keyboard.type('61000')
    await keyboard.press('Enter')
    await eventually(() => app.cell(1, 0).inputValue()).toMatch(/^61.000$/)

    await app.page.getByRole('combobox', { name: '加用能栏目' }).selectOption('diesel')
    await eventually(() => keyboard.focus()).toBe('1 月，柴油')
    await keyboard.type('77')
    await keyboard.press('Enter')
    expect(await keyboard.focus()).toBe('2 月，柴油')
  })
})

describe('what is half typed', () => {
  it('is saved when a key leaves the screen', async () => {
    await openSample()
    await goTo('云岭区机关事务服务中心')
    await keyboard.to('年实际运行时间')
    await keyboard.type('2400')
    await keyboard.press('Alt+ArrowDown')
    await eventually(() => app.cards()).toEqual(['604', '10.6', '84', '78'])
    await keyboard.press('Alt+ArrowUp')
    await eventually(() => app.cards()).toEqual(['411', '7.0', '52', '40'])

    await stage(2, '人员面积台账')
    await keyboard.to('人数')
    await keyboard.type('268')
    await keyboard.press('F1')
    await heading('录入')
    await stage(2, '人员面积台账')
    await app.page.locator('tfoot').getByText('330.88').waitFor()

    await stage(3, '用能数据')
    await keyboard.to('1 月，电力 总表 A-01')
    await keyboard.type('777')
    await stage(1, '机构与建筑')
    await stage(3, '用能数据')
    await eventually(() => app.cell(1, 0).inputValue()).toBe('777')
  })
})

/** Opens every closed step on the way through the panel with Tab and Enter, until everything wanted has come to light. */
async function walkDown(wanted: readonly string[]): Promise<void> {
  for (;;) {
    await keyboard.press('Tab')
    const { inside, closed, text } = await app.page.evaluate(() => {
      const panel = document.activeElement?.closest('.dv')
      const closed = document.activeElement?.getAttribute('aria-expanded') === 'false'
      return { inside: panel !== undefined && panel !== null, closed, text: panel?.textContent ?? '' }
    })
    const missing = wanted.filter(part => !text.includes(part))
    if (missing.length === 0) return
    if (!inside) throw new Error(`the panel ends without ${missing}`)
    if (closed) await keyboard.press('Enter')
  }
}

async function choose(label: string, text: string): Promise<void> {
  await keyboard.to(label)
  await keyboard.type(text)
  await keyboard.press('Enter')
  await app.page.locator('.ant-select-content', { hasText: text }).waitFor()
}
