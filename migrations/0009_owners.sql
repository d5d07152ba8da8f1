-- Who keeps a place: claims, handovers, drafts of its record, the rules that decide how long and how freely, and what citizens reported.

-- Rules as data. The nearest region that says something decides; the row without a region is the default.
create table moderation_rule (
  region_code char(6) references region (code),
  key text not null constraint moderation_rule_key check (key in (
    'claim-notice-days', 'handover-notice-days', 'owners-publish-at-once',
    'report-days:wrong-location', 'report-days:wrong-details', 'report-days:closed', 'report-days:broken-equipment', 'report-days:other')),
  value integer not null constraint moderation_rule_value check (value between 0 and 365),
  changed_at timestamptz not null default now(),
  constraint moderation_rule_once unique nulls not distinct (region_code, key)
);
insert into moderation_rule (region_code, key, value) values
  (null, 'claim-notice-days', 14), (null, 'handover-notice-days', 7), (null, 'owners-publish-at-once', 0),
  (null, 'report-days:wrong-location', 7), (null, 'report-days:wrong-details', 7), (null, 'report-days:closed', 3),
  (null, 'report-days:broken-equipment', 5), (null, 'report-days:other', 10);

create function rule_for(wanted_key text, region char(6)) returns integer language sql stable parallel safe as $$
  select value
  from app.moderation_rule
  where key = wanted_key
    and (region_code is null or region_code in (left(region, 2) || '0000', left(region, 4) || '00', region))
  order by case when region_code is null then 0 when region_code like '%0000' then 1 when region_code like '%00' then 2 else 3 end desc
  limit 1
$$;

-- Somebody's word that a place is theirs to keep. Its proofs are files that hang on it.
create table owner_claim (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  person_id uuid not null references person (id),
  -- join: beside the owners there are; take-over: in their stead, after a notice.
  wants text not null check (wants in ('join', 'take-over')),
  message text not null check (char_length(message) between 1 and 2000),
  contact text check (char_length(contact) <= 200),
  state text not null default 'submitted' check (state in ('submitted', 'notice', 'objected', 'approved', 'refused', 'withdrawn')),
  reason text not null default '',
  decided_by uuid references person (id),
  decided_at timestamptz,
  notice_ends_at timestamptz,
  objection text,
  objected_by uuid references person (id),
  created_at timestamptz not null default now(),
  constraint owner_claim_notice check (state <> 'notice' or notice_ends_at is not null),
  constraint owner_claim_refused_with_reason check (state <> 'refused' or reason <> '')
);
create unique index owner_claim_open on owner_claim (place_id, person_id) where state in ('submitted', 'notice', 'objected');
create index owner_claim_waiting on owner_claim (created_at) where state in ('submitted', 'notice', 'objected');
create index owner_claim_person on owner_claim (person_id);

-- An owner's offer by a secret link: to keep the place together (invite), or to go on in the owner's stead (transfer).
create table owner_handover (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  kind text not null check (kind in ('invite', 'transfer')),
  from_person_id uuid not null references person (id),
  to_person_id uuid references person (id),
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  state text not null default 'offered' check (state in ('offered', 'notice', 'objected', 'done', 'stopped')),
  notice_ends_at timestamptz,
  objection text,
  objected_by uuid references person (id),
  reason text not null default '',
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint owner_handover_accepted check (state in ('offered', 'stopped') or to_person_id is not null),
  constraint owner_handover_notice check (state <> 'notice' or notice_ends_at is not null)
);
create unique index owner_handover_one_transfer on owner_handover (place_id, from_person_id)
  where kind = 'transfer' and state in ('offered', 'notice', 'objected');
create index owner_handover_place on owner_handover (place_id);
create index owner_handover_due on owner_handover (notice_ends_at) where state = 'notice';
create index owner_claim_due on owner_claim (notice_ends_at) where state = 'notice';

-- Owners whose submitted drafts are published at once.
create table owner_trust (
  place_id bigint not null references place (id),
  person_id uuid not null references person (id),
  given_by uuid not null references person (id),
  given_at timestamptz not null default now(),
  primary key (place_id, person_id)
);

-- A change of a place that is not yet its record: the fields it sets, and the version it was made from.
create table place_draft (
  id bigint generated always as identity primary key,
  place_id bigint not null references place (id),
  author_id uuid not null references person (id),
  version integer not null default 1,
  base_version integer not null,
  changes jsonb not null check (jsonb_typeof(changes) = 'object'),
  reason text not null default '' check (char_length(reason) <= 500),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'published', 'returned', 'withdrawn')),
  answer text not null default '' check (char_length(answer) <= 1000),
  decided_by uuid references person (id),
  decided_at timestamptz,
  published_version integer,
  submitted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint place_draft_returned_with_reason check (state <> 'returned' or answer <> ''),
  constraint place_draft_published check ((state = 'published') = (published_version is not null))
);
create unique index place_draft_open on place_draft (place_id, author_id) where state in ('draft', 'submitted', 'returned');
create index place_draft_queue on place_draft (submitted_at, id) where state = 'submitted';
create index place_draft_author on place_draft (author_id, updated_at);

alter table place_revision add column changed_by_person uuid references person (id);

-- Reports: which piece of equipment, who wrote it, until when it wants an answer, and the answer.
alter table place_report
  add column equipment text check (char_length(equipment) <= 80),
  add column person_id uuid references person (id),
  add column secret_hash bytea,
  add column due_at timestamptz,
  add column answer text check (char_length(answer) <= 2000),
  add column resolved_by_person uuid references person (id);
update place_report set due_at = created_at + make_interval(days => rule_for('report-days:' || kind, null));
alter table place_report alter column due_at set not null;
create index place_report_place on place_report (place_id, created_at);
create index place_report_person on place_report (person_id) where person_id is not null;
