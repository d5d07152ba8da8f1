import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, type ReplyOf } from '../api.ts'

export type Availability = ReplyOf<'bookingAvailability'>
export type Court = Availability['courts'][number]
export type Cell = Court['cells'][number][number]

const keyOf = (placeId: number) => ['booking-availability', placeId]

export const useAvailability = (placeId: number) =>
  useQuery({
    queryKey: keyOf(placeId),
    queryFn: ({ signal }) => call('bookingAvailability', { params: { id: placeId }, query: { days: 7 }, signal }),
    placeholderData: keepPreviousData,
    // Cells go by as time does; the stream brings what others take.
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  })

/** Asks for the grid again when the server says that somebody changed it, at most a few times a second. */
export function useLiveGrid(placeId: number): void {
  const client = useQueryClient()
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined
        void client.invalidateQueries({ queryKey: keyOf(placeId) })
      }, 250)
    }
    const source = new EventSource(`/api/booking/places/${placeId}/changes`)
    source.addEventListener('changed', refresh)
    // After a break anything may have been missed.
    source.addEventListener('open', refresh)
    return () => {
      clearTimeout(waiting)
      source.close()
    }
  }, [placeId, client])
}
