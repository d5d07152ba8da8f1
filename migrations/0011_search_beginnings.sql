-- Terms for how a name begins. A name typed from its start took a look-up per group of three letters in every bucket (170 ms for a
-- long English name at 1,000,000 rows); the first four characters, or eight and sixteen letters, are one term each.

drop index place_search_terms;

-- Every term of a row: single characters and pairs of a Chinese name with its newlines (pg_trgm needs three characters,
-- most words have two), pg_trgm's groups of three of pinyin, initials and English, each whole name, how each begins, and the filters;
-- each hashed with its bucket. Integers, because a GIN index of text terms took 270 µs a row to build. What shares a hash is
-- sorted out by the conditions that go with the terms. The cost is set high so that no plan evaluates it row by row: it is
-- there for the index.
create or replace function search_terms(bucket smallint, zh text, latin text, initials text, type_code text, region_code char(6),
  status text, fee text, sports text[]) returns integer[] language sql immutable parallel safe cost 100000 as $$
  select array_agg((hashtextextended(term, bucket) & 2147483647)::integer)
  from (
    select g as term from unnest(public.show_trgm(latin || initials)) as g
    union all
    select substr(zh, i, size) from generate_series(1, length(zh)) as i, generate_series(1, 2) as size
    union all
    select '=' || line from unnest(string_to_array(zh || latin || initials, e'\n')) as line where line <> ''
    union all
    select '^' || left(line, 4) from unnest(string_to_array(zh, e'\n')) as line where length(line) >= 4
    union all
    select '^' || left(line, size)
    from unnest(string_to_array(latin || initials, e'\n')) as line, unnest(array[8, 16]) as size
    where length(line) >= size
    union all
    select 's:' || sport from unnest(sports) as sport
    union all
    select f from unnest(array['t:' || type_code, 'S:' || status, 'f:' || fee,
      'r' || left(region_code, 2), 'r' || left(region_code, 4), 'r' || region_code]) as f
  ) as terms
  where term is not null;
$$;

create index place_search_terms on place_search using gin
  (search_terms(bucket, zh, latin, initials, type_code, region_code, status, fee, sports)) with (fastupdate = off);
alter index place_search_terms alter column 1 set statistics 0;
