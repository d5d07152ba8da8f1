import { getRegion, listRegions, type Region, regionAt } from '../../contract/regions.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import type { Bind } from '../../http/handle.ts'
import { codeAt, countPlaces, findRegions, type RegionDetail, readChain, readRegion, searchKey } from './queries.ts'

export function routes({ database }: Pick<Core, 'database'>, bind: Bind): void {
  bind(listRegions, async ({ query: { level, parent, q, limit }, atLeast, signal }) => {
    const text = q === undefined ? undefined : searchKey(q)
    // A text of signs alone names no region.
    if (text === '' && q !== '') return { items: [] }
    const statement = findRegions({ level, parent, text: text || undefined, limit })
    return { items: await database.rows<Region>(database.reader(atLeast), statement, { signal }) }
  })

  bind(getRegion, async ({ params: { code }, query: { geometry }, atLeast, signal }) => {
    const reader = database.reader(atLeast)
    const [region] = await database.rows<RegionDetail>(reader, readRegion(code, geometry), { signal })
    if (!region)
      throw errors.notFound('region-not-found', `There is no region ${code}; GET /api/regions lists all of them.`)
    const chain = await database.rows<Region>(reader, readChain(code), { signal })
    const children = findRegions({ level: undefined, parent: code, text: undefined, limit: 500 })
    const [counted] = await database.rows<{ count: number }>(reader, countPlaces(code), { signal })
    return {
      ...region,
      ancestors: chain.slice(0, -1),
      children: await database.rows<Region>(reader, children, { signal }),
      placeCount: counted!.count,
    }
  })

  bind(regionAt, async ({ query: { lon, lat }, atLeast, signal }) => {
    const reader = database.reader(atLeast)
    const [found] = await database.rows<{ code: string | null }>(reader, codeAt(lon, lat), { signal })
    return { regions: await database.rows<Region>(reader, readChain(found!.code), { signal }) }
  })
}
