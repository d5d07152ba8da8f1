/**
 * World units: web mercator as whole numbers, 2^32 to the side of the world (9.3 mm at the equator), x east, y south.
 * A tile of zoom z is 2^(32−z) units wide. Latitudes beyond ±85.0511° lie on the edge, so that no feature is lost.
 */
export const WORLD = 2 ** 32

const LAST = WORLD - 1

export function worldX(lon: number): number {
  const x = Math.floor((lon / 360 + 0.5) * WORLD)
  return x < 0 ? 0 : x > LAST ? LAST : x
}

export function worldY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180)
  const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD)
  // ±90° is ±infinity here.
  return y > LAST ? LAST : y > 0 ? y : 0
}

export const lonOfWorldX = (x: number): number => (x / WORLD - 0.5) * 360

export const latOfWorldY = (y: number): number =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI
