import type { z } from 'zod'
import type { listReports, reportPlace, resolveReport } from '../../contract/reports.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

type ReportBody = z.output<NonNullable<(typeof reportPlace)['body']>>
type ListQuery = z.output<NonNullable<(typeof listReports)['query']>>
type ListReply = z.input<(typeof listReports)['reply']>
type Resolution = z.output<NonNullable<(typeof resolveReport)['body']>>['status']

/** Keeps a citizen's word on a place. @throws 404 place-not-found. */
export async function reportPlaceBy(database: Database, placeId: number, report: ReportBody) {
  const [stored] = await database.rows<{ id: number; status: string }>(database.primary, {
    name: 'report-insert',
    text: `
      insert into place_report (place_id, kind, message, contact, point)
      select p.id, $2::text, $3::text, $4::text,
             case when $5::float8 is not null and $6::float8 is not null
                  then st_setsrid(st_makepoint($5::float8, $6::float8), 4326) end
      from place p
      where p.id = $1::bigint
      returning id, status`,
    values: [placeId, report.kind, report.message, report.contact ?? null, report.lon ?? null, report.lat ?? null],
  })
  if (!stored) throw errors.notFound('place-not-found', `There is no place ${placeId} to report on.`)
  return stored
}

/** Oldest first; the cursor is the last id seen, so that reports that come in meanwhile neither repeat nor skip any. */
export async function listReportsBy(
  database: Database,
  on: Database['primary'],
  { status, limit, cursor }: ListQuery,
): Promise<ListReply> {
  const after = cursor === undefined ? 0 : Number(cursor)
  if (!Number.isSafeInteger(after) || after < 0) {
    throw errors.badRequest('cursor-invalid', 'The cursor is not one that this list gave; ask again without it.')
  }
  const rows = await database.rows<ListReply['items'][number]>(on, {
    name: 'reports',
    text: `
      select r.id, r.place_id as "placeId", p.name_zh as "placeNameZh", r.kind, r.message, r.contact,
             case when r.point is not null then json_build_array(st_x(r.point), st_y(r.point)) end as location,
             r.status, r.created_at as "createdAt"
      from place_report r
      join place p on p.id = r.place_id
      where r.status = $1::text and r.id > $2::bigint
      order by r.id
      limit $3::integer`,
    values: [status, after, limit + 1],
  })
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)!.id) : null }
}

/** The first resolution stands. @throws 404 report-not-found, 409 report-resolved. */
export async function resolveReportBy(database: Database, id: number, status: Resolution, account: string) {
  const [resolved] = await database.rows<{ id: number; status: string }>(database.primary, {
    name: 'report-resolve',
    text: `
      update place_report
      set status = $2::text, resolved_at = now(), resolved_by = $3::text
      where id = $1::bigint and status = 'new'
      returning id, status`,
    values: [id, status, account],
  })
  if (resolved) return resolved
  const [kept] = await database.rows<{ status: string }>(database.primary, {
    name: 'report-status',
    text: 'select status from place_report where id = $1::bigint',
    values: [id],
  })
  if (!kept) throw errors.notFound('report-not-found', `There is no report ${id}; GET /api/reports lists the new ones.`)
  throw errors.conflict('report-resolved', `Report ${id} is already ${kept.status}.`)
}
