import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { CoreClient } from '../../electron/core-client.ts'
import { serve } from '../../electron/loopback/server.ts'
import { ROOT } from '../tool/fujian.ts'
import { temporaryFolder } from '../tool/workbook.ts'

export type GridTimes = { readonly keys: number[]; readonly moves: number[]; readonly frames: number[] }

/**
 * Types, moves and scrolls in a grid of 2,000 × 40 filled cells in the real browser. A key is timed from its event to the
 * frame that shows it.
 */
export async function measureGrid(browser: Browser): Promise<GridTimes> {
  const folder = join(ROOT, '.build', 'bench', 'grid')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(import.meta.dirname, 'grid'),
    cacheDir: join(ROOT, '.build', 'vite'),
    resolve: { alias: { '#core': join(ROOT, 'core') } },
    build: { outDir: folder, emptyOutDir: true },
  })
  const core = new CoreClient(temporaryFolder(), null)
  const loopback = await serve(core, folder)
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
  await page.goto(loopback.address)
  await page.locator('[data-at="0,0"]').click()
  const keys: number[] = []
  const moves: number[] = []
  for (let i = 0; i < 60; i++) {
    await page.evaluate(() => {
      const seen = (event: Event) => {
        const start = event.timeStamp
        requestAnimationFrame(() =>
          requestAnimationFrame(now => {
            document.body.dataset.took = String(now - start)
          }),
        )
      }
      delete document.body.dataset.took
      window.addEventListener('keydown', seen, { once: true, capture: true })
    })
    const move = i % 3 === 2
    await page.keyboard.press(move ? (i % 2 === 0 ? 'ArrowRight' : 'Enter') : '7')
    const took = await page.waitForFunction(() => document.body.dataset.took)
    const list = move ? moves : keys
    list.push(Number(await took.jsonValue()))
  }
  const frames = await page.evaluate(
    () =>
      new Promise<number[]>(done => {
        const box = document.querySelector('.gridbox')
        const gaps: number[] = []
        let last = performance.now()
        const step = (now: number) => {
          gaps.push(now - last)
          last = now
          box?.scrollBy(20, 200)
          if (gaps.length < 150) requestAnimationFrame(step)
          else done(gaps.slice(5))
        }
        requestAnimationFrame(step)
      }),
  )
  await page.close()
  loopback.close()
  core.close()
  return { keys, moves, frames }
}
