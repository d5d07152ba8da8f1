import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import {
  type Bounds,
  type PlaceRow,
  useConfig,
  useMarkers,
  usePlace,
  usePlaceTypes,
  useRegion,
  useRegions,
} from './client/queries.ts'
import { useResults } from './client/use-results.ts'
import { nameIn } from './i18n/language.ts'
import { useText } from './i18n/use-text.tsx'
import type { AtlasMap } from './map/atlas-map.ts'
import type { Mark } from './map/gather-marks.ts'
import { MapCanvas } from './map/map-canvas.tsx'
import { markerMark, placeMark } from './map/place-mark.ts'
import { viewOfBounds } from './map/start-view.ts'
import { useLiveTiles } from './map/use-live-tiles.ts'
import { useRasterBase } from './map/use-raster-base.ts'
import { StaleBanner } from './offline/stale-banner.tsx'
import { FilterChips } from './panel/filter-chips.tsx'
import { FilterPanel } from './panel/filter-panel.tsx'
import { LayerPanel } from './panel/layer-panel.tsx'
import { MapControls } from './panel/map-controls.tsx'
import type { Directions } from './panel/navigate.tsx'
import { NearHead } from './panel/near-head.tsx'
import { PlacePanel } from './panel/place-panel.tsx'
import { RegionPicker } from './panel/region-picker.tsx'
import { ListHead, ResultsList } from './panel/results-list.tsx'
import { SearchBox, type Suggestion } from './panel/search-box.tsx'
import { SidePanel } from './panel/side-panel.tsx'
import { type Position, usePosition } from './panel/use-position.ts'
import { WherePanel } from './panel/where-panel.tsx'
import { tileQuery, tilesKnow } from './state/filter-query.ts'
import { hoverPlace } from './state/hover.ts'
import { useMapState } from './state/use-map-state.tsx'
import { Icon } from './ui/icon.tsx'
import { peekPixels, type SheetHeight } from './ui/sheet-rules.ts'
import { phoneQuery, useMedia } from './ui/use-media.ts'
import { useNow } from './ui/use-now.ts'

type Part = 'list' | 'filters' | 'regions' | 'where'

/** Shown until the server says what the registry covers, and when it does not answer. */
const fallbackExtent = [97.3, 26, 110.2, 34.3]
const sidePixels = 400
const edge = 12

