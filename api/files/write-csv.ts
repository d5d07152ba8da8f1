type Cell = string | number | boolean | null | undefined

/** A table as CSV, written as the rows come: UTF-8 with a byte order mark, without which Excel takes it for the system's code page. */
export async function* csvChunks(
  columns: readonly string[],
  rows: AsyncIterable<readonly Readonly<Record<string, Cell>>[]>,
): AsyncGenerator<string> {
  yield `\ufeff${columns.join(',')}\r\n`
  for await (const batch of rows)
    yield batch.map((row) => `${columns.map((column) => csvCell(row[column])).join(',')}\r\n`).join('')
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP: CSV injection). */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
