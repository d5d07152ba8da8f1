import type { z } from 'zod'
import type { markers } from '../../contract/places.ts'
import { convertPosition } from '../../spatial/datum.ts'
import { type Reading, signalOf } from './reading.ts'
import { type Binder, binder, filterWays } from './search-match.ts'
import { probeStatement, recordSql, statementOf } from './search-queries.ts'

type Query = z.output<NonNullable<(typeof markers)['query']>>
type Reply = z.input<(typeof markers)['reply']>
type Box = readonly [west: number, south: number, east: number, north: number]

interface Cell {
  count: number
  lon: number
  lat: number
  id: number | null
  nameZh: string | null
  nameEn: string | null
  type: string | null
  status: string | null
  fee: string | null
  /** Most first. */
  shares: { category: string; count: number }[]
}

/** A marker stands for what would lie within about 64 screen pixels. */
const cellsATile = 4
const fewInBox = 20_000

/**
 * Places of a viewport in counted cells: each place is in exactly one cell, so that counts add up to `total`. Cells lie on a fixed grid and
 * do not dance while the map is moved; where they would be more than `limit`, they are doubled.
 */
export async function markersOf(query: Query, reading: Reading): Promise<Reply> {
  const { bbox, zoom, datum, limit, ...filter } = query
  const boxes = splitAtAntimeridian(bbox).map((box) => toWgs84(box, datum))
  const size = cellSize(boxes, zoom, limit)
  const cells = (await Promise.all(boxes.map((box) => readCells(box, size, filter, reading)))).flat()
  return {
    datum,
    markers: cells.map(({ lon, lat, ...cell }) => {
      const [x, y] = convertPosition([lon, lat], 'WGS84', datum) as [number, number]
      const category = cell.count === 1 ? (cell.shares[0]?.category ?? null) : null
      return { lon: round(x), lat: round(y), ...cell, category }
    }),
    total: cells.reduce((sum, { count }) => sum + count, 0),
  }
}

/** Degrees; a power of two times the size at this zoom. */
export function cellSize(boxes: readonly Box[], zoom: number, limit: number): number {
  let size = 360 / 2 ** Math.floor(zoom) / cellsATile
  const most = (cell: number) =>
    boxes.reduce(
      (sum, [west, south, east, north]) =>
        sum +
        (Math.floor(east / cell) - Math.floor(west / cell) + 1) *
          (Math.floor(north / cell) - Math.floor(south / cell) + 1),
      0,
    )
  while (most(size) > limit && size < 720) size *= 2
  return size
}

async function readCells(box: Box, size: number, filter: Partial<Query>, reading: Reading): Promise<Cell[]> {
  const binding = binder()
  const { bind } = binding
  const [west, south, east, north] = box.map((degrees) => `${bind(degrees)}::float8`)
  const ways = filterWays(filter, binding)
  const sifted = `(${ways.map(({ sql }) => `(${sql})`).join(' or ')})`
  const record = recordSql({ filter, now: reading.now, near: null }, binding)
  const boxSql = `p.location && st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4326)`
  const inBox = `s.lon between ${west} and ${east} and s.lat between ${south} and ${north}`
  // A small box by the index on location; a large one by a pass over the narrow table.
  const from = (await isSmall(box, reading))
    ? `place p join place_search s on s.place_id = p.id where ${boxSql} and ${inBox}`
    : `place_search s ${record ? 'join place p on p.id = s.place_id' : ''} where ${inBox}`
  return reading.database.rows<Cell>(
    reading.on,
    statementOf(
      `with part as (
          select floor(s.lon / ${bind(size)}::float8) as x, floor(s.lat / ${bind(size)}::float8) as y, s.type_code,
                 count(*) as count, sum(s.lon) as lon, sum(s.lat) as lat, min(s.place_id) as id
          from ${from} and ${sifted} ${record ? `and ${record}` : ''}
          group by 1, 2, 3
        ), share as (
          select part.x, part.y, t.category, sum(part.count) as count, sum(part.lon) as lon, sum(part.lat) as lat, min(part.id) as id
          from part
          join place_type t on t.code = part.type_code
          group by 1, 2, 3
        ), cell as (
          select sum(count)::integer as count, sum(lon) / sum(count) as lon, sum(lat) / sum(count) as lat, min(id) as id,
                 jsonb_agg(jsonb_build_object('category', category, 'count', count) order by count desc, category) as shares
          from share
          group by x, y
        )
        select cell.count, cell.lon, cell.lat, cell.shares, p.id, p.name_zh as "nameZh", p.name_en as "nameEn",
               p.type_code as type, p.status, p.fee
        from cell
        left join place p on p.id = cell.id and cell.count = 1
        order by cell.count desc, cell.lon, cell.lat`,
      binding,
    ),
    signalOf(reading),
  )
}

async function isSmall([west, south, east, north]: Box, reading: Reading): Promise<boolean> {
  const binding: Binder = binder()
  const corners = [west, south, east, north].map((degrees) => `${binding.bind(degrees)}::float8`)
  const [probe] = await reading.database.rows<{ count: number }>(
    reading.on,
    probeStatement(
      `select from place p where p.location && st_makeenvelope(${corners.join(', ')}, 4326)`,
      fewInBox,
      binding,
    ),
    signalOf(reading),
  )
  return probe!.count <= fewInBox
}

const splitAtAntimeridian = ([west, south, east, north]: Box): Box[] =>
  west <= east
    ? [[west, south, east, north]]
    : [
        [west, south, 180, north],
        [-180, south, east, north],
      ]

/** The box around the four corners, each shifted by its own amount: the datums differ by up to some hundred metres. */
function toWgs84([west, south, east, north]: Box, datum: Query['datum']): Box {
  const corners = [
    [west, south],
    [west, north],
    [east, south],
    [east, north],
  ].map((corner) => convertPosition(corner, datum, 'WGS84') as [number, number])
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
