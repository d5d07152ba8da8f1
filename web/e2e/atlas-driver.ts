import { BookingDriver } from './booking-driver.ts'
import { GateDriver } from './gate-driver.ts'
import { IndoorDriver } from './indoor-driver.ts'
import { MapDriver } from './map-driver.ts'
import { ModelDriver } from './model-driver.ts'
import { PlanDriver } from './plan-driver.ts'

/** The whole of the pages: beside the map, rankings, one place, the operators' page, settings and the network. */
export class AtlasDriver extends MapDriver {
  // ── near me ───────────────────────────────────────────────────────────────
  async standAt(lon: number, lat: number): Promise<void> {
    await this.parts.context.grantPermissions(['geolocation'], { origin: this.parts.line.url })
    await this.parts.context.setGeolocation({ longitude: lon, latitude: lat, accuracy: 20 })
  }

  async refusePosition(): Promise<void> {
    await this.parts.context.clearPermissions()
  }

  async locateMe(): Promise<void> {
    await this.page.locator('.map-controls').getByRole('button').nth(1).click()
  }

  /** Types a start into the form, with the datum of its coordinates. */
  async typeStart(text: string, datum: string): Promise<void> {
    await this.page.locator('.where-form input').fill(text)
    await this.page.locator('.where-form select').selectOption(datum)
    await this.page.locator('.where-form button[type=submit]').click()
  }

  scoreBars() {
    return this.page.locator('.score-bars')
  }

  preset(name: string) {
    return this.page.locator('.near-head .segment').filter({ hasText: name })
  }

  distances(): Promise<string[]> {
    return this.page.locator('.row-distance').allInnerTexts()
  }

