import { comparisons, type Expression, isGeometry, isOperation, isProperty } from './expression.ts'

/** Writes an expression in the text form, brackets everywhere: the parser must read it back as it was. */
export function asText(expression: Expression): string {
  if (typeof expression === 'string') return `'${expression.replaceAll("'", "''")}'`
  if (typeof expression === 'number' || typeof expression === 'boolean') return String(expression)
  if (Array.isArray(expression)) return `(${expression.map(asText).join(', ')})`
  if (isProperty(expression)) return `"${expression.property}"`
  if (isGeometry(expression)) return wkt(expression as { type: string; coordinates: unknown })
  if (!isOperation(expression)) throw new Error('not written here')
  const { op, args } = expression
  const [a, b, c] = args.map(asText)
  if (op === 'and' || op === 'or') return `(${args.map(asText).join(` ${op.toUpperCase()} `)})`
  if (op === 'not') return `NOT (${a})`
  if (op === 'isNull') return `${a} IS NULL`
  if (op === 'like' || op === 'in') return `${a} ${op.toUpperCase()} ${b}`
  if (op === 'between') return `${a} BETWEEN ${b} AND ${c}`
  if ((comparisons as readonly string[]).includes(op)) return `${a} ${op} ${b}`
  return `${op.toUpperCase()}(${[a, b].filter((arg) => arg !== undefined).join(', ')})`
}

function wkt({ type, coordinates }: { type: string; coordinates: unknown }): string {
  const deep = (part: unknown): string =>
    typeof (part as unknown[])[0] === 'number'
      ? (part as number[]).join(' ')
      : `(${(part as unknown[]).map(deep).join(', ')})`
  return `${type.toUpperCase()}${type === 'Point' ? `(${deep(coordinates)})` : deep(coordinates)}`
}
