import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { IfcImporter } from '@thatopen/fragments'

/** `tsx bench/fragments-worker.ts FILE OUT`: converts an IFC file as @thatopen/fragments does, and says what it cost as one line of JSON. */
async function main(path: string, out: string): Promise<void> {
  const bytes = new Uint8Array(await readFile(path))
  const importer = new IfcImporter()
  importer.wasm = { absolute: true, path: `${dirname(createRequire(import.meta.url).resolve('web-ifc'))}/` }
  const startedAt = performance.now()
  const made = await importer.process({ bytes })
  const seconds = (performance.now() - startedAt) / 1000
  const megabytes = process.resourceUsage().maxRSS / 1024
  await writeFile(out, made)
  console.log(JSON.stringify({ seconds, megabytes, bytes: gzipSync(made, { level: 9 }).length }))
  process.exit(0)
}

await main(process.argv[2]!, process.argv[3]!)
