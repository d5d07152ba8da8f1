import { searchPlaces, suggestPlaces } from '../api/contract/places.ts'
import { openDatabase } from '../api/db/open.ts'
import type { Database } from '../api/db/types.ts'
import type { Reading } from '../api/modules/places/reading.ts'
import { searchPlacesBy } from '../api/modules/places/search-places.ts'
import { suggestBy } from '../api/modules/places/suggest-places.ts'
import { type Bench, percentile, row } from './context.ts'

/**
 * Search and suggestions at the size of the registry found: queries are made from the names that are in it, so that each finds
 * something, in the mix that people type. Server time: from the parsed query to the reply's object, over one connection.
 * Alone: `tsx bench/search.ts postgres://…`.
 */
export const run: Bench = async (context) => {
  const { databaseUrl, places } = await context.registry()
  const database = await openDatabase({ databaseUrl })
  try {
    const count = context.quick ? 60 : 600
    const names = await sampleNames(database, count, context.seed)
    const reading: Reading = { database, on: database.reader(), now: new Date() }
    const note = `${places.toLocaleString('en')} places`
    const figures = [
      await measure('text + region + type', names.map(searchOf), reading, runSearch),
      await measure(
        'text + region + type, with all facets',
        names.map((name) => ({ ...searchOf(name), facets: 'type,category,sport,status,fee,region' })),
        reading,
        runSearch,
      ),
      await measure(
        'text alone',
        names.map(({ text }) => ({ q: text })),
        reading,
        runSearch,
      ),
      await measure(
        'mistyped text',
        names.map(({ mistyped }) => ({ q: mistyped })),
        reading,
        runSearch,
      ),
      await measure(
        'text by distance',
        names.map(({ text, lon, lat }) => ({ q: text, sort: 'distance', lon: String(lon), lat: String(lat) })),
        reading,
        runSearch,
      ),
      await measure(
        'suggestions',
        names.flatMap(({ typed }) => typed.map((q) => ({ q }))),
        reading,
        runSuggest,
      ),
    ]
    const goals: Record<string, `≤ ${number}`> = { 'text + region + type': '≤ 50', suggestions: '≤ 30' }
    return figures.flatMap(({ what, times }) => [
      row('search', `${what}, p50`, 'ms', round(percentile(times, 0.5)), '', note),
      row(
        'search',
        `${what}, p95`,
        'ms',
        round(percentile(times, 0.95)),
        goals[what] ?? '',
        `${note}, worst ${round(Math.max(...times))} ms`,
      ),
    ])
  } finally {
    await database.close()
  }
}

interface Sample {
  /** What a person would type of a name: the middle of it, pinyin, initials or English. */
  text: string
  mistyped: string
  typed: string[]
  region: string
  type: string
  lon: number
  lat: number
}

async function sampleNames(database: Database, count: number, seed: number): Promise<Sample[]> {
  const rows = await database.rows<{
    zh: string
    pinyin: string
    initials: string
    en: string | null
    type: string
    county: string
    lon: number
    lat: number
  }>(database.primary, {
    name: 'bench-names',
    text: `
        select name_zh as zh, name_pinyin as pinyin, name_initials as initials, name_en as en, type_code as type, region_code as county,
               st_x(location) as lon, st_y(location) as lat
        from place
        where id in (
          select (1 + (hashint8(n + $2::bigint)::bigint + 2147483648) * (select max(id) from place) / 4294967296)
          from generate_series(1, $1::integer) as n)
          and region_code is not null
        order by id`,
    values: [count, seed],
  })
  return rows.map(({ zh, pinyin, initials, en, type, county, lon, lat }, index) => {
    // The address takes a hundred characters; nobody types as many.
    const forms = [zh.slice(2, 7), zh.slice(-4), pinyin.slice(0, 10), initials.slice(1, 6), (en ?? zh).slice(0, 40)]
    const source = [zh, pinyin, initials, en ?? zh][index % 4]!
    return {
      text: forms[index % forms.length]!,
      mistyped: index % 2 ? swapped(pinyin.slice(0, 14)) : `${zh.slice(0, 3)}某${zh.slice(4)}`,
      typed: [1, 2, 3, 4, 5, 6].map((length) => source.slice(0, length)),
      region: index % 3 === 0 ? `${county.slice(0, 2)}0000` : index % 3 === 1 ? `${county.slice(0, 4)}00` : county,
      type,
      lon,
      lat,
    }
  })
}

const swapped = (text: string): string => text.slice(0, 5) + text.charAt(6) + text.charAt(5) + text.slice(7)
const searchOf = ({ text, region, type }: Sample) => ({ q: text, region, type })

const runSearch = (query: object, reading: Reading) => searchPlacesBy(searchPlaces.query!.parse(query), reading)
const runSuggest = (query: object, reading: Reading) => suggestBy(suggestPlaces.query!.parse(query), reading)

async function measure<Query extends object>(
  what: string,
  queries: Query[],
  reading: Reading,
  act: (query: Query, reading: Reading) => Promise<unknown>,
): Promise<{ what: string; times: number[] }> {
  for (const query of queries.slice(0, 20)) await act(query, reading)
  const times: number[] = []
  for (const query of queries) {
    const start = performance.now()
    await act(query, reading)
    times.push(performance.now() - start)
  }
  return { what, times }
}

const round = (value: number): number => Math.round(value * 100) / 100

if (import.meta.filename === process.argv[1]) {
  const databaseUrl = process.argv[2]
  if (!databaseUrl) throw new Error('give the address of a database with places: tsx bench/search.ts postgres://…')
  const database = await openDatabase({ databaseUrl })
  const [{ places }] = (await database.primary.raw('select count(*)::integer as places from place')).rows
  await database.close()
  const refuse = async (): Promise<never> => {
    throw new Error('only within npm run bench')
  }
  const rows = await run({
    places,
    registry: async () => ({ databaseUrl, places }),
    createDatabase: refuse,
    startServer: refuse,
    program: () => null,
    log: console.log,
    seed: 1,
    quick: process.argv.includes('--quick'),
  })
  console.table(rows.map(({ what, value, unit, goal, met, note }) => ({ what, value, unit, goal, met, note })))
}
