import type { Geometry, Position } from 'geojson'
import { escapeXml } from '../../../files/escape-xml.ts'
import { type ExportRow, exportColumns } from './export-rows.ts'

/** Text formats, written as the rows come. */

type Rows = AsyncIterable<ExportRow[]>

export async function* geojsonChunks(rows: Rows, crsName: string | null): AsyncGenerator<string> {
  const crs = crsName ? `"crs":${JSON.stringify({ type: 'name', properties: { name: crsName } })},` : ''
  yield `{"type":"FeatureCollection",${crs}"features":[`
  let first = true
  for await (const batch of rows) {
    yield (first ? '' : ',') +
      batch
        .map(({ id, geometry, values: { id: _id, ...properties } }) =>
          JSON.stringify({ type: 'Feature', id, geometry, properties }),
        )
        .join(',\n')
    first = false
  }
  yield ']}\n'
}

export async function* gpxChunks(rows: Rows): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Venue Atlas" xmlns="http://www.topografix.com/GPX/1/1">\n'
  for await (const batch of rows) {
    for (const { values, geometry } of batch) {
      const segments = linesOf(geometry).map((line) => `<trkseg>${line.map(trackPoint).join('')}</trkseg>`)
      yield `<trk><name>${escapeXml(String(values.nameZh))}</name>${segments.join('')}</trk>\n`
    }
  }
  yield '</gpx>\n'
}

const trackPoint = ([lon, lat, height]: Position): string =>
  `<trkpt lat="${lat}" lon="${lon}">${height === undefined ? '' : `<ele>${height}</ele>`}</trkpt>`

const linesOf = (geometry: Geometry): Position[][] =>
  geometry.type === 'LineString'
    ? [geometry.coordinates]
    : geometry.type === 'MultiLineString'
      ? geometry.coordinates
      : []

export async function* kmlChunks(rows: Rows): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Venue Atlas</name>\n'
  for await (const batch of rows) {
    yield batch
      .map(({ values, geometry }) => {
        const data = exportColumns
          .filter((column) => values[column] !== null && values[column] !== undefined)
          .map((column) => `<Data name="${column}"><value>${escapeXml(String(values[column]))}</value></Data>`)
        return `<Placemark><name>${escapeXml(String(values.nameZh))}</name><ExtendedData>${data.join('')}</ExtendedData>${kmlGeometry(geometry)}</Placemark>\n`
      })
      .join('')
  }
  yield '</Document></kml>\n'
}

function kmlGeometry(geometry: Geometry): string {
  const coordinates = (positions: Position[]) =>
    `<coordinates>${positions.map((position) => position.join(',')).join(' ')}</coordinates>`
  const ring = (positions: Position[]) => `<LinearRing>${coordinates(positions)}</LinearRing>`
  if (geometry.type === 'Point') return `<Point>${coordinates([geometry.coordinates])}</Point>`
  if (geometry.type === 'LineString') return `<LineString>${coordinates(geometry.coordinates)}</LineString>`
  if (geometry.type === 'Polygon') {
    const [outer, ...inner] = geometry.coordinates
    return `<Polygon><outerBoundaryIs>${ring(outer!)}</outerBoundaryIs>${inner.map((hole) => `<innerBoundaryIs>${ring(hole)}</innerBoundaryIs>`).join('')}</Polygon>`
  }
  if (geometry.type === 'MultiLineString')
    return multi(geometry.coordinates.map((part) => kmlGeometry({ type: 'LineString', coordinates: part })))
  if (geometry.type === 'MultiPolygon')
    return multi(geometry.coordinates.map((part) => kmlGeometry({ type: 'Polygon', coordinates: part })))
  return ''
}
const multi = (parts: string[]): string => `<MultiGeometry>${parts.join('')}</MultiGeometry>`
