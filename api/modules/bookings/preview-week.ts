import type { z } from 'zod'
import type { previewTimetable, TimetableFields } from '../../contract/booking-set-up.ts'
import type { Database } from '../../db/types.ts'
import { daysFrom, gridOf } from './grid.ts'
import { localDayOf, startOfDay } from './local-time.ts'
import { readOffer } from './offer.ts'
import { timetableUnknown } from './set-up-queries.ts'

type Preview = z.input<(typeof previewTimetable)['reply']>

/** The week that a timetable would make, by the very functions that sell it. @throws 404 timetable-unknown */
export async function previewWeek(
  database: Database,
  asked: { placeId: number; timetableId: number; from: string | undefined; fields: TimetableFields; now: Date },
): Promise<Preview> {
  const { placeId, timetableId, fields } = asked
  const from = asked.from ?? localDayOf(asked.now.getTime())
  const days = daysFrom(from, 7)
  // As if the week had just begun: what is past today is shown as it would be sold.
  const now = new Date(startOfDay(from))
  const offer = await readOffer(database, database.primary, { placeId, fromDay: from, toDay: days[6]!, now })
  const before = offer.timetables.find(({ id }) => id === timetableId)
  if (!before) throw timetableUnknown(placeId, timetableId)
  const timetable = { ...before, ...fields, windowDays: 365, noticeMinutes: 0, weekly: fields.weekly }
  const rules = fields.rules.map((rule, index) => ({ ...rule, id: index + 1, timetableId }))
  const grid = gridOf(
    {
      ...offer,
      timetables: [timetable],
      courts: offer.courts.filter((court) => court.timetableId === timetableId),
      rules,
      place: { id: placeId, status: 'open' },
      taken: [],
      sessions: [],
    },
    days,
    now,
  )
  return {
    days: grid.days,
    courts: grid.courts.map(({ court, days: cells }) => ({
      id: court.id,
      nameZh: court.nameZh,
      nameEn: court.nameEn,
      cells: cells.map((each) =>
        each.map(({ fromMinute, toMinute, state, prices }) => ({
          fromMinute,
          toMinute,
          state,
          prices: prices.map(({ kind, priceFen }) => ({ kind, priceFen })),
        })),
      ),
    })),
  }
}
