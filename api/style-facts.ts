import { readFile } from 'node:fs/promises'
import type { Database } from './db/types.ts'

const categoriesFile = new URL('../seed-data/categories.json', import.meta.url)

/** What the map style has to know of the registry's catalogue: each type's icon and each category's colour. */
export async function styleFacts(database: Database) {
  const { rows } = await database.primary.raw('select code, icon from app.place_type')
  const categories = JSON.parse(await readFile(categoriesFile, 'utf8')) as { code: string; colour: string }[]
  return {
    typeIcons: Object.fromEntries(rows.map(({ code, icon }: { code: string; icon: string }) => [code, icon])),
    categoryColours: Object.fromEntries(categories.map(({ code, colour }) => [code, colour])),
  }
}
