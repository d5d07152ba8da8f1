import { FragmentsModels } from '@thatopen/fragments'
import { AmbientLight, type Box3, DirectionalLight, PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three'
import { type Framed, finished, say } from './framed.ts'

/** The viewer that @thatopen/fragments documents, with `/model.frag` from the same direction as ours looks from. */
async function main(): Promise<void> {
  const renderer = new WebGLRenderer({ antialias: true, alpha: true, powerPreference: 'high-performance' })
  renderer.setPixelRatio(Math.min(2, devicePixelRatio))
  renderer.setSize(innerWidth, innerHeight)
  document.body.append(renderer.domElement)
  const scene = new Scene()
  const light = new DirectionalLight(0xffffff, 2)
  light.position.set(1, 2, 3)
  scene.add(light, new AmbientLight(0xffffff, 1))
  const camera = new PerspectiveCamera(45, innerWidth / innerHeight, 0.1, 5_000)
  const models = new FragmentsModels('/worker.mjs')
  const bytes = await (await fetch('/model.frag')).arrayBuffer()
  const model = await models.load(bytes, { modelId: 'model', camera })
  look(camera, model.box)
  scene.add(model.object)
  const framed: Framed = { first: 0, whole: 0, triangles: 0 }
  const draw = (): void => {
    renderer.render(scene, camera)
    const { triangles } = renderer.info.render
    if (triangles === 0) return
    finished(renderer.domElement)
    framed.first ||= performance.now()
    framed.triangles = triangles
  }
  let isWhole = false
  const each = (): void => {
    draw()
    if (isWhole) return
    void models.update()
    requestAnimationFrame(each)
  }
  requestAnimationFrame(each)
  await models.update(true)
  isWhole = true
  draw()
  framed.whole = performance.now()
  say(framed)
}

function look(camera: PerspectiveCamera, box: Box3): void {
  const middle = box.getCenter(new Vector3())
  const radius = box.getSize(new Vector3()).length() / 2
  const away = radius / Math.sin(((camera.fov / 2) * Math.PI) / 180)
  camera.position.copy(middle).add(new Vector3(0.62, 0.55, 0.78).normalize().multiplyScalar(away))
  camera.lookAt(middle)
  camera.updateMatrixWorld()
}

await main()
