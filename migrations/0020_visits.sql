-- How many people come: counts that devices post, once each, and their sums by hour, day and month, kept by trigger so that figures are
-- read without the counts. Hours and days are those of Asia/Shanghai.

-- A part of a place that is counted by itself.
create table visit_hall (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  name_zh text not null check (char_length(name_zh) between 1 and 80),
  name_en text check (char_length(name_en) <= 120),
  archived_at timestamptz,
  constraint visit_hall_once unique (place_id, name_zh),
  constraint visit_hall_of_place unique (id, place_id)
);

create table visit_device (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  name text not null check (char_length(name) between 1 and 60),
  -- An invented counter of the demo registry.
  is_demo boolean not null default false,
  -- How far its clock was ahead of ours when it last posted.
  clock_error_ms bigint not null default 0,
  seen_at timestamptz not null default now(),
  constraint visit_device_once unique (place_id, name)
);

-- What a device counted since its count before. Kept for about a year; the sums below stay.
create table visit_count (
  device_id bigint not null references visit_device (id) on delete cascade,
  -- The device's own number of the count: posted again it is known.
  sequence bigint not null check (sequence >= 0),
  place_id bigint not null references place (id),
  hall_id bigint,
  -- By our clock: the device's own time less its error.
  at timestamptz not null,
  entered integer not null check (entered between 0 and 100000),
  exited integer not null check (exited between 0 and 100000),
  clock_error_ms bigint not null default 0,
  received_at timestamptz not null default now(),
  primary key (device_id, sequence),
  constraint visit_count_hall foreign key (hall_id, place_id) references visit_hall (id, place_id) on delete cascade
);
create index visit_count_place on visit_count (place_id, at);
create index visit_count_at on visit_count (at);
create index visit_count_hall_id on visit_count (hall_id) where hall_id is not null;

create table visit_hour (
  place_id bigint not null references place (id),
  hall_id bigint references visit_hall (id) on delete cascade,
  hour timestamptz not null,
  entered bigint not null,
  exited bigint not null,
  constraint visit_hour_once unique nulls not distinct (place_id, hall_id, hour)
);
create index visit_hour_hall on visit_hour (hall_id) where hall_id is not null;
create table visit_day (
  place_id bigint not null references place (id),
  hall_id bigint references visit_hall (id) on delete cascade,
  day date not null,
  entered bigint not null,
  exited bigint not null,
  constraint visit_day_once unique nulls not distinct (place_id, hall_id, day)
);
create index visit_day_hall on visit_day (hall_id) where hall_id is not null;
create index visit_day_day on visit_day (day);
create table visit_month (
  place_id bigint not null references place (id),
  hall_id bigint references visit_hall (id) on delete cascade,
  -- Its first day.
  month date not null check (extract(day from month) = 1),
  entered bigint not null,
  exited bigint not null,
  constraint visit_month_once unique nulls not distinct (place_id, hall_id, month)
);
create index visit_month_hall on visit_month (hall_id) where hall_id is not null;

-- Each statement's counts go into the sums in one order, so that two posts of a place wait for each other and never in a circle.
create function visit_sum() returns trigger language plpgsql as $$
begin
  insert into app.visit_hour as h (place_id, hall_id, hour, entered, exited)
  select place_id, hall_id, date_trunc('hour', at), sum(entered), sum(exited)
  from new_rows
  group by 1, 2, 3
  order by 1, 2, 3
  on conflict on constraint visit_hour_once do update set entered = h.entered + excluded.entered, exited = h.exited + excluded.exited;
  insert into app.visit_day as d (place_id, hall_id, day, entered, exited)
  select place_id, hall_id, (at at time zone 'Asia/Shanghai')::date, sum(entered), sum(exited)
  from new_rows
  group by 1, 2, 3
  order by 1, 2, 3
  on conflict on constraint visit_day_once do update set entered = d.entered + excluded.entered, exited = d.exited + excluded.exited;
  insert into app.visit_month as m (place_id, hall_id, month, entered, exited)
  select place_id, hall_id, date_trunc('month', at at time zone 'Asia/Shanghai')::date, sum(entered), sum(exited)
  from new_rows
  group by 1, 2, 3
  order by 1, 2, 3
  on conflict on constraint visit_month_once do update set entered = m.entered + excluded.entered, exited = m.exited + excluded.exited;
  return null;
end $$;
create trigger visit_summed after insert on visit_count referencing new table as new_rows
  for each statement execute function visit_sum();
