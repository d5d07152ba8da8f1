import RenderFeature from 'ol/render/Feature.js'

/** Property of the points that `trailEnds` makes: `start` or `end`. */
export const trailEnd = 'trailEnd'

/**
 * Where a trail begins and ends, from its line as one tile has it. A tile cuts lines at its buffer: only ends inside the tile's own
 * extent are real, and each is in exactly one tile. Where two parts of one trail meet, nothing ends; a round has one dot.
 * @param line in map units, of type LineString or MultiLineString
 * @param extent of the tile: west, south, east, north
 */
export function trailEnds(line: RenderFeature, extent: readonly number[]): RenderFeature[] {
  const flat = line.getFlatCoordinates()
  const ends = line.getType() === 'LineString' ? [flat.length] : (line.getEnds() as number[])
  const met = new Map<string, { x: number; y: number; kind: 'start' | 'end'; times: number }>()
  const meet = (x: number, y: number, kind: 'start' | 'end') => {
    const key = `${Math.round(x)}/${Math.round(y)}`
    const known = met.get(key)
    if (known) known.times++
    else met.set(key, { x, y, kind, times: 1 })
  }
  let from = 0
  for (const to of ends) {
    meet(flat[from]!, flat[from + 1]!, 'start')
    meet(flat[to - 2]!, flat[to - 1]!, 'end')
    from = to
  }
  const [west, south, east, north] = extent as [number, number, number, number]
  const isRound = ends.length === 1 && met.size === 1
  return [...met.values()]
    .filter(({ times }) => times === 1 || isRound)
    .filter(({ x, y }) => x >= west && x < east && y > south && y <= north)
    .map(({ x, y, kind }) => {
      const properties = { ...line.getProperties(), [trailEnd]: kind }
      return new RenderFeature('Point', [x, y], [], 2, properties, line.getId())
    })
}
