import type { Knex } from 'knex'
import type { Target } from '../../contract/access.ts'
import type { Place, PlaceFields } from '../../contract/place-record.ts'
import type { WrittenWhere } from '../../db/commit.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { convertPosition } from '../../spatial/datum.ts'
import { checkGeometry } from './check-geometry.ts'
import type { Neighbours } from './doubt.ts'
import type { Calendar } from './hours.ts'
import { OpeningHoursRefused, parseOpeningHours } from './parse-opening-hours.ts'
import { pinyinKeys } from './pinyin-keys.ts'
import { insertPlaceSql, presentPlace, readPlace, updatePlaceSql, writeValues } from './record.ts'
import { keepRevision } from './revision-queries.ts'
import { checkAttributes, typeOf } from './types.ts'

/** A write into the registry: by whom and why. */
export interface Writing {
  database: Database
  /** Read before the transaction: inside it the pool must not be asked. */
  calendar: Calendar
  now: Date
  account: string
  /** Who it is, where it is a person of the registry. */
  personId?: string
  reason: string
  /** Refuses the place as written, where its region is not the writer's. @throws 403 role-missing. */
  requireAt?: (target: Target) => void
}

export interface Written extends WrittenWhere {
  place: Place
}

/** Checks a whole record with WGS84 geometry, stores it, and keeps the revision in the same transaction. `id` null is a new place. */
export async function writeRecord(
  trx: Knex.Transaction,
  fields: PlaceFields,
  id: number | null,
  writing: Writing,
): Promise<Place> {
  const { database, calendar, now } = writing
  const type = await typeOf(database, trx, fields)
  if (type.deprecated && id === null) {
    throw errors.invalid(
      'place-type-deprecated',
      `The type «${type.code}» is kept for old records only; GET /api/place-types lists the current ones.`,
    )
  }
  checkAttributes(type, fields.attributes)
  checkPrice(fields)
  const { flat, track } = checkGeometry(fields.geometry, type)
  await checkShape(database, trx, flat)
  const values = writeValues(fields, flat, track, searchKeys(fields))
  const [stored] = await database.rows<{ id: number }>(
    trx,
    id === null
      ? { name: 'place-insert', text: insertPlaceSql, values }
      : { name: 'place-update', text: updatePlaceSql, values: [...values, id] },
  )
  const row = await readPlace(database, trx, stored!.id)
  // Only the database knows the county of a new geometry; a refusal here takes the whole write back.
  writing.requireAt?.({ placeId: row.id, regionCode: row.regionCode })
  await keepRevision(database, trx, row, writing)
  return presentPlace(row, calendar, now, await lookAround(database, trx, row.id))
}

/** Keys of the name and its aliases, each on a line of its own; never empty, which would mean that they are still to be made. */
export function searchKeys({ nameZh, aliases }: Pick<PlaceFields, 'nameZh' | 'aliases'>) {
  const keys = [nameZh, ...aliases].map(pinyinKeys)
  return {
    pinyin: keys.map(({ pinyin }) => pinyin).join('\n') || '-',
    initials: keys.map(({ initials }) => initials).join('\n') || '-',
  }
}

/** @throws 422 opening-hours-refused naming the part and why. */
export function hoursFromText(text: string): PlaceFields['hours'] {
  try {
    return parseOpeningHours(text)
  } catch (error) {
    if (!(error instanceof OpeningHoursRefused)) throw error
    throw errors.invalid('opening-hours-refused', `openingHours: ${error.message}.`, [
      { path: 'body.openingHours', message: error.message },
    ])
  }
}

function checkPrice({ fee, priceFen }: PlaceFields): void {
  if (fee === 'free' && (priceFen ?? 0) > 0) {
    throw errors.invalid(
      'free-with-price',
      `A free place has no price, but priceFen is ${priceFen}: set fee to paid or low-fee, or leave the price out.`,
    )
  }
}

/** @throws 422 geometry-invalid with PostGIS's reason and the place of it. */
async function checkShape(database: Database, trx: Knex.Transaction, flat: object): Promise<void> {
  const [found] = await database.rows<{ valid: boolean; reason: string | null; at: number[] | null }>(trx, {
    name: 'place-shape-check',
    text: `
      with detail as (select (st_isvaliddetail(st_setsrid(st_geomfromgeojson($1::text), 4326))).*)
      select valid, reason, json_build_array(round(st_x(location)::numeric, 7), round(st_y(location)::numeric, 7)) as at
      from detail`,
    values: [JSON.stringify(flat)],
  })
  const { valid, reason, at } = found!
  if (!valid) throw errors.invalid('geometry-invalid', `${reason} at [${at?.join(', ')}]; draw the shape without it.`)
}

interface Around {
  duplicateId: number | null
  county: string | null
  twins: { id: number; lon: number; lat: number }[]
  lon: number
  lat: number
}

/** What the neighbours and the address say of a place; see `Neighbours`. */
async function lookAround(database: Database, trx: Knex.Transaction, id: number): Promise<Neighbours> {
  const [found] = await database.rows<Around>(trx, {
    name: 'place-look-around',
    text: `
      with me as (
        select id, name_zh, location, region_code, address_zh, st_x(location) as lon, st_y(location) as lat
        from place
        where id = $1::bigint
      ), twin as materialized (
        select p.id, st_x(p.location) as lon, st_y(p.location) as lat,
               st_distance(p.location::geography, me.location::geography) as metres
        from me
        join place p on p.location && st_expand(me.location, 0.02) and p.name_zh = me.name_zh and p.id <> me.id
        limit 20
      )
      select (select id from twin where metres <= 100 order by metres limit 1) as "duplicateId",
             (select coalesce(json_agg(json_build_object('id', id, 'lon', lon, 'lat', lat)), '[]')
              from twin where metres between 150 and 900) as twins,
             (select r.name_zh
              from region r
              where r.level = 'county' and r.code <> me.region_code and strpos(me.address_zh, r.name_zh) > 0
                and not exists (select from region own where own.code = me.region_code and strpos(me.address_zh, own.name_zh) > 0)
              order by length(r.name_zh) desc, r.code
              limit 1) as county,
             lon, lat
      from me`,
    values: [id],
  })
  const { duplicateId, twins, county, lon, lat } = found!
  const [asGcj02Lon, asGcj02Lat] = convertPosition([lon, lat], 'GCJ-02', 'WGS84') as [number, number]
  const [checked] = await database.rows<{ county: string | null; metres: number[] }>(trx, {
    name: 'place-if-gcj02',
    text: `
      with input as (select st_setsrid(st_makepoint($1::float8, $2::float8), 4326) as point)
      select (select r.name_zh from region r where r.code = region_at(input.point)) as county,
             array(
               select st_distance(input.point::geography, st_setsrid(st_makepoint(t.lon, t.lat), 4326)::geography)
               from unnest($3::float8[], $4::float8[]) with ordinality as t (lon, lat, position)
               order by t.position) as metres
      from input`,
    values: [asGcj02Lon, asGcj02Lat, twins.map((twin) => twin.lon), twins.map((twin) => twin.lat)],
  })
  const shifted = checked!.metres.findIndex((metres) => metres < 80)
  return {
    duplicateId,
    shiftedTwinId: shifted < 0 ? null : twins[shifted]!.id,
    countyInAddress: county,
    countyFitsGcj02: county !== null && checked!.county === county,
  }
}
