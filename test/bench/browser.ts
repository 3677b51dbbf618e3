import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Application, startBrowser } from '../tool/browser.ts'
import { ROOT } from '../tool/fujian.ts'
import { measureGrid } from './grid.ts'
import { workbookOf } from './workbook.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Median and 95th percentile in one line. */
export function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0)
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, n = ${times.length}`
}

/** Measures the application in the real browser; each line beside what the issue asks for. */
export async function measureBrowser(): Promise<void> {
  const browser = await startBrowser()
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const small = await Application.start(browser, folder)
  await small.openSample()
  const edits: number[] = []
  const hours = small.page.getByRole('textbox', { name: '年实际运行时间' })
  for (let i = 0; i < 40; i++) {
    await hours.fill(String(3020 + i * 20))
    edits.push(
      await small.page.evaluate(
        () =>
          new Promise<number>(done => {
            const card = document.querySelector('.card .gap')
            const before = card?.textContent
            const start = performance.now()
            const look = () =>
              card?.textContent === before ? requestAnimationFrame(look) : done(performance.now() - start)
            document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
            look()
          }),
      ),
    )
  }
  say(`edit → four grades          ${spread(edits)}   (p95 ≤ 100)`)
  await small.stop()

  const large = await Application.start(browser, folder, workbookOf(20_000))
  await large.page.locator('.box tbody tr').nth(5).waitFor()
  await large.page.getByText('20000 家，').first().waitFor()
  const firsts: number[] = []
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    await large.page.reload()
    await large.page.locator('.box tbody tr').nth(5).waitFor()
    firsts.push(performance.now() - start)
    await large.page.getByText('20000 家，').first().waitFor()
  }
  say(`list of 20 000, first rows  ${spread(firsts)}   (≤ 1000, page load included)`)
  await large.page.getByText('20000 家，').first().waitFor()
  const filters: number[] = []
  for (let i = 0; i < 20; i++) {
    filters.push(
      await large.page.evaluate(
        text =>
          new Promise<number>(done => {
            const input = document.querySelector<HTMLInputElement>('.find input')
            const name = () => document.querySelector('.box tbody button.name')?.textContent
            const before = name()
            const start = performance.now()
            const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
            if (input) set?.call(input, text)
            input?.dispatchEvent(new Event('input', { bubbles: true }))
            const look = () => (name() === before ? requestAnimationFrame(look) : done(performance.now() - start))
            look()
          }),
        `示例单位 ${1000 + i * 37}`,
      ),
    )
  }
  say(`filter                      ${spread(filters)}   (p95 ≤ 150)`)
  await large.page.locator('.find input').fill('')
  const frames = await large.page.evaluate(
    () =>
      new Promise<number[]>(done => {
        const box = document.querySelector('.box')
        const gaps: number[] = []
        let last = performance.now()
        const step = (now: number) => {
          gaps.push(now - last)
          last = now
          if (box) box.scrollTop += 720
          if (gaps.length < 200) requestAnimationFrame(step)
          else done(gaps.slice(5))
        }
        requestAnimationFrame(step)
      }),
  )
  say(`scrolling, frame            ${spread(frames)}, longest ${Math.max(...frames).toFixed(0)} ms   (≤ 50)`)
  await large.page.locator('.box tbody button.name').nth(3).click()
  await large.page.locator('.card').first().waitFor()
  const many: number[] = []
  const input = large.page.locator('.rule .quantity input')
  for (let i = 0; i < 20; i++) {
    await input.fill(String(3020 + i * 20))
    const start = performance.now()
    await large.page.keyboard.press('Enter')
    await large.page.locator('.saved').filter({ hasText: '已保存' }).waitFor()
    many.push(performance.now() - start)
  }
  say(`edit among 20 000 → saved   ${spread(many)}`)
  await large.stop()

  const { keys, moves, frames: gridFrames } = await measureGrid(browser)
  say(`grid 2 000 × 40, key        ${spread(keys)}   (p95 ≤ 50)`)
  say(`grid 2 000 × 40, move       ${spread(moves)}`)
  say(`grid 2 000 × 40, frame      ${spread(gridFrames)}, longest ${Math.max(...gridFrames).toFixed(0)} ms`)

  const starts: number[] = []
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    const child = spawn(
      process.execPath,
      [join(ROOT, 'electron/launch.mjs'), '--browser', '--quiet', '--folder', folder],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const address = await new Promise<string>(done => {
      let said = ''
      child.stdout.on('data', chunk => {
        said += chunk
        const found = /http:\S+/.exec(said)
        if (found) done(found[0])
      })
    })
    const page = await browser.newPage()
    await page.goto(address)
    await page.getByRole('button', { name: '打开示例' }).waitFor()
    starts.push(performance.now() - start)
    await page.close()
    child.kill('SIGTERM')
  }
  say(`start → usable              ${spread(starts)}   (≤ 2000)`)
  await browser.close()
}
