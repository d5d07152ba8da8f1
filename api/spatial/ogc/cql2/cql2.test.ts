import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import { ProblemError } from '../../../errors.ts'
import { buildPlaces } from '../../../modules/places/build.ts'
import { places } from '../../../modules/places/index.ts'
import { crs84 } from '../crs.ts'
import { conditionOfItems, pageStatement } from '../items-query.ts'
import type { Expression } from './expression.ts'
import { parseCql2Json } from './parse-json.ts'
import { parseCql2Text } from './parse-text.ts'
import { evaluate, type TestFeature } from './testing-evaluate.ts'
import { asText } from './testing-write.ts'

const layer = places.layers![0]!
const words = ['stadium', 'gymnasium', 'open', 'closed', 'free', "O'Neill", '100%', 'a_b', '成都体育馆', 'Pool\\1', '']
let database: TestDatabase
let features: TestFeature[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  const seeds = fc.sample(
    fc.record({
      nameZh: fc.constantFrom(...words.filter((word) => word !== '')),
      nameEn: fc.constantFrom(null, 'Pool', 'pool 2', 'Big Stadium'),
      type: fc.constantFrom('stadium', 'gymnasium'),
      status: fc.constantFrom('open' as const, 'closed' as const),
      fee: fc.constantFrom('free' as const, 'unknown' as const),
      rating: fc.constantFrom(null, 1, 3.5, 5),
      sports: fc.subarray(['football', 'tennis', 'chess']),
      lon: fc.integer({ min: 0, max: 20 }).map((n) => 103.5 + n / 20),
      lat: fc.integer({ min: 0, max: 20 }).map((n) => 30 + n / 20),
    }),
    { numRuns: 120, seed: 4 },
  )
  const ids = await buildPlaces(database, seeds)
  features = seeds.map(({ lon, lat, nameZh, nameEn, type, status, fee, rating, sports }, index) => ({
    id: ids[index]!,
    geometry: { type: 'Point', coordinates: [lon, lat] },
    values: { id: ids[index]!, name: nameZh, nameEn, type, status, fee, rating, sports, regionCode: null },
  }))
})
afterAll(() => database.close())

const found = async (filter: Expression, given: typeof layer = layer): Promise<number[]> => {
  const question = { layer: given, bboxCrs: crs84, filterCrs: crs84, filter, equals: [] }
  const rows = await database.rows<{ id: number }>(
    database.primary,
    pageStatement(question, conditionOfItems(question), crs84, 0, 10_000),
  )
  return rows.map(({ id }) => id)
}
const expected = (filter: Expression): number[] =>
  features.filter((feature) => evaluate(filter, feature) === true).map(({ id }) => id)

const texts = fc.constantFrom('name', 'nameEn', 'type', 'status', 'fee').map((property) => ({ property }))
const word = fc.constantFrom(...words)
const text: fc.Arbitrary<Expression> = fc.oneof(texts, word)
const numbers: fc.Arbitrary<Expression> = fc.oneof(
  fc.constant({ property: 'rating' }),
  fc.constantFrom(0, 1, 3.5, -2, 5),
)
const sportList = fc.subarray(['football', 'tennis', 'chess', 'golf'])
const sports: fc.Arbitrary<Expression> = fc.oneof(fc.constant({ property: 'sports' }), sportList)
const sign = fc.constantFrom('=', '<>', '<', '<=', '>', '>=')
const op = (name: string | fc.Arbitrary<string>, ...args: fc.Arbitrary<Expression>[]): fc.Arbitrary<Expression> =>
  fc.record({ op: typeof name === 'string' ? fc.constant(name) : name, args: fc.tuple(...args) })
const box = fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 19 })).map(([x, y]): Expression => {
  const [west, south] = [103.48 + x / 20, 29.98 + y / 20]
  const [east, north] = [west + 0.3, south + 0.3]
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  }
})
const { condition } = fc.letrec<{ condition: Expression }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    op(sign, text, text),
    op(sign, numbers, numbers),
    op('isNull', fc.oneof(texts, fc.constant({ property: 'rating' }))),
    op('like', texts, fc.constantFrom('%体育%', 'a\\_b', '100\\%', '_pen', '%', '', "O'N%", 'Pool\\\\_')),
    op(
      'like',
      texts.map((arg) => ({ op: 'casei', args: [arg] })),
      fc.constantFrom('pool%', '%stadium'),
    ),
    op('between', numbers, numbers, numbers),
    op('in', texts, fc.array(word, { minLength: 1, maxLength: 4 })),
    op(fc.constantFrom('a_contains', 'a_containedBy', 'a_equals', 'a_overlaps'), sports, sports),
    op('s_intersects', fc.constant({ property: 'geometry' }), box),
    op('not', tie('condition')),
    op('and', tie('condition'), tie('condition')),
    op('or', tie('condition'), tie('condition'), tie('condition')),
  ),
}))

