import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationName, Outputs } from '#core/contract/operations.ts'
import type { Summary } from '#core/contract/views.ts'
import { Application, startBrowser } from '../tool/browser.ts'
import { temporaryFolder } from '../tool/workbook.ts'

const FIRST = '云岭区机关事务服务中心'

let browser: Browser
let app: Application

beforeAll(async () => {
  browser = await startBrowser()
  app = await Application.start(browser, temporaryFolder())
  await app.openSample()
})
afterAll(async () => {
  await app.stop()
  await browser.close()
})

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 8000, interval: 40 })

async function ask<N extends OperationName>(name: N, input: unknown): Promise<Outputs[N]> {
  const reply = await app.core.call(name, input)
  if (!reply.ok) throw new Error(reply.message)
  return reply.value as Outputs[N]
}

const steps = async () => (await ask('history.list', {})).map(({ label }) => label)
const textsOf = (selector: string) => app.page.locator(selector).allTextContents()

/** The text of the list and of the first institution's cards, once they show what the core holds. */
async function shown(): Promise<{ list: string[]; cards: string[] }> {
  const { rows } = await ask('institution.list', { since: 0 })
  await app.stage('机构列表')
  const list = rows.map(lineOf)
  await eventually(() => textsOf('.box tbody tr')).toEqual(list)
  const year = rows.find(row => row.name === FIRST)?.year
  if (year === undefined) return { list, cards: [] }
  const { cards } = await ask('institution.detail', { year })
  await app.page.locator('.box').getByRole('button', { name: FIRST, exact: true }).click()
  await eventually(() => app.cards()).toEqual(cards.map(card => card.display ?? '无法判定'))
  await eventually(() => textsOf('.card .gr .mk')).toEqual(cards.map(card => card.grade.mark))
  await eventually(() => textsOf('.card .gap .end .val')).toEqual(
    cards.flatMap(({ distance }) => (distance ? [distance.amount] : [])),
  )
  return { list, cards: await textsOf('.card') }
}

/** A row of the list as it has to read. */
function lineOf(row: Summary): string {
  const type = row.rowLabel || row.type
  return [
    row.name,
    `${row.class ?? '未填类别'}${type ? ` · ${type}` : ''}`,
    `${row.place ?? '未填'}${row.zone ? ` · ${row.zone}` : ''}`,
    row.floorArea ?? '未报',
    row.people ?? '未报',
    ...row.indicators.map(({ grade, text }) => `${grade.mark}${text}`),
    row.reported >= row.expected ? '已齐' : `${row.reported}/${row.expected}`,
    row.todos.length,
  ].join('')
}

const at = (stage: string, does: () => Promise<unknown>) => async () => {
  await app.stage(stage)
  await app.page.getByRole('heading', { level: 1, name: stage }).waitFor()
  await does()
}
const fill = (label: string, text: string) => async () => {
  await app.page.getByRole('textbox', { name: label, exact: true }).first().fill(text)
  await app.page.keyboard.press('Enter')
}
const click = (name: string) => () => app.page.getByRole('button', { name, exact: true }).first().click()
const inCell = (month: number, column: number, does: () => Promise<unknown>) => async () => {
  await app.cell(month, column).click()
  await does()
}
const type = (text: string) => async () => {
  await app.page.keyboard.type(text)
  await app.page.keyboard.press('Enter')
}

/** Edits of every kind, by the name each has in the list of steps. */
const EDITS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['修改 年实际运行时间', at('定额评价', fill('年实际运行时间', '2800'))],
  [
    '修改 取法',
    at('定额评价', async () => {
      await click('改取法')()
      await app.page.getByLabel('人均用水量修正', { exact: true }).selectOption('yes')
      await fill('人均用水量修正的理由', '用水随运行时间增加')()
    }),
  ],
  [
    '修改 取法',
    at('定额评价', async () => {
      await click('改取法')()
      await app.page.getByLabel('车辆充电', { exact: true }).selectOption('yes')
      await fill('车辆充电的理由', '充电桩与大楼共用一表')()
    }),
  ],
  ['修改 建筑面积', at('机构与建筑', fill('建筑面积', '4 000'))],
  ['修改 所在地', at('机构与建筑', () => app.choose('所在地', '三明'))],
  ['修改 电力 总表 A-01 1 月', at('用能数据', inCell(1, 0, type('60000')))],
  [
    '粘贴 4 格',
    at(
      '用能数据',
      inCell(3, 4, () => app.paste('10\t20\n30\t40')),
    ),
  ],
  ['删除 在岗在编人员', at('人员面积台账', click('删除第 1 类人员'))],
  [
    '清为未报 水 总表 12 月',
    at(
      '用能数据',
      inCell(12, 5, () => app.page.keyboard.press('Delete')),
    ),
  ],
  ['删除 食堂', at('用能数据', inCell(1, 3, click('删除整列')))],
  ['修改 人数', at('人员面积台账', fill('人数', '1,5'))],
  ['新增 建筑', at('机构与建筑', click('加一栋'))],
  ['新建 机构', at('机构列表', click('新建机构'))],
  [
    '删除 云岭区综合办公大楼',
    at('机构列表', async () => {
      await app.page.locator('.box tbody tr', { hasText: '云岭区综合办公大楼' }).locator('td').nth(3).click()
      await click('删除')()
    }),
  ],
]

describe('a session of edits of every kind', () => {
  it('is taken back to the very start and done again to the end, every step to the same list and cards', {
    timeout: 240_000,
  }, async () => {
    const { page } = app
    const states = [await shown()]
    for (const [i, [label, edit]] of EDITS.entries()) {
      await edit()
      await eventually(async () => (await steps()).length).toBe(i + 1)
      expect((await steps())[0]).toBe(label)
      states.push(await shown())
    }
    expect(await steps()).toEqual(EDITS.map(([label]) => label).reverse())
    for (let i = 1; i < states.length; i++) expect(states[i], EDITS[i - 1]?.[0]).not.toEqual(states[i - 1])
    expect(new Set(states.map(({ cards }) => cards.join())).size).toBeGreaterThan(8)

    for (let left = EDITS.length; left > 0; left--) {
      await page.keyboard.press('Control+z')
      await eventually(async () => (await steps()).length).toBe(left - 1)
      expect(await shown(), `before ${EDITS[left - 1]?.[0]}`).toEqual(states[left - 1])
    }
    await eventually(steps).toEqual([])
    await page.getByRole('button', { name: '没有可撤销的操作', disabled: true }).waitFor()

    for (let done = 1; done <= EDITS.length; done++) {
      await page.keyboard.press('Control+y')
      await eventually(async () => (await steps()).length).toBe(done)
      expect(await shown(), `after ${EDITS[done - 1]?.[0]}`).toEqual(states[done])
    }
    await page.getByRole('button', { name: '没有可重做的操作', disabled: true }).waitFor()
    expect(await ask('workbook.check', {})).toEqual([])
    expect(app.faults).toEqual([])
  })
})
