import { readFile, rm } from 'node:fs/promises'
import type { Core } from '../../../core.ts'
import { errors } from '../../../errors.ts'
import { receive } from '../../../files/receive.ts'
import { FileUnreadable } from '../../../spatial/formats/file-rows.ts'
import { isNearPlace } from '../building-queries.ts'
import { checkImdf } from './imdf/check-imdf.ts'
import { unpackImdf } from './imdf/imdf-archive.ts'
import { readImdf } from './imdf/read-imdf.ts'
import { floorsGeojson, readGeojsonFloors } from './read-geojson-floors.ts'
import { type Floors, storeFloors } from './store-floors.ts'

const mostBytes = 20_000_000
const farMetres = 2_000

interface Import {
  placeId: number
  personId: string | null
  incoming: AsyncIterable<Buffer>
}

/**
 * Takes floors from a file, an IMDF archive or GeoJSON by its first bytes, in the room of those the place has.
 * @throws 422 floors-unreadable, floors-faulty with each fault, building-elsewhere; 413 file-too-large
 */
export async function importFloors({ database, files }: Core, { placeId, personId, incoming }: Import) {
  const { path } = await receive(incoming, { incoming: files.incoming, mostBytes })
  try {
    const floors = await floorsOf(await readFile(path))
    const { lon, lat } = floors.placement
    if (!(await isNearPlace(database.primary, placeId, floors.placement, farMetres)))
      throw errors.invalid('building-elsewhere', `[${lon}, ${lat}] is more than ${farMetres} m from the place.`)
    await database.primary.transaction((trx) => storeFloors(trx, { placeId, personId }, floors))
    return {
      levels: floors.levels.length,
      spaces: floors.spaces.length,
      openings: floors.passages.length,
      connectors: floors.connectors.length,
      faults: [],
    }
  } finally {
    await rm(path, { force: true })
  }
}

async function floorsOf(bytes: Buffer): Promise<Floors> {
  if (bytes.toString('latin1', 0, 2) === 'PK') return imdfFloors(bytes)
  const parsed = floorsGeojson.safeParse(jsonOf(bytes.toString('utf8')))
  if (!parsed.success) {
    const [first] = parsed.error.issues
    throw unreadable(`It is neither an IMDF archive nor GeoJSON of floors: ${first?.path.join('.')} ${first?.message}`)
  }
  if (!parsed.data.features.some(({ geometry }) => geometry.type === 'Polygon'))
    throw unreadable('It has no room: rooms are polygons.')
  return readGeojsonFloors(parsed.data)
}

async function imdfFloors(bytes: Buffer): Promise<Floors> {
  const archive = await unpackImdf(bytes).catch((error: Error) => {
    if (error instanceof FileUnreadable || error instanceof SyntaxError) throw unreadable(error.message)
    throw error
  })
  const faults = checkImdf(archive)
  if (faults.length === 0) return readImdf(archive)
  throw errors.invalid(
    'floors-faulty',
    `The archive breaks ${faults.length} rules of IMDF 1.0; nothing was changed.`,
    faults
      .slice(0, 100)
      .map(({ kind, id, rule, detail }) => ({ path: `${kind} ${id ?? ''}`, message: `${rule}: ${detail}` })),
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const unreadable = (detail: string) => errors.invalid('floors-unreadable', detail)
