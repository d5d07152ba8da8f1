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

-- How somebody signs in, beside the name of an account. Phone numbers are E.164, mail addresses lower case.
alter table person
  add column phone text unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  add column email text unique check (email ~ '^[^@\sA-Z]+@[^@\sA-Z]+\.[^@\sA-Z]+$' and char_length(email) <= 200),
  add column password_hash text,
  add column archive_reason text check (char_length(archive_reason) <= 500),
  -- Erased at the person's wish: what must stay points at a nameless row.
  add column erased_at timestamptz,
  add constraint person_erased_is_nameless check (
    erased_at is null or (archived_at is not null and account is null and phone is null and email is null and password_hash is null));
create index person_name_trgm on person using gin (name gin_trgm_ops);

-- The token of writes is derived from the session's own, so that two tabs have the same.
alter table session
  drop column csrf_hash,
  add column id uuid not null default gen_random_uuid() unique,
  add column signed_in_by text not null check (signed_in_by in ('password', 'code', 'oidc')),
  add column second_factor_at timestamptz,
  add column seen_at timestamptz not null default now(),
  add column address text check (char_length(address) <= 60),
  add column agent text check (char_length(agent) <= 300);

-- A code sent to a phone or mailbox. It is asked for by its ticket, so that a stranger can neither guess at it nor use up its tries.
create table sign_in_code (
  ticket_hash bytea primary key,
  channel text not null check (channel in ('phone', 'email')),
  address text not null,
  code_hash bytea not null,
  tries_left smallint not null check (tries_left >= 0),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_code_expiry on sign_in_code (expires_at);

-- The second step of a sign-in whose first was passed.
create table second_step (
  ticket_hash bytea primary key,
  person_id uuid not null references person (id),
  signed_in_by text not null check (signed_in_by in ('password', 'code', 'oidc')),
  tries_left smallint not null check (tries_left >= 0),
  expires_at timestamptz not null
);

-- Time-based codes (RFC 6238). Each step counts once; recovery codes are kept as hashes until used.
create table second_factor (
  person_id uuid primary key references person (id),
  secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  recovery_hashes bytea[] not null default '{}'
);

-- A browser that somebody signed in with before: strangers who guess at an account cannot use up its tries.
create table known_device (
  token_hash bytea primary key,
  person_id uuid not null references person (id),
  seen_at timestamptz not null default now()
);
create index known_device_person on known_device (person_id);

-- Who somebody is at another sign-in (OpenID Connect).
create table identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null references person (id),
  linked_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index identity_person on identity (person_id);

-- Keys of devices at a place's gate. A key can do no more than its maker still may there.
create table api_key (
  id bigint generated always as identity primary key,
  maker_id uuid not null references person (id),
  place_id bigint not null references place (id),
  name text not null check (char_length(name) between 1 and 60),
  token_hash bytea not null unique,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  seen_at timestamptz,
  revoked_at timestamptz
);
create index api_key_place on api_key (place_id) where revoked_at is null;

-- Personal codes that were shown at a gate: each counts once.
create table personal_code_use (
  nonce bytea constraint personal_code_once primary key,
  person_id uuid not null references person (id),
  place_id bigint not null references place (id),
  checked_by uuid not null references person (id),
  used_at timestamptz not null default now()
);
create index personal_code_use_person on personal_code_use (person_id, used_at desc);

-- Secrets that all processes share and nobody configures.
create table server_secret (
  name text primary key,
  value bytea not null default gen_random_bytes(32)
);

-- Tries within a window, counted over all processes. Keys are hashes of what is counted.
create table attempt_window (
  key text primary key,
  count integer not null,
  ends_at timestamptz not null
);
