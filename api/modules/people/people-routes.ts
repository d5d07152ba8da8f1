import type { Knex } from 'knex'
import type { z } from 'zod'
import { type Grant, mayAct } from '../../contract/access.ts'
import * as lists from '../../contract/lists.ts'
import * as contract from '../../contract/people.ts'
import { phoneNumber } from '../../contract/session.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { listFile } from '../../files/list-file.ts'
import { audit } from '../../http/audit.ts'
import type { Person } from '../../http/auth.ts'
import { type Bind, replyOf } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { countAttempt } from './attempts.ts'
import { searchAudit } from './audit-queries.ts'
import { auditColumns, auditRow, personColumns, personRow } from './list-rows.ts'
import {
  type Asker,
  archive,
  endAllSessions,
  giveRoleTo,
  personNotFound,
  takeRoleFrom,
  unarchive,
} from './manage-people.ts'
import { readPerson, searchPeople } from './people-queries.ts'
import { erase, exportPersonData } from './person-data.ts'
import { presentPerson, sightOf } from './present-person.ts'
import { listSessionsOf } from './session-queries.ts'

/** People, their roles and the audit log, for operators and administrators. */
export function peopleAdministrationRoutes({ database: { primary }, bus, now }: Core, bind: Bind): void {
  const allowExport = rateLimit({ most: 30, perSeconds: 60 })
  const detailOf = async (personId: string, { grants }: Person) => {
    const row = await readPerson(primary, personId)
    if (!row) throw personNotFound()
    const { archiveReason, secondFactor, lastSeenAt } = row
    const sessions = mayAct(grants, ['administrator'], {}) ? await listSessionsOf(primary, personId) : []
    return { ...presentPerson(row, grants), archiveReason, secondFactor, lastSeenAt, sessions }
  }
  /** Does it in one transaction with its entry in the audit log, and answers how the person stands then. */
  const doing = async (asker: Asker, personId: string, act: (trx: Knex.Transaction) => Promise<void>) => {
    await primary.transaction(act)
    return detailOf(personId, asker.person)
  }
  const asker = ({ person, clientAddress }: { person: Person | null; clientAddress: string }): Asker => ({
    person: person!,
    clientAddress,
  })

  const findBy = async (
    query: Omit<PeopleQuery, 'format'> & { limit: number; cursor?: string | undefined },
    person: Person,
  ) => {
    const { q = null, role = null, placeId = null, regionCode = null, archived, limit } = query
    const phone = phoneNumber.safeParse(q ?? '').data ?? null
    const rows = await searchPeople(primary, {
      ...{ q: q || null, phone, role, placeId, regionCode, archived },
      within: sightOf(person.grants),
      after: readCursor(query.cursor),
      limit: limit + 1,
    })
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return {
      items: items.map((row) => presentPerson(row, person.grants)),
      nextCursor: rows.length > limit && last ? writeCursor(last) : null,
    }
  }
  bind(contract.findPeople, async ({ query, person }) => {
    await countAttempt(primary, `people searched by ${person!.id}`, { most: 120, perSeconds: 60 })
    return findBy(query, person!)
  })
  bind(lists.exportPeople, async (call) => {
    const { format, ...query } = call.query
    allowExport(call.clientAddress)
    const reply = replyOf(
      await listFile(
        'people',
        format,
        personColumns,
        (cursor) => pageOf(findBy({ ...query, limit: 500, cursor }, call.person!)),
        personRow,
      ),
    )
    await primary.transaction((trx) =>
      audit(trx, call, { act: 'people.exported', target: { kind: 'people', id: 'list' }, after: query }),
    )
    return reply
  })
  bind(contract.getPerson, async ({ params, person }) => detailOf(params.id, person!))
  bind(contract.giveRole, async (call) =>
    doing(asker(call), call.params.id, (trx) => giveRoleTo(trx, asker(call), call.params.id, call.body)),
  )
  bind(contract.takeRole, async (call) =>
    doing(asker(call), call.params.id, (trx) => takeRoleFrom(trx, asker(call), call.params.id, call.params.grantId)),
  )
  bind(contract.archivePerson, async (call) =>
    doing(asker(call), call.params.id, (trx) => archive(trx, asker(call), call.params.id, call.body.reason)),
  )
  bind(contract.unarchivePerson, async (call) =>
    doing(asker(call), call.params.id, (trx) => unarchive(trx, asker(call), call.params.id)),
  )
  bind(contract.endSessionsOf, async (call) =>
    doing(asker(call), call.params.id, (trx) => endAllSessions(trx, asker(call), call.params.id)),
  )
  bind(contract.exportPerson, async (call) => {
    const data = await exportPersonData(primary, bus, call.params.id, now())
    await primary.transaction((trx) =>
      audit(trx, call, { act: 'person.exported', target: { kind: 'person', id: call.params.id } }),
    )
    return data
  })
  bind(contract.erasePerson, async (call) => {
    await primary.transaction((trx) => erase(trx, bus, asker(call), call.params.id))
    return null
  })

  const auditBy = async (
    query: Omit<AuditQuery, 'format'> & { limit: number; cursor?: string | undefined },
    person: Person,
  ) => {
    const { personId = null, act = null, targetKind = null, targetId = null, from = null, to = null, limit } = query
    const rows = await searchAudit(primary, {
      ...{ personId, act, targetKind, targetId, from, to },
      regions: readableRegions(person.grants),
      before: readNumber(query.cursor),
      limit: limit + 1,
    })
    const items = rows.slice(0, limit)
    return { items, nextCursor: rows.length > limit ? String(items.at(-1)!.id) : null }
  }
  bind(contract.listAudit, ({ query, person }) => auditBy(query, person!))
  bind(lists.exportAudit, async ({ query: { format, ...query }, person, clientAddress }) => {
    allowExport(clientAddress)
    return replyOf(
      await listFile(
        'audit',
        format,
        auditColumns,
        (cursor) => pageOf(auditBy({ ...query, limit: 500, cursor }, person!)),
        auditRow,
      ),
    )
  })
}

type PeopleQuery = z.output<NonNullable<(typeof lists.exportPeople)['query']>>
type AuditQuery = z.output<NonNullable<(typeof lists.exportAudit)['query']>>

const pageOf = async <Item>(found: Promise<{ items: readonly Item[]; nextCursor: string | null }>) => {
  const { items, nextCursor } = await found
  return { items, next: nextCursor }
}

const readableRegions = (grants: readonly Grant[]): string[] | null => sightOf(grants)?.regions ?? null

const writeCursor = ({ createdAt, id }: { createdAt: string; id: string }): string =>
  Buffer.from(`${createdAt}|${id}`).toString('base64url')

function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('|')
  if (Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)) throw badCursor()
  return { at, id }
}

function readNumber(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  const number = Number(cursor)
  if (!Number.isSafeInteger(number) || number < 0) throw badCursor()
  return number
}

const badCursor = () =>
  errors.badRequest('cursor-invalid', 'The cursor is not one that this list gave; ask again without it.')
