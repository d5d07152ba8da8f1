-- Payments, refunds, the ledger, and the sandbox's own books. Money is whole fen.

create table payment (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references booking_order (id) on delete cascade,
  provider text not null check (provider ~ '^[a-z][a-z-]*$'),
  amount_fen bigint not null check (amount_fen > 0),
  -- due: to be paid at the venue; void: no longer due.
  state text not null check (state in ('pending', 'paid', 'failed', 'due', 'void')),
  provider_ref text,
  created_at timestamptz not null default now(),
  paid_at timestamptz,
  refunded_fen bigint not null default 0,
  constraint payment_not_over_refunded check (refunded_fen between 0 and amount_fen),
  constraint payment_paid_has_time check ((state = 'paid') = (paid_at is not null))
);
create index payment_order on payment (order_id);
create index payment_paid on payment (provider, paid_at) where state = 'paid';

-- What a provider told us, once each.
create table payment_event (
  provider text not null,
  event_id text not null,
  payment_id uuid not null references payment (id) on delete cascade,
  kind text not null check (kind in ('paid', 'failed')),
  received_at timestamptz not null default now(),
  primary key (provider, event_id)
);
create index payment_event_payment on payment_event (payment_id);

create table refund (
  id uuid primary key default gen_random_uuid(),
  payment_id uuid not null references payment (id) on delete cascade,
  -- Null: the whole payment, which found nothing to pay for.
  booking_id bigint references booking (id) on delete cascade,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null check (reason in ('cancelled', 'too-late', 'paid-twice')),
  state text not null default 'owed' check (state in ('owed', 'done')),
  created_at timestamptz not null default now(),
  done_at timestamptz,
  constraint refund_done_has_time check ((state = 'done') = (done_at is not null)),
  constraint refund_of_something check ((booking_id is null) = (reason <> 'cancelled'))
);
create unique index refund_once_a_booking on refund (booking_id) where booking_id is not null;
create unique index refund_whole_once on refund (payment_id) where booking_id is null;
create index refund_payment on refund (payment_id);
create index refund_owed on refund (created_at) where state = 'owed';

create function refund_count() returns trigger language plpgsql as $$
begin
  update app.payment set refunded_fen = refunded_fen + new.amount_fen where id = new.payment_id;
  return null;
end $$;
create trigger refund_counted after insert on refund for each row execute function refund_count();

-- Double entry: the entries of a transaction add up to zero, and nothing is ever changed. `key` makes each posting happen once.
create table ledger_transaction (
  id bigint generated always as identity primary key,
  key text not null,
  order_id uuid not null references booking_order (id) on delete cascade,
  at timestamptz not null default now(),
  constraint ledger_transaction_once unique (key)
);
create index ledger_transaction_order on ledger_transaction (order_id);
create table ledger_entry (
  transaction_id bigint not null references ledger_transaction (id) on delete cascade,
  account text not null check (account in ('person', 'provider-clearing', 'venue-payable', 'refund', 'subsidy')),
  amount_fen bigint not null check (amount_fen <> 0),
  primary key (transaction_id, account)
);

create function ledger_check_balance() returns trigger language plpgsql as $$
begin
  if (select sum(amount_fen) from app.ledger_entry where transaction_id = new.transaction_id) <> 0 then
    raise exception 'ledger transaction % does not add up to zero', new.transaction_id
      using errcode = 'check_violation', constraint = 'ledger_balances';
  end if;
  return null;
end $$;
create constraint trigger ledger_balances after insert on ledger_entry deferrable initially deferred
  for each row execute function ledger_check_balance();

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('app.bulk', true) = 'on' then
    return old;
  end if;
  raise exception 'the ledger is only ever added to' using errcode = 'restrict_violation';
end $$;
create trigger ledger_entry_kept before update or delete on ledger_entry for each row execute function ledger_refuse_change();
create trigger ledger_transaction_kept before update or delete on ledger_transaction
  for each row execute function ledger_refuse_change();
create trigger payment_kept before delete on payment for each row execute function booking_refuse_delete();
create trigger refund_kept before delete on refund for each row execute function booking_refuse_delete();

-- Where the provider's bill and ours differ.
create table payment_difference (
  provider text not null,
  day date not null,
  kind text not null check (kind in ('missing-here', 'missing-there', 'amount', 'refund-missing-here', 'refund-missing-there', 'refund-amount')),
  reference text not null,
  ours_fen bigint,
  theirs_fen bigint,
  found_at timestamptz not null default now(),
  primary key (provider, day, kind, reference)
);

-- The sandbox provider's side: what it was asked for and what it did. Play money.
create table sandbox_charge (
  id uuid primary key default gen_random_uuid(),
  payment_id uuid not null unique,
  amount_fen bigint not null check (amount_fen > 0),
  return_path text not null,
  state text not null default 'open' check (state in ('open', 'paid', 'failed')),
  paid_at timestamptz
);
create table sandbox_refund (
  refund_id uuid primary key,
  payment_id uuid not null,
  amount_fen bigint not null check (amount_fen > 0),
  at timestamptz not null default now()
);

-- Keys that this installation made for itself at their first use: signatures of tickets and of the sandbox.
create table booking_signing_key (
  name text primary key,
  value bytea not null check (octet_length(value) >= 32)
);
