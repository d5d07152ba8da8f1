-- Search of places: open hours that a statement can filter millions by, and terms in rank order.

-- Hours --------------------------------------------------------------------------------------------------------------

-- open_days: eight days of 2880 minutes each (a day may run past midnight), Monday = 0 … Sunday = 6, legal holiday = 7; minute
-- 23040 is set when holidays have hours of their own. So make-up workdays (Saturday with Monday's hours) and holidays are a
-- look-up in a multirange, without reading the jsonb of each row.
alter table place
  add column open_days int4multirange,
  add column exception_days datemultirange;

-- In plpgsql, whose plans live as long as the session: SQL functions inside each other are planned anew at every call (2 ms a row).

-- Day spans [[from, to], …] in minutes of the day as ranges that start at `base`.
create function open_ranges(spans jsonb, base integer) returns int4multirange language plpgsql immutable parallel safe as $$
begin
  return (
    select coalesce(range_agg(int4range(base + (s ->> 0)::integer, base + (s ->> 1)::integer)), '{}'::int4multirange)
    from jsonb_array_elements(case when jsonb_typeof(spans) = 'array' then spans else '[]' end) as s);
end $$;

create function open_days_of(hours jsonb) returns int4multirange language sql immutable parallel safe as $$
  select case when hours -> 'weekly' is null then null else (
    select coalesce(range_agg(r), '{}'::int4multirange)
    from (
      select unnest(app.open_ranges(day.spans, ((day.ordinality - 1) * 2880)::integer)) as r
      from jsonb_array_elements(hours -> 'weekly') with ordinality as day (spans, ordinality)
      union all
      select unnest(app.open_ranges(hours -> 'holidays', 7 * 2880))
      union all
      select int4range(23040, 23041) where jsonb_typeof(hours -> 'holidays') = 'array'
    ) as ranges) end;
$$;

create function exception_days_of(hours jsonb) returns datemultirange language sql immutable parallel safe as $$
  select case when hours is null then null else (
    select coalesce(range_agg(daterange((e ->> 'from')::date, (e ->> 'to')::date, '[]')), '{}'::datemultirange)
    from jsonb_array_elements(case when jsonb_typeof(hours -> 'exceptions') = 'array' then hours -> 'exceptions' else '[]' end) as e
    where (e ->> 'from')::date <= (e ->> 'to')::date) end;
$$;

-- Which of the eight days' hours a local day has: a make-up workday those of Monday.
create function open_day_kind(local_day date) returns integer language sql stable parallel safe as $$
  select case c.kind when 'holiday' then 7 when 'workday' then 0 else extract(isodow from local_day)::integer - 1 end
  from (values (1)) as one (n)
  left join app.calendar_day c on c.day = local_day;
$$;

-- Minutes to look up in open_days for a moment: [today, today were it no holiday, the eve's past midnight, that were it no holiday].
create function open_probe(at timestamptz) returns integer[] language sql stable parallel safe as $$
  with clock as (
    select (at at time zone 'Asia/Shanghai')::date as today,
           (extract(epoch from (at at time zone 'Asia/Shanghai')::time) / 60)::numeric as minutes
  ), input as (
    select today, floor(minutes)::integer as minute from clock
  )
  select array[
    app.open_day_kind(today) * 2880 + minute,
    (extract(isodow from today)::integer - 1) * 2880 + minute,
    app.open_day_kind(today - 1) * 2880 + 1440 + minute,
    (extract(isodow from today - 1)::integer - 1) * 2880 + 1440 + minute]
  from input;
$$;

-- Open by weekly and holiday hours at a probed moment; null where hours are not known. In plpgsql: the planner cannot inline a SQL
-- function whose argument is a subquery, and would plan it anew at each call.
create function open_by_days(open_days int4multirange, probe integer[]) returns boolean language plpgsql immutable parallel safe as $$
begin
  return open_days @> (case when probe[1] >= 20160 and not open_days @> 23040 then probe[2] else probe[1] end)
    or open_days @> (case when probe[3] >= 21600 and not open_days @> 23040 then probe[4] else probe[3] end);
end $$;

-- The days whose exceptions can decide a moment: the day and its eve.
create function open_probe_days(at timestamptz) returns daterange language sql stable parallel safe as $$
  select daterange((at at time zone 'Asia/Shanghai')::date - 1, (at at time zone 'Asia/Shanghai')::date, '[]');
$$;

-- Spans of one local day: the last exception that covers it, else the holiday's, else the weekday's. Twin of daySpansOf in hours.ts.
create function day_spans(hours jsonb, local_day date) returns jsonb language plpgsql stable parallel safe as $$
declare
  kind integer;
  found jsonb;
begin
  if jsonb_typeof(hours -> 'exceptions') = 'array' then
    select e.value -> 'open'
    into found
    from jsonb_array_elements(hours -> 'exceptions') with ordinality as e (value, ordinality)
    where local_day between (e.value ->> 'from')::date and (e.value ->> 'to')::date
    order by e.ordinality desc
    limit 1;
    if found is not null then
      return found;
    end if;
  end if;
  kind := app.open_day_kind(local_day);
  return case when kind = 7 and jsonb_typeof(hours -> 'holidays') = 'array' then hours -> 'holidays'
              when kind = 7 then hours -> 'weekly' -> (extract(isodow from local_day)::integer - 1)
              else hours -> 'weekly' -> kind end;
end $$;

-- Whether the hours say open at a moment; null where they are not known. Twin of openState in hours.ts (a property test compares).
create function is_open(hours jsonb, at timestamptz) returns boolean language plpgsql stable parallel safe as $$
declare
  local constant timestamp := at at time zone 'Asia/Shanghai';
  minute constant integer := (extract(hour from local) * 60 + extract(minute from local))::integer;
begin
  return case when hours -> 'weekly' is null then null else
    app.open_ranges(app.day_spans(hours, local::date), 0) @> minute
    or app.open_ranges(app.day_spans(hours, local::date - 1), 0) @> minute + 1440 end;
end $$;

-- Writes -------------------------------------------------------------------------------------------------------------

-- Work that each written row needs, in one place: the loader of whole registries does it set-wise instead (app.bulk = on).
-- Pinyin is made by the program (pinyin-pro knows which reading a word has), so a plain SQL change of a name empties the keys and
-- the program makes them anew (chore search-keys). Until then Chinese and English text finds the place by its new name.
create function place_before_write() returns trigger language plpgsql as $$
declare
  geom_changed boolean := true;
begin
  if tg_op = 'UPDATE' then
    geom_changed := new.geom is distinct from old.geom;
    new.updated_at := now();
    if (new.name_zh, new.aliases) is distinct from (old.name_zh, old.aliases)
      and (new.name_pinyin, new.name_initials) is not distinct from (old.name_pinyin, old.name_initials) then
      new.name_pinyin := '';
      new.name_initials := '';
    end if;
  end if;
  if geom_changed then
    new.location := app.place_location(new.geom);
    new.region_code := app.region_at(new.location);
    if public.geometrytype(new.geom) in ('LINESTRING', 'MULTILINESTRING') then
      new.length_m := nullif(public.st_length(new.geom::public.geography), 0);
    end if;
  end if;
  if tg_op = 'INSERT' or new.hours is distinct from old.hours then
    new.open_days := app.open_days_of(new.hours);
    new.exception_days := app.exception_days_of(new.hours);
  end if;
  return new;
end $$;
create trigger place_before_write before insert or update on place
  for each row when (current_setting('app.bulk', true) is distinct from 'on')
  execute function place_before_write();

create index place_stale_keys on place (id) where name_pinyin = '';
create index place_shape_gist on place using gist (geom) where geometrytype(geom) <> 'POINT';

-- Search -------------------------------------------------------------------------------------------------------------

-- What search reads, narrow: 1,000,000 rows are 246 MB against 1,477 MB of place, and written in rank order, so that a bucket of
-- ranks is a run of neighbouring pages.
create table place_search (
  place_id bigint primary key references place (id),
  -- Fame, from weight and rating, then a hash of the id, so that rows of equal fame spread evenly. Order is rank desc, place_id.
  rank integer not null,
  -- 0 (highest ranks) … 31; thresholds in search_scale.
  bucket smallint not null,
  -- Names and aliases, each between newlines, without spaces and punctuation.
  zh text not null,
  -- Pinyin of the names, and the English name with single spaces, each after a newline, a-z 0-9.
  latin text not null,
  initials text not null,
  type_code text not null,
  region_code char(6),
  status text not null,
  fee text not null,
  sports text[] not null,
  rating real not null,
  -- Fen an hour; free is 0; not known is greater than any price.
  price integer not null,
  -- Of the place's location, WGS84; for counting markers of a whole province without touching place.
  lon double precision not null,
  lat double precision not null
);

create table search_scale (
  only_row boolean primary key default true check (only_row),
  thresholds integer[] not null
);
-- Before the first bulk load ranks are taken as evenly spread.
insert into search_scale (thresholds)
select array_agg(n * 67108864 order by n) from generate_series(1, 31) as n;

create function search_rank(id bigint, weight real, rating numeric, rating_count integer, status text)
returns integer language sql immutable parallel safe as $$
  select (floor(32767 * (
      0.50 * greatest(weight, 0) / (greatest(weight, 0) + 5)
      -- A rating counts as much as it has voices; ten voices of 4.0 are lent to every place.
      + 0.35 * ((coalesce(rating, 0) * rating_count + 40) / (rating_count + 10) - 1) / 4
      + 0.15 * least(1, ln(1 + rating_count) / ln(2000)))
    * case status when 'open' then 1 when 'temporarily-closed' then 0.7 when 'planned' then 0.5 else 0.1 end)::integer << 16)
    | (hashint8(id) & 65535);
$$;

create function search_bucket(rank integer) returns smallint language sql stable parallel safe as $$
  select (31 - width_bucket(rank, thresholds))::smallint from app.search_scale;
$$;

-- Spaces and punctuation, half and full width, do not count in a name. Twin of squash in search-text.ts.
create function search_squash(name text) returns text language sql immutable parallel safe as $$
  select translate(lower(normalize(name, nfkc)), e' \t\n\r.,;:!?\'"`-_/\\|()[]{}<>*+=&%#@~^$·、。，；：！？（）【】《》「」『』“”‘’—…～　•', '');
$$;

create function search_zh(name_zh text, aliases text[]) returns text language sql immutable parallel safe as $$
  select e'\n' || coalesce(string_agg(app.search_squash(n) || e'\n', '' order by ordinality), '')
  from unnest(array_prepend(name_zh, aliases)) with ordinality as names (n, ordinality);
$$;

-- Latin letters without accents, words apart by one space; null of null.
create function search_english(name text) returns text language sql immutable parallel safe as $$
  select btrim(regexp_replace(lower(regexp_replace(normalize(name, nfkd), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g'));
$$;

-- Every term of a row: single characters and pairs of a Chinese name with its newlines (pg_trgm needs three characters,
-- most words have two), pg_trgm's groups of three of pinyin, initials and English, each whole name, and the filters; each hashed with its bucket.
-- Integers, because a GIN index of text terms took 270 µs a row to build, of these 75 µs (100 terms a row). What shares a hash is
-- sorted out by the conditions that go with the terms. The cost is set high so that no plan evaluates it row by row: it is
-- there for the index.
create function search_terms(bucket smallint, zh text, latin text, initials text, type_code text, region_code char(6),
  status text, fee text, sports text[]) returns integer[] language sql immutable parallel safe cost 100000 as $$
  select array_agg((hashtextextended(term, bucket) & 2147483647)::integer)
  from (
    select g as term from unnest(public.show_trgm(latin || initials)) as g
    union all
    select substr(zh, i, size) from generate_series(1, length(zh)) as i, generate_series(1, 2) as size
    union all
    select '=' || line from unnest(string_to_array(zh || latin || initials, e'\n')) as line where line <> ''
    union all
    select 's:' || sport from unnest(sports) as sport
    union all
    select f from unnest(array['t:' || type_code, 'S:' || status, 'f:' || fee,
      'r' || left(region_code, 2), 'r' || left(region_code, 4), 'r' || region_code]) as f
  ) as terms
  where term is not null;
$$;

-- The terms asked for, as they stand in one bucket.
create function search_wanted(bucket integer, terms text[]) returns integer[] language sql immutable parallel safe as $$
  select array_agg((hashtextextended(term, bucket) & 2147483647)::integer) from unnest(terms) as term;
$$;

create view place_search_row as
select p.id as place_id,
       app.search_rank(p.id, p.weight, p.rating, p.rating_count, p.status) as rank,
       -- Most places have no alias; the short way takes a third of the time.
       case when p.aliases = '{}' then e'\n' || app.search_squash(p.name_zh) || e'\n'
            else app.search_zh(p.name_zh, p.aliases) end as zh,
       case when p.name_pinyin = '' then '' else e'\n' || p.name_pinyin end
         || coalesce(e'\n' || nullif(app.search_english(p.name_en), ''), '') as latin,
       case when p.name_initials = '' then '' else e'\n' || p.name_initials end as initials,
       p.type_code,
       p.region_code,
       p.status,
       p.fee,
       p.sports,
       coalesce(p.rating, 0)::real as rating,
       case when p.fee = 'free' then 0 else coalesce(p.price_fen, 2147483647) end as price,
       st_x(p.location) as lon,
       st_y(p.location) as lat
from place p;

create index place_search_terms on place_search using gin
  (search_terms(bucket, zh, latin, initials, type_code, region_code, status, fee, sports)) with (fastupdate = off);
alter index place_search_terms alter column 1 set statistics 0;
create index place_search_rank on place_search (rank desc, place_id);
create index place_search_rating on place_search (rating desc, place_id);
create index place_search_price on place_search (price, place_id);

-- Brings the search rows of some places up to date; a row that does not change is not written.
create function search_refresh(ids bigint[]) returns void language sql as $$
  insert into app.place_search as s (place_id, rank, bucket, zh, latin, initials, type_code, region_code, status, fee, sports, rating, price, lon, lat)
  select r.place_id, r.rank, app.search_bucket(r.rank), r.zh, r.latin, r.initials, r.type_code, r.region_code, r.status, r.fee,
         r.sports, r.rating, r.price, r.lon, r.lat
  from app.place_search_row r
  where r.place_id = any (ids)
  on conflict (place_id) do update set
    rank = excluded.rank, bucket = excluded.bucket, zh = excluded.zh, latin = excluded.latin, initials = excluded.initials,
    type_code = excluded.type_code, region_code = excluded.region_code, status = excluded.status, fee = excluded.fee,
    sports = excluded.sports, rating = excluded.rating, price = excluded.price,
    lon = excluded.lon, lat = excluded.lat
  where (s.rank, s.bucket, s.zh, s.latin, s.initials, s.type_code, s.region_code, s.status, s.fee, s.sports, s.rating, s.price,
    s.lon, s.lat)
    is distinct from (excluded.rank, excluded.bucket, excluded.zh, excluded.latin, excluded.initials, excluded.type_code,
      excluded.region_code, excluded.status, excluded.fee, excluded.sports, excluded.rating, excluded.price, excluded.lon, excluded.lat);
$$;

-- The whole search table anew, in rank order, with buckets of equal size: after a bulk load. Writers and searches wait for it.
create function search_rebuild() returns bigint language plpgsql set maintenance_work_mem = '512MB' as $$
declare
  built bigint;
begin
  lock table app.place in share mode;
  truncate app.place_search;
  drop index app.place_search_terms, app.place_search_rank, app.place_search_rating, app.place_search_price;
  -- A handful of places says nothing about those to come.
  update app.search_scale
  set thresholds = (
    select percentile_disc(array(select n / 32.0 from generate_series(1, 31) as n order by n))
      within group (order by app.search_rank(id, weight, rating, rating_count, status))
    from app.place)
  where (select count(*) from (select from app.place limit 1000) as first_rows) = 1000;
  insert into app.place_search (place_id, rank, bucket, zh, latin, initials, type_code, region_code, status, fee, sports, rating, price, lon, lat)
  select r.place_id, r.rank, 31 - width_bucket(r.rank, scale.thresholds), r.zh, r.latin, r.initials, r.type_code, r.region_code,
         r.status, r.fee, r.sports, r.rating, r.price, r.lon, r.lat
  from app.place_search_row r, app.search_scale scale
  order by r.rank desc, r.place_id;
  get diagnostics built = row_count;
  create index place_search_terms on app.place_search using gin
    (app.search_terms(bucket, zh, latin, initials, type_code, region_code, status, fee, sports)) with (fastupdate = off);
  alter index app.place_search_terms alter column 1 set statistics 0;
  create index place_search_rank on app.place_search (rank desc, place_id);
  create index place_search_rating on app.place_search (rating desc, place_id);
  create index place_search_price on app.place_search (price, place_id);
  analyze app.place_search;
  return built;
end $$;

-- Rows of places that search does not know yet (loaded without the triggers); at most `most` of them. Returns how many were made.
create function search_fill(most integer) returns bigint language plpgsql as $$
declare
  missing bigint[];
begin
  missing := array(
    select p.id from app.place p
    where not exists (select from app.place_search s where s.place_id = p.id)
    order by p.id
    limit most);
  perform app.search_refresh(missing);
  return cardinality(missing);
end $$;

-- Statement-level: a statement that writes a thousand places refreshes their search rows once.
create function place_note_search() returns trigger language plpgsql as $$
begin
  if current_setting('app.bulk', true) = 'on' then
    return null;
  end if;
  perform app.search_refresh(array(select n.id from new_rows n order by n.id));
  return null;
end $$;
create trigger place_search_inserted after insert on place referencing new table as new_rows
  for each statement execute function place_note_search();
create trigger place_search_updated after update on place referencing new table as new_rows
  for each statement execute function place_note_search();
