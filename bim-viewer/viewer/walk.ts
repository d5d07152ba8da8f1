import { add, scale, type Vec3 } from './vector.ts'

/** Standing and looking: where the eye is, and whither in radians (0 looks to −z, north of the model's frame; turning left adds). */
export interface Walker {
  eye: Vec3
  heading: number
  pitch: number
}

export type Step = 'forward' | 'back' | 'left' | 'right'

export const eyeHeight = 1.6
/** Steps and sills up to here are walked over, as on a stair. */
const stepHeight = 0.55
const shoulder = 0.35
const fallDepth = 6
const steepest = 1.45

export const directionOf = ({ heading, pitch }: Pick<Walker, 'heading' | 'pitch'>): Vec3 => [
  -Math.sin(heading) * Math.cos(pitch),
  Math.sin(pitch),
  -Math.cos(heading) * Math.cos(pitch),
]

export function walkerAt(position: Vec3, target: Vec3): Walker {
  const [x, y, z] = [target[0] - position[0], target[1] - position[1], target[2] - position[2]]
  return { eye: position, heading: Math.atan2(-x, -z), pitch: Math.atan2(y, Math.hypot(x, z)) }
}

export const turned = (walker: Walker, heading: number, pitch: number): Walker => ({
  ...walker,
  heading: walker.heading + heading,
  pitch: Math.min(steepest, Math.max(-steepest, walker.pitch + pitch)),
})

/** Metres to the first thing in a direction, within a limit; null where nothing is. */
export type Probe = (origin: Vec3, direction: Vec3, metres: number) => number | null

const turnOf: Record<Step, number> = { forward: 0, back: Math.PI, left: Math.PI / 2, right: -Math.PI / 2 }

/** One step over the floor: walls stop it, stairs and ramps are followed up and down, and nobody falls out of the building. */
export function stepped(walker: Walker, steps: ReadonlySet<Step>, metres: number, probe: Probe): Walker {
  const moved = movement(walker.heading, steps)
  if (!moved) return walker
  // Along the wall where straight on is blocked.
  for (const way of [moved, [moved[0], 0, 0] as Vec3, [0, 0, moved[2]] as Vec3]) {
    const eye = stepTo(walker.eye, way, metres, probe)
    if (eye) return { ...walker, eye }
  }
  return walker
}

function movement(heading: number, steps: ReadonlySet<Step>): Vec3 | null {
  let sum: Vec3 = [0, 0, 0]
  for (const step of steps) sum = add(sum, directionOf({ heading: heading + turnOf[step], pitch: 0 }))
  const size = Math.hypot(sum[0], sum[2])
  return size < 1e-6 ? null : scale(sum, 1 / size)
}

function stepTo(eye: Vec3, way: Vec3, metres: number, probe: Probe): Vec3 | null {
  const size = Math.hypot(way[0], way[2])
  if (size < 0.1) return null
  const direction = scale(way, 1 / size)
  const length = metres * size
  // At the knee above what can be stepped on, and at the chest.
  for (const height of [stepHeight - eyeHeight + 0.05, -0.4]) {
    const ahead = probe(add(eye, [0, height, 0]), direction, length + shoulder)
    if (ahead !== null && ahead < length + shoulder) return null
  }
  const next = add(eye, scale(direction, length))
  const floor = probe(next, [0, -1, 0], eyeHeight + fallDepth)
  if (floor === null) return null
  // A drop of more than a stair's step is walked down only where it is a step; else it is an edge to stop at.
  if (floor - eyeHeight > 1.1) return null
  return [next[0], next[1] - floor + eyeHeight, next[2]]
}
