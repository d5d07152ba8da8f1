import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import VectorLayer from 'ol/layer/Vector.js'
import OlMap from 'ol/Map.js'
import VectorSource from 'ol/source/Vector.js'
import Circle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import View from 'ol/View.js'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { RegionLayers } from '../map/base-layers.ts'
import { readPalette } from '../map/palette.ts'
import { onTheme, shownTheme } from '../theme.ts'

const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

/** The old shape dashed in red, the new one full in green: told apart by line as well as by hue. */
export function DiffMap({ before, after }: { before: object | null; after: object | null }) {
  const { t } = useText()
  const target = useRef<HTMLDivElement>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens inside
  useEffect(() => {
    if (!target.current) return
    const palette = readPalette()
    const regions = new RegionLayers()
    const source = new VectorSource<Feature<OlGeometry>>()
    for (const [shape, style] of [
      [before, lookOf('#d1353c', [8, 6])],
      [after, lookOf(palette.accent)],
    ] as const) {
      if (!shape) continue
      const feature = new Feature<OlGeometry>({ geometry: format.readGeometry(shape) ?? undefined })
      feature.setStyle(style)
      source.addFeature(feature)
    }
    const map = new OlMap({
      target: target.current,
      controls: [],
      layers: [...regions.layers, new VectorLayer({ source, zIndex: 30 })],
      view: new View({ center: [0, 0], zoom: 15, maxZoom: 20, enableRotation: false }),
    })
    regions.setTheme(palette, (resolution) => map.getView().getZoomForResolution(resolution) ?? 0)
    const extent = source.getExtent()
    if (extent?.every(Number.isFinite)) map.getView().fit(extent, { padding: [40, 40, 40, 40], maxZoom: 17 })
    return () => {
      map.setTarget(undefined)
      map.dispose()
    }
  }, [before, after, theme])
  return (
    <figure className="diff-map">
      <div ref={target} role="img" aria-label={t('diff.map')} />
      <figcaption>
        {before && <span className="diff-before">{t('diff.before')}</span>}
        {after && <span className="diff-after">{t('diff.after')}</span>}
      </figcaption>
    </figure>
  )
}

const lookOf = (color: string, lineDash?: number[]): Style =>
  new Style({
    fill: new Fill({ color: `${color}22` }),
    stroke: new Stroke({ color, width: 3, ...(lineDash ? { lineDash } : {}) }),
    image: new Circle({
      radius: 8,
      fill: new Fill({ color: `${color}55` }),
      stroke: new Stroke({ color, width: 3, ...(lineDash ? { lineDash: [3, 3] } : {}) }),
    }),
  })
