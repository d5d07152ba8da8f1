-- What if: changes of places and people that the registry knows nothing of, and runs that were computed with them.

create table planning_scenario (
  id bigint generated always as identity primary key,
  version integer not null default 1,
  name text not null check (char_length(name) between 1 and 120),
  note text not null default '' check (char_length(note) <= 2000),
  changes jsonb not null default '[]' check (jsonb_typeof(changes) = 'array'),
  -- Shared with every planner; else only its author and administrators see it.
  is_shared boolean not null default false,
  author_id uuid references person (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
create index planning_scenario_author on planning_scenario (author_id);

-- A run keeps the changes that it was computed with: the scenario may go on without it.
alter table coverage_run add column scenario_id bigint references planning_scenario (id);
alter table coverage_run add column scenario_version integer;
alter table coverage_run add column scenario_changes jsonb not null default '[]' check (jsonb_typeof(scenario_changes) = 'array');
alter table coverage_run add constraint coverage_run_scenario_whole check ((scenario_id is null) = (scenario_version is null));
create index coverage_run_scenario on coverage_run (scenario_id);
