import { writeFileSync } from 'node:fs'
import { toBuffer } from 'qrcode'
import sharp from 'sharp'
import type { Page } from './browser.ts'
import { cameraFilm } from './camera-film.ts'

/** The gate page: a code typed or read by a scanner that types. */
export class GateDriver {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The page is left for another host's, which no service worker answers for. */
  async leave(): Promise<void> {
    await this.page.goto('about:blank')
  }

  async scan(token: string): Promise<void> {
    await this.page.locator('.gate-typed input').fill(token)
    await this.page.locator('.gate-typed button').click()
  }

  /** Somebody holds a code before the camera: a picture of 640 × 480, as far away as a phone at a gate. */
  async showToCamera(token: string): Promise<void> {
    const code = await toBuffer(token, { width: 300, margin: 4 })
    const hall = { width: 640, height: 480, channels: 3 as const, background: '#5a6b60' }
    const picture = await sharp({ create: hall })
      .composite([{ input: code, left: 190, top: 70 }])
      .jpeg()
      .toBuffer()
    writeFileSync(cameraFilm, Buffer.concat(Array.from({ length: 30 }, () => picture)))
    await this.page.locator('.gate > button').click()
  }

  outcome() {
    return this.page.locator('.gate-outcome')
  }

  last() {
    return this.page.locator('.gate-last li')
  }

  /** The browser has the list that it judges by without a network, and what reads the camera's picture. */
  async readyForNoNetwork(): Promise<void> {
    await this.page.waitForFunction(
      () =>
        Object.keys(localStorage).some((key) => key.startsWith('venue-atlas.gate.list')) &&
        ('BarcodeDetector' in window ||
          performance.getEntriesByType('resource').some(({ name }) => /jsqr/i.test(name))),
    )
  }
}
