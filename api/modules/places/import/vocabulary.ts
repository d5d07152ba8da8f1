import type { Database } from '../../../db/types.ts'
import { readTypes } from '../types.ts'
import type { Vocabulary } from './read-value.ts'

/** Types and sports by code, by either name, and types by their national code. */
export async function readVocabulary(database: Database): Promise<Vocabulary> {
  const types = await readTypes(database)
  const sports = await database.rows<{ code: string; nameZh: string; nameEn: string }>(database.reader(), {
    name: 'sports',
    text: 'select code, name_zh as "nameZh", name_en as "nameEn", icon from sport order by sort, code',
    values: [],
  })
  return {
    types: new Map(
      types
        .toReversed()
        .flatMap((type) =>
          [type.nationalCode ?? type.code, type.nameEn.toLowerCase(), type.nameZh, type.code].map(
            (name) => [name, type] as const,
          ),
        ),
    ),
    sports: new Map(
      sports.flatMap(({ code, nameZh, nameEn }) => [nameEn, nameZh, code].map((name) => [name, code] as const)),
    ),
  }
}
