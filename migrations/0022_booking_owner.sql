-- What owners do with bookings: walk-ins, moves, closures that offer another cell, refunds in part, the gate, and messages to people.

insert into booking_state (state, occupies) values ('moved', false);
insert into booking_move (from_state, to_state) values
  -- Another cell took its place.
  ('confirmed', 'moved'),
  -- A scan without a network was handed in after the day was closed.
  ('no-show', 'checked-in');

alter table timetable
  -- How long before the start the gate lets people in, and whether they may come back in.
  add column early_minutes smallint not null default 30 constraint timetable_early_minutes check (early_minutes between 0 and 1440),
  add column reentry boolean not null default true;

alter table booking_order
  add column note text not null default '' constraint booking_order_note check (char_length(note) <= 200),
  -- Staff who made a walk-in.
  add column made_by uuid references person (id);

alter table booking
  add column moved_from bigint references booking (id) on delete cascade,
  add column checked_in_at timestamptz,
  add column reminded_at timestamptz,
  -- Paid by somebody else than the person; the price is without it.
  add column subsidy_fen integer not null default 0 constraint booking_subsidy check (subsidy_fen >= 0);
create unique index booking_moved_once on booking (moved_from) where moved_from is not null;
create index booking_ahead on booking (lower(during)) where state = 'confirmed' and reminded_at is null;
create index booking_to_end on booking (upper(during)) where state in ('confirmed', 'checked-in');

alter table closure
  add column made_at timestamptz not null default now(),
  add column made_by uuid references person (id);

-- A closure that does not cancel at once: the person takes another cell or has the money back; at the end it goes back by itself.
create table booking_move_offer (
  booking_id bigint primary key references booking (id) on delete cascade,
  closure_id bigint references closure (id) on delete set null,
  until timestamptz not null,
  state text not null default 'open' check (state in ('open', 'moved', 'refunded'))
);
create index booking_move_offer_open on booking_move_offer (until) where state = 'open';
create index booking_move_offer_closure on booking_move_offer (closure_id) where closure_id is not null;

alter table refund
  drop constraint refund_reason_check,
  drop constraint refund_of_something,
  add column note text not null default '' constraint refund_note check (char_length(note) <= 200),
  add column made_by uuid references person (id),
  add constraint refund_reason check (reason in ('cancelled', 'too-late', 'paid-twice', 'closed', 'owner')),
  add constraint refund_of_something check ((booking_id is null) = (reason in ('too-late', 'paid-twice')));
drop index refund_once_a_booking;
create unique index refund_once_a_booking on refund (booking_id) where reason in ('cancelled', 'closed');
create index refund_booking on refund (booking_id) where booking_id is not null;

alter table payment
  -- Money due at the venue that its desk has taken.
  add column collected_at timestamptz,
  add column collected_by uuid references person (id);

-- Every scan at a gate, let in or not; the nonce is the device's, so that a scan sent again gets the same answer.
create table gate_scan (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  nonce text not null check (char_length(nonce) between 8 and 60),
  device text not null check (char_length(device) between 1 and 60),
  direction text not null check (direction in ('entry', 'exit')),
  kind text not null check (kind in ('ticket', 'personal-code', 'other')),
  reason text not null check (reason in
    ('valid', 'too-early', 'too-late', 'used', 'cancelled', 'unpaid', 'wrong-place', 'revoked', 'no-booking', 'unknown')),
  booking_id bigint references booking (id) on delete cascade,
  person_id uuid references person (id),
  -- When it was scanned, and when we heard of it.
  at timestamptz not null,
  received_at timestamptz not null default now(),
  constraint gate_scan_once unique (place_id, nonce)
);
create index gate_scan_place on gate_scan (place_id, at);
create index gate_scan_booking on gate_scan (booking_id) where booking_id is not null;
create index gate_scan_person on gate_scan (person_id) where person_id is not null;

-- What people are told of their bookings: read on their page, and sent where they left a number or mailbox.
create table booking_message (
  id bigint generated always as identity primary key,
  person_id uuid not null references person (id),
  order_id uuid references booking_order (id) on delete cascade,
  kind text not null check (kind in
    ('confirmed', 'cancelled', 'moved', 'closed', 'move-offered', 'refunded', 'reminder', 'waitlist-offered')),
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  read_at timestamptz
);
create index booking_message_person on booking_message (person_id, id desc);
create index booking_message_order on booking_message (order_id) where order_id is not null;
