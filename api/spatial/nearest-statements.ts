import type { PlaceFilter } from '../contract/place-filter.ts'
import type { Bindable, NamedStatement } from '../db/types.ts'
import { placeFilterSql, regionRange } from './filter.ts'
import { nearestPointSql } from './nearest-point.ts'
import type { Clock } from './open-clock.ts'
import { hoursKeySql } from './open-states.ts'
import { openNowSql, summaryWithoutHoursSql } from './place-summary.ts'
import { searchBoxes } from './search-box.ts'
import { named } from './statement-name.ts'

/** The statements of nearest ranking over table `place`; distances in metres on the spheroid, to the nearest point of the geometry. */

export interface Question {
  lon: number
  lat: number
  /** Moment meant by open now. */
  at: Date
  clock: Clock
  filter: PlaceFilter
  wantedSport: string | undefined
  maxDistanceMetres: number | undefined
}

export interface CandidateRow {
  id: number
  metres: number
  rating: number | null
  rating_count: number
  open: boolean | null
  price_level: number
  sport_match: boolean | null
}

export interface DetailRow {
  id: number
  metres: number
  /** GeoJSON. */
  geometry: string
  near_lon: number
  near_lat: number
  /** JSON of the summary without its hours, which open-states.ts answers by `hours_key`. */
  place: string
  hours_key: string
}

/** Every candidate within `metres`, by boxes in degrees first: the cheapest search when the radius is known and not continental. */
export function candidatesWithin(question: Question, metres: number): NamedStatement {
  const bound = bindings(question)
  const facts = factsSql('p', bound.bind(question.wantedSport ?? null))
  return named(
    `${inputSql},
${foundSql(question, metres, bound, 'p.id, p.rating, p.rating_count, p.price_level, p.sports, p.status, p.hours, p.open_days, p.exception_days')}
select p.id, p.metres, ${facts}
from found p
cross join clock
where p.metres <= ${bound.bind(reachOf(question, metres))}::float8`,
    bound.values,
  )
}

/** The nearest `limit` within `metres`, with details: where distance alone ranks, one statement answers all. */
export function nearestWithin(question: Question, metres: number, limit: number): NamedStatement {
  const bound = bindings(question)
  return named(
    `${inputSql},
${foundSql(question, metres, bound, 'p.id')},
nearest as (
  select n.id, n.metres
  from found n
  where n.metres <= ${bound.bind(reachOf(question, metres))}::float8
  order by n.metres, n.id
  limit ${bound.bind(limit)}::integer
)
${detailsSql}`,
    bound.values,
  )
}

/** Details of ranked candidates, in any order. */
export function details(question: Question, ranked: readonly { id: number; metres: number }[]): NamedStatement {
  const { bind, values } = bindings(question)
  const ids = bind(ranked.map(({ id }) => id))
  const metres = bind(ranked.map((one) => one.metres))
  return named(
    `${inputSql},
nearest as (
  select n.id, n.metres from unnest(${ids}::bigint[], ${metres}::float8[]) as n (id, metres)
)
${detailsSql}`,
    values,
  )
}

export interface IndexRow extends CandidateRow {
  /** How far on the sphere the walk along the index came, and how many it met that pass the filters. */
  reached_sphere_metres: number
  met: number
}

/**
 * The nearest `limit` of the first `walked` that pass the filters, in the order of the geography index, which is distance on a sphere.
 * With `scanned` only so many entries of the index are looked at, whether they pass or not.
 */
export function nearestByIndex(
  question: Question,
  limit: number,
  { walked, scanned }: { walked: number; scanned?: number },
): NamedStatement {
  const { bind, values } = bindings(question)
  const passes = filterSql(question, values)
  const area = areaSql(question, bind)
  const walk = (columns: string, condition: string, most: string) => `
  select ${columns}, p.geom::geography <-> (select origin from input) as sphere_metres
  from place p
  where ${condition}${area}
  order by p.geom::geography <-> (select origin from input)
  limit ${most}`
  const most = `${bind(walked)}::integer`
  const from =
    scanned === undefined
      ? `(${walk('p.id, p.geom', passes, most)}) p`
      : `(select p.* from (${walk('p.*', 'true', `${bind(scanned)}::integer`)}) p where ${passes} limit ${most}) p`
  return named(
    `${inputSql},
met as materialized (
  select p.id, p.sphere_metres, ${metresSql} from ${from}
),
nearest as (
  select m.id, m.metres from met m order by m.metres, m.id limit ${bind(limit)}::integer
)
select p.id, n.metres, (select max(sphere_metres) from met) as reached_sphere_metres, (select count(*) from met) as met,
  ${factsSql('p', bind(question.wantedSport ?? null))}
from nearest n
join place p on p.id = n.id
cross join clock`,
    values,
  )
}

/** How many places, at most `limit`, lie in the box of `metres` around the position. */
export function countAround(question: Question, metres: number, limit: number): NamedStatement {
  const unfiltered = { ...question, filter: {}, maxDistanceMetres: undefined }
  const bound = bindings(unfiltered)
  return named(
    `${inputSql},
${foundSql(unfiltered, metres, bound, 'p.id')}
select count(*)::integer as count from (select from found limit ${bound.bind(limit)}::integer) as near`,
    bound.values,
  )
}

