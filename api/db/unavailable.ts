const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOENT',
])
// 57P01 shutdown, 57P02 crash, 57P03 starting up, 53300 too many connections, 25006 read-only after a fail-over; class 08 connection.
const serverCodes = /^(08...|57P0[123]|53300|25006)$/
// Alone, or after the statement that knex puts before it.
const driverMessages =
  /(?:^|- )(Connection terminated|Connection ended|timeout expired|Client has encountered a connection error|Client was closed|Knex: Timeout acquiring|Unable to acquire a connection|aborted$)/

/**
 * True when the database cannot be reached just now and the same request may succeed later: HTTP answers 503 with Retry-After.
 * A statement over its time limit (57014) or a refused write is not that.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isUnavailable)
  const { code, syscall } = error as Error & { code?: unknown; syscall?: unknown }
  if (typeof code === 'string') {
    // ENOENT counts only from a socket (a missing unix socket), not from a file.
    if (networkCodes.has(code)) return code !== 'ENOENT' || syscall === 'connect'
    return serverCodes.test(code)
  }
  return driverMessages.test(error.message) || error.name === 'KnexTimeoutError'
}
