import { useMutation } from '@tanstack/react-query'
import { Alert, Button, InputNumber, Slider } from 'antd'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { Geometry } from '../../../api/contract/shapes.ts'
import { call, type ReplyOf } from '../../api.ts'
import { useText } from '../../i18n/use-text.tsx'
import { readPalette } from '../../map/palette.ts'
import { onTheme, shownTheme } from '../../theme.ts'
import { CoordinateFields } from '../geometry/coordinate-fields.tsx'
import { firstPlacement, nudged } from './first-placement.ts'
import { PlacementMap } from './placement-map.ts'

interface Props {
  building: ReplyOf<'getBuilding'>
  place: { location: readonly [number, number]; geometry?: unknown }
  onConfirmed(): Promise<unknown>
}

const sources = {
  confirmed: 'building.placed',
  model: 'building.placeFromModel',
  far: 'building.placeFar',
  missing: 'building.placeMissing',
} as const
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Where the building stands, against the outline of its place: dragged, turned, by numbers or keys, then confirmed. */
export function PlacementEditor({ building, place, onConfirmed }: Props) {
  const { t } = useText()
  const target = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<PlacementMap | null>(null)
  const floors = useMemo(() => groundFloors(building), [building])
  const first = useMemo(() => firstPlacement(building, place.location, middleOf(floors)), [building, place, floors])
  const [placement, setPlacement] = useState(first.placement)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const confirm = useMutation({
    mutationFn: () =>
      call('placeBuilding', { params: { id: building.placeId }, body: placement, ifMatch: building.version }),
    onSuccess: onConfirmed,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told by the effects below
  useEffect(() => {
    if (!target.current) return
    const outline = (place.geometry as Geometry) ?? { type: 'Point', coordinates: place.location }
    const given = { floors, placement, outline, palette: readPalette() }
    const made = new PlacementMap(target.current, given, (at) => setPlacement((before) => ({ ...before, ...at })))
    setMap(made)
    return () => made.destroy()
  }, [])
  useEffect(() => map?.setPlacement(placement), [map, placement])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens inside
  useEffect(() => map?.setPalette(readPalette()), [map, theme])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const metres = event.shiftKey ? 5 : 0.5
    setPlacement((before) => nudged(before, step[0] * metres, step[1] * metres))
  }
  const turn = (rotation: number | null) => rotation !== null && setPlacement((before) => ({ ...before, rotation }))
  return (
    <section aria-labelledby="building-place">
      <h3 id="building-place">{t('building.place')}</h3>
      <p>{t('building.placeWhy')}</p>
      <Alert type={first.source === 'confirmed' ? 'success' : 'info'} showIcon title={t(sources[first.source])} />
      <div
        ref={target}
        className="placement-map"
        role="application"
        aria-label={t('building.mapLabel')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by the arrow keys
        tabIndex={0}
        onKeyDown={onKeyDown}
      />
      <p className="soft">{t('building.nudge')}</p>
      <div className="placement-tools">
        <label htmlFor="placement-rotation">{t('building.rotation')}</label>
        <Slider min={-180} max={180} step={0.5} value={placement.rotation} onChange={turn} tooltip={{ open: false }} />
        <InputNumber
          id="placement-rotation"
          min={-360}
          max={360}
          step={0.1}
          value={placement.rotation}
          onChange={turn}
        />
        <CoordinateFields
          position={[placement.lon, placement.lat]}
          onChange={([lon, lat]) => setPlacement((before) => ({ ...before, lon: lon!, lat: lat! }))}
        />
        <Button type="primary" loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {t('building.confirm')}
        </Button>
      </div>
      {confirm.error && <Alert type="error" showIcon title={t('building.failed', { detail: confirm.error.message })} />}
    </section>
  )
}

/** Outer rings of the ground floor's spaces in local metres; of all where it has none. */
function groundFloors({ levels, spaces }: Props['building']): number[][][] {
  const ground = levels.find(({ ordinal }) => ordinal === 0)?.id
  const drawn = spaces.filter(({ footprint }) => footprint)
  const chosen = drawn.some(({ levelId }) => levelId === ground)
    ? drawn.filter(({ levelId }) => levelId === ground)
    : drawn
  return chosen.map(({ footprint }) => footprint!.coordinates[0]!)
}

function middleOf(rings: readonly number[][][]): [number, number] {
  const points = rings.flat()
  if (points.length === 0) return [0, 0]
  const middle = (axis: number) => {
    const values = points.map((point) => point[axis]!)
    return (Math.min(...values) + Math.max(...values)) / 2
  }
  return [middle(0), middle(1)]
}
