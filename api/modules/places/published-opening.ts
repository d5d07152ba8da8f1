import type { PublishedDay, PublishedOpening } from '../../bus/visits.ts'
import type { Hours } from '../../contract/place-record.ts'
import type { Database } from '../../db/types.ts'
import { calendarOf } from './calendar.ts'
import { type Calendar, daySpansOf, type Span } from './hours.ts'

interface Row extends Omit<PublishedOpening, 'days' | 'closures'> {
  hours: Hours | null
}

/** Places of types under the sky; others are outdoors where one of their courts is. */
const text = `
  with here as (
    select p.*, t.category from place p join place_type t on t.code = p.type_code where p.id = $1::bigint
  )
  select h.name_zh as "nameZh", h.name_en as "nameEn", h.is_demo as "isDemo", h.ownership, h.fee, h.price_fen as "priceFen", h.hours,
         h.category in ('park', 'trail', 'fitness-path', 'outdoor') or h.courts @? '$[*] ? (@.indoor == false)' as "isOutdoor",
         (select case when count(*) >= 3 then percentile_disc(0.5) within group (order by o.price_fen) end
          from place o
          where o.type_code = h.type_code and o.fee = 'paid' and o.price_fen > 0 and o.status = 'open'
            and left(o.region_code, 4) = left(h.region_code, 4)) as "marketFen"
  from here h`

/** What a place has published of its opening in some local days. */
export async function publishedOpening(
  database: Database,
  { placeId, from, to }: { placeId: number; from: string; to: string },
): Promise<PublishedOpening | null> {
  const [row] = await database.rows<Row>(database.reader(), {
    name: 'places-published-opening',
    text,
    values: [placeId],
  })
  if (!row) return null
  const { hours, ...rest } = row
  if (!hours) return { ...rest, days: null, closures: [] }
  const calendar = await calendarOf(database)
  const closures = hours.exceptions
    .filter((exception) => exception.open.length === 0 && exception.to >= from && exception.from <= to)
    .map((exception) => ({
      from: exception.from,
      to: exception.to,
      announcedOn: exception.announcedOn,
      noteZh: exception.reasonZh,
      noteEn: exception.reasonEn,
    }))
  return { ...rest, days: daysOf(hours, calendar, from, to), closures }
}

function daysOf(hours: Hours, calendar: Calendar, from: string, to: string): PublishedDay[] {
  const days: PublishedDay[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    const legal = calendar.get(day)
    const exception = hours.exceptions.findLast((each) => each.from <= day && day <= each.to)
    days.push({
      day,
      kind: legal?.kind ?? (new Date(at).getUTCDay() % 6 === 0 ? 'restday' : 'workday'),
      openMinutes: minutesOf(daySpansOf(hours, calendar, day)),
      noteZh: exception?.reasonZh ?? legal?.nameZh ?? '',
      noteEn: exception?.reasonEn ?? legal?.nameEn ?? '',
    })
  }
  return days
}

/** Overlapping openings count once. */
function minutesOf(spans: readonly Span[]): number {
  let sum = 0
  let after = 0
  for (const [opens, closes] of [...spans].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, closes - Math.max(opens, after))
    after = Math.max(after, closes)
  }
  return sum
}
