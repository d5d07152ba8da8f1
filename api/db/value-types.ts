import pg from 'pg'

/**
 * How column values arrive in JavaScript, the same on both engines and fit for JSON as they are:
 * int8 → number (string beyond 2^53), numeric → number, date → 'YYYY-MM-DD', timestamptz → ISO 8601 in UTC with the
 * server's microseconds ('2026-05-01T08:00:00.123456Z'), timestamp → ISO 8601 without zone, time and interval → text,
 * json/jsonb → value, bytea → Buffer, geometry → hex EWKB text, arrays of these → arrays. Dates as Date objects would lose microseconds,
 * and with them the exactness of cursors.
 */
export const valueTypes = { getTypeParser }

const textArray = 1009

type Parse = (text: string) => unknown

const scalars: Record<number, Parse> = {
  20: integer,
  1082: String,
  1114: (text) => text.replace(' ', 'T'),
  1184: instant,
  1186: String,
  1700: Number,
}

const arrays: Record<number, Parse> = {
  1016: integer,
  1115: scalars[1114]!,
  1182: String,
  1185: instant,
  1187: String,
  1231: Number,
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): Parse {
  if (format === 'binary') throw new Error('binary results are not supported: the driver decodes them as UTF-8')
  const ofElement = arrays[oid]
  if (ofElement) return (text) => parseArray(text, ofElement)
  return scalars[oid] ?? (pg.types.getTypeParser(oid, 'text') as Parse)
}

function integer(text: string): number | string {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}

/** '2026-05-01 08:00:00.5+00' → '2026-05-01T08:00:00.5Z'; 'infinity' stays. */
function instant(text: string): string {
  return text
    .replace(' ', 'T')
    .replace(/([+-]\d\d)(:\d\d)?$/, (offset, hours, minutes) =>
      offset === '+00' ? 'Z' : `${hours}${minutes ?? ':00'}`,
    )
}

/** text[] is read by the driver; its elements are then read by `ofElement`, at any depth. */
function parseArray(text: string, ofElement: Parse): unknown {
  const deep = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(deep) : value === null ? null : ofElement(value as string)
  return deep((pg.types.getTypeParser(textArray as number, 'text') as Parse)(text))
}
