import type { Geometry, Position } from 'geojson'
import { decodeText } from './decode-text.ts'
import { type FileRow, FileUnreadable, type OpenedFile } from './file-rows.ts'
import { allBelow, childrenOf, childText, parseXml, type XmlNode } from './xml-tree.ts'

/** Tracks and routes of a GPX file, one row each, with the named waypoints of the file; a file of waypoints only gives these. */
export function openGpx(bytes: Buffer): OpenedFile {
  const gpx = allBelow(parseXml(decodeText(bytes).text), 'gpx')[0]
  if (!gpx) throw new FileUnreadable('The file is XML, but no GPX.')
  const waypoints = childrenOf(gpx, 'wpt').map((node) => ({ ...describe(node), position: positionOf(node) }))
  const lines = [...childrenOf(gpx, 'trk').map(trackRow), ...childrenOf(gpx, 'rte').map(routeRow)].filter(
    ({ geometry }) => geometry !== null,
  )
  const named = waypoints.flatMap(({ name, position: [lon, lat] }) =>
    name === '' ? [] : [{ nameZh: name.slice(0, 80), position: [lon!, lat!] as [number, number] }],
  )
  const rows: FileRow[] =
    lines.length > 0
      ? lines.map((row, index) => ({ ...row, number: index + 1, waypoints: named }))
      : waypoints.map(({ position, ...cells }, index) => ({
          number: index + 1,
          cells,
          geometry: { type: 'Point', coordinates: position },
        }))
  return {
    format: 'gpx',
    encoding: 'UTF-8',
    delimiter: null,
    sheets: [],
    sheet: null,
    columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))],
    hasGeometry: true,
    rows: () => rows,
  }
}

type LineRow = Omit<FileRow, 'number'> & { geometry: Geometry | null }

/** Segments stay apart: between them the receiver was off, and nobody walked the straight line. */
function trackRow(track: XmlNode): LineRow {
  const segments = childrenOf(track, 'trkseg').map((segment) => childrenOf(segment, 'trkpt').map(positionOf))
  return { cells: { ...describe(track), kind: 'trk' }, geometry: linesOf(segments) }
}

const routeRow = (route: XmlNode): LineRow => ({
  cells: { ...describe(route), kind: 'rte' },
  geometry: linesOf([childrenOf(route, 'rtept').map(positionOf)]),
})

/** Lines of two or more positions; heights only where every position has one, since half of them says nothing of the climb. */
export function linesOf(segments: Position[][]): Geometry | null {
  const lines = segments.map(withoutRepeats).filter((line) => line.length >= 2)
  if (lines.length === 0) return null
  const hasHeights = lines.every((line) => line.every((position) => position.length > 2))
  const kept = hasHeights ? lines : lines.map((line) => line.map((position) => position.slice(0, 2)))
  return kept.length === 1
    ? { type: 'LineString', coordinates: kept[0]! }
    : { type: 'MultiLineString', coordinates: kept }
}

const withoutRepeats = (line: Position[]): Position[] =>
  line.filter(
    (position, index) => index === 0 || position[0] !== line[index - 1]![0] || position[1] !== line[index - 1]![1],
  )

function positionOf(node: XmlNode): Position {
  const [lon, lat] = [Number(node.attributes.lon), Number(node.attributes.lat)]
  if (!Number.isFinite(lon) || !Number.isFinite(lat) || node.attributes.lon === undefined) {
    throw new FileUnreadable(
      `A point of the GPX has no lon and lat (lon «${node.attributes.lon}», lat «${node.attributes.lat}»).`,
    )
  }
  const height = childText(node, 'ele')
  return height !== '' && Number.isFinite(Number(height)) ? [lon, lat, Number(height)] : [lon, lat]
}

const describe = (node: XmlNode) => ({
  name: childText(node, 'name'),
  description: childText(node, 'desc'),
  type: childText(node, 'type'),
})
