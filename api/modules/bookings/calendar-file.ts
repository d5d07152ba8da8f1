import type { OrderReply } from './orders.ts'

/** RFC 5545: lines of at most 75 octets, CRLF, text escaped. */

const stamp = (instant: string): string => new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '')
const asText = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n')

/** The confirmed cells of an order as events. */
export function calendarFile(order: OrderReply): string {
  const events = order.bookings
    .filter(({ ticket }) => ticket !== null)
    .flatMap((booking) => [
      'BEGIN:VEVENT',
      `UID:booking-${booking.id}@venue-atlas`,
      `DTSTAMP:${stamp(order.now)}`,
      `DTSTART:${stamp(booking.start)}`,
      `DTEND:${stamp(booking.end)}`,
      `SUMMARY:${asText(`${order.placeNameZh} ${booking.courtNameZh}`)}`,
      `LOCATION:${asText(order.placeNameZh)}`,
      'END:VEVENT',
    ])
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Venue Atlas//Booking//ZH', ...events, 'END:VCALENDAR']
  return `${lines.map(fold).join('\r\n')}\r\n`
}

/** Breaks a line between characters, never inside one. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const character of line) {
    if (Buffer.byteLength(part + character) > 74) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part].join('\r\n ')
}
