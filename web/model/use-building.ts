import { useQuery } from '@tanstack/react-query'
import type { BuildingProperties, ConvertedBuilding } from '../../bim-viewer/ifc/converted-building.ts'
import type { GeometrySource } from '../../bim-viewer/viewer/loaded-model.ts'
import type { ModelSource } from '../../bim-viewer/viewer/viewer-state.ts'
import { call, type ReplyOf } from '../api.ts'
import { problemOf } from '../client/problem.ts'

export type Building = ReplyOf<'getBuilding'>
export type BuildingSpaceRow = Building['spaces'][number]

export const buildingKey = (placeId: number) => ['building', placeId]

export const useBuilding = (placeId: number) =>
  useQuery({
    queryKey: buildingKey(placeId),
    queryFn: ({ signal }) => call('getBuilding', { params: { id: placeId }, signal }),
    // Addresses of photos are good for a quarter of an hour.
    staleTime: 5 * 60_000,
  })

const folderOf = (placeId: number, version: number): string => `/api/places/${placeId}/building/versions/${version}`

/** Structure of a version and where its geometry is. What a version became never changes. */
export const modelSourceQuery = (placeId: number, version: number) => ({
  queryKey: ['model-source', placeId, version],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ModelSource> => {
    const [{ artifacts }, building] = await Promise.all([
      call('getBuildingVersion', { params: { id: placeId, version }, signal }),
      readJson<ConvertedBuilding>(`${folderOf(placeId, version)}/structure.json`, signal),
    ])
    return { building, geometry: geometryOf(artifacts, building) }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

export const useModelSource = (placeId: number, version: number | null) =>
  useQuery({ ...modelSourceQuery(placeId, version ?? 0), enabled: version !== null })

export const useProperties = (placeId: number, version: number, isWanted: boolean) =>
  useQuery({
    queryKey: ['model-properties', placeId, version],
    queryFn: ({ signal }) => readJson<BuildingProperties>(`${folderOf(placeId, version)}/properties.json`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isWanted,
  })

/** One file, or one a storey where the model is large (bim-viewer/ifc/FORMAT.md). */
const geometryOf = (
  artifacts: ReplyOf<'getBuildingVersion'>['artifacts'],
  { storeys }: ConvertedBuilding,
): GeometrySource[] =>
  artifacts.flatMap(({ name, url }) => {
    const ofStorey = /^model(?:-(\d+|none))?\.glb$/.exec(name)
    return ofStorey ? [{ storeyGuid: storeys[Number(ofStorey[1])]?.guid ?? null, url }] : []
  })

async function readJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as T
}
