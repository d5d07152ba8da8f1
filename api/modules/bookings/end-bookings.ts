import type { Database } from '../../db/types.ts'

/** After the end: who was let in is done, who was not did not come. */
export async function endBookings(database: Database, now: Date): Promise<void> {
  await database.rows(database.primary, {
    name: 'booking-end',
    text: `
      update booking
      set state = case state when 'checked-in' then 'done' else 'no-show' end
      where id in (
        select id
        from booking
        where state in ('confirmed', 'checked-in') and upper(during) <= $1::timestamptz
        order by id
        limit 5000
        for no key update skip locked)`,
    values: [now],
  })
}
