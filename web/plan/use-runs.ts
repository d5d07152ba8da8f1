import { useQuery } from '@tanstack/react-query'
import { call, type ReplyOf } from '../api.ts'
import { goTo, useQueryString } from '../console/console-address.ts'

export type Run = ReplyOf<'getRun'>

const isUnderWay = ({ state }: Run): boolean => state === 'waiting' || state === 'running'

/** Runs that can be read, and the one that the address names: the newest of what is, unless told. */
export function useRuns() {
  const { query } = useAddress()
  const runs = useQuery({
    queryKey: ['plan-runs'],
    queryFn: ({ signal }) => call('listRuns', { query: { limit: 100 }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 1_500 : 30_000),
  })
  const items = runs.data?.items ?? []
  const done = items.filter(({ state }) => state === 'done')
  const wanted = Number(query.get('run'))
  const run = done.find(({ id }) => id === wanted) ?? done.find(({ scenarioId }) => scenarioId === null) ?? done[0]
  const failed = items.find(({ id, state }) => id === wanted && state === 'failed')
  return { runs, done, run, failed, isComputing: items.some(isUnderWay) }
}

/** The query of the address, and the way to change some of it; null takes a name away. */
export function useAddress() {
  const query = new URLSearchParams(useQueryString())
  const set = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(location.search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    goTo(`${location.pathname}?${next}`)
  }
  return { query, set }
}

/** Asks until the run has ended. */
export async function waitForRun(id: number): Promise<'done' | 'failed'> {
  for (;;) {
    const { state } = await call('getRun', { params: { id } })
    if (state === 'done' || state === 'failed') return state
    await new Promise((resolve) => setTimeout(resolve, 700))
  }
}