  // ── a place ───────────────────────────────────────────────────────────────
  placeName() {
    return this.page.locator('.place-head h2')
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name })
  }

  async mapAppLinks(): Promise<Record<string, string>> {
    await this.page.locator('.app-links a').first().waitFor()
    const links = await this.page
      .locator('.app-links a')
      .evaluateAll((anchors) => anchors.map((a) => [a.getAttribute('data-app')!, a.getAttribute('href')!]))
    return Object.fromEntries(links) as Record<string, string>
  }

  text(words: string | RegExp) {
    return this.page.getByText(words).first()
  }

  async report(message: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /说说情况|Tell us more/ }).fill(message)
    await this.page.locator('.report button[type=submit]').click()
  }

  picture(description: RegExp) {
    return this.page.getByRole('img', { name: description })
  }

  // ── booking ───────────────────────────────────────────────────────────────
  get booking(): BookingDriver {
    return new BookingDriver(this.page)
  }

  get plan(): PlanDriver {
    return new PlanDriver(this.page)
  }

  get gate(): GateDriver {
    return new GateDriver(this.page)
  }

  // ── indoors ───────────────────────────────────────────────────────────────
  get indoor(): IndoorDriver {
    return new IndoorDriver(this.page)
  }

  /** The demo's hall, once its model has become floors on the map. */
  async placeWithFloors(): Promise<number> {
    const everywhere = `${this.parts.line.url}/api/indoor?bbox=73,18,135,54`
    for (let tries = 0; tries < 60; tries++) {
      const { items } = await (await this.page.request.get(everywhere)).json()
      if (items[0]) return items[0].placeId
      await this.page.waitForTimeout(500)
    }
    throw new Error('no place has floors on the map after 30 s')
  }

  link(name: string | RegExp) {
    return this.page.getByRole('link', { name })
  }

  /** A place of the registry with courts that can be booked. */
  async bookablePlace(): Promise<{ id: number }> {
    const api = `${this.parts.line.url}/api`
    const places = await this.page.request.get(`${api}/places?sport=badminton&limit=100`)
    for (const { id } of (await places.json()).items) {
      const grid = await (await this.page.request.get(`${api}/booking/places/${id}/availability`)).json()
      if (grid.courts.some(({ capacity }: { capacity: number | null }) => capacity === null)) return { id }
    }
    throw new Error('no place of the first 100 badminton places can be booked')
  }

  /** Somebody else's browser: no session of this one. */
  async secondPage(address: string): Promise<BookingDriver> {
    const context = await this.parts.context.browser()!.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    this.parts.context.once('close', () => void context.close())
    const page = await context.newPage()
    await page.goto(this.parts.line.url + address)
    return new BookingDriver(page)
  }

  // ── the building ──────────────────────────────────────────────────────────
  /** Opens the 3D model of the demo registry's building, once its conversion is done. */
  async openModel(): Promise<{ model: ModelDriver; place: number }> {
    const place = await this.placeWithFloors()
    await this.open(`/places/${place}/model`)
    const model = new ModelDriver(this.page)
    await model.ready()
    return { model, place }
  }

  // ── operators ─────────────────────────────────────────────────────────────
  async signIn(account: string, password: string): Promise<void> {
    const byPassword = this.page.locator('.sign-in .segment').filter({ hasText: /密码|Password/ })
    await this.page.locator('.sign-in button[type=submit]').waitFor()
    if ((await byPassword.count()) > 0) await byPassword.click()
    await this.page.locator('.sign-in input[autocomplete=username]').fill(account)
    await this.page.locator('.sign-in input[type=password]').fill(password)
    await this.page.locator('.sign-in button[type=submit]').click()
  }

  /** By the code that development shows instead of sending it. */
  async signInByPhone(phone: string): Promise<void> {
    await this.page.locator('.sign-in input[inputmode=tel]').fill(phone)
    await this.page.locator('.sign-in button[type=submit]').click()
    await this.page.locator('.code-input').waitFor()
    const { items } = await this.registry<{ items: { to: string; text: string }[] }>('/api/dev/messages')
    const text = items.find(({ to }) => to === `+86${phone}`)?.text ?? ''
    await this.page.locator('.code-input').fill(/\d{6}/.exec(text)?.[0] ?? '')
  }

  /** The administrator at another machine: a session of their own beside the page's. */
  async asAdministrator(password: string) {
    const address = this.parts.line.url
    const reply = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ account: 'admin', password }),
    })
    const cookie = reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const { csrfToken } = (await reply.json()) as { csrfToken: string }
    const headers = { cookie, 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/json' }
    // biome-ignore lint/suspicious/noExplicitAny: specs look into replies of every shape
    const read = async (response: Response): Promise<any> => {
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
      return response.json()
    }
    return {
      get: async (path: string) => read(await fetch(`${address}${path}`, { headers })),
      post: async (path: string, body: unknown) =>
        read(await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })),
      put: async (path: string, body: unknown) =>
        read(await fetch(`${address}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) })),
    }
  }

  async acceptReport(message: string): Promise<void> {
    await this.page.locator('.report-row').filter({ hasText: message }).locator('.button.primary').click()
  }

  // ── imports ───────────────────────────────────────────────────────────────
  async openImports(account: string, password: string): Promise<void> {
    await this.page.goto(`${this.parts.line.url}/manage/import`)
    await this.signIn(account, password)
    await this.page.locator('.import-file').waitFor()
  }

  async chooseImport(name: string, content: string, system: string): Promise<void> {
    await this.page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
    await this.page.locator('.import-form').waitFor()
    await this.page.locator('.import-select').filter({ hasText: system }).selectOption(system)
    await this.button('试算').click()
    await this.page.locator('.import-counts').waitFor({ timeout: 60_000 })
  }

  outcome(kind: string) {
    return this.page.locator(`.import-count.${kind} b`)
  }

  importRows() {
    return this.page.locator('.import-row')
  }

  async undoImport(): Promise<void> {
    await this.button('撤销这次导入').click()
    await this.page.locator('.ant-popconfirm button').last().click()
  }

  // ── settings ──────────────────────────────────────────────────────────────
  async chooseLanguage(name: string): Promise<void> {
    await this.page.locator('.map-controls').getByRole('button').first().click()
    await this.page.locator('.segment').filter({ hasText: name }).click()
    await this.press('Escape')
  }

  async prefer(scheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: scheme })
  }

  pageLanguage(): Promise<string | null> {
    return this.page.locator('html').getAttribute('lang')
  }

  // ── network ───────────────────────────────────────────────────────────────
  /** Whether the worker is in charge and has put away what this page has loaded. */
  workerIsReady(): Promise<boolean> {
    return this.page.evaluate(async () => {
      if (!navigator.serviceWorker.controller) return false
      const kept = await (await caches.open('data-1')).keys()
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
      const wanted = loaded.filter((name) => /\/api\/places\?|\/tiles\/places\//.test(name))
      return wanted.every((name) => kept.some(({ url }) => url === name))
    })
  }

  loseNetwork(): void {
    this.parts.line.cut()
  }

  findNetwork(): void {
    this.parts.line.mend()
  }

  staleBanner() {
    return this.page.locator('.stale-banner[role=status]')
  }

  /** Hosts other than ours that were asked for anything. */
  otherHosts(): string[] {
    return this.parts.elsewhere
  }

  accessibilityFaults(): Promise<string[]> {
    return this.parts.violations()
  }
}
