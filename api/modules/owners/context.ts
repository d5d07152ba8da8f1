import type { Knex } from 'knex'
import type { Core } from '../../core.ts'
import type { Person } from '../../http/auth.ts'

/** Who acts on ownership, from where and when. */
export interface Acting extends Pick<Core, 'database' | 'bus'> {
  person: Person
  clientAddress: string
  now: Date
}

/** The program itself, doing what a notice announced. */
export type Executing = Pick<Core, 'database' | 'bus'> & {
  person: Person | null
  clientAddress: string | null
  now: Date
}

export type Trx = Knex.Transaction

export const deciders = ['operator', 'administrator'] as const
