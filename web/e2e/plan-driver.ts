import { readFile } from 'node:fs/promises'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Page } from './browser.ts'

/** The planner's pages: figures, areas on the map, sites, scenarios. */
export class PlanDriver {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  rows() {
    return this.page.locator('.plan-table .ant-table-row')
  }

  /** A row of the table by the name of its region. */
  row(name: string) {
    return this.rows().filter({ hasText: name })
  }

  /** The file that a button gives: its name and the words in it. */
  async takenPdf(button: string): Promise<{ name: string; words: string }> {
    const pressed = this.page.getByRole('button', { name: button }).click()
    const [download] = await Promise.all([this.page.waitForEvent('download'), pressed])
    const pdf = await getDocument({ data: new Uint8Array(await readFile(await download.path())) }).promise
    let words = ''
    for (let number = 1; number <= pdf.numPages; number++) {
      const { items } = await (await pdf.getPage(number)).getTextContent()
      for (const item of items) if ('str' in item) words += item.str
    }
    return { name: download.suggestedFilename(), words }
  }

  drawerRows() {
    return this.page.locator('.ant-drawer .ant-table-row')
  }

  async closeDrawer(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await this.drawerRows().first().waitFor({ state: 'hidden' })
  }

  /** Taps the map, from its upper left corner in shares of its size. */
  async tapMap(x: number, y: number): Promise<void> {
    const box = (await this.page.locator('.plan-map-canvas').first().boundingBox())!
    await this.page.mouse.click(box.x + box.width * x, box.y + box.height * y)
    // Single and double taps are told apart by the map only after a moment.
    await this.page.waitForTimeout(350)
  }

  async chooseSegment(name: string): Promise<void> {
    await this.page.locator('.ant-segmented-item').filter({ hasText: name }).click()
  }

  sites() {
    return this.page.locator('.plan-sites > li')
  }

  changes() {
    return this.page.locator('.plan-change')
  }

  differences() {
    return this.page.locator('.plan-comparison .ant-table-row')
  }

  headline() {
    return this.page.locator('.plan-headline b')
  }

  async chooseGrid(name: string, content: string): Promise<void> {
    await this.page
      .locator('.plan-upload input')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
  }

  /** What of the page is cut or pushed out of the window. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))
  }
}
