import type { Knex } from 'knex'
import type { z } from 'zod'
import { describeRoute, metresOf } from '../../../../bim-viewer/ifc/paths/describe-route.ts'
import {
  EndUnknown,
  type FoundRoute,
  findRoute,
  type RouteEnd,
  type WalkMap,
} from '../../../../bim-viewer/ifc/paths/find-route.ts'
import { toLocal, toMap } from '../../../../bim-viewer/ifc/placement.ts'
import type { indoorRoute } from '../../../contract/indoor.ts'
import { errors } from '../../../errors.ts'
import type { TravelMode } from '../../../spatial/navigation.ts'
import { categoryOfUnit, entranceLabel } from './find-amenities.ts'
import { type IndoorBuilding, readUnits } from './indoor-queries.ts'
import { type FindWay, type JoinedRoute, joinOutdoors, outsideOf } from './join-outdoors.ts'
import { labelOf } from './labels.ts'

type Query = { from: string; to: string; stairs: 'take' | 'avoid'; mode: TravelMode }

interface Ground {
  placeId: number
  building: IndoorBuilding
  map: WalkMap
  /** The way outside. */
  findWay: FindWay
}

/** With children and bags, in metres a minute. */
const easyPace = 66

/** @throws 404 route-end-unknown, route-not-found; 409 route-has-steps when only steps lead there */
export async function answerRoute(on: Knex, ground: Ground, query: Query): Promise<z.input<typeof indoorRoute.reply>> {
  const { placeId, building, map } = ground
  const { route, joined } = await foundRoute(ground, query)
  const steps = describeRoute(map, route)
  const toLonLat = toMap(building.placement)
  const units = new Map((await readUnits(on, placeId)).map((unit) => [String(unit.id), unit]))
  const passages = new Map(map.plan.passages.map((passage) => [passage.id, passage]))
  const connectors = new Map(map.plan.connectors.map((connector) => [connector.id, connector]))
  const levelOfEntrance = Number(query.from.startsWith('outside:') ? steps[0]?.levelId : steps.at(-1)?.levelId)
  return {
    metres: Math.round(metresOf(steps) * 10) / 10,
    minutes: Math.round((route.cost / easyPace) * 10) / 10,
    stepFree: steps.every(({ does }) => does !== 'stair' && does !== 'escalator'),
    steps: steps.map((step) => {
      const unit = step.spaceId === null ? undefined : units.get(step.spaceId)
      return {
        does: step.does,
        direction: step.direction,
        door: passages.get(step.passageId ?? '')?.name ?? connectors.get(step.connectorId ?? '')?.name ?? null,
        space: unit ? { id: unit.id, label: labelOf(unit), category: categoryOfUnit(unit) } : null,
        levelId: Number(step.levelId),
        fromLevelId: step.fromLevelId === null ? null : Number(step.fromLevelId),
        metres: Math.round(step.metres * 10) / 10,
        line: step.line.map((point) => toLonLat([...point])),
      }
    }),
    outdoor: joined && {
      comes: query.from.startsWith('outside:') ? 'before' : 'after',
      entrance: {
        id: Number(joined.entranceId),
        label: entranceLabel(passages.get(joined.entranceId)?.name ?? null),
        levelId: levelOfEntrance,
        at: joined.entranceAt,
      },
      way: joined.way,
    },
  }
}

async function foundRoute(ground: Ground, query: Query): Promise<{ route: FoundRoute; joined: JoinedRoute | null }> {
  const avoidSteps = query.stairs === 'avoid'
  try {
    const found = await routeOf(ground, query, avoidSteps)
    if (found && found.route.points.length > 0) return found
    if (found) throw errors.notFound('route-not-found', 'Both ends are the same room; there is nothing to walk.')
    if (avoidSteps && (await routeOf(ground, query, false)))
      throw errors.conflict('route-has-steps', 'Only steps lead there: no lift or ramp joins the two ends.')
  } catch (error) {
    if (error instanceof EndUnknown) throw errors.notFound('route-end-unknown', error.message)
    throw error
  }
  throw errors.notFound('route-not-found', 'No way is known between the two; its owner is told so in the console.')
}

async function routeOf({ map, building, findWay }: Ground, { from, to, mode }: Query, avoidSteps: boolean) {
  const beyond = outsideOf(from, to)
  if (!beyond) {
    const route = findRoute(map, endOf(from, building), endOf(to, building), avoidSteps)
    return route && { route, joined: null }
  }
  const inside = endOf(beyond.comes === 'before' ? to : from, building)
  const joined = await joinOutdoors(map, building.placement, findWay, { ...beyond, inside, mode, avoidSteps })
  return joined && { route: joined.route, joined }
}

/** The contract has checked the form: `entrance`, `entrance:id`, `space:id`, `point:level,lon,lat`. */
function endOf(text: string, { placement }: IndoorBuilding): RouteEnd {
  const [kind, rest = ''] = text.split(':') as [string, string?]
  if (kind === 'space') return { spaceId: rest }
  if (kind === 'entrance') return rest === '' ? 'any-entrance' : { entranceId: rest }
  const [levelId, lon, lat] = rest.split(',') as [string, string, string]
  const [x, y] = toLocal(placement)([Number(lon), Number(lat)])
  return { levelId, x, y }
}
