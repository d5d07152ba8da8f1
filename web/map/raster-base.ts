import TileLayer from 'ol/layer/Tile.js'
import XYZ from 'ol/source/XYZ.js'
import type { ReplyOf } from '../api.ts'

type BaseMap = ReplyOf<'clientConfig'>['baseMaps'][number]

/** Four servers is what the common templates share: Tianditu answers to 0–7, AMap to 1–4. */
const serverOf = (x: number, y: number): number => 1 + ((x + y) % 4)

/** A configured base map as a layer; loaded only when somebody chooses one. Shifted datums are warped into place. */
export async function rasterBase(map: BaseMap, dark: boolean): Promise<TileLayer> {
  const template = (dark && map.darkUrl) || map.url
  const projection =
    map.datum === 'WGS84' ? 'EPSG:3857' : (await import('./gcj02-projection.ts')).shiftedMercator(map.datum)
  return new TileLayer({
    zIndex: -1,
    source: new XYZ({
      projection,
      attributions: map.attribution,
      minZoom: map.minZoom,
      maxZoom: map.maxZoom,
      tileSize: map.tileSize,
      crossOrigin: 'anonymous',
      tileUrlFunction: ([z, x, y]) =>
        template
          .replace('{z}', String(z))
          .replace('{x}', String(x))
          .replace('{y}', String(y))
          .replace('{s}', String(serverOf(x!, y!))),
    }),
  })
}
