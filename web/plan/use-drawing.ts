import type { MultiPolygon, Point, Polygon } from 'geojson'
import GeoJSON from 'ol/format/GeoJSON.js'
import Draw from 'ol/interaction/Draw.js'
import type OlMap from 'ol/Map.js'
import { type RefObject, useEffect, useRef } from 'react'

export type Drawn = Point | Polygon | MultiPolygon

/** Lets the map be drawn on: a point by one tap, an area by taps that end with a double one. Null draws nothing. */
export function useDrawing(
  map: RefObject<OlMap | null>,
  mode: 'Point' | 'Polygon' | null,
  onDrawn: (shape: Drawn) => void,
) {
  const latest = useRef(onDrawn)
  latest.current = onDrawn
  useEffect(() => {
    const on = map.current
    if (!on || !mode) return
    const draw = new Draw({ type: mode })
    const format = new GeoJSON({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857', decimals: 6 } as object)
    draw.on('drawend', ({ feature }) => {
      const shape = format.writeGeometryObject(feature.getGeometry()!, { decimals: 6 })
      latest.current(shape as Drawn)
    })
    on.addInteraction(draw)
    return () => {
      on.removeInteraction(draw)
      draw.dispose()
    }
  }, [map, mode])
}
