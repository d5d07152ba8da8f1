import type { VersionChanges } from './compare-versions.ts'
import type { ConversionFigures, ConversionState } from './convert.ts'
import type { Georeference, Space, Storey } from './converted-building.ts'
import type { Placement } from './placement.ts'
import type { RefusalCode } from './refusal.ts'

/** What a conversion in a process of its own is told, as its one argument in JSON. Paths are of local files. */
export interface ConversionTask {
  input: string
  /** Where files go, gzipped, under the names of the artifacts. */
  folder: string
  /** structure.json and properties.json of the version before, gzipped. */
  previous: { structure: string; properties: string } | null
}

/** What it says, a line of JSON each, on its standard output. */
export type ConversionMessage =
  | { progress: { state: ConversionState; share: number } }
  | { refused: { code: RefusalCode; detail: string } }
  | { done: { artifacts: { name: string; bytes: number; sha256: string }[] } }

/** `plan.json` beside the artifacts: what goes into tables. */
export interface ConvertedPlan {
  schema: string
  name: string | null
  storeys: readonly Storey[]
  spaces: readonly Space[]
  georeference: Georeference | null
  proposal: Placement | null
  figures: ConversionFigures
  changes: VersionChanges
}
