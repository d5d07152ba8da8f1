import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { demoHallIfc } from '../seed-data/ifc/demo-hall.ts'
import { sportsHallEnglish } from '../seed-data/ifc/sports-hall-english.ts'
import './bus/buildings.ts'
import type { Core } from './core.ts'
import { hashFile } from './files/receive.ts'
import { addJob } from './jobs/add-job.ts'
import { writePlacement } from './modules/buildings/building-queries.ts'
import { insertModel, readModel } from './modules/buildings/model-queries.ts'
import { placeOnMap } from './modules/buildings/place-on-map.ts'

/** The centre of Chengdu, where the map opens. */
const centre = { lon: 104.0657, lat: 30.6574 }
const name = '示范体育馆.ifc'

/**
 * Gives the demo registry its building: the generated sports hall is put to a gymnasium near the centre as a version that waits for its conversion, as if
 * an owner had uploaded it. Once: nothing happens where any building is there already.
 */
export async function addDemoBuilding({ database, files, bus, config }: Core): Promise<void> {
  if (config.SEED !== 'demo') return
  const place = await findPlace(database.primary)
  if (!place) return
  const ifc = demoHallIfc(place.lon, place.lat)
  const path = join(files.incoming, `demo-hall-${process.pid}`)
  await writeFile(path, ifc)
  const sha256 = await hashFile(path)
  await files.keep(path, sha256)
  await database.primary.transaction(async (trx) => {
    const kept = { sha256, bytes: Buffer.byteLength(ifc), mediaType: 'application/x-step' }
    await bus.tell(trx, 'content.kept', { holder: 'demo-building', ...kept })
    const model = await insertModel(trx, { placeId: place.id, fileId: null, sha256, name, requestedBy: null })
    await addJob(trx, 'convert-building', { modelId: model.id })
  })
}

/** What an owner would do next: it stands where it says, its badminton courts are the ones that can be booked, and it is named in English. */
export function finishDemoBuilding({ bus }: Core): void {
  bus.on('building.ready', async (trx, { placeId, modelId, version }) => {
    const model = (await readModel(trx, modelId))!
    if (version !== 1 || !model.isDemo || !model.proposal) return
    await writePlacement(trx, { placeId, version: null, placement: model.proposal, personId: null })
    await placeOnMap(trx, placeId, model.proposal)
    await linkCourts(trx, placeId)
    await nameInEnglish(trx, placeId)
  })
}

/** An open demo gymnasium, one with badminton courts to book first, the nearest to the centre. */
async function findPlace(on: Knex): Promise<{ id: number; lon: number; lat: number } | undefined> {
  const { rows } = await on.raw(
    `with near as (
       select p.id, st_pointonsurface(p.geom) as point,
         exists (select from app.court c where c.place_id = p.id and c.sport = 'badminton') as bookable
       from app.place p
       where p.is_demo and p.type_code = 'gymnasium' and p.status = 'open'
         and not exists (select from app.building)
       order by bookable desc, p.geom::geography <-> st_setsrid(st_makepoint(:lon, :lat), 4326)::geography, p.id
       limit 1)
     select id, st_x(point) as lon, st_y(point) as lat from near`,
    centre,
  )
  return rows[0]
}

async function linkCourts(trx: Knex.Transaction, placeId: number): Promise<void> {
  await trx.raw(
    `with courts as (
       select id, row_number() over (order by sort, id) as nth
       from app.court
       where place_id = :placeId and sport = 'badminton' and cardinality(units) = 1 and archived_at is null
     ), spaces as (
       select id, row_number() over (order by name) as nth
       from app.building_space
       where place_id = :placeId and use = 'BADMINTON' and state = 'current'
     )
     update app.building_space s
     set court_id = courts.id
     from spaces
     join courts on courts.nth = spaces.nth
     where s.id = spaces.id`,
    { placeId },
  )
}

async function nameInEnglish(trx: Knex.Transaction, placeId: number): Promise<void> {
  const names = JSON.stringify(sportsHallEnglish)
  for (const [table, column] of [
    ['building_space', 'long_name'],
    ['building_level', 'name'],
  ] as const) {
    await trx.raw(
      `update app.${table} named
       set name_en = said.value
       from jsonb_each_text(:names::jsonb) said
       where named.place_id = :placeId and named.${column} = said.key`,
      { names, placeId },
    )
  }
}
