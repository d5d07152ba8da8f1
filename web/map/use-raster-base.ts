import { useEffect, useSyncExternalStore } from 'react'
import type { ReplyOf } from '../api.ts'
import { onTheme, shownTheme } from '../theme.ts'
import type { AtlasMap } from './atlas-map.ts'

/** Puts the chosen base map under the places; the code for raster maps is loaded by the first who chooses one. */
export function useRasterBase(map: AtlasMap | null, config: ReplyOf<'clientConfig'> | undefined, base: string): void {
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const chosen = config?.baseMaps.find(({ name }) => name === base)
  useEffect(() => {
    if (!map) return
    if (!chosen) {
      map.setRaster(null)
      return
    }
    let wanted = true
    void import('./raster-base.ts')
      .then(({ rasterBase }) => rasterBase(chosen, theme === 'dark'))
      .then((layer) => wanted && map.setRaster(layer))
    return () => {
      wanted = false
    }
  }, [map, chosen, theme])
}
