import { useEffect } from 'react'
import type { BuildingViewer } from '../../bim-viewer/viewer/building-viewer.ts'
import type { SpaceLabel } from '../../bim-viewer/viewer/overlay.ts'
import { labelPointOf } from '../../bim-viewer/viewer/space-mesh.ts'
import { toScene } from '../../bim-viewer/viewer/vector.ts'
import type { ModelSource } from '../../bim-viewer/viewer/viewer-state.ts'
import { formatArea } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import { spaceName } from './names.ts'
import type { Building } from './use-building.ts'

/** Name and area of each space at its middle, and its pinned photos where they were taken. */
export function useSpaceLabels(viewer: BuildingViewer | null, source: ModelSource, building: Building): void {
  const { language } = useText()
  useEffect(() => {
    if (!viewer) return
    const rows = new Map(building.spaces.map((space) => [space.guid, space]))
    const labels = source.building.spaces.flatMap((space): SpaceLabel[] => {
      const feature = viewer.featureOf(space.guid)
      if (feature === undefined) return []
      const row = rows.get(space.guid)
      const photos = row?.photos.filter(({ pictures }) => pictures.length > 0) ?? []
      const thumbOf = (photo: (typeof photos)[number]): string | null =>
        photo.pictures.find(({ type }) => type === 'image/jpeg')?.url ?? null
      const unpinned = photos.find(({ pin }) => pin === null)
      const pinned = photos.flatMap((photo) => {
        if (!photo.pin) return []
        const label = { feature, name: '', detail: '', photo: thumbOf(photo), weight: space.area / 2 }
        return [{ ...label, point: toScene(...photo.pin) }]
      })
      return [
        {
          feature,
          point: labelPointOf(space),
          name: row ? spaceName(row, language) : space.longName || space.name,
          detail: formatArea(space.area, language),
          photo: unpinned ? thumbOf(unpinned) : null,
          weight: space.area,
        },
        ...pinned,
      ]
    })
    viewer.setLabels(labels)
  }, [viewer, source, building, language])
}
