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

  /** A point some fifty metres west of the building. */
  async spotOutside(placeId: number): Promise<[lon: number, lat: number]> {
    const { bounds } = await this.page.evaluate(
      async (path) => (await fetch(path)).json(),
      `/api/places/${placeId}/indoor`,
    )
    return [bounds[0] - 0.0005, bounds[1]]
  }

  async startFromMe(): Promise<void> {
    await this.page.locator('button.indoor-end').click()
    await this.page.getByRole('button', { name: '从我的位置出发' }).click()
  }

  /** Kept with the results of the run, for people to look at. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: `test-results/indoor-${name}.png` })
  }
}
