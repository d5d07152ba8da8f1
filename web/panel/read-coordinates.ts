export const datums = ['WGS84', 'GCJ-02', 'BD-09'] as const
export type Datum = (typeof datums)[number]

/**
 * Coordinates as people type or paste them: `104.06, 30.66`, `104.06 30.66`, `30.66N 104.06E`, full-width commas.
 * Longitude first unless letters say otherwise, or the order cannot be meant (the second beyond 90).
 * @returns degrees, or null when the text is something else
 */
export function readCoordinates(text: string): { lon: number; lat: number } | null {
  const match =
    /^\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW])?\s*[,，、;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW])?\s*$/i.exec(text)
  if (!match) return null
  const [, first, firstLetter = '', second, secondLetter = ''] = match
  const a = signed(Number(first), firstLetter)
  const b = signed(Number(second), secondLetter)
  const latitudeFirst =
    /[ns]/i.test(firstLetter) || /[ew]/i.test(secondLetter) || (Math.abs(b) > 90 && Math.abs(a) <= 90)
  const [lon, lat] = latitudeFirst ? [b, a] : [a, b]
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null
}

const signed = (value: number, letter: string): number => (/[sw]/i.test(letter) ? -Math.abs(value) : value)
