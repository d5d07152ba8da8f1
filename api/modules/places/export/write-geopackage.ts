import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Geometry, Position } from 'geojson'
import sqlite from 'node-sqlite3-wasm'
import { type ExportRow, exportColumns, isNumberColumn } from './export-rows.ts'

/** A system as a GeoPackage names it. */
export interface PackageSystem {
  srid: number
  name: string
  definition: string
}

/**
 * A GeoPackage 1.3 of one layer, made in a file of the temporary folder (the format's index is written last) and gone when it has been
 * read. Rows are put in batch by batch.
 */
export const geopackageStream = (rows: AsyncIterable<ExportRow[]>, system: PackageSystem): Readable =>
  Readable.from(packageChunks(rows, system), { objectMode: false })

async function* packageChunks(rows: AsyncIterable<ExportRow[]>, system: PackageSystem): AsyncGenerator<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'venue-atlas-export-'))
  try {
    const path = join(folder, 'places.gpkg')
    await writePackage(path, rows, system)
    yield* createReadStream(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writePackage(
  path: string,
  rows: AsyncIterable<ExportRow[]>,
  { srid, name, definition }: PackageSystem,
): Promise<void> {
  const database = new sqlite.Database(path)
  try {
    // One writer, and a file that nobody reads yet: no journal is needed.
    database.exec(
      'pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; pragma cache_size = -16000; pragma application_id = 1196444487; pragma user_version = 10300',
    )
    database.exec(tables)
    const system = 'insert or replace into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)'
    for (const [id, title, text] of [
      [-1, 'Undefined Cartesian', 'undefined'],
      [0, 'Undefined geographic', 'undefined'],
    ] as const)
      database.run(system, [title, id, 'NONE', id, text])
    database.run(system, [name, srid, srid === 0 ? 'NONE' : 'EPSG', srid, definition])
    database.run(
      `insert into gpkg_contents values ('places', 'features', 'places', '', ?, null, null, null, null, ?)`,
      [new Date().toISOString(), srid],
    )
    database.run(`insert into gpkg_geometry_columns values ('places', 'geom', 'GEOMETRY', ?, 2, 0)`, [srid])
    const insert = database.prepare(insertSql(rowsAtOnce))
    const insertOne = database.prepare(insertSql(1))
    try {
      for await (const batch of rows) {
        const rest = batch.length % rowsAtOnce
        database.exec('begin')
        for (let from = 0; from < batch.length - rest; from += rowsAtOnce)
          insert.run(batch.slice(from, from + rowsAtOnce).flatMap((row) => cellsOf(row, srid)))
        for (const row of batch.slice(batch.length - rest)) insertOne.run(cellsOf(row, srid))
        database.exec('commit')
      }
    } finally {
      insert.finalize()
      insertOne.finalize()
    }
  } finally {
    database.close()
  }
}

const columns = exportColumns.filter((column) => column !== 'id')

/** Of a row's time in a statement of one, two thirds were the call; so many at once took 12 instead of 29 microseconds each. */
const rowsAtOnce = 20

const insertSql = (count: number): string => {
  const row = `(?, ?, ${columns.map(() => '?').join(', ')})`
  return `insert into places (geom, fid, ${columns.join(', ')}) values ${Array.from({ length: count }, () => row).join(', ')}`
}

function cellsOf({ id, values, geometry }: ExportRow, srid: number) {
  const cells = columns.map((column) => {
    const value = values[column] ?? null
    return typeof value === 'boolean' ? Number(value) : value
  })
  return [geometryBlob(geometry, srid), id, ...cells]
}

const tables = `
  create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null, organization_coordsys_id integer not null, definition text not null, description text);
  create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique, description text default '', last_change datetime not null, min_x double, min_y double, max_x double, max_y double, srs_id integer references gpkg_spatial_ref_sys (srs_id));
  create table gpkg_geometry_columns (table_name text not null, column_name text not null, geometry_type_name text not null, srs_id integer not null, z tinyint not null, m tinyint not null, primary key (table_name, column_name));
  create table places (fid integer primary key autoincrement not null, geom geometry, ${columns.map((column) => `${column} ${column === 'isDemo' ? 'boolean' : isNumberColumn(column) ? 'double' : 'text'}`).join(', ')});`

/** GeoPackage's header (little endian, no envelope) and well-known binary. */
export function geometryBlob(geometry: Geometry, srid: number): Uint8Array {
  const header = Buffer.alloc(8)
  header.write('GP', 0, 'latin1')
  header.writeUInt8(0, 2)
  header.writeUInt8(1, 3)
  header.writeInt32LE(srid, 4)
  return new Uint8Array(Buffer.concat([header, wkb(geometry)]))
}

const wkbTypes: Readonly<Record<string, number>> = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiLineString: 5,
  MultiPolygon: 6,
}

function wkb(geometry: Geometry): Buffer {
  if (geometry.type === 'GeometryCollection' || geometry.type === 'MultiPoint')
    throw new Error(`a place is never a ${geometry.type}`)
  const hasZ =
    JSON.stringify(geometry.coordinates)
      .match(/\[([^[\]]*)\]/)?.[1]
      ?.split(',').length === 3
  const head = (type: string) => {
    const buffer = Buffer.alloc(5)
    buffer.writeUInt8(1, 0)
    buffer.writeUInt32LE(wkbTypes[type]! + (hasZ ? 1000 : 0), 1)
    return buffer
  }
  const count = (length: number) => {
    const buffer = Buffer.alloc(4)
    buffer.writeUInt32LE(length)
    return buffer
  }
  const position = (at: Position) => Buffer.from(new Float64Array(at.slice(0, hasZ ? 3 : 2)).buffer)
  const line = (positions: Position[]) => Buffer.concat([count(positions.length), ...positions.map(position)])
  const area = (rings: Position[][]) => Buffer.concat([count(rings.length), ...rings.map(line)])
  if (geometry.type === 'Point') return Buffer.concat([head('Point'), position(geometry.coordinates)])
  if (geometry.type === 'LineString') return Buffer.concat([head('LineString'), line(geometry.coordinates)])
  if (geometry.type === 'Polygon') return Buffer.concat([head('Polygon'), area(geometry.coordinates)])
  if (geometry.type === 'MultiLineString')
    return Buffer.concat([
      head('MultiLineString'),
      count(geometry.coordinates.length),
      ...geometry.coordinates.map((part) => Buffer.concat([head('LineString'), line(part)])),
    ])
  return Buffer.concat([
    head('MultiPolygon'),
    count(geometry.coordinates.length),
    ...geometry.coordinates.map((part) => Buffer.concat([head('Polygon'), area(part)])),
  ])
}
