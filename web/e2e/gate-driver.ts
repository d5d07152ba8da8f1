import type { Page } from './browser.ts'

/** The gate page: a code typed or read by a scanner that types. */
export class GateDriver {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async scan(token: string): Promise<void> {
    await this.page.locator('.gate-typed input').fill(token)
    await this.page.locator('.gate-typed button').click()
  }

  outcome() {
    return this.page.locator('.gate-outcome')
  }

  last() {
    return this.page.locator('.gate-last li')
  }

  /** The browser has the list that it judges by without a network. */
  async listKept(): Promise<void> {
    await this.page.waitForFunction(() =>
      Object.keys(localStorage).some((key) => key.startsWith('venue-atlas.gate.list')),
    )
  }
}
