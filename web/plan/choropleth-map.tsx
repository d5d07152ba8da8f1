import type { Geometry } from 'geojson'
import Feature, { type FeatureLike } from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import MVT from 'ol/format/MVT.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import VectorTileLayer from 'ol/layer/VectorTile.js'
import OlMap from 'ol/Map.js'
import Overlay from 'ol/Overlay.js'
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import VectorTileSource from 'ol/source/VectorTile.js'
import CircleStyle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { createXYZ } from 'ol/tilegrid.js'
import View from 'ol/View.js'
import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Regions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { readPalette } from '../map/palette.ts'
import { shortRegionName } from '../map/region-words.ts'
import { onTheme, shownTheme } from '../theme.ts'

import type { Hexagon } from './county-cells.tsx'

export interface Dot {
  lon: number
  lat: number
  colour: string
  radius: number
  label: string
  /** Written into the dot. */
  text?: string
}

interface Props {
  /** Colour by code, of any level; regions without one are only outlined. */
  colours: ReadonlyMap<string, string>
  /** What the pointer is told about a region. */
  words: (code: string) => string | null
  regions: Regions | undefined
  /** Region that fills the map; null all. */
  within: string | null
  dots: readonly Dot[]
  onPick: (code: string) => void
  /** Where nothing is picked by region: the position that was tapped. */
  onPoint?: (lon: number, lat: number) => void
  /** Areas on top: drawn ones, catchments. WGS84. */
  areas?: readonly Geometry[]
  /** Cells of people, coloured by class. */
  hexagons?: readonly Hexagon[]
  /** The registry's places as small points, from the zoom where one sees towns. */
  showsPlaces?: boolean
  mapRef: RefObject<OlMap | null>
}

