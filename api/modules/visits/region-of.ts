import type { Database } from '../../db/types.ts'

/** The county of a place, for grants on regions; null where it has none or there is no such place. */
export async function regionOf(database: Database, placeId: number): Promise<string | null> {
  const [place] = await database.rows<{ regionCode: string | null }>(database.primary, {
    name: 'visits-region-of',
    text: 'select region_code as "regionCode" from place where id = $1::bigint',
    values: [placeId],
  })
  return place?.regionCode ?? null
}
