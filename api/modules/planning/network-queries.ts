import type { Knex } from 'knex'
import type { PathNetwork as NetworkFacts } from '../../contract/planning-reach.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import type { PathNetwork } from '../../spatial/coverage/path-network.ts'

/** Networks that runs may take, newest first. */
export const listNetworksOf = (database: Database, on: Knex): Promise<NetworkFacts[]> =>
  database.rows(on, {
    name: 'path-networks',
    text: `
      select n.id, n.name, n.system, n.nodes, n.edges, n.length_km as "lengthKm", n.islands, n.created_at as "createdAt"
      from path_network n
      where n.archived_at is null
      order by n.created_at desc, n.id desc`,
    values: [],
  })

export interface NewNetwork extends PathNetwork {
  name: string
  system: string
  islands: number
  importedBy: string
}

/** Columns go as base64, which both engines take alike. */
export async function insertNetwork(database: Database, network: NewNetwork): Promise<number> {
  const { name, system, islands, importedBy, lon, lat, from, to, metres } = network
  const columns = [lon, lat, from, to, metres]
  const [row] = await database.rows<{ id: number }>(database.primary, {
    name: 'path-network-insert',
    text: `
      insert into path_network (name, system, islands, imported_by, nodes, edges, length_km, lon, lat, edge_from, edge_to, edge_metres)
      values ($1::text, $2::text, $3::integer, (select id from person where id = $4::uuid), $5::integer, $6::integer, $7::float8,
              decode($8::text, 'base64'), decode($9::text, 'base64'), decode($10::text, 'base64'), decode($11::text, 'base64'),
              decode($12::text, 'base64'))
      returning id`,
    values: [
      name,
      system,
      islands,
      importedBy,
      lon.length,
      from.length,
      metres.reduce((sum, length) => sum + length, 0) / 1000,
      ...columns.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64')),
    ],
  })
  return row!.id
}

export async function readNetworkColumns(database: Database, id: number): Promise<PathNetwork> {
  const [row] = await database.rows<Record<keyof PathNetwork, string>>(database.primary, {
    name: 'path-network-columns',
    text: `
      select encode(n.lon, 'base64') as lon, encode(n.lat, 'base64') as lat, encode(n.edge_from, 'base64') as "from",
             encode(n.edge_to, 'base64') as "to", encode(n.edge_metres, 'base64') as metres
      from path_network n
      where n.id = $1::bigint`,
    values: [id],
  })
  const bytes = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer
  return {
    lon: new Float64Array(bytes(row!.lon)),
    lat: new Float64Array(bytes(row!.lat)),
    from: new Uint32Array(bytes(row!.from)),
    to: new Uint32Array(bytes(row!.to)),
    metres: new Float32Array(bytes(row!.metres)),
  }
}

/** @throws 404 network-not-found. */
export async function putNetworkAway(database: Database, id: number): Promise<void> {
  const rows = await database.rows<{ id: number }>(database.primary, {
    name: 'path-network-archive',
    text: 'update path_network set archived_at = now() where id = $1::bigint and archived_at is null returning id',
    values: [id],
  })
  if (rows.length === 0)
    throw errors.notFound(
      'network-not-found',
      `There is no network ${id}; GET /api/planning/networks lists those there are.`,
    )
}
