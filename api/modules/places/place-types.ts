import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import type { placeTypes } from '../../contract/places.ts'
import type { Database } from '../../db/types.ts'
import { readTypes } from './types.ts'

type Catalogue = z.input<(typeof placeTypes)['reply']>

const categoriesFile = new URL('../../../seed-data/categories.json', import.meta.url)

/** Types with their attribute schemas, categories and sports, and an ETag that changes with them. */
export async function readCatalogue(database: Database): Promise<{ catalogue: Catalogue; etag: string }> {
  const [types, sports, categories] = await Promise.all([
    readTypes(database),
    database.rows<Catalogue['sports'][number]>(database.reader(), {
      name: 'sports',
      text: 'select code, name_zh as "nameZh", name_en as "nameEn", icon from sport order by sort, code',
      values: [],
    }),
    readFile(categoriesFile, 'utf8').then((text) => JSON.parse(text) as Catalogue['categories']),
  ])
  const catalogue = { types, categories, sports }
  return { catalogue, etag: createHash('sha256').update(JSON.stringify(catalogue)).digest('base64url').slice(0, 22) }
}
