import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { Application } from '../tool/browser.ts'

const PHOTOS = 500
const MEGABYTES = 4_000_000
const AT_ONE_ITEM = 10
const ITEMS = 60

export type VisitTimes = {
  /** From one photo standing on the page to the next, ten at each question, ms. */
  readonly adding: readonly number[]
  readonly items: readonly number[]
  readonly openMs: number
  /** The same workbook before the photos. */
  readonly openEmptyMs: number
  readonly gigabytes: number
  /** A plain copy of as many bytes beside it, ms for each. */
  readonly copying: readonly number[]
}

/** 500 photos of 4 MB through the page into the workbook, from question to question, and opening what came of it. */
export async function measureVisit(browser: Browser): Promise<VisitTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  let app = await Application.start(browser, folder)
  await app.openSample()
  await app.stage('现场检查')
  await app.page.getByRole('button', { name: '新建现场' }).click()
  await app.page.locator('.fm .item h1').waitFor()
  const items = await walk(app.page)
  const openEmptyMs = await reopen()

  const photo = await photoOf(app.page)
  const files = Array.from({ length: PHOTOS }, (_, i) => numbered(photo, i, folder))
  const copying = files.slice(0, 50).map(file => {
    const start = performance.now()
    writeFileSync(`${file}.copy`, photo)
    return performance.now() - start
  })
  const adding: number[] = []
  for (let from = 0; from < PHOTOS; from += AT_ONE_ITEM) {
    adding.push(...(await addAll(app.page, files.slice(from, from + AT_ONE_ITEM))))
    await app.page.keyboard.press('j')
    await app.page.locator('.fm .ev .shot').first().waitFor({ state: 'detached' })
  }
  const openMs = await reopen()
  const gigabytes = statSync(join(folder, '示例工作簿.eaw')).size / 1e9
  await app.stop()
  return { adding, items, openMs, openEmptyMs, gigabytes, copying }

  /** Ends everything, and opens the workbook until its question stands there. */
  async function reopen(): Promise<number> {
    await app.stop()
    // the process that had it open lets go of it
    await new Promise(done => setTimeout(done, 2000))
    app = await Application.start(browser, folder)
    const start = performance.now()
    await app.page.getByRole('button', { name: '示例工作簿' }).first().click()
    await app.page.getByRole('button', { name: '云岭区机关事务服务中心' }).click()
    await app.page.locator('.card').first().waitFor()
    const took = performance.now() - start
    await app.page.keyboard.press('Control+Shift+F')
    await app.page.locator('.fm .item h1').waitFor()
    return took
  }
}

/** Chooses photos for the question in front; how long each took, from the one before or from the choice. */
async function addAll(page: Page, files: readonly string[]): Promise<number[]> {
  await page.evaluate(() => {
    const marks = [performance.now()]
    // from the moment the page has the files, not from when the driver begins to hand them over
    const chosen = () => {
      marks[0] = performance.now()
    }
    window.addEventListener('change', chosen, { capture: true, once: true })
    const observer = new MutationObserver(() => {
      const there = document.querySelectorAll('.fm .ev .shot').length
      while (marks.length <= there) marks.push(performance.now())
    })
    observer.observe(document.body, { childList: true, subtree: true })
    Reflect.set(window, 'marks', marks)
  })
  await page.getByLabel('选择照片').setInputFiles([...files])
  const done = (wanted: number) => Reflect.get(window, 'marks').length > wanted
  await page.waitForFunction(done, files.length, { polling: 100 })
  const marks: number[] = await page.evaluate(() => Reflect.get(window, 'marks'))
  return marks.slice(1, files.length + 1).map((mark, i) => mark - (marks[i] ?? mark))
}

async function walk(page: Page): Promise<number[]> {
  return page.evaluate(async howMany => {
    const times: number[] = []
    for (let i = 0; i < howMany; i++) {
      const before = document.querySelector('.fm .meta b')?.textContent
      const start = performance.now()
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }))
      while (document.querySelector('.fm .meta b')?.textContent === before)
        await new Promise(done => requestAnimationFrame(done))
      times.push(performance.now() - start)
    }
    return times
  }, ITEMS)
}

/** A photo of 12 megapixels as large as a phone's. */
async function photoOf(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(4032, 3024)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    for (let y = 0; y < 3024; y += 24)
      for (let x = 0; x < 4032; x += 24) {
        context.fillStyle = `hsl(${(x * 7 + y * 13) % 360} ${40 + ((x + y) % 30)}% ${35 + ((x * y) % 40)}%)`
        context.fillRect(x, y, 24, 24)
      }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  return Buffer.from(bytes)
}

/** The same photo with a number of its own in a comment that makes it as large as wanted. */
function numbered(photo: Buffer, number: number, folder: string): string {
  const comments: Buffer[] = []
  for (let left = MEGABYTES - photo.length; left > 4; left -= 65_000) {
    const size = Math.min(left, 65_000)
    comments.push(Buffer.from([0xff, 0xfe, (size - 2) >> 8, (size - 2) & 255]), Buffer.alloc(size - 4, number % 251))
  }
  const own = Buffer.from([0xff, 0xfe, 0, 6, number >> 8, number & 255, 1, 1])
  const path = join(folder, `照片 ${number + 1}.jpg`)
  writeFileSync(path, Buffer.concat([photo.subarray(0, 2), own, ...comments, photo.subarray(2)]))
  return path
}
