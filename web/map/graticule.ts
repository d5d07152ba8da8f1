/** A meridian or parallel in degrees, with the coarsest step it belongs to. */
export interface GraticuleLine {
  stepDegrees: 10 | 5 | 1
  from: [number, number]
  to: [number, number]
}

const northEnd = 85

/** Straight in the map's projection, so two points a line are exact. Each line once, under its coarsest step. */
export function graticuleLines(): GraticuleLine[] {
  const lines: GraticuleLine[] = []
  const stepOf = (degree: number) => (degree % 10 === 0 ? 10 : degree % 5 === 0 ? 5 : 1)
  for (let lon = -180; lon <= 180; lon += 1) {
    lines.push({ stepDegrees: stepOf(lon), from: [lon, -northEnd], to: [lon, northEnd] })
  }
  for (let lat = -northEnd; lat <= northEnd; lat += 1) {
    lines.push({ stepDegrees: stepOf(lat), from: [-180, lat], to: [180, lat] })
  }
  return lines
}

/** The finest step drawn at a zoom, so that lines keep a hand's width. */
export function graticuleStep(zoom: number): number {
  if (zoom < 4) return 10
  return zoom < 6.5 ? 5 : 1
}
