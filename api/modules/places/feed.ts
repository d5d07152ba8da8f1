import type { z } from 'zod'
import type { placeFeed } from '../../contract/feeds.ts'
import type { Database } from '../../db/types.ts'
import { Reply } from '../../http/handle.ts'

type Query = z.output<NonNullable<(typeof placeFeed)['query']>>
type Page = z.input<(typeof placeFeed)['reply']>

/**
 * A page of the changed-since feed. `modified` is the number of the transaction that last wrote the place, and a page ends before the
 * oldest transaction that still runs: whatever commits later has a higher number than all that was given out, so that readers who
 * follow `next` miss nothing. Closed places are tombstones. The primary is asked: a replica does not know what runs.
 */
export async function placeFeedPage(
  database: Database,
  { afterTimestamp = 0, afterId = 0, limit }: Query,
  origin: string,
): Promise<Reply<Page>> {
  const rows = await database.rows<Page['items'][number]>(database.primary, {
    name: 'place-feed',
    text: pageSql,
    values: [String(afterTimestamp), afterId, limit],
  })
  // A tombstone carries no data.
  const items = rows.map(({ data, ...item }) => (data === null ? item : { ...item, data }))
  const last = items.at(-1)
  const next = last
    ? `${origin}/feeds/places?afterTimestamp=${last.modified}&afterId=${last.id}&limit=${limit}`
    : `${origin}/feeds/places?afterTimestamp=${afterTimestamp}&afterId=${afterId}&limit=${limit}`
  const page = { next, items, license: 'https://creativecommons.org/licenses/by/4.0/' }
  // A full page changes only when its places do; the end grows at any moment.
  const seconds = items.length < limit ? 5 : 3_600
  return new Reply(page, { headers: { 'Cache-Control': `public, max-age=${seconds}` } })
}

const pageSql = `
  select case when p.status = 'closed' then 'deleted' else 'updated' end as state, 'Place' as kind, p.id::text as id,
         p.changed_xid::text::bigint as modified,
         case when p.status <> 'closed' then jsonb_strip_nulls(jsonb_build_object(
           '@context', 'https://schema.org/',
           '@type', 'SportsActivityLocation',
           'identifier', p.id,
           'name', p.name_zh,
           'alternateName', p.name_en,
           'additionalType', p.type_code,
           'geo', jsonb_build_object('@type', 'GeoCoordinates', 'longitude', st_x(p.location), 'latitude', st_y(p.location)),
           'address', p.address_zh,
           'telephone', p.phone,
           'url', p.website,
           'isAccessibleForFree', case when p.fee = 'free' then true when p.fee <> 'unknown' then false end,
           'venueAtlas:regionCode', p.region_code,
           'venueAtlas:sports', p.sports,
           'venueAtlas:status', p.status,
           'venueAtlas:fee', p.fee,
           'venueAtlas:source', p.source,
           'venueAtlas:isDemo', p.is_demo)) end as data
  from place p
  where (p.changed_xid, p.id) > ($1::text::xid8, $2::bigint)
    and p.changed_xid < pg_snapshot_xmin(pg_current_snapshot())
  order by p.changed_xid, p.id
  limit $3::integer`
