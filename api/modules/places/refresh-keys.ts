import type { Core } from '../../core.ts'
import type { Database } from '../../db/types.ts'
import { searchKeys } from './write-place.ts'

const batchRows = 1_000

/**
 * Makes the pinyin keys that are missing: of places loaded without them, or renamed by plain SQL (a trigger empties them). Workers may
 * run it side by side; each takes rows that no other holds. Returns the number of places done.
 */
export async function refreshSearchKeys(database: Database): Promise<number> {
  let done = 0
  for (;;) {
    const count = await refreshBatch(database)
    done += count
    if (count < batchRows) return done
  }
}

/** Search rows of places that were loaded past the triggers; a large load calls `search_rebuild` itself. */
export async function fillSearchRows(database: Database): Promise<number> {
  let done = 0
  for (;;) {
    const count = await database.primary.transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 0')
      const [row] = await database.rows<{ made: number }>(trx, {
        name: 'search-fill',
        text: 'select search_fill($1::integer) as made',
        values: [5 * batchRows],
      })
      return row!.made
    })
    done += count
    if (count < 5 * batchRows) return done
  }
}

export const refreshSearchKeysChore = async ({ database, log }: Core): Promise<void> => {
  const places = await refreshSearchKeys(database)
  if (places > 0) log.info({ places }, 'search keys made')
}

export const fillSearchRowsChore = async ({ database, log }: Core): Promise<void> => {
  const places = await fillSearchRows(database)
  if (places > 0) log.info({ places }, 'search rows made')
}

async function refreshBatch(database: Database): Promise<number> {
  return database.primary.transaction(async (trx) => {
    const stale = await database.rows<{ id: number; nameZh: string; aliases: string[] }>(trx, {
      name: 'stale-keys',
      text: `
        select id, name_zh as "nameZh", aliases
        from place
        where name_pinyin = ''
        order by id
        limit $1::integer
        for update skip locked`,
      values: [batchRows],
    })
    if (stale.length === 0) return 0
    const keys = stale.map((place) => ({ id: place.id, ...searchKeys(place) }))
    await database.rows(trx, {
      name: 'write-keys',
      text: `
        update place p
        set name_pinyin = k.pinyin, name_initials = k.initials
        from jsonb_to_recordset($1::jsonb) as k (id bigint, pinyin text, initials text)
        where p.id = k.id`,
      values: [JSON.stringify(keys)],
    })
    return stale.length
  })
}
