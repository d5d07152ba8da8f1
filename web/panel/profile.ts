/** The elevation profile of a trail from its coordinates `[lon, lat, metres]`. */
export interface Profile {
  /** Way from the start in metres and height above the sea, in order; gaps between parts are not walked. */
  points: { along: number; height: number }[]
  length: number
  lowest: number
  highest: number
}

interface AnyGeometry {
  type: string
  coordinates: unknown
}

const earthRadiusMetres = 6_371_008.8

/** @returns null when the geometry is no line or carries no heights */
export function profileOf(geometry: AnyGeometry): Profile | null {
  const lines = linesOf(geometry)
  const points: Profile['points'] = []
  let along = 0
  for (const line of lines) {
    line.forEach((position, index) => {
      const before = line[index - 1]
      if (before) along += greatCircleMetres(before, position)
      const height = position[2]
      if (height !== undefined && Number.isFinite(height)) points.push({ along, height })
    })
  }
  if (points.length < 2) return null
  const heights = points.map(({ height }) => height)
  return {
    points,
    length: along,
    lowest: heights.reduce((a, b) => Math.min(a, b)),
    highest: heights.reduce((a, b) => Math.max(a, b)),
  }
}

function greatCircleMetres(a: readonly number[], b: readonly number[]): number {
  const radians = Math.PI / 180
  const dLat = (b[1]! - a[1]!) * radians
  const dLon = (b[0]! - a[0]!) * radians
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1]! * radians) * Math.cos(b[1]! * radians) * Math.sin(dLon / 2) ** 2
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** How far along the lines the nearest point to a position lies, in metres. Gaps between parts are not walked. */
export function alongOf(geometry: AnyGeometry, position: readonly number[]): number {
  let [along, nearest, found] = [0, Number.POSITIVE_INFINITY, 0]
  for (const line of linesOf(geometry)) {
    line.forEach((to, index) => {
      const from = line[index - 1]
      if (!from) return
      const length = greatCircleMetres(from, to)
      // Flat in the small: degrees of longitude shrink by the cosine of the latitude.
      const shrink = Math.cos((position[1]! * Math.PI) / 180)
      const [dx, dy] = [(to[0]! - from[0]!) * shrink, to[1]! - from[1]!]
      const [px, py] = [(position[0]! - from[0]!) * shrink, position[1]! - from[1]!]
      const share = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)))
      const distance = Math.hypot(px - share * dx, py - share * dy)
      if (distance < nearest) [nearest, found] = [distance, along + share * length]
      along += length
    })
  }
  return found
}

function linesOf(geometry: AnyGeometry): number[][][] {
  if (geometry.type === 'LineString') return [geometry.coordinates as number[][]]
  return geometry.type === 'MultiLineString' ? (geometry.coordinates as number[][][]) : []
}

/** Path data of the profile's line in a box, at most `most` points: more than pixels would only cost. */
export function profilePath(
  { points, length, lowest, highest }: Profile,
  width: number,
  height: number,
  most = 240,
): string {
  const step = Math.max(1, Math.ceil(points.length / most))
  const kept = points.filter((_, index) => index % step === 0 || index === points.length - 1)
  // A flat trail must look flat: less than 20 metres never fill the box.
  const range = Math.max(20, highest - lowest)
  return kept
    .map(({ along, height: metres }, index) => {
      const x = (along / Math.max(1, length)) * width
      const y = height - ((metres - lowest) / range) * height
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
}
