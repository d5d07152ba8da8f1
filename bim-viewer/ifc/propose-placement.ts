import proj4 from 'proj4'
import type { Georeference } from './converted-building.ts'
import { knownCrs } from './known-crs.ts'
import type { Placement } from './placement.ts'

/**
 * Where the file itself says that the building stands, as the placement that its owner is asked about. `anchor` is a point amid the
 * building: far from the file's origin a map projection's scale and north would be another's.
 * @returns null where the file says nothing, its coordinate system is not known here, or the point is not on earth.
 */
export function proposePlacement(
  georeference: Georeference | null,
  anchor: readonly [number, number],
): Placement | null {
  if (!georeference) return null
  const { crs, elevation, rotation, scale, origin } = georeference
  if (crs === null) {
    return checked({ anchor: [0, 0], lon: origin[0], lat: origin[1], rotation: round(rotation, 4), scale, elevation })
  }
  const definition = knownCrs(crs)
  if (!definition) return null
  const toEarth = proj4(definition, 'EPSG:4326')
  const [cosine, sine] = [Math.cos((rotation * Math.PI) / 180) * scale, Math.sin((rotation * Math.PI) / 180) * scale]
  const onEarth = ([x, y]: readonly [number, number]) =>
    toEarth.forward([origin[0] + x * cosine - y * sine, origin[1] + x * sine + y * cosine]) as [number, number]
  const [lon, lat] = onEarth(anchor)
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return null
  const plane = proj4('EPSG:4326', `+proj=aeqd +lat_0=${lat} +lon_0=${lon} +datum=WGS84 +units=m +no_defs`)
  const [east, north] = plane.forward(onEarth([anchor[0] + 100, anchor[1]])) as [number, number]
  return checked({
    anchor: [round(anchor[0], 3), round(anchor[1], 3)],
    lon,
    lat,
    rotation: round((Math.atan2(north, east) * 180) / Math.PI, 4),
    scale: round(Math.hypot(east, north) / 100, 6),
    elevation,
  })
}

function checked(placement: Placement): Placement | null {
  const { lon, lat, scale } = placement
  const isOnEarth = Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && scale >= 0.5 && scale <= 2
  return isOnEarth ? { ...placement, lon: round(lon, 9), lat: round(lat, 9) } : null
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))
