import type { Layer } from '../../api/spatial/layers.ts'

/** Layers of the benchmark: points with what issue and peers compare (id, name, category, rating), and trails. */
export const benchPoints: Layer = {
  name: 'bench-points',
  titleZh: '基准点',
  titleEn: 'Benchmark points',
  geometry: 'point',
  minZoom: 0,
  maxZoom: 16,
  clustered: true,
  fields: {
    name: { type: 'string', inTile: true, description: 'Name' },
    category: { type: 'string', facet: true, inTile: true, description: 'Category' },
    rating: { type: 'number', inTile: true, description: 'Rating' },
    type: { type: 'string', facet: true, inTile: false, description: 'Type' },
  },
}

/** The same points, each drawn at every zoom as ST_AsMVT draws them: for comparing like with like. */
export const benchPointsDrawn: Layer = { ...benchPoints, name: 'bench-points-drawn', clustered: false }

export const benchTrails: Layer = {
  name: 'bench-trails',
  titleZh: '基准步道',
  titleEn: 'Benchmark trails',
  geometry: 'line',
  minZoom: 0,
  maxZoom: 16,
  clustered: false,
  fields: { name: { type: 'string', inTile: true, description: 'Name' } },
}

/** What the engine reads of the points of `fillPoints`, as a clustered layer and as one that draws each. */
export const makePointLayers = `
alter table app.bench_point add primary key (id);
create index bench_point_gist on app.bench_point using gist (geom_mercator);
create view app.layer_bench_points as
select id, geom, region_code, 1::real as weight,
       jsonb_build_object('name', name, 'category', category, 'type', type, 'rating', rating) as properties,
       name, category, type, rating
from app.bench_point;
create view app.layer_bench_points_drawn as select * from app.layer_bench_points;`

/** Trails from places of chance, made of the row's number by a hash, so that every run has the same. */
export const makeTrails = (trails: number) => `
create function pg_temp.part(i bigint, salt text) returns float8 language sql immutable as
  $$ select (hashtextextended(i::text || salt, 0) & 9007199254740991)::float8 / 9007199254740992 $$;
create table app.bench_trail as
with step as (
  select i, v, 98 + 11 * pg_temp.part(i, 'lon') + sum(0.0006 * (pg_temp.part(i * 1000 + v, 'dx') - 0.3)) over w as lon,
         26.5 + 7 * pg_temp.part(i, 'lat') + sum(0.0006 * (pg_temp.part(i * 1000 + v, 'dy') - 0.5)) over w as lat
  from generate_series(1, ${trails}) i, generate_series(1, 200) v
  window w as (partition by i order by v)
), line as (
  select i as id, st_setsrid(st_makeline(st_point(lon, lat) order by v), 4326) as geom from step group by i
)
select id, '步道 ' || id as name, geom, st_transform(geom, 3857) as geom_mercator from line;
alter table app.bench_trail add primary key (id);
create index bench_trail_gist on app.bench_trail using gist (geom_mercator);
create view app.layer_bench_trails as
select id, geom, null::text as region_code, 1::real as weight, jsonb_build_object('name', name) as properties, name
from app.bench_trail;`

/** Tiles around random rows, evenly over the zooms. */
export const makeTileList = (list: { table: string; into: string; zooms: [number, number] }) => `
create table app.${list.into} as
with sample as (
  select z, st_x(st_centroid(geom)) as lon, st_y(st_centroid(geom)) as lat
  from (select geom from app.${list.table} where id % greatest(1, (select count(*) / 400 from app.${list.table})) = 0) g,
       generate_series(${list.zooms[0]}, ${list.zooms[1]}) z
), tile as (
  select distinct z, floor((lon / 360 + 0.5) * 2 ^ z)::int as x,
         floor((0.5 - ln((1 + sin(radians(lat))) / (1 - sin(radians(lat)))) / (4 * pi())) * 2 ^ z)::int as y
  from sample
), held as (
  select t.*, (select count(*) from app.${list.table} f where f.geom_mercator && st_tileenvelope(z, x, y)) as features from tile t
)
select row_number() over (order by md5(z || '/' || x || '/' || y)) as i, z, x, y
from held
where features > 0;
alter table app.${list.into} add primary key (i);
analyze app.${list.into};`

/** PostGIS's own way, as well as it can be written: geometry kept in mercator, a GiST index, one prepared statement. */
export const rawTileSql = (raw: { table: string; tiles: string; columns: string }) => `
select st_asmvt(f, 'layer', 4096, 'geom', 'id')
from (
  select p.id, ${raw.columns}, st_asmvtgeom(p.geom_mercator, st_tileenvelope(t.z, t.x, t.y), 4096, 64, true) as geom
  from app.${raw.tiles} t
  join app.${raw.table} p on p.geom_mercator && st_tileenvelope(t.z, t.x, t.y, margin => 64.0 / 4096)
  where t.i = :i
) f`
