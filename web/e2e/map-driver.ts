import sharp from 'sharp'
import type { BrowserContext, Page } from './browser.ts'
import type { CuttableLine } from './cuttable-line.ts'

interface Parts {
  page: Page
  context: BrowserContext
  line: CuttableLine
  /** Addresses of other hosts that the page asked for. */
  elsewhere: string[]
  violations(): Promise<string[]>
}

export interface ListedPlace {
  id: number
  nameZh: string
  nameEn: string | null
  location: [number, number]
  type: string
  fee: string
}

interface Ink {
  pixels: number
  x: number
  y: number
}

/** The map, the search and the list: what a person does with them and sees of them, in the words of the domain. */
export class MapDriver {
  protected readonly parts: Parts
  protected readonly page: Page

  constructor(parts: Parts) {
    this.parts = parts
    this.page = parts.page
  }

  // ── coming and going ──────────────────────────────────────────────────────
  async open(address = '/'): Promise<void> {
    await this.page.goto(this.parts.line.url + address)
  }

  async openMap(address = '/'): Promise<void> {
    await this.open(address)
    await this.pinsAreDrawn()
  }

  async reload(): Promise<void> {
    await this.page.reload()
  }

  async goBack(): Promise<void> {
    await this.page.goBack()
  }

  address(): URL {
    return new URL(this.page.url())
  }

  title(): Promise<string> {
    return this.page.title()
  }

  // ── the map ───────────────────────────────────────────────────────────────
  /** Resolves when the first pins or discs are on the screen; milliseconds since the navigation began. */
  async pinsAreDrawn(): Promise<number> {
    const mark = await this.page.waitForFunction(
      () => performance.getEntriesByName('first-pins')[0]?.startTime ?? null,
      null,
      { timeout: 20_000 },
    )
    return Number(await mark.jsonValue())
  }

  /** Whether the canvas of marks holds any ink at all. */
  marksAreVisible(): Promise<boolean> {
    return this.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.map-marks')
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      return pixels?.some((value, index) => index % 4 === 3 && value > 200) ?? false
    })
  }

  /** How many pixels of the part of the map beside the panel have a colour, and where their middle lies. */
  async inkOf(has: (red: number, green: number, blue: number) => boolean): Promise<Ink> {
    const { width, height } = this.page.viewportSize()!
    const left = (await this.isPhone()) ? 0 : 424
    const clip = { x: left, y: 0, width: width - left, height }
    const { data, info } = await sharp(await this.page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    let [pixels, x, y] = [0, 0, 0]
    for (let at = 0; at < data.length; at += 3) {
      if (!has(data[at]!, data[at + 1]!, data[at + 2]!)) continue
      pixels++
      x += (at / 3) % info.width
      y += Math.floor(at / 3 / info.width)
    }
    return { pixels, x: x / pixels, y: y / pixels }
  }

  /** Taps the middle of the part of the map that no panel covers. */
  async tapMiddle(): Promise<void> {
    const { x, y } = await this.#middle()
    await this.page.mouse.click(x, y)
  }

  async #middle(): Promise<{ x: number; y: number }> {
    const { width, height } = this.page.viewportSize()!
    if (!(await this.isPhone())) return { x: (424 + width) / 2, y: height / 2 }
    const sheet = (await this.page.locator('.sheet').boundingBox())!
    return { x: width / 2, y: (108 + sheet.y) / 2 }
  }

  isPhone(): Promise<boolean> {
    return this.page.locator('.atlas.phone').isVisible()
  }

  // ── search ────────────────────────────────────────────────────────────────
  async type(text: string): Promise<void> {
    await this.page.getByRole('combobox').first().fill(text)
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
  }

  suggestions() {
    return this.page.getByRole('option')
  }

  async chooseSuggestion(text: string): Promise<void> {
    await this.page.getByRole('option').filter({ hasText: text }).first().click()
  }

  focusedField(): Promise<string | null> {
    return this.page.evaluate(() => document.activeElement?.getAttribute('role') ?? null)
  }

  /** Keys as an input method sends them while composing: the text is not a search yet. */
  async composeWithoutCommitting(text: string): Promise<void> {
    await this.page
      .getByRole('combobox')
      .first()
      .evaluate((element, composed) => {
        const input = element as HTMLInputElement
        input.focus()
        input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
        const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
        setter.call(input, composed)
        input.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }))
      }, text)
  }

  // ── list ──────────────────────────────────────────────────────────────────
  rows() {
    return this.page.locator('.place-row:not(.skeleton-row)')
  }

  rowNames(): Promise<string[]> {
    return this.page.locator('.place-row .row-name').allInnerTexts()
  }

  /** The number in the head of the list, or null while it is being counted. */
  async count(): Promise<number | null> {
    const text = await this.page.locator('.list-head h2').innerText()
    const digits = /[\d,]+/.exec(text)?.[0]
    return digits === undefined ? null : Number(digits.replaceAll(',', ''))
  }

  async openFirstRow(): Promise<void> {
    await this.showList()
    await this.rows().first().getByRole('button').click()
  }

  /** On a phone the list lies in the sheet: pulls it up. */
  async showList(): Promise<void> {
    if (await this.isPhone()) {
      const handle = this.page.locator('.sheet-handle')
      if ((await this.sheetHeight()) === 'peek') await handle.press('ArrowUp')
    }
  }

  async sheetHeight(): Promise<string | null> {
    return this.page.locator('.sheet').getAttribute('data-height')
  }

  /** Drags the sheet's handle by pixels (up is positive) as a finger does. */
  async dragSheet(pixels: number): Promise<void> {
    const box = (await this.page.locator('.sheet-handle').boundingBox())!
    const x = box.x + box.width / 2
    const y = box.y + 12
    await this.page.mouse.move(x, y)
    await this.page.mouse.down()
    for (let step = 1; step <= 8; step++) {
      await this.page.mouse.move(x, y - (pixels * step) / 8)
      await this.page.waitForTimeout(40)
    }
    await this.page.waitForTimeout(150)
    await this.page.mouse.up()
  }

  /** Waits until nothing has been asked of the server for a moment and no panel moves. */
  async settle(): Promise<void> {
    await this.page.waitForTimeout(350)
    await this.page.waitForFunction(
      () =>
        document.querySelector('[aria-busy="true"], .rows.stale') === null &&
        document.getAnimations().every((animation) => animation.playState !== 'running'),
    )
  }

  /** Address of the last list that the page asked for. */
  lastListRequest(): Promise<string> {
    return this.page.evaluate(() => {
      const lists = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/places?'))
      const { pathname, search } = new URL(lists.at(-1)!.name)
      return pathname + search
    })
  }

  // ── filters and regions ───────────────────────────────────────────────────
  chip(name: string) {
    return this.page.locator('.chips').getByRole('button', { name })
  }

  async openRegions(): Promise<void> {
    await this.page.locator('.region-chip').click()
  }

  regionRow(name: string) {
    return this.page.locator('.region-row').filter({ hasText: name })
  }

  regionChip() {
    return this.page.locator('.region-chip')
  }

  // ── the registry, to know what should be seen ─────────────────────────────
  async registry<T>(address: string, init?: RequestInit): Promise<T> {
    const response = await fetch(this.parts.line.url + address, init)
    if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  async somePlace(query = ''): Promise<ListedPlace> {
    const { items } = await this.registry<{ items: ListedPlace[] }>(`/api/places?limit=1${query}`)
    if (!items[0]) throw new Error(`the registry has no place for ${query}`)
    return items[0]
  }
}