describe('CQL2', () => {
  test('a filter finds what plain JavaScript finds, by columns and by the view alone', async () => {
    const { table: _table, ...byView } = layer
    await fc.assert(
      fc.asyncProperty(condition, async (filter) => {
        const wanted = expected(filter)
        expect(await found(filter)).toEqual(wanted)
        expect(await found(filter, byView)).toEqual(wanted)
      }),
      { numRuns: 150, seed: 12 },
    )
  })

  test('the text form says the same as the JSON form', () => {
    fc.assert(
      fc.property(condition, (filter) => {
        expect(parseCql2Text(asText(filter))).toEqual(filter)
        expect(parseCql2Json(JSON.stringify(filter))).toEqual(filter)
      }),
      { seed: 13 },
    )
  })

  test('text without needless brackets is read by precedence: NOT before AND before OR', () => {
    expect(parseCql2Text("NOT type = 'a' AND fee = 'b' OR rating >= 4.5 AND nameEn IS NOT NULL")).toEqual({
      op: 'or',
      args: [
        {
          op: 'and',
          args: [
            { op: 'not', args: [{ op: '=', args: [{ property: 'type' }, 'a'] }] },
            { op: '=', args: [{ property: 'fee' }, 'b'] },
          ],
        },
        {
          op: 'and',
          args: [
            { op: '>=', args: [{ property: 'rating' }, 4.5] },
            { op: 'not', args: [{ op: 'isNull', args: [{ property: 'nameEn' }] }] },
          ],
        },
      ],
    })
    expect(parseCql2Text('S_INTERSECTS(geometry, BBOX(103, 30, 104, 31))')).toEqual({
      op: 's_intersects',
      args: [{ property: 'geometry' }, { bbox: [103, 30, 104, 31] }],
    })
  })

  test('nothing that is sent becomes SQL: any text is a filter or a refusal, and the table stays', async () => {
    const pieces = fc.constantFrom(
      ...[
        "'",
        '"',
        ';',
        '--',
        '/*',
        'drop table place',
        ') or (1=1',
        '$1',
        '\\',
        '\0',
        'constructor',
        '__proto__',
        'toString(',
      ],
      ...[
        'type',
        '=',
        'and',
        'not',
        '(',
        ')',
        ',',
        'casei(',
        'a_contains(',
        'BBOX(',
        'POINT(',
        '1e999',
        "'x'",
        'null',
        'sports',
        '体',
      ],
    )
    const before = features.length
    const attack = async (read: () => Expression) => {
      try {
        await found(read())
      } catch (error) {
        // A refusal names the fault; anything else would be a statement that broke.
        if (!(error instanceof ProblemError) || error.status !== 400) throw error
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), fc.string({ unit: 'binary' }), async (parts, random) => {
        await attack(() => parseCql2Text(parts.join(' ')))
        await attack(() => parseCql2Text(`name = '${parts.join('')}'`))
        await attack(() => parseCql2Text(random))
        await attack(() => ({ op: parts.join(''), args: [{ property: random }, random] }))
        await attack(() => ({ op: '=', args: [{ property: 'name' }, random + parts.join('')] }))
        await attack(() => parseCql2Json(JSON.stringify({ op: '=', args: [{ property: parts.join('') }, random] })))
      }),
      { numRuns: 150, seed: 12 },
    )
    const { rows } = await database.primary.raw('select count(*)::integer as count from place')
    expect(rows[0].count).toBe(before)
  })

  test.each([
    ['colour = 1', /«colour» is no queryable/],
    ['rating = ’', /«’» is no queryable/],
    ["type = 'x", /cannot be read/],
    ["rating > 'x'", /cannot compare a number with a string/],
    ['sports = 1', /cannot compare a strings/],
    ["name LIKE 'x\\'", /cannot be read|lone backslash/],
    ['A_CONTAINS(sports, (1, 2))', /texts only/],
    ['S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))', /end where they start/],
    [`${'('.repeat(200)}type = 'a'${')'.repeat(200)}`, /deeper/],
    ['type', /takes a boolean, not a string/],
  ])('%s is refused with the reason', async (filter, reason) => {
    await expect((async () => found(parseCql2Text(filter)))()).rejects.toThrow(reason)
  })
})
