import type { z } from 'zod'
import type { findPeople, listAudit } from '../../contract/people.ts'

/** Lines of the lists of people and of privileged acts as files have them. */

type PersonItem = z.output<(typeof findPeople)['reply']>['items'][number]
type AuditItem = Awaited<ReturnType<typeof import('./audit-queries.ts').searchAudit>>[number] &
  z.output<(typeof listAudit)['reply']>['items'][number]

export const personColumns = ['id', 'name', 'account', 'phone', 'email', 'roles', 'createdAt', 'archivedAt', 'erasedAt']

export const personRow = ({ grants, ...person }: PersonItem) => ({
  ...person,
  roles: grants
    .map(({ role, placeName, regionName }) => [role, placeName ?? regionName].filter(Boolean).join(' '))
    .join('; '),
})

export const auditColumns = [
  ...['id', 'at', 'personId', 'personName', 'via', 'act', 'targetKind', 'targetId', 'targetName', 'regionCode'],
  ...['before', 'after', 'address'],
]

export const auditRow = ({ before, after, ...entry }: AuditItem) => ({
  ...entry,
  before: asText(before),
  after: asText(after),
})

const asText = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value))
