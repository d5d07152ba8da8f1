import { type Group, Plane, Scene, Vector3, WebGLRenderer } from 'three'
import { CameraRig } from './camera-rig.ts'
import { Overlay } from './overlay.ts'
import type { SectionPlane } from './section.ts'
import type { Vec3 } from './vector.ts'

/** The drawing surface with camera and overlay. A frame is drawn when something has changed and never otherwise. */
export class Stage {
  readonly renderer: WebGLRenderer
  readonly scene = new Scene()
  readonly rig: CameraRig
  readonly overlay = new Overlay()
  readonly canvas: HTMLCanvasElement
  readonly #host: HTMLElement
  readonly #watch: ResizeObserver
  readonly #onFrame: () => void
  readonly #projected = new Vector3()
  #frame = 0
  #frames = 0
  width = 1
  height = 1

  /** @throws Error when the browser has no WebGL 2. */
  constructor(host: HTMLElement, onFrame: () => void) {
    this.#host = host
    this.#onFrame = onFrame
    this.renderer = new WebGLRenderer({ antialias: true, alpha: true, powerPreference: 'high-performance' })
    this.renderer.setClearColor(0, 0)
    this.canvas = this.renderer.domElement
    this.canvas.className = 'viewer-canvas'
    host.append(this.canvas, this.overlay.element)
    this.rig = new CameraRig(this.canvas, () => this.invalidate())
    this.#watch = new ResizeObserver(() => this.#resize())
    this.#watch.observe(host)
    this.canvas.addEventListener('webglcontextrestored', () => this.invalidate())
    this.#resize()
  }

  /** Frames drawn so far: what stands still draws none. */
  get frames(): number {
    return this.#frames
  }

  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw())
  }

  setClipping(planes: readonly SectionPlane[]): void {
    this.renderer.clippingPlanes = planes.map(({ normal, offset }) => new Plane(new Vector3(...normal), offset))
    this.invalidate()
  }

  add(group: Group): void {
    this.scene.add(group)
  }

  /** Pixels of the host; null behind the camera. */
  readonly toScreen = (point: Vec3): readonly [number, number] | null => {
    const projected = this.#projected.set(...point).project(this.rig.camera)
    if (projected.z > 1 || projected.z < -1) return null
    return [((projected.x + 1) / 2) * this.width, ((1 - projected.y) / 2) * this.height]
  }

  /** From the eye (or the picture's plane) through a pixel. */
  rayAt(x: number, y: number): { origin: Vec3; direction: Vec3 } {
    const { camera } = this.rig
    const [u, v] = [(x / this.width) * 2 - 1, 1 - (y / this.height) * 2]
    const near = new Vector3(u, v, -1).unproject(camera)
    const far = new Vector3(u, v, 1).unproject(camera)
    const direction = far.sub(near).normalize()
    return { origin: [near.x, near.y, near.z], direction: [direction.x, direction.y, direction.z] }
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame)
    this.#watch.disconnect()
    this.rig.dispose()
    this.renderer.dispose()
    // Browsers keep a handful of contexts a page; this one is given back at once.
    this.renderer.forceContextLoss()
    this.canvas.remove()
    this.overlay.element.remove()
  }

  #draw(): void {
    this.#frame = 0
    this.#frames++
    this.rig.prepare()
    this.renderer.render(this.scene, this.rig.camera)
    this.#onFrame()
  }

  #resize(): void {
    this.width = Math.max(1, this.#host.clientWidth)
    this.height = Math.max(1, this.#host.clientHeight)
    this.renderer.setPixelRatio(Math.min(2, devicePixelRatio))
    this.renderer.setSize(this.width, this.height)
    this.rig.resize(this.width, this.height)
    this.invalidate()
  }
}
