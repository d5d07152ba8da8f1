import { type Accessor, Document, Logger, type Material, type Mesh, NodeIO } from '@gltf-transform/core'
import { EXTMeshGPUInstancing, EXTMeshoptCompression, KHRMeshQuantization } from '@gltf-transform/extensions'
import { quantize, reorder } from '@gltf-transform/functions'
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer'
import type { BuildingElement, ConvertedBuilding, Space } from '../ifc/converted-building.ts'

/** A house of two floors in the formats of bim-viewer/ifc/FORMAT.md: walls, slabs and seats, small enough to know every figure of. */

type Size = readonly [x: number, y: number, z: number]

interface Solid {
  element: Omit<BuildingElement, 'spaceGuid' | 'shape'>
  /** Lowest corner and size in local metres, z up. */
  at: Size
  size: Size
  colour: 'wall' | 'slab'
}

const storeys = [
  { guid: 'storey-1', name: '一层', elevation: 0, ordinal: 0 },
  { guid: 'storey-2', name: '二层', elevation: 3, ordinal: 1 },
]
const width = 10
const depth = 6
const colours = { wall: [0.8, 0.78, 0.72, 1], slab: [0.45, 0.47, 0.5, 1], seat: [0.1, 0.35, 0.6, 1] } as const
export const seatCount = 12

const solids: Solid[] = storeys.flatMap(({ guid, elevation }) => {
  const wall = (name: string, at: Size, size: Size): Solid => ({
    element: { guid: `${guid}-${name}`, ifcClass: 'IfcWall', name, storeyGuid: guid },
    at,
    size,
    colour: 'wall',
  })
  return [
    {
      element: { guid: `${guid}-slab`, ifcClass: 'IfcSlab', name: '楼板', storeyGuid: guid },
      at: [0, 0, elevation - 0.2],
      size: [width, depth, 0.2],
      colour: 'slab',
    },
    wall('south', [0, 0, elevation], [width, 0.2, 2.8]),
    wall('north', [0, depth - 0.2, elevation], [width, 0.2, 2.8]),
    wall('west', [0, 0.2, elevation], [0.2, depth - 0.4, 2.8]),
    wall('east', [width - 0.2, 0.2, elevation], [0.2, depth - 0.4, 2.8]),
  ]
})

const spaceOf = (guid: string, storeyGuid: string, name: string, from: number, to: number): Space => {
  const floor = storeys.find((storey) => storey.guid === storeyGuid)!.elevation
  const ring = [
    [from, 0.2],
    [to, 0.2],
    [to, depth - 0.2],
    [from, depth - 0.2],
    [from, 0.2],
  ]
  return {
    guid,
    storeyGuid,
    name,
    longName: name,
    use: null,
    floor,
    height: 2.8,
    footprint: { type: 'Polygon', coordinates: [ring] },
    area: (to - from) * (depth - 0.4),
    declaredAreas: [],
    capacity: null,
  }
}

export const testBuilding: ConvertedBuilding = {
  schema: 'IFC4',
  name: '试验馆',
  storeys,
  spaces: [
    spaceOf('space-1', 'storey-1', '羽毛球馆', 0.2, 6),
    spaceOf('space-2', 'storey-1', '更衣室', 6, 9.8),
    spaceOf('space-3', 'storey-2', '健身房', 0.2, 9.8),
  ],
  elements: [
    ...solids.map(({ element }) => ({ ...element, spaceGuid: null, shape: element.guid })),
    ...Array.from({ length: seatCount }, (_, seat) => ({
      guid: `seat-${seat}`,
      ifcClass: 'IfcFurniture',
      name: `座椅 ${seat + 1}`,
      storeyGuid: 'storey-1',
      spaceGuid: 'space-1',
      shape: 'seat',
    })),
    { guid: 'space-1', ifcClass: 'IfcSpace', name: '101', storeyGuid: 'storey-1', spaceGuid: 'space-1', shape: null },
  ],
  georeference: null,
}

