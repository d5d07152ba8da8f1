-- What can be booked, and who has booked it. The database alone refuses a double booking and a place too many: a booking's state says
-- whether it occupies, a trigger keeps the occupancy of the floor units, and an exclusion constraint keeps those apart.

-- When courts may be booked and under which terms. Minutes are of the local day in Asia/Shanghai, past midnight up to 2880.
create table timetable (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  name_zh text not null check (char_length(name_zh) between 1 and 80),
  slot_minutes smallint not null check (slot_minutes between 5 and 1440),
  -- Seven lists of [fromMinute, toMinute], Monday first; a make-up workday has Monday's.
  weekly jsonb not null check (jsonb_typeof(weekly) = 'array' and jsonb_array_length(weekly) = 7),
  -- Of a legal holiday; null: as weekly.
  holidays jsonb check (jsonb_typeof(holidays) = 'array'),
  window_days smallint not null default 7 check (window_days between 1 and 365),
  notice_minutes integer not null default 0 check (notice_minutes between 0 and 100000),
  -- Cells that one person may have on one day; null: any number.
  most_per_day smallint check (most_per_day > 0),
  hold_minutes smallint not null default 5 check (hold_minutes between 1 and 60),
  -- Steps [{"untilMinutes": 1440, "refundPercent": 100}, …]: cancelled at least so long before the start.
  cancellation jsonb not null default '[]' check (jsonb_typeof(cancellation) = 'array')
);
create index timetable_place on timetable (place_id);

-- A bookable unit: court, hall, lane, or (with a capacity) sessions of a pool. `units` are parts of the floor, numbered within the place: a
-- full hall has those of its three courts, so that two courts exclude each other exactly when they share one.
create table court (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  timetable_id bigint not null references timetable (id) on delete cascade,
  name_zh text not null check (char_length(name_zh) between 1 and 80),
  name_en text check (char_length(name_en) <= 120),
  sport text references sport (code),
  units smallint[] not null check (cardinality(units) between 1 and 100)
    constraint court_units_known check (array_position(units, null) is null),
  capacity integer check (capacity > 0),
  -- Kinds of persons that a ticket can be for.
  kinds text[] not null default '{adult}' check (cardinality(kinds) > 0),
  sort smallint not null default 0,
  archived_at timestamptz
);
create index court_place on court (place_id);
create index court_timetable on court (timetable_id);

-- The fitting rule with the highest priority decides; where none fits the cell is not for sale.
create table price_rule (
  id bigint generated always as identity primary key,
  timetable_id bigint not null references timetable (id) on delete cascade,
  court_id bigint references court (id) on delete cascade,
  day_kind text not null default 'any' check (day_kind in ('any', 'workday', 'restday', 'holiday')),
  from_minute smallint not null default 0 check (from_minute between 0 and 2879),
  to_minute smallint not null default 2880 check (to_minute between 1 and 2880),
  person_kind text,
  from_day date,
  to_day date,
  fee text not null default 'paid' check (fee in ('paid', 'low-fee', 'free')),
  per text not null default 'hour' check (per in ('hour', 'visit')),
  price_fen integer not null check (price_fen between 0 and 10000000),
  priority smallint not null default 0,
  check (from_minute < to_minute),
  constraint price_rule_free_costs_nothing check ((fee = 'free') = (price_fen = 0))
);
create index price_rule_timetable on price_rule (timetable_id);
create index price_rule_court on price_rule (court_id);

-- Closed or blocked: from_day to to_day, on the given weekdays (1 Monday … 7 Sunday; null every day), between the minutes.
create table closure (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  court_id bigint references court (id) on delete cascade,
  from_day date not null,
  to_day date not null,
  weekdays smallint[] check (weekdays <@ '{1,2,3,4,5,6,7}'),
  from_minute smallint not null default 0 check (from_minute between 0 and 2879),
  to_minute smallint not null default 2880 check (to_minute between 1 and 2880),
  reason_zh text not null default '' check (char_length(reason_zh) <= 200),
  reason_en text not null default '' check (char_length(reason_en) <= 200),
  check (from_day <= to_day and from_minute < to_minute)
);
create index closure_place on closure (place_id, to_day);
create index closure_court on closure (court_id);

