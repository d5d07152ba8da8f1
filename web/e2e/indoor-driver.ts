import type { Page } from './browser.ts'

/** The indoor map: floors, search, the route's steps, in the words of the domain. */
export class IndoorDriver {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  floor(name: string) {
    return this.page.getByRole('radio', { name, exact: true })
  }

  /** Searches and takes the first that is found. */
  async find(name: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(name)
    await this.page.locator('.indoor-result', { hasText: name }).first().click()
  }

  /** The switch at the route itself. */
  async noStairs(): Promise<void> {
    await this.page.getByText('不走楼梯').click()
  }

  steps() {
    return this.page.locator('.indoor-step')
  }

  async step(words: RegExp): Promise<void> {
    await this.steps().filter({ hasText: words }).first().click()
  }

  /** Chooses the start on the plan, above the building and beside it. */
  async startOutside(): Promise<void> {
    await this.page.locator('button.indoor-end').click()
    await this.page.locator('.indoor-canvas').click({ position: { x: 60, y: 150 } })
  }

  /** Kept with the results of the run, for people to look at. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: `test-results/indoor-${name}.png` })
  }
}
