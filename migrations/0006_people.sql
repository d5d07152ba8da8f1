-- People, what they may do and where, and their sessions.

create table person (
  id uuid primary key default gen_random_uuid(),
  -- Name to sign in with, where there is one.
  account text unique check (char_length(account) between 1 and 100),
  name text not null check (char_length(name) between 1 and 100),
  created_at timestamptz not null default now(),
  archived_at timestamptz
);

-- A role counts on one place, in one region with all below it, or (both null) everywhere.
create table role_grant (
  id bigint generated always as identity primary key,
  person_id uuid not null references person (id),
  role text not null check (role in ('owner', 'organiser', 'expert', 'gate', 'planner', 'operator', 'administrator')),
  place_id bigint references place (id),
  region_code char(6) references region (code),
  granted_by uuid references person (id),
  granted_at timestamptz not null default now(),
  revoked_at timestamptz,
  constraint role_grant_one_scope check (place_id is null or region_code is null)
);
create unique index role_grant_once on role_grant (person_id, role, place_id, region_code) nulls not distinct
  where revoked_at is null;
create index role_grant_place on role_grant (place_id) where revoked_at is null;

-- Sessions belong to people; those of the former sign-in end.
delete from session;
alter table session
  drop column account,
  drop column roles,
  add column person_id uuid not null references person (id);
create index session_person on session (person_id);
