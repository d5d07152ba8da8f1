import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Bench, median, row } from '../../bench/context.ts'
import { chromiumPath, launchChromium } from './browser.ts'

/**
 * The planner's page with an empty browser cache against a warm server that has a run of the demo registry: until the counties have their
 * colours, the table its rows, and the page hears again.
 */
export const run: Bench = async ({ startServer, createDatabase, quick, log }) => {
  const group = 'planning page'
  const what = 'choropleth and table interactive, 1440 × 900'
  if (!chromiumPath) return [row(group, what, 'ms', null, '≤ 2500', 'no Chromium here')]
  const password = randomBytes(18).toString('base64url')
  const databaseUrl = await createDatabase('choropleth')
  const server = await startServer({ DATABASE_URL: databaseUrl, SEED: 'demo', ADMIN_PASSWORD: password })
  const browser = await launchChromium()
  try {
    const cookie = await signIn(server.url, password)
    const loads: number[] = []
    for (let round = 0; round <= (quick ? 2 : 7); round++) {
      const milliseconds = await firstLoad(browser, server.url, cookie)
      if (round > 0) loads.push(milliseconds)
    }
    log(`${loads.length} first loads of ${server.url}/plan`)
    return [row(group, what, 'ms', Math.round(median(loads)), '≤ 2500', 'all counties of the demo registry')]
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Signs in and has all figures computed; returns the session's cookie. */
async function signIn(url: string, password: string): Promise<{ name: string; value: string }> {
  const headers = { 'Content-Type': 'application/json' }
  const session = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ account: 'admin', password }),
  })
  if (!session.ok) throw new Error(`signing in gave ${session.status}: ${await session.text()}`)
  const [name, value] = session.headers.getSetCookie()[0]!.split(';')[0]!.split('=') as [string, string]
  const { csrfToken } = (await session.json()) as { csrfToken: string }
  const own = { ...headers, cookie: `${name}=${value}`, 'X-CSRF-Token': csrfToken }
  const started = await fetch(`${url}/api/planning/runs`, { method: 'POST', headers: own, body: '{}' })
  if (!started.ok) throw new Error(`starting a run gave ${started.status}: ${await started.text()}`)
  const { id } = (await started.json()) as { id: number }
  for (;;) {
    const run = (await (await fetch(`${url}/api/planning/runs/${id}`, { headers: own })).json()) as { state: string }
    if (run.state === 'done') return { name, value }
    if (run.state === 'failed') throw new Error('the run failed')
    await pause(200)
  }
}

async function firstLoad(
  browser: Awaited<ReturnType<typeof launchChromium>>,
  url: string,
  cookie: { name: string; value: string },
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' })
  try {
    await context.addCookies([{ ...cookie, url }])
    const page = await context.newPage()
    await page.goto(`${url}/plan`)
    const interactive = await page.waitForFunction(
      () => {
        const isColoured = performance.getEntriesByName('regions-coloured').length > 0
        const hasRows = document.querySelector('.plan-table .ant-table-row button') !== null
        if (!isColoured || !hasRows) return 0
        return new Promise<number>((resolve) => requestIdleCallback(() => resolve(performance.now())))
      },
      null,
      { timeout: 30_000, polling: 20 },
    )
    return Number(await interactive.jsonValue())
  } finally {
    await context.close()
  }
}
