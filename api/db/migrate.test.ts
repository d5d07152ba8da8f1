import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate, pendingMigrations } from './migrate.ts'
import { migrationsFolder } from './migration-files.ts'
import { makeTestFolder, openTestDatabase, type TestDatabase } from './testing.ts'

// The project's own migrations are in the database already; these are numbered after any of them.

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await openTestDatabase()
  folder = makeTestFolder()
  cpSync(migrationsFolder, folder, { recursive: true })
})
afterAll(() => database?.close())

const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql)
const remove = (name: string) => rmSync(join(folder, name))

it('has nothing to do on a migrated database', async () => {
  expect(await migrate(database, folder)).toEqual([])
})

it('applies new files in order, once, also when several processes start at the same time', async () => {
  write('9001_first.sql', `create table first (id int, note text default 'a ? mark and $1');\nselect '?'::text;`)
  write('9002_second.sql', 'create view second as select id from first;')
  expect(await pendingMigrations(database, folder)).toEqual(['9001_first.sql', '9002_second.sql'])
  const applied = await Promise.all([migrate(database, folder), migrate(database, folder), migrate(database, folder)])
  expect(applied.flat().sort()).toEqual(['9001_first.sql', '9002_second.sql'])
  expect(await pendingMigrations(database, folder)).toEqual([])
  const { rows } = await database.primary.raw(
    `select table_schema from information_schema.views where table_name = 'second'`,
  )
  expect(rows).toEqual([{ table_schema: 'app' }])
})

it('keeps nothing of a file that fails, and says where it failed', async () => {
  write(
    '9003_third.sql',
    'create table third (id int);\n\ninsert into third values (1);\nselect nonsense from third;\n',
  )
  await expect(migrate(database, folder)).rejects.toThrow(
    'migration 9003_third.sql, line 4: column "nonsense" does not exist',
  )
  expect((await database.primary.raw(`select to_regclass('third') as found`)).rows).toEqual([{ found: null }])
  write('9003_third.sql', 'create table third (id int);')
  expect(await migrate(database, folder)).toEqual(['9003_third.sql'])
})

it('refuses a file that was changed after it was applied, but not another line end', async () => {
  write('9002_second.sql', 'create view second as select id from first;\r\n'.trimEnd())
  expect(await migrate(database, folder)).toEqual([])
  write('9002_second.sql', 'create view second as select id, note from first;')
  await expect(migrate(database, folder)).rejects.toThrow('9002_second.sql was changed after it was applied')
  write('9002_second.sql', 'create view second as select id from first;')
})

it('refuses a late file below the last applied one, a missing one, a doubled number and a bad name', async () => {
  write('9000_late.sql', 'select 1;')
  await expect(migrate(database, folder)).rejects.toThrow('9000_late.sql comes before 9003')
  remove('9000_late.sql')
  remove('9003_third.sql')
  await expect(migrate(database, folder)).rejects.toThrow('the database has migration 9003_third.sql')
  write('9003_third.sql', 'create table third (id int);')
  write('9003_again.sql', 'select 1;')
  await expect(migrate(database, folder)).rejects.toThrow('have the same number')
  remove('9003_again.sql')
  write('later.sql', 'select 1;')
  await expect(migrate(database, folder)).rejects.toThrow('migration later.sql: expected a name like')
  remove('later.sql')
})
