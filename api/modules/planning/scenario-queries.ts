import type { Knex } from 'knex'
import type { Scenario, ScenarioChange } from '../../contract/planning-scenarios.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

interface Fields {
  name: string
  note: string
  changes: readonly ScenarioChange[]
  isShared: boolean
}

const select = (where: string) => `
  select s.id, s.version, s.name, s.note, s.changes, s.is_shared as "isShared", p.name as "authorName",
         coalesce(s.author_id = $1::uuid, false) as "isOwn", s.created_at as "createdAt", s.updated_at as "updatedAt"
  from planning_scenario s
  left join person p on p.id = s.author_id
  where s.archived_at is null and (s.is_shared or s.author_id = $1::uuid) ${where}`

export const listScenariosOf = (database: Database, on: Knex, personId: string): Promise<Scenario[]> =>
  database.rows(on, {
    name: 'scenarios',
    text: `${select('')} order by s.updated_at desc, s.id desc limit 500`,
    values: [personId],
  })

/** @throws 404 scenario-not-found, also for one that is not shared with the asker. */
export async function readScenario(database: Database, on: Knex, id: number, personId: string): Promise<Scenario> {
  const [row] = await database.rows<Scenario>(on, {
    name: 'scenario',
    text: select('and s.id = $2::bigint'),
    values: [personId, id],
  })
  if (!row)
    throw errors.notFound(
      'scenario-not-found',
      `There is no scenario ${id} for you; GET /api/planning/scenarios lists those there are.`,
    )
  return row
}

export async function insertScenario(database: Database, fields: Fields, personId: string): Promise<number> {
  const [row] = await database.rows<{ id: number }>(database.primary, {
    name: 'scenario-insert',
    text: `
      insert into planning_scenario (name, note, changes, is_shared, author_id)
      values ($1::text, $2::text, $3::jsonb, $4::boolean, (select id from person where id = $5::uuid))
      returning id`,
    values: [fields.name, fields.note, JSON.stringify(fields.changes), fields.isShared, personId],
  })
  return row!.id
}

/** @throws 412 stale when it is not the version that was read. */
export async function updateScenario(
  database: Database,
  { id, version }: { id: number; version: number },
  fields: Fields,
  on: Knex | Knex.Transaction = database.primary,
): Promise<void> {
  const [row] = await database.rows<{ id: number }>(on, {
    name: 'scenario-update',
    text: `
      update planning_scenario
      set name = $3::text, note = $4::text, changes = $5::jsonb, is_shared = $6::boolean, version = version + 1, updated_at = now()
      where id = $1::bigint and version = $2::integer and archived_at is null
      returning id`,
    values: [id, version, fields.name, fields.note, JSON.stringify(fields.changes), fields.isShared],
  })
  if (!row) throw errors.stale('stale', `The scenario ${id} has been saved meanwhile; load it again.`)
}

export const putScenarioAway = (database: Database, id: number) =>
  database.rows(database.primary, {
    name: 'scenario-archive',
    text: 'update planning_scenario set archived_at = now() where id = $1::bigint',
    values: [id],
  })
