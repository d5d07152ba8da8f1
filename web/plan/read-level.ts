import { call, type ReplyOf } from '../api.ts'
import type { Regions } from '../client/queries.ts'

export type ValueRow = ReplyOf<'listValues'>['items'][number]

/** Rows of the level, and the totals under them: of the region, or of each province. */
export async function readLevel(
  id: number,
  region: Regions[number] | undefined,
  level: 'prefecture' | 'county',
  signal: AbortSignal,
): Promise<{ items: ValueRow[]; totals: ValueRow[] }> {
  const ask = (query: { level?: 'province' | 'prefecture' | 'county'; parent?: string }) =>
    call('listValues', { params: { id }, query, signal })
  if (region?.level === 'county') {
    const { items } = await ask({ parent: region.parentCode! })
    return { items: items.filter(({ code }) => code === region.code), totals: [] }
  }
  if (region) {
    const { items, total } = await ask({ parent: region.code })
    return { items, totals: total ? [total] : [] }
  }
  const [own, provinces] = await Promise.all([ask({ level }), ask({ level: 'province' })])
  const parents = new Set(own.items.map(({ parentCode }) => parentCode))
  // A municipality has no prefectures: its districts stand beside the others' prefectures.
  const without = level === 'prefecture' ? provinces.items.filter(({ code }) => !parents.has(code)) : []
  const districts = await Promise.all(without.map(({ code }) => ask({ parent: code })))
  return { items: [...own.items, ...districts.flatMap(({ items }) => items)], totals: provinces.items }
}
