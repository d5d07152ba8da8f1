/**
 * The embedded server stores `statement_timeout` and ignores it, so its thread is limited from outside. To let the same SQL
 * lift or tighten the limit on both engines (`set local statement_timeout = 0` before a long load), the setting is read from
 * the statements that pass.
 */
export interface TimeLimit {
  /** Until the session ends or sets another. */
  sessionMs: number
  /** Until the transaction ends. */
  localMs?: number
}

const setting =
  /^\s*set\s+(local\s+|session\s+)?statement_timeout\s*(?:=|to)\s*'?\s*(\d+)\s*(ms|s|min|h)?\s*'?\s*;?\s*$/i
const unitMs: Record<string, number> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** The limit after the given statements; 0 is none. */
export function limitAfter(limit: TimeLimit, statements: readonly string[]): TimeLimit {
  let next = limit
  for (const statement of statements) {
    const found = setting.exec(statement)
    if (!found) continue
    const valueMs = Number(found[2]) * unitMs[found[3]?.toLowerCase() ?? 'ms']!
    next = found[1]?.trim().toLowerCase() === 'local' ? { ...next, localMs: valueMs } : { sessionMs: valueMs }
  }
  return next
}

/** Milliseconds that the next batch may take; 0 is no limit. */
export function currentLimitMs(limit: TimeLimit): number {
  return limit.localMs ?? limit.sessionMs
}
