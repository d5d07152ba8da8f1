import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FileRecord } from '../../api/contract/files.ts'
import { call } from '../api.ts'

const filesKey = (placeId: number) => ['files', placeId]

/** Files of a place; asked again every two seconds while pictures are being made. */
export const useFiles = (placeId: number) =>
  useQuery({
    queryKey: filesKey(placeId),
    queryFn: ({ signal }) => call('listFiles', { params: { id: placeId }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isBeingMade) ? 2_000 : false),
  })

export function useFilesChanged(placeId: number): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: filesKey(placeId) })
}

const youngMs = 10 * 60_000

/** Without pictures yet, and young enough that they may come. */
export const isBeingMade = (file: FileRecord): boolean =>
  file.pictures.length === 0 &&
  file.picturesFault === null &&
  /^image\/(?!vnd)|pdf$/.test(file.mediaType) &&
  Date.now() - Date.parse(file.createdAt) < youngMs

export function sizeOf(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`
  return bytes < 1e9 ? `${Number((bytes / 1e6).toFixed(1))} MB` : `${Number((bytes / 1e9).toFixed(1))} GB`
}
