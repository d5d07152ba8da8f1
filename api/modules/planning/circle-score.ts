import type { PlannedPlace } from './registry.ts'

/** DB37/T 4438-2021: facilities within 1,000 m of a community. The parts that are known here; each is worth at most 20 or 10 points. */
export const circleMetres = 1000

export interface ScoreRow {
  placeId: number
  nameZh: string
  nameEn: string | null
  type: string
  metres: number
  counts: string
}

export interface ScorePart {
  part: 'types' | 'plaza' | 'path' | 'trail'
  points: number
  most: number
  rows: ScoreRow[]
}

/** A place with what the standard asks of its kind. */
export interface ScoredPlace extends Pick<PlannedPlace, 'id' | 'nameZh' | 'type' | 'areaM2'> {
  nameEn: string | null
  category: string
  metres: number
  lengthM: number | null
  widthM: number | null
  pieces: number
}

/** 3 facility types 10 points, 5 for each further one, at most 20. */
export const pointsOfTypes = (types: number): number => (types < 3 ? 0 : Math.min(20, 10 + (types - 3) * 5))

/** A plaza from 150 m² 4 points, 2 more for each further 100 m² above 200, at most 10. */
export const pointsOfPlaza = (areaM2: number): number =>
  areaM2 < 150 ? 0 : Math.min(10, 4 + Math.max(0, Math.floor((areaM2 - 200) / 100)) * 2)

/** A fitness path of at least 100 m² with 6 pieces: 4 points, up to 10 at 450 m²; between them in proportion (the steps are not known here). */
export const pointsOfPath = (areaM2: number, pieces: number): number =>
  areaM2 < 100 || pieces < 6 ? 0 : Math.min(10, 4 + ((areaM2 - 100) / 350) * 6)

/** A trail at least 1.5 m wide: 1–2 km 6 points, 2–3 km 8, from 3 km 10. */
export function pointsOfTrail(lengthM: number, widthM: number): number {
  if (widthM < 1.5 || lengthM < 1000) return 0
  return lengthM < 2000 ? 6 : lengthM < 3000 ? 8 : 10
}

export function scoreCircle(places: readonly ScoredPlace[]): ScorePart[] {
  const near = places.filter(({ metres }) => metres <= circleMetres).sort((a, b) => a.metres - b.metres)
  const firstOfType = near.filter(({ type }, i) => near.findIndex((other) => other.type === type) === i)
  const rowOf = (place: ScoredPlace, counts: string): ScoreRow => ({
    placeId: place.id,
    nameZh: place.nameZh,
    nameEn: place.nameEn,
    type: place.type,
    metres: Math.round(place.metres),
    counts,
  })
  const best = (
    part: ScorePart['part'],
    list: readonly ScoredPlace[],
    points: (place: ScoredPlace) => number,
  ): ScorePart => {
    const counted = list
      .map((place) => ({ place, points: points(place) }))
      .filter((one) => one.points > 0)
      .sort((a, b) => b.points - a.points)
    const rows = counted.map(({ place, points: of }) => rowOf(place, `${Math.round(of * 10) / 10}`))
    return { part, points: Math.round((counted[0]?.points ?? 0) * 10) / 10, most: 10, rows }
  }
  return [
    {
      part: 'types',
      points: pointsOfTypes(firstOfType.length),
      most: 20,
      rows: firstOfType.map((place) => rowOf(place, '1')),
    },
    best(
      'plaza',
      near.filter(({ type }) => type === 'fitness-plaza'),
      ({ areaM2 }) => pointsOfPlaza(areaM2),
    ),
    best(
      'path',
      near.filter(({ category }) => category === 'fitness-path'),
      ({ areaM2, pieces }) => pointsOfPath(areaM2, pieces),
    ),
    best(
      'trail',
      near.filter(({ category }) => category === 'trail'),
      ({ lengthM, widthM }) => pointsOfTrail(lengthM ?? 0, widthM ?? 0),
    ),
  ]
}
