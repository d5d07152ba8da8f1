export interface Parcel {
  name: string
  lon: number
  lat: number
  cost: number
}

/** Candidate parcels as they are pasted from a table: name, lon, lat and, if it is known, cost; parted by commas or tabs. */
export function readParcels(text: string): { parcels: Parcel[]; badLines: number[] } {
  const parcels: Parcel[] = []
  const badLines: number[] = []
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const parts = line.split(/[,，\t]/).map((part) => part.trim())
    const [name, lon, lat, cost] = [parts[0]!, numberOf(parts[1]), numberOf(parts[2]), numberOf(parts[3] || '1')]
    if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && cost > 0) parcels.push({ name, lon, lat, cost })
    else badLines.push(i + 1)
  }
  return { parcels, badLines }
}

const numberOf = (text: string | undefined): number => (text ? Number(text) : Number.NaN)
