import type { z } from 'zod'
import { type Grant, mayAct, mayGive } from '../../contract/access.ts'
import type { findPeople } from '../../contract/people.ts'
import type { DescribedGrant } from './grant-queries.ts'
import type { PersonRow } from './people-queries.ts'

type Listed = z.input<(typeof findPeople)['reply']>['items'][number]

/** A person as somebody with these grants may see them: numbers masked, and which roles the asker may take. */
export function presentPerson(row: PersonRow, asker: readonly Grant[]): Listed {
  return {
    id: row.id,
    name: row.name,
    account: row.account,
    phone: maskedPhone(row.phone),
    email: maskedEmail(row.email),
    createdAt: row.createdAt,
    archivedAt: row.archivedAt,
    erasedAt: row.erasedAt,
    grants: row.grants.map(({ within, ...grant }) => ({
      ...grant,
      mayTake: mayGive(asker, grant.role, targetOfGrant({ ...grant, within })),
    })),
  }
}

/** What a grant reaches, as `mayAct` asks: its place in its region, its region, or (nothing named) everything. */
export const targetOfGrant = ({ placeId, within }: Pick<DescribedGrant, 'placeId' | 'within'>) => ({
  placeId,
  regionCode: within,
})

/** Whose grants the asker may look at: everybody's, or those within these regions. */
export function sightOf(asker: readonly Grant[]): { regions: string[]; places: number[] } | null {
  if (mayAct(asker, ['operator', 'administrator'], {})) return null
  const held = asker.filter(({ role }) => role === 'operator' || role === 'administrator')
  return {
    regions: held.flatMap(({ regionCode }) => (regionCode === null ? [] : [regionCode])),
    places: held.flatMap(({ placeId }) => (placeId === null ? [] : [placeId])),
  }
}

/** `+86 138****8000`: enough to tell two people apart. */
export const maskedPhone = (phone: string | null): string | null =>
  phone === null
    ? null
    : phone.replace(/^(\+86)?(\d{3})\d+(\d{4})$/, '$2****$3').replace(/^(\+\d{2})\d+(\d{2})$/, '$1****$2')

const maskedEmail = (email: string | null): string | null => email?.replace(/^(.).*(@.*)$/, '$1***$2') ?? null
