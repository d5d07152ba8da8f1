-- Loading is mostly forming rows, and a sixth of that was compressing them (300,000 places): coordinates hardly shrink, and a row of
-- ordinary details is a little over the 2 kB from which it would be tried. Reading it back unpacks it each time as well.
alter table place set (toast_tuple_target = 4080);
alter table place
  alter column geom set storage external,
  alter column track set storage external;
