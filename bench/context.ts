/** What a bench is handed by `npm run bench`, and what it hands back. A bench is a file that exports `run: Bench`. */

export type Bench = (context: BenchContext) => Promise<Row[]>

export interface BenchContext {
  /**
   * The national registry: a private, tuned PostgreSQL with `--places` demo places (default 1,000,000), made at the first
   * call and shared by the benches of a run. Benches read it; one that writes makes a database of its own by `createDatabase`.
   */
  registry(): Promise<Registry>
  /** Size of the national registry: `--places`, default 1,000,000. */
  places: number
  /** An empty database on the same private PostgreSQL; gone with it at the end. Returns its URL. */
  createDatabase(name: string): Promise<string>
  /** Starts the real server (`tsx api/main.ts`, as in production) on a free port, and resolves when /readyz answers 200. */
  startServer(env: Record<string, string>): Promise<RunningServer>
  /** Path of a program such as `pgbench`, `wrk`, `nginx`, `chromium`; null when this machine has none. */
  program(name: string): string | null
  /** A line of progress. */
  log(text: string): void
  /** Seed of everything random. */
  seed: number
  /** True with `--quick`: fewer rounds and shorter ones, to see that a bench works at all. Its rows are not recorded. */
  quick: boolean
}

export interface Registry {
  databaseUrl: string
  places: number
}

export interface RunningServer {
  /** Without a slash at the end, such as `http://127.0.0.1:41231`. */
  url: string
  processId: number
  /** SIGTERM, then waits until it has gone. */
  stop(): Promise<void>
}

/** A figure. `value: null` says that it could not be measured here; `note` then says what was missing. */
export interface Row {
  group: string
  what: string
  unit: string
  value: number | null
  /** As the issue states it, such as `≥ 0.7`, `≤ 40`; empty where none is set. */
  goal: string
  /** Null where there is no goal or no value. Let `meets` decide it. */
  met: boolean | null
  note: string
}

/** A row judged by its goal (`≥ n` or `≤ n`). */
export function row(
  group: string,
  what: string,
  unit: string,
  value: number | null,
  goal: `≥ ${number}` | `≤ ${number}` | '',
  note = '',
): Row {
  return { group, what, unit, value, goal, met: meets(value, goal), note }
}

export function meets(value: number | null, goal: string): boolean | null {
  const bound = /^([≥≤]) (-?[\d.]+)$/.exec(goal)
  if (!bound && goal !== '') throw new Error(`goal «${goal}» is neither «≥ n» nor «≤ n»`)
  if (!bound || value === null) return null
  return bound[1] === '≥' ? value >= Number(bound[2]) : value <= Number(bound[2])
}

/**
 * Runs every subject once a round, in turn, so that noise of the machine falls on all alike (a ratio of two figures taken
 * minutes apart says nothing on a shared machine). The first round warms up and is thrown away. Returns each subject's
 * figures in round order.
 */
export async function interleave<Name extends string>(
  rounds: number,
  subjects: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(subjects) as Name[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 ? names : names.toReversed()) {
      const figure = await subjects[name]()
      if (round > 0) figures[name].push(figure)
    }
  }
  return figures
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** The smallest value that at least `share` (0…1) of the values do not exceed; the median of an even count is the mean of the middle two. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('a percentile needs at least one value')
  const sorted = [...values].sort((a, b) => a - b)
  const position = share * sorted.length
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(position) - 1))
  if (share === 0.5 && sorted.length % 2 === 0) return (sorted[index]! + sorted[index + 1]!) / 2
  return sorted[index]!
}
