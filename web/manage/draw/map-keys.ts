/** What both editors' maps do by keyboard. */
interface KeyedMap {
  panBy(right: number, up: number): void
  zoomBy(steps: number): void
  finishDrawing(): void
}

export const arrows: Record<string, [right: number, up: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Arrows pan, + and − zoom, Enter ends a drawing. @returns whether the key was one of these */
export function moveByKey(key: string, map: KeyedMap): boolean {
  const arrow = arrows[key]
  if (arrow) map.panBy(...arrow)
  else if (key === '+' || key === '=') map.zoomBy(1)
  else if (key === '-') map.zoomBy(-1)
  else if (key === 'Enter') map.finishDrawing()
  else return false
  return true
}
