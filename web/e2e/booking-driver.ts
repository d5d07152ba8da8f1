import type { Page } from './browser.ts'

/** The booking pages: days, cells, what is chosen and taken, in the words of the domain. */
export class BookingDriver {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async chooseDay(index: number): Promise<void> {
    await this.page.locator('.day-tab').nth(index).click()
  }

  freeCells() {
    return this.page.locator('button.cell.free:enabled')
  }

  /** Chooses the first free cells of single courts; returns the name of the last: court and time. */
  async choose(count: number): Promise<string> {
    await this.freeCells().first().waitFor()
    let label = ''
    for (let chosen = 0; chosen < count; chosen++) {
      const cell = this.freeCells().first()
      label = (await cell.getAttribute('aria-label')) ?? ''
      await cell.click()
    }
    return nameOf(label)
  }

  /** The first cell that is free, today or tomorrow. */
  async chooseSoonest(): Promise<void> {
    await this.page.locator('.day-tab').first().waitFor()
    await this.page.locator('.court-grid, .booking-nothing').first().waitFor()
    if ((await this.freeCells().count()) === 0) await this.chooseDay(1)
    await this.choose(1)
  }

  /** What the QR code of the ticket says. */
  async ticket(): Promise<string> {
    return (await this.page.locator('.ticket figcaption').first().innerText()).trim()
  }

  /** The desk's sheet while it still shows the former day. */
  waitingSheet() {
    return this.page.locator('[aria-busy="true"] .desk-sheet')
  }

  freeDeskCells() {
    return this.page.locator('.desk-cell.free').filter({ hasText: '空' })
  }

  firstOpenPlace() {
    return this.page.locator('.openness-rows a').first()
  }

  async chooseNamed(name: string): Promise<void> {
    await this.free(name).click()
  }

  free(name: string) {
    return this.page.getByRole('button', { name: new RegExp(`^${name}，.*可订$`) })
  }

  taken(name: string) {
    return this.page.getByRole('button', { name: `${name}，已订`, exact: true })
  }

  text(words: string | RegExp) {
    return this.page.getByText(words).first()
  }
}

/** «1号羽毛球场，18:00–19:00，¥60，可订» without price and state. */
const nameOf = (label: string): string => label.split('，').slice(0, 2).join('，')
