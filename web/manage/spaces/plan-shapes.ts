import type { SpaceRow } from './space-figures.ts'

type Ring = readonly (readonly [number, number])[]

export interface PlanShape {
  id: number
  /** Of an SVG: y down. */
  path: string
  at: readonly [number, number]
  /** How wide a word may be there. */
  room: number
}

export interface Plan {
  viewBox: string
  /** Metres (or what is like them) from side to side, for sizes of words. */
  width: number
  shapes: readonly PlanShape[]
}

/** Spaces of a floor as shapes: by the model's own metres, or where the floor was drawn on the map by metres around its middle. */
export function planOf(spaces: readonly SpaceRow[]): Plan | null {
  const useLocal = spaces.every(({ footprint }) => footprint !== null)
  const drawn = spaces.flatMap((space) => {
    const polygon = useLocal ? space.footprint : space.geometry
    return polygon ? [{ id: space.id, rings: polygon.coordinates as readonly Ring[] }] : []
  })
  const corners = drawn.flatMap(({ rings }) => rings.flat())
  if (corners.length === 0) return null
  const middle = corners.reduce((sum, [, y]) => sum + y / corners.length, 0)
  // Degrees east are shorter than degrees north by the cosine of the latitude.
  const across = useLocal ? 1 : 111_320 * Math.cos((middle * Math.PI) / 180)
  const along = useLocal ? 1 : 110_950
  const placed = ([x, y]: readonly [number, number]): [number, number] => [x * across, -y * along]
  const all = corners.map(placed)
  const [west, east] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))]
  const [north, south] = [Math.min(...all.map(([, y]) => y)), Math.max(...all.map(([, y]) => y))]
  const margin = Math.max(east - west, south - north) * 0.02
  // Around the corner of the picture, so that coordinates are short and no digit is lost.
  const local = (point: readonly [number, number]): [number, number] => {
    const [x, y] = placed(point)
    return [x - west + margin, y - north + margin]
  }
  const width = east - west + 2 * margin
  const shapes = drawn.map(({ id, rings }) => {
    const path = rings.map((ring) => `M${ring.map((point) => local(point).map(short).join(' ')).join('L')}Z`).join('')
    const outline = (rings[0] ?? []).map(local)
    const xs = outline.map(([x]) => x)
    return { id, path, at: middleOf(outline), room: Math.max(...xs) - Math.min(...xs) }
  })
  return { viewBox: `0 0 ${short(width)} ${short(south - north + 2 * margin)}`, width, shapes }
}

const short = (value: number): string => String(Math.round(value * 1000) / 1000)

/** The middle of the ring's bounds: enough for a number on a plan. */
function middleOf(ring: Ring): [number, number] {
  const xs = ring.map(([x]) => x)
  const ys = ring.map(([, y]) => y)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}
