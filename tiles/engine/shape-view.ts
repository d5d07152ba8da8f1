import type { Shape } from './feature.ts'
import type { ShapeTable } from './table.ts'

/** A shape of a packed table as an object; its arrays are views, nothing is copied but the part starts. */
export function shapeView(shapes: ShapeTable, index: number): Shape {
  const firstPart = shapes.firstPart[index]!
  const lastPart = shapes.firstPart[index + 1]!
  const firstVertex = shapes.partStart[firstPart]!
  const lastVertex = shapes.partStart[lastPart]!
  return {
    kind: shapes.kind[index] as Shape['kind'],
    coordinates: shapes.coordinates.subarray(2 * firstVertex, 2 * lastVertex),
    partStarts: shapes.partStart.slice(firstPart, lastPart + 1).map((start) => start - firstVertex),
    holes: shapes.hole.subarray(firstPart, lastPart),
    levels: shapes.levels.subarray(firstVertex, lastVertex),
    minX: shapes.boxes[4 * index]!,
    minY: shapes.boxes[4 * index + 1]!,
    maxX: shapes.boxes[4 * index + 2]!,
    maxY: shapes.boxes[4 * index + 3]!,
    fromZoom: shapes.fromZoom[index]!,
  }
}
