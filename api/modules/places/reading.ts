import type { Database } from '../../db/types.ts'

/** What a read needs: the database, the pool chosen for it, the moment, and when to stop. */
export interface Reading {
  database: Database
  on: Database['primary']
  now: Date
  signal?: AbortSignal
}

export const signalOf = ({ signal }: Reading) => (signal ? { signal } : {})
