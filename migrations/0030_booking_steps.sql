-- Steps of a booking that lock and then look, each in one round trip: in a volatile function every statement sees what was committed while
-- the one before it waited. One plan for all values: each statement is a walk along indexes, and planning it anew took ten times as long.

-- First the person, under whose lock it is counted what they have, then the floor in the order of its units. Then holds of the place that are
-- over end, and what may have changed since the offer was read is read again.
-- One plan for all values must be good for all of them: where one person has most orders (a fresh demo, a club that books for everybody), an
-- average person seemed to have so many that all bookings were read. A person's orders first, then their bookings by the index, always.
create function booking_begin_hold(
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

-- An order and its bookings under their locks; no row where there is none, or it is not the person's (null: anybody's). Whoever ends holds
-- that are over passes by what is locked, so that what is read here stays.
create function booking_lock_order(p_order uuid, p_person uuid)
returns table (
  id uuid, place_id bigint, person_id uuid, channel text, total_fen bigint, pending jsonb, bookings json
) language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform from app.booking_order o where o.id = p_order and (p_person is null or o.person_id = p_person) for no key update;
  if not found then
    return;
  end if;
  perform from app.booking b where b.order_id = p_order order by b.id for no key update;
  return query
    select o.id, o.place_id, o.person_id, o.channel, o.total_fen,
           coalesce((select jsonb_object_agg(y.provider, y.id) from app.payment y where y.order_id = o.id and y.state = 'pending'), '{}'),
           (select json_agg(json_build_object('id', b.id, 'state', b.state, 'units', c.units, 'priceFen', b.price_fen,
              'refundedFen', b.refunded_fen, 'subsidyFen', b.subsidy_fen, 'courtId', b.court_id, 'sessionId', b.session_id, 'kind', b.person_kind,
              'start', lower(b.during), 'end', upper(b.during), 'heldUntil', b.held_until, 'cancellation', b.price -> 'cancellation') order by b.id)
            from app.booking b join app.court c on c.id = b.court_id where b.order_id = o.id)
    from app.booking_order o
    where o.id = p_order;
end $$;

-- Confirms bookings; p_due_fen is to be paid at the venue, and p_collected_by has taken it there already.
create function booking_confirm(
  p_ids bigint[], p_order uuid, p_due_fen bigint, p_collected_at timestamptz, p_collected_by uuid
) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  if p_due_fen > 0 then
    insert into app.payment (order_id, provider, amount_fen, state, collected_at, collected_by)
    values (p_order, 'at-venue', p_due_fen, 'due', p_collected_at, p_collected_by);
  end if;
  update app.booking set state = 'confirmed', held_until = null where id = any(p_ids);
end $$;

-- What the library says of a day that somebody entered otherwise: taking the entry back gives it again.
alter table calendar_day add column library jsonb;
