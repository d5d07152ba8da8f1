import type { Knex } from 'knex'
import { openWalkMap, type WalkMap } from '../../../../bim-viewer/ifc/paths/find-route.ts'
import { unpackGraph } from '../../../../bim-viewer/ifc/paths/walk-graph.ts'
import type { WalkPlan } from '../../../../bim-viewer/ifc/paths/walk-plan.ts'
import { readConnectors, readIndoorLevels, readPassages, readUnits, readWalk } from './indoor-queries.ts'

/** So many buildings are kept ready; the one asked for longest ago leaves first. */
const mostKept = 30

export interface WalkMaps {
  /** The ways of a place in this version of them; null when they are gone or changed meanwhile. */
  of(placeId: number, version: number): Promise<WalkMap | null>
}

/** Graphs in memory, each loaded once and used while the database names the same version. Ids are those of the rows, as text. */
export function walkMaps(on: Knex): WalkMaps {
  const kept = new Map<number, { version: number; map: Promise<WalkMap | null> }>()
  return {
    of: (placeId, version) => {
      const held = kept.get(placeId)
      kept.delete(placeId)
      const map = held?.version === version ? held.map : loadWalkMap(on, placeId, version)
      kept.set(placeId, { version, map })
      // What failed is asked for again.
      map.catch(() => kept.delete(placeId))
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
      return map
    },
  }
}

async function loadWalkMap(on: Knex, placeId: number, version: number): Promise<WalkMap | null> {
  const walk = await readWalk(on, placeId)
  if (walk?.version !== version) return null
  const levels = await readIndoorLevels(on, placeId)
  const units = new Map((await readUnits(on, placeId)).map((unit) => [unit.id, unit]))
  const passages = new Map((await readPassages(on, placeId)).map((passage) => [passage.id, passage]))
  const connectors = new Map((await readConnectors(on, placeId)).map((connector) => [connector.id, connector]))
  const plan: WalkPlan = {
    levels: levels.map(({ id, ordinal, elevation }) => ({ id: String(id), ordinal, elevation })),
    spaces: listed(walk.spaceIds, units).map(({ id, levelId, floor, footprint }) => ({
      id: String(id),
      levelId: String(levelId),
      floor,
      footprint,
    })),
    passages: listed(walk.passageIds, passages).map(({ id, kind, name, spaceId, otherSpaceId, line }) => ({
      id: String(id),
      kind,
      name,
      spaceIds: [String(spaceId), otherSpaceId === null ? null : String(otherSpaceId)],
      line,
    })),
    connectors: listed(walk.connectorIds, connectors).map(({ id, kind, name, stops }) => ({
      id: String(id),
      kind,
      name,
      stops: (stops ?? []).map(({ spaceId, at, metres }) => ({ spaceId: String(spaceId), at, metres })),
    })),
  }
  return openWalkMap(plan, unpackGraph(walk.graph))
}

function listed<Row>(ids: readonly number[], rows: ReadonlyMap<number, Row>): Row[] {
  return ids.map((id) => {
    const row = rows.get(id)
    if (!row) throw new Error(`the ways name row ${id}, which is not in force any more`)
    return row
  })
}
