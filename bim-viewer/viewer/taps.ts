import type { Aim } from './aim.ts'
import type { Look } from './look.ts'
import { type MeasureState, pointed } from './measure-tool.ts'
import type { Tap } from './pointer.ts'
import { planeThrough } from './section.ts'
import type { Snapped } from './snap.ts'
import type { Stage } from './stage.ts'
import type { ViewerState } from './viewer-state.ts'

interface Given {
  stage: Stage
  aim: Aim
  state(): ViewerState
  change(change: Partial<ViewerState>): void
  setLook(change: Partial<Look>): void
  setMeasures(measures: MeasureState): void
  closeMeasure(): void
  fit(features: readonly number[]): void
  /** What the next tap would catch is another. */
  onSnapped(): void
}

const reachOfMouse = 10
const reachOfFinger = 18
const mostPlanes = 6

/** What a tap does by the tool in hand: measures, cuts along a face, or selects. */
export class Taps {
  readonly #given: Given
  #snapped: Snapped | null = null
  #hoverAt: { x: number; y: number } | null = null

  constructor(given: Given) {
    this.#given = given
  }

  /** What the next tap would catch. */
  get snapped(): Snapped | null {
    return this.#snapped
  }

  forget(): void {
    this.#snapped = null
  }

  tap({ x, y, touch, adding }: Tap): void {
    const { aim, change, setLook, setMeasures, stage } = this.#given
    const { measures, isCutting, look } = this.#given.state()
    if (measures.kind !== null) {
      const snapped = aim.snap(x, y, touch ? reachOfFinger : reachOfMouse)
      if (snapped) setMeasures(pointed(measures, snapped))
      return
    }
    if (isCutting) {
      const met = aim.meet(x, y)
      if (!met) return
      change({ isCutting: false })
      setLook({ planes: [...look.planes, planeThrough(met.point, met.normal)].slice(-mostPlanes) })
      return
    }
    const feature = stage.overlay.labelAt(x, y) ?? aim.feature(x, y, touch ? 6 : 1)
    const selected = new Set(adding ? look.selected : [])
    if (feature !== null && !(adding && selected.delete(feature))) selected.add(feature)
    setLook({ selected })
  }

  doubleTap({ x, y, touch }: Omit<Tap, 'adding'>): void {
    const { aim, closeMeasure } = this.#given
    const { measures, isCutting } = this.#given.state()
    if (measures.kind === 'area') {
      closeMeasure()
      return
    }
    if (measures.kind !== null || isCutting) return
    const feature = aim.feature(x, y, touch ? 6 : 1)
    if (feature !== null) this.#given.fit([feature])
  }

  /** What the next tap would catch is shown before it; once a frame is enough. */
  hover(at: { x: number; y: number } | null): void {
    if (this.#given.state().measures.kind === null) return
    if (this.#hoverAt === null && at) requestAnimationFrame(() => this.#showSnap())
    this.#hoverAt = at
  }

  #showSnap(): void {
    const at = this.#hoverAt
    this.#hoverAt = null
    if (!at || this.#given.state().measures.kind === null) return
    this.#snapped = this.#given.aim.snap(at.x, at.y, reachOfMouse)
    this.#given.onSnapped()
  }
}