/** The geometry as the converter writes it: merged by colour, seats as instances, quantized and packed. */
export async function testGlb(): Promise<Uint8Array> {
  const document = new Document().setLogger(new Logger(Logger.Verbosity.ERROR))
  const buffer = document.createBuffer()
  const scene = document.createScene()
  const accessor = (type: 'SCALAR' | 'VEC3', array: Float32Array | Uint16Array): Accessor =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const materials = Object.fromEntries(
    Object.entries(colours).map(([name, colour]) => [
      name,
      document.createMaterial(name).setBaseColorFactor([...colour]),
    ]),
  ) as Record<keyof typeof colours, Material>
  const meshOf = (boxes: readonly Box[], material: Material, withIds: boolean): Mesh => {
    const { positions, ids, indices } = trianglesOf(boxes)
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', positions))
      .setIndices(accessor('SCALAR', indices))
      .setMaterial(material)
    if (withIds) primitive.setAttribute('_FEATURE_ID_0', accessor('SCALAR', ids))
    return document.createMesh().addPrimitive(primitive)
  }
  for (const { guid } of storeys) {
    const node = document.createNode(guid).setExtras({ storeyGuid: guid })
    scene.addChild(node)
    for (const colour of ['wall', 'slab'] as const) {
      const boxes = solids.flatMap((solid, id) =>
        solid.colour === colour && solid.element.storeyGuid === guid ? [{ at: solid.at, size: solid.size, id }] : [],
      )
      node.addChild(document.createNode().setMesh(meshOf(boxes, materials[colour], true)))
    }
    if (guid !== 'storey-1') continue
    const seats = Array.from({ length: seatCount }, (_, seat) => toGltf([1 + (seat % 4), 1 + Math.floor(seat / 4), 0]))
    const instances = document
      .createExtension(EXTMeshGPUInstancing)
      .setRequired(true)
      .createInstancedMesh()
      .setAttribute('TRANSLATION', accessor('VEC3', Float32Array.from(seats.flat())))
      .setAttribute(
        '_FEATURE_ID_0',
        accessor(
          'SCALAR',
          Float32Array.from(seats, (_, seat) => solids.length + seat),
        ),
      )
    node.addChild(
      document
        .createNode()
        .setMesh(meshOf([{ at: [0, 0, 0], size: [0.5, 0.5, 0.45], id: 0 }], materials.seat, false))
        .setExtension('EXT_mesh_gpu_instancing', instances),
    )
  }
  await MeshoptEncoder.ready
  await document.transform(reorder({ encoder: MeshoptEncoder }), quantize({ pattern: /^POSITION$/ }))
  document.createExtension(EXTMeshoptCompression).setRequired(true)
  const io = new NodeIO()
    .registerExtensions([EXTMeshGPUInstancing, EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ 'meshopt.encoder': MeshoptEncoder, 'meshopt.decoder': MeshoptDecoder })
  return io.writeBinary(document)
}

const toGltf = ([x, y, z]: Size): [number, number, number] => [x, z, -y]

interface Box {
  at: Size
  size: Size
  id: number
}

const sides = [
  [0, 2, 3, 1],
  [4, 5, 7, 6],
  [0, 1, 5, 4],
  [2, 6, 7, 3],
  [0, 4, 6, 2],
  [1, 3, 7, 5],
] as const

function trianglesOf(boxes: readonly Box[]) {
  const positions: number[] = []
  const ids: number[] = []
  const indices: number[] = []
  for (const { at, size, id } of boxes) {
    const first = positions.length / 3
    for (let corner = 0; corner < 8; corner++) {
      const part = (axis: 0 | 1 | 2): number => at[axis] + (corner & (1 << axis) ? size[axis] : 0)
      positions.push(...toGltf([part(0), part(1), part(2)]))
      ids.push(id)
    }
    for (const [a, b, c, d] of sides) indices.push(first + a, first + b, first + c, first + a, first + c, first + d)
  }
  return {
    positions: Float32Array.from(positions),
    ids: Float32Array.from(ids),
    indices: Uint16Array.from(indices),
  }
}
