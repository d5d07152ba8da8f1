import { useEffect } from 'react'
import type { AtlasMap } from './atlas-map.ts'
import { readTouched } from './live-tiles.ts'

/** Shows changes of the registry as they are made: the server names the touched tiles, the map asks for those again. */
export function useLiveTiles(map: AtlasMap | null): void {
  useEffect(() => {
    if (!map || typeof EventSource === 'undefined') return
    const source = new EventSource('/tiles/changes')
    let lost = false
    const listen = (event: MessageEvent<string>): void => map.refreshTiles(readTouched(event.data))
    source.addEventListener('tiles', listen)
    source.addEventListener('error', () => {
      lost = true
    })
    source.addEventListener('open', () => {
      // What changed while the line was down is not told again.
      if (lost) map.refreshTiles(null)
      lost = false
    })
    return () => source.close()
  }, [map])
}
