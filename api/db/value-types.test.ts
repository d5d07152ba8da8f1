import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from './testing.ts'
import type { Bindable } from './types.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.close())

const values: [sql: string, expected: unknown][] = [
  ['1::int2', 1],
  ['(-2147483648)::int4', -2147483648],
  ['9007199254740991::int8', 9007199254740991],
  ['9007199254740993::int8', '9007199254740993'],
  ['0.1::float8', 0.1],
  ['1.5::float4', 1.5],
  ["'nan'::float8", Number.NaN],
  ['1234567.89::numeric', 1234567.89],
  ['12.50::numeric(10,2)', 12.5],
  ['true', true],
  ['null::text', null],
  ["'体育场 😀'::text", '体育场 😀'],
  ["''::text", ''],
  ["date '2026-05-01'", '2026-05-01'],
  ["timestamptz '2026-05-01 08:00:00.123456+08'", '2026-05-01T00:00:00.123456Z'],
  ["timestamptz '1899-12-31 23:59:59Z'", '1899-12-31T23:59:59Z'],
  ["'infinity'::timestamptz", 'infinity'],
  ["timestamp '2026-05-01 08:00:00'", '2026-05-01T08:00:00'],
  ["time '08:30'", '08:30:00'],
  ["interval '1 month 2 days 03:04:05'", 'P1M2DT3H4M5S'],
  [`'{"a": [1, null, "x"]}'::jsonb`, { a: [1, null, 'x'] }],
  [`'[1,2]'::json`, [1, 2]],
  ['\'"text"\'::jsonb', 'text'],
  ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ["'11111111-2222-3333-4444-555555555555'::uuid", '11111111-2222-3333-4444-555555555555'],
  ["array['a', null, 'b,c', '\"']::text[]", ['a', null, 'b,c', '"']],
  ['array[1, null]::int4[]', [1, null]],
  ['array[1, 9007199254740993]::int8[]', [1, '9007199254740993']],
  [
    'array[[1.5, 2], [3, 4]]::numeric[]',
    [
      [1.5, 2],
      [3, 4],
    ],
  ],
  ["array[date '2026-05-01', null]", ['2026-05-01', null]],
  ["array[timestamptz '2026-05-01 00:00Z']", ['2026-05-01T00:00:00Z']],
  [`array['{"a":1}'::jsonb]`, [{ a: 1 }]],
  ['int4range(1, 5)', '[1,5)'],
  ["tstzrange('2026-05-01 00:00Z', null)", '["2026-05-01 00:00:00+00",)'],
  ['st_setsrid(st_point(104.06, 30.67), 4326)', '0101000020E6100000A4703D0AD7035A40EC51B81E85AB3E40'],
  ['st_asgeojson(st_point(104.06, 30.67))::jsonb', { type: 'Point', coordinates: [104.06, 30.67] }],
]

it.each(values)('reads %s', async (sql, expected) => {
  const { rows } = await database.primary.raw(`select ${sql.replaceAll('?', '\\?')} as value`)
  expect(rows).toEqual([{ value: expected }])
})

it('reads the same by a prepared statement', async () => {
  const known = values
  const columns = known.map(([sql], index) => `${sql} as v${index}`).join(', ')
  const [row] = await database.rows<Record<string, unknown>>(database.primary, {
    name: 'all-types',
    text: `select ${columns}`,
    values: [],
  })
  expect(Object.values(row!)).toEqual(known.map(([, expected]) => expected))
})

const bound: [type: string, value: Bindable, expected: unknown][] = [
  ['int8', 5, 5],
  ['text', '体育场', '体育场'],
  ['boolean', false, false],
  ['text', null, null],
  ['timestamptz', new Date('2026-05-01T00:00:00.250Z'), '2026-05-01T00:00:00.25Z'],
  ['timestamptz', '2026-05-01T00:00:00.123456Z', '2026-05-01T00:00:00.123456Z'],
  ['date', '2026-05-01', '2026-05-01'],
  ['text[]', ['a', 'b"c'], ['a', 'b"c']],
  ['int4[]', [], []],
  ['jsonb', { a: 1 }, { a: 1 }],
  ['bytea', Buffer.from([1, 0, 2]) as unknown as Bindable, Buffer.from([1, 0, 2])],
]

it.each(bound)('binds %s %o', async (type, value, expected) => {
  const statement = {
    name: `bind ${bound.findIndex((one) => one[1] === value)}`,
    text: `select $1::${type} as value`,
    values: [value],
  }
  expect(await database.rows(database.primary, statement)).toEqual([{ value: expected }])
})

it('tells a failure by the code, constraint and detail of the server', async () => {
  await database.primary.raw('create table scratch_court (id int primary key, slots int check (slots > 0))')
  await database.primary.raw('insert into scratch_court values (1, 1)')
  await expect(database.primary.raw('insert into scratch_court values (1, 1)')).rejects.toMatchObject({
    code: '23505',
    constraint: 'scratch_court_pkey',
    detail: 'Key (id)=(1) already exists.',
    schema: 'app',
  })
  await expect(database.primary.raw('insert into scratch_court values (2, 0)')).rejects.toMatchObject({
    code: '23514',
    constraint: 'scratch_court_slots_check',
  })
  await expect(database.primary.raw('selec 1')).rejects.toMatchObject({ code: '42601' })
})
