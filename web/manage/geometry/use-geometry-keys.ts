import { type RefObject, useEffect, useRef } from 'react'
import type { Geometry } from '../../../api/contract/shapes.ts'
import { arrows, moveByKey } from '../draw/map-keys.ts'
import type { GeometryMap, Tool } from './geometry-map.ts'

interface Hands {
  picked: number | null
  tool: Tool
  setTool(tool: Tool): void
  apply(shape: Geometry): void
}

/**
 * The map by keyboard: N and P walk the corners, arrows move the picked one by a metre (with Shift by ten), Delete takes it out;
 * without a picked corner arrows pan. Enter ends a drawing, Esc gives it up, plus and minus zoom.
 */
export function useGeometryKeys(target: RefObject<HTMLElement | null>, map: GeometryMap | null, hands: Hands): void {
  const latest = useRef(hands)
  latest.current = hands
  useEffect(() => {
    const element = target.current
    if (!element || !map) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (act(event.key, event.shiftKey, map, latest.current)) event.preventDefault()
    }
    element.addEventListener('keydown', onKey)
    return () => element.removeEventListener('keydown', onKey)
  }, [target, map])
}

function act(key: string, far: boolean, map: GeometryMap, { picked, setTool, apply }: Hands): boolean {
  const arrow = arrows[key]
  const metres = far ? 10 : 1
  const moved = arrow && picked !== null ? map.movedCorner(picked, arrow[0] * metres, arrow[1] * metres) : null
  if (moved && picked !== null) {
    apply(moved)
    // The shape is set anew; the corner stays the picked one.
    setTimeout(() => map.pick(picked))
    return true
  }
  if (moveByKey(key, map)) return true
  if (key === 'n' || key === 'N') map.pickNext(1)
  else if (key === 'p' || key === 'P') map.pickNext(-1)
  else if (key === 'Escape') {
    map.cancelDrawing()
    map.pick(null)
    setTool('modify')
  } else if ((key === 'Delete' || key === 'Backspace') && picked !== null) {
    const rest = map.withoutCorner(picked)
    if (rest) apply(rest)
  } else return false
  return true
}
