import { spheroidMetres } from '../../api/spatial/nearest-index/ellipsoid.ts'
import { ascentOfHeights } from '../../api/spatial/trail.ts'
import { type CountyArea, metresPerDegree } from './county-area.ts'
import type { Random } from './random.ts'
import { heightMetres } from './terrain.ts'
import { round } from './towns.ts'

export interface Trail {
  /** Parts of [lon, lat, metres above sea level]. */
  parts: [number, number, number][][]
  ascentM: number
  /** On the WGS84 ellipsoid, without heights, as the registry measures lines. */
  lengthM: number
}

export interface TrailPlan {
  /** Vertices of the whole trail. */
  vertices: number
  stepMetres: number
  /** Standard deviation of the turn at each vertex, radians. */
  wiggle: number
  /** How strongly it turns uphill, 0 to 1. */
  climb: number
  parts: number
}

/**
 * Walks a trail from a start inside the county, turning back from its boundary, so that every vertex is inside. Parts lie 60 to 300 m
 * apart, as where a trail is cut by a road. Null when there is no room to walk.
 */
export function walkTrail(lon: number, lat: number, plan: TrailPlan, area: CountyArea, random: Random): Trail | null {
  const parts: Trail['parts'] = []
  const perPart = Math.max(8, Math.round(plan.vertices / plan.parts))
  let heading = random.between(0, 2 * Math.PI)
  let bend = 0
  let here: [number, number] = [lon, lat]
  for (let p = 0; p < plan.parts; p++) {
    const line: [number, number, number][] = [withHeight(here)]
    while (line.length < perPart) {
      // The bend changes slowly: switchbacks and sweeps rather than a drunkard's walk.
      bend = bend * 0.8 + random.bell() * plan.wiggle
      heading += bend + (plan.climb > 0 ? plan.climb * Math.sin(uphill(here) - heading) : 0)
      const metres = plan.stepMetres * random.between(0.6, 1.4)
      const next = stepInside(here, heading, metres, area)
      if (!next) break
      here = next.to
      heading = next.heading
      line.push(withHeight(here))
    }
    if (line.length < 6) return parts.length > 0 ? finish(parts) : null
    parts.push(line)
    const across = stepInside(here, heading, random.between(60, 300), area)
    if (!across) break
    here = across.to
  }
  return finish(parts)
}

const finish = (parts: Trail['parts']): Trail => ({
  parts,
  ascentM: Math.round(parts.reduce((sum, part) => sum + ascentOfHeights(part.map((point) => point[2])), 0)),
  lengthM: parts.reduce((sum, part) => sum + lengthOf(part), 0),
})

function lengthOf(line: readonly (readonly number[])[]): number {
  let metres = 0
  for (let i = 1; i < line.length; i++) {
    const [fromLon, fromLat] = line[i - 1]!
    const [toLon, toLat] = line[i]!
    metres += spheroidMetres(fromLon!, fromLat!, toLon!, toLat!)
  }
  return Math.round(metres * 1e6) / 1e6
}

function stepInside(
  [lon, lat]: [number, number],
  heading: number,
  metres: number,
  area: CountyArea,
): { to: [number, number]; heading: number } | null {
  const perMetreLat = 1 / metresPerDegree
  const perMetreLon = perMetreLat / Math.cos((lat * Math.PI) / 180)
  for (let tries = 0; tries < 8; tries++) {
    const turned = heading + tries * 0.8
    const to: [number, number] = [
      round(lon + Math.sin(turned) * metres * perMetreLon),
      round(lat + Math.cos(turned) * metres * perMetreLat),
    ]
    if (area.contains(to[0], to[1])) return { to, heading: turned }
  }
  return null
}

/** Compass heading of the steepest rise, radians, over a hundred metres. */
function uphill([lon, lat]: [number, number]): number {
  const here = heightMetres(lon, lat)
  return Math.atan2(heightMetres(lon + 0.00104, lat) - here, heightMetres(lon, lat + 0.0009) - here)
}

const withHeight = ([lon, lat]: [number, number]): [number, number, number] => [
  lon,
  lat,
  Math.round(heightMetres(lon, lat) * 10) / 10,
]
