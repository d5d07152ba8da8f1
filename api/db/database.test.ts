import { afterAll, beforeAll, expect, it } from 'vitest'
import { pendingMigrations } from './migrate.ts'
import { openTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase()
  await database.primary.raw(
    'create table note (id bigint generated always as identity primary key, text text not null unique)',
  )
})
afterAll(() => database?.close())

it('opens migrated, with the spatial extension and the project schemas in the search path', async () => {
  expect(await pendingMigrations(database)).toEqual([])
  const { rows } = await database.primary.raw(
    `select current_setting('search_path') as path, current_setting('timezone') as zone, st_astext(st_point(1, 2)) as point`,
  )
  expect(rows).toEqual([{ path: 'app,public', zone: 'UTC', point: 'POINT(1 2)' }])
})

it('returns what a write made', async () => {
  const inserted = await database.primary('note').insert({ text: 'first' }).returning(['id', 'text'])
  expect(inserted).toEqual([{ id: 1, text: 'first' }])
})

it('rolls a failed transaction back and goes on', async () => {
  const failing = database.primary.transaction(async (trx) => {
    await trx('note').insert({ text: 'second' })
    await trx('note').insert({ text: 'first' })
  })
  await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'note_text_key' })
  expect(await database.primary('note').pluck('text')).toEqual(['first'])
})

it('runs a prepared statement on the pool and inside a transaction', async () => {
  const statement = { name: 'note-by-text', text: 'select id, text from note where text = $1', values: ['first'] }
  for (let turn = 0; turn < 3; turn++)
    expect(await database.rows(database.primary, statement)).toEqual([{ id: 1, text: 'first' }])
  await database.primary
    .transaction(async (trx) => {
      await trx('note').where({ id: 1 }).update({ text: 'changed' })
      expect(await database.rows(trx, statement)).toEqual([])
      await trx.rollback(new Error('only a trial'))
    })
    .catch(() => {})
  expect(await database.rows(database.primary, statement)).toHaveLength(1)
})
