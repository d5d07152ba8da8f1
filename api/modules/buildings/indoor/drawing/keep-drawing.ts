import type { Knex } from 'knex'
import { toLocal } from '../../../../../bim-viewer/ifc/placement.ts'
import type { DrawingFault, FloorDrawing } from '../../../../contract/drawing.ts'
import { errors } from '../../../../errors.ts'
import { type Drawing, drawnFloors } from '../drawn-floors.ts'
import { readIndoorBuilding } from '../indoor-queries.ts'
import { type Indoor, readIndoor } from '../read-indoor.ts'
import { storeFloors } from '../store-floors.ts'
import { checkDrawing } from './check-drawing.ts'
import { drawingOfFloors } from './drawing-of-floors.ts'
import { markPublished, readDrawing, readDrawnPlace, readInvalid, writeDrawing } from './drawing-queries.ts'
import { localDrawing } from './floors-of-drawing.ts'

interface Judged {
  local: Drawing
  faults: DrawingFault[]
}

/** The draft, or what citizens see where there is none or it was replaced since it was published. Underlays stay with their floors. */
export async function presentDrawing(on: Knex, placeId: number) {
  const { location, present } = await neededPlace(on, placeId)
  const kept = await readDrawing(on, placeId)
  const base = versionOf(present)
  const isFresh = !kept || (kept.isPublished && kept.baseVersion !== base)
  const drawing = isFresh ? withUnderlays(present ? drawingOfFloors(present) : empty, kept?.drawing) : kept.drawing
  const { faults } = await judge(on, drawing, present, location)
  return {
    version: kept?.version ?? 0,
    state: isFresh ? ('new' as const) : kept.isPublished ? ('published' as const) : ('draft' as const),
    stale: !isFresh && kept.baseVersion !== base,
    drawing,
    faults,
  }
}

interface Saving {
  placeId: number
  version: number
  personId: string | null
}

/** @throws 412 drawing-changed */
export async function saveDrawing(on: Knex, { placeId, version, personId }: Saving, drawing: FloorDrawing) {
  const { location, present } = await neededPlace(on, placeId)
  const kept = await readDrawing(on, placeId)
  const base = versionOf(present)
  // A draft stays a draft of what it was begun from; what was published begins anew from what is there.
  const baseVersion = kept && !kept.isPublished ? kept.baseVersion : base
  const written = await writeDrawing(on, { placeId, version, baseVersion, drawing, personId })
  if (written === null) throw changed()
  const { faults } = await judge(on, drawing, present, location)
  return { version: written, state: 'draft' as const, stale: baseVersion !== base, faults }
}

/** @throws 404 drawing-not-found, 409 floors-replaced, 412 drawing-changed, 422 drawing-faulty with each fault */
export async function publishDrawing(trx: Knex.Transaction, { placeId, version, personId }: Saving, over: boolean) {
  const { location, present } = await neededPlace(trx, placeId)
  const kept = await readDrawing(trx, placeId)
  if (!kept) throw errors.notFound('drawing-not-found', `Place ${placeId} has no saved drawing.`)
  if (kept.version !== version) throw changed()
  if (!over && kept.baseVersion !== versionOf(present))
    throw errors.conflict(
      'floors-replaced',
      'The floors were replaced since this drawing was begun, by a model or an import. Publish over them, or begin anew from them.',
    )
  const { local, faults } = await judge(trx, kept.drawing, present, location)
  const blocking = faults.filter(({ blocks }) => blocks)
  if (blocking.length > 0)
    throw errors.invalid(
      'drawing-faulty',
      `${blocking.length} things of the drawing are to be mended; nothing was published.`,
      blocking.slice(0, 100).map(({ guid, rule, detail }) => ({ path: guid ?? '', message: `${rule}: ${detail}` })),
    )
  const floors = drawnFloors(local)
  await storeFloors(trx, { placeId, personId, isDrawn: true }, floors)
  const baseVersion = versionOf({ building: (await readIndoorBuilding(trx, placeId))! })
  const written = await markPublished(trx, { placeId, version, baseVersion })
  if (written === null) throw changed()
  return {
    version: written,
    levels: floors.levels.length,
    spaces: floors.spaces.length,
    openings: floors.passages.length,
    connectors: floors.connectors.length,
    faults,
  }
}

async function judge(
  on: Knex,
  drawing: FloorDrawing,
  present: Indoor | null,
  location: readonly number[],
): Promise<Judged> {
  const local = localDrawing(drawing, present, location)
  const invalid = await readInvalid(
    on,
    local.units.map(({ footprint }) => footprint),
  )
  const [x, y] = toLocal(local.placement)([...location])
  const farFromPlace = (point: readonly [number, number]) => Math.hypot(point[0] - x, point[1] - y)
  return { local, faults: checkDrawing({ drawing, local, invalid, farFromPlace }) }
}

async function neededPlace(on: Knex, placeId: number) {
  const place = await readDrawnPlace(on, placeId)
  if (!place) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
  if (place.isUnplaced)
    throw errors.conflict(
      'building-not-placed',
      'The model of this place is not on the map yet. Confirm where the building stands, then its floors can be drawn on.',
    )
  const building = await readIndoorBuilding(on, placeId)
  return { location: place.location, present: building ? await readIndoor(on, placeId) : null }
}

const versionOf = (present: Pick<Indoor, 'building'> | null): string =>
  present ? `${present.building.version}.${present.building.walkVersion ?? 0}` : '0.0'

const empty: FloorDrawing = { levels: [], rooms: [], openings: [], facilities: [], connectors: [] }

function withUnderlays(drawing: FloorDrawing, kept: FloorDrawing | undefined): FloorDrawing {
  const underlayOf = new Map(kept?.levels.map(({ guid, underlay }) => [guid, underlay]))
  return {
    ...drawing,
    levels: drawing.levels.map((level) => ({ ...level, underlay: underlayOf.get(level.guid) ?? null })),
  }
}

const changed = () =>
  errors.stale('drawing-changed', 'Somebody else saved this drawing meanwhile. Load it again; yours was not kept.')
