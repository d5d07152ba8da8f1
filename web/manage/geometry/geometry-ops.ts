import {
  area,
  booleanPointInPolygon,
  cleanCoords,
  featureCollection,
  kinks,
  length,
  lineSplit,
  lineString,
  multiLineString,
  pointOnFeature,
  polygon,
  polygonize,
  simplify,
  unkinkPolygon,
} from '@turf/turf'
import type { Geometry } from '../../../api/contract/shapes.ts'

/** Operations on a drawn shape: WGS84 GeoJSON in, WGS84 GeoJSON out, nothing changed in place. */

type Position = number[]
type Line = Extract<Geometry, { type: 'LineString' | 'MultiLineString' }>

export const isLine = (shape: Geometry): shape is Line =>
  shape.type === 'LineString' || shape.type === 'MultiLineString'
export const isArea = (shape: Geometry): boolean => shape.type === 'Polygon' || shape.type === 'MultiPolygon'

/** Corners as a person counts them: the point that closes a ring is not another one. */
export function countPositions(shape: Geometry): number {
  const count = flat(shape.coordinates).length
  if (shape.type === 'Polygon') return count - shape.coordinates.length
  if (shape.type === 'MultiPolygon') return count - shape.coordinates.flat().length
  return count
}

/** Geodesic length of a line in metres, perimeter and area (m²) of an area. */
export function measure(shape: Geometry): { lengthM: number | null; areaM2: number | null } {
  return {
    lengthM: shape.type === 'Point' ? null : length(featureOf(shape), { units: 'meters' }),
    areaM2: isArea(shape) ? area(featureOf(shape)) : null,
  }
}

/** A line walked the other way: each part, and their order. */
export function reverse(shape: Geometry): Geometry {
  if (shape.type === 'LineString') return { ...shape, coordinates: shape.coordinates.toReversed() }
  if (shape.type === 'MultiLineString') {
    return { ...shape, coordinates: shape.coordinates.toReversed().map((part) => part.toReversed()) }
  }
  return shape
}

/** A line in two at the point of it nearest to `at`; cut at an end it stays whole. Heights are interpolated. */
export function splitAt(shape: Geometry, at: Position): Geometry {
  if (!isLine(shape)) return shape
  const parts = partsOf(shape)
  const found = nearest(parts, at)
  const part = parts[found.part]!
  const before = [...part.slice(0, found.segment + 1), found.point]
  const after = [found.point, ...part.slice(found.segment + 1)]
  const halves = [before, after].map(withoutRepeats)
  if (halves.some((half) => half.length < 2)) return shape
  return { type: 'MultiLineString', coordinates: parts.toSpliced(found.part, 1, ...halves) }
}

/** An area in parts along a line drawn across it; a line that does not cross it, or ends inside, leaves it whole. */
export function cutAlong(shape: Geometry, line: Position[]): Geometry {
  if (!isArea(shape) || line.length < 2) return shape
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : (shape.coordinates as Position[][][])
  const cut = parts.flatMap((rings) => piecesOf(rings, line))
  return cut.length === parts.length ? shape : rounded({ type: 'MultiPolygon', coordinates: cut })
}

function piecesOf(rings: Position[][], line: Position[]): Position[][][] {
  const knife = lineString(line)
  const ringPieces = rings.flatMap((ring) => {
    const { features } = lineSplit(lineString(ring), knife)
    return features.length > 0 ? features : [lineString(ring)]
  })
  const knifePieces = lineSplit(knife, multiLineString(rings)).features
  // Both sides work out each crossing by themselves: a tenth of a millimetre makes them one point.
  const noded = [...ringPieces, ...knifePieces].map(({ geometry }) =>
    lineString(geometry.coordinates.map((position) => position.slice(0, 2).map((value) => Number(value.toFixed(9))))),
  )
  const ground = polygon(rings)
  const pieces = polygonize(featureCollection(noded)).features.filter(
    (piece) => area(piece) >= 1 && booleanPointInPolygon(pointOnFeature(piece), ground),
  )
  return pieces.length > 1 ? pieces.map(({ geometry }) => geometry.coordinates) : [rings]
}

/** Parts whose ends meet become one again. */
export function join(shape: Geometry): Geometry {
  if (shape.type !== 'MultiLineString') return shape
  const joined: Position[][] = []
  for (const part of shape.coordinates) {
    const last = joined.at(-1)
    if (last && same(last.at(-1)!, part[0]!)) last.push(...part.slice(1))
    else joined.push([...part])
  }
  return joined.length === 1
    ? { type: 'LineString', coordinates: joined[0]! }
    : { type: 'MultiLineString', coordinates: joined }
}

/** Fewer points, none farther from the drawn line than the tolerance. */
export function simplified(shape: Geometry, toleranceMetres: number): Geometry {
  if (shape.type === 'Point' || toleranceMetres <= 0) return shape
  return rounded(simplify(shape, { tolerance: toleranceMetres / 111_320, highQuality: true }) as Geometry)
}