/** The nearest `limit` of all that pass the filters, by measuring every one. */
export function nearestByScan(question: Question, limit: number): NamedStatement {
  const { bind, values } = bindings(question)
  const passes = filterSql(question, values)
  const most = bind(question.maxDistanceMetres ?? null)
  return named(
    `${inputSql},
measured as (
  select p.id, ${metresSql} from place p where ${passes} offset 0
),
nearest as (
  select m.id, m.metres
  from measured m
  where ${most}::float8 is null or m.metres <= ${most}::float8
  order by m.metres, m.id
  limit ${bind(limit)}::integer
)
select p.id, n.metres, ${factsSql('p', bind(question.wantedSport ?? null))}
from nearest n
join place p on p.id = n.id
cross join clock`,
    values,
  )
}

/** All that pass the filters wherever they are, unless they are more than `cap`: then `cap` + 1 rows without order. */
export function candidatesByFilter(question: Question, cap: number): NamedStatement {
  const { bind, values } = bindings(question)
  const passes = filterSql(question, values)
  return named(
    `${inputSql},
passing as materialized (
  select p.* from place p where ${passes} limit ${bind(cap + 1)}::integer
)
select p.id, ${metresSql}, ${factsSql('p', bind(question.wantedSport ?? null))}
from passing p, clock`,
    values,
  )
}

/** $1 and $2 are the position, $3 to $5 the moment. Steps are materialized so that a statement's plan is the same for all values. */
const inputSql = `with input as materialized (
  select st_setsrid(st_makepoint($1::float8, $2::float8), 4326) as point,
         st_setsrid(st_makepoint($1::float8, $2::float8), 4326)::geography as origin
),
clock as materialized (
  select $3::timestamptz as at, $4::integer[] as minutes, $5::daterange as days
)`

interface Bindings {
  values: Bindable[]
  bind: (value: Bindable) => string
}

function bindings({ lon, lat, at, clock }: Question): Bindings {
  const values: Bindable[] = [lon, lat, at, clock.minutes, clock.days]
  return { values, bind: (value: Bindable) => `$${values.push(value)}` }
}

function filterSql({ filter, at }: Question, values: Bindable[]): string {
  const passes = placeFilterSql(filter, { from: values.length + 1, now: at })
  values.push(...passes.values)
  return passes.sql
}

const reachOf = (question: Question, metres: number) => Math.min(metres, question.maxDistanceMetres ?? metres)

const metresSql = 'st_distance(p.geom::geography, (select origin from input)) as metres'

/**
 * Two scans under the filters: points by the index on location, lines and areas by that on search_box. `offset 0` keeps the
 * condition on metres outside, where each distance is measured once and not twice.
 */
function foundSql(question: Question, metres: number, { bind, values }: Bindings, columns: string): string {
  const boxes = searchBoxes(question.lon, question.lat, metres).map((box) => {
    const corners = box.map((degrees) => `${bind(degrees)}::float8`)
    return `st_makeenvelope(${corners.join(', ')}, 4326)`
  })
  const hits = (shape: string) => `(${boxes.map((_, n) => `${shape} && (select box_${n} from area)`).join(' or ')})`
  const passes = filterSql(question, values)
  const scan = (kind: string, shape: string) => `
  select ${columns}, ${metresSql}
  from place p
  where ${kind} and ${hits(shape)}
    and ${passes}`
  return `area as materialized (
  select ${boxes.map((box, n) => `${box} as box_${n}`).join(', ')}
),
found as (${scan(`geometrytype(p.geom) = 'POINT'`, 'p.location')}
  union all${scan(`geometrytype(p.geom) <> 'POINT'`, 'search_box(p.geom)')}
  offset 0
)`
}

const factsSql = (p: string, wantedSport: string) =>
  `${p}.rating, ${p}.rating_count, ${p}.price_level, ${openNowSql(p, 'clock')} as open,
  ${wantedSport}::text = any(${p}.sports) as sport_match`

/** Rows of a step `nearest (id, metres)`; their texts are joined to items by the program. */
const detailsSql = `select p.id, n.metres,
  st_asgeojson(p.geom, 7) as geometry,
  st_x(near.point) as near_lon,
  st_y(near.point) as near_lat,
  row_to_json(summary)::text as place,
  ${hoursKeySql('p', 'clock')} as hours_key
from nearest n
join place p on p.id = n.id
cross join clock
cross join input i
cross join lateral (select ${nearestPointSql('p.geom', 'i.point')} as point) as near
${summaryWithoutHoursSql({ place: 'p', distance: 'n.metres' })}`

/**
 * Lets the geography index skip what is too far, or outside the region or box asked for (10 km of margin: a place may lie 2 km
 * outside its county).
 */
function areaSql({ filter, maxDistanceMetres }: Question, bind: (value: Bindable) => string): string {
  const around = (shape: string) => `_st_expand(st_segmentize(${shape}, 1)::geography, 10000)`
  const clauses: string[] = []
  if (maxDistanceMetres !== undefined) {
    clauses.push(`st_dwithin(p.geom::geography, (select origin from input), ${bind(maxDistanceMetres)}::float8)`)
  }
  if (filter.region) {
    const [low, high] = regionRange(filter.region).map((code) => `${bind(code)}::bpchar`)
    clauses.push(`p.geom::geography && (select ${around('st_setsrid(st_extent(r.geom)::geometry, 4326)')}
    from region r where r.code between ${low} and ${high})`)
  }
  if (filter.bbox && filter.bbox[0] <= filter.bbox[2] && filter.bbox[2] - filter.bbox[0] < 60) {
    const corners = filter.bbox.map((degrees) => `${bind(degrees)}::float8`)
    clauses.push(`p.geom::geography && (select ${around(`st_makeenvelope(${corners.join(', ')}, 4326)`)})`)
  }
  return clauses.map((clause) => `\n    and ${clause}`).join('')
}
