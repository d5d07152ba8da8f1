-- Ways inside buildings: what one walks through and rides, what one looks for, and the graph that routes are found on. Lengths in metres of
-- the building's local frame. All of a place's ways are written together, with the model or the drawing that they are read from.

-- Doors, unfilled openings and open edges. Without another space it leads outdoors: an entrance.
create table building_passage (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  guid text not null check (char_length(guid) between 1 and 200),
  kind text not null check (kind in ('door', 'opening', 'open-plan')),
  name text check (char_length(name) <= 400),
  space_id bigint not null references building_space (id) on delete cascade,
  other_space_id bigint references building_space (id) on delete cascade,
  line geometry(LineString, 0) not null check (st_npoints(line) = 2),
  constraint building_passage_guid unique (place_id, guid),
  constraint building_passage_two_spaces check (space_id <> other_space_id),
  constraint building_passage_outdoors_by_door check (kind = 'door' or other_space_id is not null)
);
create index building_passage_space on building_passage (space_id);
create index building_passage_other_space on building_passage (other_space_id);

create table building_connector (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  guid text not null check (char_length(guid) between 1 and 200),
  kind text not null check (kind in ('stair', 'escalator', 'ramp', 'lift')),
  name text check (char_length(name) <= 400),
  constraint building_connector_guid unique (place_id, guid)
);

-- Where it is entered and left, the lowest first.
create table building_connector_stop (
  connector_id bigint not null references building_connector (id) on delete cascade,
  position integer not null check (position >= 0),
  space_id bigint not null references building_space (id) on delete cascade,
  x double precision not null,
  y double precision not null,
  -- To walk from the stop before; 0 where one is carried.
  metres double precision not null check (metres >= 0),
  primary key (connector_id, position)
);
create index building_connector_stop_space on building_connector_stop (space_id);

-- What an imported plan marks as a point: a desk, a fountain, a first aid post.
create table building_amenity (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  level_id bigint not null references building_level (id) on delete cascade,
  guid text not null check (char_length(guid) between 1 and 64),
  category text not null check (char_length(category) between 1 and 60),
  name_zh text check (char_length(name_zh) between 1 and 120),
  name_en text check (char_length(name_en) between 1 and 120),
  at geometry(Point, 0) not null,
  constraint building_amenity_guid unique (place_id, guid)
);
create index building_amenity_level on building_amenity (level_id);

-- The graph over these rows, packed (bim-viewer/ifc/paths/walk-graph.ts). It names spaces, passages and connectors by their place in these lists.
create table building_walk (
  place_id bigint primary key references place (id),
  version integer not null default 1,
  space_ids bigint[] not null,
  passage_ids bigint[] not null,
  connector_ids bigint[] not null,
  graph bytea not null,
  made_at timestamptz not null default now()
);
