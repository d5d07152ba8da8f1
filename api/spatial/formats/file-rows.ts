import type { Geometry } from 'geojson'

/** A record of any file as import sees it: texts by column, and a shape where the format has one. */
export interface FileRow {
  /** From 1; the heading of a table is not counted. */
  number: number
  cells: Record<string, string>
  geometry?: Geometry | null
  /** Named points that the file has beside its lines, in WGS84. */
  waypoints?: { nameZh: string; position: [number, number] }[]
}

export interface ReadOptions {
  encoding?: string | null | undefined
  delimiter?: string | null | undefined
  sheet?: string | null | undefined
}

/** A file that was looked at: what it is, and its rows one after another. */
export interface OpenedFile {
  format: 'csv' | 'xlsx' | 'geojson' | 'gpx' | 'kml' | 'shapefile'
  encoding: string | null
  delimiter: string | null
  sheets: string[]
  sheet: string | null
  columns: string[]
  hasGeometry: boolean
  rows: () => AsyncIterable<FileRow> | Iterable<FileRow>
}

/** The file is not what it should be; the message says what was found and what to do. */
export class FileUnreadable extends Error {}

export const mostRows = 500_000
