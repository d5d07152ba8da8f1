import type { ConvertedBuilding } from '../ifc/converted-building.ts'
import type { Palette } from './feature-material.ts'
import type { GeometrySource } from './loaded-model.ts'
import type { Look } from './look.ts'
import type { Measurement } from './measure.ts'
import type { MeasureState } from './measure-tool.ts'
import type { CameraPose } from './viewpoint.ts'

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
