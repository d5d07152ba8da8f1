import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { convertPosition, type Datum } from '../datum.ts'
import { buildNetwork, islandsOf, type PathNetwork } from './path-network.ts'

/** A file that is no network; `message` is for the person who sent it. */
export class NetworkUnreadable extends Error {
  override name = 'NetworkUnreadable'
}

const line = z.array(z.array(z.number()).min(2)).min(2)
const lines = z.union([
  z.object({ type: z.literal('LineString'), coordinates: line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(line) }),
])
const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({ geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable() })),
})
const mostNodes = 5_000_000

/** A network of the lines of a GeoJSON file; features of other kinds are left out. @throws NetworkUnreadable. */
export async function readNetwork(path: string, system: Datum): Promise<PathNetwork & { islands: number }> {
  const read = collection.safeParse(parsed(await readFile(path, 'utf8')))
  if (!read.success) throw new NetworkUnreadable('The file is no GeoJSON FeatureCollection.')
  const found: [number, number][][] = []
  for (const [number, { geometry }] of read.data.features.entries()) {
    if (!geometry || !/LineString$/.test(geometry.type)) continue
    const shape = lines.safeParse(geometry)
    if (!shape.success) throw new NetworkUnreadable(`Feature ${number + 1} has coordinates that are no line.`)
    const parts = shape.data.type === 'LineString' ? [shape.data.coordinates] : shape.data.coordinates
    for (const part of parts) found.push(part.map((at) => wgs84(at, system, number)))
  }
  if (found.length === 0) throw new NetworkUnreadable('No feature of the file is a line.')
  const network = buildNetwork(found)
  if (network.from.length === 0) throw new NetworkUnreadable('All lines of the file have no length.')
  if (network.lon.length > mostNodes) throw new NetworkUnreadable(`More than ${mostNodes} crossings; cut the network.`)
  return { ...network, islands: islandsOf(network) }
}

function wgs84([x, y]: readonly number[], system: Datum, number: number): [number, number] {
  const [lon, lat] = convertPosition([x!, y!], system, 'WGS84') as [number, number]
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 85) return [lon, lat]
  throw new NetworkUnreadable(`Feature ${number + 1} is at ${x}, ${y}: GeoJSON has degrees, longitude first.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
