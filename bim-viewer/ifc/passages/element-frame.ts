import { type IfcModel, type Line, lineOf, type Triangles } from './ifc-model.ts'

type Vector = readonly [number, number, number]

/** Where an element's placement puts its own axes, in local metres. */
export interface Frame {
  x: Vector
  y: Vector
  z: Vector
  origin: Vector
}

const world: Frame = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1], origin: [0, 0, 0] }

/** The chain of IfcLocalPlacement up to the world. */
export function frameOf(model: IfcModel, placementId: number | undefined): Frame {
  if (placementId === undefined) return world
  const placement = lineOf(model, placementId)
  if (!placement?.RelativePlacement) return world
  const own = axes(model, lineOf(model, placement.RelativePlacement.value))
  return placement.PlacementRelTo ? within(frameOf(model, placement.PlacementRelTo.value), own) : own
}

function axes(model: IfcModel, placement: Line): Frame {
  const numbers = (reference: Line, attribute: string, usual: Vector): Vector => {
    if (!reference) return usual
    // Values of a list are bare in files of IFC2X3.
    const [a = 0, b = 0, c = 0] = lineOf(model, reference.value)[attribute].map((each: Line) =>
      Number(each?.value ?? each),
    )
    return [a, b, c]
  }
  const z = unit(numbers(placement.Axis, 'DirectionRatios', [0, 0, 1]))
  const wanted = numbers(placement.RefDirection, 'DirectionRatios', [1, 0, 0])
  const along = dot(wanted, z)
  const x = unit([wanted[0] - along * z[0], wanted[1] - along * z[1], wanted[2] - along * z[2]])
  const y: Vector = [z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]]
  const [a, b, c] = numbers(placement.Location, 'Coordinates', [0, 0, 0])
  return { x, y, z, origin: [a * model.metres, b * model.metres, c * model.metres] }
}

const within = (outer: Frame, inner: Frame): Frame => {
  const turned = ([a, b, c]: Vector): Vector => [
    outer.x[0] * a + outer.y[0] * b + outer.z[0] * c,
    outer.x[1] * a + outer.y[1] * b + outer.z[1] * c,
    outer.x[2] * a + outer.y[2] * b + outer.z[2] * c,
  ]
  const moved = turned(inner.origin)
  return {
    x: turned(inner.x),
    y: turned(inner.y),
    z: turned(inner.z),
    origin: [moved[0] + outer.origin[0], moved[1] + outer.origin[1], moved[2] + outer.origin[2]],
  }
}

/** A leaf in a wall: its middle, the direction along the wall, its width, and from where to where it reaches up. */
export interface Leaf {
  x: number
  y: number
  along: readonly [number, number]
  width: number
  bottom: number
  top: number
}

/** Measures triangles along a direction of the plan. */
export function leafOf(triangles: Triangles, along: readonly [number, number]): Leaf {
  const [ux, uy] = along
  const low = [Infinity, Infinity, Infinity]
  const high = [-Infinity, -Infinity, -Infinity]
  for (let at = 0; at < triangles.length; at += 3) {
    const [x, y, z] = [triangles[at]!, triangles[at + 1]!, triangles[at + 2]!]
    ;[x * ux + y * uy, y * ux - x * uy, z].forEach((value, index) => {
      low[index] = Math.min(low[index]!, value)
      high[index] = Math.max(high[index]!, value)
    })
  }
  const [middle, beside] = [(low[0]! + high[0]!) / 2, (low[1]! + high[1]!) / 2]
  return {
    x: middle * ux - beside * uy,
    y: middle * uy + beside * ux,
    along,
    width: high[0]! - low[0]!,
    bottom: low[2]!,
    top: high[2]!,
  }
}

/** The direction of a frame's x in the plan; null where it stands upright. */
export function planDirection({ x }: Frame): readonly [number, number] | null {
  const length = Math.hypot(x[0], x[1])
  return length < 0.7 ? null : [x[0] / length, x[1] / length]
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

function unit([a, b, c]: Vector): Vector {
  const length = Math.hypot(a, b, c) || 1
  return [a / length, b / length, c / length]
}
