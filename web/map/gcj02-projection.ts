import gcoord from 'gcoord'
import Projection from 'ol/proj/Projection.js'
import { addCoordinateTransforms, addProjection, fromLonLat, get, toLonLat } from 'ol/proj.js'

/**
 * Web Mercator whose degrees are GCJ-02 or BD-09, as Chinese base maps draw them. The map view stays true; their tiles are
 * warped into it, since the shift differs from place to place (175–575 m in Sichuan) and no fixed offset is right.
 */
export type ShiftedDatum = 'GCJ-02' | 'BD-09'

const systems = { 'GCJ-02': gcoord.GCJ02, 'BD-09': gcoord.BD09 } as const

export const mercatorCode = (datum: ShiftedDatum): string => `venue-atlas:${datum}`

export function shiftedMercator(datum: ShiftedDatum): Projection {
  const code = mercatorCode(datum)
  const known = get(code)
  if (known) return known
  const projection = new Projection({ code, units: 'm', extent: get('EPSG:3857')!.getExtent(), global: true })
  addProjection(projection)
  const system = systems[datum]
  const toShifted = (coordinate: number[]): number[] =>
    fromLonLat(gcoord.transform(toLonLat(coordinate) as [number, number], gcoord.WGS84, system))
  const toTrue = (coordinate: number[]): number[] =>
    fromLonLat(gcoord.transform(toLonLat(coordinate) as [number, number], system, gcoord.WGS84))
  addCoordinateTransforms('EPSG:3857', projection, toShifted, toTrue)
  return projection
}
