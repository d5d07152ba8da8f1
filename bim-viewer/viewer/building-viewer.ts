import type { ConvertedBuilding } from '../ifc/converted-building.ts'
import { Aim } from './aim.ts'
import { Comparison, type OtherVersion } from './comparison.ts'
import { type Palette, pickMaterial, setPalette } from './feature-material.ts'
import { type GeometrySource, LoadedModel } from './loaded-model.ts'
import { isShown, type Look, type Mode, plainLook } from './look.ts'
import type { MeasureKind, Measurement } from './measure.ts'
import { begun, closed, type MeasureState, noMeasures, pointed, undone, without } from './measure-tool.ts'
import type { SpaceLabel } from './overlay.ts'
import { Picker } from './picker.ts'
import { planesInForce } from './planes-in-force.ts'
import { listenToPointer } from './pointer.ts'
import { type Box, isKept, planeThrough } from './section.ts'
import type { Snapped } from './snap.ts'
import { Stage } from './stage.ts'
import { groundOf, startOfWalk, storeyAtEye } from './storeys.ts'
import type { Vec3 } from './vector.ts'
import type { CameraPose, Viewpoint } from './viewpoint.ts'
import { directionOf, eyeHeight, walkerAt } from './walk.ts'
import { WalkControl } from './walk-control.ts'

export interface ViewerState {
  look: Look
  measures: MeasureState
  /** The next tap cuts along the face it meets. */
  isCutting: boolean
  loadedBytes: number
  /** Something can be seen. */
  hasGeometry: boolean
  isComplete: boolean
}

export interface ViewerOptions {
  palette: Palette
  /** What is written at a measurement. */
  figureOf(measurement: Measurement): string
  onState(state: ViewerState): void
  /** After each drawn frame: where the camera is now. */
  onCamera(pose: CameraPose): void
}

export interface ModelSource {
  building: ConvertedBuilding
  geometry: readonly GeometrySource[]
}

const southEast: Vec3 = [0.62, 0.55, 0.78]
const reachOfMouse = 10
const reachOfFinger = 18

