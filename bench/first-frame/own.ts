import type { ConvertedBuilding } from '../../bim-viewer/ifc/converted-building.ts'
import { BuildingViewer } from '../../bim-viewer/viewer/building-viewer.ts'
import { type Framed, finished, say } from './framed.ts'

/** Our own viewer with the files of `/model/`: everything is there with the first frame, unless it comes in a file a storey. */
async function main(): Promise<void> {
  const building = (await (await fetch('/model/structure.json')).json()) as ConvertedBuilding
  const names = (await (await fetch('/model/')).json()) as string[]
  const framed: Framed = { first: 0, whole: 0, triangles: 0 }
  const viewer: BuildingViewer = new BuildingViewer(
    document.body,
    { building, geometry: names.map((name) => ({ storeyGuid: null, url: `/model/${name}` })) },
    {
      palette: { selected: '#0b8f6f', added: '#2a7', changed: '#c80', removed: '#c33', cut: '#555' },
      figureOf: () => '',
      onState: () => {},
      onCamera: () => drawn(),
    },
  )
  function drawn(): void {
    if (!viewer?.state.hasGeometry) return
    finished(viewer.canvas)
    framed.first ||= performance.now()
    if (!viewer.state.isComplete) return
    framed.whole ||= performance.now()
    framed.triangles = viewer.figures.triangles
    say(framed)
  }
  await viewer.load()
  viewer.redraw()
}

await main()
