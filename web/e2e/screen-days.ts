import type { Page, Request } from '@playwright/test'
import { type Bench, row } from '../../bench/context.ts'
import { chromiumPath, launchChromium } from './browser.ts'

const hourMs = 3_600_000
/** The screen asks anew every 15 seconds. */
const stepMs = 15_000
/** By then every venue has been shown, and what is kept is kept. */
const settledHours = 2

/**
 * The data screen for a day, by a clock that runs ahead: each step fires all timers of 15 seconds and waits for the answers of the real
 * server. What it keeps in memory after two hours must be what it keeps at the end.
 */
export const run: Bench = async ({ startServer, createDatabase, quick, log }) => {
  const group = 'data screen'
  const hours = quick ? 3 : 24
  const what = `heap after ${hours} simulated hours against ${settledHours}`
  if (!chromiumPath) return [row(group, what, '×', null, '≤ 1.1', 'no Chromium here')]
  const server = await startServer({ DATABASE_URL: await createDatabase('screen'), SEED: 'demo' })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, serviceWorkers: 'block' })
    const settle = countRequests(page)
    await page.clock.install()
    await page.goto(`${server.url}/screen`)
    await page.locator('.screen-chart svg').first().waitFor()
    const heaps: number[] = []
    for (let at = stepMs; at <= hours * hourMs; at += stepMs) {
      await page.clock.runFor(stepMs)
      await settle.idle()
      if (at % hourMs > 0 || at < settledHours * hourMs) continue
      heaps.push(await heapBytes(page))
      log(`${at / hourMs} h: ${(heaps.at(-1)! / 1e6).toFixed(2)} MB`)
    }
    const [first, last] = [heaps[0]!, heaps.at(-1)!]
    const note = `${(first / 1e6).toFixed(1)} MB, then ${(last / 1e6).toFixed(1)} MB; ${settle.total()} requests answered`
    return [row(group, what, '×', Math.round((last / first) * 100) / 100, '≤ 1.1', note)]
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Waits until every request so far is answered. */
function countRequests(page: Page) {
  let open = 0
  let all = 0
  const isAnswered = (request: Request) => request.resourceType() !== 'eventsource'
  const closed = (request: Request) => {
    if (isAnswered(request)) open--
  }
  page.on('request', (request) => {
    if (!isAnswered(request)) return
    open++
    all++
  })
  page.on('requestfinished', closed)
  page.on('requestfailed', closed)
  return {
    total: () => all,
    async idle() {
      // A turn of the page's own, in which it asks; then until it is answered.
      await page.evaluate(() => new Promise((resolve) => queueMicrotask(() => resolve(null))))
      while (open > 0) await new Promise((resolve) => setTimeout(resolve, 2))
    },
  }
}

async function heapBytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return usedSize
}
