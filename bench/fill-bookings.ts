import type { Knex } from 'knex'
import type { Database } from '../api/db/types.ts'

/** Courts that the bookings lie on: whole places, so many that they have at least this number. */
const mostCourts = 1_000

export interface Filled {
  bookings: number
  courts: number
  placeIds: number[]
}

/**
 * Writes very many bookings of single courts, every second hour of the day from the past to a week ahead, each an order of its own, as
 * triggers would have left them: triggers and foreign keys rest, and indexes are made after the rows. 2 million take about a minute.
 */
export async function fillBookings(database: Database, count: number): Promise<Filled> {
  return database.primary.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0')
    await trx.raw('set local session_replication_role = replica')
    await trx.raw(`set local maintenance_work_mem = '1GB'`)
    await planBookings(trx, count)
    const { rows: placeIds } = await trx.raw('select distinct place_id as id from planned_court order by 1')
    const { rows } = await trx.raw(`
      select (select count(*)::integer from planned) as bookings, (select count(*)::integer from planned_court) as courts`)
    const restore = await setAsideIndexes(trx, ['booking_order', 'booking', 'booking_occupancy'])
    await trx.raw(`
      insert into app.booking_order (id, person_id, place_id, total_fen, cancellation, hold_expires_at, created_at)
      select order_id, person_id, place_id, 0, '[]', starts_at - interval '1 day', starts_at - interval '1 day' from planned`)
    await trx.raw(`
      insert into app.booking (order_id, court_id, during, price_fen, price, state)
      select order_id, court_id, tstzrange(starts_at, starts_at + interval '1 hour'), 0, '{}',
             case when starts_at < now() then 'done' else 'confirmed' end
      from planned`)
    await trx.raw(`
      insert into app.booking_occupancy (place_id, unit, during, booking_id)
      select c.place_id, c.units[1], b.during, b.id
      from app.booking b
      join planned_court c on c.id = b.court_id
      order by c.place_id, b.during`)
    await restore()
    for (const table of ['booking_order', 'booking', 'booking_occupancy']) await trx.raw(`analyze app.${table}`)
    return { ...rows[0], placeIds: placeIds.map(({ id }: { id: number }) => id) }
  })
}

async function planBookings(trx: Knex.Transaction, count: number): Promise<void> {
  await trx.raw(
    `create temp table planned_court on commit drop as
     select id, place_id, units
     from (select c.*, count(*) over (order by place_id range between unbounded preceding and current row) - count(*) over (partition by place_id) as before
           from app.court c
           where cardinality(units) = 1 and capacity is null) c
     where before < :mostCourts`,
    { mostCourts },
  )
  await trx.raw(
    `create temp table planned on commit drop as
     with person as (
       insert into app.person (name) values ('bench') returning id
     ), today as (
       select date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as at
     )
     select gen_random_uuid() as order_id, p.id as person_id, c.id as court_id, c.place_id,
            d.at + make_interval(days => 6 - n / 6, hours => 9 + 2 * (n % 6)) as starts_at
     from person p
     cross join today d
     cross join planned_court c
     cross join generate_series(0, (select greatest(1, :count / count(*)) from planned_court)::integer - 1) n`,
    { count },
  )
}

/** Drops what is indexed but primary keys, and returns how to make it again. */
async function setAsideIndexes(trx: Knex.Transaction, tables: readonly string[]): Promise<() => Promise<void>> {
  const { rows } = await trx.raw(
    `select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as "table", k.conname as "constraint",
            case when k.oid is null then pg_get_indexdef(i.indexrelid)
                 else format('alter table %s add constraint %I %s', i.indrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) end as definition
     from pg_index i
     left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid
     where i.indrelid = any(array(select ('app.' || t)::regclass from unnest(:tables::text[]) t)) and not i.indisprimary`,
    { tables },
  )
  for (const { name, table, constraint } of rows) {
    await trx.raw(constraint ? `alter table ${table} drop constraint ${constraint}` : `drop index ${name}`)
  }
  return async () => {
    for (const { definition } of rows) await trx.raw(definition)
  }
}
