import type { LoadedModel } from './loaded-model.ts'
import type { Picker } from './picker.ts'
import type { SectionPlane } from './section.ts'
import { firstMeeting, type Snapped, snap, type Triangle } from './snap.ts'
import type { Stage } from './stage.ts'
import type { Vec3 } from './vector.ts'

interface Met {
  point: Vec3
  /** Towards who looks. */
  normal: Vec3
  triangles: Triangle[]
}

/** What lies under a pixel: the card says which feature, its own triangles say where. What a section took away is not there. */
export class Aim {
  readonly #stage: Stage
  readonly #picker: Picker
  readonly #model: LoadedModel
  readonly #planes: () => SectionPlane[]

  constructor(stage: Stage, picker: Picker, model: LoadedModel, planes: () => SectionPlane[]) {
    this.#stage = stage
    this.#picker = picker
    this.#model = model
    this.#planes = planes
  }

  feature(x: number, y: number, reach: number): number | null {
    const { width, height, rig } = this.#stage
    rig.prepare()
    const feature = this.#picker.pick(rig.camera, { x, y: y + rig.shift, width, height }, reach)
    rig.prepare()
    return feature
  }

  meet(x: number, y: number): Met | null {
    const feature = this.feature(x, y, 0)
    if (feature === null) return null
    const triangles = this.#model.trianglesOf(feature)
    const { origin, direction } = this.#stage.rayAt(x, y)
    const met = firstMeeting(origin, direction, triangles, this.#planes())
    return met && { point: met.point, normal: met.normal, triangles }
  }

  snap(x: number, y: number, reach: number): Snapped | null {
    const met = this.meet(x, y)
    if (!met) return null
    const { toScreen } = this.#stage
    return snap({ hit: met.point, triangles: met.triangles, planes: this.#planes(), toScreen, reach })
  }
}
