import type { Facts, Ranked } from '../rank.ts'
import { JsonWriter } from './json-writer.ts'
import type { Measured } from './rank-rows.ts'
import type { RowStore } from './row-store.ts'
import type { OpenStates } from './row-tests.ts'
import type { Shape } from './shape.ts'

/** A feature on its way into a reply. */
export type RankedRow = Ranked<Facts & { found: Measured }>

export interface Form {
  /** JSON of the reply's first members, without the closing brace. */
  head: string
  layer: string
  /** Given where the texts are summaries of places; null where they are properties. */
  openNow: OpenStates | null
}

const writer = new JsonWriter()
/** A centimetre in degrees, a millimetre, and what tells two scores apart. */
const degreePlaces = 7
const metrePlaces = 3
const scorePlaces = 9

/** The body of a reply, of the same form as the one that the database helps to make. */
export function writeReply(store: RowStore, { head, layer, openNow }: Form, ranked: readonly RankedRow[]): Buffer {
  writer.at = 0
  writer.text(head)
  writer.ascii(',"items":[')
  for (const [n, { facts, score, scoreParts }] of ranked.entries()) {
    const { row, metres, nearest } = facts.found
    const shape = store.shapeOf(row)
    if (n > 0) writer.ascii(',')
    writer.ascii('{"distanceMetres":')
    writer.number(metres, metrePlaces)
    writer.ascii(',"score":')
    writer.number(score, scorePlaces)
    writer.ascii(',"scoreParts":{"distance":')
    writer.number(scoreParts.distance, scorePlaces)
    writer.ascii(',"rating":')
    writer.number(scoreParts.rating, scorePlaces)
    writer.ascii(',"openNow":')
    writer.number(scoreParts.openNow, scorePlaces)
    writer.ascii(',"price":')
    writer.number(scoreParts.price, scorePlaces)
    writer.ascii(',"sport":')
    writer.number(scoreParts.sport, scorePlaces)
    writer.ascii(',"freeSlots":')
    writer.number(scoreParts.freeSlots, scorePlaces)
    writer.ascii('},"id":')
    writer.number(facts.id, 0)
    writer.ascii(`,"layer":"${layer}","geometry":`)
    if (shape) writeGeometry(shape)
    else {
      writer.ascii('{"type":"Point","coordinates":')
      writePosition(store.lon[row]!, store.lat[row]!)
      writer.ascii('}')
    }
    writer.ascii(',"nearestPoint":')
    if (nearest) writePosition(nearest.lon, nearest.lat)
    else writePosition(store.lon[row]!, store.lat[row]!)
    if (openNow) writePlace(store, facts.found, openNow)
    else {
      writer.ascii(',"place":null,"properties":')
      writeText(store, row)
      writer.ascii('}')
    }
    writer.ascii('}')
  }
  writer.ascii(']}')
  return writer.finish()
}

function writePlace(store: RowStore, { row, metres }: Measured, openNow: OpenStates): void {
  const known = store.status.value(row) === 'open'
  const { open, closesAt } = known ? openNow(store.hours.codes[row]!) : { open: false, closesAt: null }
  writer.ascii(',"place":')
  writeText(store, row)
  writer.ascii(`,"openNow":${open},"closesAt":${closesAt === null ? 'null' : `"${closesAt}"`},"distanceMetres":`)
  writer.number(metres, metrePlaces)
  writer.ascii('},"properties":{}')
}

function writeText(store: RowStore, row: number): void {
  writer.room(store.texts.mostBytes)
  writer.at = store.writeText(row, writer.bytes, writer.at)
}

function writePosition(lon: number, lat: number): void {
  writer.ascii('[')
  writer.number(lon, degreePlaces)
  writer.ascii(',')
  writer.number(lat, degreePlaces)
  writer.ascii(']')
}

/** As GeoJSON. */
function writeGeometry({ type, coordinates, parts, polygons }: Shape): void {
  const path = (part: number) => {
    for (let vertex = parts[part]!; vertex < parts[part + 1]!; vertex++) {
      if (vertex > parts[part]!) writer.ascii(',')
      writePosition(coordinates[2 * vertex]!, coordinates[2 * vertex + 1]!)
    }
  }
  const paths = (from: number, to: number) => {
    for (let part = from; part < to; part++) {
      writer.ascii(part > from ? ',[' : '[')
      path(part)
      writer.ascii(']')
    }
  }
  writer.ascii(`{"type":"${type}","coordinates":[`)
  if (type === 'LineString') path(0)
  else if (type === 'MultiPoint')
    for (let part = 0; part + 1 < parts.length; part++) {
      if (part > 0) writer.ascii(',')
      path(part)
    }
  else if (type === 'MultiPolygon') {
    for (let n = 0; n + 1 < polygons.length; n++) {
      writer.ascii(n > 0 ? ',[' : '[')
      paths(polygons[n]!, polygons[n + 1]!)
      writer.ascii(']')
    }
  } else paths(0, parts.length - 1)
  writer.ascii(']}')
}
