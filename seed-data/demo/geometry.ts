import type { PlaceTypeEntry } from '../catalogue.ts'
import type { CountySetting } from './county-setting.ts'
import type { Details } from './details.ts'
import { pointHex, polygonsHex, trackHex } from './ewkb.ts'
import { typeHabits } from './habits.ts'
import { placeAround } from './position.ts'
import type { Random } from './random.ts'
import { makeShape, type Shape } from './shapes.ts'
import type { Town } from './towns.ts'
import { type Trail, type TrailPlan, walkTrail } from './trails.ts'

export type GeometryKind = 'point' | 'line' | 'area'

/** Geometry columns of a row, in hex EWKB. */
export interface PlacedGeometry {
  /** Null for lines, whose track tells it. */
  geom: string | null
  track: string | null
  /** Where the shape says it better than the details of the place. */
  areaM2: number | null
  ascentM: number | null
  lengthM: number | null
}

/** Most places of mixed types are recorded as a point, as in real registries. */
export function chooseKind(type: PlaceTypeEntry, random: Random): GeometryKind {
  const drawn = random.next()
  if (type.geometryKind === 'point-or-area') return drawn < 0.22 ? 'area' : 'point'
  return type.geometryKind
}

export function makeGeometry(
  kind: GeometryKind,
  type: PlaceTypeEntry,
  { areaM2 }: Details,
  town: Town,
  county: CountySetting,
  random: Random,
): PlacedGeometry {
  const [lon, lat] = placeAround(town, county.area, random)
  if (kind === 'line') {
    const trail = makeTrail(lon, lat, type.code, town, county, random)
    return { geom: null, track: trackHex(trail.parts), areaM2: null, ascentM: trail.ascentM, lengthM: trail.lengthM }
  }
  if (kind === 'area') {
    const shape = fitShape(lon, lat, areaM2, typeHabits[type.code]!.oval === true, town, county, random)
    return { geom: polygonsHex(shape.polygons), track: null, areaM2: shape.areaM2, ascentM: null, lengthM: null }
  }
  return { geom: pointHex(lon, lat), track: null, areaM2: null, ascentM: null, lengthM: null }
}

const plans: Readonly<
  Record<string, readonly [vertices: [number, number], stepMetres: [number, number], wiggle: number]>
> = {
  'hiking-trail': [[24, 80], [40, 80], 0.25],
  'fitness-trail': [[16, 50], [20, 50], 0.18],
  'cycling-path': [[40, 110], [80, 200], 0.12],
}

function makeTrail(
  lon: number,
  lat: number,
  code: string,
  town: Town,
  { area, ...county }: CountySetting,
  random: Random,
): Trail {
  const [vertices, step, wiggle] = plans[code]!
  const plan: TrailPlan = {
    vertices: random.whole(...vertices),
    stepMetres: random.between(...step),
    wiggle,
    climb: code === 'hiking-trail' ? 0.35 : 0,
    parts: random.chance(0.15) ? random.whole(2, 3) : 1,
  }
  const tight = { ...plan, parts: 1, climb: 0, vertices: 12, stepMetres: Math.max(3, town.safeMetres / 20) }
  const trail = walkTrail(lon, lat, plan, area, random) ?? walkTrail(town.lon, town.lat, tight, area, random)
  if (!trail) throw new Error(`no room for a trail at ${town.lon}, ${town.lat} in ${county.code}`)
  return trail
}

function fitShape(
  lon: number,
  lat: number,
  areaM2: number,
  ovalType: boolean,
  town: Town,
  { area }: CountySetting,
  random: Random,
): Shape {
  // Square of the radius to area, on average, of the two kinds of outline.
  const radius = Math.max(12, Math.sqrt(areaM2 / (ovalType ? 1.89 : 2.3)))
  const kind = { oval: ovalType, hole: radius > 40 && random.chance(0.25), second: radius > 30 && random.chance(0.12) }
  const shape = makeShape(lon, lat, radius, kind, random)
  if (shape.polygons.flat(2).every(([x, y]) => area.contains(x, y))) return shape
  // A circle of this size around the centre of the town is known to be inside.
  const small = Math.min(radius, Math.max(6, town.safeMetres / 1.2))
  return makeShape(town.lon, town.lat, small, { ...kind, hole: false, second: false }, random)
}
