import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, startBrowser } from '../tool/browser.ts'
import { ROOT } from '../tool/fujian.ts'
import { GREEN_POWER_BLOCKS, TAIWAN_BLOCKS } from '../tool/programmes.ts'
import { temporaryFolder } from '../tool/workbook.ts'

const SCREENS = join(ROOT, '.build', 'screens')
const axe = readFileSync(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

let browser: Browser
let app: Application

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true })
  browser = await startBrowser()
  app = await Application.start(browser, temporaryFolder())
  await app.page.getByText('自检通过').waitFor()
})
afterAll(async () => {
  await app.stop()
  await browser.close()
})

/** What axe finds of impact serious or critical, with the first places, in the page as it stands. */
async function findings(): Promise<string[]> {
  const { page } = app
  if (!(await page.evaluate(() => Reflect.has(window, 'axe')))) await page.evaluate(axe)
  const { violations, passes } = await page.evaluate(
    (): Promise<AxeResults> => Reflect.get(window, 'axe').run(document, { resultTypes: ['violations'] }),
  )
  // a page that axe could not look at has no violations either
  expect(passes.length).toBeGreaterThan(10)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes
        .slice(0, 5)
        .map(node => `${impact} ${id} (${nodes.length}): ${node.html.slice(0, 160)} — ${node.failureSummary}`),
    )
}

const stage = (name: string, heading: string) => async () => {
  await app.stage(name)
  await app.page.getByRole('heading', { level: 1, name: heading }).waitFor()
}
const mode = (name: string) => () => app.page.getByRole('button', { name, exact: true }).click()

