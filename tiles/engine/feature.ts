/** A feature as the engine takes it in: world units, values in the order of the layer's columns. */
export interface Feature {
  id: number
  /** Where it stands as a point: itself, or the location of a line or an area. World units. */
  x: number
  y: number
  /** Values of the text columns, in order; null where there is none. */
  texts: (string | null)[]
  /** Values of the coded columns, in order: one value, a list of values (sets), or null. */
  values: CodedValue[]
  /** Null for a plain point. */
  shape: Shape | null
}

export type Scalar = string | number | boolean
export type CodedValue = Scalar | readonly string[] | null

export const SHAPE_POINTS = 1
export const SHAPE_LINE = 2
export const SHAPE_AREA = 3

/** A line, an area or several points, in world units. */
export interface Shape {
  kind: typeof SHAPE_POINTS | typeof SHAPE_LINE | typeof SHAPE_AREA
  /** x0, y0, x1, y1, … of all parts, one after the other; rings without their closing vertex. */
  coordinates: Uint32Array
  /** Where each part begins, in vertices, and the end: parts + 1 numbers. */
  partStarts: Uint32Array
  /** 1 where a ring is a hole of the exterior ring before it. Exteriors run clockwise on the screen, holes against it. */
  holes: Uint8Array
  /** The zoom from which each vertex matters; below it the simplified shape does without. */
  levels: Uint8Array
  minX: number
  minY: number
  maxX: number
  maxY: number
  /** First zoom at which it is drawn as itself; below, it is a point at its location. */
  fromZoom: number
}
