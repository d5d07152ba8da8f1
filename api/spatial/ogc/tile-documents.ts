import type { Layer } from '../layers.ts'

/** OGC API – Tiles metadata over the tile server under /tiles. Pure. */

const matrixSet = 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad'
const mercator = 'http://www.opengis.net/def/crs/EPSG/0/3857'
const mvt = 'application/vnd.mapbox-vector-tile'
const halfWorldMetres = 20037508.342789244

export function tileSets(layer: Layer, origin: string) {
  return {
    links: [{ rel: 'self', type: 'application/json', href: `${origin}/ogc/collections/${layer.name}/tiles` }],
    tilesets: [summary(layer, origin)],
  }
}

export function tileSet(layer: Layer, origin: string) {
  const { links, ...rest } = summary(layer, origin)
  return {
    ...rest,
    description: `${layer.titleZh} / ${layer.titleEn}`,
    tileMatrixSetURI: matrixSet,
    tileMatrixSetLimits: Array.from({ length: layer.maxZoom - layer.minZoom + 1 }, (_, index) => {
      const zoom = layer.minZoom + index
      const last = 2 ** zoom - 1
      return { tileMatrix: String(zoom), minTileRow: 0, maxTileRow: last, minTileCol: 0, maxTileCol: last }
    }),
    layers: [
      {
        id: layer.name,
        title: `${layer.titleZh} / ${layer.titleEn}`,
        dataType: 'vector',
        minTileMatrix: String(layer.minZoom),
        maxTileMatrix: String(layer.maxZoom),
        propertiesSchema: {
          properties: Object.fromEntries(
            Object.entries(layer.fields).map(([name, { description }]) => [name, { description }]),
          ),
        },
      },
    ],
    links: [
      ...links,
      {
        rel: 'item',
        type: mvt,
        templated: true,
        href: `${origin}/tiles/${layer.name}/{tileMatrix}/{tileCol}/{tileRow}.mvt`,
        title: 'Tiles',
      },
      { rel: 'describedby', type: 'application/json', href: `${origin}/tiles/${layer.name}.json`, title: 'TileJSON' },
      {
        rel: 'http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme',
        type: 'application/json',
        href: `${origin}/ogc/tileMatrixSets/WebMercatorQuad`,
      },
    ],
  }
}

function summary(layer: Layer, origin: string) {
  const collection = `${origin}/ogc/collections/${layer.name}`
  return {
    title: `${layer.titleZh} / ${layer.titleEn}`,
    dataType: 'vector',
    crs: mercator,
    tileMatrixSetId: 'WebMercatorQuad',
    tileMatrixSetURI: matrixSet,
    links: [
      { rel: 'self', type: 'application/json', href: `${collection}/tiles/WebMercatorQuad` },
      { rel: 'http://www.opengis.net/def/rel/ogc/1.0/geodata', type: 'application/json', href: collection },
    ],
  }
}

export const tileMatrixSets = (origin: string) => ({
  tileMatrixSets: [
    {
      id: 'WebMercatorQuad',
      title: 'Google Maps Compatible for the World',
      uri: matrixSet,
      crs: mercator,
      links: [{ rel: 'self', type: 'application/json', href: `${origin}/ogc/tileMatrixSets/WebMercatorQuad` }],
    },
  ],
})

/** As OGC 17-083r4, annex D, defines it. */
export const webMercatorQuad = {
  id: 'WebMercatorQuad',
  title: 'Google Maps Compatible for the World',
  uri: matrixSet,
  crs: mercator,
  orderedAxes: ['X', 'Y'],
  wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible',
  tileMatrices: Array.from({ length: 25 }, (_, zoom) => {
    const cellSize = (2 * halfWorldMetres) / 256 / 2 ** zoom
    return {
      id: String(zoom),
      scaleDenominator: cellSize / 0.00028,
      cellSize,
      pointOfOrigin: [-halfWorldMetres, halfWorldMetres],
      tileWidth: 256,
      tileHeight: 256,
      matrixWidth: 2 ** zoom,
      matrixHeight: 2 ** zoom,
    }
  }),
}
