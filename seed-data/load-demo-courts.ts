import type { Database } from '../api/db/types.ts'

/** Counties have so many bookable demo places each, the weightiest first. */
const placesPerCounty = 4
const mostCourtsPerKind = 6

/** Places whose courts the demo opens for booking: of each county a few that are open and have a sport people book. */
const chosen = `
  with ranked as (
    select p.*, row_number() over (partition by p.region_code order by p.weight desc, p.id) as rank
    from place p
    where p.is_demo and p.status = 'open' and p.region_code is not null
      and p.courts @? '$[*] ? (@.sport == "badminton" || @.sport == "tennis" || @.sport == "basketball" || @.sport == "table-tennis" || @.sport == "swimming")'
  ), chosen as (
    select id, hours, fee, price_fen, courts from ranked where rank <= ${placesPerCounty}
  ), kinds as (
    select c.id, k.value ->> 'sport' as sport, k.value ->> 'nameZh' as name_zh, k.value ->> 'nameEn' as name_en,
           least((k.value ->> 'count')::integer, ${mostCourtsPerKind}) as courts, k.ordinality::integer as nth,
           case when k.value ->> 'sport' = 'swimming' then '泳池' else '场地' end as timetable
    from chosen c
    cross join lateral jsonb_array_elements(c.courts) with ordinality k
    where k.value ->> 'sport' in ('badminton', 'tennis', 'basketball', 'table-tennis', 'swimming')
  )`

const insertTimetables = `
  ${chosen}
  insert into timetable (place_id, name_zh, slot_minutes, weekly, holidays, most_per_day, cancellation)
  select distinct on (c.id, k.timetable)
         c.id, k.timetable, case when k.timetable = '泳池' then 120 else 60 end,
         coalesce(c.hours -> 'weekly', (select jsonb_agg(jsonb_build_array(jsonb_build_array(480, 1320))) from generate_series(1, 7))),
         nullif(c.hours -> 'holidays', 'null'), 6,
         '[{"untilMinutes": 1440, "refundPercent": 100}, {"untilMinutes": 120, "refundPercent": 50}]'::jsonb
  from kinds k
  join chosen c on c.id = k.id
  order by c.id, k.timetable`

/** Each kind of courts has floor units of its own; three badminton courts or more are a hall too. */
const insertCourts = `
  ${chosen}
  insert into court (place_id, timetable_id, name_zh, name_en, sport, units, capacity, kinds, sort)
  select k.id, t.id,
         case when k.sport = 'swimming' then k.name_zh else n.number || '号' || k.name_zh end,
         case when k.sport = 'swimming' then k.name_en else k.name_en || ' ' || n.number end,
         k.sport, array[(k.nth * 100 + n.number)::smallint],
         case when k.sport = 'swimming' then 60 end,
         case when k.sport = 'swimming' then '{adult,student,senior}'::text[] else '{adult}' end,
         k.nth * 100 + n.number
  from kinds k
  join timetable t on t.place_id = k.id and t.name_zh = k.timetable
  cross join lateral generate_series(1, case when k.sport = 'swimming' then 1 else k.courts end) as n (number)
  union all
  select k.id, t.id, '羽毛球全场', 'Badminton hall', k.sport,
         (select array_agg((k.nth * 100 + u)::smallint) from generate_series(1, k.courts) u), null, '{adult}', k.nth * 100 + 99
  from kinds k
  join timetable t on t.place_id = k.id and t.name_zh = k.timetable
  where k.sport = 'badminton' and k.courts >= 3`

/** By day, in the evening, on days off; the hall costs its courts; the pool is paid by visit, cheaper for students and the old. */
const insertPrices = `
  with base as (
    select t.id as timetable_id, t.name_zh, p.fee,
           coalesce(nullif(p.price_fen, 0), case when t.name_zh = '泳池' then 3000 else 4000 end) as fen
    from timetable t
    join place p on p.id = t.place_id
    where p.is_demo
  ), rules as (
    select timetable_id, null::bigint as court_id, b.fee, b.fen, b.name_zh, r.*
    from base b
    cross join (values
      ('any', 0, null, 1.0, 0), ('any', 1080, null, 1.3, 1), ('restday', 0, null, 1.3, 2),
      ('any', 0, 'student', 0.5, 3), ('any', 0, 'senior', 0.5, 3)) as r (day_kind, from_minute, person_kind, factor, priority)
    where r.person_kind is null or b.name_zh = '泳池'
    union all
    select b.timetable_id, c.id, b.fee, b.fen * cardinality(c.units), b.name_zh, r.day_kind, r.from_minute, null, r.factor, r.priority + 5
    from base b
    join court c on c.timetable_id = b.timetable_id and cardinality(c.units) > 1
    cross join (values ('any', 0, 1.0, 0), ('any', 1080, 1.3, 1), ('restday', 0, 1.3, 2)) as r (day_kind, from_minute, factor, priority)
  )
  insert into price_rule (timetable_id, court_id, day_kind, from_minute, person_kind, fee, per, price_fen, priority)
  select timetable_id, court_id, day_kind, from_minute, person_kind,
         case when fee in ('free', 'low-fee') then fee else 'paid' end,
         case when name_zh = '泳池' then 'visit' else 'hour' end,
         case when fee = 'free' then 0 else (round(fen * factor / 100) * 100)::integer end, priority
  from rules`

/** Makes courts of some demo places bookable, once: nothing happens where any court is there already. Returns how many courts. */
export async function loadDemoCourts(database: Pick<Database, 'primary' | 'rows' | 'withLock'>): Promise<number> {
  return database.withLock('load-demo-courts', () =>
    database.primary.transaction(async (trx) => {
      const run = (name: string, text: string) =>
        database.rows<{ courts: number }>(trx, { name: `demo-courts-${name}`, text, values: [] })
      const [there] = await run('there', 'select count(*)::integer as courts from (select from court limit 1) c')
      if (there!.courts > 0) return 0
      await trx.raw('set local statement_timeout = 0')
      await run('timetables', insertTimetables)
      await run('courts', insertCourts)
      await run('prices', insertPrices)
      const [made] = await run('made', 'select count(*)::integer as courts from court')
      return made!.courts
    }),
  )
}
