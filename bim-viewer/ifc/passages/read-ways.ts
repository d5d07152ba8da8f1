import { IFCSPACE } from 'web-ifc'
import type { Space, Storey } from '../converted-building.ts'
import { openPlanPassages } from '../paths/open-plan.ts'
import type { Connector, Passage, WalkPlan } from '../paths/walk-plan.ts'
import { type IfcModel, idsOf, lineOf } from './ifc-model.ts'
import { readDoors } from './read-doors.ts'
import { readLifts } from './read-lifts.ts'
import { readOpenings, readWalls } from './read-openings.ts'
import { readStairs } from './read-stairs.ts'
import { spaceFinder } from './space-finder.ts'

interface OpenBuilding {
  storeys: readonly Storey[]
  spaces: readonly Space[]
}

/** Reads the ways of an open model whose spaces are known: doors, openings, open edges, stairs, ramps, lifts. */
export function readWays(model: IfcModel, { storeys, spaces }: OpenBuilding): WalkPlan {
  const finder = spaceFinder(spaces)
  const walkSpaces = spaces.map(({ guid, storeyGuid, floor, footprint }) => ({
    id: guid,
    levelId: storeyGuid,
    floor,
    footprint,
  }))
  const ground = storeys.find(({ ordinal }) => ordinal === 0)?.elevation ?? 0
  const passages = [
    ...readDoors(model, finder, { spaceOfLine: spacesByLine(model, spaces), ground }),
    ...readOpenings(model, finder),
    ...openPlanPassages(walkSpaces, readWalls(model)),
  ]
  const connectors = [...readStairs(model, finder), ...readLifts(model, finder)]
  return {
    levels: storeys.map(({ guid, ordinal, elevation }) => ({ id: guid, ordinal, elevation })),
    spaces: walkSpaces,
    passages: withOwnIds(passages),
    connectors: withOwnIds(connectors),
  }
}

/** A GlobalId that occurs again has `~2`, `~3`, … behind it, as spaces have. */
function withOwnIds<Item extends Passage | Connector>(items: readonly Item[]): Item[] {
  const counts = new Map<string, number>()
  return items.map((item) => {
    const count = (counts.get(item.id) ?? 0) + 1
    counts.set(item.id, count)
    return count === 1 ? item : { ...item, id: `${item.id}~${count}` }
  })
}

/** Boundaries name spaces by line. Lines of one GlobalId are told apart by their order, as where the spaces were read. */
function spacesByLine(model: IfcModel, spaces: readonly Space[]): Map<number, Space> {
  const byGuid = new Map(spaces.map((space) => [space.guid, space]))
  const counts = new Map<string, number>()
  const found = new Map<number, Space>()
  for (const id of idsOf(model, IFCSPACE)) {
    const guid = String(lineOf(model, id).GlobalId?.value)
    const count = (counts.get(guid) ?? 0) + 1
    counts.set(guid, count)
    const space = byGuid.get(count === 1 ? guid : `${guid}~${count}`)
    if (space) found.set(id, space)
  }
  return found
}
