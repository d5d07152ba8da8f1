import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { type Bounds, useConfig, usePlace, usePlaceTypes, useRegions } from './client/queries.ts'
import { useResults } from './client/use-results.ts'
import { nameIn } from './i18n/language.ts'
import { useText } from './i18n/use-text.tsx'
import type { AtlasMap } from './map/atlas-map.ts'
import type { Mark } from './map/gather-marks.ts'
import { MapCanvas } from './map/map-canvas.tsx'
import { useLiveTiles } from './map/use-live-tiles.ts'
import { useMapFollows } from './map/use-map-follows.ts'
import { useRasterBase } from './map/use-raster-base.ts'
import { useStartView } from './map/use-start-view.ts'
import { FilterChips } from './panel/filter-chips.tsx'
import { FilterPanel } from './panel/filter-panel.tsx'
import { MapFloats } from './panel/map-floats.tsx'
import type { Directions } from './panel/navigate.tsx'
import { NearHead } from './panel/near-head.tsx'
import { PlacePanel } from './panel/place-panel.tsx'
import { RegionPicker } from './panel/region-picker.tsx'
import { ListHead, ResultsList } from './panel/results-list.tsx'
import { SearchBox, type Suggestion } from './panel/search-box.tsx'
import { SidePanel, sidePixels } from './panel/side-panel.tsx'
import { type Position, usePosition } from './panel/use-position.ts'
import { WherePanel } from './panel/where-panel.tsx'
import { hoverPlace } from './state/hover.ts'
import { useMapState } from './state/use-map-state.tsx'
import { Icon } from './ui/icon.tsx'
import { peekPixels, type SheetHeight } from './ui/sheet-rules.ts'
import { useEscape } from './ui/use-escape.ts'
import { phoneQuery, useMedia } from './ui/use-media.ts'
import { useNow } from './ui/use-now.ts'

/** From here on a building is wide enough for its rooms. */
const floorsFromZoom = 17
const MapFloors = lazy(() => import('./indoor/map-floors.tsx').then(({ MapFloors }) => ({ default: MapFloors })))

type Part = 'list' | 'filters' | 'regions' | 'where'

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
  const [height, setHeight] = useState<SheetHeight>(state.placeId === null && state.q === '' ? 'peek' : 'half')
  const [bounds, setBounds] = useState<Bounds | null>(null)
  const [here, setHere] = useState<Position | null>(null)
  const [originName, setOriginName] = useState('')
  const [tilesFailed, setTilesFailed] = useState(false)
  const [map, setMap] = useState<AtlasMap | null>(null)
  const mapRef = useRef<AtlasMap | null>(null)
  useLiveTiles(map)
  useRasterBase(map, config.data, state.base)

  const results = useResults(state, types?.types, bounds)
  const place = usePlace(state.placeId)
  const selected = place.data
  const chosenRegion = regions?.find(({ code }) => code === state.region)

  const padding = phone
    ? { top: 108, right: 0, bottom: height === 'peek' ? peekPixels : Math.round(innerHeight * 0.5), left: 0 }
    : { top: 0, right: 0, bottom: 0, left: sidePixels + edge * 2 }

  const startView = useStartView(state, config, place, phone)

  const origin = state.near ?? here
  useMapFollows(map, { state, types, regions, results, selected, bounds, here, origin })

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
  useEffect(() => {
    if (position.problem) openWhere()
  }, [position.problem, openWhere])

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

  const onDirections = useCallback((directions: Pick<Directions, 'geometry' | 'kind'> | null) => {
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
        {map && bounds && (state.view?.zoom ?? 0) >= floorsFromZoom && (
          <Suspense>
            <MapFloors map={map} bounds={bounds} />
          </Suspense>
        )}
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
        <MapFloats
          config={config.data}
          base={state.base}
          locating={position.locating}
          layersOpen={layersOpen}
          picking={picking}
          tilesFailed={tilesFailed}
          onLayers={setLayersOpen}
          onLocate={position.ask}
          onZoom={(steps) => mapRef.current?.zoomBy(steps)}
          onBase={(base) => actions.change({ base })}
          onRetryTiles={() => mapRef.current?.refreshTiles(null)}
          onStopPicking={() => setPicking(false)}
        />
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
