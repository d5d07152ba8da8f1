-- Weekly orders, and those who wait for a cell that somebody has.

alter table timetable
  -- How many weeks an order may repeat its cells, beyond the booking window; 0: no series.
  add column series_weeks smallint not null default 0 constraint timetable_series_weeks check (series_weeks between 0 and 52),
  -- How many may wait for one cell; 0: nobody.
  add column waitlist_places smallint not null default 10 constraint timetable_waitlist_places check (waitlist_places between 0 and 100),
  -- How long a freed cell is held for the first who waits.
  add column offer_minutes smallint not null default 15 constraint timetable_offer_minutes check (offer_minutes between 1 and 1440);

alter table booking_order
  add column channel text not null default 'online'
    constraint booking_order_channel check (channel in ('online', 'series', 'waitlist', 'walk-in'));

create table waitlist_entry (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  court_id bigint not null references court (id) on delete cascade,
  during tstzrange not null,
  person_id uuid not null references person (id),
  person_kind text not null default 'adult',
  -- The number of its place in the list, at most as many as the timetable has.
  seat smallint not null check (seat between 1 and 100),
  state text not null default 'waiting' check (state in ('waiting', 'offered', 'left', 'lapsed')),
  -- The held order that it was offered.
  order_id uuid references booking_order (id) on delete cascade,
  created_at timestamptz not null default now(),
  constraint waitlist_offered_has_order check ((order_id is null) or (state in ('offered', 'lapsed')))
);
create unique index waitlist_once on waitlist_entry (court_id, during, person_id) where state = 'waiting';
create unique index waitlist_seat on waitlist_entry (court_id, during, seat) where state = 'waiting';
create index waitlist_place on waitlist_entry (place_id, id) where state = 'waiting';
create index waitlist_person on waitlist_entry (person_id);
create index waitlist_order on waitlist_entry (order_id) where order_id is not null;
