import { type Box3, MOUSE, OrthographicCamera, PerspectiveCamera, Sphere, TOUCH, Vector3 } from 'three'
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'
import type { Mode } from './look.ts'
import { shadowLayer } from './model-layer.ts'
import type { Vec3 } from './vector.ts'
import type { CameraPose } from './viewpoint.ts'

const fieldOfView = 45
/** How much of the picture's smaller side what is framed fills: the rest is for what floats on it. */
const share = 0.78

/** Both cameras and the hand that moves them: orbit and pinch, the locked plan, or the first person, who steers by himself. */
export class CameraRig {
  readonly #perspective = new PerspectiveCamera(fieldOfView)
  readonly #parallel = new OrthographicCamera()
  readonly #controls: OrbitControls
  #camera: PerspectiveCamera | OrthographicCamera = this.#perspective
  #aspect = 1
  #size = { width: 1, height: 1 }
  #covered = 0
  #mode: Mode = 'orbit'
  readonly #whole = new Sphere(new Vector3(), 1)

  constructor(element: HTMLElement, onChange: () => void) {
    for (const camera of [this.#perspective, this.#parallel]) camera.layers.enable(shadowLayer)
    this.#perspective.position.set(10, 10, 10)
    this.#controls = new OrbitControls(this.#perspective, element)
    // Without coasting nothing moves that nobody moves: no frame is drawn while the hand rests.
    this.#controls.enableDamping = false
    this.#controls.zoomToCursor = true
    this.#controls.maxPolarAngle = Math.PI * 0.98
    this.#controls.addEventListener('change', onChange)
  }

  get camera(): PerspectiveCamera | OrthographicCamera {
    return this.#camera
  }

  /** What the far and near planes have to hold. */
  setBounds(bounds: Box3): void {
    if (!bounds.isEmpty()) bounds.getBoundingSphere(this.#whole)
  }

  /** Pixels of the lower rim that something lies on: the middle of the picture is the middle of what is left. */
  setCovered(pixels: number): void {
    this.#covered = pixels
  }

  /** Rows by which the picture is moved up; pixel y of it is row y + this of the camera's own. */
  get shift(): number {
    return this.#covered / 2
  }

  resize(width: number, height: number): void {
    this.#size = { width, height }
    this.#aspect = width / Math.max(1, height)
    this.#perspective.aspect = this.#aspect
    this.#setParallelHeight(this.#parallelHeight)
    this.#perspective.updateProjectionMatrix()
  }

  setMode(mode: Mode): void {
    if (mode === this.#mode) return
    const pose = this.pose()
    this.#mode = mode
    const isPlan = mode === 'plan'
    this.#controls.enabled = mode !== 'walk'
    this.#controls.enableRotate = !isPlan
    this.#controls.mouseButtons.LEFT = isPlan ? MOUSE.PAN : MOUSE.ROTATE
    this.#controls.touches.ONE = isPlan ? TOUCH.PAN : TOUCH.ROTATE
    if (isPlan) this.setPose(fromAbove(pose))
    else if (pose.height !== null) this.setPose(tilted(pose))
  }

  pose(): CameraPose {
    const { position } = this.#camera
    return {
      position: [position.x, position.y, position.z],
      target: this.#controls.target.toArray() as unknown as Vec3,
      height: this.#camera === this.#parallel ? this.#parallelHeight : null,
    }
  }

  setPose({ position, target, height }: CameraPose): void {
    this.#camera = height === null ? this.#perspective : this.#parallel
    if (height !== null) this.#setParallelHeight(height)
    this.#camera.position.set(...position)
    this.#controls.object = this.#camera
    this.#controls.target.set(...target)
    this.#camera.up.set(0, 1, 0)
    // The hand's own update turns the camera; switched off (walking) it would not.
    if (this.#controls.enabled) this.#controls.update()
    // Looking straight down, up is where −z is: north of the model's frame.
    else this.#camera.lookAt(...target)
  }

  /** Moves so that a box fills the picture, seen from the same side or from a given one. */
  fit(box: Box3, from?: Vec3): void {
    if (box.isEmpty()) return
    const center = box.getCenter(new Vector3())
    const size = box.getSize(new Vector3())
    const target = center.toArray() as unknown as Vec3
    if (this.#mode === 'plan') {
      const height = Math.max(size.z, size.x / this.#aspect) / share
      this.setPose({ position: [center.x, box.max.y + 50, center.z], target, height })
      return
    }
    const pose = this.pose()
    const back = from ? new Vector3(...from) : new Vector3(...pose.position).sub(new Vector3(...pose.target))
    back.normalize()
    const away = Math.max(1, distanceToFit(size, back, this.#aspect))
    const position = center.addScaledVector(back, away).toArray() as unknown as Vec3
    this.setPose({ position, target, height: null })
  }

  /** Turns, tilts (radians) and comes nearer (factor), for the keyboard. */
  nudge({ turn = 0, tilt = 0, closer = 1 }): void {
    const pose = this.pose()
    const offset = new Vector3(...pose.position).sub(new Vector3(...pose.target))
    if (this.#mode === 'plan') {
      const height = (pose.height ?? 10) / closer
      const move = new Vector3(turn, 0, -tilt).multiplyScalar(height * 0.8)
      const target = new Vector3(...pose.target).add(move)
      const position = new Vector3(...pose.position).add(move)
      this.setPose({ position: position.toArray(), target: target.toArray(), height })
      return
    }
    const length = offset.length() / closer
    const polar = Math.min(Math.PI * 0.97, Math.max(0.05, Math.acos(offset.y / offset.length()) - tilt))
    const azimuth = Math.atan2(offset.x, offset.z) + turn
    offset.set(Math.sin(polar) * Math.sin(azimuth), Math.cos(polar), Math.sin(polar) * Math.cos(azimuth))
    const position = offset.multiplyScalar(length).add(new Vector3(...pose.target))
    this.setPose({ ...pose, position: position.toArray(), height: pose.height === null ? null : pose.height / closer })
  }

  /** Near and far from where the camera stands, so that depth is as fine as it can be and the same for the same view. */
  prepare(): void {
    const camera = this.#camera
    const away = camera.position.distanceTo(this.#whole.center)
    camera.far = away + this.#whole.radius * 1.1 + 1
    camera.near =
      camera === this.#parallel
        ? -camera.far
        : Math.max(0.05, (away - this.#whole.radius * 1.1) * 0.9, camera.far / 20_000)
    const { width, height } = this.#size
    if (this.#covered > 0) camera.setViewOffset(width, height, 0, this.shift, width, height)
    else if (camera.view) camera.clearViewOffset()
    camera.updateProjectionMatrix()
    camera.updateMatrixWorld()
  }

  dispose(): void {
    this.#controls.dispose()
  }

  get #parallelHeight(): number {
    return (this.#parallel.top - this.#parallel.bottom) / this.#parallel.zoom
  }

  #setParallelHeight(height: number): void {
    const camera = this.#parallel
    camera.zoom = 1
    camera.top = height / 2
    camera.bottom = -height / 2
    camera.right = (height / 2) * this.#aspect
    camera.left = -camera.right
    camera.updateProjectionMatrix()
  }
}

/** The plan over what was looked at, as large as it was. */
function fromAbove({ position, target }: CameraPose): CameraPose {
  const away = Math.hypot(position[0] - target[0], position[1] - target[1], position[2] - target[2])
  const height = 2 * away * Math.tan((fieldOfView / 2) * (Math.PI / 180))
  return { position: [target[0], target[1] + Math.max(away, 50), target[2]], target, height }
}

/** Back to the room: from the plan's middle, as far away as shows as much. */
function tilted({ target, height }: CameraPose): CameraPose {
  const away = (height ?? 20) / (2 * Math.tan((fieldOfView / 2) * (Math.PI / 180)))
  return { position: [target[0] + away * 0.45, target[1] + away * 0.6, target[2] + away * 0.66], target, height: null }
}

/** How far from its middle a box of this size must be looked at along `back`, so that all eight corners are in the picture. */
function distanceToFit(size: Vector3, back: Vector3, aspect: number): number {
  const right = new Vector3(0, 1, 0).cross(back).normalize()
  const up = back.clone().cross(right)
  const tangent = Math.tan((fieldOfView / 2) * (Math.PI / 180)) * share
  let away = 0
  for (let corner = 0; corner < 8; corner++) {
    const sign = (bit: number): number => (corner & bit ? 0.5 : -0.5)
    const at = new Vector3(size.x * sign(1), size.y * sign(2), size.z * sign(4))
    const needed = Math.max(Math.abs(at.dot(right)) / (tangent * aspect), Math.abs(at.dot(up)) / tangent)
    away = Math.max(away, needed + at.dot(back))
  }
  return away
}
