import type { Knex } from 'knex'
import type { Report } from '../../contract/reports.ts'
import type { Database } from '../../db/types.ts'

/** Reports of citizens in SQL. Their deadline comes from the rules of the place's region when they come in. */

export interface ReportRow extends Report {
  contact: string | null
  overdue: boolean
  personId: string | null
  secretHash: Buffer | null
  regionCode: string | null
}

const select = `
  select r.id, r.place_id as "placeId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn", p.region_code as "regionCode", r.kind,
         r.message, r.contact, r.equipment,
         case when r.point is not null then json_build_array(st_x(r.point), st_y(r.point)) end as location,
         r.status, r.answer, r.created_at as "createdAt", r.due_at as "dueAt", r.resolved_at as "resolvedAt",
         r.status = 'new' and r.due_at < $1::timestamptz as overdue, r.person_id as "personId", r.secret_hash as "secretHash"
  from place_report r
  join place p on p.id = r.place_id`

export interface NewReport {
  placeId: number
  kind: string
  message: string
  contact: string | null
  equipment: string | null
  lon: number | null
  lat: number | null
  personId: string | null
  secretHash: Buffer
  now: Date
}

export async function insertReport(database: Database, trx: Knex.Transaction, report: NewReport) {
  const [stored] = await database.rows<{ id: number; status: string; dueAt: string }>(trx, {
    name: 'report-insert',
    text: `
      insert into place_report (place_id, kind, message, contact, point, equipment, person_id, secret_hash, created_at, due_at)
      select p.id, $2::text, $3::text, $4::text,
             case when $5::float8 is not null and $6::float8 is not null
                  then st_setsrid(st_makepoint($5::float8, $6::float8), 4326) end,
             $7::text, (select id from person where id = $8::uuid), decode($9::text, 'hex'), $10::timestamptz,
             $10::timestamptz + make_interval(days => rule_for('report-days:' || $2::text, p.region_code))
      from place p
      where p.id = $1::bigint
      returning id, status, due_at as "dueAt"`,
    values: [
      report.placeId,
      report.kind,
      report.message,
      report.contact,
      report.lon,
      report.lat,
      report.equipment,
      report.personId,
      report.secretHash.toString('hex'),
      report.now,
    ],
  })
  return stored
}

export async function readReport(database: Database, on: Knex | Knex.Transaction, id: number, { lock = false } = {}) {
  const [row] = await database.rows<ReportRow>(on, {
    name: lock ? 'report-locked' : 'report',
    text: `${select} where r.id = $2::bigint ${lock ? 'for update of r' : ''}`,
    values: [new Date(), id],
  })
  return row
}

export interface ReportFilter {
  status: string
  kind: string | null
  region: string | null
  placeId: number | null
  overdue: boolean
  /** Whose: patterns of regions (null is everywhere) or places of their own. */
  regions: readonly string[] | null
  places: readonly number[]
  after: { dueAt: string; id: number } | null
  now: Date
  limit: number
}

/** By deadline, then id; the cursor names the last row seen, so that reports that come in meanwhile neither repeat nor skip any. */
export const readReports = (database: Database, on: Knex, filter: ReportFilter): Promise<ReportRow[]> =>
  database.rows<ReportRow>(on, {
    name: 'reports',
    text: `${select}
      where r.status = $2::text
        and ($3::text is null or r.kind = $3::text)
        and ($4::text is null or p.region_code like $4::text)
        and ($5::bigint is null or r.place_id = $5::bigint)
        and (not $6::boolean or (r.status = 'new' and r.due_at < $1::timestamptz))
        and ($7::text[] is null or p.region_code like any($7::text[]) or r.place_id = any($8::bigint[]))
        and ($9::timestamptz is null or (r.due_at, r.id) > ($9::timestamptz, $10::bigint))
      order by r.due_at, r.id
      limit $11::integer`,
    values: [
      filter.now,
      filter.status,
      filter.kind,
      filter.region,
      filter.placeId,
      filter.overdue,
      filter.regions,
      filter.places,
      filter.after?.dueAt ?? null,
      filter.after?.id ?? 0,
      filter.limit,
    ],
  })

export const readReportsOf = (database: Database, on: Knex, personId: string): Promise<ReportRow[]> =>
  database.rows<ReportRow>(on, {
    name: 'reports-of',
    text: `${select} where r.person_id = $2::uuid order by r.id desc limit 200`,
    values: [new Date(), personId],
  })

export const closeReport = (
  database: Database,
  trx: Knex.Transaction,
  report: { id: number; status: string; answer: string | null; account: string; personId: string },
) =>
  database.rows(trx, {
    name: 'report-resolve',
    text: `
      update place_report
      set status = $2::text, answer = $3::text, resolved_at = now(), resolved_by = $4::text,
          resolved_by_person = (select id from person where id = $5::uuid)
      where id = $1::bigint`,
    values: [report.id, report.status, report.answer, report.account, report.personId],
  })
