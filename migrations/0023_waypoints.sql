-- Named points along a trail: pavilions, springs, junctions. In the order of the way.
alter table place add column waypoints jsonb not null default '[]' check (jsonb_typeof(waypoints) = 'array');
