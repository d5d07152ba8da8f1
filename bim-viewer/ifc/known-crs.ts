/**
 * Definitions of the projected coordinate systems that building models of this country and its exporters name: UTM on WGS84, ETRS89 and NAD83,
 * CGCS2000 in its 3° and 6° Gauss-Krüger zones, Web Mercator. Parameters are those of the EPSG registry.
 * @returns a proj4 definition, or null for one that the owner must be asked about.
 */
export function knownCrs(name: string): string | null {
  const code = Number(/^\s*(?:urn:ogc:def:crs:)?EPSG:{1,2}(?:[\d.]*:)?(\d+)\s*$/i.exec(name)?.[1])
  return Number.isNaN(code) ? null : definitionOf(code)
}

function definitionOf(code: number): string | null {
  if (code === 3857) return 'EPSG:3857'
  if (code > 32600 && code <= 32660) return utm(code - 32600, 'WGS84')
  if (code > 32700 && code <= 32760) return `${utm(code - 32700, 'WGS84')} +south`
  // ETRS89 / UTM 28N to 38N; NAD83 / UTM 1N to 23N.
  if (code >= 25828 && code <= 25838) return utm(code - 25800, 'GRS80')
  if (code >= 26901 && code <= 26923) return utm(code - 26900, 'GRS80')
  // CGCS2000, 6° zones 13 to 23: with the zone before the easting, then without.
  if (code >= 4491 && code <= 4501) return gaussKrueger(75 + 6 * (code - 4491), (13 + code - 4491) * 1e6)
  if (code >= 4502 && code <= 4512) return gaussKrueger(75 + 6 * (code - 4502), 0)
  // CGCS2000, 3° zones 25 to 45.
  if (code >= 4513 && code <= 4533) return gaussKrueger(75 + 3 * (code - 4513), (25 + code - 4513) * 1e6)
  if (code >= 4534 && code <= 4554) return gaussKrueger(75 + 3 * (code - 4534), 0)
  return null
}

const utm = (zone: number, ellipsoid: string) =>
  `+proj=utm +zone=${zone} ${ellipsoid === 'WGS84' ? '+datum=WGS84' : '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0'} +units=m +no_defs`

/** CGCS2000 differs from WGS84 by centimetres. */
const gaussKrueger = (meridian: number, zoneEasting: number) =>
  `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${zoneEasting + 500_000} +y_0=0 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs`
