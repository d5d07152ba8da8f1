import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSchema } from './describe-schema.ts'
import { withConnection } from './pool.ts'
import { openTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.close())

const schemaNow = () => withConnection(database.primary, describeSchema)

it('has the schema that migrations/schema.txt tells, on either engine (npm run bless renews it)', async () => {
  await expect(await schemaNow()).toMatchFileSnapshot('../../migrations/schema.txt')
})

it('tells of every kind of change', async () => {
  const before = await schemaNow()
  const changes = [
    'create table extra (id bigint generated always as identity primary key, name text collate "C" default $$x$$, twice int generated always as (1 + 1) stored)',
    'alter table extra add constraint short check (length(name) < 9)',
    'create unique index extra_name on extra (lower(name)) where name is not null',
    `create function touch() returns trigger language plpgsql as $$ begin return new; end $$`,
    `create or replace function touch() returns trigger language plpgsql as $$ begin return null; end $$`,
    'create trigger touched after insert on extra for each row execute function touch()',
    'create view extra_view as select id, name from extra',
    `create type mood as enum ('good', 'bad')`,
    'create sequence counter',
  ]
  let last = before
  for (const change of changes) {
    await database.primary.raw(change)
    const now = await schemaNow()
    expect(now, change).not.toBe(last)
    last = now
  }
  expect(last).toContain(
    `  name text collate C default 'x'::text\n  twice integer generated always as ((1 + 1)) stored`,
  )
  expect(last).toContain('  constraint short CHECK ((length(name) < 9))')
  expect(last).toContain('  UNIQUE INDEX extra_name ON app.extra USING btree (lower(name)) WHERE (name IS NOT NULL)')
})
