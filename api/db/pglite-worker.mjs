// The embedded server's thread: owns one data folder and answers one batch of protocol messages at a time. Plain
// JavaScript because a worker thread does not inherit the TypeScript loader of the process on every launcher.
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { postgis } from '@electric-sql/pglite-postgis'

// Without the parts of the package that the product does not use (postgis-bundle.ts).
const usedPostgis = {
  ...postgis,
  setup: async (...input) => ({ ...(await postgis.setup(...input)), bundlePath: workerData.postgisBundle }),
}
const settings = Object.entries(workerData.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
const server = await PGlite.create({
  dataDir: workerData.folder,
  extensions: { btree_gist, pg_trgm, pgcrypto, postgis: usedPostgis, unaccent },
  startParams: [...PGlite.defaultStartParams, ...settings],
})
parentPort.postMessage({ ready: true })

const commands = {
  async batch({ bytes }) {
    const chunks = []
    await server.execProtocolRawStream(bytes, { onRawData: (chunk) => chunks.push(chunk.slice()) })
    return join(chunks)
  },
  /** pg_dump of a part of one schema as SQL text (measured: 0.5 s; a dump of the whole database never ends). */
  async dump({ schema, section }) {
    // As the server prints it back, or pgDump warns that the path was changed.
    await server.exec('set search_path to app, public')
    const { pgDump } = await import('@electric-sql/pglite-tools/pg_dump')
    const file = await pgDump({
      pg: server,
      args: ['-n', schema, `--section=${section}`, '--no-owner', '--no-privileges', '--rows-per-insert=500'],
    })
    return new Uint8Array(await file.arrayBuffer())
  },
  async close() {
    await server.close()
    return new Uint8Array(0)
  },
}

parentPort.on('message', async ({ id, command, ...input }) => {
  try {
    const bytes = await commands[command](input)
    parentPort.postMessage({ id, bytes }, [bytes.buffer])
  } catch (error) {
    parentPort.postMessage({ id, failure: String(error?.stack ?? error) })
  }
})

/** One array of its own memory, so that it moves to the other thread without a copy. */
function join(chunks) {
  if (chunks.length === 1) return chunks[0]
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
