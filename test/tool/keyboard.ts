import type { Page } from 'playwright-core'

/** A person without a mouse: everything goes through keys, and the only thing read is where the focus is. */
export class Keyboard {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text)
  }

  /** What has the focus, by the name a screen reader says; a number by its cell, nothing as an empty name. */
  focus(): Promise<string> {
    return this.#page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body) return ''
      const { cell } = element.dataset
      const [label] = element instanceof HTMLInputElement ? (element.labels ?? []) : []
      const name = cell ?? element.getAttribute('aria-label') ?? label?.textContent ?? element.textContent
      return name?.trim() ?? ''
    })
  }

  /** Presses Tab (or another key) until what has the focus is named so, and fails with everything passed on the way. */
  async to(name: string | RegExp, key = 'Tab', most = 60): Promise<void> {
    const passed: string[] = []
    for (let i = 0; i < most; i++) {
      await this.press(key)
      const here = await this.focus()
      if (typeof name === 'string' ? here === name : name.test(here)) return
      passed.push(here)
    }
    throw new Error(`${key} does not come to ${name}: ${passed.join(' → ')}`)
  }
}