/** The map of citizens: state in the address, the map on one side, list, place and pickers on the other. */
export function MapPage() {
  const { language, t } = useText()
  const [state, actions] = useMapState()
  const phone = useMedia(phoneQuery)
  const now = useNow()
  const types = usePlaceTypes().data
  const regions = useRegions().data
  const config = useConfig()
  const [part, setPart] = useState<Part>('list')
  const [layersOpen, setLayersOpen] = useState(false)
  const [picking, setPicking] = useState(false)
  const [height, setHeight] = useState<SheetHeight>(state.placeId === null ? 'peek' : 'half')
  const [bounds, setBounds] = useState<Bounds | null>(null)
  const [here, setHere] = useState<Position | null>(null)
  const [originName, setOriginName] = useState('')
  const [tilesFailed, setTilesFailed] = useState(false)
  const [map, setMap] = useState<AtlasMap | null>(null)
  const mapRef = useRef<AtlasMap | null>(null)
  useLiveTiles(map)
  useRasterBase(map, config.data, state.base)

  const results = useResults(state, types?.types, bounds)
  const { data: selected, isError: selectedFailed } = usePlace(state.placeId)
  const region = useRegion(state.region).data
  const onTiles = tilesKnow(state.filters)
  const markers = useMarkers(state, types?.types, bounds, state.view?.zoom ?? 6, !onTiles && state.q === '')

  const padding = phone
    ? { top: 108, right: 0, bottom: height === 'peek' ? peekPixels : Math.round(innerHeight * 0.5), left: 0 }
    : { top: 0, right: 0, bottom: 0, left: sidePixels + edge * 2 }

  const ready = config.data !== undefined || config.isError
  const startView = useMemo(() => {
    if (state.view) return state.view
    // A link to a place opens at the place at once.
    if (selected) return { lon: selected.location[0], lat: selected.location[1], zoom: 15 }
    if (!ready || (state.placeId !== null && !selectedFailed)) return null
    const size = phone ? [innerWidth - 36, innerHeight - 260] : [innerWidth - sidePixels - 100, innerHeight - 80]
    return viewOfBounds(config.data?.extent ?? fallbackExtent, size[0]!, size[1]!)
  }, [state.view, state.placeId, selected, selectedFailed, ready, config.data, phone])

  // ── the map follows the state ──────────────────────────────────────────────
  const query = types ? tileQuery(state, types.types) : null
  useEffect(() => {
    if (map && query !== null) map.setTileQuery(query)
  }, [map, query])

  const shownMarks = useMemo((): Mark[] | null => {
    if (state.q !== '' && !state.near) return results.rows.map(({ place }) => placeMark(place))
    if (!onTiles) return markers.data?.markers.map(markerMark) ?? []
    return null
  }, [state.q, state.near, onTiles, results.rows, markers.data])
  useEffect(() => map?.showMarks(shownMarks), [map, shownMarks])

  const extraMarks = useMemo(() => {
    const ranked = state.near ? results.rows.map(({ place, rank }) => placeMark(place, rank)) : []
    if (!selected || ranked.some((mark) => mark.place?.id === selected.id)) return ranked
    const type = types?.types.find(({ code }) => code === selected.type)
    return [...ranked, placeMark({ ...(selected as unknown as PlaceRow), category: type?.category ?? '' })]
  }, [state.near, results.rows, selected, types])
  useEffect(() => map?.setExtraMarks(extraMarks), [map, extraMarks])

  useEffect(() => {
    if (!map) return
    const category = types?.types.find(({ code }) => code === selected?.type)?.category
    const colour = types?.categories.find(({ code }) => code === category)?.colour ?? '#0b8f6f'
    map.overlay.showPlace(selected ? (selected.geometry as { type: string; coordinates: unknown }) : null, colour)
    if (selected) map.reveal(...selected.location, 14)
  }, [map, selected, types])

  const shownRegion = useRef(state.view ? state.region : null)
  useEffect(() => {
    if (!map) return
    map.overlay.showRegion((region?.geometry as { type: string; coordinates: unknown } | null | undefined) ?? null)
  }, [map, region])
  // Name and bounds are known from the list of regions at once; the outline follows.
  const chosenRegion = regions?.find(({ code }) => code === state.region)
  useEffect(() => {
    if (!map) return
    if (chosenRegion && shownRegion.current !== chosenRegion.code) map.fit(chosenRegion.bbox)
    if (chosenRegion || state.region === null) shownRegion.current = state.region
  }, [map, chosenRegion, state.region])

  // A new search brings its finds into view once; paging and filters leave the map alone.
  const fitted = useRef(state.view ? state.q : '')
  useEffect(() => {
    if (!map || state.q === '' || results.stale || results.rows.length === 0 || fitted.current === state.q) return
    fitted.current = state.q
    map.fit(boundsOf(results.rows.slice(0, 12).map(({ place }) => place.location)), 15)
  }, [map, state.q, results.stale, results.rows])

  const origin = state.near ?? here
  useEffect(() => {
    map?.overlay.showHere(origin, here && origin && near(here, origin) ? here.accuracyMetres : 0)
  }, [map, origin, here])

  // ── people act ─────────────────────────────────────────────────────────────
  const rankFrom = useCallback(
    (point: { lon: number; lat: number }, name: string) => {
      setOriginName(name)
      setPart('list')
      setPicking(false)
      setHeight('half')
      actions.change({ near: { lon: point.lon, lat: point.lat }, q: '', placeId: null }, 'push')
      mapRef.current?.flyTo(point.lon, point.lat, Math.max(13.5, mapRef.current.view().zoom))
    },
    [actions],
  )
  const onFound = useCallback(
    (position: Position) => {
      setHere(position)
      rankFrom(position, t('near.myPosition'))
    },
    [rankFrom, t],
  )
  const position = usePosition(onFound)
  const openWhere = useCallback(() => {
    setPart('where')
    setHeight('half')
  }, [])
  const { problem } = position
  useEffect(() => {
    if (problem) openWhere()
  }, [problem, openWhere])

  const choose = (suggestion: Suggestion): void => {
    setPart('list')
    if (suggestion.kind === 'place') {
      if (suggestion.location) mapRef.current?.flyTo(...suggestion.location, 15)
      setHeight('half')
      actions.openPlace(Number(suggestion.code))
    } else if (suggestion.kind === 'region') actions.change({ region: suggestion.code, q: '', placeId: null }, 'push')
    else {
      const patch = suggestion.kind === 'type' ? { types: [suggestion.code] } : { sports: [suggestion.code] }
      actions.change({ filters: { ...state.filters, ...patch }, q: '', placeId: null }, 'push')
      setHeight('half')
    }
  }
  const search = (q: string): void => {
    setPart('list')
    if (q !== '') setHeight('half')
    if (q !== state.q) actions.change({ q, placeId: null, near: null }, q === '' ? 'replace' : 'push')
  }
  const openPlace = (id: number): void => {
    actions.openPlace(id)
    setPart('list')
    setHeight('half')
  }

  const onMark = (mark: Mark, point: { lon: number; lat: number }): void => {
    if (picking) rankFrom(point, t('near.mapPoint'))
    else if (mark.place) openPlace(mark.place.id)
    // Places on one spot cannot be parted by zooming: the list names them.
    else if (!mapRef.current?.zoomInto(mark)) setHeight('half')
  }

  useEscape(() => {
    if (picking) setPicking(false)
    else if (layersOpen) setLayersOpen(false)
    else if (part !== 'list') setPart('list')
    else if (state.placeId !== null) actions.closePlace()
  })

  const onDirections = useCallback((directions: Directions | null) => {
    mapRef.current?.overlay.showRoute(directions?.geometry ?? null, directions?.kind ?? 'straight')
  }, [])

  const regionName = chosenRegion ? nameIn(language, chosenRegion) : state.region ? '…' : t('region.all')
  const showPlace = state.placeId !== null && part === 'list'
  const total = state.near ? null : results.total

  return (
    <main className={phone ? 'atlas phone' : 'atlas'} data-part={showPlace ? 'place' : part} data-sheet={height}>
      <a className="skip" href="#list">
        {t('app.skip')}
      </a>
      <h1 className="hidden">{t('app.name')}</h1>
      <div className="map-area">
        <MapCanvas
          startView={startView}
          types={types}
          regions={regions}
          padding={padding}
          selectedId={state.placeId}
          mapRef={mapRef}
          onReady={setMap}
          events={{
            onView: (view, extent) => {
              actions.change({ view })
              setBounds(extent)
            },
            onMark,
            onHover: hoverPlace,
            onEmpty: (point) => {
              if (picking) rankFrom(point, t('near.mapPoint'))
              else if (phone && state.placeId === null) setHeight('peek')
            },
            onLongPress: (point) => rankFrom(point, t('near.mapPoint')),
            onMarks: (_marks, _complete, failed) => setTilesFailed(failed),
          }}
        />
        {config.data?.isDemo && <span className="demo-mark">{t('map.demo')}</span>}
        <MapControls
          locating={position.locating}
          layersOpen={layersOpen}
          onLocate={position.ask}
          onLayers={() => setLayersOpen(!layersOpen)}
          onZoom={(steps) => mapRef.current?.zoomBy(steps)}
        />
        {layersOpen && (
          <LayerPanel
            config={config.data}
            base={state.base}
            onBase={(base) => actions.change({ base })}
            onClose={() => setLayersOpen(false)}
          />
        )}
        <div className="banners">
          <StaleBanner />
          {tilesFailed && (
            <div className="stale-banner" role="alert">
              {t('map.tilesFailed')}
              <button type="button" className="text-button" onClick={() => mapRef.current?.refreshTiles(null)}>
                {t('common.retry')}
              </button>
            </div>
          )}
          {picking && (
            <div className="pick-banner" role="status">
              <Icon name="pin" size={18} />
              {t('map.pick')}
              <button type="button" className="text-button" onClick={() => setPicking(false)}>
                {t('common.cancel')}
              </button>
            </div>
          )}
        </div>
      </div>
      <SidePanel
        phone={phone}
        height={height}
        onHeight={setHeight}
        label={t(showPlace ? 'place.title' : 'list.title')}
        contentKey={showPlace ? `place-${state.placeId}` : part}
        top={
          <>
            <SearchBox q={state.q} region={state.region} centre={state.view} onSearch={search} onChoose={choose}>
              <button
                type="button"
                className="region-chip"
                aria-label={`${t('region.open')}：${regionName}`}
                aria-expanded={part === 'regions'}
                onClick={() => {
                  setPart(part === 'regions' ? 'list' : 'regions')
                  setHeight('half')
                }}
              >
                <span>{regionName}</span>
                <Icon name="down" size={16} />
              </button>
            </SearchBox>
            <FilterChips
              filters={state.filters}
              types={types}
              near={state.near !== null}
              panelOpen={part === 'filters'}
              onChange={actions.setFilters}
              onNear={() =>
                state.near ? actions.change({ near: null }) : here ? rankFrom(here, t('near.myPosition')) : openWhere()
              }
              onPanel={() => {
                setPart(part === 'filters' ? 'list' : 'filters')
                setHeight('full')
              }}
            />
          </>
        }
        head={
          part !== 'list' || showPlace ? null : state.near ? (
            <NearHead
              state={state}
              actions={actions}
              originName={originName || t('near.mapPoint')}
              onChangeOrigin={openWhere}
            />
          ) : (
            <ListHead state={state} actions={actions} results={results} />
          )
        }
      >
        {part === 'filters' && types && (
          <FilterPanel
            filters={state.filters}
            types={types}
            total={total}
            onChange={actions.setFilters}
            onClose={() => setPart('list')}
          />
        )}
        {part === 'regions' && (
          <RegionPicker
            state={state}
            types={types}
            onChoose={(code) => actions.change({ region: code, placeId: null }, 'push')}
            onClose={() => setPart('list')}
          />
        )}
        {part === 'where' && (
          <WherePanel
            problem={position.problem}
            locating={position.locating}
            onMine={position.ask}
            onPick={() => {
              setPicking(true)
              setPart('list')
              setHeight('peek')
            }}
            onPoint={rankFrom}
            onClose={() => {
              position.forgetProblem()
              setPart('list')
            }}
          />
        )}
        {showPlace && (
          <PlacePanel
            id={state.placeId!}
            types={types}
            origin={origin}
            routerConfigured={config.data?.routerConfigured ?? false}
            now={now}
            onBack={actions.closePlace}
            onRegion={(code) => actions.change({ region: code, placeId: null }, 'push')}
            onDirections={onDirections}
            onAskOrigin={openWhere}
          />
        )}
        {part === 'list' && !showPlace && (
          <ResultsList
            state={state}
            actions={{ ...actions, openPlace }}
            types={types}
            results={results}
            now={now}
            onZoomOut={() => mapRef.current?.zoomBy(-1.5)}
          />
        )}
      </SidePanel>
    </main>
  )
}

function boundsOf(points: readonly (readonly [number, number])[]): Bounds {
  const lons = points.map(([lon]) => lon)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

const near = (a: { lon: number; lat: number }, b: { lon: number; lat: number }): boolean =>
  Math.abs(a.lon - b.lon) < 1e-4 && Math.abs(a.lat - b.lat) < 1e-4

/** Esc anywhere on the page (fields that use it themselves stop it on its way). */
function useEscape(act: () => void): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') latest.current()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
