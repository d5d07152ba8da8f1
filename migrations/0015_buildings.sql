-- Buildings of places: versions of their models, and the floors and spaces that citizens see, which may as well be drawn or
-- imported from a plan. Lengths in metres; the local frame is the model's own (x, y horizontal, z up).

-- Content that another part than files keeps: what is derived from models.
create table content_hold (
  holder text not null,
  sha256 char(64) not null references content (sha256),
  primary key (holder, sha256)
);
create index content_hold_sha256 on content_hold (sha256);

-- One file of a building as it was uploaded, and what became of it. Versions of a place are numbered from 1.
create table building_model (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  version integer not null check (version > 0),
  -- Null: the program's own demo model.
  file_id bigint references file (id) on delete set null,
  source_sha256 char(64) not null references content (sha256),
  source_name text not null check (char_length(source_name) between 1 and 200),
  state text not null default 'queued' check (state in ('queued', 'reading', 'geometry', 'plans', 'ready', 'refused')),
  progress real not null default 0 check (progress between 0 and 1),
  -- Why it was refused, as a code that pages have words for; and the detail of it.
  reason text,
  reason_detail text,
  ifc_schema text,
  building_name text,
  -- As the file says it, never confirmed.
  georeference jsonb,
  -- Where the owner is asked to look first: anchor, lon, lat, rotation, scale, elevation.
  proposal jsonb,
  -- Triangles, draw calls, bytes, seconds, megabytes.
  figures jsonb,
  -- Against the version before: {"added": [...], "removed": [...], "changed": [...]}.
  changes jsonb,
  requested_by uuid references person (id),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint building_model_version unique (place_id, version),
  constraint building_model_refused_has_reason check ((state = 'refused') = (reason is not null))
);
create index building_model_file on building_model (file_id) where file_id is not null;
create index building_model_source on building_model (source_sha256);
create index building_model_requested_by on building_model (requested_by);

-- What a version was made into: model.glb, properties.json, structure.json, …; stored gzipped.
create table building_artifact (
  model_id bigint not null references building_model (id) on delete cascade,
  name text not null check (name ~ '^[a-z0-9][a-z0-9.-]{0,59}$'),
  sha256 char(64) not null references content (sha256),
  bytes bigint not null check (bytes > 0),
  primary key (model_id, name)
);
create index building_artifact_content on building_artifact (sha256);

-- The building of a place: the model in force (null where floors are drawn), and where it stands. A local point goes to the map as
-- rotate(point − anchor) × scale, metres east and north of lon, lat; rotation is counter-clockwise in degrees.
create table building (
  place_id bigint primary key references place (id),
  version integer not null default 1,
  model_id bigint references building_model (id),
  anchor_x double precision not null default 0,
  anchor_y double precision not null default 0,
  lon double precision check (lon between -180 and 180),
  lat double precision check (lat between -90 and 90),
  elevation double precision not null default 0,
  rotation double precision not null default 0,
  scale double precision not null default 1 check (scale between 0.5 and 2),
  confirmed_by uuid references person (id),
  confirmed_at timestamptz,
  constraint building_lon_with_lat check ((lon is null) = (lat is null)),
  constraint building_confirmed_stands check (confirmed_at is null or lon is not null)
);
create index building_model_in_force on building (model_id) where model_id is not null;
create index building_confirmed_by on building (confirmed_by);

create table building_level (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  -- Null: drawn or imported.
  model_id bigint references building_model (id),
  -- GlobalId of the storey, or an id of its maker.
  guid text not null check (char_length(guid) between 1 and 64),
  name text not null,
  name_zh text,
  name_en text,
  elevation double precision not null,
  ordinal integer not null,
  outline geometry(Geometry, 4326) check (st_isvalid(outline)),
  -- Set when a later version has it no more.
  gone_at timestamptz,
  constraint building_level_guid unique (place_id, guid)
);

create table building_space (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  level_id bigint not null references building_level (id),
  model_id bigint references building_model (id),
  version integer not null default 1,
  guid text not null check (char_length(guid) between 1 and 64),
  -- As the model says it.
  name text not null,
  long_name text,
  use text,
  declared_capacity integer check (declared_capacity >= 0),
  floor double precision not null,
  height double precision not null check (height >= 0),
  footprint geometry(Polygon, 0) check (st_isvalid(footprint)),
  geom geometry(Polygon, 4326) check (st_isvalid(geom)),
  -- Computed, in square metres; what the model declares stands beside it with its definition.
  area double precision not null check (area > 0),
  declared_areas jsonb not null default '[]' check (jsonb_typeof(declared_areas) = 'array'),
  -- As the owner says it; it outlives versions.
  name_zh text check (char_length(name_zh) between 1 and 120),
  name_en text check (char_length(name_en) between 1 and 120),
  use_given text check (char_length(use_given) between 1 and 60),
  capacity integer check (capacity between 0 and 1000000),
  court_id bigint references court (id) on delete set null,
  -- lost: a later version has it no more and something hangs on it, so its owner is asked; gone: nobody minds.
  state text not null default 'current' check (state in ('current', 'lost', 'gone')),
  constraint building_space_guid unique (place_id, guid),
  constraint building_space_drawn_somewhere check (footprint is not null or geom is not null)
);
create index building_space_level on building_space (level_id);
create index building_space_court on building_space (court_id) where court_id is not null;
create index building_space_geom on building_space using gist (geom);

-- Photos of a space, with the point of the local frame that they are pinned to.
create table building_space_photo (
  space_id bigint not null references building_space (id) on delete cascade,
  file_id bigint not null references file (id) on delete cascade,
  x double precision,
  y double precision,
  z double precision,
  primary key (space_id, file_id),
  constraint building_space_photo_pin check ((x is null) = (y is null)),
  constraint building_space_photo_pin_z check ((x is null) = (z is null))
);
create index building_space_photo_file on building_space_photo (file_id);
