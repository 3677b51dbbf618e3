import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { CoreClient } from '../../electron/core-client.ts'
import { type Loopback, serve } from '../../electron/loopback/server.ts'
import { ROOT } from './fujian.ts'
import { findBrowser } from './installed-browser.ts'

/** The real browser. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(await findBrowser()),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

/** The application as `npm start --browser` runs it: real core process, real server, built interface. */
export class Application {
  readonly core: CoreClient
  readonly loopback: Loopback
  readonly page: Page
  readonly faults: string[] = []

  private constructor(core: CoreClient, loopback: Loopback, page: Page) {
    this.core = core
    this.loopback = loopback
    this.page = page
    page.on('pageerror', error => this.faults.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error') this.faults.push(message.text())
    })
  }

  static start(browser: Browser, folder: string, file: string | null = null): Promise<Application> {
    return Application.#start(browser, folder, file, { viewport: { width: 1366, height: 768 } })
  }

  /** On a small tablet that is used with a finger. */
  static startOnTablet(browser: Browser, folder: string): Promise<Application> {
    return Application.#start(browser, folder, null, { viewport: { width: 1024, height: 768 }, hasTouch: true })
  }

  static async #start(
    browser: Browser,
    folder: string,
    file: string | null,
    screen: BrowserContextOptions,
  ): Promise<Application> {
    const core = new CoreClient(folder, file)
    const loopback = await serve(core, join(ROOT, '.build', 'renderer'))
    const context = await browser.newContext({ ...screen, locale: 'zh-CN' })
    const application = new Application(core, loopback, await context.newPage())
    await application.page.goto(loopback.address)
    return application
  }

  async stop(): Promise<void> {
    await this.page.context().close()
    this.loopback.close()
    this.core.close()
  }

  /** Everything dies at once; the page cannot say anything any more. */
  async crash(): Promise<void> {
    process.kill(this.core.pid ?? 0, 'SIGKILL')
    this.loopback.close()
    this.core.close()
    await this.page.context().close()
  }

  /** The sample, opened from the welcome page, with the first institution's evaluation in front. */
  async openSample(): Promise<void> {
    await this.page.getByRole('button', { name: '打开示例' }).click()
    await this.page.getByRole('button', { name: '云岭区机关事务服务中心' }).click()
    await this.page.locator('.card').first().waitFor()
  }

  /** What the four cards show. */
  async cards(): Promise<string[]> {
    return this.page
      .locator('.card .big')
      .evaluateAll(all => all.map(card => card.querySelector('button, .undetermined')?.textContent ?? ''))
  }

  stage(name: string): Promise<void> {
    return this.page.locator('.side').getByRole('button', { name }).click()
  }

  /** One cell of the grid: 1 is January, columns count from 0. */
  cell(month: number, column: number) {
    return this.page.locator(`[data-at="${month - 1},${column}"]`)
  }

  async paste(text: string): Promise<void> {
    await this.page.evaluate(copied => {
      const data = new DataTransfer()
      data.setData('text/plain', copied)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    }, text)
  }

  /** Chooses an option of a select by typing. */
  async choose(label: string, text: string): Promise<void> {
    await this.page.getByRole('combobox', { name: label }).click()
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
  }
}
