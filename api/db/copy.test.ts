import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase()
  await database.primary.raw('create table load (id int primary key, name text, point geometry(Point, 4326))')
})
beforeEach(() => database.primary.raw('truncate load'))
afterAll(() => database?.close())

const copySql = 'copy load (id, name, point) from stdin'
const count = async () => Number((await database.primary('load').count())[0]!.count)

function* rows(total: number, padding = ''): Generator<string> {
  for (let id = 1; id <= total; id++) yield `${id}\t体育场 ${id}${padding}\tSRID=4326;POINT(104 30)\n`
}

it('loads rows of text, also more than fit in one message', async () => {
  // 12 MB: several batches on the embedded engine, several drains of the stream on PostgreSQL.
  const copied = await database.primary.transaction((trx) =>
    database.copyFrom(trx, copySql, rows(20_000, 'x'.repeat(600))),
  )
  expect(copied).toBe(20_000)
  expect(await count()).toBe(20_000)
  expect(await database.primary('load').where({ id: 20_000 }).select('name').first()).toEqual({
    name: `体育场 20000${'x'.repeat(600)}`,
  })
})

it('takes rows without a newline, nulls and escapes as the text format has them', async () => {
  await database.primary.transaction((trx) =>
    database.copyFrom(trx, copySql, ['1\ta\\tb\\\\\t\\N', '2\t\\N\tSRID=4326;POINT(1 2)']),
  )
  expect(await database.primary('load').select('id', 'name', 'point').orderBy('id')).toEqual([
    { id: 1, name: 'a\tb\\', point: null },
    { id: 2, name: null, point: '0101000020E6100000000000000000F03F0000000000000040' },
  ])
})

it('copies nothing from no rows', async () => {
  expect(await database.primary.transaction((trx) => database.copyFrom(trx, copySql, []))).toBe(0)
})

it('refuses a bad row with the code of the server and keeps none', async () => {
  const load = database.primary.transaction((trx) => database.copyFrom(trx, copySql, [...rows(10), 'eleven\tx\t\\N']))
  await expect(load).rejects.toMatchObject({ code: '22P02' })
  const twice = database.primary.transaction((trx) =>
    database.copyFrom(trx, copySql, [...rows(20_000, 'y'.repeat(600)), '1\tx\t\\N']),
  )
  await expect(twice).rejects.toMatchObject({ code: '23505' })
  const wrongTable = database.primary.transaction((trx) => database.copyFrom(trx, 'copy nowhere from stdin', rows(3)))
  await expect(wrongTable).rejects.toMatchObject({ code: '42P01' })
  expect(await count()).toBe(0)
})

it('keeps none when the source fails midway', async () => {
  async function* failing() {
    yield* rows(10_000, 'z'.repeat(600))
    throw new Error('the file ended early')
  }
  const load = database.primary.transaction((trx) => database.copyFrom(trx, copySql, failing()))
  await expect(load).rejects.toThrow('the file ended early')
  expect(await count()).toBe(0)
})

it('goes on in the same transaction after a copy', async () => {
  await database.primary.transaction(async (trx) => {
    await database.copyFrom(trx, copySql, rows(3))
    await trx('load').where({ id: 2 }).delete()
  })
  expect(await count()).toBe(2)
})

it('hands out each row as the server writes it', async () => {
  await database.primary.transaction((trx) => database.copyFrom(trx, copySql, rows(3_000)))
  const lines: string[] = []
  const copied = await database.copyTo('copy (select id, name from load order by id) to stdout', (row) =>
    lines.push(row.toString()),
  )
  expect(copied).toBe(3_000)
  expect(lines).toHaveLength(3_000)
  expect(lines[41]).toBe('42\t体育场 42\n')
})

it('goes on serving after a reader or a statement of a copy out failed', async () => {
  await database.primary.transaction((trx) => database.copyFrom(trx, copySql, rows(5)))
  const failing = database.copyTo('copy load (id) to stdout', (row) => {
    if (row.toString() === '2\n') throw new Error('the second row is too much')
  })
  await expect(failing).rejects.toThrow('the second row is too much')
  await expect(database.copyTo('copy nowhere to stdout', () => {})).rejects.toMatchObject({ code: '42P01' })
  expect(await count()).toBe(5)
})