/** Where an outline crosses itself; parts that touch in a corner do not. A trail may cross itself, so lines have no faults. */
export function crossings(shape: Geometry): Position[] {
  if (!isArea(shape)) return []
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : (shape.coordinates as Position[][][])
  return parts.flatMap((coordinates) =>
    kinks({ type: 'Polygon', coordinates: coordinates as Position[][] }).features.map(
      ({ geometry }) => geometry.coordinates,
    ),
  )
}

/** The same ground without crossings: loops become areas of their own, slivers under a square metre go. */
export function repaired(shape: Geometry): Geometry {
  if (!isArea(shape)) return shape
  const clean = cleanCoords(featureOf(shape)) as Parameters<typeof unkinkPolygon>[0]
  const rings = unkinkPolygon(clean).features.filter((part) => area(part) >= 1)
  if (rings.length === 0) return shape
  const coordinates = rings.map(({ geometry }) => geometry.coordinates)
  return rounded(
    coordinates.length === 1
      ? { type: 'Polygon', coordinates: coordinates[0]! }
      : { type: 'MultiPolygon', coordinates },
  )
}

/** A further part beside the shape there is; another kind replaces it. */
export function withPart(shape: Geometry | null, part: Geometry): Geometry {
  if (shape && isLine(shape) && isLine(part)) {
    return { type: 'MultiLineString', coordinates: [...partsOf(shape), ...partsOf(part)] }
  }
  if (shape && isArea(shape) && part.type === 'Polygon') {
    const parts = shape.type === 'Polygon' ? [shape.coordinates] : (shape.coordinates as Position[][][])
    return { type: 'MultiPolygon', coordinates: [...parts, part.coordinates] }
  }
  return part
}

/** To a centimetre, as the registry keeps it: what nobody moved compares equal. Heights of new points come from their neighbours. */
export function rounded(shape: Geometry): Geometry {
  const round = (value: number, digits: number) => Number(value.toFixed(digits))
  const deep = (coordinates: unknown): unknown => {
    const list = coordinates as unknown[]
    if (typeof list[0] !== 'number') return list.map(deep)
    const [lon, lat, height] = list as Position
    return height === undefined ? [round(lon!, 7), round(lat!, 7)] : [round(lon!, 7), round(lat!, 7), round(height, 2)]
  }
  const result = { ...shape, coordinates: deep(shape.coordinates) } as Geometry
  if (!isLine(result)) return result
  const parts = partsOf(result).map(mendHeights)
  return result.type === 'LineString'
    ? { type: 'LineString', coordinates: parts[0]! }
    : { type: 'MultiLineString', coordinates: parts }
}

/** A point put in by hand comes with height 0 among others that have one: it gets the mean of those around it. */
function mendHeights(part: Position[]): Position[] {
  if (!part.some(([, , height]) => height)) return part
  return part.map((position, index) => {
    if (position[2]) return position
    const before = part.slice(0, index).findLast(([, , height]) => height)?.[2]
    const after = part.slice(index + 1).find(([, , height]) => height)?.[2]
    const height = before !== undefined && after !== undefined ? (before + after) / 2 : (before ?? after ?? 0)
    return [position[0]!, position[1]!, Number(height.toFixed(2))]
  })
}

function nearest(parts: Position[][], at: Position) {
  let best = { part: 0, segment: 0, point: at, distance: Number.POSITIVE_INFINITY }
  parts.forEach((positions, part) => {
    for (let segment = 0; segment + 1 < positions.length; segment++) {
      const { point, distance } = project(positions[segment]!, positions[segment + 1]!, at)
      if (distance < best.distance) best = { part, segment, point, distance }
    }
  })
  return best
}

/** On a segment; degrees of longitude are shortened by the latitude, which is exact enough over a segment. */
function project(from: Position, to: Position, at: Position) {
  const scale = Math.cos((at[1]! * Math.PI) / 180)
  const [dx, dy] = [(to[0]! - from[0]!) * scale, to[1]! - from[1]!]
  const [px, py] = [(at[0]! - from[0]!) * scale, at[1]! - from[1]!]
  const share = dx === 0 && dy === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy)))
  const point = from.map((value, axis) => value + (to[axis]! - value) * share)
  return { point, distance: Math.hypot(px - dx * share, py - dy * share) }
}

const partsOf = (shape: Line): Position[][] =>
  shape.type === 'LineString' ? [shape.coordinates] : (shape.coordinates as Position[][])

const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1]
const withoutRepeats = (part: Position[]): Position[] =>
  part.filter((position, index) => index === 0 || !same(position, part[index - 1]!))

const flat = (coordinates: unknown): Position[] =>
  typeof (coordinates as unknown[])[0] === 'number'
    ? [coordinates as Position]
    : (coordinates as unknown[]).flatMap(flat)

const featureOf = (shape: Geometry) => ({ type: 'Feature' as const, properties: {}, geometry: shape })
