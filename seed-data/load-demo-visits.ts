import type { Database } from '../api/db/types.ts'

/** So many days before today the invented counters have sums only; what follows they post by the hour (api/modules/visits). */
const postedDays = 3
const historyDays = 400

/** Of each county the weightiest open demo place that people go into has a counter; of every third place both halls have theirs. */
const counters = `
  with ranked as (
    select p.id, row_number() over (partition by p.region_code order by p.weight desc, p.id) as rank
    from place p
    join place_type t on t.code = p.type_code
    where p.is_demo and p.status = 'open' and p.region_code is not null and t.category in ('venue', 'stadium', 'pool')
  )
  insert into visit_device (place_id, name, is_demo, seen_at)
  select id, '演示计数器', true, now() from ranked where rank = 1`

const halls = `
  insert into visit_hall (place_id, name_zh, name_en)
  select d.place_id, h.zh, h.en
  from visit_device d
  cross join (values ('主馆', 'Main hall'), ('副馆', 'Side hall')) as h (zh, en)
  where d.is_demo and d.place_id % 3 = 0`

/** As in the chore that posts hours: a size of its own for each place, more on days off, and some chance. */
const history = `
  with counted as (
    select d.place_id, h.id as hall_id, 120 + (hashint8(d.place_id) & 1023) as usual,
           case when h.id is null then 1.0 when h.name_zh = '主馆' then 0.65 else 0.35 end as share
    from visit_device d
    left join visit_hall h on h.place_id = d.place_id
    where d.is_demo
  ), days as (
    select d::date as day, case when extract(isodow from d) >= 6 then 1.5 else 1.0 end as factor
    from generate_series(current_date - ${historyDays}, current_date - ${postedDays} - 1, interval '1 day') d
  ), written as (
    insert into visit_day (place_id, hall_id, day, entered, exited)
    select c.place_id, c.hall_id, d.day, v.visits, v.visits
    from counted c
    cross join days d
    cross join lateral (
      select round(c.usual * c.share * d.factor * (0.7 + (hashint8(c.place_id * 100000 + (d.day - date '2020-01-01')) & 1023) / 1700.0))::bigint
        as visits) v
    returning place_id, hall_id, day, entered
  )
  insert into visit_month (place_id, hall_id, month, entered, exited)
  select place_id, hall_id, date_trunc('month', day)::date, sum(entered), sum(entered)
  from written
  group by 1, 2, 3`

/** Gives some demo places invented counters with a past, once: nothing happens where any device counts already. Returns how many. */
export async function loadDemoVisits(database: Pick<Database, 'primary' | 'rows' | 'withLock'>): Promise<number> {
  return database.withLock('load-demo-visits', () =>
    database.primary.transaction(async (trx) => {
      const run = (name: string, text: string) =>
        database.rows<{ devices: number }>(trx, { name: `demo-visits-${name}`, text, values: [] })
      const [there] = await run(
        'there',
        'select count(*)::integer as devices from (select from visit_device limit 1) d',
      )
      if (there!.devices > 0) return 0
      await trx.raw('set local statement_timeout = 0')
      await run('counters', counters)
      await run('halls', halls)
      await run('history', history)
      const [made] = await run('made', 'select count(*)::integer as devices from visit_device')
      return made!.devices
    }),
  )
}
