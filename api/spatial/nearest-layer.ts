import type { Bindable, NamedStatement } from '../db/types.ts'
import { layerFilterSql } from './filter.ts'
import { type Layer, layerViewName } from './layers.ts'
import { type Found, leastRatio, neededRadius, type Search } from './nearest.ts'
import { nearestPointSql } from './nearest-point.ts'
import type { Question } from './nearest-statements.ts'
import { type Facts, rank } from './rank.ts'
import { named } from './statement-name.ts'

/**
 * The k best features of any layer, by its view alone: batches along the order of the geography index that grow until nothing farther
 * could outrank the k-th. Rating and sport count where the layer's properties have them.
 */
export async function findNearestInLayer(search: Search, layer: Layer): Promise<Found[]> {
  for (let batch = search.limit + 8; ; batch *= 4) {
    const rows = await search.rows<LayerRow>(featuresByIndex(search.question, layer, batch))
    const ranked = rank(rows.map(factsOf), search.weights, search.limit)
    const reachedMetres = Math.max(0, ...rows.map((row) => row.sphere_metres)) * leastRatio
    if (rows.length < batch || reachedMetres > neededRadius(ranked, search)) {
      return ranked.map((one) => ({ ranked: one, body: one.facts.body }))
    }
  }
}

interface LayerRow {
  id: number
  metres: number
  sphere_metres: number
  rating: number | null
  sport_match: boolean | null
  body: string
}

function factsOf({ id, metres, rating, sport_match, body }: LayerRow): Facts & { body: string } {
  const unknown = { ratingCount: 0, open: null, priceLevel: null, freeShare: null }
  return { id, distanceMetres: metres, rating, sportMatch: sport_match, body, ...unknown }
}

function featuresByIndex(question: Question, layer: Layer, limit: number): NamedStatement {
  const values: Bindable[] = [question.lon, question.lat, question.wantedSport ?? null, layer.name, limit]
  const passes = layerFilterSql(question.filter, layer, { from: 6, now: question.at })
  values.push(...passes.values)
  const within =
    question.maxDistanceMetres === undefined
      ? ''
      : `and st_dwithin(l.geom::geography, (select origin from input), $${values.push(question.maxDistanceMetres)}::float8)`
  return named(
    `with input as materialized (
  select st_setsrid(st_makepoint($1::float8, $2::float8), 4326) as point,
         st_setsrid(st_makepoint($1::float8, $2::float8), 4326)::geography as origin
),
near as materialized (
  select l.*, l.geom::geography <-> (select origin from input) as sphere_metres
  from ${layerViewName(layer)} l
  where ${passes.sql} ${within}
  order by l.geom::geography <-> (select origin from input)
  limit $5::integer
),
measured as (
  select n.*, i.point,
         st_distance(n.geom::geography, i.origin) as metres,
         ${nearestPointSql('n.geom', 'i.point')} as nearest_point
  from near n, input i
)
select m.id, m.metres, m.sphere_metres,
       case when jsonb_typeof(m.properties -> 'rating') = 'number' then (m.properties ->> 'rating')::float8 end as rating,
       m.properties -> 'sports' ? $3::text as sport_match,
       json_build_object(
         'id', m.id,
         'layer', $4::text,
         'geometry', st_asgeojson(m.geom, 7)::json,
         'nearestPoint', json_build_array(st_x(m.nearest_point), st_y(m.nearest_point)),
         'place', null,
         'properties', m.properties)::text as body
from measured m`,
    values,
  )
}
