import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import type { Regions } from '../client/queries.ts'
import type { ValueRow } from './read-level.ts'
import type { Run } from './use-runs.ts'

/** The figures of a few regions of any levels, in the order asked for. */
export function useRegionValues(run: Run | undefined, regions: readonly Regions[number][]) {
  const codes = regions.map(({ code }) => code)
  return useQuery({
    queryKey: ['plan-region-values', run?.id, run?.dataVersion, ...codes],
    queryFn: async ({ signal }): Promise<ValueRow[]> => {
      const levels = [...new Set(regions.map(({ level }) => level))]
      const replies = await Promise.all(
        levels.map((level) => call('listValues', { params: { id: run!.id }, query: { level }, signal })),
      )
      const rows = new Map(replies.flatMap(({ items }) => items.map((row) => [row.code, row])))
      return codes.flatMap((code) => rows.get(code) ?? [])
    },
    enabled: run !== undefined && codes.length > 0,
  })
}
