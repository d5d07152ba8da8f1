import GeoJSONVT from 'geojson-vt'
import type { FeatureLike } from 'ol/Feature.js'
import RenderFeature from 'ol/render/Feature.js'
import VectorTileSource from 'ol/source/VectorTile.js'
import { createXYZ } from 'ol/tilegrid.js'
import type VectorTile from 'ol/VectorTile.js'
import type { Level } from './use-indoor.ts'

const tileExtent = 4096
const mostZoom = 20

/** A floor cut into tiles in the browser: units and openings, whatever their number, cost what is on the screen. */
export function floorSource({ units, openings }: Level): VectorTileSource {
  const index = new GeoJSONVT(
    {
      type: 'FeatureCollection',
      features: [
        ...units.features.map(({ id, geometry, properties: { category, reached } }) => ({
          type: 'Feature' as const,
          geometry,
          properties: { part: 'unit', unitId: id, category, reached },
        })),
        ...openings.features.map(({ geometry, properties: { kind, entrance } }) => ({
          type: 'Feature' as const,
          geometry,
          properties: { part: 'opening', kind, entrance },
        })),
      ],
    },
    { maxZoom: mostZoom, indexMaxZoom: 16, extent: tileExtent, buffer: 128, tolerance: 1 },
  )
  const tileGrid = createXYZ({ tileSize: 512, maxZoom: mostZoom })
  return new VectorTileSource({
    tileGrid,
    transition: 0,
    tileUrlFunction: ([z, x, y]) => `${z}/${x}/${y}`,
    tileLoadFunction: (tile) => {
      const vectorTile = tile as VectorTile<RenderFeature>
      const [z, x, y] = vectorTile.getTileCoord() as [number, number, number]
      const [minX, , maxX, maxY] = tileGrid.getTileCoordExtent([z, x, y]) as [number, number, number, number]
      const scale = (maxX - minX) / tileExtent
      const place = ([px, py]: [number, number]): [number, number] => [minX + px * scale, maxY - py * scale]
      vectorTile.setLoader(() => {
        const features = (index.getTile(z, x, y)?.features ?? []).flatMap((feature) =>
          feature.type === 1 ? [] : [rendered(feature.type, feature.geometry, place, feature.tags ?? {})],
        )
        vectorTile.setFeatures(features)
      })
    },
  })
}

function rendered(
  type: 2 | 3,
  rings: [number, number][][],
  place: (point: [number, number]) => [number, number],
  properties: Record<string, unknown>,
): RenderFeature {
  const coordinates: number[] = []
  const ends: number[] = []
  for (const ring of rings) {
    for (const point of ring) coordinates.push(...place(point))
    ends.push(coordinates.length)
  }
  return new RenderFeature(type === 3 ? 'Polygon' : 'MultiLineString', coordinates, ends, 2, properties, undefined)
}

export const unitIdOf = (feature: FeatureLike): number => Number(feature.get('unitId') ?? 0)
