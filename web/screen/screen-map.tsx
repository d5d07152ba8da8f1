import Feature from 'ol/Feature.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import OlMap from 'ol/Map.js'
import { fromLonLat, transformExtent } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import CircleStyle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import View from 'ol/View.js'
import { useEffect, useRef } from 'react'
import type { Regions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { RegionLayers } from '../map/base-layers.ts'
import { readPalette } from '../map/palette.ts'
import { shortRegionName } from '../map/region-words.ts'

interface Props {
  regions: Regions | undefined
  /** Visits of today by region. */
  visits: ReadonlyMap<string, number>
}

/** The two provinces with a disc for the visits of each prefecture. Features are kept and only restyled. */
export function ScreenMap({ regions, visits }: Props) {
  const { t, language } = useText()
  const target = useRef<HTMLDivElement>(null)
  const discs = useRef(new VectorSource<Feature<Point>>())
  useEffect(() => {
    const layers = new RegionLayers()
    const map = new OlMap({
      target: target.current!,
      controls: [],
      interactions: [],
      layers: [...layers.layers, new VectorLayer({ source: discs.current, zIndex: 9, declutter: true })],
      view: new View({ center: fromLonLat([104.3, 30.2]), zoom: 6, enableRotation: false }),
    })
    layers.setTheme(readPalette(target.current!), (resolution) => map.getView().getZoomForResolution(resolution) ?? 0)
    const fillView = () => map.getView().fit(transformExtent([97.4, 26, 110.2, 34.3], 'EPSG:4326', 'EPSG:3857'))
    fillView()
    const watch = new ResizeObserver(() => {
      map.updateSize()
      fillView()
    })
    watch.observe(target.current!)
    return () => {
      watch.disconnect()
      map.setTarget(undefined)
      map.dispose()
    }
  }, [])
  useEffect(() => {
    const most = Math.max(1, ...visits.values())
    for (const region of regions ?? []) {
      const count = visits.get(region.code)
      let feature = discs.current.getFeatureById(region.code)
      if (count === undefined) {
        if (feature) discs.current.removeFeature(feature)
        continue
      }
      if (!feature) {
        feature = new Feature(new Point(fromLonLat(region.labelPoint)))
        feature.setId(region.code)
        discs.current.addFeature(feature)
      }
      feature.setStyle(discStyle(shortRegionName(language, region), count / most))
    }
  }, [regions, visits, language])
  return <div ref={target} className="screen-map" role="img" aria-label={t('screen.map')} />
}

const discStyle = (name: string, share: number): Style =>
  new Style({
    image: new CircleStyle({
      radius: 6 + 24 * Math.sqrt(share),
      fill: new Fill({ color: 'rgba(60, 201, 163, 0.55)' }),
      stroke: new Stroke({ color: '#8ff0d4', width: 1.5 }),
    }),
    text: new Text({
      text: name,
      font: '600 19px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
      overflow: true,
      fill: new Fill({ color: '#f2fbf8' }),
      stroke: new Stroke({ color: '#0b1716', width: 4 }),
    }),
  })
