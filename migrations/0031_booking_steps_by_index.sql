-- One plan for all values must be good for all of them: where one person has most orders (a fresh demo, a club that books for everybody), an
-- average person seemed to have so many that all bookings were read. A person's orders first, then their bookings by the index, always.
create or replace function booking_begin_hold(
  p_person uuid, p_place bigint, p_units integer[], p_now timestamptz, p_from timestamptz, p_to timestamptz, p_own boolean
) returns table (holds integer, on_days json, closures json)
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_over bigint[];
begin
  if p_own then
    -- A hold without money need not outlive a crash of the database: its commit does not wait for the disk, and the commit of its
    -- payment, which does, makes both last. Nothing that came before such a commit is ever lost without it.
    perform set_config('synchronous_commit', 'off', true);
  end if;
  perform from app.person where id = p_person for no key update;
  perform pg_advisory_xact_lock(k.key)
  from (select distinct p_place * 32768 + unit as key from unnest(p_units) as unit order by key offset 0) k;
  select array_agg(h.id) into v_over
  from (
    select b.id
    from app.booking b
    join app.court c on c.id = b.court_id
    where b.state = 'held' and b.held_until <= p_now and c.place_id = p_place
    order by b.id
    for no key update of b skip locked) h;
  -- An update of nothing would still wake its triggers.
  if v_over is not null then
    update app.booking set state = 'expired', held_until = null where id = any(v_over);
  end if;
  return query
    with orders as materialized (
      select o.id from app.booking_order o where p_own and o.person_id = p_person and o.channel <> 'walk-in'
    ), own as (
      select b.order_id, b.state, (select c.timetable_id from app.court c where c.id = b.court_id) as timetable_id,
             (lower(b.during) at time zone 'Asia/Shanghai')::date as day
      from orders o
      join app.booking b on b.order_id = o.id
      where b.state = any(array(select s.state from app.booking_state s where s.occupies))
        and upper(b.during) > p_now - interval '1 day' and (b.held_until is null or b.held_until > p_now)
    )
    select (select count(distinct own.order_id)::integer from own where own.state = 'held'),
           coalesce((select json_agg(d) from (
             select own.timetable_id as "timetableId", own.day, count(*) as count from own group by own.timetable_id, own.day) d), '[]'),
           coalesce((select json_agg(json_build_object('courtId', c.court_id, 'fromDay', c.from_day, 'toDay', c.to_day,
              'weekdays', c.weekdays, 'fromMinute', c.from_minute, 'toMinute', c.to_minute))
             from app.closure c
             where c.place_id = p_place
               and c.from_day <= (p_to at time zone 'Asia/Shanghai')::date
               and c.to_day >= (p_from at time zone 'Asia/Shanghai')::date - 1), '[]');
end $$;
