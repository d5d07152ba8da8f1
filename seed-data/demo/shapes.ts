import { metresPerDegree } from './county-area.ts'
import type { Random } from './random.ts'
import { round } from './towns.ts'

type Ring = [number, number][]

export interface Shape {
  /** As in GeoJSON MultiPolygon coordinates. */
  polygons: Ring[][]
  areaM2: number
  vertices: number
}

/**
 * A valid area around a centre. `oval`: a running track's outline. Else an irregular patch whose corners go round the centre once, so
 * it cannot cross itself; with `hole` a pond or building is left out of its middle; with `second` another patch lies apart from it.
 */
export function makeShape(
  lon: number,
  lat: number,
  radiusMetres: number,
  kind: { oval: boolean; hole: boolean; second: boolean },
  random: Random,
): Shape {
  const perMetreLat = 1 / metresPerDegree
  const perMetreLon = perMetreLat / Math.cos((lat * Math.PI) / 180)
  const place = (ring: Ring, east = 0, north = 0): Ring => {
    const placed = ring.map(([x, y]): [number, number] => [
      round(lon + (x + east) * perMetreLon),
      round(lat + (y + north) * perMetreLat),
    ])
    placed.push(placed[0]!)
    return placed
  }
  const outline = kind.oval ? oval(radiusMetres, random) : patch(radiusMetres, random)
  const polygons = [[place(outline)]]
  let areaM2 = areaOf(outline)
  if (kind.hole && !kind.oval) {
    // The nearest corner is at 0.62 of the radius at least, and edges between corners stay beyond a third of it.
    const gap = patch(radiusMetres * 0.2, random).reverse()
    polygons[0]!.push(place(gap))
    areaM2 += areaOf(gap)
  }
  if (kind.second && !kind.oval) {
    const other = patch(radiusMetres * 0.6, random)
    polygons.push([place(other, radiusMetres * 2.4, radiusMetres * random.between(-0.4, 0.4))])
    areaM2 += areaOf(other)
  }
  const vertices = polygons.flat().reduce((sum, ring) => sum + ring.length, 0)
  return { polygons, areaM2: Math.round(areaM2), vertices }
}

/** Corners at rising angles, counter-clockwise, between 0.62 and 1.1 of the radius. */
function patch(radiusMetres: number, random: Random): Ring {
  const corners = random.whole(9, 22)
  const turn = random.next()
  return Array.from({ length: corners }, (_, index) => {
    const angle = ((index + turn + random.between(-0.3, 0.3)) / corners) * 2 * Math.PI
    const distance = radiusMetres * random.between(0.62, 1.1)
    return [distance * Math.cos(angle), distance * Math.sin(angle)]
  })
}

/** Two straights joined by half circles, turned at random; counter-clockwise. */
function oval(radiusMetres: number, random: Random): Ring {
  const bend = radiusMetres * 0.5
  const straight = radiusMetres * 0.55
  const turn = random.between(-0.6, 0.6)
  const steps = 8
  const half = (side: number): Ring =>
    Array.from({ length: steps + 1 }, (_, step) => {
      const angle = side * (Math.PI / 2) + (step / steps - 0.5) * Math.PI
      return [Math.cos(angle) * bend, side * straight + Math.sin(angle) * bend]
    })
  const ring = [...half(1), ...half(-1)]
  return ring.map(([x, y]) => [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)])
}

/** Signed by direction: counter-clockwise is positive. */
function areaOf(ring: Ring): number {
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i]!
    const [bx, by] = ring[(i + 1) % ring.length]!
    twice += ax * by - bx * ay
  }
  return twice / 2
}
