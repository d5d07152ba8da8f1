import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { PlaceTypes, Regions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { hoveredPlace, onHover } from '../state/hover.ts'
import type { MapView } from '../state/map-state.ts'
import { onTheme, shownTheme } from '../theme.ts'
import { AtlasMap, type MapEvents, type Padding } from './atlas-map.ts'
import { whenGlyphsArrive } from './glyphs.ts'
import { mapTheme } from './mark-look.ts'

interface Props {
  /** Where to start; the map is made when this is known, and moves by its own methods from then on. */
  startView: MapView | null
  events: MapEvents
  types: PlaceTypes | undefined
  regions: Regions | undefined
  padding: Padding
  selectedId: number | null
  mapRef: RefObject<AtlasMap | null>
  onReady(map: AtlasMap): void
}

/** The map's element: makes the map once and keeps theme, words, names and emphasis in step with the page. */
export function MapCanvas({ startView, events, types, regions, padding, selectedId, mapRef, onReady }: Props) {
  const { language, t } = useText()
  const target = useRef<HTMLDivElement>(null)
  const latest = useRef(events)
  latest.current = events
  const [map, setMap] = useState<AtlasMap | null>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const started = startView !== null

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told by the effects below
  useEffect(() => {
    if (!started || !target.current) return
    const made = new AtlasMap(target.current, startView, padding, mapTheme(types, language, t), {
      onView: (...args) => latest.current.onView(...args),
      onMark: (...args) => latest.current.onMark(...args),
      onHover: (...args) => latest.current.onHover(...args),
      onEmpty: (...args) => latest.current.onEmpty(...args),
      onLongPress: (...args) => latest.current.onLongPress(...args),
      onMarks: (...args) => latest.current.onMarks(...args),
    })
    mapRef.current = made
    setMap(made)
    onReady(made)
    return () => {
      mapRef.current = null
      setMap(null)
      made.destroy()
    }
  }, [started])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens inside
  useEffect(() => {
    map?.setTheme(mapTheme(types, language, t))
  }, [map, types, language, t, theme])

  useEffect(() => {
    if (map && regions) map.setRegionLabels(regions)
  }, [map, regions])

  const { top, right, bottom, left } = padding
  useEffect(() => {
    map?.setPadding({ top, right, bottom, left })
  }, [map, top, right, bottom, left])

  useEffect(() => {
    if (!map) return
    const emphasise = (): void => map.emphasise(hoveredPlace(), selectedId)
    emphasise()
    whenGlyphsArrive(() => map.redrawMarks())
    return onHover(emphasise)
  }, [map, selectedId])

  return (
    <section
      ref={target}
      className="map-canvas"
      aria-label={t('map.label')}
      // The map takes the keyboard: arrows pan, plus and minus zoom.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is interactive by the map engine's own listeners
      tabIndex={0}
    />
  )
}
