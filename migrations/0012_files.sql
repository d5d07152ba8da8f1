-- Content by its SHA-256, what is derived from it, and the files of places that refer to it.

create table content (
  sha256 char(64) primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  media_type text not null,
  -- Of what is shown: orientation applied.
  width integer,
  height integer,
  pages integer,
  -- Why nothing can be derived from it (a locked PDF); null while it may still be, or when it was.
  fault text,
  kept_at timestamptz not null default now()
);

-- Pictures made of a photo, or of a document's first page.
create table rendition (
  source_sha256 char(64) not null references content (sha256),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  media_type text not null,
  sha256 char(64) not null references content (sha256),
  primary key (source_sha256, media_type, width)
);
create index rendition_content on rendition (sha256);

create table file (
  id bigint generated always as identity primary key,
  version integer not null default 1,
  kind text not null check (kind in ('photo', 'drawing', 'report', 'certificate', 'claim-proof', 'report-photo', 'indoor-map',
    'building-model')),
  place_id bigint not null references place (id),
  -- A court or space of the place, in the words of whoever keeps them: `court:…`, `space:…`.
  part text check (part ~ '^(court|space):[A-Za-z0-9_-]{1,60}$'),
  report_id bigint references place_report (id),
  claim_id bigint,
  sha256 char(64) not null references content (sha256),
  bytes bigint not null,
  name text not null check (char_length(name) between 1 and 200),
  visibility text not null check (visibility in ('public', 'private')),
  caption_zh text not null default '',
  caption_en text not null default '',
  sort integer not null default 0,
  issued_on date,
  expires_on date,
  issuer text,
  result text check (result in ('passed', 'passed-with-conditions', 'failed')),
  uploaded_by uuid references person (id),
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  deleted_by uuid references person (id),
  constraint file_expires_after_issue check (expires_on >= issued_on)
);
create unique index file_once_a_place on file (place_id, kind, part, sha256) nulls not distinct
  where deleted_at is null and kind not in ('claim-proof', 'report-photo');
create index file_place on file (place_id, kind, sort, id) where deleted_at is null;
create index file_content on file (sha256);
create index file_report on file (report_id) where report_id is not null;
create index file_claim on file (claim_id) where claim_id is not null;
create index file_uploader on file (uploaded_by);
create index file_expiry on file (expires_on) where deleted_at is null and expires_on is not null;

-- Bytes that a place and a person have taken; the check is the quota, and an operator may raise it row by row.
create table file_usage (
  owner text primary key,
  bytes bigint not null check (bytes >= 0),
  most_bytes bigint not null default 4000000000,
  constraint file_usage_within_quota check (bytes <= most_bytes)
);

create function file_count_usage() returns trigger language plpgsql as $$
declare
  taken bigint := case when tg_op = 'DELETE' or new.deleted_at is not null then 0 else new.bytes end;
  given bigint := case when tg_op = 'INSERT' or old.deleted_at is not null then 0 else old.bytes end;
  file app.file := case when tg_op = 'DELETE' then old else new end;
begin
  if taken = given then return null; end if;
  insert into app.file_usage as usage (owner, bytes, most_bytes)
  select owner, greatest(0, taken - given), most
  from (values ('place:' || file.place_id, 4000000000), ('person:' || file.uploaded_by, 20000000000)) as owners (owner, most)
  where owner is not null
  order by owner
  on conflict (owner) do update set bytes = greatest(0, usage.bytes + taken - given);
  return null;
end $$;
create trigger file_counts_usage after insert or update of deleted_at or delete on file
  for each row execute function file_count_usage();

-- Keys that sign addresses: made by the first that needs one, never outside the database.
create table signing_key (
  name text primary key,
  secret bytea not null default gen_random_bytes(32),
  created_at timestamptz not null default now()
);
