/** Meridians and parallels as GeoJSON: every 10° over the world and every degree over China's south-west, where the map opens. */
export function graticule() {
  const features: object[] = []
  const add = (degrees: number, step: number, along: 'meridian' | 'parallel', range: [number, number]) => {
    const coordinates: [number, number][] = []
    // A vertex every few degrees, so that other projections bend the line where they must.
    for (let at = range[0]; at < range[1]; at += 5)
      coordinates.push(along === 'meridian' ? [degrees, at] : [at, degrees])
    coordinates.push(along === 'meridian' ? [degrees, range[1]] : [range[1], degrees])
    features.push({
      type: 'Feature',
      properties: { kind: along, degrees, step },
      geometry: { type: 'LineString', coordinates },
    })
  }
  for (let lon = -180; lon <= 180; lon += 10) add(lon, 10, 'meridian', [-85, 85])
  for (let lat = -80; lat <= 80; lat += 10) add(lat, 10, 'parallel', [-180, 180])
  for (let lon = 97; lon <= 111; lon++) if (lon % 10 !== 0) add(lon, 1, 'meridian', [25, 35])
  for (let lat = 26; lat <= 34; lat++) if (lat % 10 !== 0) add(lat, 1, 'parallel', [97, 111])
  return { type: 'FeatureCollection', features }
}
