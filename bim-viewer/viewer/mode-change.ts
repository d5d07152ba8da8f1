import type { LoadedModel } from './loaded-model.ts'
import type { Look, Mode } from './look.ts'
import type { Stage } from './stage.ts'
import { groundOf, startOfWalk, storeyAtEye } from './storeys.ts'
import type { Vec3 } from './vector.ts'
import type { CameraPose } from './viewpoint.ts'
import { directionOf, eyeHeight, walkerAt } from './walk.ts'
import type { WalkControl } from './walk-control.ts'

interface Given {
  stage: Stage
  model: LoadedModel
  walk: WalkControl
  look(): Look
  /** Shows another look. */
  show(look: Look): void
  fit(): void
}

/** Goes between looking around, the locked plan and walking in first person, and back to what was seen before a walk. */
export class ModeChange {
  readonly #given: Given
  #beforeWalk: { look: Look; pose: CameraPose } | null = null

  constructor(given: Given) {
    this.#given = given
  }

  /** A view that was given: what was seen before an earlier walk is not what it came from. */
  begin(mode: Mode): void {
    this.#given.walk.stop()
    this.#beforeWalk = null
    this.#given.stage.rig.setMode(mode)
  }

  /** Into the mode of `look`, the rest of which is wished for as well. */
  enter(look: Look, from: Mode): void {
    const { stage, walk, show, model } = this.#given
    const { rig } = stage
    walk.stop()
    const before = this.#beforeWalk
    if (from === 'walk' && before) {
      this.#beforeWalk = null
      rig.setMode(before.look.mode)
      rig.setPose(before.pose)
      show({ ...before.look, selected: look.selected })
      if (look.mode !== before.look.mode) this.enter({ ...this.#given.look(), mode: look.mode }, before.look.mode)
      return
    }
    if (look.mode === 'walk') this.#beforeWalk = { look: this.#given.look(), pose: rig.pose() }
    rig.setMode(look.mode)
    // The plan is that of one floor; the walk goes through all of them, uncut.
    const stoodOn = from === 'walk' ? this.#storeyStoodOn() : null
    const chosen = look.storeyGuid ?? stoodOn
    const storeyGuid = look.mode === 'plan' ? (chosen ?? groundOf(model.building)) : chosen
    const whole = { storeyGuid: null, isolated: null, planes: [], box: null, spaces: false }
    show(look.mode === 'walk' ? { ...look, ...whole } : { ...look, storeyGuid })
    // Out of a walk that came with a link there is no view to go back to: the floor that one stood on is shown.
    if (look.mode === 'plan' || stoodOn !== null) this.#given.fit()
    if (look.mode === 'walk') this.#enterBuilding()
  }

  /** Puts the first person on a spot of a floor, looking as before. */
  standAt([x, y, z]: Vec3): void {
    const { stage } = this.#given
    const { position, target } = stage.rig.pose()
    const eye: Vec3 = [x, y + eyeHeight, z]
    const [dx, dy, dz] = directionOf({ heading: walkerAt(position, target).heading, pitch: 0 })
    stage.rig.setPose({ position: eye, target: [eye[0] + dx, eye[1] + dy, eye[2] + dz], height: null })
    stage.invalidate()
  }

  #storeyStoodOn(): string | null {
    const { model, stage } = this.#given
    return storeyAtEye(model.building, stage.rig.pose().position[1])?.guid ?? null
  }

  /** Into the selected space, else the largest on the ground floor, facing as the camera did. */
  #enterBuilding(): void {
    const { building, features, boundsCentre, bounds } = this.#given.model
    const { selected } = this.#given.look()
    const chosen = features.spaces.find(({ feature }) => selected.has(feature))
    this.standAt(startOfWalk(building, chosen?.space) ?? [boundsCentre[0], bounds.min.y, boundsCentre[2]])
  }
}
