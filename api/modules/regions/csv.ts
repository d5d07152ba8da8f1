/**
 * Reads a table of plain comma-separated values: a heading line, then one row a line, no quotes.
 * Throws when a line has another number of fields than the heading, or a column is missing.
 */
export function readTable<Column extends string>(text: string, columns: readonly Column[]): Record<Column, string>[] {
  const [heading, ...lines] = text.trim().split(/\r?\n/)
  const names = heading?.split(',') ?? []
  const missing = columns.filter((column) => !names.includes(column))
  if (missing.length > 0) throw new Error(`The table has no column ${missing.join(', ')}; its heading is «${heading}».`)
  return lines.map((line, index) => {
    const fields = line.split(',')
    if (fields.length !== names.length || line.includes('"'))
      throw new Error(`Line ${index + 2} «${line}» does not have the ${names.length} plain fields of the heading.`)
    return Object.fromEntries(names.map((name, position) => [name, fields[position]])) as Record<Column, string>
  })
}

/** Writes such a table; throws on a value that would need quotes. */
export function writeTable<Column extends string>(
  columns: readonly Column[],
  rows: readonly Record<Column, string | number>[],
): string {
  const line = (values: readonly (string | number)[]) => {
    const unplain = values.find((value) => /[",\r\n]/.test(String(value)))
    if (unplain !== undefined) throw new Error(`«${unplain}» cannot stand in a plain table.`)
    return values.join(',')
  }
  return `${[line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join('\n')}\n`
}
