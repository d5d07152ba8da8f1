import { createContext, useContext } from 'react'
import type { BuildingViewer } from '../../bim-viewer/viewer/building-viewer.ts'
import type { ModelSource, ViewerState } from '../../bim-viewer/viewer/viewer-state.ts'
import type { CameraPose } from '../../bim-viewer/viewer/viewpoint.ts'
import type { Building, BuildingSpaceRow } from './use-building.ts'

/** What every panel of the model needs: the viewer, its state, and what is known of the building. */
export interface ModelContext {
  placeId: number
  version: number
  viewer: BuildingViewer
  state: ViewerState
  source: ModelSource
  building: Building
  /** By GlobalId. */
  spaces: ReadonlyMap<string, BuildingSpaceRow>
  watchCamera(listener: (pose: CameraPose) => void): () => void
}

export const ModelContextOf = createContext<ModelContext | null>(null)

export function useModel(): ModelContext {
  const context = useContext(ModelContextOf)
  if (!context) throw new Error('useModel needs a model view above it')
  return context
}
