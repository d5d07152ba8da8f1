export type Box = [west: number, south: number, east: number, north: number]

/** Metres of the shortest degree of latitude (110,574 at the equator) and of the equator's degree, both on the safe side. */
const metresPerLatDegree = 110_500
const metresPerEquatorDegree = 111_000

/**
 * Boxes in degrees that together hold every point within `metres` of a position on the spheroid: one, or two where the area crosses
 * the antimeridian. A way of that length stays within its latitudes, where a degree of longitude is nowhere shorter than at the
 * one nearest the pole.
 */
export function searchBoxes(lon: number, lat: number, metres: number): Box[] {
  const up = metres / metresPerLatDegree
  const south = Math.max(-90, lat - up)
  const north = Math.min(90, lat + up)
  const nearestPole = Math.abs(lat) + up
  const across = nearestPole >= 89 ? 180 : metres / (metresPerEquatorDegree * Math.cos((nearestPole * Math.PI) / 180))
  if (across >= 180) return [[-180, south, 180, north]]
  const west = lon - across
  const east = lon + across
  if (west < -180)
    return [
      [-180, south, east, north],
      [west + 360, south, 180, north],
    ]
  if (east > 180)
    return [
      [west, south, 180, north],
      [-180, south, east - 360, north],
    ]
  return [[west, south, east, north]]
}
