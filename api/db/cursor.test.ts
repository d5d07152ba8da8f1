import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase()
  await database.primary.raw('create table reading as select id, id * 2 as twice from generate_series(1, 2500) as id')
})
afterAll(() => database?.close())

const statement = (from: number) => ({
  name: 'readings',
  text: 'select id, twice from reading where id > $1 order by id',
  values: [from],
})

it('gives all rows in batches of the size asked for', async () => {
  const sizes: number[] = []
  const ids: number[] = []
  for await (const batch of database.stream<{ id: number; twice: number }>(statement(0), 1000)) {
    sizes.push(batch.length)
    ids.push(...batch.map(({ id }) => id))
  }
  expect(sizes).toEqual([1000, 1000, 500])
  expect(ids).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1))
})

it('gives nothing, not an empty batch, for no rows', async () => {
  for await (const batch of database.stream(statement(5000), 10)) expect.fail(`got ${batch.length} rows`)
})

it('frees its connection when the reader stops early or throws', async () => {
  for (let turn = 0; turn < 6; turn++) {
    for await (const _ of database.stream(statement(0), 10)) break
  }
  const throwing = async () => {
    for await (const _ of database.stream(statement(0), 10)) throw new Error('enough')
  }
  await expect(throwing()).rejects.toThrow('enough')
  expect(database.poolFigures()).toMatchObject({ used: 0, waiting: 0 })
  expect(await database.primary('reading').count()).toEqual([{ count: 2500 }])
})

it('rejects with the error of the server', async () => {
  const read = async () => {
    for await (const _ of database.stream(
      { name: 'wrong', text: 'select 1 / (id - 3) from reading order by id', values: [] },
      2,
    )) {
    }
  }
  await expect(read()).rejects.toMatchObject({ code: '22012' })
})
