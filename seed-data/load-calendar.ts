import { createRequire } from 'node:module'
import type { Database } from '../api/db/types.ts'

/** What `calendar_day.source` says for rows that the library gave; any other source is someone's own and is left alone. */
export const calendarSource = 'chinese-days'

export interface CalendarDay {
  /** ISO date, Asia/Shanghai. */
  day: string
  kind: 'holiday' | 'workday'
  nameZh: string
  nameEn: string
}

type LibraryDays = Record<'holidays' | 'workdays', Record<string, string>>

/** Legal holidays (with their days in lieu) and make-up workdays as the library knows them; the year to come is announced late. */
export function readCalendar(): CalendarDay[] {
  const library = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as LibraryDays
  const days = (kind: CalendarDay['kind'], table: Record<string, string>): CalendarDay[] =>
    Object.entries(table).map(([day, text]) => {
      // «New Year's Day,元旦,1»
      const [nameEn, nameZh] = text.split(',')
      if (!nameZh || !nameEn) throw new Error(`chinese-days names ${day} «${text}»; expected «English,中文,days».`)
      return { day, kind, nameZh, nameEn }
    })
  return [...days('holiday', library.holidays), ...days('workday', library.workdays)].sort((a, b) =>
    a.day < b.day ? -1 : 1,
  )
}

const upsertDays = `
  with incoming as (
    select d.day, d.kind, d."nameZh", d."nameEn"
    from jsonb_to_recordset($1::jsonb) as d (day date, kind text, "nameZh" text, "nameEn" text)
  ), withdrawn as (
    delete from calendar_day c
    where c.source = $2::text and not exists (select from incoming i where i.day = c.day)
    returning c.day
  ), unsaid as (
    update calendar_day c set library = null
    where c.source <> $2::text and c.library is not null and not exists (select from incoming i where i.day = c.day)
  ), written as (
    insert into calendar_day (day, kind, name_zh, name_en, source, library)
    select day, kind, "nameZh", "nameEn", $2::text, jsonb_build_object('kind', kind, 'nameZh', "nameZh", 'nameEn', "nameEn") from incoming
    on conflict (day) do update
      set library = excluded.library,
          kind = case when calendar_day.source = excluded.source then excluded.kind else calendar_day.kind end,
          name_zh = case when calendar_day.source = excluded.source then excluded.name_zh else calendar_day.name_zh end,
          name_en = case when calendar_day.source = excluded.source then excluded.name_en else calendar_day.name_en end
    where calendar_day.library is distinct from excluded.library
    returning source
  )
  select (select count(*) from written where source = $2::text)::integer as written, (select count(*) from withdrawn)::integer as withdrawn`

/** Brings the library's days into `calendar_day` in one statement; rows from any other source win. Run at each start. */
export async function loadCalendar(
  database: Pick<Database, 'primary' | 'rows' | 'withLock'>,
): Promise<{ written: number; withdrawn: number }> {
  return database.withLock('load-calendar', async () => {
    const [result] = await database.rows<{ written: number; withdrawn: number }>(database.primary, {
      name: 'upsert-calendar-days',
      text: upsertDays,
      values: [JSON.stringify(readCalendar()), calendarSource],
    })
    return result!
  })
}
