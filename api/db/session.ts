/** Settings of every session on both engines, so that a statement means and prints the same on each. */
export const sessionSettings = {
  search_path: 'app,public',
  TimeZone: 'UTC',
  DateStyle: 'ISO,YMD',
  IntervalStyle: 'iso_8601',
  // Short statements over an index: compiling them or starting helpers costs more than it saves (measured, DESIGN 4).
  jit: 'off',
  max_parallel_workers_per_gather: '0',
}

export const extensions = ['postgis', 'pg_trgm', 'btree_gist', 'pgcrypto', 'unaccent'] as const

/** A caller that cannot get a connection in this time fails: on the embedded engine a query on the pool inside a transaction waits for itself. */
export const defaultAcquireTimeoutMs = 5000
