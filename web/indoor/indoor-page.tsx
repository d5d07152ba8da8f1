import './indoor.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ApiProblem } from '../client/problem.ts'
import { usePlace } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { usePosition } from '../panel/use-position.ts'
import { phoneQuery, useMedia } from '../ui/use-media.ts'
import { CodePicker } from './code-picker.tsx'
import { ConnectorCard } from './connector-card.tsx'
import { HereSheet } from './here-sheet.tsx'
import { indoorQuery, nothingShown, pointOf, useIndoorAddress } from './indoor-address.ts'
import { IndoorCanvas } from './indoor-canvas.tsx'
import type { IndoorMap } from './indoor-map.ts'
import { IndoorSearch } from './indoor-search.tsx'
import { LevelSwitcher } from './level-switcher.tsx'
import { RoutePanel } from './route-panel.tsx'
import { SpaceCard } from './space-card.tsx'
import { labelIn } from './step-words.ts'
import {
  type Amenity,
  type Found,
  type Indoor,
  type Level,
  type LonLat,
  type Step,
  type Unit,
  useIndoor,
  useRoute,
} from './use-indoor.ts'

/** `/places/:id/indoor`: the floors of a building, what is on them, and the way to it. */
export function IndoorPage() {
  const { language, t } = useText()
  const placeId = Number(/^\/places\/(\d+)/.exec(location.pathname)?.[1])
  const place = usePlace(placeId).data
  const { data: indoor, error, refetch } = useIndoor(placeId)
  const name = place ? nameIn(language, place) : ''
  document.title = `${name ? `${name} · ` : ''}${t('indoor.title')} · ${t('app.name')}`
  if (indoor && indoor.levels.length > 0)
    return (
      <Floors indoor={indoor} placeName={name || labelIn(language, indoor.label)} isDemo={place?.isDemo ?? false} />
    )
  const isMissing = Boolean(indoor) || (error instanceof ApiProblem && error.status === 404)
  return (
    <main className="indoor-page">
      <h1 className="hidden">{t('indoor.title')}</h1>
      {!error && !indoor && <span className="skeleton indoor-skeleton" aria-hidden="true" />}
      {(error || indoor) && (
        <div className="notice" role="alert">
          <p>{t(isMissing ? 'indoor.none' : 'indoor.failed')}</p>
          {!isMissing && (
            <button type="button" className="button" onClick={() => refetch()}>
              {t('common.retry')}
            </button>
          )}
          <a className="button" href={`/places/${placeId}`}>
            {t('indoor.toPlace')}
          </a>
        </div>
      )}
    </main>
  )
}

