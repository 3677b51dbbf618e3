import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, startBrowser } from '../tool/browser.ts'
import { recalculated } from '../tool/libre-office.ts'
import { temporaryFolder } from '../tool/workbook.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 8000, interval: 40 })

/** Photos as a camera makes them, each different. */
async function photos(page: Page, count: number): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const all = await page.evaluate(async many => {
    const made: number[][] = []
    for (let i = 0; i < many; i++) {
      const canvas = new OffscreenCanvas(1200, 900)
      const context = canvas.getContext('2d')
      if (context) {
        context.fillStyle = `hsl(${i * 29} 40% 55%)`
        context.fillRect(0, 0, 1200, 900)
        context.fillStyle = '#fff'
        context.font = '200px sans-serif'
        context.fillText(`${i + 1}`, 480, 520)
      }
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
      made.push([...new Uint8Array(await blob.arrayBuffer())])
    }
    return made
  }, count)
  return all.map((bytes, i) => ({ name: `照片 ${i + 1}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(bytes) }))
}

/** The sample with a visit that has just begun. */
async function onSite(app: Application): Promise<void> {
  await app.openSample()
  await app.stage('现场检查')
  await app.page.getByRole('button', { name: '新建现场' }).click()
  await app.page.locator('.fm .item h1').waitFor()
}
const item = (page: Page) => page.locator('.fm .meta b').innerText()
const answered = async (page: Page) => Number(await page.locator('.fm .tot .n').innerText())
const thumbnails = (page: Page) => page.locator('.fm .ev .shot img').count()

describe('a visit', () => {
  it('of thirty answers, twelve photos, four measurements and three findings survives a fall in the middle', async () => {
    const folder = temporaryFolder()
    let app = await Application.start(browser, folder)
    let { page } = app
    await onSite(app)
    const pictures = await photos(page, 12)
    const first = await item(page)
    // fifteen answers by keyboard only; every fifth a no
    for (let i = 0; i < 15; i++) {
      await page.keyboard.press(i % 5 === 4 ? '2' : '1')
      await eventually(() => answered(page)).toBe(i + 1)
      if (i % 5 === 4) await page.keyboard.press('f')
      if (i < 14) await page.keyboard.press('j')
    }
    await page.getByLabel('选择照片').setInputFiles(pictures.slice(0, 6))
    await eventually(() => thumbnails(page)).toBe(6)
    await page.getByLabel('说明').fill('空调与水泵合用一块总表')
    const left = await item(page)
    await eventually(() => page.evaluate(() => document.querySelectorAll('.fm .ev .tile').length)).toBe(0)
    // time for the half-typed note to be kept
    await page.waitForTimeout(300)
    await app.crash()

    app = await Application.start(browser, folder)
    ;({ page } = app)
    await page.getByRole('button', { name: '示例工作簿' }).first().click()
    await page.locator('.fm .item h1').waitFor()
    expect(await item(page)).toBe(left)
    await eventually(() => page.getByLabel('说明').inputValue()).toBe('空调与水泵合用一块总表')
    await page.getByLabel('说明').press('Control+Enter')
    await eventually(() => thumbnails(page)).toBe(6)
    expect(await answered(page)).toBe(15)
    await page.keyboard.press('n')
    for (let i = 15; i < 30; i++) {
      await page.keyboard.press('1')
      await eventually(() => answered(page)).toBe(i + 1)
      await page.keyboard.press('n')
    }
    expect(await item(page)).not.toBe(first)
    await page.getByLabel('选择照片').setInputFiles(pictures.slice(6))
    await eventually(() => thumbnails(page)).toBe(6)
    await eventually(() => page.evaluate(() => document.querySelectorAll('.fm .ev .tile').length)).toBe(0)
    await page.keyboard.press('Control+Shift+F')
    await page.getByRole('heading', { name: '现场检查' }).waitFor()
    for (let i = 0; i < 4; i++) {
      await page.getByRole('button', { name: '加一次测量' }).click()
      await eventually(() => page.getByRole('textbox', { name: '测量值', exact: true }).count()).toBe(i + 1)
    }
    const values = ['27.5', '24', '21', '29']
    for (const [i, value] of values.entries()) {
      await page.getByLabel(`第 ${i + 1} 次测量的项目`).click()
      await page.keyboard.type('室内温度')
      await page.keyboard.press('Enter')
      await page.getByRole('textbox', { name: '测量值', exact: true }).nth(i).fill(value)
      await page.keyboard.press('Enter')
    }
    await eventually(() => page.locator('td.verdict p').allInnerTexts()).toEqual([
      '✓ 符合',
      '✓ 符合',
      '✕ 不符合',
      '✕ 不符合',
    ])
    await page.getByRole('button', { name: '记为问题' }).first().click()
    await page.getByRole('button', { name: '问题 ›' }).waitFor()
    await app.stage('问题与措施')
    await eventually(() => page.locator('.finding').count()).toBe(4)
    await page.getByRole('button', { name: '加一条措施' }).first().click()
    await page.getByLabel('投资').fill('36000')
    await page.getByLabel('年节约费用').fill('12000')
    await page.getByLabel('年节约费用').press('Enter')
    await page.getByText('3.0 年').waitFor()

    await app.stage('报告')
    await page.getByText('第 1 次现场的检查记录').waitFor()
    await page.getByRole('button', { name: '导出 Word' }).click()
    await page.getByText('已写 1 个文件').waitFor({ timeout: 20_000 })
    await page.getByRole('button', { name: '导出 Excel' }).click()
    const written = () => readdirSync(join(folder, '报告')).map(name => join(folder, '报告', name))
    await expect.poll(written, { timeout: 20_000 }).toHaveLength(2)
    const [docx = '', xlsx = ''] = ['.docx', '.xlsx'].map(end => written().find(name => name.endsWith(end)) ?? '')
    const parts = unzipSync(readFileSync(docx))
    const word = strFromU8(parts['word/document.xml'] ?? new Uint8Array()).replace(/<[^>]+>/g, '')
    for (const text of ['现场检查', '空调与水泵合用一块总表', '公共机构节能条例 第', '来源待核', '措施', '照片 11-1'])
      expect(word, text).toContain(text)
    // the photos of what was answered no, as copies without the camera's notes
    const printed = Object.entries(parts).filter(([name]) => name.startsWith('word/media/'))
    expect(printed).toHaveLength(6)
    for (const [, bytes] of printed) expect(strFromU8(bytes, true)).not.toContain('Exif')
    const sheets = recalculated(xlsx)
    expect([...sheets.keys()]).toEqual(expect.arrayContaining(['现场检查', '测量', '问题和措施']))
    expect([...(sheets.get('问题和措施')?.values() ?? [])]).toEqual(expect.arrayContaining(['36000', '12000']))
    expect(app.faults.filter(fault => !fault.includes('Failed to load resource'))).toEqual([])
    await app.stop()
  })

  it('is made with a finger on a small tablet: targets of 44 pixels, nothing beyond the edge', async () => {
    const app = await Application.startOnTablet(browser, temporaryFolder())
    await onSite(app)
    const { page } = app
    const first = await item(page)
    await page.getByRole('radio', { name: /否/ }).tap()
    await eventually(() => answered(page)).toBe(1)
    await page.getByRole('button', { name: '下一条 J', exact: true }).tap()
    await eventually(() => item(page)).not.toBe(first)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.fm button, .fm label.btn, .fm textarea, .fm .lookup')]
        .filter(element => !element.matches('.saved-button, .fm .memo small button, figcaption button'))
        .map(element => ({ name: element.innerText.slice(0, 12), height: element.getBoundingClientRect().height }))
        .filter(({ height }) => height > 0 && height < 44),
    )
    expect(small).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)
    const over = await page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLElement>('.fm .item *')].filter(
          e => e.getBoundingClientRect().right > 1024 - 239,
        ).length,
    )
    expect(over).toBe(0)
    await app.stop()
  })

  it('takes photos of any kind, refuses the others where they were dropped, and goes on', async () => {
    const app = await Application.start(browser, temporaryFolder())
    await onSite(app)
    const { page } = app
    const [photo] = await photos(page, 1)
    if (!photo) throw new Error('no photo')
    const files = (...all: [string, Buffer][]) =>
      page
        .getByLabel('选择文件')
        .setInputFiles(all.map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer })))
    await files(
      ['程序.jpg', Buffer.from('MZ\u0090\u0000 This program cannot be run in DOS mode.')],
      ['画.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
      ['半张.jpg', photo.buffer.subarray(0, 4000)],
      ['IMG_1.heic', Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0')],
      ['真的.exe', photo.buffer],
    )
    const large = join(temporaryFolder(), '大.jpg')
    writeFileSync(large, Buffer.alloc(61 * 1024 * 1024, 1))
    await page.getByLabel('选择文件').setInputFiles(large)
    const refused = page.locator('.fm .tile.refused')
    await eventually(() => refused.count()).toBe(5)
    const said = (await refused.allInnerTexts()).join('\n')
    for (const sentence of ['不是照片', '不完整', 'HEIC 格式打不开', '超过 60 MB']) expect(said).toContain(sentence)
    // by its content, whatever its name
    await eventually(() => thumbnails(page)).toBe(1)
    await files(['又一次.jpg', photo.buffer])
    await page.getByText('这里已有这个文件（真的.exe）').waitFor()
    expect(await thumbnails(page)).toBe(1)
    await page.keyboard.press('1')
    await eventually(() => answered(page)).toBe(1)
    await app.stop()
  })

  it('is signed: final locks every field, a new version shows what has changed', async () => {
    const app = await Application.start(browser, temporaryFolder())
    await onSite(app)
    const { page } = app
    // a memo half written is among the memos when the window is left
    await page.getByRole('complementary', { name: '随手记' }).getByRole('textbox').fill('配电间')
    await page.getByRole('button', { name: '离开现场模式' }).click()
    await eventually(() => page.locator('.counts dd').allInnerTexts()).toContain('1')
    await app.stage('报告')
    await page.getByText('第 1 次现场没有填日期').waitFor()
    await page.getByLabel('签署人').fill('审核人')
    await page.getByRole('button', { name: '审核', exact: true }).click()
    await page.locator('.out .tag', { hasText: '已审核' }).waitFor()
    await page.getByLabel('签署人').fill('审核人')
    await page.getByRole('button', { name: '定稿', exact: true }).click()
    // the visit has no date: whoever signs nevertheless says so
    await page.getByRole('button', { name: '有 1 项必须处理，仍要定稿' }).click()
    await page.locator('.bar .tag.final').waitFor()
    await app.stage('机构与建筑')
    const area = page.getByRole('textbox', { name: '建筑面积' })
    // nothing to press that would be refused
    await page.keyboard.press('Control+Shift+F')
    await page.locator('.fm .item h1').waitFor()
    expect(await page.getByRole('radio', { name: '否' }).isDisabled()).toBe(true)
    expect(await page.getByRole('textbox', { name: '随手记' }).getAttribute('readonly')).not.toBeNull()
    expect(await page.locator('.fm .ev .add').count()).toBe(0)
    await page.keyboard.press('Control+Shift+F')
    await app.stage('机构与建筑')
    expect(await area.getAttribute('readonly')).not.toBeNull()
    await page.keyboard.press('Control+z')
    await page.getByText('“定稿”不能撤销').waitFor()
    await app.stage('报告')
    await page.getByLabel('签署人').fill('审核人')
    await page.getByRole('button', { name: '修改并开新版本' }).click()
    await page.getByText('第 2 版', { exact: true }).waitFor()
    await app.stage('机构与建筑')
    await area.fill('12500')
    await area.press('Enter')
    await app.stage('报告')
    // the facts that differ, and below them every step with what it changed
    const [facts, steps] = [page.locator('.diff').first(), page.locator('.diff').last()]
    await eventually(() => facts.locator('li').allInnerTexts()).toHaveLength(1)
    for (const list of [facts, steps])
      expect(await list.locator('del, ins').allInnerTexts()).toEqual(['12000', '12500'])
    // a visit that was taken back does not leave an empty window
    await page.keyboard.press('Control+Shift+F')
    await page.locator('.fm .item h1').waitFor()
    await app.stop()
  })

  it('goes on into the equipment: evidence, a catalogue, savings of two carriers; a reload stays with its visit', async () => {
    const app = await Application.start(browser, temporaryFolder())
    await onSite(app)
    const { page } = app
    await page.getByRole('button', { name: '离开现场模式' }).click()
    await page.getByRole('button', { name: '新建现场' }).click()
    await page.getByText('第 2 次现场').waitFor()
    await page.getByRole('button', { name: '离开现场模式' }).click()
    await page.getByRole('button', { name: '进入现场模式' }).first().click()
    await page.getByText('第 1 次现场').waitFor()
    await page.reload()
    await page.getByText('第 1 次现场').waitFor()
    await page.getByRole('button', { name: '离开现场模式' }).click()

    await app.stage('设备与计量')
    await page.getByRole('button', { name: '加一种设备' }).click()
    const model = page.getByRole('textbox', { name: '型号', exact: true })
    await model.fill('S7-630/10')
    await model.press('Enter')
    await page.getByRole('button', { name: '第 1 种设备的证据，0 个' }).click()
    const box = page.getByRole('dialog', { name: '第 1 种设备的证据' })
    await box.getByLabel('选择照片').setInputFiles(await photos(page, 1))
    await box.locator('.shot img').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '第 1 种设备的证据，1 个' }).waitFor()
    await page.getByRole('button', { name: '淘汰目录', exact: true }).click()
    await page.getByLabel('从目录复制').fill('S7-*\t油浸式变压器\t第四批，第 1 项\n型号两个\t\t')
    await page.getByRole('button', { name: '加入目录' }).click()
    await page.getByText('加入 2 条。').waitFor()
    await page.getByRole('button', { name: '用能设备', exact: true }).click()
    await page.getByText('型号相符').waitFor()

    await app.stage('问题与措施')
    await page.getByRole('button', { name: '加一条问题' }).click()
    await page.getByRole('button', { name: '加一条措施' }).click()
    for (const [i, [carrier, amount]] of [
      ['电力', '1200'],
      ['天然气', '300'],
    ].entries()) {
      await page.getByRole('button', { name: '加一种节约的能源' }).click()
      const typed = page.getByRole('textbox', { name: '年节约量', exact: true }).nth(i)
      await typed.fill(amount ?? '')
      await typed.press('Enter')
      expect(await page.locator('.savings .choose').nth(i).innerText()).toContain(i === 0 ? carrier : '')
    }
    await page.getByRole('combobox', { name: '节约的能源 2' }).click()
    await page.keyboard.type('天然气')
    await page.keyboard.press('Enter')
    await app.stage('报告')
    await page.getByText('电力 1\u2009200 kWh；天然气 300 m³').waitFor()
    await app.stage('用能数据')
    await page.getByRole('button', { name: /账单的证据，0 个$/ }).click()
    await page.getByRole('dialog', { name: /账单的证据$/ }).waitFor()
    expect(app.faults.filter(fault => !fault.includes('Failed to load resource'))).toEqual([])
    await app.stop()
  })

  it('is bound by its own province, and goes from too few meters to measures in their order', async () => {
    const app = await Application.start(browser, temporaryFolder())
    const { page } = app
    await app.openSample()
    await app.stage('机构与建筑')
    await app.choose('所在地', '山东省')
    await page.getByText('没有定额；现场检查按山东的条文').waitFor()
    await app.stage('现场检查')
    await page.getByRole('button', { name: '新建现场' }).click()
    await page.getByRole('button', { name: '离开现场模式' }).click()
    await page.getByRole('button', { name: '加一次测量' }).click()
    await page.getByRole('textbox', { name: '测量值' }).fill('24')
    await page.keyboard.press('Enter')
    await page.locator('.verdict.nonconform').waitFor()
    await page.getByRole('textbox', { name: '现场日期' }).fill('2024-03-14')
    await page.keyboard.press('Enter')

    await app.stage('设备与计量')
    await page.getByRole('button', { name: '计量器具', exact: true }).click()
    await page.getByRole('button', { name: '加一类应装' }).click()
    await page.getByRole('textbox', { name: '应装' }).fill('1')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '记为问题' }).click()
    await page.getByRole('button', { name: '问题 ›' }).click()
    const finding = page.getByRole('textbox', { name: '问题', exact: true })
    await eventually(() => finding.inputValue()).toBe(
      '电力，进出用能单位：配备率 0.0 %（应装 1 块，实装 0 块），要求 ≥ 100 %。',
    )
    // what is not next cannot be chosen
    await page.getByRole('combobox', { name: '状态' }).click()
    await page.locator('.ant-select-item-option-disabled', { hasText: '已核实' }).waitFor()
    await page.keyboard.press('Escape')

    for (const [i, order] of ['2', '1'].entries()) {
      await page.getByRole('button', { name: '加一条措施' }).click()
      await page.getByRole('combobox', { name: '用能环节' }).nth(i).click()
      await page.keyboard.type('照明')
      await page.keyboard.press('Enter')
      await page.getByRole('textbox', { name: '实施次序' }).nth(i).fill(order)
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: '加一种节约的能源' }).nth(i).click()
      await page
        .getByRole('textbox', { name: '年节约量', exact: true })
        .nth(i)
        .fill(`${100 + i}`)
      await page.keyboard.press('Enter')
    }
    await eventually(() => page.locator('tr', { hasText: 'kWh' }).locator('td:nth-child(3)').allInnerTexts()).toEqual([
      '1.2 没有写内容',
      '1.1 没有写内容',
    ])
    expect(app.faults).toEqual([])
    await app.stop()
  })

  it('writes down first and puts in its place later, with its photo', async () => {
    const app = await Application.start(browser, temporaryFolder())
    await onSite(app)
    const { page } = app
    const memo = page.getByRole('complementary', { name: '随手记' })
    await memo.getByRole('textbox').fill('三楼走廊楼梯节能灯具没装')
    await memo.getByLabel('拍照或选图').setInputFiles(await photos(page, 1))
    await memo.locator('img').waitFor()
    const suggested = memo.getByRole('button', { name: /像是/ })
    await suggested.click()
    const here = await item(page)
    expect((await suggested.innerText()).endsWith(here)).toBe(true)
    expect(here).toBe('ZM-07')
    await memo.getByRole('button', { name: `归到 ${here}` }).click()
    await page.locator('.from-memo').filter({ hasText: '三楼走廊楼梯节能灯具没装' }).waitFor()
    await eventually(() => thumbnails(page)).toBe(1)
    await page.keyboard.press('/')
    await page.keyboard.type('电梯')
    await eventually(() => page.locator('.fm .hit').count()).toBeGreaterThan(2)
    await page.keyboard.press('Enter')
    await eventually(() => item(page)).toMatch(/^DT-/)
    await app.stop()
  })
})
