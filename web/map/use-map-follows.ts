import { useEffect, useMemo, useRef } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import { type Bounds, type PlaceRow, type PlaceTypes, type Regions, useMarkers, useRegion } from '../client/queries.ts'
import type { Results } from '../client/use-results.ts'
import type { Position } from '../panel/use-position.ts'
import { tileQuery, tilesKnow } from '../state/filter-query.ts'
import type { MapState } from '../state/map-state.ts'
import type { AtlasMap } from './atlas-map.ts'
import type { Mark } from './gather-marks.ts'
import { markerMark, placeMark } from './place-mark.ts'

interface Followed {
  state: MapState
  types: PlaceTypes | undefined
  regions: Regions | undefined
  results: Results
  selected: Place | undefined
  /** The uncovered part of the map. */
  bounds: Bounds | null
  here: Position | null
  /** Where rankings and ways begin. */
  origin: { lon: number; lat: number } | null
}

type AnyGeometry = { type: string; coordinates: unknown }

/** Keeps the map true to the state: what its marks are, what is chosen, and where a choice leads the eye. */
export function useMapFollows(map: AtlasMap | null, followed: Followed): void {
  const { state, types, regions, results, selected, bounds, here, origin } = followed
  const region = useRegion(state.region).data
  const onTiles = tilesKnow(state.filters)
  const markers = useMarkers(state, types?.types, bounds, state.view?.zoom ?? 6, !onTiles && state.q === '')

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
    map.overlay.showPlace(selected ? (selected.geometry as AnyGeometry) : null, colour)
    if (selected) map.reveal(...selected.location, 14)
  }, [map, selected, types])

  const shownRegion = useRef(state.view ? state.region : null)
  useEffect(() => {
    if (!map) return
    map.overlay.showRegion((region?.geometry as AnyGeometry | null | undefined) ?? null)
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

  useEffect(() => {
    map?.overlay.showHere(origin, here && origin && near(here, origin) ? here.accuracyMetres : 0)
  }, [map, origin, here])
}

function boundsOf(points: readonly (readonly [number, number])[]): Bounds {
  const lons = points.map(([lon]) => lon)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

const near = (a: { lon: number; lat: number }, b: { lon: number; lat: number }): boolean =>
  Math.abs(a.lon - b.lon) < 1e-4 && Math.abs(a.lat - b.lat) < 1e-4
