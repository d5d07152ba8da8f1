import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import type { listReports, Report, reportPlace } from '../../contract/reports.ts'
import type { Core } from '../../core.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { type Person, requireAccess, sha256 } from '../../http/auth.ts'
import { patternOf, regionScope } from '../../http/region-scope.ts'
import { closeReport, insertReport, type ReportRow, readReport, readReports } from './report-queries.ts'

type ReportBody = z.output<NonNullable<(typeof reportPlace)['body']>>
type ListQuery = z.output<NonNullable<(typeof listReports)['query']>>

const deciders = ['operator', 'administrator'] as const

/** Keeps a citizen's word on a place; the secret in the reply opens its answer later. @throws 404 place-not-found. */
export async function reportPlaceBy(
  { database, bus }: Pick<Core, 'database' | 'bus'>,
  placeId: number,
  report: ReportBody & { person: Person | null; now: Date },
) {
  const secret = randomBytes(24).toString('base64url')
  const { kind, message, contact = null, equipment = null, lon = null, lat = null, person, now } = report
  const given = { kind, message, contact, equipment, lon, lat, now, personId: person?.id ?? null }
  return database.primary.transaction(async (trx) => {
    const stored = await insertReport(database, trx, { ...given, placeId, secretHash: sha256(secret) })
    if (!stored) throw errors.notFound('place-not-found', `There is no place ${placeId} to report on.`)
    const { photoTokens: tokens } = report
    if (tokens.length > 0) await bus.tell(trx, 'report.photos-given', { reportId: stored.id, placeId, tokens })
    return { ...stored, secret }
  })
}

/** Those of an operator's regions and of an owner's places, the nearest deadline first. */
export async function listReportsBy(
  database: Database,
  on: Database['primary'],
  query: ListQuery & { person: Person; now: Date },
) {
  const { person, now, limit, cursor, region, kind, place, status, overdue = false } = query
  const rows = await readReports(database, on, {
    status,
    overdue,
    now,
    kind: kind ?? null,
    placeId: place ?? null,
    region: region ? patternOf(region) : null,
    regions: regionScope(person.grants, deciders),
    places: person.grants.flatMap(({ role, placeId }) => (role === 'owner' && placeId !== null ? [placeId] : [])),
    after: readCursor(cursor),
    limit: limit + 1,
  })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map((row) => ({ ...presentReport(row), contact: row.contact, overdue: row.overdue })),
    nextCursor: rows.length > limit && last ? `${last.dueAt}|${last.id}` : null,
  }
}

/** The first resolution stands. @throws 404 report-not-found, 409 report-resolved, 403 role-missing. */
export async function resolveReportBy(
  { database, bus }: Pick<Core, 'database' | 'bus'>,
  id: number,
  decision: { status: 'accepted' | 'rejected'; answer?: string | undefined; person: Person; clientAddress: string },
) {
  const { status, answer = null, person, clientAddress } = decision
  return database.primary.transaction(async (trx) => {
    const report = await readReport(database, trx, id, { lock: true })
    if (!report)
      throw errors.notFound('report-not-found', `There is no report ${id}; GET /api/reports lists the new ones.`)
    requireAccess(person, ['owner', ...deciders], report)
    if (report.status !== 'new') throw errors.conflict('report-resolved', `Report ${id} is already ${report.status}.`)
    await closeReport(database, trx, {
      id,
      status,
      answer: answer || null,
      account: person.account,
      personId: person.id,
    })
    if (status === 'accepted') await bus.tell(trx, 'report.photos-accepted', { reportId: id })
    await audit(
      trx,
      { person, clientAddress },
      {
        act: `report.${status}`,
        target: { kind: 'place', id: report.placeId },
        regionCode: report.regionCode,
        after: { report: id, answered: Boolean(answer) },
      },
    )
    return { id, status }
  })
}

/** Photos of a report, for who may answer it. @throws 404 report-not-found, 403 role-missing. */
export async function readPhotosBy({ database, bus }: Pick<Core, 'database' | 'bus'>, id: number, person: Person) {
  const report = await readReport(database, database.primary, id)
  if (!report) throw errors.notFound('report-not-found', `There is no report ${id}.`)
  requireAccess(person, ['owner', ...deciders], report)
  return { items: (await bus.ask('attached-files', { to: { reportId: id }, person })).flat() }
}

/** A wrong secret and a report that is not there are answered alike. @throws 404 report-not-found. */
export async function viewReportBy(database: Database, id: number, secret: string): Promise<Report> {
  const report = await readReport(database, database.primary, id)
  if (!report?.secretHash || !timingSafeEqual(Buffer.from(report.secretHash), sha256(secret)))
    throw errors.notFound('report-not-found', 'This link opens no report; check that it was copied whole.')
  return presentReport(report)
}

export function presentReport(row: ReportRow): Report {
  const { contact, overdue, personId, secretHash, regionCode, ...report } = row
  return report
}

function readCursor(cursor: string | undefined): { dueAt: string; id: number } | null {
  if (cursor === undefined) return null
  const [dueAt = '', id = ''] = cursor.split('|')
  if (!Number.isNaN(Date.parse(dueAt)) && /^\d{1,15}$/.test(id)) return { dueAt, id: Number(id) }
  throw errors.badRequest('cursor-invalid', 'The cursor is not one that this list gave; ask again without it.')
}
