import { Readable } from 'node:stream'
import type { z } from 'zod'
import type * as contract from '../../contract/ogc.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Call, Reply } from '../../http/handle.ts'
import type { Layer } from '../layers.ts'
import { parseCql2Json } from './cql2/parse-json.ts'
import { parseCql2Text } from './cql2/parse-text.ts'
import { type Crs, crs84, findCrs } from './crs.ts'
import { conditionOfItems, countStatement, type ItemsQuestion, oneStatement, pageStatement } from './items-query.ts'

type Database = Core['database']
type Query = z.output<NonNullable<(typeof contract.ogcItems)['query']>>

interface FeatureRow {
  id: number
  geometry: string | null
  regionCode: string | null
  properties: string
}

/** Rows held at once, whatever the limit. */
const batchRows = 500
/** Matches are counted no farther; beyond it `numberMatched` is left out, as the standard allows. */
const mostCounted = 100_000
const geoJson = 'application/geo+json'
const fixedParameters = new Set([
  'f',
  'bbox',
  'bbox-crs',
  'crs',
  'datetime',
  'limit',
  'cursor',
  'filter',
  'filter-lang',
  'filter-crs',
])

/** GET …/items: a page of features, written while it is read, rows by batches. */
export async function answerItems(
  database: Database,
  layer: Layer,
  { query, atLeast, signal, origin }: Pick<Call<typeof contract.ogcItems>, 'query' | 'atLeast' | 'signal' | 'origin'>,
): Promise<Reply<Readable>> {
  const crs = await findCrs(database, query.crs, 'crs')
  const question = await questionOf(database, layer, query)
  const condition = conditionOfItems(question)
  const after = query.cursor ?? 0
  const reader = database.reader(atLeast)
  const page = (from: number, count: number) =>
    database.rows<FeatureRow>(reader, pageStatement(question, condition, crs, from, count), { signal })
  const first = await understood(() => page(after, Math.min(batchRows, query.limit + 1)))
  const matched = query.cursor === undefined ? await countMatches() : null
  const address = `${origin}/ogc/collections/${layer.name}/items`
  const chunks = collectionChunks(first, page, {
    limit: query.limit,
    matched,
    links: (last) => linksOf(address, query, last),
  })
  return new Reply(Readable.from(chunks, { objectMode: false }), { contentType: geoJson, headers: headersOf(crs) })

  async function countMatches(): Promise<number | null> {
    if (first.length <= query.limit && first.length < batchRows) return first.length
    const [row] = await database.rows<{ count: number }>(reader, countStatement(question, condition, mostCounted + 1), {
      signal,
    })
    return row!.count > mostCounted ? null : row!.count
  }
}

/** GET …/items/{id}. @throws 404 feature-not-found. */
export async function answerItem(
  database: Database,
  layer: Layer,
  {
    params,
    query,
    atLeast,
    signal,
    origin,
  }: Pick<Call<typeof contract.ogcItem>, 'params' | 'query' | 'atLeast' | 'signal' | 'origin'>,
): Promise<Reply<string>> {
  const crs = await findCrs(database, query.crs, 'crs')
  const [row] = await database.rows<FeatureRow>(database.reader(atLeast), oneStatement(layer, crs, params.feature), {
    signal,
  })
  if (!row) throw errors.notFound('feature-not-found', `Collection «${layer.name}» has no feature ${params.feature}.`)
  const collection = `${origin}/ogc/collections/${layer.name}`
  const links = [
    { rel: 'self', type: geoJson, href: `${collection}/items/${row.id}` },
    { rel: 'collection', type: 'application/json', href: collection },
  ]
  const body = `${featureText(row).slice(0, -1)},"links":${JSON.stringify(links)}}`
  return new Reply(body, { contentType: geoJson, headers: headersOf(crs) })
}

async function questionOf(database: Database, layer: Layer, query: Query): Promise<ItemsQuestion> {
  const { bbox, filter } = query
  const language = query['filter-lang'] ?? 'cql2-text'
  return {
    layer,
    bbox,
    bboxCrs: await findCrs(database, query['bbox-crs'], 'bbox-crs'),
    filter: filter === undefined ? null : language === 'cql2-json' ? parseCql2Json(filter) : parseCql2Text(filter),
    filterCrs: await findCrs(database, query['filter-crs'], 'filter-crs'),
    equals: Object.entries(query)
      .filter(([name, value]) => !fixedParameters.has(name) && value !== undefined)
      .map(([name, value]) => [name, String(value)] as const),
  }
}

/** What PostGIS cannot make sense of (a shape that crosses itself, a coordinate beyond its system) came from the client. */
async function understood<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }
    if (code !== 'XX000' && code !== '22023') throw error
    throw errors.badRequest(
      'geometry-invalid',
      `A geometry or box of the request, or the system asked for, does not work out: ${message}.`,
    )
  }
}

interface Page {
  limit: number
  matched: number | null
  links: (next: number | null) => object[]
}

async function* collectionChunks(
  first: FeatureRow[],
  page: (from: number, count: number) => Promise<FeatureRow[]>,
  { limit, matched, links }: Page,
): AsyncGenerator<string> {
  let returned = 0
  let last: number | null = null
  let rows = first
  let more = false
  yield '{"type":"FeatureCollection","features":['
  while (rows.length > 0) {
    const shown = rows.slice(0, limit - returned)
    more = rows.length > shown.length
    if (shown.length > 0) {
      yield `${returned > 0 ? ',' : ''}${shown.map(featureText).join(',')}`
      returned += shown.length
      last = shown.at(-1)!.id
    }
    const wanted = Math.min(batchRows, limit - returned + 1)
    // A short batch was the last one; one row beyond the limit tells that there is a next page.
    if (more || last === null || rows.length < Math.min(batchRows, limit + 1)) break
    rows = await page(last, wanted)
  }
  const head = {
    ...(matched === null ? {} : { numberMatched: matched }),
    numberReturned: returned,
    timeStamp: new Date().toISOString(),
  }
  yield `],${JSON.stringify({ ...head, links: links(more ? last : null) }).slice(1)}`
}

function featureText({ id, geometry, regionCode, properties }: FeatureRow): string {
  const own = properties === '{}' ? '' : `,${properties.slice(1, -1)}`
  return `{"type":"Feature","id":${id},"geometry":${geometry},"properties":{"regionCode":${JSON.stringify(regionCode)}${own}}}`
}

function linksOf(address: string, query: Query, next: number | null): object[] {
  const linkTo = (rel: string, cursor: number | undefined) => {
    const entries = Object.entries({ ...query, cursor }).filter(([, value]) => value !== undefined)
    const search = new URLSearchParams(
      entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
    )
    return { rel, type: geoJson, href: `${address}?${search}` }
  }
  return [
    linkTo('self', query.cursor),
    ...(next === null ? [] : [linkTo('next', next)]),
    { rel: 'collection', type: 'application/json', href: address.replace(/\/items$/, '') },
  ]
}

/** RFC 7946 GeoJSON where the system is its own; Part 2 names any other by this header. */
const headersOf = ({ uri }: Crs): Record<string, string> => ({
  'Content-Crs': `<${uri}>`,
  ...(uri === crs84.uri ? {} : { Vary: 'Accept-Encoding' }),
})
