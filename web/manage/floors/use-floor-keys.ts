import { type RefObject, useEffect, useRef } from 'react'
import { moveByKey } from '../draw/map-keys.ts'
import type { FloorMap, FloorTool } from './floor-map.ts'

interface Hands {
  save(): void
  undo(): void
  redo(): void
  remove(): void
  setTool(tool: FloorTool): void
}

/** Ctrl with S, Z and Y anywhere on the page; on the map arrows pan, + and − zoom, Enter ends, Esc gives up, Delete removes. */
export function useFloorKeys(target: RefObject<HTMLElement | null>, map: FloorMap | null, hands: Hands): void {
  const latest = useRef(hands)
  latest.current = hands
  useEffect(() => {
    const onPage = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey)) return
      const { save, undo, redo } = latest.current
      const key = event.key.toLowerCase()
      if (key === 's') save()
      // While a shape is being drawn, its last corner is what is taken back.
      else if (key === 'z' && !event.shiftKey) map?.takeBack() || undo()
      else if (key === 'y' || key === 'z') redo()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onPage)
    return () => removeEventListener('keydown', onPage)
  }, [map])
  useEffect(() => {
    const element = target.current
    if (!element || !map) return
    const onMap = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (moveByKey(event.key, map)) event.preventDefault()
      else if (event.key === 'Delete' || event.key === 'Backspace') latest.current.remove()
      else if (event.key === 'Escape') {
        map.cancelDrawing()
        latest.current.setTool('select')
      } else return
      event.preventDefault()
    }
    element.addEventListener('keydown', onMap)
    return () => element.removeEventListener('keydown', onMap)
  }, [target, map])
}
