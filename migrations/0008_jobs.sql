-- Work that outlives a request: added in the transaction of its cause, done by a worker, taken again when its worker dies.

create table job (
  id bigint generated always as identity primary key,
  kind text not null,
  data jsonb not null,
  -- Of one kind and key at most one waits and one runs: adding it again while it waits adds nothing.
  key text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  -- Not before this moment: when it waits the wish of its adder; when it runs the end of its worker's lease or of the pause before the next try.
  due_at timestamptz not null default now(),
  attempts_left int not null check (attempts_left >= 0),
  worker uuid,
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create unique index job_waits_once on job (kind, key) where state = 'waiting' and key is not null;
create unique index job_runs_once on job (kind, key) where state = 'running' and key is not null;
create index job_due on job (due_at) where state in ('waiting', 'running');
create index job_finished on job (finished_at) where state in ('done', 'failed');
