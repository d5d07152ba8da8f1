import sharp from 'sharp'
import type { Page } from './browser.ts'

interface Spot {
  x: number
  y: number
}

/** The 3D model of a place: its picture, tools, floors and panels. */
export class ModelDriver {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Everything has come and nothing is drawn any more. */
  async ready(): Promise<void> {
    await this.page.locator('.model-toolbar').waitFor()
    await this.page.locator('.model-loading').waitFor({ state: 'hidden' })
    await this.settled()
  }

  /** Two frames after the last change the picture is what it will be. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    )
  }

  async tool(name: string): Promise<void> {
    await this.page.locator('.model-toolbar').getByRole('button', { name, exact: true }).click()
    await this.settled()
  }

  async closePanels(): Promise<void> {
    for (const close of await this.page.locator('.model-panel .panel-head button').all()) await close.click()
    await this.settled()
  }

  async floor(name: string): Promise<void> {
    await this.page.locator('.model-storeys').getByRole('button', { name, exact: true }).click()
    await this.settled()
  }

  floors(): Promise<string[]> {
    return this.page.locator('.model-storeys button').allInnerTexts()
  }

  panel() {
    return this.page.locator('.model-panel').last()
  }

  label(name: string) {
    return this.page.locator('.viewer-label').filter({ hasText: name })
  }

  figures() {
    return this.page.locator('.viewer-figure')
  }

  async measured(): Promise<string[]> {
    return this.page.locator('.model-measures strong').allInnerTexts()
  }

  points() {
    return this.page.locator('.viewer-overlay circle:not(.snap)')
  }

  /** The middle of a label, in pixels of the window. */
  async spotOf(name: string): Promise<Spot> {
    const label = this.label(name).first()
    await label.waitFor()
    const box = (await label.boundingBox())!
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  /** A click or a finger's tap, as the device has it. */
  async tap({ x, y }: Spot): Promise<void> {
    const isTouch = await this.page.evaluate(() => navigator.maxTouchPoints > 0)
    if (isTouch) await this.page.touchscreen.tap(x, y)
    else await this.page.mouse.click(x, y)
    await this.settled()
  }

  /** The middle of what a sheet leaves of the picture. */
  async middle(): Promise<Spot> {
    const { width, height } = this.page.viewportSize()!
    const sheet = width < 769 ? 0.44 * height + 60 : 0
    return { x: width / 2, y: (height - sheet) / 2 }
  }

  async slide(name: string, share: number): Promise<void> {
    await this.page.getByLabel(name).evaluate((element, part) => {
      const input = element as HTMLInputElement
      const value = Number(input.min) + (Number(input.max) - Number(input.min)) * part
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
      set.call(input, String(value))
      input.dispatchEvent(new Event('input', { bubbles: true }))
    }, share)
    await this.settled()
  }

  async press(key: string): Promise<void> {
    await this.page.locator('.model-host').focus()
    await this.page.keyboard.press(key)
    await this.settled()
  }

  async hold(key: string, until: () => Promise<boolean>): Promise<void> {
    await this.page.locator('.model-host').focus()
    await this.page.keyboard.down(key)
    await this.page.waitForTimeout(300)
    for (let tries = 0; tries < 40 && !(await until()); tries++) await this.page.waitForTimeout(100)
    await this.page.keyboard.up(key)
  }

  /** Where the arrow of the mini-map stands. */
  async arrow(): Promise<string> {
    return (await this.page.locator('.model-map g').getAttribute('transform')) ?? ''
  }

  /** The link that the page copies. */
  async sharedLink(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await this.page.getByRole('button', { name: '复制链接' }).first().click()
    await this.page.getByText('链接已复制').waitFor()
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  async openLink(link: string): Promise<void> {
    // The same document with another hash would not load anew.
    await this.page.goto('about:blank')
    await this.page.goto(link)
    await this.ready()
  }

  /** Frames that are asked for while nobody touches anything. */
  async framesAtRest(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((done) => {
          const ask = window.requestAnimationFrame.bind(window)
          let frames = 0
          window.requestAnimationFrame = (then) => {
            frames++
            return ask(then)
          }
          setTimeout(() => {
            window.requestAnimationFrame = ask
            done(frames)
          }, 600)
        }),
    )
  }

  /** All but the tools, which may be scrolled aside on a phone. */
  async picture(): Promise<Buffer> {
    const { width, height } = this.page.viewportSize()!
    return this.page.screenshot({ clip: { x: 0, y: 0, width, height: height - 80 } })
  }
}

/** Share of pixels that differ by more than a rounding of colours. */
export async function difference(first: Buffer, second: Buffer): Promise<number> {
  const [a, b] = await Promise.all([first, second].map((png) => sharp(png).removeAlpha().raw().toBuffer()))
  if (a!.length !== b!.length) return 1
  let differing = 0
  for (let at = 0; at < a!.length; at += 3) {
    const most = Math.max(...[0, 1, 2].map((channel) => Math.abs(a![at + channel]! - b![at + channel]!)))
    if (most > 8) differing++
  }
  return differing / (a!.length / 3)
}
