import { Aim } from './aim.ts'
import { Comparison, type OtherVersion } from './comparison.ts'
import { type Palette, pickMaterial, setPalette } from './feature-material.ts'
import { type GeometrySource, LoadedModel } from './loaded-model.ts'
import { isShown, type Look, plainLook } from './look.ts'
import type { MeasureKind } from './measure.ts'
import { begun, closed, type MeasureState, noMeasures, undone, without } from './measure-tool.ts'
import { ModeChange } from './mode-change.ts'
import type { SpaceLabel } from './overlay.ts'
import { Picker } from './picker.ts'
import { planesInForce } from './planes-in-force.ts'
import { listenToPointer } from './pointer.ts'
import { type Box, isKept } from './section.ts'
import { Stage } from './stage.ts'
import { Taps } from './taps.ts'
import type { Vec3 } from './vector.ts'
import type { ModelSource, ViewerOptions, ViewerState } from './viewer-state.ts'
import type { Viewpoint } from './viewpoint.ts'
import { WalkControl } from './walk-control.ts'

const southEast: Vec3 = [0.62, 0.55, 0.78]

/** The viewer of a building: one element, one model, one look. Whoever makes it disposes of it. */
export class BuildingViewer {
  readonly #stage: Stage
  readonly #model: LoadedModel
  readonly #picker: Picker
  readonly #walk: WalkControl
  readonly #modes: ModeChange
  readonly #taps: Taps
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
  #comparison: Comparison | null = null

  /** @throws Error when the browser has no WebGL 2. */
  constructor(host: HTMLElement, source: ModelSource, options: ViewerOptions) {
    this.#options = options
    this.#source = source
    this.#stage = new Stage(host, () => this.#afterFrame())
    this.#model = new LoadedModel(source.building, options.palette)
    this.#stage.add(this.#model.group)
    this.#picker = new Picker(this.#stage.renderer, this.#stage.scene, pickMaterial(this.#model.uniforms))
    this.#walk = new WalkControl(this.#stage, this.#picker, {
      trianglesOf: (feature) => this.#model.trianglesOf(feature),
      isPassable: (feature) => /^Ifc(Door|Space)/.test(source.building.elements[feature]?.ifcClass ?? 'IfcSpace'),
      planes: () => this.#planes(),
    })
    this.#modes = new ModeChange({
      stage: this.#stage,
      model: this.#model,
      walk: this.#walk,
      look: () => this.#state.look,
      show: (look) => {
        this.#change({ look })
        this.#apply()
      },
      fit: () => this.fit(),
    })
    this.#taps = new Taps({
      stage: this.#stage,
      aim: new Aim(this.#stage, this.#picker, this.#model, () => this.#planes()),
      state: () => this.#state,
      change: (change) => this.#change(change),
      setLook: (change) => this.setLook(change),
      setMeasures: (measures) => this.#setMeasures(measures),
      closeMeasure: () => this.closeMeasure(),
      fit: (features) => this.fit(features),
      onSnapped: () => this.#drawMeasures(),
    })
    this.#stopListening = listenToPointer(this.#stage.canvas, {
      onTap: (tap) => this.#taps.tap(tap),
      onDoubleTap: (tap) => this.#taps.doubleTap(tap),
      onHover: (at) => this.#taps.hover(at),
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
      this.#modes.enter(look, before.mode)
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
    this.#modes.begin(look.mode)
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
  standAt(spot: Vec3): void {
    this.#modes.standAt(spot)
  }

  startMeasure(kind: MeasureKind | null): void {
    this.#taps.forget()
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
    this.#stage.overlay.drawMeasurements(drawn, this.#taps.snapped, this.#stage.toScreen)
  }
}
