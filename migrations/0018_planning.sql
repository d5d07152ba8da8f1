-- Planning: where people live, and what was computed of it. A run is stored with all that it was computed from, so that every figure
-- can be traced and computed again.

-- A grid that somebody imported, or the demo's. `report` says how far it was from the census, county by county.
create table population_set (
  id bigint generated always as identity primary key,
  name text not null check (char_length(name) between 1 and 120),
  kind text not null check (kind in ('grid', 'demo')),
  format text not null check (format in ('geotiff', 'csv', 'h3', 'generated')),
  system text not null,
  is_scaled boolean not null,
  cells integer not null check (cells >= 0),
  people double precision not null check (people >= 0),
  -- People of cells whose centre lies in no county; left out.
  people_outside double precision not null default 0 check (people_outside >= 0),
  report jsonb not null default '[]' check (jsonb_typeof(report) = 'array'),
  imported_by uuid references person (id),
  created_at timestamptz not null default now(),
  archived_at timestamptz
);

-- The cells of a set, a row a county: read as a whole, never cell by cell. Centres in WGS84.
create table population_part (
  set_id bigint not null references population_set (id) on delete cascade,
  region_code char(6) not null references region (code),
  lon double precision[] not null,
  lat double precision[] not null,
  people double precision[] not null,
  primary key (set_id, region_code),
  constraint population_part_lat_pairs check (cardinality(lon) = cardinality(lat)),
  constraint population_part_people_pairs check (cardinality(lon) = cardinality(people))
);

create table coverage_run (
  id bigint generated always as identity primary key,
  name text not null default '' check (char_length(name) <= 120),
  parameters jsonb not null check (jsonb_typeof(parameters) = 'object'),
  -- Null: an even spread inside each county.
  population_set_id bigint references population_set (id),
  is_rough boolean generated always as (population_set_id is null) stored,
  -- What the distances were measured along.
  distance_by text not null default 'straight' check (distance_by in ('straight', 'network', 'router')),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  problem text,
  -- Every transaction below this number is in; later changes of places are what `keeps_current` follows.
  data_version bigint check (data_version > 0),
  data_at timestamptz,
  keeps_current boolean not null default true,
  computed_ms integer check (computed_ms >= 0),
  author_id uuid references person (id),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint coverage_run_done_with_version check (state <> 'done' or data_version is not null),
  constraint coverage_run_failed_with_problem check (state <> 'failed' or problem is not null)
);
create index coverage_run_newest on coverage_run (created_at desc, id desc);
create index coverage_run_author on coverage_run (author_id);
create index coverage_run_population on coverage_run (population_set_id);

-- A figure of a region. `is_hidden`: so few people are behind it that it could be told whom it speaks of.
create table coverage_value (
  run_id bigint not null references coverage_run (id) on delete cascade,
  region_code char(6) not null references region (code),
  figure text not null check (figure ~ '^[a-z][a-z0-9-]{0,39}$'),
  value double precision,
  is_hidden boolean not null default false,
  primary key (run_id, figure, region_code),
  constraint coverage_value_hidden_is_empty check (not is_hidden or value is null)
);
create index coverage_value_region on coverage_value (region_code);
create index population_part_region on population_part (region_code);
