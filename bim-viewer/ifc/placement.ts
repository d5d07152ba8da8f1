import type { Polygon, Position } from 'geojson'
import proj4 from 'proj4'

/**
 * Where a building stands, in the one form that the product stores: a local point goes to the map as rotate(point − anchor) × scale, in
 * metres east and north of lon, lat. The same shape as in the contract.
 */
export interface Placement {
  anchor: [number, number]
  lon: number
  lat: number
  /** Degrees, counter-clockwise, from local x to east. */
  rotation: number
  scale: number
  elevation: number
}

export type Project = (point: Position) => [number, number]

/** From local metres to WGS84 `[lon, lat]`. */
export function toMap({ anchor, lon, lat, rotation, scale }: Placement): Project {
  const plane = planeAt(lon, lat)
  const [cosine, sine] = [Math.cos((rotation * Math.PI) / 180) * scale, Math.sin((rotation * Math.PI) / 180) * scale]
  return ([px, py]) => {
    const [x, y] = [px! - anchor[0], py! - anchor[1]]
    return plane.inverse([x * cosine - y * sine, x * sine + y * cosine]) as [number, number]
  }
}

/** From WGS84 `[lon, lat]` to local metres. */
export function toLocal({ anchor, lon, lat, rotation, scale }: Placement): Project {
  const plane = planeAt(lon, lat)
  const [cosine, sine] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)]
  return ([pointLon, pointLat]) => {
    const [east, north] = plane.forward([pointLon!, pointLat!])
    return [(east! * cosine + north! * sine) / scale + anchor[0], (north! * cosine - east! * sine) / scale + anchor[1]]
  }
}

export const polygonOnMap = ({ coordinates }: Polygon, project: Project): Polygon => ({
  type: 'Polygon',
  coordinates: coordinates.map((ring) => ring.map((point) => project(point))),
})

/** Metres east and north of a point, true in distance from it. */
const planeAt = (lon: number, lat: number) =>
  proj4('EPSG:4326', `+proj=aeqd +lat_0=${lat} +lon_0=${lon} +datum=WGS84 +units=m +no_defs`)
