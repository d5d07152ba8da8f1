import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, test as base, chromium, defineConfig, expect, type Page } from '@playwright/test'
import { findChromium } from '../../api/cli/find-program.ts'
import { cameraFilm } from './camera-film.ts'
import { type CuttableLine, openLine } from './cuttable-line.ts'
import { OwnerDriver } from './owner-driver.ts'
import { ViewerDriver } from './viewer-driver.ts'

/** The only file that knows Playwright. Specs speak through `atlas`, the driver through the few types named here. */

export type { BrowserContext, Page }
export { defineConfig, expect }

export const chromiumPath = findChromium()

/** Software rendering and no chatter to other hosts: the same picture on every machine. */
export const launchOptions = {
  ...(chromiumPath ? { executablePath: chromiumPath } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${cameraFilm}`,
  ],
}

export const launchChromium = () => chromium.launch(launchOptions)

interface Fixtures {
  /** The server that `atlas` is driven on. */
  atlasUrl: string
  atlas: OwnerDriver
  viewer: ViewerDriver
}

/** Address of the server that the global setup started (or was given). */
export const serverUrl = (): string => process.env.E2E_URL ?? ''

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  atlasUrl: async ({}, use) => use(serverUrl()),
  atlas: async ({ page, context, atlasUrl }, use) => {
    const line: CuttableLine = await openLine(new URL(atlasUrl))
    const faults: string[] = []
    const elsewhere: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    context.on('request', (request) => {
      if (!request.url().startsWith(line.url) && /^https?:/.test(request.url())) elsewhere.push(request.url())
    })
    const violations = async (): Promise<string[]> => {
      const { violations: found } = await new AxeBuilder({ page }).analyze()
      return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
    }
    await use(new OwnerDriver({ page, context, line, elsewhere, violations }))
    await line.close()
    expect(faults, 'the page threw').toEqual([])
  },
  viewer: async ({ page }, use) => {
    const viewer = new ViewerDriver(page, serverUrl())
    await viewer.open()
    await use(viewer)
    viewer.close()
  },
})
