-- Floors as their owner draws them: one drawing a place, kept as a draft until it is published into the tables of floors.
create table building_drawing (
  place_id bigint primary key references place (id),
  version integer not null default 1,
  -- The floors (version of the building, of its ways) that it was begun from, or that it became.
  base_version text not null check (char_length(base_version) between 1 and 40),
  drawing jsonb not null check (jsonb_typeof(drawing) = 'object'),
  saved_by uuid references person (id),
  saved_at timestamptz not null default now(),
  -- Null: changed since it was published, or never was.
  published_at timestamptz
);
create index building_drawing_saved_by on building_drawing (saved_by);

-- A threshold or a few steps at a door: wheels take another way.
alter table building_passage add column has_steps boolean not null default false;
