-- Nearest ranking: where to look for lines and areas, and when a place next opens or closes.

-- Where to look --------------------------------------------------------------------------------------------------------

-- Box in degrees that holds a line or area as the sphere sees it. An edge is an arc of a great circle, which bulges from the box of
-- its ends towards the pole by at most width² / 16 radians for widths up to a radian (taken twice here); beyond that, or near a
-- pole, the whole world. Search by boxes in degrees is five times cheaper than by the geography index (0.1 against 0.5 ms).
create function search_box(geom geometry) returns geometry language sql immutable parallel safe as $$
  select case
    when public.st_xmax(geom) - public.st_xmin(geom) > 30 or greatest(abs(public.st_ymin(geom)), abs(public.st_ymax(geom))) > 80
      then public.st_makeenvelope(-180, -90, 180, 90, 4326)
    else public.st_expand(public.st_envelope(geom), 0, 0.0022 * power(public.st_xmax(geom) - public.st_xmin(geom), 2) + 1e-9) end;
$$;

create index place_search_box on place using gist (search_box(geom)) where geometrytype(geom) <> 'POINT';

-- A rare type is answered from its own few rows, not by walking the map outwards until enough of them are met.
create index place_by_type on place (type_code);

-- When it opens or closes ----------------------------------------------------------------------------------------------

-- Starts of the eve, the day and the morrow in open_days, each [by the calendar, were it no holiday], then the minute of the day:
-- made once a statement. In plpgsql, whose plans live as long as the session: an SQL function is planned anew by each statement
-- (0.3 ms of a statement that takes 0.4).
create function open_clock(at timestamptz) returns integer[] language plpgsql stable parallel safe as $$
declare
  local constant timestamp := at at time zone 'Asia/Shanghai';
  today constant date := local::date;
  kinds text[];
begin
  select array_agg(c.kind order by d.day)
  into kinds
  from generate_series(-1, 1) as shift, lateral (select today + shift as day) as d
  left join app.calendar_day c on c.day = d.day;
  return (
    select array_agg(start order by shift, by_weekday)
    from generate_series(-1, 1) as shift,
      lateral (select (extract(isodow from today + shift)::integer - 1) * 2880 as weekday) as w,
      lateral (values (false, case kinds[shift + 2] when 'holiday' then 20160 when 'workday' then 0 else weekday end),
                      (true, weekday)) as v (by_weekday, start)
  ) || (extract(hour from local) * 60 + extract(minute from local))::integer;
end $$;

-- The days whose exceptions can decide whether a place is open and when that changes.
create function open_clock_days(at timestamptz) returns daterange language sql stable parallel safe as $$
  select daterange((at at time zone 'Asia/Shanghai')::date - 1, (at at time zone 'Asia/Shanghai')::date + 1, '[]');
$$;

-- Start of Shanghai's day at `at` plus minutes, as ISO 8601.
create function open_change_text(at timestamptz, minutes integer) returns text language sql stable parallel safe as $$
  select to_char(date_trunc('day', at at time zone 'Asia/Shanghai') + minutes * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"');
$$;

-- When a place without exceptions in these days next closes (when open) or opens, within 24 hours, else null.
create function open_change_by_days(open_days int4multirange, clock integer[], at timestamptz) returns text
language plpgsql stable parallel safe as $$
declare
  own_holidays constant boolean := open_days @> 23040;
  eve constant integer := case when clock[1] = 20160 and not own_holidays then clock[2] else clock[1] end;
  day constant integer := case when clock[3] = 20160 and not own_holidays then clock[4] else clock[3] end;
  morrow constant integer := case when clock[5] = 20160 and not own_holidays then clock[6] else clock[5] end;
  minute constant integer := clock[7];
  found integer := minute;
begin
  if open_days @> day + minute or open_days @> eve + 1440 + minute then
    -- The first minute that none of the three days covers: one day's hours may take over from another's, so go round twice.
    for turn in 1 .. 2 loop
      if found < 1440 then
        found := coalesce(lower(int4multirange(int4range(eve + 1440 + found, eve + 2880)) - open_days) - eve - 1440, 1440);
      end if;
      if found < 2880 then
        found := coalesce(lower(int4multirange(int4range(day + found, day + 2880)) - open_days) - day, 2880);
      end if;
      if found between 1440 and 2880 then
        found := coalesce(lower(int4multirange(int4range(morrow + found - 1440, morrow + 2880)) - open_days) - morrow + 1440, 4320);
      end if;
    end loop;
  else
    found := least(
      lower(open_days * int4multirange(int4range(eve + 1440 + minute, eve + 2880))) - eve - 1440,
      lower(open_days * int4multirange(int4range(day + minute, day + 2880))) - day,
      lower(open_days * int4multirange(int4range(morrow, morrow + 2880))) - morrow + 1440);
  end if;
  return case when found <= minute + 1440 then app.open_change_text(at, found) end;
end $$;

-- The same from the whole hours, exceptions and all.
create function open_change(hours jsonb, at timestamptz) returns text language plpgsql stable parallel safe as $$
declare
  today constant date := (at at time zone 'Asia/Shanghai')::date;
  minute constant integer := floor(extract(epoch from (at at time zone 'Asia/Shanghai')::time) / 60)::integer;
  open constant int4multirange := app.open_ranges(app.day_spans(hours, today - 1), -1440)
    + app.open_ranges(app.day_spans(hours, today), 0)
    + app.open_ranges(app.day_spans(hours, today + 1), 1440);
  span constant int4multirange := int4multirange(int4range(minute, 4320));
  found constant integer := lower(case when open @> minute then span - open else open * span end);
begin
  return case when found <= minute + 1440 then app.open_change_text(at, found) end;
end $$;
