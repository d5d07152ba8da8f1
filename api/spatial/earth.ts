type Position = readonly [lon: number, lat: number]

const equatorMetres = 6_378_137
const flattening = 1 / 298.257223563

/**
 * Distance of two positions on WGS84 in metres, by Lambert's formula: the great circle through reduced latitudes with a correction for
 * flattening; within 50 m at any distance that is not nearly antipodal, within millimetres at those people walk.
 */
export function distanceMetres([lonA, latA]: Position, [lonB, latB]: Position): number {
  const reduced = (lat: number) => Math.atan((1 - flattening) * Math.tan((lat * Math.PI) / 180))
  const [a, b] = [reduced(latA), reduced(latB)]
  const between =
    Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(((lonB - lonA) * Math.PI) / 360) ** 2
  const angle = 2 * Math.asin(Math.min(1, Math.sqrt(between)))
  if (angle === 0) return 0
  const [mean, half] = [(a + b) / 2, (b - a) / 2]
  const x = ((angle - Math.sin(angle)) * (Math.sin(mean) * Math.cos(half)) ** 2) / Math.cos(angle / 2) ** 2
  const y = ((angle + Math.sin(angle)) * (Math.cos(mean) * Math.sin(half)) ** 2) / Math.sin(angle / 2) ** 2
  const corrected = angle - (flattening / 2) * (x + y)
  // Next to the antipode the correction has no bounds, the true one has: a third of a per cent and a bit.
  return equatorMetres * (Math.abs(corrected / angle - 1) < 0.006 ? corrected : angle)
}
