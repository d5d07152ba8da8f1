import { type Bench, median, row } from '../../bench/context.ts'
import { chromiumPath, launchChromium } from './browser.ts'

/**
 * First load on the phone profile with an empty browser cache against a warm server: time to the first pins on the screen,
 * and what came over the wire (as compressed by the server).
 */
export const run: Bench = async ({ startServer, createDatabase, quick, log }) => {
  const group = 'first load'
  if (!chromiumPath) return [row(group, 'first pins, phone 390 × 844', 'ms', null, '≤ 2500', 'no Chromium here')]
  const server = await startServer({ DATABASE_URL: await createDatabase('first_load'), SEED: 'demo' })
  const browser = await launchChromium()
  try {
    const loads: Load[] = []
    for (let round = 0; round <= (quick ? 2 : 7); round++) {
      const load = await firstLoad(browser, server.url)
      // The first load also fills the server's own caches; `npm start` warm is what the goal speaks of.
      if (round > 0) loads.push(load)
    }
    const of = (figure: keyof Load): number => median(loads.map((load) => load[figure]))
    log(`${loads.length} first loads of ${server.url}`)
    return [
      row(group, 'first pins, phone 390 × 844', 'ms', Math.round(of('firstPinsMs')), '≤ 2500'),
      row(group, 'JavaScript over the wire', 'kB gzip', Math.round(of('scriptBytes') / 1000), '≤ 350'),
      row(group, 'everything over the wire', 'kB', Math.round(of('allBytes') / 1000), ''),
    ]
  } finally {
    await browser.close()
    await server.stop()
  }
}

export interface Load {
  firstPinsMs: number
  scriptBytes: number
  allBytes: number
}

/** One visit by a new phone. Bytes are of the bodies as transferred until the first pins. */
export async function firstLoad(browser: Awaited<ReturnType<typeof launchChromium>>, url: string): Promise<Load> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    serviceWorkers: 'block',
  })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    const isScript = new Map<string, boolean>()
    let scriptBytes = 0
    let allBytes = 0
    devtools.on('Network.responseReceived', ({ requestId, type }) => isScript.set(requestId, type === 'Script'))
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      allBytes += encodedDataLength
      if (isScript.get(requestId)) scriptBytes += encodedDataLength
    })
    await page.goto(url)
    const firstPins = await page.waitForFunction(
      () => performance.getEntriesByName('first-pins')[0]?.startTime ?? null,
      null,
      { timeout: 30_000 },
    )
    return { firstPinsMs: Number(await firstPins.jsonValue()), scriptBytes, allBytes }
  } finally {
    await context.close()
  }
}
