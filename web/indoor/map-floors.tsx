import './map-floors.css'
import { useQuery } from '@tanstack/react-query'
import VectorLayer from 'ol/layer/Vector.js'
import VectorTileLayer from 'ol/layer/VectorTile.js'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { call } from '../api.ts'
import { type Bounds, roundedBounds } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import type { AtlasMap } from '../map/atlas-map.ts'
import { readPalette } from '../map/palette.ts'
import { onTheme, shownTheme } from '../theme.ts'
import { labelFeatures } from './floor-labels.ts'
import { floorStyle, labelStyle } from './floor-look.ts'
import { floorSource } from './floor-source.ts'
import { LevelSwitcher } from './level-switcher.tsx'
import { labelIn } from './step-words.ts'
import { useIndoor } from './use-indoor.ts'

/** Floors of the building in view on the citizen's map, below its pins; the largest where there are several. */
export function MapFloors({ map, bounds }: { map: AtlasMap; bounds: Bounds }) {
  const bbox = roundedBounds(bounds)
  const { data } = useQuery({
    queryKey: ['indoor-in-view', bbox],
    queryFn: ({ signal }) => call('indoorInView', { query: { bbox }, signal }),
    staleTime: 300_000,
    placeholderData: (before) => before,
  })
  const placeId = data?.items[0]?.placeId
  return placeId === undefined ? null : <Floors key={placeId} map={map} placeId={placeId} />
}

function Floors({ map, placeId }: { map: AtlasMap; placeId: number }) {
  const { language, t } = useText()
  const { data: indoor } = useIndoor(placeId)
  const [levelId, setLevelId] = useState<number | null>(null)
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const levels = indoor?.levels ?? []
  const level = levels.find(({ id }) => id === levelId) ?? levels.find(({ ordinal }) => ordinal === 0) ?? levels[0]

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` is read from the page's tokens
  useEffect(() => {
    if (!level) return
    const palette = readPalette()
    const floor = new VectorTileLayer({ source: floorSource(level), style: floorStyle(palette, null), zIndex: 15 })
    const labels = new VectorLayer({
      source: labelFeatures(level, (label) => labelIn(language, label)),
      style: labelStyle(palette, (area) => t('indoor.area', { area: Math.round(area) })),
      declutter: true,
      zIndex: 16,
    })
    return map.addLayers([floor, labels])
  }, [map, level, language, theme, t])

  if (!level) return null
  return (
    <div className="map-floors">
      <LevelSwitcher levels={levels} chosenId={level.id} routeIds={none} onChoose={setLevelId} />
      <a className="map-floors-open" href={`/places/${placeId}/indoor?level=${level.id}`}>
        {t('indoor.title')}
      </a>
    </div>
  )
}

const none: ReadonlySet<number> = new Set()
