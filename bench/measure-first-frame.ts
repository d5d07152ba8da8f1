import { copyFile, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { launchChromium } from '../web/e2e/browser.ts'
import type { Framed } from './first-frame/framed.ts'

export interface Subject {
  /** What our conversion wrote, gzipped. */
  ownFolder: string
  /** What fragments wrote, as it is. */
  fragments: string
}

const folder = fileURLToPath(new URL('./first-frame/', import.meta.url))
const types: Record<string, string> = {
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.json': 'application/json',
}

/**
 * Opens pages that show one model each, ours and that of fragments, in a browser with an empty cache, from one server on this machine that sends
 * everything gzipped. The pages are built once. Whoever opens it closes it.
 */
export async function openFirstFrame(into: string) {
  const pages = join(into, 'pages')
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: {
      outDir: pages,
      assetsDir: '',
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: {
        input: { own: join(folder, 'own.ts'), fragments: join(folder, 'fragments.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  const peer = dirname(createRequire(import.meta.url).resolve('@thatopen/fragments'))
  await copyFile(join(peer, 'Worker/worker.min.mjs'), join(pages, 'worker.mjs'))
  const scripts = new Map<string, Buffer>()
  for (const name of await readdir(pages)) scripts.set(`/${name}`, gzipSync(await readFile(join(pages, name))))
  let sent = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://bench').pathname
    const found = sent.get(path) ?? scripts.get(path)
    const page = path === '/own' || path === '/fragments'
    const type = page ? 'text/html' : (types[extname(path)] ?? 'application/octet-stream')
    const bytes = page ? gzipSync(html(path)) : found
    if (!bytes) return void response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip', 'Content-Length': bytes.length })
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const browser = await launchChromium()

  async function framed(page: 'own' | 'fragments', subject: Subject): Promise<Framed> {
    sent = await filesOf(subject)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    try {
      const tab = await context.newPage()
      const faults: string[] = []
      tab.on('pageerror', ({ message }) => faults.push(message))
      await tab.goto(`http://127.0.0.1:${port}/${page}`)
      const said = await tab
        .waitForFunction(() => (window as { framed?: Framed }).framed ?? null, null, { timeout: 60_000 })
        .catch((error: Error) => {
          throw new Error(`${page} drew nothing: ${faults.join('; ') || error.message}`)
        })
      return (await said.jsonValue()) as Framed
    } finally {
      await context.close()
    }
  }

  return {
    framed,
    async close() {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function filesOf({ ownFolder, fragments }: Subject): Promise<Map<string, Buffer>> {
  const names = (await readdir(ownFolder)).filter((name) => /\.(glb|json)$/.test(name))
  const glbs = names.filter((name) => name.endsWith('.glb')).sort()
  const own = await Promise.all(
    [...glbs, 'structure.json'].map(
      async (name) => [`/model/${name}`, await readFile(join(ownFolder, name))] as [string, Buffer],
    ),
  )
  const list: [string, Buffer] = ['/model/', gzipSync(JSON.stringify(glbs))]
  return new Map([...own, list, ['/model.frag', gzipSync(await readFile(fragments), { level: 9 })]])
}

const html = (path: string): string =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>html,body{height:100%;margin:0}</style>` +
  `<body><script type="module" src="${path}.mjs"></script>`
