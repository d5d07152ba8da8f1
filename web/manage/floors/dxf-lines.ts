/** Lines of a parsed DXF drawing, with curves as chords and blocks put in place: enough to trace over and to snap to. */

type Line = [number, number][]

export interface DxfDrawing {
  header?: Record<string, unknown>
  entities?: DxfEntity[]
  blocks?: Record<string, { position?: DxfPoint; entities?: DxfEntity[] }>
}

interface DxfPoint {
  x: number
  y: number
}

interface DxfEntity {
  type: string
  vertices?: (DxfPoint & { bulge?: number })[]
  shape?: boolean
  center?: DxfPoint
  radius?: number
  startAngle?: number
  endAngle?: number
  name?: string
  position?: DxfPoint
  xScale?: number
  yScale?: number
  rotation?: number
  hidden?: boolean
}

/** $INSUNITS of the header: metres of a unit. */
const unitMetres: Readonly<Record<number, number>> = { 1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1, 14: 0.1 }
const mostLines = 60_000
const mostDepth = 8
const chord = Math.PI / 24

/** @throws where it has no lines */
export function linesOfDxf(drawing: DxfDrawing) {
  const lines: Line[] = []
  collect(drawing.entities ?? [], drawing, (point) => point, lines, 0)
  const points = lines.flat()
  if (points.length === 0) throw new Error('the drawing has no lines')
  const bounds = points.reduce<[number, number, number, number]>(
    ([west, south, east, north], [x, y]) => [
      Math.min(west, x),
      Math.min(south, y),
      Math.max(east, x),
      Math.max(north, y),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  )
  const across = Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1])
  // Without a unit, plans of buildings are in millimetres where they are thousands across.
  const metres = unitMetres[Number(drawing.header?.$INSUNITS)] ?? (across > 2_000 ? 0.001 : 1)
  return { lines, bounds, metres }
}

type Place = (point: [number, number]) => [number, number]

function collect(
  entities: readonly DxfEntity[],
  drawing: DxfDrawing,
  place: Place,
  lines: Line[],
  depth: number,
): void {
  for (const entity of entities) {
    if (lines.length >= mostLines) return
    if (entity.hidden) continue
    if (entity.type === 'INSERT') {
      const block = drawing.blocks?.[entity.name ?? '']
      if (!block?.entities || depth >= mostDepth) continue
      collect(block.entities, drawing, insertedBy(entity, block.position, place), lines, depth + 1)
      continue
    }
    const line = lineOf(entity)
    if (line && line.length > 1 && line.flat().every(Number.isFinite)) lines.push(line.map(place))
  }
}

function insertedBy(entity: DxfEntity, base: DxfPoint | undefined, place: Place): Place {
  const { position = { x: 0, y: 0 }, xScale = 1, yScale = 1, rotation = 0 } = entity
  const turn = (rotation * Math.PI) / 180
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)]
  return ([px, py]) => {
    const [x, y] = [(px - (base?.x ?? 0)) * xScale, (py - (base?.y ?? 0)) * yScale]
    return place([position.x + x * cosine - y * sine, position.y + x * sine + y * cosine])
  }
}

function lineOf({
  type,
  vertices,
  shape,
  center,
  radius,
  startAngle = 0,
  endAngle = 2 * Math.PI,
}: DxfEntity): Line | null {
  if (type === 'LINE' || type === 'LWPOLYLINE' || type === 'POLYLINE') {
    if (!vertices || vertices.length < 2) return null
    const corners = shape ? [...vertices, vertices[0]!] : vertices
    return corners.flatMap((corner, index): Line => {
      const next = corners[index + 1]
      const own: [number, number] = [corner.x, corner.y]
      return next && corner.bulge ? [own, ...bulged(own, [next.x, next.y], corner.bulge)] : [own]
    })
  }
  if ((type !== 'ARC' && type !== 'CIRCLE') || !center || !radius) return null
  const full = type === 'CIRCLE'
  const [from, span] = full ? [0, 2 * Math.PI] : [startAngle, (endAngle - startAngle + 2 * Math.PI) % (2 * Math.PI)]
  const parts = Math.max(2, Math.ceil(span / chord))
  return Array.from({ length: parts + 1 }, (_, index): [number, number] => {
    const angle = from + (span * index) / parts
    return [center.x + radius * Math.cos(angle), center.y + radius * Math.sin(angle)]
  })
}

/** Points of an arc between two corners, without them; the bulge is the tangent of a quarter of its angle. */
function bulged(from: [number, number], to: [number, number], bulge: number): Line {
  const angle = 4 * Math.atan(bulge)
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const away = 1 / Math.tan(angle / 2) / 2
  const middle = [from[0] + dx / 2 - dy * away, from[1] + dy / 2 + dx * away]
  const radius = Math.hypot(from[0] - middle[0]!, from[1] - middle[1]!)
  const start = Math.atan2(from[1] - middle[1]!, from[0] - middle[0]!)
  const parts = Math.max(2, Math.ceil(Math.abs(angle) / chord))
  return Array.from({ length: parts - 1 }, (_, index): [number, number] => {
    const at = start + (angle * (index + 1)) / parts
    return [middle[0]! + radius * Math.cos(at), middle[1]! + radius * Math.sin(at)]
  })
}
