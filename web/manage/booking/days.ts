/** Local days of Shanghai, wherever the desk stands. */

export const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** 08:00-12:00, 14:00-22:00 as minutes; null where it cannot be read. */
export function parseSpans(text: string): [number, number][] | null {
  const parts = text.split(/[,，、;；]/).map((part) => part.trim())
  const spans: [number, number][] = []
  for (const part of parts.filter(Boolean)) {
    const found = /^(\d{1,2})[:：](\d{2})\s*[-–—~]\s*(\d{1,2})[:：](\d{2})$/.exec(part)
    if (!found) return null
    const [fromHour, fromMinute, toHour, toMinute] = found.slice(1).map(Number) as [number, number, number, number]
    const from = fromHour * 60 + fromMinute
    const until = toHour * 60 + toMinute
    // Past midnight counts on.
    const to = until <= from ? until + 1440 : until
    if (from >= 1440 || to > 2880 || fromMinute > 59 || toMinute > 59) return null
    spans.push([from, to])
  }
  return spans
}

export const spansText = (spans: readonly (readonly [number, number])[]): string =>
  spans.map(([from, to]) => `${clockText(from)}-${clockText(to)}`).join(', ')

export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

interface Span {
  start: string
  end: string
}

/** Whether two spans share time, by their instants: one source writes milliseconds and another does not. */
export const overlaps = (one: Span, other: Span): boolean =>
  Date.parse(one.start) < Date.parse(other.end) && Date.parse(other.start) < Date.parse(one.end)
