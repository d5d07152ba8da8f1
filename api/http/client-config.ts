import type { BaseMap } from '../config.ts'
import { clientConfig } from '../contract/client-config.ts'
import type { Core } from '../core.ts'
import type { Bind } from './handle.ts'

/** What pages may know of the configuration, with the extent of the regions in the registry. */
export function clientConfigRoute(core: Core, bind: Bind, baseMaps: BaseMap[]): void {
  bind(clientConfig, async ({ signal, atLeast }) => {
    const { database } = core
    const [row] = await database.rows<{
      isDemo: boolean
      west: number | null
      south: number
      east: number
      north: number
    }>(
      database.reader(atLeast),
      {
        name: 'client-config',
        text: `with reach as (
                 select st_extent(geom) as box
                 from region
                 where level = 'province'
               )
               select exists (select from place where is_demo) as "isDemo",
                      st_xmin(box) as west, st_ymin(box) as south, st_xmax(box) as east, st_ymax(box) as north
               from reach`,
        values: [],
      },
      { signal },
    )
    const known = row !== undefined && row.west !== null
    return {
      baseMaps,
      routerConfigured: core.config.ROUTER_URL !== undefined,
      isDemo: row?.isDemo ?? false,
      extent: (known ? [row.west, row.south, row.east, row.north] : [73, 18, 135, 54]) as [
        number,
        number,
        number,
        number,
      ],
    }
  })
}
