import { type CountyArea, metresPerDegree } from './county-area.ts'
import type { Random } from './random.ts'
import { round, type Town } from './towns.ts'

export function pickTown(towns: readonly Town[], random: Random): Town {
  const drawn = random.next()
  return towns.find((town) => drawn < town.upTo) ?? towns.at(-1)!
}

/** A point around a town, dense in its middle and thin far out, always inside the county. */
export function placeAround(town: Town, area: CountyArea, random: Random): [number, number] {
  const spread = random.chance(0.35) ? town.spreadMetres * 2.6 : town.spreadMetres
  for (let tries = 0; tries < 6; tries++) {
    const point = moved(town, random.bell() * spread, random.bell() * spread)
    if (area.contains(point[0], point[1])) return point
  }
  const angle = random.between(0, 2 * Math.PI)
  const distance = town.safeMetres * random.next()
  const point = moved(town, distance * Math.cos(angle), distance * Math.sin(angle))
  return area.contains(point[0], point[1]) ? point : [town.lon, town.lat]
}

function moved({ lon, lat }: Town, eastMetres: number, northMetres: number): [number, number] {
  return [
    round(lon + eastMetres / (metresPerDegree * Math.cos((lat * Math.PI) / 180))),
    round(lat + northMetres / metresPerDegree),
  ]
}