/** Regions in the colours of their classes, on the tiles of the product's own regions. */
export function ChoroplethMap({
  colours,
  words,
  regions,
  within,
  dots,
  areas = noAreas,
  hexagons = noHexagons,
  showsPlaces = false,
  onPick,
  onPoint,
  mapRef,
}: Props) {
  const { t, language } = useText()
  const target = useRef<HTMLDivElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const latest = useRef({ words, onPick, onPoint, colours })
  latest.current = { words, onPick, onPoint, colours }
  const parts = useRef<ReturnType<typeof makeMap> | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told by the effects below
  useEffect(() => {
    const made = makeMap(target.current!, tip.current!, () => latest.current)
    parts.current = made
    mapRef.current = made.map
    return () => {
      parts.current = null
      mapRef.current = null
      made.map.setTarget(undefined)
      made.map.dispose()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens inside
  useEffect(() => {
    const palette = readPalette()
    parts.current?.land.setBackground(palette.outside)
    parts.current?.land.setStyle(landStyle(colours, palette, within))
    // Benches wait for it.
    if (colours.size > 0) parts.current?.map.once('rendercomplete', () => performance.mark('regions-coloured'))
  }, [colours, theme, within])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens inside
  useEffect(() => {
    if (!regions) return
    const palette = readPalette()
    const names = parts.current!.names.getSource()!
    names.clear()
    names.addFeatures(
      namedOn(regions, colours, within).map((region) => {
        const feature = new Feature(new Point(fromLonLat(region.labelPoint)))
        const text = shortRegionName(language, region)
        feature.setStyle(
          new Style({
            text: new Text({
              text,
              font: `600 12px ${getComputedStyle(document.body).fontFamily}`,
              fill: new Fill({ color: palette.label }),
              stroke: new Stroke({ color: palette.halo, width: 3 }),
            }),
          }),
        )
        return feature
      }),
    )
  }, [regions, colours, within, language, theme])

  useEffect(() => {
    if (!regions) return
    const boxes = regions.filter(({ code, level: of }) => (within ? code === within : of === 'province'))
    if (boxes.length === 0) return
    const extent = [0, 1, 2, 3].map((side) =>
      Math[side < 2 ? 'min' : 'max'](...boxes.map(({ bbox }) => bbox[side as 0 | 1 | 2 | 3])),
    )
    parts.current?.map.getView().fit(transformExtent(extent, 'EPSG:4326', 'EPSG:3857'), { padding: [24, 24, 24, 24] })
  }, [regions, within])

  useEffect(() => {
    const source = parts.current!.dots.getSource()!
    source.clear()
    source.addFeatures(
      dots.map(({ lon, lat, colour, radius, label, text }) => {
        const feature = new Feature({ geometry: new Point(fromLonLat([lon, lat])), label })
        const fill = new Fill({ color: colour })
        const stroke = new Stroke({ color: 'rgba(20, 33, 31, 0.55)', width: 0.7 })
        const image = new CircleStyle({ radius, fill, stroke })
        feature.setStyle(
          new Style({ image, ...(text ? { text: new Text({ text, font: '600 11px sans-serif', fill: white }) } : {}) }),
        )
        return feature
      }),
    )
  }, [dots])

  useEffect(() => {
    const source = parts.current!.cells.getSource()!
    source.clear()
    source.addFeatures(
      hexagons.map(({ shape, colour, label }) => {
        const feature = new Feature({ geometry: geoJson.readGeometry(shape) ?? undefined, label })
        feature.setStyle(new Style({ fill: new Fill({ color: `${colour}e0` }), stroke: cellEdge }))
        return feature
      }),
    )
  }, [hexagons])

  useEffect(() => parts.current?.places.setVisible(showsPlaces), [showsPlaces])

  useEffect(() => {
    const source = parts.current!.areas.getSource()!
    source.clear()
    source.addFeatures(areas.map((area) => new Feature(geoJson.readGeometry(area) ?? undefined)))
    const extent = source.getExtent()
    if (areas.length > 0 && extent) parts.current!.map.getView().fit(extent, { padding: [48, 48, 48, 48], maxZoom: 14 })
  }, [areas])

  return (
    <div className="plan-map">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the map takes arrow keys */}
      <div ref={target} className="plan-map-canvas" role="application" aria-label={t('plan.map')} tabIndex={0} />
      <div ref={tip} className="plan-tip" role="status" />
    </div>
  )
}

const geoJson = new GeoJSON<Feature>({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' })
const cellEdge = new Stroke({ color: 'rgba(20, 33, 31, 0.35)', width: 0.8 })
const placeDot = new Style({
  image: new CircleStyle({
    radius: 3,
    fill: new Fill({ color: '#5b7f78' }),
    stroke: new Stroke({ color: '#ffffff', width: 1 }),
  }),
})
const white = new Fill({ color: '#ffffff' })
const noHexagons: readonly Hexagon[] = []
const noAreas: readonly Geometry[] = []

/** Names of what is coloured; all counties at once would be too many, so their province is named where it has no prefectures. */
function namedOn(regions: Regions, colours: ReadonlyMap<string, string>, within: string | null): Regions {
  const coloured = regions.filter(({ code }) => colours.has(code))
  if (within) return coloured
  const parents = new Set(coloured.flatMap(({ level, parentCode }) => (level === 'county' ? [parentCode] : [])))
  return regions.filter(
    ({ code, level }) =>
      (level !== 'county' && (colours.has(code) || parents.has(code))) || (level === 'province' && colours.size === 0),
  )
}

function makeMap(
  target: HTMLElement,
  tip: HTMLElement,
  now: () => Pick<Props, 'words' | 'onPick' | 'onPoint' | 'colours'>,
) {
  const land = new VectorTileLayer({
    // Low tiles leave the counties out, and a view of two provinces is a dozen of these.
    source: new VectorTileSource({
      format: new MVT(),
      url: '/tiles/regions/{z}/{x}/{y}.mvt',
      tileGrid: createXYZ({ tileSize: 512, minZoom: 7, maxZoom: 12 }),
      transition: 0,
    }),
    zIndex: 0,
  })
  const areas = new VectorLayer({
    source: new VectorSource(),
    style: new Style({
      fill: new Fill({ color: 'rgba(11, 143, 111, 0.16)' }),
      stroke: new Stroke({ color: '#0b8f6f', width: 2.5 }),
    }),
    zIndex: 4,
  })
  const cells = new VectorLayer({ source: new VectorSource(), zIndex: 3 })
  const places = new VectorTileLayer({
    source: new VectorTileSource({
      format: new MVT(),
      url: '/tiles/places/{z}/{x}/{y}.mvt',
      tileGrid: createXYZ({ tileSize: 512, minZoom: 10, maxZoom: 14 }),
      transition: 0,
    }),
    style: placeDot,
    minZoom: 9.5,
    visible: false,
    zIndex: 3,
  })
  const dots = new VectorLayer({ source: new VectorSource(), zIndex: 5 })
  const names = new VectorLayer({ source: new VectorSource(), declutter: true, zIndex: 6 })
  const map = new OlMap({
    target,
    controls: [],
    layers: [land, cells, places, areas, dots, names],
    view: new View({ center: fromLonLat([104.5, 30.3]), zoom: 6.2, minZoom: 4, maxZoom: 15, enableRotation: false }),
  })
  const overlay = new Overlay({ element: tip, offset: [14, 14], stopEvent: false })
  map.addOverlay(overlay)
  const codeAt = (pixel: number[]): string | undefined =>
    map
      .getFeaturesAtPixel(pixel, { layerFilter: (layer) => layer === land })
      .map((feature) => String(feature.get('code')))
      .find((code) => now().colours.has(code))
  map.on('pointermove', ({ pixel, coordinate, dragging }) => {
    if (dragging) return
    const dot = map.getFeaturesAtPixel(pixel, { layerFilter: (layer) => layer === dots || layer === cells })[0]
    const code = codeAt(pixel)
    const said = dot ? String(dot.get('label')) : code ? now().words(code) : null
    tip.textContent = said ?? ''
    overlay.setPosition(said ? coordinate : undefined)
    target.style.cursor = code ? 'pointer' : ''
  })
  map.on('click', ({ pixel, coordinate }) => {
    const point = now().onPoint
    if (point) {
      const [lon, lat] = toLonLat(coordinate) as [number, number]
      return point(Number(lon.toFixed(6)), Number(lat.toFixed(6)))
    }
    const code = codeAt(pixel)
    if (code) now().onPick(code)
  })
  return { map, land, cells, places, areas, dots, names }
}

function landStyle(
  colours: ReadonlyMap<string, string>,
  palette: ReturnType<typeof readPalette>,
  within: string | null,
) {
  const line = (color: string, width: number) => new Stroke({ color, width, lineJoin: 'round' })
  const fills = new Map([...new Set(colours.values())].map((colour) => [colour, new Fill({ color: colour })]))
  const base = new Fill({ color: palette.land[0]! })
  const borders = {
    province: new Style({ stroke: line(palette.province, 1.8), zIndex: 6 }),
    prefecture: new Style({ stroke: line(palette.prefecture, 1.1), zIndex: 5 }),
    county: new Style({ stroke: line(palette.county, 0.6), zIndex: 4 }),
  }
  return (feature: FeatureLike): Style[] => {
    const of = feature.get('level') as keyof typeof borders
    const styles = [borders[of]]
    if (of === 'province') styles.push(new Style({ fill: base, zIndex: 0 }))
    const colour = colours.get(String(feature.get('code')))
    if (colour) styles.push(new Style({ fill: fills.get(colour)!, zIndex: 2 }))
    if (within && feature.get('code') === within)
      styles.push(new Style({ stroke: line(palette.accent, 2.4), zIndex: 8 }))
    return styles
  }
}
