import type { Layer } from '../layers.ts'
import { type Crs, crs84 } from './crs.ts'

/** Landing page, conformance and collections, as OGC API – Features and Tiles want them. Pure. */

interface Link {
  rel: string
  type: string
  href: string
  title?: string
  templated?: boolean
}

const json = 'application/json'
const core = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf'
const part3 = 'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf'
const cql2 = 'http://www.opengis.net/spec/cql2/1.0/conf'
const tiles = 'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf'

export const conformance = {
  conformsTo: [
    `${core}/core`,
    `${core}/oas30`,
    `${core}/geojson`,
    'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
    ...['queryables', 'queryables-query-parameters', 'filter', 'features-filter'].map((name) => `${part3}/${name}`),
    ...[
      'cql2-text',
      'cql2-json',
      'basic-cql2',
      'advanced-comparison-operators',
      'case-insensitive-comparison',
      'basic-spatial-functions',
      'spatial-functions',
      'array-functions',
    ].map((name) => `${cql2}/${name}`),
    ...['core', 'tileset', 'tilesets-list', 'geodata-tilesets', 'mvt'].map((name) => `${tiles}/${name}`),
    'http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core',
    'http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections',
  ],
}

export function landing(origin: string) {
  const link = (rel: string, path: string, title: string, type = json): Link => ({
    rel,
    type,
    href: `${origin}${path}`,
    title,
  })
  return {
    title: '场馆一张图 Venue Atlas',
    description: 'Sports venues, fitness paths, sports parks and trails as OGC API – Features and Tiles',
    links: [
      link('self', '/ogc', 'This document'),
      link('service-desc', '/ogc/api', 'Definition of this API', 'application/vnd.oai.openapi+json;version=3.0'),
      link('service-doc', '/api/docs', 'Documentation', 'text/html'),
      link('conformance', '/ogc/conformance', 'Conformance classes'),
      link('data', '/ogc/collections', 'Collections'),
      link('http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes', '/ogc/tileMatrixSets', 'Tile matrix sets'),
    ],
  }
}

export type Extent = readonly [number, number, number, number]

/** `systems` only in the list of collections, where each collection points. */
export function collections(
  layers: readonly { layer: Layer; extent: Extent }[],
  systems: readonly Crs[],
  origin: string,
) {
  return {
    links: [{ rel: 'self', type: json, href: `${origin}/ogc/collections` }],
    crs: [crs84.uri, ...systems.map(({ uri }) => uri)],
    collections: layers.map(({ layer, extent }) => collection(layer, extent, origin)),
  }
}

export function collection(layer: Layer, extent: Extent, origin: string) {
  const self = `${origin}/ogc/collections/${layer.name}`
  const links: Link[] = [
    { rel: 'self', type: json, href: self },
    { rel: 'items', type: 'application/geo+json', href: `${self}/items`, title: `${layer.titleZh} / ${layer.titleEn}` },
    {
      rel: 'http://www.opengis.net/def/rel/ogc/1.0/queryables',
      type: 'application/schema+json',
      href: `${self}/queryables`,
    },
    { rel: 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector', type: json, href: `${self}/tiles` },
  ]
  return {
    id: layer.name,
    title: `${layer.titleZh} / ${layer.titleEn}`,
    description: `${layer.titleZh} / ${layer.titleEn}`,
    itemType: 'feature',
    extent: { spatial: { bbox: [extent], crs: crs84.uri } },
    crs: [crs84.uri, '#/crs'],
    storageCrs: crs84.uri,
    links,
  }
}
