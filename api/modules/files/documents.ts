import type { z } from 'zod'
import type { listDocuments } from '../../contract/lists.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import type { Person } from '../../http/auth.ts'
import { patternOf, regionScope } from '../../http/region-scope.ts'

type Documents = z.input<(typeof listDocuments)['reply']>

export interface DocumentSearch {
  kind?: string | undefined
  region?: string | undefined
  expiresWithinDays?: number | undefined
  cursor?: string | undefined
  limit: number
  person: Person
  now: Date
}

/** Reports and certificates of an operator's regions and an owner's places, by their last day; undated ones come last. */
export async function documentsBy(database: Database, search: DocumentSearch): Promise<Documents> {
  const { kind, region, expiresWithinDays, person, now, limit } = search
  const after = readCursor(search.cursor)
  const found = await database.rows<Documents['items'][number] & { sortDay: string }>(database.primary, {
    name: 'documents',
    text: `
      with input as (
        select ($1::timestamptz at time zone 'Asia/Shanghai')::date as today
      ), found as (
        select f.id, f.kind, f.name, f.place_id as "placeId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn",
               p.region_code as "regionCode", f.issued_on as "issuedOn", f.expires_on as "expiresOn",
               f.expires_on - input.today as "daysLeft", f.issuer, f.result, coalesce(f.expires_on, date '9999-12-31') as "sortDay"
        from file f
        join place p on p.id = f.place_id
        cross join input
        where f.kind in ('report', 'certificate')
          and f.deleted_at is null
          and ($2::text is null or f.kind = $2::text)
          and ($3::text is null or p.region_code like $3::text)
          and ($4::integer is null or f.expires_on <= input.today + $4::integer)
          and ($5::text[] is null or p.region_code like any($5::text[]) or p.id = any($6::bigint[]))
      )
      select * from found
      where $7::date is null or ("sortDay", id) > ($7::date, $8::bigint)
      order by "sortDay", id
      limit $9::integer`,
    values: [
      now,
      kind ?? null,
      region ? patternOf(region) : null,
      expiresWithinDays ?? null,
      regionScope(person.grants, ['operator', 'administrator']),
      person.grants.flatMap(({ role, placeId }) => (role === 'owner' && placeId !== null ? [placeId] : [])),
      after?.day ?? null,
      after?.id ?? null,
      limit + 1,
    ],
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: rows.map(({ sortDay: _, ...item }) => item),
    nextCursor: found.length > limit && last ? `${last.sortDay}|${last.id}` : null,
  }
}

function readCursor(cursor: string | undefined): { day: string; id: number } | null {
  if (cursor === undefined) return null
  const [, day, id] = /^(\d{4}-\d{2}-\d{2})\|(\d{1,15})$/.exec(cursor) ?? []
  if (!day || Number.isNaN(Date.parse(day)))
    throw errors.badRequest('cursor-invalid', 'The cursor is not one that this list gave; ask again without it.')
  return { day, id: Number(id) }
}
