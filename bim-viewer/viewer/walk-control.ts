import type { Picker } from './picker.ts'
import type { SectionPlane } from './section.ts'
import { firstMeeting, type Triangle } from './snap.ts'
import type { Stage } from './stage.ts'
import type { Vec3 } from './vector.ts'
import { directionOf, type Probe, type Step, stepped, turned, type Walker, walkerAt } from './walk.ts'

interface Surroundings {
  trianglesOf(feature: number): readonly Triangle[]
  /** Doors and air are walked through. */
  isPassable(feature: number): boolean
  planes(): readonly SectionPlane[]
}

const metresPerSecond = 2.6
const radiansPerPixel = 0.004

/** The first person: steps while a key or button is held, turns with the drag. Draws only while something is held. */
export class WalkControl {
  readonly #stage: Stage
  readonly #picker: Picker
  readonly #surroundings: Surroundings
  readonly #held = new Set<Step>()
  #turning = 0
  #frame = 0
  #last = 0

  constructor(stage: Stage, picker: Picker, surroundings: Surroundings) {
    this.#stage = stage
    this.#picker = picker
    this.#surroundings = surroundings
  }

  hold(step: Step, isHeld: boolean): void {
    if (isHeld) this.#held.add(step)
    else this.#held.delete(step)
    this.#run()
  }

  /** Radians a second to the left; 0 stops. */
  turn(radiansPerSecond: number): void {
    this.#turning = radiansPerSecond
    this.#run()
  }

  look(dx: number, dy: number): void {
    this.#stand(turned(this.#walker(), dx * radiansPerPixel, dy * radiansPerPixel))
  }

  stop(): void {
    this.#held.clear()
    this.#turning = 0
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  #run(): void {
    if (this.#frame !== 0 || (this.#held.size === 0 && this.#turning === 0)) return
    this.#last = performance.now()
    this.#frame = requestAnimationFrame((now) => this.#tick(now))
  }

  #tick(now: number): void {
    this.#frame = 0
    // After a stall one strides no farther than in a tenth of a second.
    const seconds = Math.min(0.1, Math.max(0, now - this.#last) / 1000)
    this.#last = now
    const walker = turned(this.#walker(), this.#turning * seconds, 0)
    this.#stand(stepped(walker, this.#held, metresPerSecond * seconds, this.#probe))
    if (this.#held.size > 0 || this.#turning !== 0) this.#frame = requestAnimationFrame((next) => this.#tick(next))
  }

  readonly #probe: Probe = (origin, direction, metres) => {
    const feature = this.#picker.pickAlong(origin, direction, metres)
    if (feature === null || this.#surroundings.isPassable(feature)) return null
    const triangles = this.#surroundings.trianglesOf(feature)
    return firstMeeting(origin, direction, triangles, this.#surroundings.planes())?.along ?? null
  }

  #walker(): Walker {
    const { position, target } = this.#stage.rig.pose()
    return walkerAt(position, target)
  }

  #stand(walker: Walker): void {
    const [x, y, z] = walker.eye
    const [dx, dy, dz] = directionOf(walker)
    const target: Vec3 = [x + dx, y + dy, z + dz]
    this.#stage.rig.setPose({ position: walker.eye, target, height: null })
    this.#stage.invalidate()
  }
}
