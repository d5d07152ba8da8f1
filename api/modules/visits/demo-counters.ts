import type { Database } from '../../db/types.ts'

const postedDays = 3
/** Hours a statement: the embedded engine has one connection, and others wait for it. */
const hoursAtOnce = 6
const hourMs = 3_600_000

/**
 * Lets the invented counters of the demo registry post the hours that are over: who came in an hour has left after the next. The
 * same numbers at each run, and each hour once.
 */
export async function postDemoCounts(database: Database, now: Date): Promise<void> {
  const last = Math.floor(now.getTime() / hourMs) * hourMs
  for (let until = last - postedDays * 24 * hourMs; until < last; ) {
    until = Math.min(last, until + hoursAtOnce * hourMs)
    await postHours(database, now, new Date(until))
  }
}

async function postHours(database: Database, now: Date, until: Date): Promise<void> {
  await database.rows(database.primary, {
    name: 'visits-demo-counts',
    text: `
      with device as (
        select d.id, d.place_id, h.id as hall_id, 120 + (hashint8(d.place_id) & 1023) as usual,
               case when h.id is null then 0 when h.name_zh = '主馆' then 0 else 1 end as nth,
               case when h.id is null then 1.0 when h.name_zh = '主馆' then 0.65 else 0.35 end as share,
               (select max(c.at) from visit_count c where c.device_id = d.id) as last_at
        from visit_device d
        left join visit_hall h on h.place_id = d.place_id
        where d.is_demo
      ), hours as (
        select d.*, t.hour, floor(extract(epoch from t.hour) / 3600)::bigint as number,
               extract(hour from t.hour at time zone 'Asia/Shanghai')::integer as clock,
               case when extract(isodow from t.hour at time zone 'Asia/Shanghai') >= 6 then 1.5 else 1.0 end as factor
        from device d
        cross join lateral generate_series(
          greatest(date_trunc('hour', d.last_at) + interval '1 hour',
            date_trunc('day', $1::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' - make_interval(days => $2::integer)),
          $3::timestamptz - interval '1 hour', interval '1 hour') as t (hour)
      ), shares as (
        -- Parts of a day by hour of the clock, 07:00 to 21:59; they add up to one.
        select array[0, 0, 0, 0, 0, 0, 0, .05, .06, .07, .06, .05, .03, .03, .05, .06, .06, .08, .11, .13, .10, .06, 0, 0]::numeric[] as of_hour
      ), visits as (
        select h.id, h.place_id, h.hall_id, h.hour, h.number * 2 + h.nth as sequence,
               round(h.usual * h.share * h.factor * s.of_hour[h.clock + 1] * (0.7 + (hashint8(h.place_id * 1000003 + h.number) & 1023) / 1700.0))::integer as entered,
               case when h.clock = 0 then 0 else
                 round(h.usual * h.share * h.factor * s.of_hour[h.clock] * (0.7 + (hashint8(h.place_id * 1000003 + h.number - 1) & 1023) / 1700.0))::integer
               end as exited
        from hours h, shares s
      )
      insert into visit_count (device_id, sequence, place_id, hall_id, at, entered, exited, received_at)
      select id, sequence, place_id, hall_id, hour + interval '59 minutes', entered, exited, $1::timestamptz
      from visits
      where entered > 0 or exited > 0
      order by place_id, sequence
      on conflict (device_id, sequence) do nothing`,
    values: [now, postedDays, until],
  })
}
