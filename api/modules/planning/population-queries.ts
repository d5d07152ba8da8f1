import type { Knex } from 'knex'
import type { CountyDifference, PopulationSet } from '../../contract/planning-population.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

const columns = `s.id, s.name, s.kind, s.format, s.system, s.is_scaled as "isScaled", s.cells, s.people,
  s.people_outside as "peopleOutside", s.created_at as "createdAt"`

/** Grids that may be used; an imported one comes before the demo's. */
export const listSets = (database: Database, on: Knex): Promise<PopulationSet[]> =>
  database.rows(on, {
    name: 'population-sets',
    text: `
      select ${columns}
      from population_set s
      where s.archived_at is null
      order by s.kind desc, s.created_at desc, s.id desc`,
    values: [],
  })

/** @throws 404 population-not-found. */
export async function readSet(
  database: Database,
  on: Knex,
  id: number,
): Promise<PopulationSet & { report: CountyDifference[] }> {
  const [row] = await database.rows<PopulationSet & { report: CountyDifference[] }>(on, {
    name: 'population-set',
    text: `select ${columns}, s.report from population_set s where s.id = $1::bigint and s.archived_at is null`,
    values: [id],
  })
  if (!row)
    throw errors.notFound(
      'population-not-found',
      `There is no population grid ${id}; GET /api/planning/population lists those there are.`,
    )
  return row
}

export interface PopulationPart {
  regionCode: string
  lon: number[]
  lat: number[]
  people: number[]
}

/** All cells of a set. Arrays come as JSON: both engines hand that over as numbers. */
export const readParts = (database: Database, on: Knex, setId: number): Promise<PopulationPart[]> =>
  database.rows(on, {
    name: 'population-parts',
    text: `
      select p.region_code::text as "regionCode", to_json(p.lon) as lon, to_json(p.lat) as lat, to_json(p.people) as people
      from population_part p
      where p.set_id = $1::bigint
      order by p.region_code`,
    values: [setId],
  })

export interface NewSet {
  name: string
  kind: PopulationSet['kind']
  format: PopulationSet['format']
  system: string
  isScaled: boolean
  peopleOutside: number
  report: readonly CountyDifference[]
  importedBy: string | null
  parts: readonly PopulationPart[]
}

export async function insertSet(database: Database, trx: Knex.Transaction, set: NewSet): Promise<number> {
  const cells = set.parts.reduce((sum, { people }) => sum + people.length, 0)
  const people = set.parts.reduce((sum, part) => sum + part.people.reduce((a, b) => a + b, 0), 0)
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'population-insert',
    text: `
      insert into population_set (name, kind, format, system, is_scaled, cells, people, people_outside, report, imported_by)
      values ($1::text, $2::text, $3::text, $4::text, $5::boolean, $6::integer, $7::float8, $8::float8, $9::jsonb,
              (select id from person where id = $10::uuid))
      returning id`,
    values: [
      set.name,
      set.kind,
      set.format,
      set.system,
      set.isScaled,
      cells,
      people,
      set.peopleOutside,
      JSON.stringify(set.report),
      set.importedBy,
    ],
  })
  for (const part of set.parts) {
    await database.rows(trx, {
      name: 'population-part-insert',
      text: `
        insert into population_part (set_id, region_code, lon, lat, people)
        values ($1::bigint, $2::text, $3::float8[], $4::float8[], $5::float8[])`,
      values: [row!.id, part.regionCode, part.lon, part.lat, part.people],
    })
  }
  return row!.id
}