function Floors({ indoor, placeName, isDemo }: { indoor: Indoor; placeName: string; isDemo: boolean }) {
  const { language, t } = useText()
  const { placeId, levels } = indoor
  const map = useRef<IndoorMap | null>(null)
  const [state, change] = useIndoorAddress()
  const [stepIndex, setStep] = useState(0)
  const [connector, setConnector] = useState<Amenity | null>(null)
  const [picking, setPicking] = useState<'start' | 'code' | null>(null)
  const [code, setCode] = useState<{ here: string; spotName: string } | null>(null)
  const position = usePosition(({ lon, lat }) => {
    setPicking(null)
    change({ from: outside([lon, lat]) })
  })
  const isPhone = useMedia(phoneQuery)

  const units = useMemo(
    () => new Map(levels.flatMap((level) => level.units.features.map((unit) => [unit.id, { unit, level }] as const))),
    [levels],
  )
  const here = state.here ? pointOf(state.here) : null
  const chosen = state.spaceId === null ? undefined : units.get(state.spaceId)
  const ask = state.to ? { from: state.from ?? startOf(state.here), to: state.to, noStairs: state.noStairs } : null
  const { data: found, error } = useRoute(placeId, ask)
  const route = error ? undefined : found
  const steps = route?.steps ?? []
  const ground = levels.find(({ ordinal }) => ordinal === 0) ?? levels[0]!
  const level = levels.find(({ id }) => id === (state.levelId ?? chosen?.level.id ?? here?.levelId)) ?? ground

  // A route that has just been found is shown from its beginning.
  useEffect(() => {
    setStep(0)
    const first = route?.steps[0]
    if (!first) return
    change({ levelId: first.levelId })
    const isOnFloor = ({ levelId }: Step) => levelId === first.levelId
    const { comes, way } = route.outdoor ?? {}
    const before = comes === 'before' ? (way!.geometry.coordinates as [number, number][]) : []
    map.current?.fitLine([...before, ...route.steps.filter(isOnFloor).flatMap(({ line }) => line)])
  }, [route, change])

  useEffect(() => map.current?.setPicking(picking !== null), [picking])

  const endName = (end: string): string => {
    const [kind, rest = ''] = end.split(':')
    const unit = kind === 'space' ? units.get(Number(rest)) : undefined
    if (unit) return labelIn(language, unit.unit.properties.label)
    if (kind === 'entrance') return rest === '' ? t('indoor.anyEntrance') : t('indoor.kind.exit')
    if (kind === 'outside') return t('indoor.outside')
    return t(state.here && end === startOf(state.here) ? 'indoor.here' : 'indoor.point')
  }
  const showStep = (index: number) => {
    const step = steps[index]
    if (!step) return
    setStep(index)
    change({ levelId: step.levelId })
    map.current?.fitLine(step.line.length > 1 ? step.line : [step.line[0]!])
  }
  const showFound = ({ kind, id, levelId, at, end }: Found) => {
    if (picking === 'start') {
      setPicking(null)
      change({ from: end, levelId })
      return
    }
    setConnector(null)
    change({ levelId, spaceId: kind === 'space' ? id : null, ...(kind === 'space' ? {} : { to: end }) })
    map.current?.reveal(at)
  }
  const rideTo = (amenity: Amenity) => {
    const { connectorId, goesTo } = amenity.properties
    const onRoute = steps.find(
      ({ fromLevelId, levelId }) =>
        fromLevelId !== null &&
        [fromLevelId, levelId].includes(level.id) &&
        goesTo.includes(fromLevelId === level.id ? levelId : fromLevelId),
    )
    const only = goesTo.length === 1 ? goesTo[0]! : null
    const target = onRoute ? (onRoute.fromLevelId === level.id ? onRoute.levelId : onRoute.fromLevelId) : only
    if (target === null) setConnector(connectorId === null ? null : amenity)
    else {
      setConnector(null)
      change({ levelId: target })
    }
  }
  /** @returns whether the tap was for what is being picked */
  const picked = (at: LonLat, unit: Unit | null): boolean => {
    if (picking === 'start') {
      change({ from: unit ? `point:${pointText(level.id, at)}` : outside(at) })
    } else if (picking === 'code') {
      // Beside the rooms nobody can stand: the tap is waited for anew.
      if (!unit) return true
      setCode({ here: pointText(level.id, at), spotName: spotName(level, unit) })
    } else return false
    setPicking(null)
    return true
  }
  const spotName = (on: Level, unit: Unit) =>
    `${labelIn(language, on.label)} · ${labelIn(language, unit.properties.label)}`
  const panelOpen = Boolean(ask ?? chosen ?? connector)

  return (
    <main className="indoor-page">
      <h1 className="hidden">
        {placeName} {t('indoor.title')}
      </h1>
      <IndoorCanvas
        indoor={indoor}
        level={level}
        selectedId={state.spaceId}
        steps={steps}
        outdoor={route?.outdoor?.way ?? null}
        chosenStep={stepIndex}
        here={here && here.levelId === level.id ? [here.lon, here.lat] : null}
        padding={isPhone ? [112, 56, panelOpen ? Math.round(innerHeight * 0.42) : 24, 0] : [24, 72, 24, 416]}
        mapRef={map}
        onUnit={(unit, at) => {
          if (picked(at, unit)) return
          setConnector(null)
          change({ spaceId: unit.id, levelId: level.id, ...(ask ? {} : { to: null }) })
        }}
        onConnector={rideTo}
        onNothing={(at) => {
          if (picked(at, null)) return
          setConnector(null)
          if (!ask) change({ spaceId: null })
        }}
      />
      <LevelSwitcher
        levels={levels}
        chosenId={level.id}
        routeIds={new Set(steps.map(({ levelId }) => levelId))}
        onChoose={(levelId) => change({ levelId })}
      />
      <div className="indoor-panel">
        <IndoorSearch
          placeId={placeId}
          levels={levels}
          back={`/places/${placeId}`}
          title={placeName}
          onFound={showFound}
        />
        {ask && (
          <RoutePanel
            levels={levels}
            fromName={endName(ask.from)}
            toName={endName(ask.to)}
            noStairs={state.noStairs}
            route={route}
            error={error}
            chosenStep={stepIndex}
            choosingStart={picking === 'start'}
            position={position}
            onNoStairs={(noStairs) => change({ noStairs })}
            onStep={showStep}
            onOutdoor={() => map.current?.fitLine(route!.outdoor!.way.geometry.coordinates as LonLat[])}
            onChooseStart={() => setPicking(picking === 'start' ? null : 'start')}
            onSwap={() => change({ from: ask.to, to: ask.from })}
            onClose={() => {
              setPicking(null)
              change({ to: null, from: null })
            }}
          />
        )}
        {!ask && connector && (
          <ConnectorCard
            amenity={connector}
            levels={levels}
            onLevel={(levelId) => change({ levelId })}
            onClose={() => setConnector(null)}
          />
        )}
        {!ask && !connector && chosen && (
          <SpaceCard
            placeId={placeId}
            level={chosen.level}
            unit={chosen.unit}
            canLead={indoor.routes}
            onLead={() => change({ to: `space:${chosen.unit.id}` })}
            onCode={() => {
              const [lon, lat] = chosen.unit.properties.display
              setCode({ here: pointText(chosen.level.id, [lon, lat]), spotName: spotName(chosen.level, chosen.unit) })
            }}
            onClose={() => change({ spaceId: null })}
          />
        )}
        {!panelOpen && (
          <footer className="indoor-foot">
            <CodePicker
              placeId={placeId}
              isPicking={picking === 'code'}
              onPick={(on) => setPicking(on ? 'code' : null)}
            />
            {isDemo && <p className="indoor-demo soft">{t('indoor.demo')}</p>}
          </footer>
        )}
      </div>
      {code && (
        <HereSheet
          address={`${location.origin}/places/${placeId}/indoor${indoorQuery({ ...nothingShown, here: code.here })}`}
          placeName={placeName}
          spotName={code.spotName}
          onClose={() => setCode(null)}
        />
      )}
    </main>
  )
}

/** Who scanned a code starts there, everybody else at the nearest entrance. */
const startOf = (here: string | null): string => (here ? `point:${here}` : 'entrance')

const pointText = (levelId: number, [lon, lat]: LonLat): string => `${levelId},${lon.toFixed(7)},${lat.toFixed(7)}`

const outside = ([lon, lat]: LonLat): string => `outside:${lon.toFixed(7)},${lat.toFixed(7)}`
