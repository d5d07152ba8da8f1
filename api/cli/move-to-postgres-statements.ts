/** What may hold a semicolon that ends nothing: a comment, a quoted text or name, a dollar-quoted body. */
const opaque = /--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|;/g

/** The statements of an SQL script as pg_dump writes it (standard_conforming_strings on), each without its semicolon. */
export function splitStatements(script: string): string[] {
  const statements: string[] = []
  let start = 0
  for (const { 0: token, index } of script.matchAll(opaque)) {
    if (token !== ';') continue
    statements.push(withoutLeadingComments(script.slice(start, index)))
    start = index + 1
  }
  statements.push(withoutLeadingComments(script.slice(start)))
  return statements.filter((statement) => statement !== '')
}

/** Joins statements to scripts of about the given length, in their order. */
export function* batched(statements: readonly string[], characters: number): Generator<string> {
  let batch: string[] = []
  let length = 0
  for (const statement of statements) {
    batch.push(statement)
    length += statement.length
    if (length < characters) continue
    yield batch.join(';\n')
    batch = []
    length = 0
  }
  if (batch.length > 0) yield batch.join(';\n')
}

function withoutLeadingComments(statement: string): string {
  return statement.replace(/^(\s+|--[^\n]*\n?)+/, '').trim()
}
