import { expect, type Page } from './browser.ts'

interface EditorMap {
  pixelOf(at: number[]): number[] | null
}

type Metres = readonly [east: number, north: number]

/** The floor editor, in metres around the place. */
export class FloorsDriver {
  private readonly page: Page
  private readonly place: readonly number[]

  constructor(page: Page, place: readonly number[]) {
    this.page = page
    this.place = place
  }

  async upload(placeId: number, name: string, text: string): Promise<void> {
    const status = await this.page.evaluate(
      async ([id, name, text]) => {
        const { person } = await (await fetch('/api/session')).json()
        const headers = { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': person.csrfToken }
        const path = `/api/places/${id}/files?kind=drawing&name=${name}`
        return (await fetch(path, { method: 'POST', headers, body: text })).status
      },
      [String(placeId), name, text] as const,
    )
    // The place may have it from an earlier try.
    if (status !== 201 && status !== 409) throw new Error(`the upload answered ${status}`)
  }

  async trace(name: string): Promise<void> {
    await this.page.getByLabel('描图底图').last().click()
    await this.page.locator('.ant-select-item-option', { hasText: name }).click()
  }

  async tap(...points: Metres[]): Promise<void> {
    for (const point of points) {
      const [x, y] = await this.#screen(point)
      await this.page.mouse.move(x, y)
      await this.page.mouse.click(x, y)
      // Single and double taps are told apart by the map only after a moment.
      await this.page.waitForTimeout(350)
    }
  }

  async drag(from: Metres, to: Metres): Promise<void> {
    await this.#tool('选择')
    await this.page.mouse.move(...(await this.#screen(from)))
    await this.page.mouse.down()
    await this.page.mouse.move(...(await this.#screen(to)), { steps: 5 })
    await this.page.mouse.up()
  }

  async room([west, south]: Metres, [east, north]: Metres): Promise<void> {
    await this.#tool('房间')
    await this.tap([west, south], [east, south], [east, north], [west, north], [west, south])
  }

  async door(at: Metres): Promise<void> {
    await this.#tool('门')
    await this.tap(at)
  }

  async connector(at: Metres): Promise<void> {
    await this.#tool('楼梯电梯')
    await this.tap(at)
  }

  panel() {
    return this.page.locator('.floors-thing')
  }

  async say(field: string, words: string): Promise<void> {
    await this.panel().getByLabel(field).fill(words)
  }

  async chooseKind(word: string): Promise<void> {
    await this.panel().getByLabel('类型').click()
    await this.page.locator('.ant-select-item-option', { hasText: word }).first().click()
    await expect(this.page.locator('.ant-select-dropdown:visible')).toHaveCount(0)
  }

  async importFile(name: string, text: string): Promise<void> {
    const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) }
    await this.page.locator('input[data-floors="import"]').setInputFiles(file)
    await this.page.locator('.ant-modal-confirm-btns .ant-btn-primary').click()
  }

  async #screen([east, north]: Metres): Promise<[x: number, y: number]> {
    const map = this.page.locator('.floors-map')
    const box = (await map.boundingBox())!
    const [lon, lat] = this.place as [number, number]
    const at = [lon + east / (111_320 * Math.cos((lat * Math.PI) / 180)), lat + north / 110_860]
    const pixel = await map.evaluate(
      (element, position) => (element as unknown as { floorMap: EditorMap }).floorMap.pixelOf(position),
      at,
    )
    return [box.x + pixel![0]!, box.y + pixel![1]!]
  }

  async #tool(name: string): Promise<void> {
    await this.page
      .locator('.floors-tools .ant-segmented-item')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .click()
  }
}
