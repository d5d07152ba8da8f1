import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

export interface Hall {
  id: number
  nameZh: string
  nameEn: string | null
}

/** @throws 404 place-not-found, 409 hall-exists */
export async function addHall(
  database: Database,
  placeId: number,
  { nameZh, nameEn }: Omit<Hall, 'id'>,
): Promise<Hall> {
  const [hall] = await database.rows<Hall>(database.primary, {
    name: 'visits-add-hall',
    text: `
      insert into visit_hall (place_id, name_zh, name_en)
      select id, $2::text, $3::text from place where id = $1::bigint
      returning id, name_zh as "nameZh", name_en as "nameEn"`,
    values: [placeId, nameZh, nameEn],
  })
  if (!hall) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
  return hall
}
