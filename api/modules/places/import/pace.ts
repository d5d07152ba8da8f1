/** How many rows the next transaction takes. */
export interface Pace {
  rows(): number
  /** Tells how long a transaction of so many rows took. */
  took(rows: number, milliseconds: number): void
}

const targetMs = 300
const [first, least, most] = [200, 50, 4_000]

/**
 * Cuts long work into transactions of about 0.3 seconds: on the embedded engine, which has one connection, other requests wait no longer
 * than that, and on every engine no place is locked for longer. Begins small and at most doubles, so that one lucky slice is not believed.
 */
export function createPace(): Pace {
  let next = first
  return {
    rows: () => next,
    took(rows, milliseconds) {
      const fitting = Math.round((rows * targetMs) / Math.max(1, milliseconds))
      // A short last slice says little about what a full one would take.
      if (rows * 2 >= next || fitting < next) next = Math.min(most, Math.max(least, Math.min(fitting, next * 2)))
    },
  }
}

/** Runs one slice and notes how long it took. */
export async function timed<T>(pace: Pace, rows: number, act: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await act()
  pace.took(rows, performance.now() - started)
  return result
}
