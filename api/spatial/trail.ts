import type { LineString, MultiLineString, Position } from 'geojson'
import { distanceMetres } from './earth.ts'

/** What a recorded track says of a trail. Pure; positions are `[lon, lat, metres]`, segments are never joined across a gap. */

const hysteresisMetres = 10
/** Heights are averaged over this much of the way: noise of a receiver is shorter, hills are longer. */
const smoothingMetres = 100

const segmentsOf = (line: LineString | MultiLineString): Position[][] =>
  line.type === 'LineString' ? [line.coordinates] : line.coordinates

/** Ascent in metres, summed over the segments; null where heights are missing. */
export function trailAscent(line: LineString | MultiLineString): number | null {
  const segments = segmentsOf(line)
  if (!segments.every((segment) => segment.every((position) => position.length > 2))) return null
  return segments.reduce((sum, segment) => sum + ascentOfHeights(smoothHeights(segment)), 0)
}

/** Geodesic length in metres. */
export const trailLength = (line: LineString | MultiLineString): number =>
  segmentsOf(line).reduce((sum, segment) => sum + (alongMetres(segment).at(-1) ?? 0), 0)

/**
 * Ascent in metres of one continuous part: only rises of at least 10 m above the last turning point count, so that noise is not added
 * up (a real trail of 67 km: 6,069 m naive, 3,933 m so). Sum it over parts; gaps between parts are not walked.
 */
export function ascentOfHeights(heights: readonly number[]): number {
  let [ascent, low, high, rising] = [0, heights[0] ?? 0, heights[0] ?? 0, false]
  for (const height of heights) {
    if (rising) {
      if (height > high) high = height
      else if (high - height >= hysteresisMetres) {
        ascent += high - low
        rising = false
        low = height
      }
    } else if (height < low) low = height
    else if (height - low >= hysteresisMetres) {
      rising = true
      high = height
    }
  }
  return rising ? ascent + high - low : ascent
}

/** Heights of a segment at even steps along the way, each the mean of its surroundings weighted to the middle. */
export function smoothHeights(segment: readonly Position[]): number[] {
  const along = alongMetres(segment)
  const length = along.at(-1) ?? 0
  if (length === 0) return []
  const step = Math.min(10, length / 4)
  const even = resample(segment, along, step)
  const reach = Math.max(0, Math.round(smoothingMetres / 2 / step))
  return even.map((_, index) => {
    // The window shrinks towards the ends, so that start and end keep their heights.
    const half = Math.min(reach, index, even.length - 1 - index)
    let [sum, weights] = [0, 0]
    for (let offset = -half; offset <= half; offset++) {
      const weight = half + 1 - Math.abs(offset)
      sum += weight * even[index + offset]!
      weights += weight
    }
    return sum / weights
  })
}

function resample(segment: readonly Position[], along: readonly number[], step: number): number[] {
  const heights: number[] = []
  let at = 0
  const length = along.at(-1)!
  const count = Math.round(length / step)
  for (let index = 0; index <= count; index++) {
    const wanted = (index / count) * length
    while (at < along.length - 2 && along[at + 1]! < wanted) at += 1
    const [from, to] = [along[at]!, along[at + 1]!]
    const share = to > from ? (wanted - from) / (to - from) : 0
    heights.push(segment[at]![2]! + share * (segment[at + 1]![2]! - segment[at]![2]!))
  }
  return heights
}

export interface AlongWaypoint {
  name: string
  /** Way from the start of the trail, gaps not counted. */
  alongMetres: number
  /** How far beside the line it lies. */
  besideMetres: number
}

/** Waypoints in the order in which a walker meets them; those farther than 500 m from the line are none of its own. */
export function placeWaypoints(
  line: LineString | MultiLineString,
  waypoints: readonly { name: string; position: Position }[],
): AlongWaypoint[] {
  const segments = segmentsOf(line)
  return waypoints
    .map(({ name, position }) => ({ name, ...nearestOn(segments, position) }))
    .filter(({ besideMetres }) => besideMetres <= 500)
    .sort((a, b) => a.alongMetres - b.alongMetres)
}

function nearestOn(segments: readonly Position[][], position: Position): Omit<AlongWaypoint, 'name'> {
  let best = { alongMetres: 0, besideMetres: Number.POSITIVE_INFINITY }
  let before = 0
  const cosine = Math.cos((position[1]! * Math.PI) / 180)
  for (const segment of segments) {
    const along = alongMetres(segment)
    for (let index = 1; index < segment.length; index++) {
      const [a, b] = [segment[index - 1]!, segment[index]!]
      // Flat over the length of an edge: degrees of longitude shrunk to those of latitude.
      const [dx, dy] = [(b[0]! - a[0]!) * cosine, b[1]! - a[1]!]
      const square = dx * dx + dy * dy
      const share =
        square === 0
          ? 0
          : Math.min(1, Math.max(0, ((position[0]! - a[0]!) * cosine * dx + (position[1]! - a[1]!) * dy) / square))
      const foot: [number, number] = [a[0]! + share * (b[0]! - a[0]!), a[1]! + share * (b[1]! - a[1]!)]
      const besideMetres = distanceMetres(foot, [position[0]!, position[1]!])
      if (besideMetres < best.besideMetres) {
        best = { besideMetres, alongMetres: before + along[index - 1]! + share * (along[index]! - along[index - 1]!) }
      }
    }
    before += along.at(-1) ?? 0
  }
  return best
}

function alongMetres(segment: readonly Position[]): number[] {
  let sum = 0
  return segment.map((position, index) => {
    const before = segment[index - 1]
    if (before) sum += distanceMetres([before[0]!, before[1]!], [position[0]!, position[1]!])
    return sum
  })
}
