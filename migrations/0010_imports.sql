-- Changed-since feed of places, and imports.

-- Feed -----------------------------------------------------------------------------------------------------------------

-- The transaction that last wrote a place. In this order, and no farther than the oldest transaction that still runs, a reader misses
-- no change however late it commits.
alter table place add column changed_xid xid8 not null default pg_current_xact_id();
create index place_changed on place (changed_xid, id);

create function place_stamp() returns trigger language plpgsql as $$
begin
  new.changed_xid := pg_current_xact_id();
  return new;
end $$;
-- Also in bulk: nothing that changes a place may go by the feed.
create trigger place_stamp before update on place for each row execute function place_stamp();

-- Imports --------------------------------------------------------------------------------------------------------------

-- A file on its way into the registry: read, checked row by row, applied, undone.
create table import (
  id bigint generated always as identity primary key,
  person_id uuid not null references person (id),
  account text not null,
  name text not null check (char_length(name) between 1 and 200),
  size_bytes integer not null check (size_bytes between 1 and 104857600),
  state text not null default 'uploading'
    check (state in ('uploading', 'uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed')),
  mapping jsonb,
  -- Grants of the person when the check was asked for: where rows may lie.
  scope jsonb,
  done_rows integer not null default 0,
  total_rows integer,
  counts jsonb not null default '{}',
  notes jsonb not null default '[]',
  problem text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint import_mapping_given check (state in ('uploading', 'uploaded', 'failed') or mapping is not null)
);
create index import_person on import (person_id, id desc);

-- The file as it came, in pieces.
create table import_chunk (
  import_id bigint not null references import (id) on delete cascade,
  number integer not null check (number >= 0),
  bytes bytea not null,
  primary key (import_id, number)
);
alter table import_chunk alter column bytes set storage external;

-- What one place of the file comes to. `record` holds the fields that the mapping gives, and no others.
create table import_row (
  import_id bigint not null references import (id) on delete cascade,
  -- In the order of the reading; file_row is the row of the file, several places may come of one.
  number integer not null,
  file_row integer not null,
  source_ref text,
  cells jsonb not null,
  record jsonb,
  name_pinyin text,
  name_initials text,
  location geometry(Point, 4326),
  region_code char(6),
  outcome text not null check (outcome in ('new', 'changed', 'unchanged', 'duplicate', 'rejected')),
  place_id bigint references place (id),
  place_version integer,
  changes jsonb,
  problems jsonb not null default '[]',
  similarity real,
  distance_m real,
  decision text check (decision in ('new', 'same', 'skip')),
  applied_version integer,
  undone_version integer,
  primary key (import_id, number)
) with (toast_tuple_target = 4080);
create index import_row_outcome on import_row (import_id, outcome, number);
create index import_row_ref on import_row (import_id, source_ref);

-- Further registries' identifiers of a place: what an import said is the same place as one that was there.
create table place_reference (
  source text not null,
  source_ref text not null,
  place_id bigint not null references place (id),
  primary key (source, source_ref)
);
create index place_reference_place on place_reference (place_id);

-- A shape in another system, in WGS84; null where it does not lie in that system, so that one row does not end a whole batch.
create function import_geometry(shape jsonb, srid integer) returns geometry language plpgsql stable as $$
begin
  return public.st_transform(public.st_setsrid(public.st_geomfromgeojson(shape), srid), 4326);
exception when others then
  return null;
end $$;

-- Mappings kept to be used again.
create table import_mapping (
  id bigint generated always as identity primary key,
  name text not null unique check (char_length(name) between 1 and 100),
  mapping jsonb not null,
  person_id uuid not null references person (id),
  updated_at timestamptz not null default now()
);
