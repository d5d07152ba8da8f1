import { unreachableSpaces } from '../../../../bim-viewer/ifc/paths/unreachable.ts'
import * as drawingContract from '../../../contract/drawing.ts'
import * as contract from '../../../contract/indoor.ts'
import type { Core } from '../../../core.ts'
import { errors } from '../../../errors.ts'
import { type Bind, Reply } from '../../../http/handle.ts'
import { findWay, type WayAsked } from '../../../spatial/directions.ts'
import { answerRoute } from './answer-route.ts'
import { deleteDrawing } from './drawing/drawing-queries.ts'
import { presentDrawing, publishDrawing, saveDrawing } from './drawing/keep-drawing.ts'
import { packImdf } from './imdf/imdf-archive.ts'
import { writeImdf } from './imdf/write-imdf.ts'
import { importFloors } from './import-floors.ts'
import { readImdfPlace, readInView, readSportNames } from './indoor-queries.ts'
import { labelOf } from './labels.ts'
import { presentIndoor, type Reached } from './present-indoor.ts'
import { neededBuilding, readIndoor } from './read-indoor.ts'
import { searchIndoorFor } from './search-indoor.ts'
import { walkMaps } from './walk-maps.ts'

export function indoorRoutes(core: Core, bind: Bind): void {
  const { primary } = core.database
  const maps = walkMaps(primary)

  const mapOf = (placeId: number, { walkVersion }: { walkVersion: number | null }) =>
    walkVersion === null ? null : maps.of(placeId, walkVersion)

  bind(contract.getIndoor, async ({ params }) => {
    const indoor = await readIndoor(primary, params.id)
    const map = await mapOf(params.id, indoor.building)
    const missed = new Map(map ? unreachableSpaces(map).map(({ spaceId, reason }) => [spaceId, reason]) : [])
    const reachedOf = (spaceId: number): Reached => {
      const reason = missed.get(String(spaceId))
      if (!reason) return 'yes'
      return reason === 'steps-only' ? 'by-steps' : 'no'
    }
    const body = presentIndoor(params.id, indoor, reachedOf)
    return new Reply(body, { headers: { 'Cache-Control': 'no-cache' } })
  })

  bind(contract.indoorInView, async ({ query }) => ({ items: await readInView(primary, query.bbox) }))

  bind(contract.indoorRoute, async ({ params, query, signal }) => {
    const building = await neededBuilding(primary, params.id)
    const map = await mapOf(params.id, building)
    if (!map) throw errors.notFound('route-not-found', 'No ways of this building are known yet, only its floors.')
    const outside = { routerUrl: core.config.ROUTER_URL, signal }
    const ground = { placeId: params.id, building, map, findWay: (asked: WayAsked) => findWay(asked, outside) }
    return answerRoute(primary, ground, query)
  })

  bind(contract.searchIndoor, async ({ params, query }) => {
    const indoor = await readIndoor(primary, params.id)
    return { items: searchIndoorFor(indoor, query, await readSportNames(primary)) }
  })

  bind(contract.exportImdf, async ({ params }) => {
    const indoor = await readIndoor(primary, params.id)
    const place = (await readImdfPlace(primary, params.id))!
    const bytes = await packImdf(writeImdf(place, indoor, core.now()))
    const headers = {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="place-${params.id}-imdf.zip"`,
    }
    return new Reply(null, {
      send: async (_request, response) => {
        response.set(headers).end(bytes)
      },
    })
  })

  bind(contract.importFloors, async ({ params, person, incoming }) =>
    importFloors(core, { placeId: params.id, personId: person?.id ?? null, incoming }),
  )

  bind(contract.unreachableSpaces, async ({ params }) => {
    const { building, units } = await readIndoor(primary, params.id)
    const map = await mapOf(params.id, building)
    const byId = new Map(units.map((unit) => [String(unit.id), unit]))
    const missed = map ? unreachableSpaces(map) : []
    return {
      items: missed.flatMap(({ spaceId, reason }) => {
        const unit = byId.get(spaceId)
        return unit ? [{ spaceId: unit.id, levelId: unit.levelId, label: labelOf(unit), reason }] : []
      }),
    }
  })

  bind(drawingContract.getDrawing, async ({ params }) => {
    const body = await presentDrawing(primary, params.id)
    return new Reply(body, { etag: String(body.version), headers: { 'Cache-Control': 'no-store' } })
  })

  bind(drawingContract.saveDrawing, async ({ params, body, ifMatch, person }) => {
    const saving = { placeId: params.id, version: ifMatch!, personId: person?.id ?? null }
    const saved = await saveDrawing(primary, saving, body)
    return new Reply(saved, { etag: String(saved.version) })
  })

  bind(drawingContract.publishDrawing, async ({ params, body, ifMatch, person }) => {
    const saving = { placeId: params.id, version: ifMatch!, personId: person?.id ?? null }
    return primary.transaction((trx) => publishDrawing(trx, saving, body.over))
  })

  bind(drawingContract.discardDrawing, async ({ params }) => {
    await deleteDrawing(primary, params.id)
    return null
  })
}
