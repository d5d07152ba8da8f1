import type { MapView } from '../state/map-state.ts'

/** Centre and zoom at which bounds (degrees) fill a screen, for the first picture before there is a map. */
export function viewOfBounds(bounds: readonly number[], width: number, height: number): MapView {
  const [west, south, east, north] = bounds as [number, number, number, number]
  const mercator = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)
  const bottom = mercator(south)
  const top = mercator(north)
  // Fractions of the world's width; at zoom 0 the world is 256 pixels.
  const zoom = Math.log2(
    Math.min(Math.max(80, width) / (256 * ((east - west) / 360)), Math.max(80, height) / (256 * (top - bottom))),
  )
  const middle = (Math.atan(Math.exp((bottom + top) * Math.PI)) * 360) / Math.PI - 90
  return { lon: (west + east) / 2, lat: middle, zoom: Math.min(16, Math.max(3, zoom)) }
}
