/** What the rule reads of a place. */
export interface FieldSource {
  areaM2: number | null
  lengthM: number | null
  courts: readonly { areaM2: number | null; count: number }[]
  attributes: Readonly<Record<string, unknown>>
}

export type AreaRule = 'track' | 'courts' | 'attribute' | 'trail' | 'pool' | 'record' | 'none'

/**
 * Sports area of a place, field only. A track is one field with all that lies inside it: its courts are not counted again (national
 * survey rule). Otherwise courts with an area are added up; else the area that the type states; else the record's own area.
 */
export function fieldArea(place: FieldSource): { areaM2: number; rule: AreaRule } {
  const { attributes, areaM2 } = place
  const numberOf = (key: string): number => (typeof attributes[key] === 'number' ? (attributes[key] as number) : 0)
  if (numberOf('trackLengthM') > 0 && areaM2) return { areaM2, rule: 'track' }
  const courts = place.courts.reduce((sum, court) => sum + (court.areaM2 ?? 0) * court.count, 0)
  if (courts > 0) return { areaM2: courts, rule: 'courts' }
  const stated = numberOf('sportsAreaM2') || numberOf('hallAreaM2') || numberOf('iceAreaM2')
  if (stated > 0) return { areaM2: stated, rule: 'attribute' }
  if (numberOf('poolLengthM') * numberOf('poolWidthM') > 0) {
    return { areaM2: numberOf('poolLengthM') * numberOf('poolWidthM'), rule: 'pool' }
  }
  if (numberOf('lengthM') * numberOf('widthM') > 0) {
    return { areaM2: numberOf('lengthM') * numberOf('widthM'), rule: 'attribute' }
  }
  if (place.lengthM && numberOf('widthAverageM') > 0) {
    return { areaM2: place.lengthM * numberOf('widthAverageM'), rule: 'trail' }
  }
  return areaM2 ? { areaM2, rule: 'record' } : { areaM2: 0, rule: 'none' }
}
