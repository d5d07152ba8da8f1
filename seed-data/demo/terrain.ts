/**
 * Invented heights in metres: a basin in the east, a plateau in the west, hills on both as five octaves of value noise. Smooth at the
 * scale of a step, so that a trail over it climbs and falls as a trail does. Not the real terrain.
 */
export function heightMetres(lon: number, lat: number): number {
  const west = smooth((104.2 - lon) / 4.2)
  const x = lon * 97
  const y = lat * 111
  let relief = 0
  for (let octave = 0, scale = 1 / 6, share = 0.55; octave < 5; octave++, scale *= 2.3, share *= 0.42)
    relief += share * noise(x * scale, y * scale, octave)
  return 420 + 3000 * west + (280 + 700 * west) * relief
}

const smooth = (t: number) => {
  const c = Math.min(1, Math.max(0, t))
  return c * c * (3 - 2 * c)
}

/** Value noise in [-1, 1] on a unit grid. */
function noise(x: number, y: number, salt: number): number {
  const column = Math.floor(x)
  const row = Math.floor(y)
  const tx = smooth(x - column)
  const ty = smooth(y - row)
  const low = corner(column, row, salt) * (1 - tx) + corner(column + 1, row, salt) * tx
  const high = corner(column, row + 1, salt) * (1 - tx) + corner(column + 1, row + 1, salt) * tx
  return low * (1 - ty) + high * ty
}

function corner(column: number, row: number, salt: number): number {
  let h = Math.imul(column, 374761393) ^ Math.imul(row, 668265263) ^ Math.imul(salt + 1, 1274126177)
  h = Math.imul(h ^ (h >>> 13), 1274126177)
  return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1
}
