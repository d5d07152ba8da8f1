import geodesic from 'geographiclib-geodesic'
import { distanceMetres } from '../earth.ts'

/** Distances on WGS84: exact ones, and cheap bounds from straight lines through the Earth, which know no poles and no antimeridian. */

const equatorMetres = 6_378_137
const poleMetres = 6_356_752.314245
const squaredEccentricity = 0.0066943799901413165
/** Smallest radius of curvature: along the meridian at the equator. A way bends at most so. */
const leastRadius = 6_335_439
const wgs84 = geodesic.Geodesic.WGS84
const wanted = geodesic.Geodesic.DISTANCE

/** Metres between two positions by Karney's algorithm, rounded to 10 nm: PostGIS's distance of geography. */
export function spheroidMetres(lonA: number, latA: number, lonB: number, latB: number): number {
  if (lonA === lonB && latA === latB) return 0
  return Math.round(wgs84.Inverse(latA, lonA, latB, lonB, wanted).s12! * 1e8) / 1e8
}

export type Vector = [x: number, y: number, z: number]

/** Geocentric metres of a position on the ellipsoid. */
export function geocentric(lon: number, lat: number): Vector {
  const [sine, cosine] = [Math.sin(lat * radians), Math.cos(lat * radians)]
  const normal = equatorMetres / Math.sqrt(1 - squaredEccentricity * sine * sine)
  const across = normal * cosine
  return [across * Math.cos(lon * radians), across * Math.sin(lon * radians), normal * (1 - squaredEccentricity) * sine]
}

/** Coordinates are kept as 32 bit floats: what their rounding can make of a straight line. */
const roundingMetres = 0.5
const farMetres = 1_000_000

/**
 * Least way on the ellipsoid between points whose straight line is `metres`: the line itself, or the arc of the auxiliary sphere of
 * reduced latitudes, on which no step is longer than 1 / (1 − f) of the true one.
 */
export function leastWay(metres: number): number {
  const least =
    metres < farMetres
      ? metres
      : Math.max(metres, 2 * poleMetres * Math.asin(Math.min(1, metres / (2 * equatorMetres))))
  return Math.max(0, least - roundingMetres)
}

/** The longest: by Schur's theorem a way that bends no more than a circle ends no nearer than an arc of it. */
export function longestWay(metres: number): number {
  if (metres < farMetres) return metres * (1 + (1.1 / 24) * (metres / leastRadius) ** 2) + roundingMetres
  return 2 * equatorMetres * Math.asin(Math.min(1, metres / (2 * poleMetres))) + roundingMetres
}

/** The longest straight line of a way of `metres` or less: what lies beyond is farther for sure. */
export function longestLine(metres: number): number {
  if (metres < farMetres) return metres + roundingMetres
  // The inverse of `leastWay`, whichever of its two bounds is the larger.
  const angle = (metres + roundingMetres) / (2 * poleMetres)
  if (angle >= Math.PI / 2) return Number.POSITIVE_INFINITY
  return Math.min(metres + roundingMetres, 2 * equatorMetres * Math.sin(angle)) + 1
}

/** Lambert's formula is wrong by less than this where the way is shorter than 12,000 km (20 m at most in 600,000 random pairs). */
const lambertMetres = 40
const lambertUntil = 12_000_000

/** Bounds of the way between two positions a straight line of `line` metres apart, closer ones from afar. */
export function wayBetween(line: number, from: readonly [number, number], lon: number, lat: number): [number, number] {
  const bounds: [number, number] = [leastWay(line), longestWay(line)]
  if (line < farMetres) return bounds
  const metres = distanceMetres(from, [lon, lat])
  if (metres > lambertUntil) return bounds
  return [Math.max(bounds[0], metres - lambertMetres), Math.min(bounds[1], metres + lambertMetres)]
}

export const radians = Math.PI / 180
export const earthRadius = 6_371_008.8