/** Every screen in the order a person can come by; each goes on from the one before. */
const WAY: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['welcome', async () => {}],
  [
    'welcome-create',
    async () => {
      await app.page.getByRole('button', { name: '新建工作簿' }).click()
      await app.page.getByRole('button', { name: '建立' }).waitFor()
    },
  ],
  [
    'institutions',
    async () => {
      await app.page.getByRole('button', { name: '打开示例' }).click()
      await app.page.getByRole('button', { name: '云岭区第一中学' }).waitFor()
    },
  ],
  ['overview', stage('概览', '概览')],
  ['standard', stage('标准库', '标准库')],
  ['settings', stage('设置', '设置')],
  ['help', stage('帮助', '半小时上手')],
  [
    'evaluation',
    async () => {
      await app.stage('机构列表')
      await app.page.getByRole('button', { name: '云岭区机关事务服务中心' }).click()
      await app.page.locator('.card').first().waitFor()
    },
  ],
  [
    'evaluation-derivation',
    async () => {
      await app.page.locator('[data-cell="energyPerPerson.grade"]').click()
      await app.page.getByRole('complementary', { name: '推导' }).getByText('363.24432').first().waitFor()
    },
  ],
  [
    'institution',
    async () => {
      await app.page.keyboard.press('Escape')
      await stage('机构与建筑', '机构与建筑')()
    },
  ],
  [
    'institution-choose',
    async () => {
      await app.page.getByRole('combobox', { name: '所在地' }).click()
      await app.page.getByRole('option').first().waitFor({ state: 'attached' })
    },
  ],
  [
    'people',
    async () => {
      await app.page.keyboard.press('Escape')
      await stage('人员面积台账', '人员面积台账')()
    },
  ],
  ['energy-month', stage('用能数据', '用能数据')],
  ['energy-year', mode('按年')],
  ['energy-special', mode('特殊用能')],
  ['visits-empty', stage('现场检查', '现场检查')],
  [
    'field',
    async () => {
      await app.page.getByRole('button', { name: '新建现场' }).click()
      await app.page.locator('.fm .item h1').waitFor()
      await app.page.keyboard.press('2')
      await app.page.getByRole('button', { name: '记为问题' }).click()
      await app.page.getByText('JL-01 已记为问题').waitFor()
      await app.page.getByRole('complementary', { name: '随手记' }).getByRole('textbox').fill('二层走廊风口结灰')
      await app.page.getByRole('button', { name: '记下' }).click()
      await app.page.locator('.memo .li').first().waitFor()
    },
  ],
  [
    'field-search',
    async () => {
      await app.page.keyboard.press('/')
      await app.page.keyboard.type('照明')
      await app.page.locator('.fm .hit').first().waitFor()
    },
  ],
  [
    'visits',
    async () => {
      await app.page.keyboard.press('Escape')
      await app.page.getByRole('button', { name: '离开现场模式' }).click()
      await app.page.getByRole('button', { name: '加一次测量' }).click()
      await app.page.getByRole('button', { name: '加一台仪器' }).click()
      await app.page.getByRole('textbox', { name: '第 1 台仪器' }).waitFor()
    },
  ],
  [
    'equipment',
    async () => {
      await stage('设备与计量', '设备与计量')()
      await app.page.getByRole('button', { name: '加一种设备' }).click()
      for (const [label, typed] of Object.entries({
        数量: '420',
        额定功率或耗量: '0.036',
        年运行时间: '2500',
        负荷系数: '0.8',
      }))
        await app.page.getByRole('textbox', { name: label, exact: true }).fill(typed)
      await app.page.keyboard.press('Enter')
      await app.page.getByText('30\u2009240').first().waitFor()
    },
  ],
  [
    'meters',
    async () => {
      await app.page.getByRole('button', { name: '计量器具' }).click()
      await app.page.getByRole('button', { name: '加一类应装' }).click()
      await app.page.getByRole('button', { name: '加一块表' }).click()
      await app.page.getByRole('textbox', { name: '第 1 块表' }).waitFor()
    },
  ],
  [
    'catalogue',
    async () => {
      await app.page.getByRole('button', { name: '淘汰目录', exact: true }).click()
      await app.page.getByLabel('从目录复制').fill('S7-*\t油浸式变压器\t第四批第 1 项')
      await app.page.getByRole('button', { name: '加入目录' }).click()
      await app.page.getByText('加入 1 条。').waitFor()
    },
  ],
  [
    'programme-empty',
    async () => {
      await app.page.getByRole('button', { name: '政策对标' }).click()
      await app.page.getByRole('button', { name: '臺灣' }).click()
      await app.page.getByText('还没有数据').waitFor()
    },
  ],
  ...[...TAIWAN_BLOCKS].map(([, table, block]): [string, () => Promise<void>] => [
    `programme-${table}`,
    async () => {
      await app.page.getByRole('navigation', { name: '数据表' }).getByRole('button', { name: table }).click()
      await app.page.getByLabel(/^各列依次/).fill(block)
      await app.page.getByRole('button', { name: '写入', exact: true }).click()
      await app.page.getByText(/已写入/).waitFor()
    },
  ]),
  [
    'programme-ranking',
    async () => {
      await app.page.getByRole('button', { name: '評比', exact: true }).click()
      await app.page.locator('.programme .val.link').first().waitFor()
    },
  ],
  [
    'programme-units',
    async () => {
      await app.page.getByRole('button', { name: '執行單位', exact: true }).click()
      await app.page.locator('.programme .val.link').first().click()
      await app.page.getByRole('complementary', { name: '推导' }).waitFor()
    },
  ],
  [
    'programme-notes',
    async () => {
      await app.page.getByRole('button', { name: '讀法', exact: true }).click()
      await app.page.getByText('22.87%').first().waitFor()
    },
  ],
  [
    'green-power',
    async () => {
      await app.page.getByRole('button', { name: /内蒙古/ }).click()
      for (const [, table, block] of GREEN_POWER_BLOCKS) {
        await app.page.getByRole('navigation', { name: '数据表' }).getByRole('button', { name: table }).click()
        await app.page.getByLabel(/^各列依次/).fill(block)
        await app.page.getByRole('button', { name: '写入', exact: true }).click()
        await app.page.getByText(/已写入/).waitFor()
      }
      await app.page.getByRole('button', { name: '用能单位', exact: true }).click()
      await app.page.locator('.programme .val.link').first().waitFor()
    },
  ],
  [
    'green-periods',
    async () => {
      await app.page.getByRole('button', { name: '月度和季度', exact: true }).click()
      await app.page.locator('.programme tr.total').first().waitFor()
    },
  ],
  [
    'green-certificates',
    async () => {
      await app.page.getByRole('button', { name: '台账', exact: true }).click()
      await app.page.getByText('已核销').first().waitFor()
    },
  ],
  [
    'findings',
    async () => {
      await stage('问题与措施', '问题与措施')()
      await app.page.getByRole('button', { name: '加一条措施' }).click()
      await app.page.getByRole('button', { name: '加一种节约的能源' }).click()
      await app.page.getByRole('textbox', { name: '年节约量' }).waitFor()
    },
  ],
  [
    'report',
    async () => {
      await stage('报告', '报告')()
      await app.page.getByText('各指标修正后的值占').first().waitFor()
    },
  ],
  [
    'palette',
    async () => {
      await app.page.keyboard.press('Control+k')
      await app.page.getByRole('dialog', { name: '搜索和命令' }).waitFor()
    },
  ],
  [
    'steps',
    async () => {
      await app.page.keyboard.press('Escape')
      await app.page.getByRole('button', { name: '已保存' }).click()
      await app.page.getByRole('dialog', { name: '最近的操作' }).waitFor()
    },
  ],
  [
    'evaluation-undetermined',
    async () => {
      await app.page.getByRole('button', { name: '已保存' }).click()
      await app.stage('机构列表')
      await app.page.getByRole('button', { name: '清竹县科技馆' }).click()
      await app.page.getByText('无法判定').first().waitFor()
    },
  ],
]

describe('every screen', () => {
  it.each(WAY)('%s has nothing that a screen reader or weak eyes cannot use', async (name, come) => {
    await come()
    await app.page.screenshot({ path: join(SCREENS, `${name}.png`), animations: 'disabled' })
    expect(await findings()).toEqual([])
  })

  it('none of them has written an error into the console', () => {
    expect(app.faults).toEqual([])
  })
})
