import type { Passage, Point, WalkPlan, WalkSpace } from './walk-plan.ts'

/** Edges of two footprints that run against each other this near are one edge. */
const apartMetres = 0.03
const leastWidthMetres = 0.7
/** More than this is no step but a wall. */
const mostRiseMetres = 0.4
const sampleMetres = 0.1

/** Whether something solid stands at a point, a metre above the floor. */
export type Blocked = (x: number, y: number, z: number) => boolean

/**
 * Spaces that lie open to each other: a shared edge of at least 0.7 m where no wall stands. Models that draw spaces to the middle of
 * their walls share edges everywhere, so the walls have to be asked.
 */
export function openPlanPassages(spaces: WalkPlan['spaces'], blocked: Blocked): Passage[] {
  const shapes = spaces.map((space) => ({ space, edges: edgesOf(space), box: boxOf(space) }))
  const found: Passage[] = []
  shapes.forEach((a, index) => {
    for (const b of shapes.slice(index + 1)) {
      if (a.space.levelId !== b.space.levelId || Math.abs(a.space.floor - b.space.floor) > mostRiseMetres) continue
      if (!touch(a.box, b.box)) continue
      const z = Math.max(a.space.floor, b.space.floor) + 1
      const lines = a.edges
        .flatMap((edge) => b.edges.map((other) => sharedPart(edge, other)))
        .filter((line) => line !== null)
        .flatMap((line) => openParts(line, (x, y) => blocked(x, y, z)))
      lines.forEach((line, part) => {
        found.push({
          id: `open:${a.space.id}:${b.space.id}:${part}`,
          kind: 'open-plan',
          name: null,
          spaceIds: [a.space.id, b.space.id],
          line,
        })
      })
    }
  })
  return found
}

type Line = readonly [Point, Point]

const edgesOf = ({ footprint }: WalkSpace): Line[] =>
  footprint.coordinates.flatMap((ring) =>
    ring.slice(1).map(
      ([x, y], index): Line => [
        [ring[index]![0]!, ring[index]![1]!],
        [x!, y!],
      ],
    ),
  )

/** The part of one edge that the other runs along, whichever way round the rings go. */
function sharedPart([a, b]: Line, [c, d]: Line): Line | null {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  const otherLength = Math.hypot(d[0] - c[0], d[1] - c[1])
  if (length < leastWidthMetres || otherLength < leastWidthMetres) return null
  const ux = (b[0] - a[0]) / length
  const uy = (b[1] - a[1]) / length
  const along = ([x, y]: Point) => (x - a[0]) * ux + (y - a[1]) * uy
  const beside = ([x, y]: Point) => Math.abs((y - a[1]) * ux - (x - a[0]) * uy)
  if (Math.abs(((d[0] - c[0]) * ux + (d[1] - c[1]) * uy) / otherLength) < 0.999) return null
  if (beside(c) > apartMetres || beside(d) > apartMetres) return null
  const from = Math.max(0, Math.min(along(c), along(d)))
  const to = Math.min(length, Math.max(along(c), along(d)))
  if (to - from < leastWidthMetres) return null
  return [
    [a[0] + ux * from, a[1] + uy * from],
    [a[0] + ux * to, a[1] + uy * to],
  ]
}

function openParts([a, b]: Line, blocked: (x: number, y: number) => boolean): Line[] {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  const samples = Math.ceil(length / sampleMetres)
  const at = (index: number): Point => [
    a[0] + ((b[0] - a[0]) * index) / samples,
    a[1] + ((b[1] - a[1]) * index) / samples,
  ]
  const parts: Line[] = []
  let from: number | null = null
  for (let index = 0; index <= samples; index++) {
    // The ends of an edge stand in the corner of the walls beside it.
    const inset = Math.min(Math.max(index, 0.5), samples - 0.5)
    const free = !blocked(...(at(inset) as [number, number]))
    if (free) from ??= index
    if (from === null || (free && index < samples)) continue
    const line: Line = [at(from), at(free ? index : index - 1)]
    if (Math.hypot(line[1][0] - line[0][0], line[1][1] - line[0][1]) >= leastWidthMetres - 1e-6) parts.push(line)
    from = null
  }
  return parts
}

type Box = readonly [number, number, number, number]

function boxOf({ footprint }: WalkSpace): Box {
  const ring = footprint.coordinates[0]!
  const xs = ring.map(([x]) => x!)
  const ys = ring.map(([, y]) => y!)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

const touch = (a: Box, b: Box): boolean =>
  a[0] <= b[2] + apartMetres && b[0] <= a[2] + apartMetres && a[1] <= b[3] + apartMetres && b[1] <= a[3] + apartMetres