-- A slot of a court with capacity, made when its first place is taken.
create table court_session (
  id bigint generated always as identity primary key,
  court_id bigint not null references court (id) on delete cascade,
  during tstzrange not null,
  capacity integer not null check (capacity > 0),
  seats_taken integer not null default 0,
  constraint court_session_once unique (court_id, during),
  constraint court_session_capacity check (seats_taken between 0 and capacity)
);

create table booking_order (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person (id),
  place_id bigint not null references place (id),
  total_fen bigint not null check (total_fen >= 0),
  -- Terms in force when it was made.
  cancellation jsonb not null,
  created_at timestamptz not null default now(),
  hold_expires_at timestamptz not null
);
create index booking_order_person on booking_order (person_id, created_at desc);
create index booking_order_place on booking_order (place_id);

-- The legal states and moves; api/modules/bookings/booking-states.ts has the same table, and a test compares them.
create table booking_state (
  state text primary key,
  occupies boolean not null
);
insert into booking_state (state, occupies) values
  ('held', true), ('confirmed', true), ('checked-in', true), ('done', true), ('no-show', true),
  ('released', false), ('expired', false), ('cancelled', false);
create table booking_move (
  from_state text not null references booking_state (state),
  to_state text not null references booking_state (state),
  primary key (from_state, to_state)
);
insert into booking_move (from_state, to_state) values
  ('held', 'confirmed'), ('held', 'released'), ('held', 'expired'),
  -- Paid after the hold was over.
  ('expired', 'confirmed'), ('released', 'confirmed'),
  ('confirmed', 'cancelled'), ('confirmed', 'checked-in'), ('confirmed', 'no-show'),
  ('checked-in', 'done');

-- One cell of a court, or one place in a session: one ticket.
create table booking (
  id bigint generated always as identity primary key,
  order_id uuid not null references booking_order (id) on delete cascade,
  court_id bigint not null references court (id) on delete cascade,
  session_id bigint references court_session (id) on delete cascade,
  during tstzrange not null,
  person_kind text not null default 'adult',
  price_fen integer not null check (price_fen >= 0),
  -- The rule in force when it was made.
  price jsonb not null,
  state text not null default 'held' references booking_state (state),
  held_until timestamptz,
  refunded_fen integer not null default 0,
  changed_at timestamptz not null default now(),
  constraint booking_during_bounded check (not isempty(during) and lower_inc(during) and not upper_inc(during)
    and lower(during) is not null and upper(during) is not null),
  constraint booking_held_has_end check ((state = 'held') = (held_until is not null)),
  constraint booking_not_over_refunded check (refunded_fen between 0 and price_fen)
);
create index booking_order_id on booking (order_id);
create index booking_court on booking (court_id);
create index booking_session on booking (session_id) where session_id is not null;
create index booking_held on booking (held_until) where state = 'held';

-- Floor units taken, by a booking or by a session. Kept by triggers alone.
create table booking_occupancy (
  place_id bigint not null,
  unit smallint not null,
  during tstzrange not null,
  booking_id bigint references booking (id) on delete cascade,
  session_id bigint references court_session (id) on delete cascade,
  held_until timestamptz,
  constraint booking_occupancy_one_holder check (num_nonnulls(booking_id, session_id) = 1),
  constraint booking_occupancy_no_overlap exclude using gist (place_id with =, during with &&, unit with =)
);
create index booking_occupancy_booking on booking_occupancy (booking_id) where booking_id is not null;
create index booking_occupancy_session on booking_occupancy (session_id) where session_id is not null;

create function booking_check_move() returns trigger language plpgsql as $$
begin
  if new.state is distinct from old.state then
    if not exists (select from app.booking_move m where m.from_state = old.state and m.to_state = new.state) then
      raise exception 'a booking never moves from % to %', old.state, new.state
        using errcode = 'check_violation', constraint = 'booking_move_legal';
    end if;
    new.changed_at := now();
  end if;
  if new.court_id <> old.court_id or new.during <> old.during or new.session_id is distinct from old.session_id then
    raise exception 'a booking keeps its court and time; book anew' using errcode = 'check_violation', constraint = 'booking_move_legal';
  end if;
  return new;
