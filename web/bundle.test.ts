import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Rollup } from 'vite'
import { beforeAll, expect, test, vi } from 'vitest'

type Chunk = Rollup.OutputChunk
let chunks: Map<string, Chunk>

/** Built in memory from the sources as they are, as for production: a stale web/dist cannot make this pass. */
beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const result = await build({
    configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { write: false },
  })
  const outputs = (Array.isArray(result) ? result : [result]) as Rollup.RollupOutput[]
  const all = outputs.flatMap(({ output }) => output).filter((file): file is Chunk => file.type === 'chunk')
  chunks = new Map(all.map((chunk) => [chunk.fileName, chunk]))
}, 120_000)

const chunkOf = (source: string): Chunk =>
  [...chunks.values()].find((chunk) => chunk.moduleIds.some((id) => id.endsWith(source)))!

/** A chunk and all that it needs before it runs; what it loads later on demand is not in it. */
function withStaticImports(chunk: Chunk, found = new Map<string, Chunk>()): Map<string, Chunk> {
  if (!found.has(chunk.fileName)) {
    found.set(chunk.fileName, chunk)
    for (const name of chunk.imports) withStaticImports(chunks.get(name)!, found)
  }
  return found
}

const firstLoad = (): Chunk[] => [
  ...withStaticImports(chunkOf('/web/map-page.tsx'), withStaticImports(chunkOf('/web/main.tsx'))).values(),
]

test('the first load of the map is at most 350 kB of gzipped JavaScript', () => {
  const bytes = firstLoad().reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0)
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes).toBeLessThanOrEqual(350_000)
})

test('consoles, raster base maps and datum shifts are not part of the first load', () => {
  const modules = firstLoad().flatMap((chunk) => chunk.moduleIds)
  expect(modules.filter((id) => /\/web\/(?:admin|console|manage)\//.test(id))).toEqual([])
  expect(modules.filter((id) => id.includes('/node_modules/antd/'))).toEqual([])
  expect(modules.filter((id) => id.includes('/node_modules/gcoord/'))).toEqual([])
  expect(modules.filter((id) => id.endsWith('/web/map/raster-base.ts'))).toEqual([])
})

test('nothing of the server or of the validation library reaches the pages', () => {
  const modules = [...chunks.values()].flatMap((chunk) => chunk.moduleIds)
  expect(modules.filter((id) => /\/node_modules\/(?:zod|express|knex|pg)\//.test(id))).toEqual([])
  // What server and pages run alike: who may do what, what a file may be, what a space is used for.
  const alike = /\/api\/contract\/(?:access|file-kinds|space-uses)\.ts$/
  expect(modules.filter((id) => id.includes('/api/') && !alike.test(id))).toEqual([])
})

test('no page names another host', () => {
  const html = readFileSync(fileURLToPath(new URL('index.html', import.meta.url)), 'utf8')
  expect(html.match(/(?:src|href)="https?:/g)).toBeNull()
})
