-- Every privileged act: who did what to which record, from where and when. Rows are only ever added.

create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- Null: the program itself. Names are read from person, so that an erased person is nameless here too.
  person_id uuid references person (id),
  -- How they were signed in: session, or the API key.
  via text not null default 'session' check (char_length(via) <= 60),
  act text not null check (act ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$'),
  target_kind text not null check (target_kind ~ '^[a-z]+(-[a-z]+)*$'),
  target_id text not null check (char_length(target_id) between 1 and 100),
  -- Region of what was touched: operators read the entries of theirs.
  region_code char(6),
  before jsonb,
  after jsonb,
  address text check (char_length(address) <= 60)
);
create index audit_entry_target on audit_entry (target_kind, target_id, id desc);
create index audit_entry_person on audit_entry (person_id, id desc);

-- The one change allowed is to forget the address, when the law's time for keeping it is over or the person is erased.
create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.address is null then
    new.address := old.address;
    if new is not distinct from old then
      new.address := null;
      return new;
    end if;
  end if;
  raise exception 'the audit log is only ever added to' using errcode = 'restrict_violation';
end $$;
create trigger audit_entry_kept before update or delete on audit_entry
  for each row execute function audit_refuse_change();
create trigger audit_entry_kept_whole before truncate on audit_entry
  for each statement execute function audit_refuse_change();