end $$;
create trigger booking_moves before update on booking for each row execute function booking_check_move();

create function booking_occupy() returns trigger language plpgsql as $$
declare
  took boolean := false;
  takes boolean;
begin
  if tg_op = 'UPDATE' then
    select s.occupies into took from app.booking_state s where s.state = old.state;
  end if;
  select s.occupies into takes from app.booking_state s where s.state = new.state;
  if new.session_id is not null then
    if took <> takes then
      update app.court_session set seats_taken = seats_taken + case when takes then 1 else -1 end where id = new.session_id;
    end if;
  elsif takes and not took then
    -- Shared lock: the units of a court must not change under a booking that is being made.
    insert into app.booking_occupancy (place_id, unit, during, booking_id, held_until)
    select c.place_id, u.unit, new.during, new.id, new.held_until
    from (select place_id, units from app.court where id = new.court_id for share) c
    cross join lateral (select distinct unnest(c.units) as unit) u
    order by u.unit;
  elsif took and not takes then
    delete from app.booking_occupancy where booking_id = new.id;
  elsif takes and new.held_until is distinct from old.held_until then
    update app.booking_occupancy set held_until = new.held_until where booking_id = new.id;
  end if;
  return null;
end $$;
create trigger booking_occupies after insert or update of state, held_until on booking
  for each row execute function booking_occupy();

create function booking_give_seat_back() returns trigger language plpgsql as $$
begin
  if old.session_id is not null and (select s.occupies from app.booking_state s where s.state = old.state) then
    update app.court_session set seats_taken = seats_taken - 1 where id = old.session_id;
  end if;
  return null;
end $$;
create trigger booking_removed after delete on booking for each row execute function booking_give_seat_back();

create function court_session_occupy() returns trigger language plpgsql as $$
begin
  insert into app.booking_occupancy (place_id, unit, during, session_id)
  select c.place_id, u.unit, new.during, new.id
  from app.court c
  cross join lateral (select distinct unnest(c.units) as unit) u
  where c.id = new.court_id
  order by u.unit;
  return null;
end $$;
create trigger court_session_occupies after insert on court_session
  for each row execute function court_session_occupy();

create function court_keep_units() returns trigger language plpgsql as $$
begin
  if (new.units <> old.units or new.place_id <> old.place_id or new.capacity is distinct from old.capacity) and exists (
    select from app.booking b join app.booking_state s on s.state = b.state
    where b.court_id = old.id and s.occupies and upper(b.during) > now()
  ) then
    raise exception 'court % has bookings', old.id using errcode = 'check_violation', constraint = 'court_units_booked';
  end if;
  return new;
end $$;
create trigger court_keeps_units before update on court for each row execute function court_keep_units();

-- Pages that show a place's grid hear that it changed.
create function booking_tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('booking_change', t.place_id::text)
  from (select distinct c.place_id from new_rows n join app.court c on c.id = n.court_id) t;
  return null;
end $$;
create trigger booking_inserted_told after insert on booking referencing new table as new_rows
  for each statement execute function booking_tell_change();
create trigger booking_updated_told after update on booking referencing new table as new_rows
  for each statement execute function booking_tell_change();

-- Records of bookings and money go only with invented places (seed-data/remove-demo.ts sets app.bulk).
create function booking_refuse_delete() returns trigger language plpgsql as $$
begin
  if current_setting('app.bulk', true) = 'on' then
    return old;
  end if;
  raise exception 'rows of % are never deleted', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger booking_kept before delete on booking for each row execute function booking_refuse_delete();
create trigger booking_order_kept before delete on booking_order for each row execute function booking_refuse_delete();

-- What a call with an Idempotency-Key answered: asked again it answers the same and does nothing.
create table idempotency_key (
  person_id uuid not null references person (id),
  key text not null check (char_length(key) between 8 and 100),
  act text not null,
  request_hash bytea not null,
  reply jsonb,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);
