-- Planning: ways on foot, and how figures went over the years.

-- A network of paths that somebody imported, packed for Dijkstra: crossings, and the edges between them, which go both ways.
create table path_network (
  id bigint generated always as identity primary key,
  name text not null check (char_length(name) between 1 and 120),
  system text not null,
  -- Degrees of the crossings as float64, ends of the edges as uint32 and their metres as float32; little endian.
  lon bytea not null,
  lat bytea not null,
  edge_from bytea not null,
  edge_to bytea not null,
  edge_metres bytea not null,
  nodes integer not null check (nodes >= 2),
  edges integer not null check (edges >= 1),
  length_km double precision not null check (length_km > 0),
  -- Nodes that no way leads to from the largest connected part: a sign of lines that do not meet.
  islands integer not null check (islands >= 0),
  imported_by uuid references person (id),
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  constraint path_network_node_pairs check (length(lon) = 8 * nodes and length(lat) = 8 * nodes),
  constraint path_network_edge_pairs
    check (length(edge_from) = 4 * edges and length(edge_to) = 4 * edges and length(edge_metres) = 4 * edges)
);
create index path_network_author on path_network (imported_by);

-- `distance_by` says what a run was computed with; why not as wished stands beside it.
alter table coverage_run add column distance_problem text;
-- Share of the people whose distances follow ways; the others live, or would go, where there is none.
alter table coverage_run add column distance_share double precision check (distance_share between 0 and 1);
alter table coverage_run add column network_id bigint references path_network (id);
create index coverage_run_network on coverage_run (network_id);

-- Runs of the same parameters at the ends of years, which make the trend of another run.
alter table coverage_run add column trend_of bigint references coverage_run (id) on delete cascade;
alter table coverage_run add column trend_year smallint check (trend_year between 1949 and 2200);
alter table coverage_run add column trend_basis text check (trend_basis in ('revisions', 'built'));
alter table coverage_run add constraint coverage_run_trend_whole
  check ((trend_of is null) = (trend_year is null) and (trend_of is null) = (trend_basis is null));
create unique index coverage_run_trend on coverage_run (trend_of, trend_basis, trend_year);
