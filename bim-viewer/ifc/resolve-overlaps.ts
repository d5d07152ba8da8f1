import { difference, feature, featureCollection, intersect } from '@turf/turf'
import type { Polygon } from 'geojson'
import { largest } from './footprint.ts'
import { polygonArea } from './rings.ts'

interface Floor {
  storeyGuid: string
  floor: number
  height: number
  footprint: Polygon
}

/** Less than this is what rounding makes of a shared edge. */
const leastArea = 0.01
const leastHeight = 0.1

/**
 * Spaces of a storey that share floor at the same height: the larger gives way, since zones are drawn around rooms. One of which less than a
 * tenth would be left (a copy, a zone that rooms fill) is left out.
 */
export function withoutOverlaps<T extends Floor>(spaces: readonly T[]): T[] {
  // The smallest first: each only loses to those before it.
  const order = spaces.map((space, at) => ({ space, at, area: polygonArea(space.footprint.coordinates) }))
  order.sort((a, b) => a.area - b.area || a.at - b.at)
  const kept: { space: T; at: number; box: Box }[] = []
  for (const { space, at, area } of order) {
    let footprint: Polygon | null = space.footprint
    for (const other of kept) {
      if (!footprint || !isBeside(space, other.space) || !boxesMeet(boxOf(footprint), other.box)) continue
      footprint = withoutOther(footprint, other.space.footprint)
    }
    if (!footprint || polygonArea(footprint.coordinates) < area / 10) continue
    kept.push({ space: { ...space, footprint }, at, box: boxOf(footprint) })
  }
  return kept.sort((a, b) => a.at - b.at).map(({ space }) => space)
}

const isBeside = (a: Floor, b: Floor) =>
  a.storeyGuid === b.storeyGuid &&
  Math.min(a.floor + a.height, b.floor + b.height) - Math.max(a.floor, b.floor) > leastHeight

function withoutOther(floor: Polygon, other: Polygon): Polygon | null {
  try {
    const pair = featureCollection([feature(floor), feature(other)])
    const shared = intersect(pair)
    if (!shared || areaOf(shared.geometry) < leastArea) return floor
    return largest(difference(pair)?.geometry ?? null)
  } catch {
    // The sweep gives up on some slivers: then they share none that counts.
    return floor
  }
}

const areaOf = (shape: Polygon | { type: 'MultiPolygon'; coordinates: Polygon['coordinates'][] }) =>
  (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).reduce(
    (sum, rings) => sum + polygonArea(rings),
    0,
  )

type Box = readonly [number, number, number, number]

function boxOf({ coordinates }: Polygon): Box {
  const [xs, ys] = [coordinates[0]!.map(([x]) => x!), coordinates[0]!.map(([, y]) => y!)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

const boxesMeet = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
