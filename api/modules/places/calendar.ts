import type { Database } from '../../db/types.ts'
import type { Calendar, CalendarEntry } from './hours.ts'

const keptMs = 60_000
const kept = new WeakMap<Database, { at: number; calendar: Promise<Calendar> }>()

/** The legal holidays and make-up workdays of the registry, read at most once a minute. */
export function calendarOf(database: Database): Promise<Calendar> {
  const known = kept.get(database)
  if (known && Date.now() - known.at < keptMs) return known.calendar
  const calendar = readCalendar(database)
  kept.set(database, { at: Date.now(), calendar })
  calendar.catch(() => kept.delete(database))
  return calendar
}

async function readCalendar(database: Database): Promise<Calendar> {
  const days = await database.rows<CalendarEntry & { day: string }>(database.reader(), {
    name: 'places-calendar',
    text: `
      select day::text, kind, name_zh as "nameZh", name_en as "nameEn"
      from calendar_day`,
    values: [],
  })
  return new Map(days.map(({ day, ...entry }) => [day, entry]))
}
