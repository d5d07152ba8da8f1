import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Underlay } from '../../../api/contract/drawing.ts'
import { useFiles } from '../../files/use-files.ts'
import { isTraceable, readUnderlay } from './read-underlay.ts'
import { around, fitted, type Similarity } from './underlay-fit.ts'

const nowhere: Similarity = { a: 1, b: 0, x: 0, y: 0 }

/** The drawing under a floor, read once, and how it lies by its control points. */
export function useUnderlay(placeId: number, underlay: Underlay | null, location: readonly [number, number]) {
  const files = useFiles(placeId).data?.items.filter(({ kind }) => kind === 'drawing')
  const choices = useMemo(() => files?.filter(isTraceable) ?? [], [files])
  const file = choices.find(({ id }) => id === underlay?.fileId)
  const picture = useQuery({
    queryKey: ['underlay', underlay?.fileId, underlay?.page],
    queryFn: () => readUnderlay(file!, underlay!.page),
    enabled: file !== undefined && underlay !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const controls = underlay?.controls
  const on = useMemo(() => {
    if (!picture.data || !controls) return nowhere
    return fitted(controls, around(location, picture.data.bounds, picture.data.likelyMetres))
  }, [picture.data, controls, location])
  return {
    choices,
    file,
    picture: underlay ? (picture.data ?? null) : null,
    on,
    state: picture.status,
    isWanted: file !== undefined,
  }
}
