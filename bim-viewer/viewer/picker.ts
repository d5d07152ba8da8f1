import {
  type OrthographicCamera,
  PerspectiveCamera,
  type Scene,
  type ShaderMaterial,
  Vector3,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import { add, type Vec3 } from './vector.ts'

/**
 * Which feature lies under a pixel: the scene drawn as ids into a picture of one pixel (or a few, for a finger). The card culls and cuts as
 * it does for the eye, so what a section took away cannot be caught, and no search tree over the triangles has to be built and kept.
 */
export class Picker {
  readonly #renderer: WebGLRenderer
  readonly #scene: Scene
  readonly #material: ShaderMaterial
  readonly #targets = new Map<number, WebGLRenderTarget>()
  /** Looks along a ray with a picture of one pixel. */
  readonly #needle = new PerspectiveCamera(0.2, 1, 0.02, 1)

  constructor(renderer: WebGLRenderer, scene: Scene, material: ShaderMaterial) {
    this.#renderer = renderer
    this.#scene = scene
    this.#material = material
  }

  /** The feature nearest to the pixel within `reach` pixels; null over nothing. `x`, `y` and size in CSS pixels. Leaves the camera's view narrowed. */
  pick(
    camera: PerspectiveCamera | OrthographicCamera,
    at: { x: number; y: number; width: number; height: number },
    reach: number,
  ): number | null {
    const side = 2 * reach + 1
    camera.setViewOffset(at.width, at.height, Math.floor(at.x) - reach, Math.floor(at.y) - reach, side, side)
    return nearest(this.#draw(camera, side), side, reach)
  }

  /** The first feature along a ray within a distance. */
  pickAlong(origin: Vec3, direction: Vec3, metres: number): number | null {
    const needle = this.#needle
    needle.far = metres
    needle.position.set(...origin)
    // Straight down there is no up; any sideways will do.
    needle.up.copy(Math.abs(direction[1]) > 0.99 ? new Vector3(1, 0, 0) : new Vector3(0, 1, 0))
    needle.lookAt(...add(origin, direction))
    needle.updateProjectionMatrix()
    needle.updateMatrixWorld()
    return nearest(this.#draw(needle, 1), 1, 0)
  }

  dispose(): void {
    for (const target of this.#targets.values()) target.dispose()
    this.#material.dispose()
  }

  #draw(camera: PerspectiveCamera | OrthographicCamera, side: number): Uint8Array {
    const target = this.#targets.get(side) ?? new WebGLRenderTarget(side, side)
    this.#targets.set(side, target)
    const renderer = this.#renderer
    const mask = camera.layers.mask
    // Shadows of x-ray, and what helps the eye only, are on other layers.
    camera.layers.set(0)
    this.#scene.overrideMaterial = this.#material
    renderer.setRenderTarget(target)
    renderer.clear()
    renderer.render(this.#scene, camera)
    const pixels = new Uint8Array(side * side * 4)
    renderer.readRenderTargetPixels(target, 0, 0, side, side, pixels)
    renderer.setRenderTarget(null)
    this.#scene.overrideMaterial = null
    camera.layers.mask = mask
    return pixels
  }
}

function nearest(pixels: Uint8Array, side: number, reach: number): number | null {
  let best: number | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = (row * side + column) * 4
      if (pixels[at + 3] === 0) continue
      const distance = Math.hypot(row - reach, column - reach)
      if (distance >= bestDistance) continue
      bestDistance = distance
      best = pixels[at]! + pixels[at + 1]! * 256 + pixels[at + 2]! * 65_536 - 1
    }
  }
  return best
}
