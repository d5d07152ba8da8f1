import type { Database } from '../../api/db/types.ts'
import { readPlaceTypes } from '../../seed-data/catalogue.ts'
import { committedCounties, seatsByCounty } from '../../seed-data/demo/counties.ts'
import { copyLine, stagedColumns } from '../../seed-data/demo/staged-columns.ts'
import { rowsFromThread } from '../../seed-data/loading/row-source.ts'

/**
 * Fills `app.bench_point` with the demo registry's places (see `createGenerator`), each a point where its pin is: they crowd where people
 * live, as places do, which points strewn evenly would not.
 */
export async function fillPoints(database: Database, places: number, seed: number): Promise<void> {
  const rows = rowsFromThread({ counties: committedCounties(), seats: seatsByCounty(), places, seed })
  const categoryOf = new Map(readPlaceTypes().map(({ code, category }) => [code, category]))
  try {
    await database.primary.transaction(async (trx) => {
      await trx.raw(
        `create temp table staged (${Object.entries(stagedColumns)
          .map(([name, type]) => `${name} ${type}`)
          .join(', ')}) on commit drop`,
      )
      await trx.raw('create temp table kind (detail integer, type text, category text) on commit drop')
      const kinds = rows.dictionaries.details.map(({ typeCode }, at) =>
        copyLine([at, typeCode, categoryOf.get(typeCode)!]),
      )
      await database.copyFrom(trx, 'copy kind from stdin', kinds)
      for await (const { bytes } of rows.blocks()) await database.copyFrom(trx, 'copy staged from stdin', [bytes])
      await trx.raw(pointsOfStaged)
    })
  } finally {
    await rows.close()
  }
}

const pointsOfStaged = `
create table app.bench_point as
select id, name_zh as name, category, type, rating::float8, region_code::text, pin as geom, st_transform(pin, 3857) as geom_mercator
from staged
join kind using (detail)
cross join lateral (select st_force2d(coalesce(geom, track)) as shape) s
cross join lateral (
  select case when geometrytype(shape) = 'POINT' then shape
              when geometrytype(shape) like '%LINESTRING' then st_startpoint(st_geometryn(shape, 1))
              else st_pointonsurface(shape) end as pin
) p`
