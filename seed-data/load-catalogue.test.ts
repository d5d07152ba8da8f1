import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../api/db/testing.ts'
import { readPlaceTypes, readSports } from './catalogue.ts'
import { calendarSource, loadCalendar, readCalendar } from './load-calendar.ts'
import { loadTypes } from './load-types.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

it('writes all types and sports once and nothing the second time', async () => {
  expect(await loadTypes(database)).toEqual({ written: readPlaceTypes().length + readSports().length })
  expect(await loadTypes(database)).toEqual({ written: 0 })
  const stored = await database.primary('place_type').orderBy('sort')
  expect(stored.map((row) => row.code)).toEqual(readPlaceTypes().map((type) => type.code))
  expect(stored[0].attribute_schema).toEqual(readPlaceTypes()[0]!.attributeSchema)
  expect(stored[0].sports).toEqual(readPlaceTypes()[0]!.sports)
})

it('corrects a changed type, but keeps an operator’s own type and national code', async () => {
  await database.primary('place_type').where('code', 'stadium').update({ name_zh: '旧名', national_code: 'A1' })
  await database.primary.raw(`
    insert into place_type (code, category, name_zh, name_en, icon, geometry_kind, ownership, attribute_schema, sort)
    values ('own-type', 'venue', '自有类型', 'Own type', 'generic', 'point', 'public', '{}', 999)`)
  expect(await loadTypes(database)).toEqual({ written: 1 })
  const stadium = await database.primary('place_type').where('code', 'stadium').first()
  expect(stadium).toMatchObject({ name_zh: '体育场', national_code: 'A1' })
  expect(await database.primary('place_type').where('code', 'own-type').first()).toBeDefined()
})

it('knows the holidays and make-up workdays of this year', () => {
  const days = new Map(readCalendar().map((day) => [day.day, day]))
  expect(days.get('2026-10-01')).toMatchObject({ kind: 'holiday', nameZh: '国庆节', nameEn: 'National Day' })
  expect(days.get('2026-02-14')).toMatchObject({ kind: 'workday', nameZh: '春节' })
})

it('never overwrites a calendar day that someone else entered, and withdraws only its own', async () => {
  const insert = (day: string, source: string) =>
    database.primary('calendar_day').insert({ day, kind: 'holiday', name_zh: '自定', name_en: 'Own', source })
  await insert('2026-10-01', 'operator')
  await insert('2026-12-24', 'operator')
  await insert('2026-12-23', calendarSource)
  expect(await loadCalendar(database)).toEqual({ written: readCalendar().length - 1, withdrawn: 1 })
  expect(await loadCalendar(database)).toEqual({ written: 0, withdrawn: 0 })
  expect(await database.primary('calendar_day').where('source', 'operator').count()).toEqual([{ count: 2 }])
})
