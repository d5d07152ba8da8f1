/**
 * The order of tiles in a PMTiles archive: zoom after zoom, each along a Hilbert curve. The curve is the same at every zoom but for
 * its detail: the four tiles below the one at position p stand at 4p to 4p + 3, so that it can be walked from above.
 */

/** Number of the first tile of a zoom; a tile's id is this plus its position on the curve. */
export const firstTileId = (z: number): number => (4 ** z - 1) / 3

/** Walks the tiles of one zoom along the curve, and only below tiles for which `mayHold` is true at every zoom up to it. */
export function* walkTiles(
  z: number,
  mayHold: (z: number, x: number, y: number) => boolean,
): Generator<{ id: number; x: number; y: number }> {
  const first = firstTileId(z)
  yield* below(0, 0)

  function* below(zoom: number, position: number): Generator<{ id: number; x: number; y: number }> {
    const { x, y } = tileAt(zoom, position)
    if (!mayHold(zoom, x, y)) return
    if (zoom === z) yield { id: first + position, x, y }
    else for (let quarter = 0; quarter < 4; quarter++) yield* below(zoom + 1, 4 * position + quarter)
  }
}

/** Column and row at a position of the curve. */
function tileAt(z: number, position: number): { x: number; y: number } {
  let x = 0
  let y = 0
  let rest = position
  for (let side = 1; side < 2 ** z; side *= 2) {
    const quarter = rest % 4
    rest = (rest - quarter) / 4
    const right = quarter >> 1
    const lower = (quarter ^ right) & 1
    if (lower === 0) {
      const [from, to] = right === 1 ? [side - 1 - x, side - 1 - y] : [x, y]
      x = to
      y = from
    }
    x += side * right
    y += side * lower
  }
  return { x, y }
}
