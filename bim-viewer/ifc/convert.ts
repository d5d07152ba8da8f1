import { type Batch, batchGeometry } from './batch-geometry.ts'
import { checkFile } from './check-file.ts'
import type { BuildingProperties, ConvertedBuilding, Space } from './converted-building.ts'
import { type IfcModel, withModel } from './ifc-model.ts'
import { type ReadGeometry, readGeometry } from './read-geometry.ts'
import { readGeoreference } from './read-georeference.ts'
import { readProperties } from './read-properties.ts'
import { readSpaces } from './read-spaces.ts'
import { readStructure } from './read-structure.ts'
import { readUnits } from './read-units.ts'
import { Refusal } from './refusal.ts'
import { shapeFingerprints } from './shape-fingerprints.ts'
import { writeGlb } from './write-glb.ts'

export type ConversionState = 'reading' | 'geometry' | 'plans'
export type OnProgress = (state: ConversionState, share: number) => void

export interface Artifact {
  /** `model.glb` */
  name: string
  bytes: Uint8Array
}

/** What a step is given: the open model, and all that has been read of it. */
export interface StepInput {
  model: IfcModel
  building: ConvertedBuilding
  properties: BuildingProperties
  /** Express id to feature id: `building.elements[featureIds.get(expressId)]`. */
  featureIds: ReadonlyMap<number, number>
  /** Metres of one of the file's lengths. */
  metres: number
}

/** Something else that is made of a model, once its spaces are known. Steps are listed in `conversion-steps.ts`. */
export interface ConversionStep {
  name: string
  make(input: StepInput): Artifact[] | Promise<Artifact[]>
}

export interface ConversionFigures {
  triangles: number
  trianglesRead: number
  drawCalls: number
  elements: number
}

export interface Conversion {
  building: ConvertedBuilding
  properties: BuildingProperties
  artifacts: Artifact[]
  figures: ConversionFigures
}

/** Above this a model comes in a file per storey, and the storey in view goes first. */
const mostTrianglesAtOnce = 1_500_000

/**
 * An IFC file as what is shown of it. For a process of its own: the memory of the wasm never shrinks, and a damaged file can trap in it.
 * @throws Refusal, and whatever the wasm throws.
 */
export async function convert(
  bytes: Uint8Array,
  { steps = [], onProgress = () => {} }: { steps?: readonly ConversionStep[]; onProgress?: OnProgress } = {},
): Promise<Conversion> {
  checkFile(bytes)
  onProgress('reading', 0)
  return withModel(bytes, async (model) => {
    onProgress('reading', 0.1)
    const units = readUnits(model)
    const structure = readStructure(model, units.metres)
    const properties = readProperties(model, structure.featureIds)
    onProgress('geometry', 0.2)
    const geometry = readGeometry(model, structure.featureIds, (share) => onProgress('geometry', 0.2 + share * 0.3))
    const spaces = readSpaces(model, { structure, properties, units })
    if (geometry.triangles === 0 && spaces.length === 0) {
      throw new Refusal('no-geometry', 'The file holds no body of any element and no space; it cannot be shown.')
    }
    const shapes = shapeFingerprints(geometry, structure.elements.length)
    const building: ConvertedBuilding = {
      schema: model.schema,
      name: structure.name,
      storeys: structure.storeys,
      spaces,
      elements: structure.elements.map(({ expressId: _own, ...element }, at) => ({ ...element, shape: shapes[at]! })),
      georeference: readGeoreference(model, units),
    }
    const { artifacts, figures } = await drawn(building, geometry, onProgress)
    onProgress('plans', 0.75)
    artifacts.push(jsonArtifact('properties.json', properties), jsonArtifact('structure.json', building))
    for (const step of steps) {
      const { featureIds } = structure
      artifacts.push(...(await step.make({ model, building, properties, featureIds, metres: units.metres })))
    }
    onProgress('plans', 0.95)
    return { building, properties, artifacts, figures }
  })
}

export const jsonArtifact = (name: string, value: unknown): Artifact => ({
  name,
  bytes: new TextEncoder().encode(JSON.stringify(value)),
})

async function drawn(building: ConvertedBuilding, geometry: ReadGeometry, onProgress: OnProgress) {
  onProgress('geometry', 0.55)
  const batches = await batchGeometry(geometry, (featureId) => building.elements[featureId]!.storeyGuid)
  onProgress('geometry', 0.65)
  const triangles = batches.reduce((sum, batch) => sum + trianglesShown(batch), 0)
  const figures = {
    triangles,
    trianglesRead: geometry.triangles,
    drawCalls: batches.length,
    elements: building.elements.length,
  }
  const artifacts: Artifact[] = []
  for (const { name, batches: own } of filesOf(building, batches, triangles)) {
    if (own.length) artifacts.push({ name, bytes: await writeGlb(own, building.elements.length) })
  }
  return { artifacts, figures }
}

function filesOf({ storeys }: ConvertedBuilding, batches: readonly Batch[], triangles: number) {
  if (triangles <= mostTrianglesAtOnce) return [{ name: 'model.glb', batches }]
  const ofStorey = (guid: string | null) => batches.filter(({ storeyGuid }) => storeyGuid === guid)
  return [
    ...storeys.map(({ guid }, at) => ({ name: `model-${at}.glb`, batches: ofStorey(guid) })),
    { name: 'model-none.glb', batches: ofStorey(null) },
  ]
}

const trianglesShown = (batch: Batch) =>
  (batch.indices.length / 3) * (batch.kind === 'repeated' ? batch.parts.length : 1)

/** A point amid the building, in local metres: amid its spaces, else where its file begins. */
export function amid(spaces: readonly Space[]): [number, number] {
  const corners = spaces.flatMap(({ footprint }) => footprint.coordinates[0]!)
  if (corners.length === 0) return [0, 0]
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  return [middle(corners.map(([x]) => x!)), middle(corners.map(([, y]) => y!))]
}
