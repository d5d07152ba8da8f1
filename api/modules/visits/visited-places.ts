import type { Knex } from 'knex'
import type { z } from 'zod'
import type { listVisitedPlaces } from '../../contract/visits.ts'
import type { Database } from '../../db/types.ts'
import { countedPlaces, prefixOf, type Scope } from './figures.ts'
import { localDayOf } from './rules.ts'

type Listed = z.input<(typeof listVisitedPlaces)['reply']>

/** $4 part of the name with like's signs escaped. */
const text = `
  with ${countedPlaces}
  select count(*) over ()::integer as matches, c.id as "placeId", c.name_zh as "nameZh", c.name_en as "nameEn",
         c.type_code as type, t.name_zh as "typeNameZh", t.name_en as "typeNameEn",
         c.region_code as "regionCode", r.name_zh as "regionNameZh", r.name_en as "regionNameEn",
         c.rating::float8 as rating, c.rating_count as "ratingCount", c.fee, c.is_demo as "isDemo",
         c.inside::integer as inside, c.today::integer as today, c.month::integer as month, c.year::integer as year,
         c.total::bigint as total
  from counted c
  join place_type t on t.code = c.type_code
  left join region r on r.code = c.region_code
  where $4::text is null or c.name_zh ilike $4::text or c.name_en ilike $4::text
  order by c.month desc, c.id
  limit $5::integer offset $6::integer`

export async function visitedPlaces(
  database: Database,
  on: Knex,
  asked: Scope & { q?: string | undefined; limit: number; offset: number; now: Date },
  signal?: AbortSignal,
): Promise<Listed> {
  const part = asked.q ? `%${asked.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const values = [
    localDayOf(asked.now.getTime()),
    prefixOf(asked.region),
    asked.type ?? null,
    part,
    asked.limit,
    asked.offset,
  ]
  const rows = await database.rows<Listed['items'][number] & { matches: number }>(
    on,
    { name: 'visits-places', text, values },
    signal ? { signal } : {},
  )
  return { total: rows[0]?.matches ?? 0, items: rows.map(({ matches, ...item }) => item) }
}
