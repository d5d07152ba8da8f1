import type { RowProblem } from '../../../contract/imports.ts'
import type { Database } from '../../../db/types.ts'
import { distanceMetres } from '../../../spatial/earth.ts'
import { markDuplicates, nearbyPlaces } from './check-queries.ts'
import { nameSimilarity } from './name-similarity.ts'
import { createPace, timed } from './pace.ts'

interface NewRow {
  number: number
  fileRow: number
  name: string
  type: string
  lon: number
  lat: number
  /** Refused for its position alone: only a place of the scope saves it. */
  outside: boolean
  near: { id: number; name: string; type: string; metres: number }[]
}

interface Duplicate {
  number: number
  place_id: number | null
  similarity: number
  metres: number
  problems?: RowProblem[]
}

/**
 * Whether a name this alike, this near and of this type is likely the same place. Names count most: two courts side by side have
 * different ones; the farther apart, the more alike they must be.
 */
export function isLikelySame({
  similarity,
  metres,
  sameType,
}: {
  similarity: number
  metres: number
  sameType: boolean
}): boolean {
  if (metres > 300) return false
  if (similarity === 1) return sameType || metres <= 100
  const needed = (metres <= 60 ? 0.6 : 0.75) + (sameType ? 0 : 0.15)
  return similarity >= needed
}

/** Marks new rows that may be places of the registry, or other rows of the file: to be confirmed by a person. */
export async function findDuplicates(database: Database, importId: number, signal: AbortSignal): Promise<number> {
  const grid = createGrid()
  const pace = createPace()
  let [after, found] = [0, 0]
  for (;;) {
    signal.throwIfAborted()
    const limit = pace.rows()
    const rows = await timed(pace, limit, () =>
      database.rows<NewRow>(database.primary, {
        name: 'import-nearby',
        text: nearbyPlaces,
        values: [importId, after, limit],
      }),
    )
    const duplicates = rows.flatMap((row) => bestOf(row) ?? (row.outside ? null : inFile(row, grid)) ?? [])
    if (duplicates.length > 0) {
      await database.rows(database.primary, {
        name: 'import-mark-duplicates',
        text: markDuplicates,
        values: [importId, JSON.stringify(duplicates)],
      })
    }
    found += duplicates.length
    if (rows.length < limit) return found
    after = rows.at(-1)!.number
  }
}

function bestOf({ number, name, type, near }: NewRow): Duplicate | null {
  const likely = near
    .map(({ id, name: other, type: otherType, metres }) => ({
      id,
      metres,
      similarity: nameSimilarity(name, other),
      sameType: type === otherType,
    }))
    .filter(isLikelySame)
    .sort((a, b) => b.similarity - a.similarity || a.metres - b.metres)[0]
  return likely ? { number, place_id: likely.id, similarity: likely.similarity, metres: likely.metres } : null
}

function inFile(row: NewRow, grid: ReturnType<typeof createGrid>): Duplicate | null {
  for (const other of grid.near(row)) {
    const metres = distanceMetres([row.lon, row.lat], [other.lon, other.lat])
    const similarity = nameSimilarity(row.name, other.name)
    if (!isLikelySame({ similarity, metres, sameType: row.type === other.type })) continue
    const problem = {
      code: 'like-row',
      row: row.fileRow,
      column: '—',
      value: row.name,
      expectedZh: `与第 ${other.fileRow} 行不同的场所`,
      expectedEn: `another place than row ${other.fileRow}`,
    }
    return { number: row.number, place_id: null, similarity, metres, problems: [problem] }
  }
  grid.add(row)
  return null
}

/** Rows by cells of about 300 m. */
function createGrid() {
  const cells = new Map<string, Omit<NewRow, 'near'>[]>()
  const size = 0.003
  const cellOf = (lon: number, lat: number) => [Math.floor(lon / size), Math.floor(lat / size)] as const
  return {
    *near({ lon, lat }: NewRow) {
      const [x, y] = cellOf(lon, lat)
      for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) yield* cells.get(`${x + dx},${y + dy}`) ?? []
    },
    add({ near: _near, ...row }: NewRow) {
      const key = cellOf(row.lon, row.lat).join(',')
      const cell = cells.get(key)
      if (cell) cell.push(row)
      else cells.set(key, [row])
    },
  }
}
