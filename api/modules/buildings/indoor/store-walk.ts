import type { Knex } from 'knex'
import { packGraph, type WalkGraph } from '../../../../bim-viewer/ifc/paths/walk-graph.ts'
import type { WalkPlan } from '../../../../bim-viewer/ifc/paths/walk-plan.ts'

/**
 * Writes a place's ways in the room of those it had. The plan names spaces by guid, as they are in `building_space` by now; `packed` is
 * its graph.
 */
export async function storeWalk(
  trx: Knex.Transaction,
  placeId: number,
  { plan, graph }: { plan: WalkPlan; graph: WalkGraph },
): Promise<void> {
  await removeWays(trx, placeId)
  const spaceIds = await idsOfSpaces(trx, placeId, plan)
  const idOf = new Map(plan.spaces.map(({ id }, index) => [id, spaceIds[index]!]))
  const passageIds = await insertPassages(trx, placeId, plan, idOf)
  const connectorIds = await insertConnectors(trx, placeId, plan, idOf)
  await trx.raw(
    `insert into app.building_walk (place_id, space_ids, passage_ids, connector_ids, graph)
     values (:placeId, :spaceIds::bigint[], :passageIds::bigint[], :connectorIds::bigint[], :graph)
     on conflict (place_id) do update
     set version = building_walk.version + 1, space_ids = excluded.space_ids, passage_ids = excluded.passage_ids,
       connector_ids = excluded.connector_ids, graph = excluded.graph, made_at = now()`,
    { placeId, spaceIds, passageIds, connectorIds, graph: Buffer.from(packGraph(graph)) },
  )
}

/** Of a building whose ways are not known any more. The row stays: a version is never used twice, which caches rely on. */
export async function removeWalk(trx: Knex.Transaction, placeId: number): Promise<void> {
  await removeWays(trx, placeId)
  await trx.raw(
    `update app.building_walk
     set version = version + 1, space_ids = '{}', passage_ids = '{}', connector_ids = '{}', graph = ''::bytea
     where place_id = :placeId`,
    { placeId },
  )
}

async function removeWays(trx: Knex.Transaction, placeId: number): Promise<void> {
  await trx.raw('delete from app.building_passage where place_id = :placeId', { placeId })
  await trx.raw('delete from app.building_connector where place_id = :placeId', { placeId })
}

async function idsOfSpaces(trx: Knex.Transaction, placeId: number, { spaces }: WalkPlan): Promise<number[]> {
  const { rows } = await trx.raw(
    `select s.id from unnest(:guids::text[]) with ordinality as wanted (guid, position)
     join app.building_space s on s.place_id = :placeId and s.guid = wanted.guid
     order by wanted.position`,
    { placeId, guids: spaces.map(({ id }) => id) },
  )
  if (rows.length !== spaces.length)
    throw new Error(`place ${placeId} has ${rows.length} of the ${spaces.length} spaces that its ways name`)
  return rows.map(({ id }: { id: number }) => id)
}

async function insertPassages(
  trx: Knex.Transaction,
  placeId: number,
  { passages }: WalkPlan,
  idOf: ReadonlyMap<string, number>,
): Promise<number[]> {
  const { rows } = await trx.raw(
    `insert into app.building_passage (place_id, guid, kind, name, space_id, other_space_id, line, has_steps)
     select :placeId, p.guid, p.kind, left(p.name, 400), p.space_id, p.other_space_id,
       st_makeline(st_makepoint(p.ax, p.ay), st_makepoint(p.bx, p.by)), p.has_steps
     from unnest(:guids::text[], :kinds::text[], :names::text[], :spaceIds::bigint[], :otherIds::bigint[],
       :ax::float8[], :ay::float8[], :bx::float8[], :by::float8[], :hasSteps::boolean[]) with ordinality
       as p (guid, kind, name, space_id, other_space_id, ax, ay, bx, by, has_steps, position)
     order by p.position
     returning id`,
    {
      placeId,
      guids: passages.map(({ id }) => id),
      kinds: passages.map(({ kind }) => kind),
      names: passages.map(({ name }) => name),
      spaceIds: passages.map(({ spaceIds: [here] }) => idOf.get(here)!),
      otherIds: passages.map(({ spaceIds: [, there] }) => (there === null ? null : idOf.get(there)!)),
      ax: passages.map(({ line: [a] }) => a[0]),
      ay: passages.map(({ line: [a] }) => a[1]),
      bx: passages.map(({ line: [, b] }) => b[0]),
      by: passages.map(({ line: [, b] }) => b[1]),
      hasSteps: passages.map(({ hasSteps }) => hasSteps === true),
    },
  )
  return rows.map(({ id }: { id: number }) => id)
}

async function insertConnectors(
  trx: Knex.Transaction,
  placeId: number,
  { connectors }: WalkPlan,
  idOf: ReadonlyMap<string, number>,
): Promise<number[]> {
  const { rows } = await trx.raw(
    `insert into app.building_connector (place_id, guid, kind, name)
     select :placeId, c.guid, c.kind, left(c.name, 400)
     from unnest(:guids::text[], :kinds::text[], :names::text[]) with ordinality as c (guid, kind, name, position)
     order by c.position
     returning id`,
    {
      placeId,
      guids: connectors.map(({ id }) => id),
      kinds: connectors.map(({ kind }) => kind),
      names: connectors.map(({ name }) => name),
    },
  )
  const ids: number[] = rows.map(({ id }: { id: number }) => id)
  const stops = connectors.flatMap((connector, index) =>
    connector.stops.map((stop, position) => ({ ...stop, id: ids[index]!, position, space: idOf.get(stop.spaceId)! })),
  )
  await trx.raw(
    `insert into app.building_connector_stop (connector_id, position, space_id, x, y, metres)
     select * from unnest(:ids::bigint[], :positions::int[], :spaceIds::bigint[], :xs::float8[], :ys::float8[], :metres::float8[])`,
    {
      ids: stops.map(({ id }) => id),
      positions: stops.map(({ position }) => position),
      spaceIds: stops.map(({ space }) => space),
      xs: stops.map(({ at }) => at[0]),
      ys: stops.map(({ at }) => at[1]),
      metres: stops.map(({ metres }) => metres),
    },
  )
  return ids
}