/** The viewer of a building: one element, one model, one look. Whoever makes it disposes of it. */
export class BuildingViewer {
  readonly #stage: Stage
  readonly #model: LoadedModel
  readonly #picker: Picker
  readonly #aim: Aim
  readonly #walk: WalkControl
  readonly #options: ViewerOptions
  readonly #stopListening: () => void
  readonly #loading = new AbortController()
  readonly #source: ModelSource
  #state: ViewerState = {
    look: plainLook,
    measures: noMeasures,
    isCutting: false,
    loadedBytes: 0,
    hasGeometry: false,
    isComplete: false,
  }
  #snapped: Snapped | null = null
  #hoverAt: { x: number; y: number } | null = null
  #beforeWalk: { look: Look; pose: CameraPose } | null = null
  #comparison: Comparison | null = null

  /** @throws Error when the browser has no WebGL 2. */
  constructor(host: HTMLElement, source: ModelSource, options: ViewerOptions) {
    this.#options = options
    this.#source = source
    this.#stage = new Stage(host, () => this.#afterFrame())
    this.#model = new LoadedModel(source.building, options.palette)
    this.#stage.add(this.#model.group)
    this.#picker = new Picker(this.#stage.renderer, this.#stage.scene, pickMaterial(this.#model.uniforms))
    this.#aim = new Aim(this.#stage, this.#picker, this.#model, () => this.#planes())
    this.#walk = new WalkControl(this.#stage, this.#picker, {
      trianglesOf: (feature) => this.#model.trianglesOf(feature),
      isPassable: (feature) => /^Ifc(Door|Space)/.test(source.building.elements[feature]?.ifcClass ?? 'IfcSpace'),
      planes: () => this.#planes(),
    })
    this.#stopListening = listenToPointer(this.#stage.canvas, {
      onTap: (tap) => this.#tap(tap),
      onDoubleTap: (tap) => this.#doubleTap(tap),
      onHover: (at) => this.#hover(at),
      onDrag: (dx, dy) => {
        if (this.#state.look.mode === 'walk') this.#walk.look(dx, dy)
      },
    })
    this.#model.apply(plainLook, null)
    this.#stage.rig.setBounds(this.#model.bounds)
    this.fit(undefined, southEast)
  }

  get state(): ViewerState {
    return this.#state
  }

  get canvas(): HTMLCanvasElement {
    return this.#stage.canvas
  }

  /** Figures of what is drawn, for measuring and tests. */
  get figures(): { frames: number; triangles: number; drawCalls: number; features: number } {
    const { triangleCount, drawCalls, features } = this.#model
    return { frames: this.#stage.frames, triangles: triangleCount, drawCalls, features: features.list.length }
  }

  get bounds(): Box {
    const { min, max } = this.#model.bounds
    return { min: [min.x, min.y, min.z], max: [max.x, max.y, max.z] }
  }

  featureOf(guid: string): number | undefined {
    return this.#model.features.byGuid.get(guid)
  }

  /** Loads the geometry, that of the storey in view first. @throws when it cannot be had. */
  async load(): Promise<void> {
    const { storeyGuid } = this.#state.look
    const first = (source: GeometrySource): number => (source.storeyGuid === storeyGuid ? 0 : 1)
    const sources = [...this.#source.geometry].sort((a, b) => first(a) - first(b))
    // Bounds of the spaces are known before any geometry: only a view that nobody chose is moved when more comes.
    const start = JSON.stringify(this.#stage.rig.pose())
    const isUntouched = (): boolean => JSON.stringify(this.#stage.rig.pose()) === start
    const isPlain = this.#state.look === plainLook
    await this.#model.load(
      sources,
      this.#loading.signal,
      (bytes) => this.#change({ loadedBytes: this.#state.loadedBytes + bytes }),
      () => {
        this.#stage.rig.setBounds(this.#model.bounds)
        this.#apply()
        if (isPlain && isUntouched()) this.fit(undefined, southEast)
        this.#change({ hasGeometry: true })
      },
    )
    this.#change({ isComplete: true })
  }

  setLook(change: Partial<Look>): void {
    const before = this.#state.look
    const look = { ...before, ...change }
    if (look.mode !== before.mode) {
      this.#enterMode(look, before.mode)
      return
    }
    this.#change({ look })
    this.#apply()
    if (look.mode === 'plan' && look.storeyGuid !== before.storeyGuid) this.fit()
  }

  viewpoint(): Viewpoint {
    return { camera: this.#stage.rig.pose(), look: this.#state.look }
  }

  setViewpoint({ camera, look }: Viewpoint): void {
    this.#walk.stop()
    // What was seen before an earlier walk is not what this view came from.
    this.#beforeWalk = null
    this.#stage.rig.setMode(look.mode)
    this.#stage.rig.setPose(camera)
    this.#change({ look })
    this.#apply()
  }

  /** Frames some features, or all that is shown. */
  fit(features?: Iterable<number>, from?: Vec3): void {
    if (this.#state.look.mode === 'walk') return
    const { storeyGuid } = this.#state.look
    const box = features
      ? this.#model.boundsOf(features)
      : storeyGuid !== null
        ? this.#model.boundsOfStorey(storeyGuid)
        : this.#model.bounds
    this.#stage.rig.fit(box.isEmpty() ? this.#model.bounds : box, from)
    this.#stage.invalidate()
  }

  nudge(by: { turn?: number; tilt?: number; closer?: number }): void {
    if (this.#state.look.mode === 'walk') this.#walk.look((by.turn ?? 0) * -200, (by.tilt ?? 0) * 200)
    else this.#stage.rig.nudge(by)
    this.#stage.invalidate()
  }

  get walk(): Pick<WalkControl, 'hold' | 'turn'> {
    return this.#walk
  }

  /** Puts the first person on a spot of a floor, looking as before. */
  standAt([x, y, z]: Vec3): void {
    this.#stand([x, y + eyeHeight, z])
  }

  startMeasure(kind: MeasureKind | null): void {
    this.#snapped = null
    this.#change({ measures: begun(this.#state.measures, kind), isCutting: false })
    this.#stage.invalidate()
  }

  closeMeasure(): void {
    this.#setMeasures(closed(this.#state.measures))
  }

  undoMeasure(): void {
    this.#setMeasures(undone(this.#state.measures))
  }

  removeMeasure(index: number): void {
    this.#setMeasures(without(this.#state.measures, index))
  }

  /** The next tap on a face cuts there. */
  cutAtFace(isCutting: boolean): void {
    this.#change({ isCutting, measures: begun(this.#state.measures, null) })
  }

  /** Pixels at the lower rim that a sheet lies on; the picture keeps its scale and moves its middle up. */
  setCovered(pixels: number): void {
    this.#stage.rig.setCovered(pixels)
    this.#stage.invalidate()
  }

  setLabels(labels: readonly SpaceLabel[]): void {
    this.#stage.overlay.setLabels(labels)
    this.#stage.invalidate()
  }

  setPalette(palette: Palette): void {
    setPalette(this.#model.uniforms, palette)
    if (this.#comparison) setPalette(this.#comparison.uniforms, palette)
    this.#stage.invalidate()
  }

  /** Words have changed: figures are written anew. */
  redraw(): void {
    this.#stage.invalidate()
  }

  /** Colours what is added and changed, shows what is no more; the rest stands back. Null ends it. @throws when it cannot be loaded. */
  async compare(other: OtherVersion | null): Promise<void> {
    this.#comparison?.dispose()
    this.#comparison = other && new Comparison(this.#model, other, this.#stage, this.#options.palette)
    this.#apply()
    await this.#comparison?.load()
  }

  dispose(): void {
    this.#loading.abort()
    this.#stopListening()
    this.#walk.stop()
    this.#comparison?.dispose()
    this.#model.dispose()
    this.#picker.dispose()
    this.#stage.dispose()
  }

  // ── pointer ───────────────────────────────────────────────────────────────
  #tap({ x, y, touch, adding }: { x: number; y: number; touch: boolean; adding: boolean }): void {
    const { measures, isCutting, look } = this.#state
    const reach = touch ? reachOfFinger : reachOfMouse
    if (measures.kind !== null) {
      const snapped = this.#aim.snap(x, y, reach)
      if (snapped) this.#setMeasures(pointed(measures, snapped))
      return
    }
    if (isCutting) {
      const met = this.#aim.meet(x, y)
      if (!met) return
      this.#change({ isCutting: false })
      this.setLook({ planes: [...look.planes, planeThrough(met.point, met.normal)].slice(-6) })
      return
    }
    const feature = this.#stage.overlay.labelAt(x, y) ?? this.#aim.feature(x, y, touch ? 6 : 1)
    const selected = new Set(adding ? look.selected : [])
    if (feature !== null && !(adding && selected.delete(feature))) selected.add(feature)
    this.setLook({ selected })
  }

  #doubleTap({ x, y, touch }: { x: number; y: number; touch: boolean }): void {
    if (this.#state.measures.kind === 'area') {
      this.closeMeasure()
      return
    }
    if (this.#state.measures.kind !== null || this.#state.isCutting) return
    const feature = this.#aim.feature(x, y, touch ? 6 : 1)
    if (feature !== null) this.fit([feature])
  }

  /** What the next tap would catch is shown before it; once a frame is enough. */
  #hover(at: { x: number; y: number } | null): void {
    if (this.#state.measures.kind === null) return
    if (this.#hoverAt === null && at) requestAnimationFrame(() => this.#showSnap())
    this.#hoverAt = at
  }

  #showSnap(): void {
    const at = this.#hoverAt
    this.#hoverAt = null
    if (!at || this.#state.measures.kind === null) return
    this.#snapped = this.#aim.snap(at.x, at.y, reachOfMouse)
    this.#drawMeasures()
  }

  // ── state ─────────────────────────────────────────────────────────────────
  #change(change: Partial<ViewerState>): void {
    this.#state = { ...this.#state, ...change }
    this.#options.onState(this.#state)
  }

  #setMeasures(measures: MeasureState): void {
    this.#change({ measures })
    this.#stage.invalidate()
  }

  #planes() {
    return planesInForce(this.#state.look, this.#model.building)
  }

  #apply(): void {
    const { look } = this.#state
    this.#model.apply(look, this.#comparison?.differences ?? null)
    const planes = this.#planes()
    this.#stage.setClipping(planes)
    this.#model.uniforms.cutting.value = planes.length > 0 ? 1 : 0
  }

  #enterMode(look: Look, from: Mode): void {
    const { rig } = this.#stage
    this.#walk.stop()
    const before = this.#beforeWalk
    if (from === 'walk' && before) {
      this.#beforeWalk = null
      rig.setMode(before.look.mode)
      rig.setPose(before.pose)
      this.#change({ look: { ...before.look, selected: look.selected } })
      this.#apply()
      if (look.mode !== before.look.mode) this.setLook({ mode: look.mode })
      return
    }
    if (look.mode === 'walk') this.#beforeWalk = { look: this.#state.look, pose: rig.pose() }
    rig.setMode(look.mode)
    // The plan is that of one floor; the walk goes through all of them, uncut.
    const stoodOn = from === 'walk' ? this.#storeyStoodOn() : null
    const chosen = look.storeyGuid ?? stoodOn
    const storeyGuid = look.mode === 'plan' ? (chosen ?? groundOf(this.#model.building)) : chosen
    const whole = { storeyGuid: null, isolated: null, planes: [], box: null, spaces: false }
    this.#change({ look: look.mode === 'walk' ? { ...look, ...whole } : { ...look, storeyGuid } })
    this.#apply()
    // Out of a walk that came with a link there is no view to go back to: the floor that one stood on is shown.
    if (look.mode === 'plan' || stoodOn !== null) this.fit()
    if (look.mode === 'walk') this.#enterBuilding()
  }

  #storeyStoodOn(): string | null {
    const { building } = this.#model
    return storeyAtEye(building, this.#stage.rig.pose().position[1])?.guid ?? null
  }

  /** Into the selected space, else the largest on the ground floor, facing as the camera did. */
  #enterBuilding(): void {
    const { building, features } = this.#model
    const chosen = features.spaces.find(({ feature }) => this.#state.look.selected.has(feature))
    const [x, , z] = this.#model.boundsCentre
    const spot = startOfWalk(building, chosen?.space) ?? [x, this.bounds.min[1], z]
    this.#stand([spot[0], spot[1] + eyeHeight, spot[2]])
  }

  #stand(eye: Vec3): void {
    const { position, target } = this.#stage.rig.pose()
    const [x, y, z] = directionOf({ heading: walkerAt(position, target).heading, pitch: 0 })
    this.#stage.rig.setPose({ position: eye, target: [eye[0] + x, eye[1] + y, eye[2] + z], height: null })
    this.#stage.invalidate()
  }

  // ── overlay ───────────────────────────────────────────────────────────────
  #afterFrame(): void {
    const { overlay, toScreen, rig } = this.#stage
    const { look } = this.#state
    const planes = this.#planes()
    overlay.drawLabels((label) => this.#isLabelled(label) && isKept(planes, label.point), toScreen, look.selected)
    this.#drawMeasures()
    this.#options.onCamera(rig.pose())
  }

  /** Names of spaces where spaces are shown; those with a photo also where only their storey is. */
  #isLabelled({ feature, photo }: SpaceLabel): boolean {
    const { look } = this.#state
    const isSpace = this.#model.features.list[feature]
    if (look.mode === 'walk' || !isSpace) return false
    return isShown(isSpace, feature, photo && look.storeyGuid !== null ? { ...look, spaces: true } : look)
  }

  #drawMeasures(): void {
    const { measures } = this.#state
    const all = measures.draft ? [...measures.done, measures.draft] : measures.done
    const drawn = all.map((measurement) => ({ measurement, text: this.#options.figureOf(measurement) }))
    this.#stage.overlay.drawMeasurements(drawn, this.#snapped, this.#stage.toScreen)
  }
}
