import type { Geometry, Position } from 'geojson'
import { decodeText } from './decode-text.ts'
import { type FileRow, FileUnreadable, type OpenedFile } from './file-rows.ts'
import { linesOf } from './read-gpx.ts'
import { allBelow, childrenOf, childText, parseXml, type XmlNode } from './xml-tree.ts'

/** Placemarks of a KML file; extended data become columns. */
export function openKml(bytes: Buffer): OpenedFile {
  const root = parseXml(decodeText(bytes).text)
  if (allBelow(root, 'kml').length === 0) throw new FileUnreadable('The file is XML, but no KML.')
  const rows: FileRow[] = allBelow(root, 'Placemark').map((mark, index) => ({
    number: index + 1,
    cells: { name: childText(mark, 'name'), description: childText(mark, 'description'), ...extendedData(mark) },
    geometry: geometryOf(mark),
  }))
  return {
    format: 'kml',
    encoding: 'UTF-8',
    delimiter: null,
    sheets: [],
    sheet: null,
    columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))],
    hasGeometry: true,
    rows: () => rows,
  }
}

function extendedData(mark: XmlNode): Record<string, string> {
  const data = allBelow(mark, 'Data').map((node) => [node.attributes.name ?? '', childText(node, 'value')])
  const simple = allBelow(mark, 'SimpleData').map((node) => [node.attributes.name ?? '', node.text.trim()])
  return Object.fromEntries([...data, ...simple].filter(([name]) => name !== ''))
}

/** The shapes of a placemark as one geometry: of several kinds, areas before lines before points. */
function geometryOf(mark: XmlNode): Geometry | null {
  const polygons = allBelow(mark, 'Polygon').map(polygonOf)
  if (polygons.length === 1) return { type: 'Polygon', coordinates: polygons[0]! }
  if (polygons.length > 1) return { type: 'MultiPolygon', coordinates: polygons }
  const tracks = allBelow(mark, 'Track').map((track) =>
    childrenOf(track, 'coord').map(({ text }) => numbersOf(text, /\s+/)),
  )
  const lines = linesOf([
    ...allBelow(mark, 'LineString').map((node) => positionsOf(childText(node, 'coordinates'))),
    ...tracks,
  ])
  if (lines) return lines
  const point = allBelow(mark, 'Point')[0]
  const position = point && positionsOf(childText(point, 'coordinates'))[0]
  return position ? { type: 'Point', coordinates: position } : null
}

function polygonOf(node: XmlNode): Position[][] {
  const ring = (name: string) =>
    childrenOf(node, name).flatMap((boundary) =>
      allBelow(boundary, 'LinearRing').map((one) =>
        positionsOf(childText(one, 'coordinates')).map((position) => position.slice(0, 2)),
      ),
    )
  return [...ring('outerBoundaryIs').slice(0, 1), ...ring('innerBoundaryIs')]
}

const positionsOf = (text: string): Position[] =>
  text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => numbersOf(part, /,/))

function numbersOf(text: string, separator: RegExp): Position {
  const numbers = text.trim().split(separator).map(Number)
  if (numbers.length < 2 || !numbers.every(Number.isFinite))
    throw new FileUnreadable(`«${text.slice(0, 60)}» in the KML is no position.`)
  return numbers.slice(0, 3)
}
