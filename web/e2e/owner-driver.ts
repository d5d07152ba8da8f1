import { readFile } from 'node:fs/promises'
import { AtlasDriver } from './atlas-driver.ts'

interface EditorMap {
  pixelOf(at: number[]): number[] | null
  corners(): number[][]
}

/** The consoles: accounts, claims, the record editor with its map, and moderation. */
export class OwnerDriver extends AtlasDriver {
  // ── accounts ──────────────────────────────────────────────────────────────
  /** A new account by a code to a phone, as `/api/dev/messages` shows it outside production. */
  async signUp(phone: string): Promise<void> {
    await this.open('/reports/0')
    await this.page.evaluate(async (number) => {
      const send = async (path: string, body: object) =>
        (
          await fetch(path, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          })
        ).json()
      const { ticket } = await send('/api/session/codes', { phone: number })
      const { items } = await (await fetch('/api/dev/messages')).json()
      const mine = items.find(({ to }: { to: string }) => to.endsWith(number.slice(-11)))
      await send('/api/session', { ticket, code: /\d{6}/.exec(mine.text)?.[0] })
    }, phone)
  }

  async signInAs(account: string, password: string): Promise<void> {
    await this.open('/reports/0')
    const status = await this.page.evaluate(
      async (body) =>
        (
          await fetch('/api/session', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          })
        ).status,
      { account, password },
    )
    if (status !== 201) throw new Error(`sign-in answered ${status}`)
  }

  /** Who is signed in, to come back as later: a second code to the same phone would have to wait. */
  session() {
    return this.parts.context.cookies()
  }

  async resume(session: Awaited<ReturnType<OwnerDriver['session']>>): Promise<void> {
    await this.parts.context.clearCookies()
    await this.parts.context.addCookies(session)
  }

  /** Calls the API as whoever is signed in. */
  async api(method: string, path: string, body?: object, version?: number): Promise<{ status: number; body: never }> {
    return this.page.evaluate(
      async ({ method, path, body, version }) => {
        const { person } = await (await fetch('/api/session')).json()
        const reply = await fetch(path, {
          method,
          headers: {
            'Content-Type': 'application/json',
            'X-CSRF-Token': person?.csrfToken ?? '',
            ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
        })
        return { status: reply.status, body: reply.status === 204 ? null : await reply.json() }
      },
      { method, path, body, version },
    ) as Promise<{ status: number; body: never }>
  }

  async signOut(): Promise<void> {
    await this.parts.context.clearCookies()
  }

  // ── files ─────────────────────────────────────────────────────────────────
  /** As if chosen in the system's dialog. */
  async chooseFiles(kind: string, files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.locator(`input[data-files="${kind}"]`).setInputFiles(files)
  }

  photos() {
    return this.page.locator('.photo-grid > li')
  }

  photoNames(): Promise<string[]> {
    return this.page
      .locator('.photo-caption')
      .evaluateAll((captions) => captions.map((caption) => caption.getAttribute('aria-label') ?? ''))
  }

  async moveFirstPhoto(key: string): Promise<void> {
    await this.photos().first().getByRole('button', { name: '往后移' }).focus()
    await this.page.keyboard.press(key)
  }

  focused() {
    return this.page.locator(':focus')
  }

  documentRow(name: string) {
    return this.page.locator('.document-row').filter({ hasText: name })
  }

  placePhotos() {
    return this.page.locator('.photos figure img')
  }

  // ── imports and exports ───────────────────────────────────────────────────
  /** Takes what the page lists as a file; its text. */
  async exportAs(format: string): Promise<string> {
    await this.page.locator('.export-menu summary').click()
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.button(format).click()])
    return readFile(await download.path(), 'utf8')
  }

  /** What the first of the shown possible duplicates is said to be. */
  firstDecision() {
    return this.importRows().first().locator('select')
  }

  // ── the editor ────────────────────────────────────────────────────────────
  tab(name: string | RegExp) {
    return this.page.getByRole('tab', { name })
  }

  field(name: string | RegExp) {
    return this.page.getByLabel(name, { exact: typeof name === 'string' }).first()
  }

  row(words: string) {
    return this.page.locator('.plain-rows > li').filter({ hasText: words })
  }

  reportRow(words: string) {
    return this.page.locator('.report-row').filter({ hasText: words })
  }

  async fill(name: string | RegExp, words: string): Promise<void> {
    await this.field(name).fill(words)
    await this.field(name).blur()
  }

  /** Taps the editor's map at a position; the page says where on the screen that is. */
  async tapMapAt(lon: number, lat: number): Promise<void> {
    const at = await this.#pixel([lon, lat])
    await this.page.mouse.click(at.x, at.y)
    // Single and double taps are told apart by the map only after a moment.
    await this.page.waitForTimeout(350)
  }

  async dragOnMap(from: number[], to: number[]): Promise<void> {
    const [start, end] = [await this.#pixel(from), await this.#pixel(to)]
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 })
    await this.page.mouse.move(end.x, end.y, { steps: 4 })
    await this.page.mouse.up()
  }

  corners(): Promise<number[][]> {
    return this.page
      .locator('.geometry-map')
      .evaluate((element) => (element as unknown as { geometryMap: EditorMap }).geometryMap.corners())
  }

  async focusMap(): Promise<void> {
    await this.page.locator('.geometry-map').focus()
  }

  tool(name: string) {
    return this.page.locator('.geometry-tools .ant-segmented-item').filter({ hasText: name })
  }

  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async photograph(path: string): Promise<void> {
    await this.page.screenshot({ path, fullPage: true })
  }

  async #pixel(at: number[]): Promise<{ x: number; y: number }> {
    const map = this.page.locator('.geometry-map')
    await map.scrollIntoViewIfNeeded()
    const box = (await map.boundingBox())!
    const pixel = await map.evaluate(
      (element, position) => (element as unknown as { geometryMap: EditorMap }).geometryMap.pixelOf(position),
      at,
    )
    return { x: box.x + pixel![0]!, y: box.y + pixel![1]! }
  }
}
