import type { Knex } from 'knex'

/** What a gate asks of others, and tells them. */
declare module './bus.ts' {
  interface Questions {
    /** Takes a personal code, once, in the transaction of the scan. */
    'personal-code-check': { question: PersonalCodeCheck; answer: PersonalCodeAnswer }
  }
  interface Notices {
    /** In the transaction of the scan that let somebody in: points and feedback can hang here. */
    'booking.checked-in': { orderId: string; placeId: number; bookingId: number; personId: string; at: Date }
  }
}

export interface PersonalCodeCheck {
  trx: Knex.Transaction
  token: string
  placeId: number
  checkedBy: string
  /** When it was scanned. */
  at: Date
}

export type PersonalCodeAnswer =
  | { person: { id: string; name: string } }
  | { refused: 'code-invalid' | 'code-expired' | 'code-used' }
